#include "CProxyWasm.h"

#include <stdlib.h>

void *proxy_wasm_allocate(size_t count) { return malloc(count ? count : 1); }

void proxy_wasm_free(void *memory) { free(memory); }
