#include "check/sequence_matcher.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "check/expected_values.h"

namespace siptriage::check::sequence_matcher_test {
namespace {

// What is wrong with `messages`, or nothing.
std::string wrong_with(std::string_view messages, std::string_view sequence) {
  std::string wrong;
  const auto steps = read_sequence(sequence, {}, wrong);
  if (!steps) return wrong;
  SequenceMatcher matcher(*steps);
  matcher.begin();
  while (!messages.empty()) {
    const std::size_t space = messages.find(' ');
    const std::string_view word = messages.substr(0, space);
    messages.remove_prefix(space == std::string_view::npos ? messages.size()
                                                           : space + 1);
    MessageRecord message;
    if (word.front() >= '0' && word.front() <= '9') {
      message.status = static_cast<std::uint16_t>(std::stoi(std::string(word)));
    }
    message.method_name = message.status == 0 ? word : "INVITE";
    if (!matcher.take(message)) {
      return std::string(word) + ", where " + matcher.wanted() + " is wanted";
    }
  }
  return matcher.may_end() ? ""
                           : "ends, where " + matcher.wanted() + " is wanted";
}

TEST(SequenceMatcher, TakesWhatFitsAndNamesWhatDoesNot) {
  struct Case {
    std::string_view messages;
    std::string_view sequence;
    std::string_view wrong;
  };
  constexpr std::string_view kCall = "INVITE, 100?, 180*, 200, ACK, BYE, 200";
  constexpr Case kCases[] = {
      {"INVITE 200 ACK BYE 200", kCall, ""},
      {"INVITE 100 180 180 200 ACK BYE 200", kCall, ""},
      {"INVITE 100 100 200", kCall, "100, where 180* or 200 is wanted"},
      {"INVITE 486 ACK", kCall, "486, where 100?, 180* or 200 is wanted"},
      {"INVITE 200 ACK", kCall, "ends, where BYE is wanted"},
      {"INVITE 200 ACK BYE 200 BYE", kCall, "BYE, where the end is wanted"},
      {"", kCall, "ends, where INVITE is wanted"},
      {"INVITE 100 183 180 200", "INVITE, 1xx+, 2xx", ""},
      {"INVITE 200", "INVITE, 1xx+, 2xx", "200, where 1xx+ is wanted"},
      {"INVITE 200 ACK INFO 200 BYE 200", "INVITE, ..., BYE, 200", ""},
      {"INVITE BYE 200", "INVITE, ..., BYE, 200", ""},
      {"INVITE 200 ACK", "INVITE, ..., BYE, 200", "ends, where BYE is wanted"},
      // What repeats may be what comes next as well.
      {"INVITE 180 180 180", "INVITE, 180*, 180", ""},
      {"INVITE 180 180", "INVITE, 1xx*, 180+", ""},
  };
  for (const auto& [messages, sequence, wrong] : kCases) {
    EXPECT_EQ(wrong_with(messages, sequence), wrong) << messages;
  }
}

TEST(SequenceMatcher, WritesStepsAsAFileDoes) {
  const std::string text = "INVITE, 100?, 180*, 2xx+, ..., BYE";
  std::string wrong;
  const auto steps = read_sequence(text, {}, wrong);
  ASSERT_TRUE(steps) << wrong;
  EXPECT_EQ(text_of(*steps), text);
}

}  // namespace
}  // namespace siptriage::check::sequence_matcher_test
