// "findings" and "failures".

#include <cstddef>
#include <cstdint>
#include <optional>

#include "report/describe.h"
#include "report/json_elements.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_evidence(JsonReport& report, const Finding& finding) {
  JsonWriter& json = report.json;
  json.begin_array("evidence");
  for (const Evidence& evidence : finding.evidence) {
    json.begin_object();
    write_frame(report, "frame", "file", evidence.frame);
    json.text("header", evidence.header);
    json.wire("value", evidence.value);
    json.end_object();
  }
  json.end_array();
}

// "call" and "transaction": indices into calls and its transactions.
void write_place(JsonWriter& json, CallId call, std::uint32_t transaction) {
  if (call.valid()) {
    json.number("call", call.index());
  } else {
    json.null("call");
  }
  if (transaction != FailureGroup::kNoTransaction) {
    json.number("transaction", transaction);
  } else {
    json.null("transaction");
  }
}

void write_finding(JsonReport& report, CallReader& reader,
                   const FindingBrief& brief) {
  JsonWriter& json = report.json;
  // Read once: what comes of it is valid until the next reading.
  std::optional<CallView> view;
  if (brief.call.valid()) view.emplace(reader.read(brief.call));
  const Finding& finding = brief.of_capture
                               ? report.triage.capture_findings[brief.place]
                               : reader.read(brief, *view);
  std::uint32_t transaction = FailureGroup::kNoTransaction;
  if (finding.transaction.valid()) {
    transaction =
        view->analysis.trace.transaction(finding.transaction).place_in_call;
  }
  const RuleEntry& rule = *finding.rule;
  json.begin_object();
  json.text("rule", rule.id);
  json.text("title", rule.title);
  json.text("severity", to_string(finding.severity));
  json.text("basis", to_string(rule.basis));
  json.text("certainty", to_string(finding.certainty));
  json.wire("message", finding.message);
  if (view) {
    json.wire("call_id", view->call().call_id);
  } else {
    json.null("call_id");
  }
  write_place(json, brief.call, transaction);
  write_frames(report, finding.frames);
  write_evidence(report, finding);
  json.number("repeats", finding.repeats);
  write_clause(json, "rfc", rule.clause);
  json.text("explanation", rule.explanation);
  json.text("remedy", rule.remedy);
  json.end_object();
}

void write_failure(JsonReport& report, const FailureGroup& group) {
  JsonWriter& json = report.json;
  const Reference reference =
      reference_of(group.code, group.phrase, group.method, group.within_call);
  json.break_line();
  json.begin_object();
  json.text("outcome", to_string(group.outcome));
  json.text("kind", to_string(group.kind));
  json.flag("within_call", group.within_call);
  if (group.code == 0) {
    json.null("code");
  } else {
    json.number("code", group.code);
  }
  json.wire("method", group.method);
  json.wire_or_null("phrase", group.phrase);
  json.text_or_null("registered_phrase", reference.registered);
  json.wire("title", reference.title);
  json.text("explanation", reference.explanation);
  json.text("tip", reference.tip);
  json.wire_or_null("said_by", group.said_by);
  json.text("said_by_address", group.said_by_address);
  json.wire_or_null("cause", group.cause);
  json.number("count", group.count);
  json.begin_object("example");
  write_place(json,
              group.transaction_place == FailureGroup::kNoTransaction
                  ? CallId()
                  : group.examples.front().call,
              group.transaction_place);
  json.end_object();
  json.begin_array("examples");
  for (const FailureExample& example : group.examples) {
    json.element(std::uint64_t{example.call.index()});
  }
  json.end_array();
  json.end_object();
}

class FindingElements final : public JsonElements {
 public:
  explicit FindingElements(const Triage& triage) : triage_(triage) {}

  [[nodiscard]] std::size_t count() const override {
    return triage_.findings.size();
  }
  [[nodiscard]] std::uint64_t conversation_of(
      std::size_t index) const override {
    const CallId call = triage_.findings[index].call;
    return call.valid() ? triage_.calls[call.index()].conversation
                        : kNoConversation;
  }
  void write(JsonReport& report, CallReader& reader,
             std::size_t index) const override {
    write_finding(report, reader, triage_.findings[index]);
  }

 private:
  const Triage& triage_;
};

}  // namespace

std::size_t write_findings_json(JsonReport& report, Workers& workers,
                                std::uint64_t most_octets) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("findings");
  const std::size_t left_out = write_elements(
      report, FindingElements(report.triage), workers, most_octets);
  json.end_array();
  return left_out;
}

std::size_t write_failures_json(JsonReport& report, std::uint64_t most_octets) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("failures");
  std::size_t left = report.triage.failures.size();
  for (const FailureGroup& group : report.triage.failures) {
    if (json.failed() || json.octets() > most_octets) break;
    write_failure(report, group);
    --left;
  }
  json.end_array();
  return json.failed() ? 0 : left;
}

}  // namespace siptriage::report
