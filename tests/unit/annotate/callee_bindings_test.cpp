// Who was not found or reached, in the light of registrations in the same
// capture: rules of their own say it (tests/rules), and the diagnosis does.

#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "siptriage/annotate/triage.h"

#include "unit/annotate/diagnosis_script.h"

namespace siptriage::callee_bindings_test {
namespace {

// bob's phone registers at proxy, and alice calls him there.
std::string script(const std::string& later, const std::string& answer) {
  return "@0 bob -> proxy udp\nREGISTER sip:example.com\n"
         "From: <sip:bob@example.com>;tag=b\nTo: <sip:bob@example.com>\n"
         "Call-ID: registration\nContact: <sip:bob@192.0.2.20>\n\n"
         "@+0.1 proxy -> bob udp\n200 OK\nCall-ID: registration\n"
         "Contact: <sip:bob@192.0.2.20>;expires=60\n\n"
         "@+" +
         later +
         " alice -> proxy udp\nINVITE sip:bob@example.com\nCall-ID: call\n\n"
         "@+0.1 proxy -> alice udp\n" +
         answer +
         "\nCall-ID: call\n\n"
         "@+0.1 alice -> proxy udp\nACK sip:bob@example.com\nCall-ID: call\n\n";
}

Diagnosis only_diagnosis(const std::string& text) {
  const auto octets = testing::build_capture(testing::kDirectives + text);
  EXPECT_TRUE(octets);
  Result<Analysis> analysis = analyze_memory(
      octets ? std::string_view(*octets) : std::string_view(), {});
  EXPECT_TRUE(analysis);
  const Triage triage = summarize(analysis ? std::move(*analysis) : Analysis());
  EXPECT_EQ(triage.diagnoses.size(), 1U);
  if (triage.diagnoses.empty()) return {};
  CallReader reader(triage);
  return reader.read(triage.diagnoses.front());
}

TEST(CalleeBindings, TellWhyNobodyIsReached) {
  const Diagnosis diagnosis =
      only_diagnosis(script("80", "480 Temporarily Unavailable"));
  EXPECT_EQ(diagnosis.summary,
            "192.0.2.1 refused INVITE from alice@example.com to "
            "bob@example.com with 480 Temporarily Unavailable: the "
            "registration of the user it asks for, at this server and for "
            "60 s, had ended 20 s before.");
  EXPECT_EQ(diagnosis.side, Side::Callee);
  EXPECT_EQ(diagnosis.certainty, Certainty::Likely);
  EXPECT_EQ(testing::frames_of(diagnosis), "2 3 4");
  EXPECT_EQ(testing::rules_of(diagnosis), "callee-registration-lapsed");
}

TEST(CalleeBindings, TellThatTheUserIsKnown) {
  const Diagnosis diagnosis = only_diagnosis(script("30", "404 Not Found"));
  EXPECT_NE(diagnosis.summary.find("had registered at this very server 30 s "
                                   "before, for 60 s"),
            std::string::npos)
      << diagnosis.summary;
  EXPECT_EQ(diagnosis.side, Side::Server);
}

TEST(CalleeBindings, LeaveAloneWhatTheyDoNotExplain) {
  const Diagnosis diagnosis =
      only_diagnosis(script("30", "480 Temporarily Unavailable"));
  EXPECT_TRUE(diagnosis.rules.empty());
  EXPECT_EQ(diagnosis.summary.find("regist"), std::string::npos)
      << diagnosis.summary;
}

}  // namespace
}  // namespace siptriage::callee_bindings_test
