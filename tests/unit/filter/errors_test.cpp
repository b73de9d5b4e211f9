// What is said of expressions that do not compile, to the letter.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/filter/filter.h"

namespace siptriage::errors_test {
namespace {

struct Case {
  std::string_view filter;
  std::string_view says;
};

std::string error_of(std::string_view text, FilterScope scope) {
  const Result<Filter> filter = Filter::compile(text, scope);
  if (filter) return "compiles: " + filter->text();
  EXPECT_EQ(filter.error().code, ErrorCode::BadFilter) << text;
  return point_at(text, filter.error());
}

TEST(FilterErrors, SayWhereAndWhatWasExpected) {
  constexpr Case kCases[] = {
      {"",
       "column 1: there is no expression; expected a field, such as kind == "
       "registration"},
      {"pdx > 2 s",
       "column 1: there is no field \"pdx\"; did you mean pdd?\n"
       "  pdx > 2 s\n"
       "  ^"},
      {"methd == INVITE",
       "column 1: there is no field \"methd\"; did you mean method?\n"
       "  methd == INVITE\n"
       "  ^"},
      {"call.nothing == 1",
       "column 1: there is no field \"call.nothing\"; siptriage explain filter "
       "lists all\n"
       "  call.nothing == 1\n"
       "  ^"},
      {"caller.code == 1",
       "column 1: there is no field \"caller.code\"; did you mean code?\n"
       "  caller.code == 1\n"
       "  ^"},
      {"outcome == bussy",
       "column 12: \"bussy\" is not an outcome; did you mean busy?\n"
       "  outcome == bussy\n"
       "             ^"},
      {"outcome == 486",
       "column 12: \"486\" is not an outcome; there are answered-ended, "
       "answered-end-not-seen, succeeded, cancelled, busy, no-answer, "
       "declined, redirected, challenged, client-failure, server-failure, "
       "global-failure, timed-out, no-final-response and start-not-seen\n"
       "  outcome == 486\n"
       "             ^"},
      {"kind == xyzzy",
       "column 9: \"xyzzy\" is not a kind of call; there are call, "
       "registration, subscription, publication, options, message and other\n"
       "  kind == xyzzy\n"
       "          ^"},
      {"method == REGSITER",
       "column 11: \"REGSITER\" is not a method that is registered; did you "
       "mean REGISTER? In quotes it is taken as it is\n"
       "  method == REGSITER\n"
       "            ^"},
      {"rule == 405-without-alow",
       "column 9: \"405-without-alow\" is not a rule; did you mean "
       "405-without-allow?\n"
       "  rule == 405-without-alow\n"
       "          ^"},
      {"pdd > 2",
       "column 7: 2 has no unit; there are us, ms, s, min and h\n"
       "  pdd > 2\n"
       "        ^"},
      {"pdd > 2 parsecs",
       "column 7: 2 has no unit; there are us, ms, s, min and h\n"
       "  pdd > 2 parsecs\n"
       "        ^"},
      {"pdd == fast",
       "column 8: expected a duration, such as 200 ms or 2 s, not \"fast\"\n"
       "  pdd == fast\n"
       "         ^"},
      {"code == 4x",
       "column 9: expected a status code, such as 486, or a class, such as "
       "4xx, not \"4x\"\n"
       "  code == 4x\n"
       "          ^"},
      {"code == 99",
       "column 9: expected a status code, such as 486, or a class, such as "
       "4xx, not \"99\"\n"
       "  code == 99\n"
       "          ^"},
      {"messages > many",
       "column 12: expected a whole number, not \"many\"\n"
       "  messages > many\n"
       "             ^"},
      {"messages > 1.5",
       "column 12: expected a whole number, not \"1.5\"\n"
       "  messages > 1.5\n"
       "             ^"},
      {"messages > 99999999999999999999",
       "column 12: expected a whole number, not \"99999999999999999999\"\n"
       "  messages > 99999999999999999999\n"
       "             ^"},
      {"time > 25:00",
       "column 8: expected a time, such as 13:05, 13:05:10.250 or "
       "2026-03-02T13:05:10Z, not \"25:00\"\n"
       "  time > 25:00\n"
       "         ^"},
      {"time > 2026-02-30",
       "column 8: expected a time, such as 13:05, 13:05:10.250 or "
       "2026-03-02T13:05:10Z, not \"2026-02-30\"\n"
       "  time > 2026-02-30\n"
       "         ^"},
      {"caller == 10.0.0.300",
       "column 11: expected an address, such as 192.0.2.1, 192.0.2.1:5060, "
       "[2001:db8::1]:5060 or 192.0.2.0/24, not \"10.0.0.300\"\n"
       "  caller == 10.0.0.300\n"
       "            ^"},
      {"caller == 10.0.0.0/33",
       "column 11: expected an address, such as 192.0.2.1, 192.0.2.1:5060, "
       "[2001:db8::1]:5060 or 192.0.2.0/24, not \"10.0.0.0/33\"\n"
       "  caller == 10.0.0.0/33\n"
       "            ^"},
      {"caller in 10.0.0.1..10.0.0.9",
       "column 11: there is no range of what is an address; write "
       "192.0.2.0/24\n"
       "  caller in 10.0.0.1..10.0.0.9\n"
       "            ^"},
      {"code in 500..400",
       "column 14: the range ends before it begins\n"
       "  code in 500..400\n"
       "               ^"},
      {"caller > 10.0.0.1",
       "column 10: caller is an address, which is not more or less than "
       "another: use ==, != or in\n"
       "  caller > 10.0.0.1\n"
       "           ^"},
      {"from < bob",
       "column 8: from is a URI, which is not more or less than another: use "
       "==, != or in\n"
       "  from < bob\n"
       "         ^"},
      {"octets contains 5",
       "column 17: octets is a number of octets; matches and contains are for "
       "texts\n"
       "  octets contains 5\n"
       "                  ^"},
      {"code matches \"4..\"",
       "column 14: code is a status code; matches and contains are for texts\n"
       "  code matches \"4..\"\n"
       "               ^"},
      {"from matches \"(\"",
       "column 14: this is no regular expression: \"missing ): (\"\n"
       "  from matches \"(\"\n"
       "               ^"},
      {"from matches (a)",
       "column 14: expected a regular expression, such as \"^asterisk\", not "
       "\"(\"\n"
       "  from matches (a)\n"
       "               ^"},
      {"failed == maybe",
       "column 11: expected yes or no, not \"maybe\"\n"
       "  failed == maybe\n"
       "            ^"},
      {"failed and",
       "column 11: expected a field, not, any, all, no or (, not the end\n"
       "  failed and\n"
       "            ^"},
      {"failed failed",
       "column 8: expected and, or, or the end, not \"failed\"\n"
       "  failed failed\n"
       "         ^"},
      {"code",
       "column 5: code is compared with nothing; expected ==, <, in, ..., as "
       "in code == 5xx, or has in front of it\n"
       "  code\n"
       "      ^"},
      {"code not",
       "column 9: expected in, matches or contains behind not, not the end\n"
       "  code not\n"
       "          ^"},
      {"code ==",
       "column 8: expected a status code, such as 486, or a class, such as "
       "4xx, not the end\n"
       "  code ==\n"
       "         ^"},
      {"code in",
       "column 8: expected a status code, such as 486, or a class, such as "
       "4xx, not the end\n"
       "  code in\n"
       "         ^"},
      {"code in ()",
       "column 10: expected a status code, such as 486, or a class, such as "
       "4xx, not \")\"\n"
       "  code in ()\n"
       "           ^"},
      {"code in (1xx",
       "column 13: expected a comma or ), not the end\n"
       "  code in (1xx\n"
       "              ^"},
      {"code in (1xx 2xx)",
       "column 14: expected a comma or ), not \"2xx\"\n"
       "  code in (1xx 2xx)\n"
       "               ^"},
      {"has",
       "column 4: expected a field, not, any, all, no or (, not the end\n"
       "  has\n"
       "     ^"},
      {"has 'code'",
       "column 5: expected a field, not, any, all, no or (, not \"code\"\n"
       "  has 'code'\n"
       "      ^"},
      {"(failed",
       "column 8: expected and, or, or ), not the end\n"
       "  (failed\n"
       "         ^"},
      {"failed)",
       "column 7: expected and, or, or the end, not \")\"\n"
       "  failed)\n"
       "        ^"},
      {"any",
       "column 4: expected message, transaction, call or finding behind any, "
       "not the end\n"
       "  any\n"
       "     ^"},
      {"any phone (failed)",
       "column 5: expected message, transaction, call or finding behind any, "
       "not \"phone\"\n"
       "  any phone (failed)\n"
       "      ^"},
      {"any call (failed)",
       "column 5: calls are what is asked about here already; leave any out\n"
       "  any call (failed)\n"
       "      ^"},
      {"any message status == 4xx",
       "column 13: expected (, not \"status\"\n"
       "  any message status == 4xx\n"
       "              ^"},
      {"header == 5",
       "column 8: expected the name of a header field, such as \"User-Agent\", "
       "not \"==\"\n"
       "  header == 5\n"
       "         ^"},
      {"header \"a b\" == 5",
       "column 8: expected the name of a header field, such as \"User-Agent\", "
       "not \"a b\"\n"
       "  header \"a b\" == 5\n"
       "         ^"},
      {"header Expires in (60, soon)",
       "column 20: numbers and texts do not go together in one list; write "
       "numbers in quotes to compare them as texts\n"
       "  header Expires in (60, soon)\n"
       "                     ^"},
      {"header Expires > soon",
       "column 18: expected a whole number, not \"soon\"\n"
       "  header Expires > soon\n"
       "                   ^"},
      {"code = 486",
       "column 6: one = is no comparison; write ==\n"
       "  code = 486\n"
       "       ^"},
      {"failed && answered",
       "column 8: write and\n"
       "  failed && answered\n"
       "         ^"},
      {"failed || answered",
       "column 8: write or\n"
       "  failed || answered\n"
       "         ^"},
      {"!failed",
       "column 1: write not\n"
       "  !failed\n"
       "  ^"},
      {"from =~ bob",
       "column 6: write matches, as in user_agent matches \"asterisk\"\n"
       "  from =~ bob\n"
       "       ^"},
      {"from == \"bob",
       "column 9: this text has no end: a quote is missing\n"
       "  from == \"bob\n"
       "          ^"},
      {"caller == [2001:db8::1",
       "column 11: this [ has no ]; an IPv6 address stands in both\n"
       "  caller == [2001:db8::1\n"
       "            ^"},
      {"code == $5",
       "column 9: what is \"$\"? Texts with such characters stand in quotes\n"
       "  code == $5\n"
       "          ^"},
      {"failed and\n  pdx > 2 s",
       "line 2, column 3: there is no field \"pdx\"; did you mean pdd?\n"
       "    pdx > 2 s\n"
       "    ^"},
      {"from == \"\xc3\xa4\x1b[31m\" and pdx",
       "column 22: there is no field \"pdx\"; did you mean pdd?\n"
       "  from == \"??[31m\" and pdx\n"
       "                       ^"},
  };
  for (const auto& [filter, says] : kCases) {
    EXPECT_EQ(error_of(filter, FilterScope::Call), says);
  }
}

}  // namespace
}  // namespace siptriage::errors_test
