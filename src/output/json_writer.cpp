#include "output/json_writer.h"

#include <string>

#include "output/base64.h"
#include "output/json_milliseconds.h"
#include "output/plain_text.h"
#include "output/utf8.h"

namespace siptriage::output {
namespace {

constexpr std::size_t kMaxEscapeOctets = 6;

bool needs_escape(char octet) {
  return static_cast<unsigned char>(octet) < 0x20 || octet == '"' ||
         octet == '\\';
}

// RFC 8259 7: two characters where there is such a form.
char* append_escape(char* to, char octet) {
  static constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  static constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  static constexpr std::string_view kLetters = "\"\\bfnrt";
  *to++ = '\\';
  const std::size_t known = kShort.find(octet);
  if (known != std::string_view::npos) {
    *to++ = kLetters[known];
    return to;
  }
  const auto value = static_cast<unsigned char>(octet);
  for (const char digit :
       {'u', '0', '0', kHexDigits[value >> 4U], kHexDigits[value & 0xFU]}) {
    *to++ = digit;
  }
  return to;
}

}  // namespace

bool JsonWriter::put_plain(char* to, std::string_view value) {
  if (!copy_plain(value, to + 1)) {
    output_.advance_to(to);
    return false;
  }
  *to = '"';
  to += 1 + value.size();
  *to = '"';
  output_.advance_to(to + 1);
  return true;
}

void JsonWriter::put_escaped(std::string_view value) {
  output_.append('"');
  std::size_t run = 0;  // begins here
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (!needs_escape(value[i])) continue;
    output_.append(value.substr(run, i - run));
    run = i + 1;
    char* const to = output_.room(kMaxEscapeOctets);
    output_.advance_to(append_escape(to, value[i]));
  }
  output_.append(value.substr(run));
  output_.append('"');
}

// Of a wire() that has written its key.
void JsonWriter::put_odd_wire(std::string_view key, std::string_view octets) {
  if (is_utf8(octets)) return put_escaped(octets);
  put_escaped(to_utf8(octets));
  text(std::string(key) + "_base64", to_base64(octets));
}

void JsonWriter::put_endpoint(char* to, const Endpoint& value) {
  *to = '"';
  to = to_chars(to + 1, value);
  *to = '"';
  output_.advance_to(to + 1);
}

void JsonWriter::put_time(char* to, Timestamp value) {
  *to = '"';
  to = iso8601_to_chars(to + 1, value);
  *to = '"';
  output_.advance_to(to + 1);
}

void JsonWriter::milliseconds(std::string_view key,
                              std::optional<Duration> value) {
  if (!value) return null(key);
  char* const to = member_room(key, kMaxMillisecondsOctets);
  output_.advance_to(milliseconds_to_chars(to, *value));
}

void JsonWriter::hundredths(std::string_view key, std::uint64_t value) {
  char* to = member_room(key, kMaxDigits + 3);
  to = std::to_chars(to, to + kMaxDigits, value / 100).ptr;
  *to++ = '.';
  *to++ = static_cast<char>('0' + value / 10 % 10);
  *to++ = static_cast<char>('0' + value % 10);
  output_.advance_to(to);
}

void JsonWriter::number_of(std::string_view utf8_key, std::uint64_t value) {
  put_text(element_room(utf8_key.size() + 2), utf8_key);
  output_.append(':');
  put_number(output_.room(kMaxDigits), value);
}

void JsonWriter::insert(std::string_view text) {
  if (text.empty()) return;
  char* const to = element_room(text.size());
  put(to, text);
}

void JsonWriter::end_document() {
  output_.append('\n');
  comma_ = false;
}

void JsonWriter::clear() {
  output_.clear();
  comma_ = false;
}

}  // namespace siptriage::output
