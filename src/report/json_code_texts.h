#pragma once
// CodeTexts: what every annotation says of a response code, whatever the
// message, as JSON members. It is the larger part of a report, and made once.

#include <cstdint>
#include <string>
#include <unordered_map>

#include "siptriage/annotate/analysis.h"

#include "report/describe.h"

namespace siptriage::report {

struct CodeText {
  std::string reference;   // "registered_phrase" to "retry_advice"
  std::string references;  // the member of that name
};

class CodeTexts {
 public:
  // Lifetime: as long as this.
  [[nodiscard]] const CodeText& of(const Annotation& annotation,
                                   RetryPlace place);

 private:
  // By code and RetryPlace.
  std::unordered_map<std::uint32_t, CodeText> texts_;
};

}  // namespace siptriage::report
