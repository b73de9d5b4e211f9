#include "siptriage/catalogue/catalogue.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <iterator>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::catalogue_test {
namespace {

struct Registered {
  std::uint16_t code;
  std::string_view phrase;
};

// The response codes of the IANA registry, and two of RFC 2543 that are still
// seen (409, 411).
constexpr Registered kRegistered[] = {
    {100, "Trying"},
    {180, "Ringing"},
    {181, "Call Is Being Forwarded"},
    {182, "Queued"},
    {183, "Session Progress"},
    {199, "Early Dialog Terminated"},
    {200, "OK"},
    {202, "Accepted"},
    {204, "No Notification"},
    {300, "Multiple Choices"},
    {301, "Moved Permanently"},
    {302, "Moved Temporarily"},
    {305, "Use Proxy"},
    {380, "Alternative Service"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {402, "Payment Required"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {407, "Proxy Authentication Required"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Conditional Request Failed"},
    {413, "Request Entity Too Large"},
    {414, "Request-URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Unsupported URI Scheme"},
    {417, "Unknown Resource-Priority"},
    {420, "Bad Extension"},
    {421, "Extension Required"},
    {422, "Session Interval Too Small"},
    {423, "Interval Too Brief"},
    {424, "Bad Location Information"},
    {425, "Bad Alert Message"},
    {428, "Use Identity Header"},
    {429, "Provide Referrer Identity"},
    {430, "Flow Failed"},
    {433, "Anonymity Disallowed"},
    {436, "Bad Identity Info"},
    {437, "Unsupported Credential"},
    {438, "Invalid Identity Header"},
    {439, "First Hop Lacks Outbound Support"},
    {440, "Max-Breadth Exceeded"},
    {469, "Bad Info Package"},
    {470, "Consent Needed"},
    {480, "Temporarily Unavailable"},
    {481, "Call/Transaction Does Not Exist"},
    {482, "Loop Detected"},
    {483, "Too Many Hops"},
    {484, "Address Incomplete"},
    {485, "Ambiguous"},
    {486, "Busy Here"},
    {487, "Request Terminated"},
    {488, "Not Acceptable Here"},
    {489, "Bad Event"},
    {491, "Request Pending"},
    {493, "Undecipherable"},
    {494, "Security Agreement Required"},
    {500, "Server Internal Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Server Time-out"},
    {505, "Version Not Supported"},
    {513, "Message Too Large"},
    {555, "Push Notification Service Not Supported"},
    {580, "Precondition Failure"},
    {600, "Busy Everywhere"},
    {603, "Decline"},
    {604, "Does Not Exist Anywhere"},
    {606, "Not Acceptable"},
    {607, "Unwanted"},
    {608, "Rejected"},
};

std::vector<std::uint16_t> codes(std::initializer_list<int> numbers) {
  std::vector<std::uint16_t> codes;
  for (const int number : numbers) {
    codes.push_back(static_cast<std::uint16_t>(number));
  }
  return codes;
}

/// The first duty of `code` on `header` in `where`, or nullptr.
const HeaderDuty* find_duty(std::uint16_t code, std::string_view header,
                            std::string_view where) {
  const ResponseEntry* entry = find_response(code);
  if (entry == nullptr) return nullptr;
  const auto found =
      std::ranges::find_if(entry->headers, [&](const HeaderDuty& duty) {
        return duty.header == header && duty.where == where;
      });
  return found == entry->headers.end() ? nullptr : &*found;
}

TEST(Responses, HoldEveryRegisteredCodeWithItsPhrase) {
  for (const auto& [code, phrase] : kRegistered) {
    const ResponseEntry* entry = find_response(code);
    ASSERT_NE(entry, nullptr) << code;
    EXPECT_EQ(entry->code, code);
    EXPECT_EQ(entry->phrase, phrase) << code;
  }
}

TEST(Responses, MarkWhateverTheRegistryDoesNotHave) {
  for (const ResponseEntry& entry : all_responses()) {
    const auto found =
        std::ranges::find(kRegistered, entry.code, &Registered::code);
    if (found == std::end(kRegistered)) {
      EXPECT_EQ(entry.status, CodeStatus::Unregistered) << entry.code;
    }
  }
}

TEST(Responses, MarkCodesThatArePastTheirTime) {
  EXPECT_EQ(find_response(202)->status, CodeStatus::Deprecated);
  EXPECT_EQ(find_response(402)->status, CodeStatus::Reserved);
  EXPECT_EQ(find_response(409)->status, CodeStatus::Deprecated);
  EXPECT_EQ(find_response(411)->status, CodeStatus::Deprecated);
  EXPECT_EQ(find_response(486)->status, CodeStatus::Current);
}

TEST(Responses, AreFoundExactlyWhereOneIsListed) {
  std::size_t found = 0;
  for (std::uint32_t code = 0; code <= 65535; ++code) {
    const ResponseEntry* entry =
        find_response(static_cast<std::uint16_t>(code));
    if (entry == nullptr) continue;
    EXPECT_EQ(entry->code, code);
    ++found;
  }
  EXPECT_EQ(found, all_responses().size());
}

TEST(Responses, AreOrderedByCode) {
  EXPECT_EQ(
      std::ranges::adjacent_find(all_responses(), std::ranges::greater_equal{},
                                 &ResponseEntry::code),
      all_responses().end());
}

TEST(Responses, KeepTheHeaderFieldDutiesOfTheRfcs) {
  struct Case {
    std::string_view header;
    std::string_view where;
    std::uint16_t code;
    DutyLevel level;
  };
  constexpr Case kCases[] = {
      // RFC 3261 21.4.2 and 21.4.8: a challenge carries what to answer.
      {"WWW-Authenticate", "response", 401, DutyLevel::Must},
      {"Proxy-Authenticate", "response", 407, DutyLevel::Must},
      // RFC 3261 21.4.6: the methods that would have been allowed.
      {"Allow", "response", 405, DutyLevel::Must},
      // RFC 3261 21.4.15: the extensions that are not supported.
      {"Unsupported", "response", 420, DutyLevel::Must},
      // RFC 4028 6: the smallest interval that would do.
      {"Min-SE", "response", 422, DutyLevel::Must},
      // RFC 3261 21.4.17: likewise for registrations.
      {"Min-Expires", "response", 423, DutyLevel::Must},
      // RFC 3261 21.5.4: a server may say how long it is away.
      {"Retry-After", "response", 503, DutyLevel::May},
      // RFC 6086 4.2.2: the Info Packages that would be received.
      {"Recv-Info", "response", 469, DutyLevel::Must},
  };
  for (const auto& [header, where, code, level] : kCases) {
    const HeaderDuty* duty = find_duty(code, header, where);
    ASSERT_NE(duty, nullptr) << code << " " << header;
    EXPECT_EQ(duty->level, level) << code << " " << header;
    EXPECT_NE(duty->clause.rfc, 0) << code << " " << header;
  }
}

TEST(Responses, PointToTheirDefiningClauseFirst) {
  EXPECT_EQ(find_response(488)->references[0].rfc, 3261);
  EXPECT_EQ(find_response(488)->references[0].section, "21.4.26");
  EXPECT_EQ(find_response(440)->references[0].rfc, 5393);
  EXPECT_EQ(find_response(608)->references[0].rfc, 8688);
}

TEST(Responses, SayHowToRetry) {
  EXPECT_EQ(find_response(401)->retry, RetryKind::WithCredentials);
  EXPECT_EQ(find_response(407)->retry, RetryKind::WithCredentials);
  EXPECT_EQ(find_response(422)->retry, RetryKind::AfterChange);
  EXPECT_EQ(find_response(603)->retry, RetryKind::None);
}

TEST(Responses, AreNormalWhereAHealthyFlowHasThem) {
  for (const std::uint16_t code : codes({100, 180, 183, 200, 401, 407, 487})) {
    EXPECT_TRUE(find_response(code)->normal) << code;
  }
  for (const std::uint16_t code : codes({400, 408, 482, 483, 500, 503})) {
    EXPECT_FALSE(find_response(code)->normal) << code;
  }
}

TEST(ResponseClasses, AreSixInOrder) {
  ASSERT_EQ(all_response_classes().size(), 6U);
  for (std::uint16_t number = 1; number <= 6; ++number) {
    const ClassEntry& entry = all_response_classes()[number - 1U];
    EXPECT_EQ(entry.response_class, number);
    EXPECT_FALSE(entry.look_first.empty()) << number;
  }
}

TEST(ResponseClasses, TellWhatAnUnknownCodeIsTreatedAs) {
  struct Case {
    std::uint16_t code;
    std::uint16_t treat_as;
  };
  constexpr Case kCases[] = {
      {111, 183},    // RFC 3261 8.1.3.2: an unknown provisional response
      {299, 200},    // an unknown success
      {399, 300},    // an unknown redirection
      {499, 400},    // an unknown request failure
      {599, 500},    // an unknown server failure
      {699, 600},    // an unknown global failure
      {700, 400},    // no class of SIP
      {99, 400},     // below all classes
      {0, 400},      // no code at all
      {65535, 400},  // the largest number that fits
  };
  for (const auto& [code, treat_as] : kCases) {
    EXPECT_EQ(response_class_of(code).treat_as, treat_as) << code;
  }
}

TEST(ResponseClasses, ReachEveryCodeOfTheirHundred) {
  for (std::uint16_t code = 100; code <= 699; ++code) {
    EXPECT_EQ(response_class_of(code).response_class, code / 100) << code;
  }
}

TEST(Q850, NamesCausesAndTheirStatus) {
  struct Case {
    std::string_view name;
    std::uint32_t cause;
    std::uint16_t status;
  };
  constexpr Case kCases[] = {
      {"Unallocated (unassigned) number", 1, 404},
      {"Normal call clearing", 16, 0},  // becomes BYE or CANCEL, not a status
      {"User busy", 17, 486},
      {"No circuit/channel available", 34, 503},
      {"Recovery on timer expiry", 102, 504},
      {"Interworking, unspecified", 127, 500},
  };
  for (const auto& [name, cause, status] : kCases) {
    const Q850Entry* entry = find_q850_cause(cause);
    ASSERT_NE(entry, nullptr) << cause;
    EXPECT_EQ(entry->name, name);
    EXPECT_EQ(entry->status, status) << cause;
  }
}

TEST(Q850, HasNothingToSayOfOtherNumbers) {
  // Not assigned, out of range, and what a 16-bit key would fold onto 17.
  for (const std::uint32_t cause : {0U, 10U, 128U, 65553U, 4294967295U}) {
    EXPECT_EQ(find_q850_cause(cause), nullptr) << cause;
  }
}

TEST(Q850, GivesTheCauseOfAStatus) {
  EXPECT_EQ(q850_cause_for_status(404), 1);
  EXPECT_EQ(q850_cause_for_status(486), 17);
  EXPECT_EQ(q850_cause_for_status(480), 18);
  EXPECT_EQ(q850_cause_for_status(503), 41);
  EXPECT_EQ(q850_cause_for_status(603), 21);
  // RFC 3398 8.2.6.1 has no cause for these: 487 comes of the caller's own
  // CANCEL, 488 and 606 go by their Warning, 200 is no failure.
  for (const std::uint16_t status : codes({200, 487, 488, 606, 0, 65535})) {
    EXPECT_EQ(q850_cause_for_status(status), 0) << status;
  }
}

TEST(Q850, MapsOnlyBetweenWhatTheCatalogueKnows) {
  for (const Q850Entry& entry : all_q850_causes()) {
    if (entry.status != 0) {
      EXPECT_NE(find_response(entry.status), nullptr) << entry.cause;
    }
  }
  for (const ResponseEntry& entry : all_responses()) {
    const std::uint16_t cause = q850_cause_for_status(entry.code);
    if (cause != 0) {
      EXPECT_NE(find_q850_cause(cause), nullptr) << entry.code;
    }
  }
}

TEST(Warnings, HaveTheirRegisteredText) {
  EXPECT_EQ(find_warning(305)->text, "Incompatible media format");
  EXPECT_EQ(find_warning(305)->clause.rfc, 3261);
  EXPECT_EQ(find_warning(305)->clause.section, "20.43");
  EXPECT_EQ(find_warning(381)->text, "SIPS Required");
  EXPECT_EQ(find_warning(381)->clause.rfc, 5630);
  EXPECT_EQ(find_warning(399)->text, "Miscellaneous warning");
  EXPECT_EQ(all_warnings().size(), 15U);
}

TEST(Warnings, AreMissingForOtherCodes) {
  for (const std::uint16_t code : codes({0, 299, 309, 398, 400, 65535})) {
    EXPECT_EQ(find_warning(code), nullptr) << code;
  }
}

TEST(Rules, AreFoundByTheirWholeIdOnly) {
  const RuleEntry* rule = find_rule("405-without-allow");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->id, "405-without-allow");
  EXPECT_EQ(rule->clause.rfc, 3261);
  for (const std::string_view id :
       {"", "405-without", "405-without-allow-", "405-WITHOUT-ALLOW", "zzz"}) {
    EXPECT_EQ(find_rule(id), nullptr) << id;
  }
}

TEST(Rules, AreAllFoundByTheirId) {
  for (const RuleEntry& rule : all_rules()) {
    EXPECT_EQ(find_rule(rule.id), &rule) << rule.id;
  }
}

TEST(Contradictions, AreBetweenCausesAndStatusesOfOtherTroubles) {
  ASSERT_NE(find_contradiction(1, 503), nullptr);
  EXPECT_NE(find_contradiction(34, 486), nullptr);
  EXPECT_NE(find_contradiction(17, 404), nullptr);
  // What products combine, and what goes with everything.
  EXPECT_EQ(find_contradiction(21, 486), nullptr);
  EXPECT_EQ(find_contradiction(20, 404), nullptr);
  EXPECT_EQ(find_contradiction(16, 480), nullptr);
  EXPECT_EQ(find_contradiction(4'000'000'000, 503), nullptr);
  for (const Q850Entry& cause : all_q850_causes()) {
    EXPECT_EQ(find_contradiction(cause.cause, cause.status), nullptr)
        << cause.cause;
  }
  for (const ResponseEntry& response : all_responses()) {
    EXPECT_EQ(
        find_contradiction(q850_cause_for_status(response.code), response.code),
        nullptr)
        << response.code;
  }
}

TEST(CauseHeaders, AreFoundByNameAndTheirNumbersByRange) {
  const CauseHeaderEntry* header = find_cause_header("Ms-Diagnostics");
  ASSERT_NE(header, nullptr);
  const CauseRangeEntry* range = find_cause_range(header->product, 12004);
  ASSERT_NE(range, nullptr);
  EXPECT_EQ(range->from, 12000);
  EXPECT_EQ(find_cause_range(header->product, 20000), nullptr);
  EXPECT_EQ(find_cause_range("Nobody", 12004), nullptr);
  EXPECT_EQ(find_cause_header("X-Unheard-Of"), nullptr);
}

}  // namespace
}  // namespace siptriage::catalogue_test
