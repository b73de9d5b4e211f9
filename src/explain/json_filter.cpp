#include "explain/json_filter.h"

#include "siptriage/filter/reference.h"

namespace siptriage::explain {
namespace {

using output::JsonWriter;

void write_parts(JsonWriter& json, std::string_view key,
                 std::span<const FilterPartDoc> parts) {
  json.begin_array(key);
  for (const FilterPartDoc& part : parts) {
    json.begin_object();
    json.text("text", part.text);
    json.text("meaning", part.meaning);
    json.end_object();
  }
  json.end_array();
}

void write_fields(JsonWriter& json) {
  json.begin_array("fields");
  for (const FilterFieldDoc& field : filter_fields()) {
    json.begin_object();
    json.text("name", field.name);
    json.text("of", to_string(field.scope));
    json.text("type", field.type);
    json.text("meaning", field.meaning);
    json.text("example", field.example);
    json.begin_array("words");
    for (const std::string_view word : field.words) json.element(word);
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_examples(JsonWriter& json) {
  json.begin_array("examples");
  for (const FilterExampleDoc& example : filter_examples()) {
    json.begin_object();
    json.text("command",
              example.scope == FilterScope::Call ? "calls" : "messages");
    json.text("text", example.text);
    json.text("meaning", example.meaning);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_filter_members(JsonWriter& json) {
  json.begin_array("rules");
  for (const std::string_view rule : filter_rules()) json.element(rule);
  json.end_array();
  write_parts(json, "operators", filter_operators());
  write_parts(json, "values", filter_values());
  write_fields(json);
  write_examples(json);
}

}  // namespace siptriage::explain
