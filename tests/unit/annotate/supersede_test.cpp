// What a finding tells better than a rule about all messages together.

#include <string>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::supersede_test {
namespace {

using testing::analysis_of;

// An INVITE whose body lost 18 octets to a gateway, or to nobody known.
std::string cut_invite(const std::string& contact) {
  return "host nat 203.0.113.7:40312\n@0 nat -> bob udp as invite\n"
         "INVITE sip:bob@example.com\nContact: <sip:alice@" +
         contact +
         ":40312>\nContent-Length: 126\n"
         "Via: SIP/2.0/UDP " +
         contact +
         ":5060;branch=z9hG4bKnat1;rport\n\n"
         "v=0\no=alice 1 1 IN IP4 203.0.113.7\ns=-\nc=IN IP4 203.0.113.7\n"
         "t=0 0\nm=audio 40000 RTP/AVP 0\na=rtpmap:0 PCMU/8000\n\n"
         "@+0.5 nat -> bob udp again invite\n";
}

std::string length_rules_of(const Analysis& analysis) {
  std::string rules;
  for (const Finding& finding : analysis.findings) {
    if (!finding.rule->id.starts_with("content-length")) continue;
    if (!rules.empty()) rules += ' ';
    rules += finding.rule->id;
  }
  return rules;
}

// Both were told, of the INVITE and of its retransmission.
TEST(Superseded, ContentLengthIsToldOnceWhereARewriteExplainsIt) {
  const Analysis analysis = analysis_of(cut_invite("192.168.100.105"));
  EXPECT_EQ(analysis.trace.messages().size(), 2U);
  EXPECT_EQ(length_rules_of(analysis), "content-length-after-rewrite");
}

TEST(Superseded, ContentLengthIsToldWhereNothingExplainsIt) {
  EXPECT_EQ(length_rules_of(analysis_of(cut_invite("192.168.1.5"))),
            "content-length-wrong");
}

}  // namespace
}  // namespace siptriage::supersede_test
