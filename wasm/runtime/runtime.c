// What Swift's runtime asks of the C library beyond wasi-libc's plain functions. Defining these two here keeps stdio
// out of the module, and with it every WASI import but random_get.
#include "WasmRuntime.h"

#ifdef __wasm__
#include <stddef.h>
#include <stdint.h>

__attribute__((import_module("env"), import_name("proxy_log"))) int32_t wasm_runtime_log(
    int32_t level, const uint8_t *text, size_t count);
__attribute__((import_module("wasi_snapshot_preview1"), import_name("random_get"))) int32_t wasm_runtime_random(
    void *memory, size_t count);

/// The seed of Swift's hashing: attackers choose argument names, so it must not be guessable.
void arc4random_buf(void *memory, size_t count) {
  if (wasm_runtime_random(memory, count) != 0) __builtin_trap();
}

/// The text of `fatalError` and failed preconditions, line by line, as critical messages of the host's log.
int putchar(int character) {
  static uint8_t line[512];
  static size_t count;
  if (character != '\n') line[count++] = (uint8_t)character;
  if (character == '\n' || count == sizeof line) {
    enum { critical = 5 };
    wasm_runtime_log(critical, line, count);
    count = 0;
  }
  return character;
}
#endif
