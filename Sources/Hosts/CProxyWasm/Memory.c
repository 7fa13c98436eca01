#include "CProxyWasm.h"

#include <stdlib.h>

void *proxy_wasm_allocate(size_t count) { return malloc(count ? count : 1); }

void proxy_wasm_free(void *memory) { free(memory); }

// What an allocator of the module's own defines better; wasi-libc's does not count.
__attribute__((weak)) size_t proxy_wasm_memory_in_use(void) { return 0; }

__attribute__((weak)) int proxy_wasm_memory_has_room(size_t bytes) { return 1; }
