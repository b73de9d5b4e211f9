#pragma once
// What several writers of a verdict say alike. Texts come back as received
// where they are from the wire, unless said otherwise.

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/check/verdict.h"

#include "report/frame_names.h"

namespace siptriage::report {

// Neighbouring assertions of one expectation: one test case.
using TestCase = std::span<const Assertion>;
[[nodiscard]] std::vector<TestCase> test_cases_of(
    const CheckedCapture& capture);

enum class CaseState : std::uint8_t { Held, Tolerated, NotPossible, Failed };
// The last of those of its assertions.
[[nodiscard]] CaseState state_of(TestCase test, Severity fail_on);

// "max_pdd", "codes 4xx", "ser"; of a finding the id of its rule.
[[nodiscard]] std::string label_of(const Assertion& assertion);
// "trace.toml:3"; empty: nowhere.
[[nodiscard]] std::string place_of(const Assertion& assertion);
// "3, 9 and 4 more"; empty: none.
[[nodiscard]] std::string frames_of(const Assertion& assertion,
                                    const FrameNames& names);
// "2 (a84b4c76e66710), 5 (...) and 4 more"; empty: none.
[[nodiscard]] std::string calls_of(const Assertion& assertion);
// All of it in one line, safe for a terminal and UTF-8: "1 call failed;
// wanted: none; frames 3, 9; calls 2 (a84b4c76e66710)".
[[nodiscard]] std::string sentence_of(const Assertion& assertion,
                                      const FrameNames& names);

// 16 hexadecimal digits for each assertion, which stay the same from run to
// run, whatever the Call-IDs, times and numbers of a capture.
class FingerprintMaker {
 public:
  [[nodiscard]] std::string of(const CheckedCapture& capture,
                               const Assertion& assertion);

 private:
  // How many there were that have all else in common.
  std::map<std::string, std::uint64_t> made_;
};

// The name of the text of a capture: "trace.pcap.sip.txt".
[[nodiscard]] std::string rendering_of(const std::string& capture);
// Where the first frame of `assertion` stands in that text; 0: not known.
[[nodiscard]] std::uint64_t line_of(const CheckedCapture& capture,
                                    const Assertion& assertion);

}  // namespace siptriage::report
