#pragma once
// JsonWriter: one JSON document, streamed into a Sink, or kept to be a part of
// another one.
//
// It puts commas, quotes and escapes; that objects and arrays are closed, and
// that members stand in objects, is up to the caller. Writing is most of the
// work of a large report, so members come as one run of octets each.
//
// Text from the wire goes through wire(): a key holds it as UTF-8, octets that
// are not replaced by U+FFFD, and then a second key, KEY_base64, holds the
// octets as they were.

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

#include "siptriage/base/endpoint.h"
#include "siptriage/base/timestamp.h"

#include "output/buffered_output.h"

namespace siptriage::output {

class JsonWriter {
 public:
  // Keeps what is written, see text().
  JsonWriter() = default;
  explicit JsonWriter(Sink& sink) : output_(sink) {}

  void begin_object() { open(element_room(1), '{'); }
  void begin_object(std::string_view key) { open(member_room(key, 1), '{'); }
  void end_object() { close('}'); }
  void begin_array() { open(element_room(1), '['); }
  void begin_array(std::string_view key) { open(member_room(key, 1), '['); }
  void end_array() { close(']'); }

  // Members. Keys are our own, without a character to be escaped; text is our
  // own and UTF-8.
  void text(std::string_view key, std::string_view value) {
    put_text(member_room(key, value.size() + 2), value);
  }
  void text_or_null(std::string_view key, std::string_view value) {
    if (value.empty()) return null(key);
    text(key, value);
  }
  void number(std::string_view key, std::uint64_t value) {
    put_number(member_room(key, kMaxDigits), value);
  }
  void flag(std::string_view key, bool value) {
    char* const to = member_room(key, 5);
    if (value) return put(to, "true");
    put(to, "false");
  }
  void null(std::string_view key) { put(member_room(key, 4), "null"); }
  void endpoint(std::string_view key, const Endpoint& value) {
    put_endpoint(member_room(key, kMaxEndpointOctets + 2), value);
  }
  void time(std::string_view key, Timestamp value) {
    put_time(member_room(key, kIso8601Octets + 2), value);
  }
  void milliseconds(std::string_view key, std::optional<Duration> value);
  // A number with two decimals, such as a percentage: 7125 is 71.25.
  void hundredths(std::string_view key, std::uint64_t value);
  // Octets from the wire, see above.
  void wire(std::string_view key, std::string_view octets) {
    if (!put_plain(member_room(key, octets.size() + 2), octets)) {
      put_odd_wire(key, octets);
    }
  }
  // Null instead of an empty text.
  void wire_or_null(std::string_view key, std::string_view octets) {
    if (octets.empty()) return null(key);
    wire(key, octets);
  }
  // A member whose key is a text from the wire, as UTF-8.
  void number_of(std::string_view utf8_key, std::uint64_t value);

  // Elements of an array.
  void element(std::string_view text) {
    put_text(element_room(text.size() + 2), text);
  }
  void element(std::uint64_t number) {
    put_number(element_room(kMaxDigits), number);
  }

  // White space between values, for people who look at the document.
  void break_line() { output_.append('\n'); }
  // Members, or elements, as another writer has kept them.
  void insert(std::string_view text);
  // Text as it stands, with commas of its own.
  void raw(std::string_view text) { output_.append(text); }
  // What follows is a document, or an element, of its own.
  void begin_anew() { comma_ = false; }
  // Ends a document; another one may follow.
  void end_document();

  // What was written and kept. Until the next call of anything else.
  [[nodiscard]] std::string_view text() const { return output_.text(); }
  // Forgets that.
  void clear();

  // As BufferedOutput.
  void end_at(std::uint64_t octets) { output_.end_at(octets, {}); }
  [[nodiscard]] std::uint64_t octets() const { return output_.octets(); }
  void tell_cut() { output_.tell_cut(); }

  [[nodiscard]] bool failed() const { return output_.failed(); }
  bool finish() { return output_.flush(); }

 private:
  static constexpr std::size_t kMaxDigits = 20;  // of 64 bits

  // Each of these gives where a value of up to `octets` is to be written.
  char* member_room(std::string_view key, std::size_t octets) {
    char* to = output_.room(key.size() + 4 + octets);
    *to = ',';
    to += comma_ ? 1 : 0;
    comma_ = true;
    *to++ = '"';
    std::memcpy(to, key.data(), key.size());
    to += key.size();
    *to++ = '"';
    *to++ = ':';
    return to;
  }
  char* element_room(std::size_t octets) {
    char* const to = output_.room(1 + octets);
    *to = ',';
    char* const value = to + (comma_ ? 1 : 0);
    comma_ = true;
    return value;
  }

  void open(char* to, char bracket) {
    *to = bracket;
    output_.advance_to(to + 1);
    comma_ = false;
  }
  void close(char bracket) {
    output_.append(bracket);
    comma_ = true;
  }
  void put(char* to, std::string_view value) {
    std::memcpy(to, value.data(), value.size());
    output_.advance_to(to + value.size());
  }
  void put_number(char* to, std::uint64_t value) {
    output_.advance_to(std::to_chars(to, to + kMaxDigits, value).ptr);
  }
  void put_text(char* to, std::string_view value) {
    if (!put_plain(to, value)) put_escaped(value);
  }
  // False: `value` needs more than quotes; what stands before `to` is written.
  bool put_plain(char* to, std::string_view value);
  void put_escaped(std::string_view value);
  void put_odd_wire(std::string_view key, std::string_view octets);
  void put_endpoint(char* to, const Endpoint& value);
  void put_time(char* to, Timestamp value);

  BufferedOutput output_;
  bool comma_ = false;  // stands before the next member or element
};

}  // namespace siptriage::output
