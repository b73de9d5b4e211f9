// write_messages_ndjson: one JSON object a SIP message, a line each.

#include "siptriage/report/report.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/values.h"

#include "output/base64.h"
#include "output/json_writer.h"
#include "report/entry_list.h"

namespace siptriage {
namespace report {
namespace {

using output::JsonWriter;

void write_start_line(JsonWriter& json, const MessageRecord& record,
                      const sip::Message& parsed) {
  if (record.is_request()) {
    json.wire("method", record.method_name);
    json.wire("request_uri", parsed.request_uri);
    return;
  }
  json.number("status", record.status);
  json.wire("phrase", parsed.reason_phrase);
}

void write_anomalies(JsonWriter& json, const MessageRecord& record) {
  json.begin_array("anomalies");
  if (!record.anomalies.empty()) {
    for (const AnomalyKind kind : record.anomalies.list()) {
      json.element(to_string(kind));
    }
  }
  json.end_array();
}

struct LineForm {
  bool several_files = false;
  bool raw = false;
};

void write_message(JsonWriter& json, const MessageRecord& record,
                   const sip::Message& parsed, const LineForm& form) {
  json.begin_object();
  json.number("frame", record.frame.number);
  if (form.several_files) json.number("file", record.frame.file);
  json.time("time", record.timestamp);
  json.endpoint("source", record.source);
  json.endpoint("destination", record.destination);
  json.text("transport", to_string(record.transport));
  write_start_line(json, record, parsed);
  json.wire_or_null("call_id", record.call_id);
  json.number("cseq", record.cseq_number);
  const auto cseq = sip::parse_cseq(parsed.value_of(sip::HeaderId::CSeq));
  json.wire_or_null("cseq_method", cseq ? cseq->method : std::string_view());
  json.wire_or_null("branch", record.branch);
  json.wire_or_null("from_tag", record.from_tag);
  json.wire_or_null("to_tag", record.to_tag);
  json.flag("retransmission", record.repetition == Repetition::Retransmission);
  json.flag("duplicate", record.repetition == Repetition::Duplicate);
  json.text("repetition", to_string(record.repetition));
  write_anomalies(json, record);
  json.number("length", record.octets.size());
  json.number("body_length", record.body_octets);
  if (form.raw) json.text("raw", output::to_base64(record.octets));
  json.end_object();
  json.end_document();
}

}  // namespace
}  // namespace report

bool write_messages_ndjson(const Triage& triage,
                           const MessageLineOptions& options, Sink& sink) {
  report::JsonWriter json(sink);
  json.end_at(triage.coverage.limits[LimitId::OutputOctets]);
  const report::LineForm form{triage.coverage.files.size() > 1, options.raw};
  sip::Message parsed(triage.coverage.limits);
  for (const MessageRecord& record :
       report::list_messages(triage, options.rows)) {
    if (json.failed()) break;
    report::parse_again(record, parsed);
    report::write_message(json, record, parsed, form);
  }
  return json.finish();
}

}  // namespace siptriage
