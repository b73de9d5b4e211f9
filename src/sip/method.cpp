#include "siptriage/sip/method.h"

#include <array>
#include <cstddef>

namespace siptriage::sip {
namespace {

constexpr std::size_t kMethodCount = static_cast<std::size_t>(Method::Count);

// In the order of Method.
constexpr std::array<std::string_view, kMethodCount> kNames = {
    "UNKNOWN", "ACK",     "BYE",      "CANCEL",    "INFO",
    "INVITE",  "MESSAGE", "NOTIFY",   "OPTIONS",   "PRACK",
    "PUBLISH", "REFER",   "REGISTER", "SUBSCRIBE", "UPDATE",
};
static_assert(kNames.back() == "UPDATE", "one name a Method");

}  // namespace

std::string_view to_string(Method method) {
  const auto index = static_cast<std::size_t>(method);
  return index < kMethodCount ? kNames[index] : kNames[0];
}

// Length and first letters leave one candidate at most.
Method find_method(std::string_view name) {
  const auto if_named = [name](Method method, std::string_view known) {
    return name == known ? method : Method::Unknown;
  };
  switch (name.size()) {
    case 3:
      return name[0] == 'A' ? if_named(Method::Ack, "ACK")
                            : if_named(Method::Bye, "BYE");
    case 4:
      return if_named(Method::Info, "INFO");
    case 5:
      return name[0] == 'P' ? if_named(Method::Prack, "PRACK")
                            : if_named(Method::Refer, "REFER");
    case 6:
      switch (name[0]) {
        case 'I':
          return if_named(Method::Invite, "INVITE");
        case 'C':
          return if_named(Method::Cancel, "CANCEL");
        case 'N':
          return if_named(Method::Notify, "NOTIFY");
        default:
          return if_named(Method::Update, "UPDATE");
      }
    case 7:
      switch (name[0]) {
        case 'O':
          return if_named(Method::Options, "OPTIONS");
        case 'M':
          return if_named(Method::Message, "MESSAGE");
        default:
          return if_named(Method::Publish, "PUBLISH");
      }
    case 8:
      return if_named(Method::Register, "REGISTER");
    case 9:
      return if_named(Method::Subscribe, "SUBSCRIBE");
    default:
      return Method::Unknown;
  }
}

}  // namespace siptriage::sip
