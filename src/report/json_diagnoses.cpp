// "diagnoses": of each thing that failed, the sentence, the side, the proof.

#include <cstddef>
#include <cstdint>

#include "report/json_elements.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_diagnosis(JsonReport& report, CallReader& reader,
                     const DiagnosisBrief& brief) {
  JsonWriter& json = report.json;
  const CallView view = reader.read(brief.call);
  const Diagnosis& diagnosis = reader.read(brief, view);
  json.begin_object();
  json.wire("call_id", view.call().call_id);
  json.number("call", brief.call.index());
  json.wire("method", diagnosis.method);
  json.wire("summary", diagnosis.summary);
  json.text("side", to_string(diagnosis.side));
  json.text("severity", to_string(diagnosis.severity));
  json.text("certainty", to_string(diagnosis.certainty));
  write_frames(report, diagnosis.frames);
  json.begin_array("rules");
  for (const RuleEntry* rule : diagnosis.rules) json.element(rule->id);
  json.end_array();
  json.end_object();
}

class DiagnosisElements final : public JsonElements {
 public:
  explicit DiagnosisElements(const Triage& triage) : triage_(triage) {}

  [[nodiscard]] std::size_t count() const override {
    return triage_.diagnoses.size();
  }
  [[nodiscard]] std::uint64_t conversation_of(
      std::size_t index) const override {
    return triage_.calls[triage_.diagnoses[index].call.index()].conversation;
  }
  void write(JsonReport& report, CallReader& reader,
             std::size_t index) const override {
    write_diagnosis(report, reader, triage_.diagnoses[index]);
  }

 private:
  const Triage& triage_;
};

}  // namespace

std::size_t write_diagnoses_json(JsonReport& report, Workers& workers,
                                 std::uint64_t most_octets) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("diagnoses");
  const std::size_t left_out = write_elements(
      report, DiagnosisElements(report.triage), workers, most_octets);
  json.end_array();
  return left_out;
}

}  // namespace siptriage::report
