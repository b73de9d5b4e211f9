#include "filter/ask.h"

#include <algorithm>
#include <re2/re2.h>

#include "siptriage/base/ascii.h"

#include "filter/text_order.h"

namespace siptriage::filter {
namespace {

Answer to_answer(bool yes) { return yes ? Answer::Yes : Answer::No; }

// Of two values either will do.
Answer either(Answer a, Answer b) { return std::max(a, b); }

bool has_word(const Test& test, std::uint64_t word) {
  constexpr std::size_t kBits = 64;
  return word / kBits < test.words.size() &&
         (test.words[word / kBits] >> word % kBits & 1) != 0;
}

bool is_time_of(const Test& test, std::int64_t nanoseconds) {
  if (test.of_day.empty()) return false;
  std::int64_t of_day = nanoseconds % kNanosecondsOfDay;
  if (of_day < 0) of_day += kNanosecondsOfDay;
  return contains(test.of_day, of_day);
}

Answer ask_number(const Test& test, NumberOf number, const Item& item) {
  std::int64_t value = 0;
  if (!number(item, value)) return Answer::NoValue;
  if (test.op == Operator::Has) {
    return to_answer(test.field->type != Type::Flag || value != 0);
  }
  if (test.op == Operator::IsTrue) return to_answer(value != 0);
  if (test.field->type == Type::Word) {
    return to_answer(has_word(test, static_cast<std::uint64_t>(value)));
  }
  return to_answer(contains(test.intervals, value) || is_time_of(test, value));
}

Answer ask_words(const Test& test, std::uint64_t words) {
  if (words == 0) return Answer::NoValue;
  if (test.op == Operator::Has) return Answer::Yes;
  return to_answer(!test.words.empty() && (test.words.front() & words) != 0);
}

Answer ask_address(const Test& test, const Endpoint& endpoint) {
  if (endpoint.address.family == IpFamily::None) return Answer::NoValue;
  if (test.op == Operator::Has) return Answer::Yes;
  return to_answer(std::ranges::any_of(
      test.addresses,
      [&](const AddressRange& range) { return contains(range, endpoint); }));
}

// With the scheme: as far as the letter case is looked at (RFC 3261 19.1.4).
std::string_view up_to_host(std::string_view uri) {
  const std::size_t at = uri.rfind('@');
  return at == std::string_view::npos ? std::string_view() : uri.substr(0, at);
}

// Equal but for their letter case already.
bool is_same(Type type, std::string_view a, std::string_view b) {
  if (type == Type::Exact) return a == b;
  if (type != Type::Uri) return true;
  const std::string_view user = up_to_host(a);
  const std::size_t scheme = std::min(user.find(':'), user.size());
  return user.substr(scheme) == up_to_host(b).substr(scheme);
}

bool is_listed(const Test& test, std::string_view text) {
  const auto alike = std::equal_range(test.texts.begin(), test.texts.end(),
                                      text, BeforeIgnoringCase());
  return std::any_of(alike.first, alike.second, [&](const std::string& listed) {
    return is_same(test.field->type, listed, text);
  });
}

Answer ask_text(const Test& test, std::string_view text) {
  if (test.op == Operator::Has) return Answer::Yes;
  if (test.pattern != nullptr) {
    return to_answer(
        re2::RE2::PartialMatch({text.data(), text.size()}, *test.pattern));
  }
  return to_answer(is_listed(test, text));
}

// "1800;refresher=uac" as 1800.
Answer ask_leading_number(const Test& test, std::string_view text) {
  const auto* const end = std::ranges::find_if_not(text, is_digit);
  const auto digits = static_cast<std::size_t>(end - text.begin());
  const std::optional<Interval> number = read_number(text.substr(0, digits));
  if (!number) return Answer::NoValue;
  return to_answer(contains(test.intervals, number->first));
}

Answer ask_value(const Test& test, std::string_view value, const Item& item) {
  const std::string_view text = item.reading.unfold(value);
  if (test.as_number) return ask_leading_number(test, text);
  return ask_text(test, text);
}

Answer ask_header(const Test& test, const Item& item) {
  const sip::Message& message = item.parts();
  if (test.header_id != sip::HeaderId::Unknown &&
      !message.has_several(test.header_id)) {
    const sip::HeaderField* const field = message.find(test.header_id);
    return field == nullptr ? Answer::NoValue
                            : ask_value(test, field->value, item);
  }
  Answer answer = Answer::NoValue;
  for (const sip::HeaderField& field : message.header_fields()) {
    const bool named = field.id == test.header_id &&
                       (field.id != sip::HeaderId::Unknown ||
                        equals_ignore_case(field.name, test.header));
    if (!named) continue;
    answer = either(answer, ask_value(test, field.value, item));
    if (answer == Answer::Yes) break;
  }
  return answer;
}

}  // namespace

Answer ask(const Test& test, const Item& item) {
  const Field& field = *test.field;
  if (field.number != nullptr) {
    const Answer answer = ask_number(test, field.number, item);
    return answer == Answer::Yes || field.other_number == nullptr
               ? answer
               : either(answer, ask_number(test, field.other_number, item));
  }
  if (field.text != nullptr) {
    const std::string_view text = field.text(item);
    return text.empty() ? Answer::NoValue : ask_text(test, text);
  }
  if (field.address != nullptr) {
    const Answer answer = ask_address(test, field.address(item));
    return answer == Answer::Yes || field.other_address == nullptr
               ? answer
               : either(answer, ask_address(test, field.other_address(item)));
  }
  if (field.words != nullptr) return ask_words(test, field.words(item));
  return ask_header(test, item);
}

}  // namespace siptriage::filter
