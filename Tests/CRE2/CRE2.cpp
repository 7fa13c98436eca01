#include "CRE2.h"

#include <re2/re2.h>

struct cre2_pattern {
  re2::RE2 pattern;
  cre2_pattern(re2::StringPiece source, const re2::RE2::Options &options) : pattern(source, options) {}
};

extern "C" cre2_pattern *cre2_compile(const uint8_t *pattern, size_t length) {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_dot_nl(true);
  options.set_log_errors(false);
  auto *made = new cre2_pattern(re2::StringPiece(reinterpret_cast<const char *>(pattern), length), options);
  if (made->pattern.ok()) return made;
  delete made;
  return nullptr;
}

extern "C" bool cre2_matches(const cre2_pattern *pattern, const uint8_t *input, size_t length) {
  return re2::RE2::PartialMatch(re2::StringPiece(reinterpret_cast<const char *>(input), length), pattern->pattern);
}

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }
