#pragma once
// The part of RE2 that the benchmark compares with.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// Compiles a pattern in Latin-1 mode with DOTALL; null if RE2 cannot.
cre2_pattern *cre2_compile(const uint8_t *pattern, size_t length);
bool cre2_matches(const cre2_pattern *pattern, const uint8_t *input, size_t length);
void cre2_free(cre2_pattern *pattern);

#ifdef __cplusplus
}
#endif
