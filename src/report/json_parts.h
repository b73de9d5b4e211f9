#pragma once
// The parts of the JSON document, each in a file of its own.

#include <span>
#include <string>
#include <string_view>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"

#include "output/json_writer.h"
#include "report/json_code_texts.h"

namespace siptriage::report {

using output::JsonWriter;

// What every part of one document needs.
struct JsonReport {
  const Triage& triage;
  JsonWriter& json;
  // With several input files, frame numbers alone do not tell frames apart:
  // each key that holds one has a companion that holds the file's index.
  bool several_files;
  CodeTexts& code_texts;
};

// How many of each are missing at the end, because the document would be too
// long.
struct LeftOut {
  std::size_t calls = 0;
  std::size_t findings = 0;
  std::size_t failures = 0;
  std::size_t diagnoses = 0;
  std::size_t peers = 0;

  [[nodiscard]] bool any() const {
    return calls != 0 || findings != 0 || failures != 0 || diagnoses != 0 ||
           peers != 0;
  }
};

// A member that holds a frame number, null for none, and its companion.
inline void write_frame(JsonReport& report, std::string_view key,
                        std::string_view file_key, FrameId frame) {
  if (frame.number == 0) {
    report.json.null(key);
    if (report.several_files) report.json.null(file_key);
    return;
  }
  report.json.number(key, frame.number);
  if (report.several_files) report.json.number(file_key, frame.file);
}
// "frames" and, with several files, "files".
void write_frames(JsonReport& report, std::span<const FrameId> frames);
// The members of one cause, and of one Identity header field.
void write_cause(JsonWriter& json, const DecodedCause& cause);
void write_identity_json(JsonWriter& json, const DecodedIdentity& identity);
// "RFC 4028 6", or null.
void write_clause(JsonWriter& json, std::string_view key, const Clause& clause);

void write_coverage_json(JsonReport& report);
void write_messages_json(JsonReport& report);
void write_outcomes_json(JsonReport& report);
void write_suppressed_json(JsonReport& report);
// These give how many were left out to stay within `most_octets`.
// Of metrics: peers.
std::size_t write_metrics_json(JsonReport& report, std::uint64_t most_octets);
std::size_t write_calls_json(JsonReport& report, Workers& workers,
                             std::uint64_t most_octets);
std::size_t write_findings_json(JsonReport& report, Workers& workers,
                                std::uint64_t most_octets);
std::size_t write_failures_json(JsonReport& report, std::uint64_t most_octets);
std::size_t write_diagnoses_json(JsonReport& report, Workers& workers,
                                 std::uint64_t most_octets);
// The "legs" of one call, where it is one of several.
void write_legs_json(JsonReport& report, CallId call);
// "leg_groups".
void write_leg_groups_json(JsonReport& report);
// The "transactions" of one call.
void write_transactions_json(JsonReport& report, const CallView& view);

}  // namespace siptriage::report
