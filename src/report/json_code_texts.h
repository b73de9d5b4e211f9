#pragma once
// CodeTexts: what every annotation says of a response code, whatever the
// message but for its method, as JSON members. It is the larger part of a
// report, and made once.

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "siptriage/annotate/analysis.h"

namespace siptriage::report {

struct CodeText {
  std::string reference;   // "registered_phrase" to "retry_advice"
  std::string references;  // the member of that name
};

class CodeTexts {
 public:
  // Lifetime: as long as this.
  [[nodiscard]] const CodeText& of(const Annotation& annotation,
                                   std::string_view method);

 private:
  std::unordered_map<std::uint16_t, CodeText> texts_;
  std::unordered_map<const MethodAdvice*, CodeText> advised_;
};

}  // namespace siptriage::report
