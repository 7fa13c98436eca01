#include "CRuleData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// scripts/build-wasm names the folder of crs.pack with --embed-dir; elsewhere there is none to embed.
#if defined(__has_embed)
#if __has_embed(<crs.pack>)
#define HAS_PACK 1
#endif
#endif

#ifdef HAS_PACK
static const uint8_t data[] = {
#embed <crs.pack> if_empty(0)
};
const uint8_t *crule_data(void) { return data; }
size_t crule_data_size(void) { return sizeof data; }
#else
const uint8_t *crule_data(void) { return 0; }
size_t crule_data_size(void) { return 0; }
#endif
