// Requests that a BYE overtook: refused with 481, and no failure.

#include <string>

#include <gtest/gtest.h>

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::overtaken_test {
namespace {

using testing::analysis_of;
using testing::call;

// In the call that call("200 OK") sets up.
void expect_sound(const std::string& inside) {
  const Analysis analysis = analysis_of(call("200 OK") + inside);
  EXPECT_TRUE(analysis.diagnoses.empty()) << analysis.diagnoses.front().summary;
  for (const Finding& finding : analysis.findings) {
    EXPECT_NE(finding.rule->id, "call-change-refused") << finding.message;
  }
}

TEST(Overtaken, ByesOfBothSidesAreNoFailures) {
  expect_sound(
      "@+8 alice -> bob udp\nBYE sip:bob@example.com\n\n"
      "@+0.005 bob -> alice udp\nBYE sip:alice@192.0.2.10\n\n"
      "@+0.01 bob -> alice udp\n481 Call Does Not Exist to BYE\n\n"
      "@+0.01 alice -> bob udp\n481 Call Does Not Exist to BYE\n\n");
}

TEST(Overtaken, AChangeIsNoFailureWhereTheOtherSideHungUp) {
  expect_sound(
      "@+8 alice -> bob udp\nINVITE sip:bob@192.0.2.20\n\n"
      "@+0.002 bob -> alice udp\nBYE sip:alice@192.0.2.10\n\n"
      "@+0.02 bob -> alice udp\n481 Call Does Not Exist to INVITE\n\n"
      "@+0.01 alice -> bob udp\nACK\n\n"
      "@+0.01 alice -> bob udp\n200 OK to BYE\n\n");
}

TEST(Overtaken, AFurtherByeIsNoFailure) {
  expect_sound(
      "@+8 alice -> bob udp\nBYE sip:bob@example.com\n\n"
      "@+0.01 bob -> alice udp\n200 OK\n\n"
      "@+2 alice -> bob udp\nBYE sip:bob@example.com\n\n"
      "@+0.01 bob -> alice udp\n481 Call Does Not Exist\n\n");
}

TEST(Overtaken, AByeAloneIsToldWhereItIsRefused) {
  const Analysis analysis =
      analysis_of(call("200 OK") +
                  "@+8 alice -> bob udp\nBYE sip:bob@example.com\n\n"
                  "@+0.01 bob -> alice udp\n481 Call Does Not Exist\n\n");
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_EQ(analysis.diagnoses.front().severity, Severity::Notice);
}

// Its ACK has a To tag and makes no dialog (RFC 3261 17.1.1.3).
TEST(Overtaken, ARefusalAtTheBeginningOfACaptureIsThatOfACall) {
  const Analysis analysis = analysis_of(
      "@0 bob -> alice udp\n"
      "SIP/2.0 603 Decline\n"
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
      "From: <sip:alice@example.com>;tag=a\n"
      "To: <sip:bob@example.com>;tag=b\n"
      "Call-ID: c\nCSeq: 1 INVITE\nContent-Length: 0\n\n"
      "@+0.01 alice -> bob udp\n"
      "ACK sip:bob@example.com SIP/2.0\n"
      "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK1\n"
      "Max-Forwards: 70\n"
      "From: <sip:alice@example.com>;tag=a\n"
      "To: <sip:bob@example.com>;tag=b\n"
      "Call-ID: c\nCSeq: 1 ACK\nContent-Length: 0\n\n");
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  EXPECT_EQ(
      analysis.diagnoses.front().summary,
      "bob@example.com declined INVITE from alice@example.com: 192.0.2.20 "
      "answered 603 Decline; the request is not in this capture.");
}

}  // namespace
}  // namespace siptriage::overtaken_test
