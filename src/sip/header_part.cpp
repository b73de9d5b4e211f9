#include "sip/header_part.h"

#include <algorithm>

#include "siptriage/base/ascii.h"

#include "sip/line_splitter.h"
#include "sip/start_line.h"

namespace siptriage::sip::detail {
namespace {

constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }

// Takes the lines behind the start line into the message's index. A header
// field is added when the line behind it shows that no fold follows.
class FieldCollector {
 public:
  explicit FieldCollector(Message& message) : message_(message) {}

  void take(const Line& line) {
    const std::string_view text = line.text;
    if (is_blank(text.front()) && last_ != Last::None) return take_fold(text);
    finish();
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
      // A last line without end may have been cut off before its colon.
      if (line.end != LineEnd::None) {
        message_.anomalies.add(AnomalyKind::HeaderWithoutColon);
      }
      last_ = Last::NoField;
      return;
    }
    take_name(text.substr(0, colon));
    raw_value_ = text.substr(colon + 1);
    last_ = Last::Field;
  }

  // No line follows.
  void finish() {
    if (last_ == Last::Field) {
      field_.value = trim(raw_value_);
      if (!message_.add_header_field(field_)) {
        message_.anomalies.add(AnomalyKind::TooManyHeaderFields);
      }
    }
    last_ = Last::NoField;
  }

 private:
  enum class Last : std::uint8_t {
    None,     // the start line
    Field,    // a header field, which may still be folded
    NoField,  // a line that is no header field, nor what folds onto it
  };

  void take_fold(std::string_view line) {
    message_.anomalies.add(AnomalyKind::FoldedHeader);
    if (last_ != Last::Field) return;
    const char* end = line.data() + line.size();
    raw_value_ = {raw_value_.data(),
                  static_cast<std::size_t>(end - raw_value_.data())};
  }

  void take_name(std::string_view written) {
    field_.name = trim(written);
    field_.id = find_header_id(field_.name);
    if (field_.name.empty()) {
      return message_.anomalies.add(AnomalyKind::EmptyHeaderName);
    }
    if (is_blank(written.back())) {
      message_.anomalies.add(AnomalyKind::SpaceBeforeColon);
    }
    if (is_blank(written.front()) ||
        (field_.id == HeaderId::Unknown &&
         !std::all_of(field_.name.begin(), field_.name.end(), is_token))) {
      message_.anomalies.add(AnomalyKind::BadHeaderName);
    }
  }

  Message& message_;
  HeaderField field_{};
  std::string_view raw_value_;
  Last last_ = Last::None;
};

// `is_last`: nothing follows, so that a lone CR may be a CRLF cut in half.
void note_line_end(LineEnd end, bool is_last, AnomalySet& anomalies) {
  if (end == LineEnd::Lf) anomalies.add(AnomalyKind::BareLineFeed);
  if (end == LineEnd::Cr && !is_last) {
    anomalies.add(AnomalyKind::BareCarriageReturn);
  }
}

void take_start_line(std::string_view line, Message& message) {
  const StartLine start = parse_start_line(line);
  message.start_line = line;
  message.status = start.status;
  message.method_name = start.method_name;
  message.method = find_method(start.method_name);
  message.request_uri = start.request_uri;
  message.reason_phrase = start.reason_phrase;
  message.anomalies.add(start.anomalies);
}

}  // namespace

HeaderPart read_header_part(std::string_view octets, Framing framing,
                            Message& message) {
  switch (check_start_line(octets, framing)) {
    case StartLineCheck::No:
      return {};
    case StartLineCheck::NeedMore:
      return {ParseStatus::NeedMore};
    case StartLineCheck::Yes:
      break;
  }
  LineSplitter lines(octets);
  Line line;
  lines.next(line);
  take_start_line(line.text, message);
  note_line_end(line.end, lines.position() == octets.size(), message.anomalies);
  FieldCollector collector(message);
  const auto end_behind = [](LineEnd end) {
    return end == LineEnd::None ? HeaderPartEnd::Cut : HeaderPartEnd::LineEnd;
  };
  HeaderPartEnd part_end = end_behind(line.end);
  while (part_end != HeaderPartEnd::BlankLine && lines.next(line)) {
    const bool is_last = lines.position() == octets.size();
    // A lone CR at the end of what has arrived may be half of a CRLF.
    if (framing == Framing::Stream && is_last && line.end != LineEnd::CrLf &&
        line.end != LineEnd::Lf) {
      return {ParseStatus::NeedMore};
    }
    note_line_end(line.end, is_last, message.anomalies);
    if (line.text.empty()) {
      part_end = HeaderPartEnd::BlankLine;
    } else {
      collector.take(line);
      part_end = end_behind(line.end);
    }
  }
  if (part_end != HeaderPartEnd::BlankLine) {
    if (framing == Framing::Stream) return {ParseStatus::NeedMore};
    message.anomalies.add(AnomalyKind::MissingBlankLine);
  }
  collector.finish();
  return {ParseStatus::Complete, part_end, lines.position()};
}

}  // namespace siptriage::sip::detail
