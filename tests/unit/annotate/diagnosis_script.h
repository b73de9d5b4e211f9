#pragma once
// Scripts of a few messages, and what their diagnosis has to say.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "tools/build_capture.h"

namespace siptriage::testing {

inline constexpr const char* kDirectives =
    "capture pcap\nlink ethernet\nstart 2026-03-02T09:15:00Z\n"
    "host alice 192.0.2.10:5060\nhost bob 192.0.2.20:5060\n"
    "host proxy 192.0.2.1:5060\n\n";

// Something else, so late that every timer ran out.
inline constexpr const char* kMuchLater =
    "@+400 bob -> alice udp\nOPTIONS sip:alice@example.com\n"
    "Call-ID: later\n\n@+0.1 alice -> bob udp\n200 OK\n";

// Something every few seconds, until every timer of a request ran out.
inline constexpr const char* kOtherTraffic =
    "@+4 bob -> alice udp hex\n00\n\n@+4 bob -> alice udp hex\n00\n\n"
    "@+4 bob -> alice udp hex\n00\n\n@+4 bob -> alice udp hex\n00\n\n"
    "@+4 bob -> alice udp hex\n00\n\n@+4 bob -> alice udp hex\n00\n\n"
    "@+4 bob -> alice udp hex\n00\n\n@+4 bob -> alice udp hex\n00\n\n"
    "@+4 bob -> alice udp hex\n00\n\n@+4 bob -> alice udp hex\n00\n\n";

inline Analysis analysis_of(const std::string& script,
                            const AnalyzeOptions& options = {},
                            const char* directives = kDirectives) {
  const auto octets = build_capture(directives + script);
  EXPECT_TRUE(octets) << octets.error().line << ": " << octets.error().message;
  Result<Analysis> analysis = analyze_memory(octets ? *octets : "", options);
  EXPECT_TRUE(analysis);
  return analysis ? std::move(*analysis) : Analysis();
}

inline std::string rules_of(const Diagnosis& diagnosis) {
  std::string text;
  for (const RuleEntry* rule : diagnosis.rules) {
    if (!text.empty()) text += ' ';
    text += rule->id;
  }
  return text;
}

inline std::string frames_of(const Diagnosis& diagnosis) {
  std::string text;
  for (const FrameId frame : diagnosis.frames) {
    if (!text.empty()) text += ' ';
    text += std::to_string(frame.number);
  }
  return text;
}

struct Case {
  const char* name;
  std::string script;
  const char* summary;
  const char* verdict;  // side, severity, certainty
  const char* frames;
  const char* rules;
};

inline void PrintTo(const Case& each, std::ostream* out) { *out << each.name; }

inline std::string call(const std::string& answer) {
  return "@0 alice -> bob udp\nINVITE sip:bob@example.com\n\n"
         "@+0.1 bob -> alice udp\n" +
         answer + "\n\n@+0.01 alice -> bob udp\nACK sip:bob@example.com\n\n";
}

inline std::string answered_call(const std::string& inside) {
  return call("200 OK") + inside;
}

// The only thing that failed is told as `expected` says.
inline void expect_told(const Case& expected) {
  const Analysis analysis = analysis_of(expected.script);
  ASSERT_EQ(analysis.diagnoses.size(), 1U);
  const Diagnosis& diagnosis = analysis.diagnoses.front();
  EXPECT_EQ(diagnosis.summary, expected.summary);
  EXPECT_EQ(std::string(to_string(diagnosis.side)) + " " +
                std::string(to_string(diagnosis.severity)) + " " +
                std::string(to_string(diagnosis.certainty)),
            expected.verdict);
  EXPECT_EQ(frames_of(diagnosis), expected.frames);
  EXPECT_EQ(rules_of(diagnosis), expected.rules);
}

}  // namespace siptriage::testing
