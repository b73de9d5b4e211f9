// "transactions" of a call, each with what is to be said about its final
// response.

#include <cstdint>
#include <optional>
#include <string_view>

#include "siptriage/catalogue/entry.h"

#include "report/describe.h"
#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_header_checks(JsonWriter& json, const Annotation& annotation) {
  json.begin_array("header_checks");
  for (const HeaderCheck& check : annotation.header_checks) {
    json.begin_object();
    json.text("rule", check.rule->id);
    json.text("header", check.header);
    json.text("level", to_string(check.level));
    json.text("verdict", to_string(check.verdict));
    write_clause(json, "rfc", check.clause);
    json.wire("detail", check.detail);
    json.end_object();
  }
  json.end_array();
}

void write_retry(JsonWriter& json, const Annotation& annotation) {
  if (annotation.retry_after_seconds) {
    json.number("retry_after_seconds", *annotation.retry_after_seconds);
  } else {
    json.null("retry_after_seconds");
  }
  if (annotation.try_again_at) {
    json.time("try_again_at", *annotation.try_again_at);
  } else {
    json.null("try_again_at");
  }
}

// "follow_up": an object or null.
void write_follow_up(JsonReport& report, const Trace& trace,
                     const std::optional<FollowUp>& follow_up) {
  JsonWriter& json = report.json;
  if (!follow_up) return json.null("follow_up");
  json.begin_object("follow_up");
  json.text("verdict", to_string(follow_up->verdict));
  json.wire("detail", follow_up->detail);
  json.text_or_null("rule", follow_up->rule == nullptr ? std::string_view()
                                                       : follow_up->rule->id);
  const TransactionId next = follow_up->next;
  write_frame(report, "next_frame", "next_file",
              next.valid()
                  ? trace.message(trace.transaction(next).request).frame
                  : FrameId());
  json.end_object();
}

// "annotation" of a transaction: an object or null.
void write_annotation(JsonReport& report, const Trace& trace,
                      const Transaction& transaction,
                      const Annotation* annotation) {
  JsonWriter& json = report.json;
  if (annotation == nullptr) return json.null("annotation");
  const CodeText& text = report.code_texts.of(
      *annotation, transaction.method_name, transaction.in_dialog);
  json.begin_object("annotation");
  json.number("code", annotation->code);
  json.wire("phrase", annotation->phrase);
  json.insert(text.reference);
  json.wire_or_null("said_by", annotation->said_by);
  write_header_checks(json, *annotation);
  json.begin_array("causes");
  for (const DecodedCause& cause : annotation->causes) {
    json.begin_object();
    write_cause(json, cause);
    json.end_object();
  }
  json.end_array();
  write_retry(json, *annotation);
  write_follow_up(report, trace, annotation->follow_up);
  json.insert(text.references);
  json.end_object();
}

// The companion of "frames".
void write_files(JsonWriter& json, const Trace& trace,
                 const Transaction& transaction) {
  json.begin_array("files");
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    json.element(std::uint64_t{trace.message(id).frame.file});
  }
  json.end_array();
}

void write_messages(JsonReport& report, const Trace& trace,
                    const Transaction& transaction) {
  JsonWriter& json = report.json;
  json.begin_array("frames");
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    json.element(std::uint64_t{trace.message(id).frame.number});
  }
  json.end_array();
  if (report.several_files) write_files(json, trace, transaction);
  write_frame(report, "ack_frame", "ack_file",
              transaction.ack.valid() ? trace.message(transaction.ack).frame
                                      : FrameId());
}

void write_transaction(JsonReport& report, const Analysis& analysis,
                       TransactionId id) {
  const Transaction& transaction = analysis.trace.transaction(id);
  JsonWriter& json = report.json;
  json.begin_object();
  json.wire("method", transaction.method_name);
  if (transaction.final_status == 0) {
    json.null("status");
  } else {
    json.number("status", transaction.final_status);
  }
  json.number("cseq", transaction.cseq_number);
  json.wire("branch", transaction.branch);
  json.endpoint("client", transaction.client);
  json.endpoint("server", transaction.server);
  json.text("transport", to_string(transaction.transport));
  json.text("state", to_string(transaction.observed_state));
  json.flag("in_dialog", transaction.in_dialog);
  json.flag("timed_out", transaction.timed_out);
  json.flag("cancelled", transaction.cancelled_by.valid());
  json.number("request_retransmissions", transaction.request_retransmissions);
  json.number("response_retransmissions", transaction.response_retransmissions);
  write_messages(report, analysis.trace, transaction);
  write_annotation(report, analysis.trace, transaction,
                   analysis.annotation_of(id));
  json.end_object();
}

}  // namespace

void write_transactions_json(JsonReport& report, const CallView& view) {
  const Trace& trace = view.analysis.trace;
  report.json.begin_array("transactions");
  for (TransactionId id = view.call().first_transaction;
       id.valid() && !report.json.failed();
       id = trace.transaction(id).next_in_call) {
    write_transaction(report, view.analysis, id);
  }
  report.json.end_array();
}

}  // namespace siptriage::report
