// A host that can do nothing, so that native programs link without one. HostShim's definitions take precedence.
#ifndef __wasm__
#include "CProxyWasm.h"

enum { unimplemented = 12 };
#define FALLBACK(name, ...)                                                                                            \
  __attribute__((weak)) int32_t name(__VA_ARGS__) { return unimplemented; }

FALLBACK(proxy_log, int32_t a, const uint8_t *b, size_t c)
FALLBACK(proxy_get_current_time_nanoseconds, uint64_t *a)
FALLBACK(proxy_set_tick_period_milliseconds, uint32_t a)
FALLBACK(proxy_get_header_map_pairs, int32_t a, uint8_t **b, size_t *c)
FALLBACK(proxy_set_header_map_pairs, int32_t a, const uint8_t *b, size_t c)
FALLBACK(proxy_get_header_map_value, int32_t a, const uint8_t *b, size_t c, uint8_t **d, size_t *e)
FALLBACK(proxy_add_header_map_value, int32_t a, const uint8_t *b, size_t c, const uint8_t *d, size_t e)
FALLBACK(proxy_replace_header_map_value, int32_t a, const uint8_t *b, size_t c, const uint8_t *d, size_t e)
FALLBACK(proxy_remove_header_map_value, int32_t a, const uint8_t *b, size_t c)
FALLBACK(proxy_get_buffer_bytes, int32_t a, size_t b, size_t c, uint8_t **d, size_t *e)
FALLBACK(proxy_set_buffer_bytes, int32_t a, size_t b, size_t c, const uint8_t *d, size_t e)
FALLBACK(proxy_get_buffer_status, int32_t a, size_t *b, uint32_t *c)
FALLBACK(proxy_continue_stream, int32_t a)
FALLBACK(proxy_close_stream, int32_t a)
FALLBACK(proxy_send_local_response, int32_t a, const uint8_t *b, size_t c, const uint8_t *d, size_t e,
         const uint8_t *f, size_t g, int32_t h)
FALLBACK(proxy_get_property, const uint8_t *a, size_t b, uint8_t **c, size_t *d)
FALLBACK(proxy_set_property, const uint8_t *a, size_t b, const uint8_t *c, size_t d)
FALLBACK(proxy_define_metric, int32_t a, const uint8_t *b, size_t c, uint32_t *d)
FALLBACK(proxy_increment_metric, uint32_t a, int64_t b)
FALLBACK(proxy_record_metric, uint32_t a, uint64_t b)
FALLBACK(proxy_get_metric, uint32_t a, uint64_t *b)
FALLBACK(proxy_get_shared_data, const uint8_t *a, size_t b, uint8_t **c, size_t *d, uint32_t *e)
FALLBACK(proxy_set_shared_data, const uint8_t *a, size_t b, const uint8_t *c, size_t d, uint32_t e)
FALLBACK(proxy_call_foreign_function, const uint8_t *a, size_t b, const uint8_t *c, size_t d, uint8_t **e, size_t *f)
FALLBACK(proxy_set_effective_context, uint32_t a)
#endif
