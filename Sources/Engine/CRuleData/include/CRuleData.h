#pragma once
#include <stddef.h>
#include <stdint.h>

// The rule files packed into the module by scripts/build-wasm, or nothing where it was not asked to pack any.
// Layout: RuleLibrary/PackedRules.swift.
const uint8_t *crule_data(void);
size_t crule_data_size(void);
