#include "sip/header_part.h"

#include <algorithm>
#include <optional>

#include "siptriage/base/ascii.h"

#include "sip/header_id_lookup.h"
#include "sip/line_scanner.h"
#include "sip/octet_class.h"
#include "sip/start_line.h"

namespace siptriage::sip::detail {
namespace {

constexpr OctetClass kTokenCharacters([](char c) { return is_token(c); });

bool is_token_text(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return kTokenCharacters.has(c); });
}

bool is_sound_name(std::string_view name) {
  return !name.empty() && is_token_text(name);
}

// Takes the lines behind the start line into the message's index. A header
// field is added when the line behind it shows that no fold follows.
class FieldCollector {
 public:
  explicit FieldCollector(Message& message) : message_(message) {}

  // Takes the header fields ahead as long as they are as nearly all are, on
  // one line, their names sound.
  void take_plain(LineScanner& lines) {
    static_assert(LineScanner::kPlainLineOctets >= 2 * kNameWordOctets);
    Message::Appender appender(message_);
    bool is_full = false;
    lines.take_plain_lines([&appender, &is_full](const char* line,
                                                 std::size_t colon,
                                                 const char* end) {
      const std::string_view name(line, colon);
      HeaderId id = look_up_header_id(line, colon);
      if (id == HeaderId::Unknown) [[unlikely]] {
        id = find_rare_name(name);
        if (id == kNoName) return false;
      }
      if (!appender.add(name, trim_value(line + colon + 1, end), id)) {
        is_full = true;
      }
      return true;
    });
    if (is_full) message_.anomalies.add(AnomalyKind::TooManyHeaderFields);
  }

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
    if (last_ == Last::Field) add(name_, trim(raw_value_), id_);
    last_ = Last::NoField;
  }

 private:
  enum class Last : std::uint8_t {
    None,     // the start line
    Field,    // a header field, which may still be folded
    NoField,  // a line that is no header field, nor what folds onto it
  };

  // What is rare is called, so that the loop above keeps its registers.

  // kNoName: the name is not sound.
  [[gnu::noinline]] static HeaderId find_rare_name(std::string_view name) {
    const HeaderId id = find_header_id(name);
    return id == HeaderId::Unknown && !is_sound_name(name) ? kNoName : id;
  }
  static constexpr HeaderId kNoName = HeaderId::Count;

  // trim() of what stands between the colon and CRLF, quick where that is a
  // space and a value.
  static std::string_view trim_value(const char* begin, const char* end) {
    const bool is_plain = begin[0] == ' ' && begin[1] > ' ' && end[-1] > ' ';
    if (!is_plain) [[unlikely]] {
      return trim_any(begin, end);
    }
    return {begin + 1, static_cast<std::size_t>(end - begin) - 1};
  }
  [[gnu::noinline]] static std::string_view trim_any(const char* begin,
                                                     const char* end) {
    return trim({begin, static_cast<std::size_t>(end - begin)});
  }

  void add(std::string_view name, std::string_view value, HeaderId id) {
    if (!Message::Appender(message_).add(name, value, id)) {
      message_.anomalies.add(AnomalyKind::TooManyHeaderFields);
    }
  }

  void take_fold(std::string_view line) {
    message_.anomalies.add(AnomalyKind::FoldedHeader);
    if (last_ != Last::Field) return;
    const char* end = line.data() + line.size();
    raw_value_ = {raw_value_.data(),
                  static_cast<std::size_t>(end - raw_value_.data())};
  }

  void take_name(std::string_view written) {
    name_ = trim(written);
    id_ = find_header_id(name_);
    if (name_.empty()) {
      return message_.anomalies.add(AnomalyKind::EmptyHeaderName);
    }
    if (is_blank(written.back())) {
      message_.anomalies.add(AnomalyKind::SpaceBeforeColon);
    }
    if (is_blank(written.front()) ||
        (id_ == HeaderId::Unknown && !is_token_text(name_))) {
      message_.anomalies.add(AnomalyKind::BadHeaderName);
    }
  }

  Message& message_;
  std::string_view name_;
  HeaderId id_ = HeaderId::Unknown;
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

// The line that `octets` begin with, if it is a start line.
StartLineCheck take_start_line(std::string_view octets, const Line& line,
                               Framing framing, Message& message) {
  if (!take_ordinary_start_line(line, message)) {
    const StartLineCheck check =
        check_start_line(octets, framing, message.limits().start_line_octets);
    if (check != StartLineCheck::Yes) return check;
    take_any_start_line(line.text, message);
  }
  message.start_line = octets.substr(0, line.text.size());
  return StartLineCheck::Yes;
}

HeaderPartEnd end_behind(const Line& line) {
  return line.end == LineEnd::None ? HeaderPartEnd::Cut
                                   : HeaderPartEnd::LineEnd;
}

// Takes the lines behind the start line, whose end is `end`. Nothing: more
// octets are needed (Framing::Stream).
std::optional<HeaderPartEnd> take_fields(std::string_view octets,
                                         Framing framing, HeaderPartEnd end,
                                         LineScanner& lines, Message& message) {
  FieldCollector collector(message);
  collector.take_plain(lines);
  if (lines.pass_last_line()) return HeaderPartEnd::BlankLine;
  for (Line line; lines.next(line);) {
    if (line.end != LineEnd::CrLf) {
      const bool is_last = lines.position() == octets.size();
      // A lone CR at the end of what has arrived may be half of a CRLF.
      if (framing == Framing::Stream && is_last && line.end != LineEnd::Lf) {
        return std::nullopt;
      }
      note_line_end(line.end, is_last, message.anomalies);
    }
    if (line.text.empty()) {
      collector.finish();
      return HeaderPartEnd::BlankLine;
    }
    collector.take(line);
    end = end_behind(line);
    if (!lines.is_at_fold()) {
      collector.finish();
      collector.take_plain(lines);
    }
  }
  if (framing == Framing::Stream) return std::nullopt;
  message.anomalies.add(AnomalyKind::MissingBlankLine);
  collector.finish();
  return end;
}

// A header part that is not longer has no header field that is.
void note_long_fields(std::size_t header_octets, Message& message) {
  const std::size_t most = message.limits().header_field_octets;
  if (header_octets <= most) return;
  for (const HeaderField& field : message.header_fields()) {
    const char* const end = field.value.data() + field.value.size();
    if (static_cast<std::size_t>(end - field.name.data()) > most) {
      return message.anomalies.add(AnomalyKind::HeaderFieldTooLong);
    }
  }
}

}  // namespace

HeaderPart read_header_part(std::string_view octets, Framing framing,
                            Message& message) {
  LineScanner lines(octets);
  Line line;
  lines.next(line);
  switch (take_start_line(octets, line, framing, message)) {
    case StartLineCheck::No:
      return {};
    case StartLineCheck::TooLong:
      message.anomalies.add(AnomalyKind::TooLong);
      return {};
    case StartLineCheck::NeedMore:
      return {ParseStatus::NeedMore};
    case StartLineCheck::Yes:
      break;
  }
  note_line_end(line.end, lines.position() == octets.size(), message.anomalies);
  const std::optional<HeaderPartEnd> end =
      take_fields(octets, framing, end_behind(line), lines, message);
  if (!end) return {ParseStatus::NeedMore};
  note_long_fields(lines.position(), message);
  return {ParseStatus::Complete, *end, lines.position(),
          lines.may_have_odd_octets()};
}

}  // namespace siptriage::sip::detail
