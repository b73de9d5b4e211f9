#pragma once
// The parts of the JSON document, each in a file of its own.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"

#include "report/json_writer.h"

namespace siptriage::report {

// An analysis on its way into a JSON document.
struct JsonReport {
  JsonReport(const Analysis& what, Sink& sink);

  const Analysis& analysis;
  JsonWriter json;
  // With several input files, frame numbers alone do not tell frames apart:
  // each key that holds one has a companion that holds the file's index.
  bool several_files;
  // The causes of each call, by CallId; both sorted by call, then message.
  std::vector<std::uint32_t> causes_by_call;
};

// A member that holds a frame number, null for none, and its companion.
void write_frame(JsonReport& report, std::string_view key,
                 std::string_view file_key, FrameId frame);
// "frames" and, with several files, "files".
void write_frames(JsonReport& report, std::span<const FrameId> frames);
// The members of one cause.
void write_cause(JsonWriter& json, const DecodedCause& cause);
// "RFC 4028 6", or null.
void write_clause(JsonWriter& json, std::string_view key, const Clause& clause);

void write_coverage_json(JsonReport& report);
void write_messages_json(JsonReport& report);
void write_outcomes_json(JsonReport& report);
void write_calls_json(JsonReport& report);
// The "transactions" of one call.
void write_transactions_json(JsonReport& report, const Call& call);
// "annotation" of a transaction: an object or null.
void write_annotation_json(JsonReport& report, TransactionId id);
void write_findings_json(JsonReport& report);
void write_failures_json(JsonReport& report);

}  // namespace siptriage::report
