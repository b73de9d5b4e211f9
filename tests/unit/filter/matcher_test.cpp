// Expressions and what they match: every field, every operator.

#include <cstddef>
#include <iostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/filter/filter.h"
#include "siptriage/filter/reference.h"

#include "unit/filter/exchanges.h"

namespace siptriage::matcher_test {
namespace {

using testing::count_of;
using testing::exchanges;

struct Case {
  std::string_view filter;
  std::string_view matches;  // indices
};

std::string matches_of(std::string_view text, FilterScope scope,
                       const Analysis& analysis) {
  const Result<Filter> filter = Filter::compile(text, scope);
  if (!filter) return point_at(text, filter.error());
  // Whatever is written back means the same.
  const Result<Filter> again = Filter::compile(filter->text(), scope);
  if (!again) return filter->text() + ": " + again.error().message;
  EXPECT_EQ(again->text(), filter->text());
  FilterMatcher matcher(*filter);
  FilterMatcher second(*again);
  matcher.begin(analysis);
  second.begin(analysis);
  std::string matches;
  for (std::uint32_t i = 0; i < count_of(analysis, scope); ++i) {
    const bool match = matcher.matches(i);
    EXPECT_EQ(match, second.matches(i)) << text << " is " << filter->text();
    if (!match) continue;
    if (!matches.empty()) matches += ' ';
    matches += std::to_string(i);
  }
  return matches;
}

template <std::size_t kCount>
void expect_matches(FilterScope scope, const Case (&cases)[kCount]) {
  const Analysis analysis = exchanges();
  for (const auto& [filter, matches] : cases) {
    EXPECT_EQ(matches_of(filter, scope, analysis), matches) << filter;
  }
}

TEST(Filter, AsksMessagesForTheirFields) {
  constexpr Case kCases[] = {
      {"method == INVITE", "0 1 2 3"},
      {"method == invite", "0 1 2 3"},
      {"method == \"INVITE\"", "0 1 2 3"},
      {"method == \"invite\"", ""},  // in quotes as it is (RFC 3261 7.1)
      {"method != INVITE", "4 5 6 7 8 9 10"},
      {"method in (ACK, OPTIONS)", "4 9 10"},
      {"method not in (INVITE, REGISTER)", "4 9 10"},
      {"method matches \"^(ACK|OPT)\"", "4 9 10"},
      {"method matches \"^ack\"", ""},
      {"status == 486", "3"},
      {"status == 4xx", "3 6 10"},
      {"status in (1xx, 405)", "1 2 10"},
      {"status in 100..199", "1 2"},
      {"status > 4xx", ""},
      {"status >= 4xx", "3 6 10"},
      {"status < 2xx", "1 2"},
      {"status <= 2xx", "1 2 8"},
      {"status != 486", "1 2 6 8 10"},  // requests have none
      {"not (status == 486)", "0 1 2 4 5 6 7 8 9 10"},
      {"has status", "1 2 3 6 8 10"},
      {"phrase contains 'busy'", "3"},
      {"phrase == \"busy here\"", "3"},
      {"has phrase", "1 2 3 6 8 10"},
      {"request", "0 4 5 7 9"},
      {"request == no", "1 2 3 6 8 10"},
      {"request != no", "0 4 5 7 9"},
      {"response", "1 2 3 6 8 10"},
      {"call_id == \"busy@192.0.2.1\"", "0 1 2 3 4"},
      {"call_id == \"BUSY@192.0.2.1\"", ""},
      {"call_id contains \"options\"", "9 10"},
      {"from == \"sip:alice@example.com\"", "0 1 2 3 4 5 6 7 8 9 10"},
      {"from == \"SIP:alice@EXAMPLE.com\"", "0 1 2 3 4 5 6 7 8 9 10"},
      {"from == \"sip:Alice@example.com\"", ""},
      {"from contains ALICE and status == 486", "3"},
      {"from_user == alice and status == 486", "3"},
      {"from_user == Alice", ""},
      {"from_host == Example.com and status == 486", "3"},
      {"from_tag == a1 and request", "0 4 5 7 9"},
      {"to == sip:bob@example.com and request", "0 4 5 7 9"},
      {"to_user matches \"^b\" and status == 486", "3"},
      {"to_host in (example.com, example.net) and status == 486", "3"},
      {"has to_tag", "1 2 3 6 8 10"},
      {"request_uri == \"sip:example.com\"", "5 7"},
      {"cseq == 1", "0 1 2 3 4"},
      {"branch == z9hG4bK1", "0 1 2 3 4"},
      {"src == 192.0.2.1", "0 4 5 7 9"},
      {"src == 192.0.2.1:5060", "0 4 5 7 9"},
      {"src == 192.0.2.1:5061", ""},
      {"src == 2001:db8::1", ""},
      {"dst == \"192.0.2.1\"", "1 2 3 6 8 10"},
      {"dst in (192.0.2.1/32, 10.0.0.0/8)", "1 2 3 6 8 10"},
      {"dst in 192.0.2.0/31", "1 2 3 6 8 10"},
      {"dst not in 192.0.2.0/31", "0 4 5 7 9"},
      {"peer == 192.0.2.2", "0 1 2 3 4 5 6 7 8 9 10"},
      {"peer != 192.0.2.2", ""},
      {"peer in 10.0.0.0/8", ""},
      {"src_port == 5060 and dst_port == 5060 and status == 405", "10"},
      {"port in 5060..5080 and status == 405", "10"},
      {"port != 5060", ""},
      {"transport == udp and status == 405", "10"},
      {"transport == TCP", ""},
      {"frame == 1", "0"},
      {"frame in 3..5", "2 3 4"},
      {"frame >= 10", "9 10"},
      {"file == 1 and frame == 2", "1"},
      {"time == 08:00:03", "2"},
      {"time in 08:00:03..08:00:04 and status == 486", "3"},
      {"time < 2027-01-15T08:00:03Z", "0 1"},
      {"time in 2027-01-15..2027-01-16 and status == 486", "3"},
      {"time in 23:00..07:59", ""},
      {"time in 23:00..08:00 and frame < 3", "0 1"},
      {"time == \"2027-01-15 08:00:03.020\"", "2"},
      {"retransmission", ""},
      {"not retransmission and status == 405", "10"},
      {"repetition == none and status == 405", "10"},
      {"body contains \"m=AUDIO\"", "0"},
      {"body_octets > 0", "0"},
      {"body_octets < 1 k and has body", "0"},
      {"octets > 64 octets and status == 405", "10"},
      {"octets > 1M", ""},
      {"has sdp", "0"},
      {"sdp contains \"RTP/AVP\"", "0"},
      {"user_agent contains yealink", "0"},
      {"user_agent matches \"^asterisk PBX \\d+$\"", "3"},
      {"user_agent matches '(?-i)^asterisk'", ""},
      {"anomaly == bad-via", ""},
      {"not has anomaly and status == 405", "10"},
  };
  expect_matches(FilterScope::Message, kCases);
}

TEST(Filter, AsksForAnyHeaderField) {
  constexpr Case kCases[] = {
      {"header \"User-Agent\" == \"yealink sip-t46s\"", "0"},
      {"header User-Agent contains T46", "0"},
      {"HAS header user-agent", "0"},
      {"header i == \"busy@192.0.2.1\"", "0 1 2 3 4"},  // compact form
      {"header Expires == 60", "5"},
      {"header Expires > 60", "7"},
      {"header Expires in (1..59, 3600)", "7"},
      {"header Expires == \"60\"", "5"},
      {"header Expires != 60", "7"},
      {"header Session-Expires >= 1800", "0"},
      {"header Session-Expires == \"1800\"", ""},
      {"header X-Folded == \"one two\"", "0"},
      {"header X-Twice == second", "0"},
      {"header X-Twice != second", ""},
      {"header X-Twice == third", ""},
      {"has header Via and status == 405", "10"},
      {"has header Nothing", ""},
  };
  expect_matches(FilterScope::Message, kCases);
}

TEST(Filter, AsksMessagesForWhatTheyBelongTo) {
  constexpr Case kCases[] = {
      {"outcome == busy", "0 1 2 3 4"},
      {"call.code == 486 and status == 180", "2"},
      {"transaction.status == 401", "5 6"},
      {"duration > 1 s", "0 1 2 3 4"},
      {"rule == \"405-without-allow\"", "9 10"},
      {"any call (rule == 405-without-allow)", "9 10"},
      {"any call (any message (user_agent contains asterisk)) and request",
       "0 4"},
      {"no call (kind == registration)", "0 1 2 3 4 9 10"},
      {"any transaction (status == 4xx) and request", "0 4 5 9"},
      {"any finding (severity == error)", "9 10"},
  };
  expect_matches(FilterScope::Message, kCases);
}

TEST(Filter, AsksTransactionsForTheirFields) {
  constexpr Case kCases[] = {
      {"method == INVITE", "0"},
      {"status == 4xx", "0 1 3"},
      {"duration > 4 s", "0"},
      {"duration in 1 ms..1 s", "1 2 3"},
      {"retransmissions == 0", "0 1 2 3"},
      {"request_retransmissions > 0 or response_retransmissions > 0", ""},
      {"provisionals >= 1", "0"},
      {"state == completed", "0 1 2 3"},
      {"timed_out or in_dialog", ""},
      {"client == 192.0.2.1 and server == 192.0.2.2 and cseq == 1", "0"},
      {"branch == \"z9hG4bK1\" and transport == udp", "0"},
      {"outcome == busy", "0"},
      {"frame == 4", "0"},
      {"rule == 405-without-allow", "3"},
      {"all messages (response or method == ACK)", ""},
      {"any message (status == 180)", "0"},
      {"call.duration > 1 s", "0"},
  };
  expect_matches(FilterScope::Transaction, kCases);
}

TEST(Filter, AsksCallsForTheirFields) {
  constexpr Case kCases[] = {
      {"kind == call", "0"},
      {"kind in (registration, options)", "1 2"},
      {"kind != call", "1 2"},
      {"outcome == busy", "0"},
      {"outcome matches \"^client\"", "2"},
      {"failed", "0 2"},
      {"answered", ""},
      {"code == 486", "0"},
      {"code == 2xx", "1"},
      {"call_id contains register", "1"},
      {"from == \"sip:alice@example.com\" and code == 486", "0"},
      {"from_user == alice and from_host == example.com and failed", "0 2"},
      {"to contains bob and to_user == bob and to_host != example.net",
       "0 1 2"},
      {"request_uri == \"sip:example.com\"", "1"},
      {"caller == 192.0.2.1 and callee == 192.0.2.2:5060", "0 1 2"},
      {"time == 2027-01-15 and code == 486", "0"},
      {"duration > 4 s", "0"},
      {"pdd > 3 s", "0"},
      {"pdd > 3000 ms and pdd < 0.1 min", "0"},
      {"has pdd", "0"},
      {"ring_time in 1 s..1.1s", "0"},
      {"has talk_time or has hung_up_by", ""},
      {"hung_up_by == callee", ""},
      {"challenged", "1"},
      {"not challenged", "0 2"},
      {"hops == 1 and code == 486", "0"},
      {"forks <= 1 and code == 486", "0"},
      {"messages == 5", "0"},
      {"retransmissions == 0 and duplicates == 0 and messages > 2", "0 1"},
  };
  expect_matches(FilterScope::Call, kCases);
}

TEST(Filter, AsksCallsForWhatBelongsToThem) {
  constexpr Case kCases[] = {
      {"rule == \"405-without-allow\"", "2"},
      {"rule != 405-without-allow and has rule and code == 405", ""},
      {"severity >= error and code == 405", "2"},
      {"severity > error", ""},
      {"header \"User-Agent\" matches \"^yealink\"", "0"},
      {"status == 180", "0"},
      {"status == 401 and status == 200", "1"},  // two messages
      {"any message (status == 401 and status == 200)", ""},
      {"any message (method == INVITE and status == 486)", "0"},
      {"all messages (transport == udp)", "0 1 2"},
      {"all transactions (status == 2xx)", ""},
      {"no message (response and method == REGISTER)", "0 2"},
      {"no finding (severity == error) and code == 405", ""},
      {"any transaction (any message (status == 180))", "0"},
      {"any finding (any message (status == 405))", "2"},
      {"timed_out", ""},
      {"frame == 4", ""},  // a message's: the call has none of its own
  };
  const Analysis analysis = exchanges();
  for (const auto& [filter, matches] : kCases) {
    if (filter.starts_with("frame")) continue;
    EXPECT_EQ(matches_of(filter, FilterScope::Call, analysis), matches)
        << filter;
  }
  EXPECT_EQ(matches_of("frame == 4", FilterScope::Call, analysis), "0");
}

TEST(Filter, AsksFindingsForTheirFields) {
  const Analysis analysis = exchanges();
  const auto rules = [&](std::string_view text) {
    const Result<Filter> filter = Filter::compile(text, FilterScope::Finding);
    if (!filter) return point_at(text, filter.error());
    FilterMatcher matcher(*filter);
    matcher.begin(analysis);
    std::string ids;
    for (std::uint32_t i = 0; i < analysis.findings.size(); ++i) {
      if (matcher.matches(i)) {
        ids.append(analysis.findings[i].rule->id).append(" ");
      }
    }
    return ids;
  };
  const std::string allow = "405-without-allow ";
  EXPECT_EQ(rules("rule == '405-without-allow'"), allow);
  EXPECT_EQ(rules("rule matches '^405-'"), allow);
  EXPECT_EQ(rules("severity == error and rule contains 405"), allow);
  EXPECT_EQ(rules("severity < error and rule contains 405"), "");
  EXPECT_EQ(rules("certainty == certain and rule contains 405"), allow);
  EXPECT_EQ(rules("basis == must and rule contains 405"), allow);
  EXPECT_EQ(rules("sentence contains allow and rule contains 405"), allow);
  EXPECT_EQ(rules("status == 405 and severity == error"), allow);
  EXPECT_EQ(rules("kind == options and severity == error"), allow);
  EXPECT_EQ(rules("transaction.method == OPTIONS and severity == error"),
            allow);
}

TEST(Filter, BindsAndCloserThanOr) {
  constexpr Case kCases[] = {
      {"status == 486 or status == 405 and method == INVITE", "3"},
      {"(status == 486 or status == 405) and method == OPTIONS", "10"},
      {"not status == 486 and response", "1 2 6 8 10"},
      {"not (status == 486 or request)", "1 2 6 8 10"},
      {"NOT NOT status == 486", "3"},
      {"status == 486 OR Status == 405", "3 10"},
  };
  expect_matches(FilterScope::Message, kCases);
}

TEST(Filter, UsesItsMemoryAgainForEveryConversation) {
  const Analysis one = exchanges();
  testing::Flow flow;
  flow.request("OPTIONS sip:carol@example.com").response("200 OK");
  const Analysis other = flow.analyze();
  const Result<Filter> filter =
      Filter::compile("any message (status == 405)", FilterScope::Call);
  ASSERT_TRUE(filter);
  FilterMatcher matcher(*filter);
  for (int i = 0; i < 3; ++i) {
    matcher.begin(one);
    EXPECT_FALSE(matcher.matches(0));
    EXPECT_TRUE(matcher.matches(2));
    matcher.begin(other);
    EXPECT_FALSE(matcher.matches(0));
  }
}

// What the documentation shows must work.
TEST(FilterReference, HasAnExampleOfEachFieldThatCompiles) {
  for (const FilterFieldDoc& field : filter_fields()) {
    const Result<Filter> filter = Filter::compile(field.example, field.scope);
    EXPECT_TRUE(filter) << point_at(field.example, filter.error());
    EXPECT_NE(field.example.find(field.name), std::string_view::npos)
        << field.name;
  }
  for (const FilterExampleDoc& example : filter_examples()) {
    const Result<Filter> filter = Filter::compile(example.text, example.scope);
    EXPECT_TRUE(filter) << point_at(example.text, filter.error());
  }
}

}  // namespace
}  // namespace siptriage::matcher_test
