#pragma once
// JsonWriter: one JSON document, streamed into a Sink.
//
// Text from the wire goes through wire(): a key holds it as UTF-8, octets that
// are not replaced by U+FFFD, and then a second key, KEY_base64, holds the
// octets as they were.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <rapidjson/writer.h>

#include "siptriage/base/timestamp.h"

#include "report/buffered_output.h"

namespace siptriage::report {

// BufferedOutput as RapidJSON wants its output streams.
class JsonStream {
 public:
  using Ch = char;  // NOLINT(readability-identifier-naming): RapidJSON's name

  explicit JsonStream(BufferedOutput& output) : output_(output) {}
  // NOLINTBEGIN(readability-identifier-naming): RapidJSON's names
  void Put(char octet) { output_.append(octet); }
  void Flush() {}
  // NOLINTEND(readability-identifier-naming)

 private:
  BufferedOutput& output_;
};

class JsonWriter {
 public:
  explicit JsonWriter(Sink& sink)
      : output_(sink), stream_(output_), writer_(stream_) {}

  void begin_object() { writer_.StartObject(); }
  void begin_object(std::string_view key);
  void end_object() { writer_.EndObject(); }
  void begin_array() { writer_.StartArray(); }
  void begin_array(std::string_view key);
  void end_array() { writer_.EndArray(); }

  // Members. Text is our own and UTF-8.
  void text(std::string_view key, std::string_view value);
  void text_or_null(std::string_view key, std::string_view value);
  void number(std::string_view key, std::uint64_t value);
  void flag(std::string_view key, bool value);
  void null(std::string_view key);
  void time(std::string_view key, Timestamp value);
  void milliseconds(std::string_view key, std::optional<Duration> value);
  // Octets from the wire, see above.
  void wire(std::string_view key, std::string_view octets);
  // Null instead of an empty text.
  void wire_or_null(std::string_view key, std::string_view octets);

  // Elements of an array.
  void element(std::string_view text);
  void element(std::uint64_t number) { writer_.Uint64(number); }

  // White space between values, for people who look at the document.
  void break_line() { output_.append('\n'); }
  // Text as it stands: elements of an array, or members, with their commas.
  void raw(std::string_view text) { output_.append(text); }
  // What follows is a document, or an element, of its own.
  void begin_anew() { writer_.Reset(stream_); }
  // Ends a document; another one may follow.
  void end_document();

  [[nodiscard]] bool failed() const { return output_.failed(); }
  bool finish() { return output_.flush(); }

 private:
  void key(std::string_view name);

  BufferedOutput output_;
  JsonStream stream_;
  rapidjson::Writer<JsonStream> writer_;
};

}  // namespace siptriage::report
