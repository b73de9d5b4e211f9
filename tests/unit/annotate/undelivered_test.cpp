// What the network could not deliver, and the client gave up, has failed
// (RFC 3261 8.1.3.1, 17.1.4).

#include <string>

#include <gtest/gtest.h>

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::undelivered_test {
namespace {

using testing::analysis_of;

constexpr const char* kInvite =
    "@0 alice -> bob udp as first dies port\nINVITE sip:bob@example.com\n\n";

Outcome outcome_of_script(const std::string& script) {
  const Analysis analysis = analysis_of(script);
  EXPECT_FALSE(analysis.trace.calls().empty());
  return analysis.trace.calls().front().outcome;
}

std::string quiet_for(const std::string& seconds) {
  return "@+" + seconds + " bob -> alice udp hex\n00\n\n";
}

TEST(Undelivered, EndsACallThatIsGivenUp) {
  EXPECT_EQ(outcome_of_script(kInvite + quiet_for("2")), Outcome::TimedOut);
}

TEST(Undelivered, LeavesOpenWhatMayBeSentAgain) {
  EXPECT_EQ(outcome_of_script(kInvite + quiet_for("0.4")),
            Outcome::NoFinalResponse);
  EXPECT_EQ(outcome_of_script(std::string(kInvite) +
                              "@+0.5 alice -> bob udp again first\n\n" +
                              quiet_for("1")),
            Outcome::NoFinalResponse);
}

TEST(Undelivered, IsNoEndWhereAnotherDestinationAnswers) {
  EXPECT_EQ(outcome_of_script(std::string(kInvite) +
                              "@+0.1 alice -> proxy udp\n"
                              "INVITE sip:bob@example.com\nCSeq: 2 INVITE\n\n"
                              "@+0.1 proxy -> alice udp\n486 Busy Here\n"
                              "CSeq: 2 INVITE\n\n" +
                              quiet_for("9")),
            Outcome::Busy);
}

}  // namespace
}  // namespace siptriage::undelivered_test
