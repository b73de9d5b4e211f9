#include "support/common_words.h"

#include <algorithm>
#include <iterator>

#include "siptriage/base/ascii.h"
#include "siptriage/base/endpoint.h"

#include "redact/vocabulary.h"

namespace siptriage::testing {

bool is_nobodys_word(std::string_view word) {
  static constexpr std::string_view kAll[] = {
      "anonymous", "unavailable", "unknown",   "restricted", "private",
      "withheld",  "asterisk",    "localhost", "invalid",    "null",
      "none",      "sip",         "sips",      "tel",        "urn",
      "uuid",      "http",        "https",     "mailto",     "ping",
      "service",   "services",    "sos",       "emergency",  "b2b",
      "b2bua",     "leg",         "z9hg4bk"};
  const bool is_zero =
      std::all_of(word.begin(), word.end(), [](char c) { return c == '0'; });
  return is_zero ||
         std::find(std::begin(kAll), std::end(kAll), word) != std::end(kAll);
}

bool is_nobodys_address(std::string_view text) {
  return text.starts_with("127.") || text.starts_with("169.254.") ||
         text.starts_with("0.") || text == "::1" || text == "::";
}

bool is_common_word(std::string_view word) {
  return detail::vocabulary().has(word) || detail::is_product_name(word) ||
         detail::is_top_level_domain(word);
}

}  // namespace siptriage::testing
