#include "report/describe.h"

#include <string>

#include <gtest/gtest.h>

namespace siptriage::report::describe_test {
namespace {

TEST(Describe, TakesTheReferenceFromTheCatalogueItsClassesOrItsRules) {
  EXPECT_EQ(reference_of(486, "Besetzt", "INVITE", false).title,
            "486 Busy Here");
  EXPECT_EQ(reference_of(486, "Besetzt", "INVITE", false).registered,
            "Busy Here");
  const Reference unknown = reference_of(499, "Odd", "INVITE", false);
  EXPECT_EQ(unknown.title, "499 Odd");
  EXPECT_EQ(unknown.registered, "");
  EXPECT_NE(unknown.explanation.find("as 400 (RFC 3261 8.1.3.2)"),
            std::string::npos);
  EXPECT_EQ(reference_of(499, "", "INVITE", false).title, "499");
  const Reference silence = reference_of(0, "", "INVITE", false);
  EXPECT_EQ(silence.title, "No final response");
  EXPECT_FALSE(silence.explanation.empty());
  EXPECT_FALSE(silence.tip.empty());
}

// A BYE that failed was told to be sent again, a re-INVITE to go to another
// server.
TEST(Describe, AdvisesToTryAgainByWhatWasRefused) {
  const struct {
    const char* method;
    std::uint16_t code;
    bool in_dialog;
    RetryKind retry;
    const char* advice;  // its beginning; "": none
  } cases[] = {
      {"INVITE", 503, false, RetryKind::Elsewhere, "Try another server"},
      {"INVITE", 503, true, RetryKind::AfterDelay, "The dialog goes on"},
      {"INVITE", 488, false, RetryKind::AfterChange, "Send a new offer"},
      {"INVITE", 488, true, RetryKind::AfterChange, "The dialog and its"},
      {"INVITE", 491, true, RetryKind::AfterDelay, "Wait the random time"},
      {"INFO", 408, true, RetryKind::None, "Do not repeat it"},
      {"INFO", 404, true, RetryKind::None, "Do not repeat it"},
      {"BYE", 408, true, RetryKind::None, ""},
      {"BYE", 481, true, RetryKind::None, ""},
      {"BYE", 500, true, RetryKind::None, ""},
      {"BYE", 503, true, RetryKind::None, ""},
      {"BYE", 407, true, RetryKind::WithCredentials, "Repeat the request"},
      {"CANCEL", 481, false, RetryKind::None, ""},
      {"CANCEL", 408, false, RetryKind::None, ""},
      {"SUBSCRIBE", 404, false, RetryKind::AfterChange,
       "Repeating it does not"},
  };
  for (const auto& c : cases) {
    const Reference reference = reference_of(c.code, "", c.method, c.in_dialog);
    EXPECT_EQ(reference.retry, c.retry) << c.method << " " << c.code;
    EXPECT_TRUE(reference.retry_advice.starts_with(c.advice))
        << c.method << " " << c.code << ": " << reference.retry_advice;
    EXPECT_EQ(reference.retry_advice.empty(), *c.advice == '\0')
        << c.method << " " << c.code << ": " << reference.retry_advice;
  }
}

// Nobody dials a subscription.
TEST(Describe, TellsACodeByTheMethod) {
  const Reference call = reference_of(404, {}, "INVITE", false);
  const Reference lamp = reference_of(404, {}, "SUBSCRIBE", false);
  EXPECT_NE(call.tip.find("dialled"), std::string_view::npos);
  EXPECT_NE(lamp.tip.find("mailbox"), std::string_view::npos);
  EXPECT_NE(call.plain, lamp.plain);
  EXPECT_TRUE(lamp.steps.empty());
}

TEST(Describe, HasWordsForEverything) {
  for (int i = 0; i < static_cast<int>(Outcome::Count); ++i) {
    EXPECT_FALSE(words_of(static_cast<Outcome>(i)).empty()) << i;
  }
  for (int i = 0; i < static_cast<int>(SkipReason::Count); ++i) {
    EXPECT_FALSE(words_of(static_cast<SkipReason>(i)).empty()) << i;
  }
  for (int i = 0; i <= static_cast<int>(CallKind::Other); ++i) {
    EXPECT_FALSE(noun_of(static_cast<CallKind>(i), false).empty()) << i;
    EXPECT_FALSE(noun_of(static_cast<CallKind>(i), true).empty()) << i;
  }
  EXPECT_EQ(words_of(Outcome::Declined), "declined");
  EXPECT_EQ(words_of(Outcome::StartNotSeen), "start not seen");
  EXPECT_EQ(words_of(SkipReason::TcpRetransmission), "repeated TCP octets");
  EXPECT_EQ(noun_of(CallKind::Other, false), "other exchange");
  EXPECT_EQ(words_of(FaultSide::Server), "the server that answered");
}

TEST(Describe, WritesCausesForPeople) {
  const struct {
    DecodedCause cause;
    const char* text;
  } cases[] = {
      {{"Reason", "Q.850", 34, "", "No circuit/channel available"},
       "Q.850 cause 34, No circuit/channel available"},
      {{"Reason", "SIP", 200, "Call completed elsewhere", "OK"},
       "SIP cause 200, OK: \"Call completed elsewhere\""},
      // The text says no more than the meaning.
      {{"Reason", "Q.850", 17, "user busy", "User busy"},
       "Q.850 cause 17, User busy"},
      {{"Warning", "", 399, "odd", ""}, "Warning 399: \"odd\""},
      {{"Reason", "X", std::nullopt, "", ""}, "X"},
  };
  for (const auto& c : cases) EXPECT_EQ(to_string(c.cause), c.text);
}

TEST(Describe, SeparatesThousands) {
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(999), "999");
  EXPECT_EQ(with_separators(1000), "1,000");
  EXPECT_EQ(with_separators(1234567), "1,234,567");
  EXPECT_EQ(count_of(1, "call", "calls"), "1 call");
  EXPECT_EQ(count_of(0, "call", "calls"), "0 calls");
}

}  // namespace
}  // namespace siptriage::report::describe_test
