#pragma once
// What several tests of the sip room need: messages in words, exact copies.

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/anomaly.h"
#include "siptriage/sip/message.h"

namespace siptriage::sip {

inline AnomalySet set_of(const std::vector<AnomalyKind>& kinds) {
  AnomalySet set;
  for (const AnomalyKind kind : kinds) set.add(kind);
  return set;
}

// Readable in a failed expectation.
inline std::string names_of(AnomalySet set) {
  std::string names;
  for (const AnomalyKind kind : set.list()) {
    names += names.empty() ? "" : " ";
    names += to_string(kind);
  }
  return names;
}

inline std::string names_of(const std::vector<AnomalyKind>& kinds) {
  return names_of(set_of(kinds));
}

// A request's method as written, or a response's status code.
inline std::string kind_of(const Message& message) {
  return message.is_request() ? std::string(message.method_name)
                              : std::to_string(message.status);
}

// A copy on the heap that ends where the text ends, so that AddressSanitizer
// sees the first octet read beyond.
class ExactCopy {
 public:
  explicit ExactCopy(std::string_view text)
      : octets_(new char[text.size()]), size_(text.size()) {
    if (!text.empty()) std::memcpy(octets_.get(), text.data(), text.size());
  }
  [[nodiscard]] std::string_view view() const { return {octets_.get(), size_}; }

 private:
  std::unique_ptr<char[]> octets_;
  std::size_t size_;
};

inline std::string replace_all(std::string_view text, std::string_view from,
                               std::string_view to) {
  std::string result;
  for (std::size_t at = 0;;) {
    const std::size_t found = text.find(from, at);
    result += text.substr(at, found - at);
    if (found == std::string_view::npos) return result;
    result += to;
    at = found + from.size();
  }
}

}  // namespace siptriage::sip
