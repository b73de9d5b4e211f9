// "findings" and "failures".

#include <cstdint>

#include "report/describe.h"
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

// Its place among the transactions of its call, from 0.
std::uint64_t place_in_call(const Trace& trace, TransactionId wanted) {
  std::uint64_t place = 0;
  const Call& call = trace.call(trace.transaction(wanted).call);
  for (TransactionId id = call.first_transaction; id.valid() && id != wanted;
       id = trace.transaction(id).next_in_call) {
    ++place;
  }
  return place;
}

// "call" and "transaction": indices into calls and its transactions.
void write_place(JsonReport& report, CallId call, TransactionId transaction) {
  JsonWriter& json = report.json;
  const Trace& trace = report.analysis.trace;
  if (call.valid()) {
    json.number("call", call.index());
  } else {
    json.null("call");
  }
  if (transaction.valid()) {
    json.number("transaction", place_in_call(trace, transaction));
  } else {
    json.null("transaction");
  }
}

void write_finding(JsonReport& report, const Finding& finding) {
  JsonWriter& json = report.json;
  const RuleEntry& rule = *finding.rule;
  json.break_line();
  json.begin_object();
  json.text("rule", rule.id);
  json.text("title", rule.title);
  json.text("severity", to_string(finding.severity));
  json.text("basis", to_string(rule.basis));
  json.text("certainty", to_string(finding.certainty));
  json.wire("message", finding.message);
  if (finding.call.valid()) {
    json.wire("call_id", report.analysis.trace.call(finding.call).call_id);
  } else {
    json.null("call_id");
  }
  write_place(report, finding.call, finding.transaction);
  write_frames(report, finding.frames);
  write_evidence(report, finding);
  write_clause(json, "rfc", rule.clause);
  json.text("explanation", rule.explanation);
  json.text("remedy", rule.remedy);
  json.end_object();
}

void write_failure(JsonReport& report, const FailureGroup& group) {
  JsonWriter& json = report.json;
  const Reference reference = reference_of(group.code, group.phrase);
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
  write_place(report,
              group.example.valid()
                  ? report.analysis.trace.transaction(group.example).call
                  : CallId(),
              group.example);
  json.end_object();
  json.begin_array("examples");
  for (const CallId call : group.examples) {
    json.element(std::uint64_t{call.index()});
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void write_findings_json(JsonReport& report) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("findings");
  for (const Finding& finding : report.analysis.findings) {
    if (json.failed()) break;
    write_finding(report, finding);
  }
  json.end_array();
}

void write_failures_json(JsonReport& report) {
  JsonWriter& json = report.json;
  json.break_line();
  json.begin_array("failures");
  for (const FailureGroup& group : report.analysis.failures) {
    if (json.failed()) break;
    write_failure(report, group);
  }
  json.end_array();
}

}  // namespace siptriage::report
