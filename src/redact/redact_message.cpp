// A message, or what has header fields and a body like one.

#include <algorithm>
#include <cstddef>
#include <string>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/redact/messages.h"
#include "siptriage/sip/header_id.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/values.h"

#include "redact/forms.h"
#include "sip/line_splitter.h"
#include "sip/multipart.h"

namespace siptriage {
namespace detail {
namespace {

using sip::HeaderId;

constexpr std::string_view kWhiteSpace = " \t\r\n";

// What the header fields say of the body, kept apart: they are edited before
// it.
struct BodyKind {
  std::string content_type;
  bool is_encoded = false;
};

bool is_registered_name(std::string_view name) {
  return sip::find_header_id(name) != HeaderId::Unknown ||
         find_header_field(name) != nullptr ||
         find_cause_header(name) != nullptr;
}

void redact_header_field(TextEditor& editor, std::string_view field,
                         BodyKind& body) {
  const std::size_t colon = field.find(':');
  if (colon == std::string_view::npos) return;
  const std::string_view name = trim(field.substr(0, colon));
  const std::string_view value = trim(field.substr(colon + 1));
  const HeaderId id = sip::find_header_id(name);
  if (id == HeaderId::ContentType) body.content_type = value;
  if (id == HeaderId::ContentEncoding) body.is_encoded = true;
  // Edited in place, a name would no longer be known: the value first.
  const std::string name_before(name);
  if (is_registered_name(name) || name.size() == 1) {
    editor.keep(name);
  } else {
    editor.keep_known(name, kMostTextDigits);
  }
  redact_header_value(editor, name_before, value);
}

bool is_header_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = trim(line.substr(0, colon));
  return !name.empty() &&
         name.find_first_of(kWhiteSpace) == std::string_view::npos;
}

// "SIP/2.0 486 Busy Here".
void redact_status_line(TextEditor& editor, std::string_view line) {
  const std::size_t space =
      std::min(line.find_first_of(kWhiteSpace), line.size());
  editor.keep_known(line.substr(0, space));
  line.remove_prefix(space);
  line = trim(line);
  // Three digits are the code, whatever stands behind them.
  const std::string_view code = line.substr(0, 3);
  if (std::all_of(code.begin(), code.end(), is_digit)) {
    editor.keep(code);
    line.remove_prefix(code.size());
  }
  editor.keep_known(line, kMostTextDigits);
}

// "INVITE sip:bob@example.com SIP/2.0".
void redact_request_line(TextEditor& editor, std::string_view line) {
  const std::size_t space =
      std::min(line.find_first_of(kWhiteSpace), line.size());
  editor.keep_known(line.substr(0, space));
  line = trim(line.substr(space));
  const std::size_t last = line.find_last_of(kWhiteSpace);
  if (last != std::string_view::npos &&
      starts_with_ignore_case(line.substr(last + 1), "SIP/")) {
    editor.keep_known(line.substr(last + 1));
    line = trim(line.substr(0, last));
  }
  redact_uri(editor, line);
}

void redact_start_line(TextEditor& editor, std::string_view line) {
  if (starts_with_ignore_case(line, "SIP/")) {
    redact_status_line(editor, line);
  } else {
    redact_request_line(editor, line);
  }
}

std::size_t end_of_line(std::string_view text, std::size_t begin) {
  sip::detail::LineSplitter lines(text, begin);
  sip::detail::Line line;
  lines.next(line);
  return lines.position();
}

// The end of the header field that begins at `begin`: lines that begin with a
// blank belong to the one before (RFC 3261 7.3.1).
std::size_t end_of_field(std::string_view text, std::size_t begin) {
  std::size_t end = end_of_line(text, begin);
  while (end < text.size() && sip::detail::is_blank(text[end])) {
    end = end_of_line(text, end);
  }
  return end;
}

// Gives where the body begins.
std::size_t redact_header_part(TextEditor& editor, std::string_view text,
                               bool has_start_line, BodyKind& body) {
  std::size_t at = 0;
  while (has_start_line && at < text.size() &&
         sip::detail::is_line_end(text[at])) {
    ++at;
  }
  bool is_first = has_start_line;
  while (at < text.size()) {
    if (sip::detail::is_line_end(text[at])) {
      return end_of_line(text, at);
    }
    std::size_t end = end_of_line(text, at);
    if (is_first && !is_header_field(text.substr(at, end - at))) {
      redact_start_line(editor, trim(text.substr(at, end - at)));
    } else {
      end = end_of_field(text, at);
      redact_header_field(editor, trim(text.substr(at, end - at)), body);
    }
    is_first = false;
    at = end;
  }
  return at;
}

void redact_entity(TextEditor& editor, std::string_view text,
                   bool has_start_line, unsigned depth) {
  BodyKind body;
  const std::size_t at = redact_header_part(editor, text, has_start_line, body);
  const std::string_view rest = text.substr(at);
  if (rest.empty()) return;
  if (body.is_encoded) return editor.blank(rest);
  redact_body(editor, body.content_type, rest, depth);
}

void redact_multipart(TextEditor& editor, std::string_view content_type,
                      std::string_view body, unsigned depth) {
  const std::string boundary(sip::detail::multipart_boundary(content_type));
  if (boundary.empty()) return editor.blank(body);
  for (std::string_view part; sip::detail::next_part(body, boundary, part);) {
    redact_entity(editor, part, false, depth + 1);
  }
}

}  // namespace

void redact_message(TextEditor& editor, std::string_view message,
                    unsigned depth) {
  redact_entity(editor, message, true, depth);
}

void redact_body(TextEditor& editor, std::string_view content_type,
                 std::string_view body, unsigned depth) {
  const std::string_view type = sip::media_type(content_type);
  if (equals_ignore_case(type, "application/sdp") ||
      (type.empty() && body.starts_with("v=0"))) {
    return redact_sdp(editor, body);
  }
  if (depth < kMostBodyDepth) {
    if (starts_with_ignore_case(type, "multipart/")) {
      return redact_multipart(editor, content_type, body, depth);
    }
    if (equals_ignore_case(type, "message/sipfrag") ||
        equals_ignore_case(type, "message/sip")) {
      return redact_message(editor, body, depth + 1);
    }
  }
  editor.blank(body);
}

}  // namespace detail

std::size_t redact_messages(std::span<char> octets, Pseudonyms& names) {
  std::size_t count = 0;
  sip::Message message;
  std::size_t at = 0;
  while (at < octets.size()) {
    const std::string_view rest(octets.data() + at, octets.size() - at);
    if (sip::index_message(rest, sip::Framing::Datagram, message) !=
        sip::ParseStatus::Complete) {
      break;
    }
    const auto begin =
        static_cast<std::size_t>(message.octets.data() - octets.data());
    const std::size_t end = begin + message.octets.size();
    // What stands in front is line ends.
    detail::TextEditor editor(octets.subspan(at, end - at), names);
    detail::redact_message(editor, editor.text().substr(begin - at), 0);
    editor.finish();
    at = end;
    ++count;
  }
  blank_octets(octets.subspan(at), names);
  return count;
}

void blank_octets(std::span<char> octets, Pseudonyms& names) {
  detail::TextEditor editor(octets, names);
  editor.blank(editor.text());
}

}  // namespace siptriage
