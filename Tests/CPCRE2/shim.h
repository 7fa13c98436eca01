// PCRE2 in byte mode: the reference the tests compare with. Never linked into the engine.
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
