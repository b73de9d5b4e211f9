#include "siptriage/filter/reference.h"

#include "filter/field.h"

namespace siptriage {
namespace {

constexpr FilterScope kCalls = FilterScope::Call;
constexpr FilterScope kMessages = FilterScope::Message;

constexpr FilterPartDoc kOperators[] = {
    {"field == value", "they are the same"},
    {"field != value", "there is a value, and it is another"},
    {"field < value",
     "also <=, >, >=: of numbers, durations, times, severities"},
    {"field in (value, value)", "it is one of them"},
    {"field in first..last",
     "it is between them, or one of them; also in lists"},
    {"field contains text", "the text is somewhere in it"},
    {"field matches text",
     "the regular expression (RE2 syntax) is somewhere in it; ^ and $ are its "
     "ends"},
    {"field not in (...)", "also not contains, not matches; as !="},
    {"has field", "there is a value"},
    {"flag", "a flag by itself: it is so; also flag == yes, flag == no"},
    {"not condition", "it does not hold"},
    {"condition and condition", "both hold; binds closer than or"},
    {"condition or condition", "one of them holds, or both"},
    {"(condition)", "what belongs together"},
    {"any message (condition)",
     "one of its messages is like that; also transaction, call, finding"},
    {"all messages (condition)", "there are some, and each is like that"},
    {"no message (condition)", "there is none like that"},
};

constexpr FilterPartDoc kValues[] = {
    {"text",
     "in single or double quotes; a quote inside is written twice. "
     "Words, numbers and addresses need none"},
    {"number", "15, -1"},
    {"octets", "1500, 64 k, 1 M, 1 G: 1024 and its powers"},
    {"status", "486, or a class: 4xx is 400 to 499"},
    {"duration", "us, ms, s, min, h: 200 ms, 1.5s; 0 needs no unit"},
    {"time",
     "UTC: 13:05, 13:05:10.250, 2026-03-02, 2026-03-02T13:05:10Z. It "
     "is as long as it is written: 13:05 is that minute"},
    {"address",
     "192.0.2.1, 192.0.2.1:5060, 192.0.2.0/24, 2001:db8::1, "
     "[2001:db8::1]:5060, 2001:db8::/32"},
    {"word",
     "busy, INVITE, \"405-without-allow\": letter case does not matter; "
     "an unknown one is refused"},
};

constexpr std::string_view kAskedAbout =
    "An expression is asked about one thing after the other: siptriage "
    "messages asks about messages, siptriage calls, flow and report about "
    "calls.";
constexpr std::string_view kNearAndFar =
    "A field of something else is looked at where it belongs to that thing: "
    "of a message, the transaction and the call that it is part of; of a "
    "call, its messages, transactions and findings; of a message, the "
    "findings that name its frame. Where there are several, one that "
    "compares is enough: in siptriage calls, rule == \"405-without-allow\" "
    "means that some finding has that rule.";
constexpr std::string_view kEachByItself =
    "Each comparison looks by itself. To ask for one message that is both a "
    "BYE and from 10.0.0.5: any message (method == BYE and src == 10.0.0.5).";
constexpr std::string_view kNoValue =
    "A comparison with something that has no value does not hold, != too: "
    "status != 200 is for responses. not (status == 200) is for requests as "
    "well. Where there are several values, != and not in mean none of them.";
constexpr std::string_view kSameNames =
    "A name that several things have is that of the thing asked about, else "
    "that of a message, a transaction, a call, a finding, in this order. "
    "call.duration and transaction.duration say which.";
constexpr std::string_view kLetterCase =
    "Letter case: keywords, names and words in any; texts without regard to "
    "it, but for Call-ID, branch, tags, methods and users, which are "
    "compared as they are (RFC 3261 19.1.4 for users in URIs). A (?i) in a "
    "regular expression ignores it, (?-i) looks at it.";
constexpr std::string_view kOctets =
    "Texts are compared octet by octet; a folded header field is one line.";
constexpr std::string_view kRules[] = {kAskedAbout, kNearAndFar, kEachByItself,
                                       kNoValue,    kSameNames,  kLetterCase,
                                       kOctets};

constexpr FilterExampleDoc kExamples[] = {
    {kCalls, "outcome == busy and pdd > 2 s",
     "calls that were busy after a long wait"},
    {kCalls, "failed and peer in 10.0.0.0/8",
     "failed calls with a message from or to that network"},
    {kCalls, "code == 5xx or timed_out",
     "calls that a server failed, or with a transaction without an answer"},
    {kCalls, "answered and talk_time in 30 s..35 s and hung_up_by == callee",
     "calls that ended half a minute after they began"},
    {kCalls, "user_agent contains asterisk and retransmissions >= 3",
     "calls that an Asterisk has part in, and where much was sent again"},
    {kCalls, "rule == \"405-without-allow\"", "calls with such a finding"},
    {kCalls, "any finding (severity >= warning and certainty == certain)",
     "calls with something that is certainly wrong"},
    {kCalls, "any message (method == INVITE and request and not has sdp)",
     "calls with an INVITE that makes no offer"},
    {kMessages, "method == REGISTER and src == \"10.0.0.5\"",
     "REGISTERs of one phone, and what it answered to REGISTERs"},
    {kMessages, "status >= 400 and method == INVITE", "why calls were refused"},
    {kMessages, "header \"Expires\" < 60",
     "bindings and subscriptions so short"},
    {kMessages, "time in 13:05..13:10 and outcome == busy",
     "five minutes of the messages of busy calls"},
    {kMessages, "any call (header \"User-Agent\" matches \"^Yealink.*T4\")",
     "all messages of calls that such a phone has part in"},
    {kMessages, "octets > 1300 and transport == udp and request",
     "requests that need TCP where the path MTU is not known (RFC 3261 "
     "18.1.1)"},
};

}  // namespace

std::string_view filter_summary() {
  return "An expression behind --where says which messages or calls are meant. "
         "It compares fields with values, and puts comparisons together with "
         "and, or, not and parentheses.";
}

std::vector<FilterFieldDoc> filter_fields() {
  std::vector<FilterFieldDoc> docs;
  for (const FilterScope subject :
       {FilterScope::Message, FilterScope::Transaction, FilterScope::Call,
        FilterScope::Finding}) {
    for (const filter::Field& field : filter::fields_of(subject)) {
      FilterFieldDoc doc{field.name,    subject,       to_string(field.type),
                         field.meaning, field.example, {}};
      if (field.vocabulary != nullptr) doc.words = field.vocabulary().names;
      std::erase(doc.words, std::string_view());
      docs.push_back(std::move(doc));
    }
  }
  return docs;
}

std::span<const FilterPartDoc> filter_operators() { return kOperators; }
std::span<const FilterPartDoc> filter_values() { return kValues; }
std::span<const std::string_view> filter_rules() { return kRules; }
std::span<const FilterExampleDoc> filter_examples() { return kExamples; }

}  // namespace siptriage
