#include "filter/field.h"

#include <array>
#include <string>
#include <vector>

#include "siptriage/base/ascii.h"

#include "filter/hint.h"

namespace siptriage {

std::string_view to_string(FilterScope scope) {
  constexpr std::string_view kNames[] = {"message", "transaction", "call",
                                         "finding"};
  return kNames[static_cast<std::size_t>(scope)];
}

namespace filter {
namespace {

using enum FilterScope;

constexpr std::size_t kSubjects = 4;
using Order = std::array<FilterScope, kSubjects>;

// Where a name without a subject is looked up, in the order of FilterScope.
constexpr std::array<Order, kSubjects> kOrders = {{
    {Message, Transaction, Call, Finding},
    {Transaction, Message, Call, Finding},
    {Call, Message, Transaction, Finding},
    {Finding, Message, Transaction, Call},
}};

const Order& order_of(FilterScope scope) {
  return kOrders[static_cast<std::size_t>(scope)];
}

const Field* find_in(FilterScope subject, std::string_view name) {
  for (const Field& field : fields_of(subject)) {
    if (equals_ignore_case(field.name, name)) return &field;
  }
  return nullptr;
}

}  // namespace

std::string_view to_string(Type type) {
  constexpr std::string_view kNames[] = {
      "flag", "number", "octets", "status", "duration", "time",          "word",
      "word", "text",   "text",   "URI",    "address",  "text or number"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view with_article(Type type) {
  constexpr std::string_view kNames[] = {
      "a flag",        "a number",   "a number of octets",
      "a status code", "a duration", "a time",
      "a word",        "a word",     "a text",
      "a text",        "a URI",      "an address",
      "a header field"};
  return kNames[static_cast<std::size_t>(type)];
}

std::string_view expected_of(Type type) {
  constexpr std::string_view kExpectedAddress =
      "an address, such as 192.0.2.1, 192.0.2.1:5060, [2001:db8::1]:5060 or "
      "192.0.2.0/24";
  constexpr std::string_view kExpected[] = {
      "yes or no",
      "a whole number",
      "a number of octets, such as 1500 or 64 k",
      "a status code, such as 486, or a class, such as 4xx",
      "a duration, such as 200 ms or 2 s",
      "a time, such as 13:05, 13:05:10.250 or 2026-03-02T13:05:10Z",
      "a word",
      "a word",
      "a text, such as \"busy\"",
      "a text, such as \"z9hG4bK776\"",
      "a URI, such as \"sip:alice@example.com\"",
      kExpectedAddress,
      "a text or a number"};
  return kExpected[static_cast<std::size_t>(type)];
}

std::span<const Field> fields_of(FilterScope subject) {
  switch (subject) {
    case Message:
      return message_fields();
    case Transaction:
      return transaction_fields();
    case Call:
      return call_fields();
    case Finding:
      return finding_fields();
  }
  return {};
}

const Field* find_field(FilterScope scope, std::string_view name) {
  const std::size_t dot = name.find('.');
  FilterScope subject{};
  if (dot != std::string_view::npos) {
    return find_subject(name.substr(0, dot), subject)
               ? find_in(subject, name.substr(dot + 1))
               : nullptr;
  }
  for (const FilterScope near : order_of(scope)) {
    if (const Field* const field = find_in(near, name)) return field;
  }
  return nullptr;
}

std::string name_of(FilterScope scope, const Field& field) {
  std::string name(field.name);
  if (find_field(scope, name) == &field) return name;
  return std::string(to_string(field.subject)) + "." + name;
}

std::string hint_at_field(std::string_view written) {
  const std::string_view name = written.substr(written.find('.') + 1);
  std::vector<std::string_view> names;
  for (const FilterScope subject : order_of(Message)) {
    for (const Field& field : fields_of(subject)) names.push_back(field.name);
  }
  names.emplace_back("header");
  const std::string hint = hint_of(names, name);
  return hint.empty() ? "; siptriage explain filter lists all" : hint;
}

bool find_subject(std::string_view word, FilterScope& subject) {
  for (const FilterScope known : order_of(Message)) {
    if (equals_ignore_case(word, to_string(known)) ||
        equals_ignore_case(word, many_of(known))) {
      subject = known;
      return true;
    }
  }
  return false;
}

std::string_view many_of(FilterScope subject) {
  constexpr std::string_view kNames[] = {"messages", "transactions", "calls",
                                         "findings"};
  return kNames[static_cast<std::size_t>(subject)];
}

}  // namespace filter
}  // namespace siptriage
