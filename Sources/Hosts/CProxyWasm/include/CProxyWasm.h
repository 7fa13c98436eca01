// The proxy-wasm ABI 0.2.1: what a module asks of its host, and what the host calls in the module.
//
// Source: https://github.com/proxy-wasm/spec/tree/main/abi-versions/v0.2.1
//
// Under wasm the first half are imports of the module "env". Natively they are plain functions: HostShim defines them
// for tests, and NativeHost.c holds a weak fallback for each that answers "unimplemented".
#ifndef C_PROXY_WASM_H
#define C_PROXY_WASM_H

#include <stddef.h>
#include <stdint.h>

#ifdef __wasm__
#define PROXY_WASM_IMPORT(name) __attribute__((import_module("env"), import_name(#name))) int32_t name
#else
#define PROXY_WASM_IMPORT(name) int32_t name
#endif

// MARK: What the host offers. Each returns a status, 0 for success. Memory returned through `uint8_t **` was allocated
// with proxy_on_memory_allocate and belongs to the caller.

PROXY_WASM_IMPORT(proxy_log)(int32_t level, const uint8_t *text, size_t count);
PROXY_WASM_IMPORT(proxy_get_current_time_nanoseconds)(uint64_t *time);
PROXY_WASM_IMPORT(proxy_set_tick_period_milliseconds)(uint32_t period);

PROXY_WASM_IMPORT(proxy_get_header_map_pairs)(int32_t map, uint8_t **pairs, size_t *count);
PROXY_WASM_IMPORT(proxy_set_header_map_pairs)(int32_t map, const uint8_t *pairs, size_t count);
PROXY_WASM_IMPORT(proxy_get_header_map_value)
(int32_t map, const uint8_t *name, size_t name_count, uint8_t **value, size_t *value_count);
PROXY_WASM_IMPORT(proxy_add_header_map_value)
(int32_t map, const uint8_t *name, size_t name_count, const uint8_t *value, size_t value_count);
PROXY_WASM_IMPORT(proxy_replace_header_map_value)
(int32_t map, const uint8_t *name, size_t name_count, const uint8_t *value, size_t value_count);
PROXY_WASM_IMPORT(proxy_remove_header_map_value)(int32_t map, const uint8_t *name, size_t name_count);

PROXY_WASM_IMPORT(proxy_get_buffer_bytes)(int32_t buffer, size_t start, size_t max, uint8_t **bytes, size_t *count);
PROXY_WASM_IMPORT(proxy_set_buffer_bytes)
(int32_t buffer, size_t start, size_t length, const uint8_t *bytes, size_t count);
PROXY_WASM_IMPORT(proxy_get_buffer_status)(int32_t buffer, size_t *count, uint32_t *flags);

PROXY_WASM_IMPORT(proxy_continue_stream)(int32_t stream);
PROXY_WASM_IMPORT(proxy_close_stream)(int32_t stream);
PROXY_WASM_IMPORT(proxy_send_local_response)
(int32_t status, const uint8_t *details, size_t details_count, const uint8_t *body, size_t body_count,
 const uint8_t *header_pairs, size_t header_pairs_count, int32_t grpc_status);

PROXY_WASM_IMPORT(proxy_get_property)(const uint8_t *path, size_t path_count, uint8_t **value, size_t *value_count);
PROXY_WASM_IMPORT(proxy_set_property)
(const uint8_t *path, size_t path_count, const uint8_t *value, size_t value_count);

PROXY_WASM_IMPORT(proxy_define_metric)(int32_t kind, const uint8_t *name, size_t name_count, uint32_t *metric);
PROXY_WASM_IMPORT(proxy_increment_metric)(uint32_t metric, int64_t offset);
PROXY_WASM_IMPORT(proxy_record_metric)(uint32_t metric, uint64_t value);
PROXY_WASM_IMPORT(proxy_get_metric)(uint32_t metric, uint64_t *value);

PROXY_WASM_IMPORT(proxy_get_shared_data)
(const uint8_t *key, size_t key_count, uint8_t **value, size_t *value_count, uint32_t *cas);
PROXY_WASM_IMPORT(proxy_set_shared_data)
(const uint8_t *key, size_t key_count, const uint8_t *value, size_t value_count, uint32_t cas);

PROXY_WASM_IMPORT(proxy_call_foreign_function)
(const uint8_t *name, size_t name_count, const uint8_t *argument, size_t argument_count, uint8_t **result,
 size_t *result_count);
PROXY_WASM_IMPORT(proxy_set_effective_context)(uint32_t context);

// MARK: What the host calls. A filter defines these in Swift with @c; the prototypes serve native drivers.

void proxy_abi_version_0_2_1(void);
void *proxy_on_memory_allocate(size_t count);
void proxy_on_context_create(uint32_t context, uint32_t parent);
int32_t proxy_on_vm_start(uint32_t root, size_t configuration_count);
int32_t proxy_on_configure(uint32_t root, size_t configuration_count);
int32_t proxy_on_request_headers(uint32_t context, uint32_t count, int32_t end_of_stream);
int32_t proxy_on_request_body(uint32_t context, size_t count, int32_t end_of_stream);
int32_t proxy_on_request_trailers(uint32_t context, uint32_t count);
int32_t proxy_on_response_headers(uint32_t context, uint32_t count, int32_t end_of_stream);
int32_t proxy_on_response_body(uint32_t context, size_t count, int32_t end_of_stream);
int32_t proxy_on_response_trailers(uint32_t context, uint32_t count);
int32_t proxy_on_done(uint32_t context);
void proxy_on_log(uint32_t context);
void proxy_on_delete(uint32_t context);

// MARK: The C allocator, which both sides of the ABI share.

/// Memory the host may fill; `NULL` when there is none left, which the host reports as a failed call.
void *proxy_wasm_allocate(size_t count);
void proxy_wasm_free(void *memory);

/// Bytes the allocator has handed out; 0 unless an allocator that counts defines this function.
size_t proxy_wasm_memory_in_use(void);
/// Whether one block of so many bytes could be handed out; always, unless the allocator defines this function.
int proxy_wasm_memory_has_room(size_t bytes);

#endif
