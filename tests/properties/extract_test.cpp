// An extract of some calls tells of them what the whole capture tells.

#include "siptriage/extract/extract.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "properties/inputs.h"

namespace siptriage::testing::extract_test {
namespace {

// What is said of some calls, without numbers of frames and calls.
std::vector<std::string> said_of(const Triage& triage,
                                 const std::vector<CallId>& calls) {
  std::vector<std::string> said;
  CallReader reader(triage);
  for (const CallId id : calls) {
    const CallView view = reader.read(id);
    const Call& call = view.call();
    const std::string name =
        std::string(call.call_id) + " " + std::string(to_string(call.outcome));
    said.push_back(name + " " + std::to_string(call.message_count));
    for (const Diagnosis& diagnosis : view.analysis.diagnoses) {
      if (diagnosis.call != view.id) continue;
      const Diagnosis full = reader.complete(diagnosis, id, view);
      said.push_back(name + ": " + full.summary + " " +
                     std::string(to_string(full.side)) + " " +
                     std::string(to_string(full.certainty)));
    }
    for (const Finding& finding : view.analysis.findings) {
      if (finding.call != view.id) continue;
      said.push_back(name + ": " + std::string(finding.rule->id) + " " +
                     finding.message);
    }
  }
  std::sort(said.begin(), said.end());
  return said;
}

std::vector<CallId> all_calls(const Triage& triage) {
  std::vector<CallId> calls;
  for (std::uint32_t i = 0; i < triage.calls.size(); ++i) {
    calls.emplace_back(i);
  }
  return calls;
}

void expect_same_of_extract(const Triage& whole,
                            const std::vector<CallId>& calls,
                            const std::string& what) {
  const Result<Extract> found = Extract::find(whole, calls, {});
  ASSERT_TRUE(found) << found.error().message;
  StringSink sink;
  ASSERT_TRUE(found->write(sink));
  Workers workers(1);
  const Result<Triage> again = triage_memory(sink.text(), workers);
  ASSERT_TRUE(again) << again.error().message;
  const std::vector<std::string> before = said_of(whole, found->calls());
  std::vector<std::string> after = said_of(*again, all_calls(*again));
  // A message that shares a segment with one of those comes along.
  std::erase_if(after, [&](const std::string& line) {
    return !std::binary_search(before.begin(), before.end(), line) &&
           std::none_of(before.begin(), before.end(),
                        [&](const std::string& other) {
                          return other.substr(0, other.find(' ')) ==
                                 line.substr(0, line.find(' '));
                        });
  });
  EXPECT_EQ(after, before) << what;
}

TEST(Extract, TellsOfCallsWhatTheCaptureTells) {
  for (const std::string& path : all_captures()) {
    Workers workers(1);
    const Result<Triage> whole = triage({path}, workers);
    ASSERT_TRUE(whole) << whole.error().message;
    const std::vector<CallId> failed = failed_calls(*whole);
    const std::vector<CallId> all = all_calls(*whole);
    // Some by themselves.
    constexpr std::size_t kFew = 20;
    for (const std::vector<CallId>& calls : {failed, all}) {
      for (std::size_t i = 0; i < std::min(calls.size(), kFew); ++i) {
        expect_same_of_extract(
            *whole, {calls[i]},
            path + ", call " + std::to_string(calls[i].index() + 1));
      }
    }
    if (!failed.empty()) expect_same_of_extract(*whole, failed, path);
  }
}

}  // namespace
}  // namespace siptriage::testing::extract_test
