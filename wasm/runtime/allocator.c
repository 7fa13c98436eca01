// The module's allocator. Swift's runtime asks for memory through posix_memalign alone, in small blocks of few sizes;
// size classes with free lists take half the time of the C library's general allocator and 8 KB less code.
//
// Memory comes from the host in pages of 64 KiB. A page belongs to one size class for ever, or to a run of pages that
// holds one large block; runs are joined again when they are free. Nothing goes back to the host: wasm cannot.
#ifdef __wasm__
#include <errno.h>
#include <stddef.h>
#include <stdint.h>

enum {
  pageBytes = 65536,
  pageLimit = 8192,     // --max-memory in toolset.json
  pageCount = 65536,
  smallBytes = 32768,   // larger blocks have pages of their own
  classCount = 64,
  runTag = 255,         // first page of a run in use
  freeRunTag = 254,     // first page of a free run
};

// What each page is for: a size class, or the first page of a run; and how long the run is.
static uint8_t pageTag[pageCount];
static uint16_t runPages[pageCount];
// No free run begins outside these pages.
static uint32_t freeRunsStart, freeRunsEnd;

typedef struct Block { struct Block *next; } Block;
static Block *freeBlocks[classCount];
// What is left of the page each class took last.
static uintptr_t unusedStart[classCount], unusedEnd[classCount];
// Bytes in blocks that were handed out.
static size_t inUse;

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
  uint32_t page = freeRunsStart;
  while (page < freeRunsEnd) {
    if (pageTag[page] != freeRunTag) {
      page += pageTag[page] == runTag ? runPages[page] : 1;
      continue;
    }
    uint32_t length = runPages[page];
    while (page + length < freeRunsEnd && pageTag[page + length] == freeRunTag && length + runPages[page + length] < pageCount) {
      uint32_t next = page + length;
      length += runPages[next];
      pageTag[next] = 0;
    }
    runPages[page] = (uint16_t)length;
    if (length >= count) {
      pageTag[page] = 0;
      if (length > count) {
        pageTag[page + count] = freeRunTag;
        runPages[page + count] = (uint16_t)(length - count);
      }
      return page;
    }
    page += length;
  }
  intptr_t grown = (intptr_t)__builtin_wasm_memory_grow(0, count);
  return grown < 0 ? 0 : (uint32_t)grown;
}

static void *takeRun(size_t bytes) {
  if (bytes > 0x7fff0000u) return 0;
  uint32_t count = (uint32_t)((bytes + pageBytes - 1) / pageBytes), page = takePages(count);
  if (page == 0) return 0;
  pageTag[page] = runTag;
  runPages[page] = (uint16_t)count;
  inUse += (size_t)count * pageBytes;
  return (void *)((uintptr_t)page * pageBytes);
}

static void giveRun(uint32_t page) {
  inUse -= (size_t)runPages[page] * pageBytes;
  pageTag[page] = freeRunTag;
  if (freeRunsEnd == 0 || page < freeRunsStart) freeRunsStart = page;
  if (page + runPages[page] > freeRunsEnd) freeRunsEnd = page + runPages[page];
}

static __attribute__((noinline)) void *takeFromNewPage(uint32_t class) {
  uint32_t page = takePages(1), bytes = classBytes(class);
  if (page == 0) return 0;
  pageTag[page] = (uint8_t)class;
  runPages[page] = 1;
  uintptr_t start = (uintptr_t)page * pageBytes;
  unusedStart[class] = start + bytes;
  unusedEnd[class] = start + pageBytes / bytes * bytes;
  return (void *)start;
}

void *malloc(size_t bytes) {
  if (bytes > smallBytes) return takeRun(bytes);
  uint32_t class = classOf((uint32_t)bytes);
  inUse += classBytes(class);
  Block *block = freeBlocks[class];
  if (block) {
    freeBlocks[class] = block->next;
    return block;
  }
  if (unusedStart[class] < unusedEnd[class]) {
    void *unused = (void *)unusedStart[class];
    unusedStart[class] += classBytes(class);
    return unused;
  }
  return takeFromNewPage(class);
}

void free(void *memory) {
  if (!memory) return;
  uint32_t page = (uint32_t)((uintptr_t)memory / pageBytes), tag = pageTag[page];
  if (tag == runTag) {
    giveRun(page);
    return;
  }
  inUse -= classBytes(tag);
  ((Block *)memory)->next = freeBlocks[tag];
  freeBlocks[tag] = memory;
}

size_t proxy_wasm_memory_in_use(void) { return inUse; }

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
