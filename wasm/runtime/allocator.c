// The module's allocator. Swift's runtime asks for memory through posix_memalign alone, in small blocks of few sizes;
// size classes with free lists take half the time of the C library's general allocator and 8 KB less code.
//
// Memory comes from the host in pages of 64 KiB. A page serves one size class while it holds a block, or is part of a
// run of pages that holds one large block. A page whose last block is freed goes back to the pool all classes and runs
// take from, where neighbours are joined: what one kind of traffic has used is there for every other. Nothing goes back
// to the host: wasm cannot.
#ifdef __wasm__
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

enum {
  pageBytes = 65536,
  pageLimit = 8192,     // --max-memory in toolset.json
  smallBytes = 32768,   // larger blocks have pages of their own
  classCount = 64,
  runTag = 255,         // first page of a run in use
  freeRunTag = 254,     // first page of a free run
};

typedef struct Block { struct Block *next; } Block;

// What each page is for: a size class, or the first page of a run; and how long the run is.
static uint8_t pageTag[pageLimit];
static uint16_t runPages[pageLimit];
// Of a page that serves a class: its blocks that were given back, where the part begins that was never handed out, how
// many blocks are in use, and its neighbours among the pages of the class that have room. No page has the number 0.
static struct Page {
  Block *freed;
  uintptr_t unused;
  uint16_t used, next, previous;
} pages[pageLimit];
// For each class the first of its pages that have room.
static uint16_t roomy[classCount];
// No free run begins outside these pages.
static uint32_t freeRunsStart, freeRunsEnd;
// How many pages are not in the pool. What counts is pages, not blocks: a page with one block in use is not free.
static uint32_t pagesInUse;

// Classes 1 to 32 are steps of 16 bytes up to 512; then four classes for each doubling.
static uint32_t classOf(uint32_t bytes) {
  if (bytes <= 512) return bytes ? (bytes + 15) / 16 : 1;
  uint32_t log = 31 - (uint32_t)__builtin_clz(bytes - 1);
  return 33 + (log - 9) * 4 + (((bytes - 1) >> (log - 2)) & 3);
}

static uint32_t classBytes(uint32_t class) {
  if (class <= 32) return class * 16;
  uint32_t step = class - 33, log = 9 + step / 4;
  return (1u << log) + (step % 4 + 1) * (1u << (log - 2));
}

// The first of `count` pages in a row, or 0. First fit over the free runs, joining neighbours on the way.
static uint32_t takePages(uint32_t count) {
  uint32_t page = freeRunsStart, isFirst = 1;
  while (page < freeRunsEnd) {
    if (pageTag[page] != freeRunTag) {
      page += pageTag[page] == runTag ? runPages[page] : 1;
      continue;
    }
    uint32_t length = runPages[page];
    while (page + length < freeRunsEnd && pageTag[page + length] == freeRunTag && length + runPages[page + length] < pageLimit) {
      uint32_t next = page + length;
      length += runPages[next];
      pageTag[next] = 0;
    }
    runPages[page] = (uint16_t)length;
    if (length >= count) {
      pageTag[page] = 0;
      if (isFirst) freeRunsStart = page + count;
      pagesInUse += count;
      if (length > count) {
        pageTag[page + count] = freeRunTag;
        runPages[page + count] = (uint16_t)(length - count);
      }
      return page;
    }
    page += length;
    isFirst = 0;
  }
  intptr_t grown = (intptr_t)__builtin_wasm_memory_grow(0, count);
  if (grown < 0) return 0;
  pagesInUse += count;
  return (uint32_t)grown;
}

static void *takeRun(size_t bytes) {
  if (bytes > 0x7fff0000u) return 0;
  uint32_t count = (uint32_t)((bytes + pageBytes - 1) / pageBytes), page = takePages(count);
  if (page == 0) return 0;
  pageTag[page] = runTag;
  runPages[page] = (uint16_t)count;
  return (void *)((uintptr_t)page * pageBytes);
}

static void giveRun(uint32_t page) {
  pagesInUse -= runPages[page];
  pageTag[page] = freeRunTag;
  if (freeRunsEnd == 0 || page < freeRunsStart) freeRunsStart = page;
  if (page + runPages[page] > freeRunsEnd) freeRunsEnd = page + runPages[page];
}

static int hasRoom(const struct Page *page, uint32_t number, uint32_t bytes) {
  return page->freed || page->unused + bytes <= (uintptr_t)(number + 1) * pageBytes;
}

// Puts a page in front of those of its class that have room.
static void link(uint32_t page, uint32_t class) {
  uint32_t first = roomy[class];
  pages[page].previous = 0;
  pages[page].next = (uint16_t)first;
  if (first) pages[first].previous = (uint16_t)page;
  roomy[class] = (uint16_t)page;
}

static void unlink(uint32_t page, uint32_t class) {
  uint32_t next = pages[page].next, previous = pages[page].previous;
  if (next) pages[next].previous = (uint16_t)previous;
  if (previous) pages[previous].next = (uint16_t)next;
  else roomy[class] = (uint16_t)next;
}

static __attribute__((noinline)) uint32_t takePage(uint32_t class) {
  uint32_t page = takePages(1);
  if (page == 0) return 0;
  pageTag[page] = (uint8_t)class;
  runPages[page] = 1;
  pages[page] = (struct Page){0, (uintptr_t)page * pageBytes, 0, 0, 0};
  link(page, class);
  return page;
}

void *malloc(size_t bytes) {
  if (bytes > smallBytes) return takeRun(bytes);
  uint32_t class = classOf((uint32_t)bytes), size = classBytes(class), number = roomy[class];
  if (!number && !(number = takePage(class))) return 0;
  struct Page *page = &pages[number];
  Block *block = page->freed;
  if (block) {
    page->freed = block->next;
  } else {
    block = (Block *)page->unused;
    page->unused += size;
  }
  page->used++;
  if (!hasRoom(page, number, size)) unlink(number, class);
  return block;
}

void free(void *memory) {
  if (!memory) return;
  uint32_t number = (uint32_t)((uintptr_t)memory / pageBytes), tag = pageTag[number];
  if (tag == runTag) {
    giveRun(number);
    return;
  }
  struct Page *page = &pages[number];
  uint32_t size = classBytes(tag);
  if (!hasRoom(page, number, size)) link(number, tag);
  ((Block *)memory)->next = page->freed;
  page->freed = memory;
  // The last page with room stays: a class that frees and takes one block in turn is not to fetch a page each time.
  if (--page->used == 0 && (page->next || page->previous)) {
    unlink(number, tag);
    giveRun(number);
  }
}

size_t proxy_wasm_memory_in_use(void) { return (size_t)pagesInUse * pageBytes; }

// Looks at what can still come from the host first: that is enough most of the time.
int proxy_wasm_memory_has_room(size_t bytes) {
  uint32_t count = (uint32_t)(bytes / pageBytes) + 1, length = 0;
  if (count <= pageLimit - (uint32_t)__builtin_wasm_memory_size(0)) return 1;
  for (uint32_t page = freeRunsStart; page < freeRunsEnd;) {
    uint8_t tag = pageTag[page];
    uint32_t step = tag == runTag || tag == freeRunTag ? runPages[page] : 1;
    length = tag == freeRunTag ? length + step : 0;
    if (length >= count) return 1;
    page += step;
  }
  return 0;
}

// What Swift's arrays take their capacity from.
size_t malloc_usable_size(void *memory) {
  uint32_t page = (uint32_t)((uintptr_t)memory / pageBytes), tag = pageTag[page];
  return tag == runTag ? (size_t)runPages[page] * pageBytes : classBytes(tag);
}

// A block of a class is aligned to 16 bytes at least, a run to a page. Address 0 can be written to here, and Swift does
// not look whether it got it: without memory the module has to end.
int posix_memalign(void **memory, size_t alignment, size_t bytes) {
  if (alignment > pageBytes) return EINVAL;
  *memory = alignment <= 16 ? malloc(bytes) : takeRun(bytes < pageBytes ? pageBytes : bytes);
  if (!*memory) __builtin_trap();
  return 0;
}
#endif
