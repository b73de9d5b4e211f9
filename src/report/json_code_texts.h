#pragma once
// CodeTexts: what every annotation says of a response code, whatever the
// message but for its method, as JSON members. It is the larger part of a
// report, and made once.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "siptriage/annotate/analysis.h"
#include "siptriage/catalogue/entry.h"

namespace siptriage::report {

struct CodeText {
  std::string reference;   // "registered_phrase" to "retry_advice"
  std::string references;  // the member of that name
};

class CodeTexts {
 public:
  // Lifetime: as long as this.
  [[nodiscard]] const CodeText& of(const Annotation& annotation,
                                   std::string_view method, bool in_dialog);

 private:
  // The code; what the catalogue has for the method; whether the request stood
  // inside a dialog; whether such a one is not sent again.
  using Key = std::tuple<std::uint16_t, const MethodAdvice*, bool, bool>;

  std::map<Key, CodeText> texts_;
};

}  // namespace siptriage::report
