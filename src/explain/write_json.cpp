// write_explanation_json (data/schema/explain.schema.json).

#include "siptriage/explain/explain.h"

#include "explain/json_entry.h"
#include "output/json_writer.h"

namespace siptriage {
namespace explain {
namespace {

using output::JsonWriter;

// What the user typed is text from outside.
void write_inquiry(JsonWriter& json, const Inquiry& inquiry) {
  json.begin_object("inquiry");
  std::string words;
  for (const std::string& word : inquiry.words) {
    if (!words.empty()) words += ' ';
    words += word;
  }
  json.wire("words", words);
  json.wire_or_null("header", inquiry.header);
  json.wire_or_null("method", inquiry.method);
  inquiry.response_class ? json.number("class", *inquiry.response_class)
                         : json.null("class");
  json.text_or_null("side", inquiry.side ? to_string(*inquiry.side) : "");
  json.end_object();
}

void write_entries(JsonWriter& json, const Explanation& explanation) {
  json.begin_array("entries");
  for (const Topic& topic : explanation.entries) {
    if (json.failed()) break;
    json.break_line();
    json.begin_object();
    write_topic_members(json, topic);
    write_entry_members(json, topic);
    json.end_object();
  }
  json.end_array();
}

void write_hits(JsonWriter& json, const Explanation& explanation) {
  json.begin_array("hits");
  for (const Hit& hit : explanation.hits) {
    json.break_line();
    json.begin_object();
    write_topic_members(json, hit.topic);
    json.text_or_null("field", hit.field);
    json.text_or_null("text", hit.text);
    json.end_object();
  }
  json.end_array();
}

void write_not_found(JsonWriter& json, const Explanation& explanation) {
  json.begin_array("not_found");
  for (const std::string& what : explanation.not_found) {
    json.begin_object();
    json.wire("words", what);
    json.end_object();
  }
  json.end_array();
  json.begin_array("nearest");
  for (const Topic& topic : explanation.nearest) {
    json.break_line();
    json.begin_object();
    write_topic_members(json, topic);
    json.end_object();
  }
  json.end_array();
}

}  // namespace
}  // namespace explain

bool write_explanation_json(const Explanation& explanation, Sink& sink) {
  output::JsonWriter json(sink);
  json.begin_object();
  json.text("schema_version", kExplainSchemaVersion);
  json.begin_object("generator");
  json.text("name", "siptriage");
  json.end_object();
  explain::write_inquiry(json, explanation.inquiry);
  explain::write_entries(json, explanation);
  explain::write_hits(json, explanation);
  explain::write_not_found(json, explanation);
  json.end_object();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
