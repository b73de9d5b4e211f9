#pragma once
// Field: something that can be asked of an item: its name, its type, and how to
// get at it. The compiler, the matcher and the documentation share one table.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "siptriage/base/endpoint.h"
#include "siptriage/filter/filter.h"

#include "filter/item.h"
#include "filter/vocabulary.h"

namespace siptriage::filter {

enum class Type : std::uint8_t {
  Flag,
  Number,
  Octets,
  Status,    // a number, or a class: 4xx
  Duration,  // in nanoseconds
  Time,      // in nanoseconds since 1970
  Word,      // one of a vocabulary
  Words,     // some of a vocabulary of at most 64
  Text,      // letter case ignored
  Exact,     // letter case looked at
  Uri,       // as text; compared, letter case of the user is looked at
  Address,
  Header,  // as text, or as the number that it begins with
};
// "duration"; for people.
[[nodiscard]] std::string_view to_string(Type type);
// "a duration".
[[nodiscard]] std::string_view with_article(Type type);
// "a duration, such as 200 ms or 2 s".
[[nodiscard]] std::string_view expected_of(Type type);

// Each gives false, or an empty text, where there is no value.
using NumberOf = bool (*)(const Item& item, std::int64_t& value);
using TextOf = std::string_view (*)(const Item& item);
using AddressOf = const Endpoint& (*)(const Item& item);
using WordsOf = std::uint64_t (*)(const Item& item);

struct Field {
  std::string_view name;
  Type type = Type::Flag;
  std::string_view meaning;  // half a sentence
  std::string_view example;
  NumberOf number = nullptr;  // Flag to Word
  TextOf text = nullptr;
  AddressOf address = nullptr;
  WordsOf words = nullptr;
  // Has a second value, such as either port of a message.
  NumberOf other_number = nullptr;
  AddressOf other_address = nullptr;
  const Vocabulary& (*vocabulary)() = nullptr;
  FilterScope subject = FilterScope::Message;
};

// Those of one subject; each in a file of its own.
[[nodiscard]] std::span<const Field> message_fields();
[[nodiscard]] std::span<const Field> transaction_fields();
[[nodiscard]] std::span<const Field> call_fields();
[[nodiscard]] std::span<const Field> finding_fields();
[[nodiscard]] std::span<const Field> fields_of(FilterScope subject);

// A name as it was written in an expression about `scope`: "method", or with
// its subject: "transaction.method". A name without one is looked up among the
// fields of `scope` first, then in an order that goes from near to far. Letter
// case makes no difference. nullptr: there is none.
[[nodiscard]] const Field* find_field(FilterScope scope, std::string_view name);
// The shortest name that finds `field` there.
[[nodiscard]] std::string name_of(FilterScope scope, const Field& field);
// "; did you mean pdd?"
[[nodiscard]] std::string hint_at_field(std::string_view written);

// "message", "messages": a subject as it is written behind any, all and no.
[[nodiscard]] bool find_subject(std::string_view word, FilterScope& subject);
// The plural.
[[nodiscard]] std::string_view many_of(FilterScope subject);

}  // namespace siptriage::filter
