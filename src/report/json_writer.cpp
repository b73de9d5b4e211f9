#include "report/json_writer.h"

#include "report/base64.h"
#include "report/utf8.h"

namespace siptriage::report {
namespace {

rapidjson::SizeType size_of(std::string_view text) {
  return static_cast<rapidjson::SizeType>(text.size());
}

}  // namespace

void JsonWriter::key(std::string_view name) {
  writer_.Key(name.data(), size_of(name));
}

void JsonWriter::begin_object(std::string_view name) {
  key(name);
  writer_.StartObject();
}

void JsonWriter::begin_array(std::string_view name) {
  key(name);
  writer_.StartArray();
}

void JsonWriter::element(std::string_view text) {
  // RapidJSON does not take a null pointer, whatever the length.
  writer_.String(text.empty() ? "" : text.data(), size_of(text));
}

void JsonWriter::text(std::string_view name, std::string_view value) {
  key(name);
  element(value);
}

void JsonWriter::text_or_null(std::string_view name, std::string_view value) {
  if (value.empty()) return null(name);
  text(name, value);
}

void JsonWriter::number(std::string_view name, std::uint64_t value) {
  key(name);
  writer_.Uint64(value);
}

void JsonWriter::flag(std::string_view name, bool value) {
  key(name);
  writer_.Bool(value);
}

void JsonWriter::null(std::string_view name) {
  key(name);
  writer_.Null();
}

void JsonWriter::time(std::string_view name, Timestamp value) {
  text(name, to_iso8601(value));
}

void JsonWriter::milliseconds(std::string_view name,
                              std::optional<Duration> value) {
  if (!value) return null(name);
  key(name);
  writer_.Double(milliseconds_of(*value));
}

void JsonWriter::wire(std::string_view name, std::string_view octets) {
  if (is_utf8(octets)) return text(name, octets);
  text(name, to_utf8(octets));
  text(std::string(name) + "_base64", to_base64(octets));
}

void JsonWriter::wire_or_null(std::string_view name, std::string_view octets) {
  if (octets.empty()) return null(name);
  wire(name, octets);
}

void JsonWriter::end_document() {
  output_.append('\n');
  writer_.Reset(stream_);
}

}  // namespace siptriage::report
