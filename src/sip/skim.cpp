#include "siptriage/sip/skim.h"

#include <cstddef>
#include <cstdint>
#include <optional>

#include "siptriage/base/ascii.h"

#include "sip/line_scanner.h"

namespace siptriage::sip {
namespace {

// Call-IDs and lengths stand in one of the first lines of ordinary messages;
// of more fields than are indexed, the rest must not be looked at.
static_assert(kMaxHeaderFields >= 2);

constexpr std::uint64_t kMaxBodyOctets = kMaxMessageOctets;

constexpr std::string_view kCallId = "call-id";
constexpr std::string_view kContentLength = "content-length";

// The hyphen tells most names apart from others that begin alike.
bool begins_with(std::string_view line, std::string_view name,
                 std::size_t hyphen) {
  return line.size() > hyphen && line[hyphen] == '-' &&
         starts_with_ignore_case(line, name);
}

// The header fields that matter, and whether all of it is plain enough.
class HeaderPartSkimmer {
 public:
  explicit HeaderPartSkimmer(std::string_view octets) : octets_(octets) {}

  // False: a closer look is needed.
  [[nodiscard]] bool skim(Skim& skim) {
    detail::LineScanner lines(octets_);
    detail::Line line;
    if (!lines.next(line) || line.end != detail::LineEnd::CrLf ||
        line.text.empty()) {
      return false;
    }
    lines.take_crlf_lines([this](const char* begin, const char* end) {
      return take(begin, end);
    });
    // What take_crlf_lines() left: the blank line, if all was plain.
    if (!plain_ || !lines.next(line) || !line.text.empty() ||
        line.end != detail::LineEnd::CrLf) {
      return false;
    }
    const std::size_t body = octets_.size() - lines.position();
    if (call_id_.empty() || !content_length_ || *content_length_ != body) {
      return false;
    }
    skim = {octets_, call_id_, {}};
    return true;
  }

 private:
  // Whether to go on.
  bool take(const char* begin, const char* end) {
    if (begin == end || ++count_ > kMaxHeaderFields) return false;
    switch (to_lower(*begin)) {
      case 'c':
        return take_by_name({begin, static_cast<std::size_t>(end - begin)});
      case 'i':
        return take_compact({begin, static_cast<std::size_t>(end - begin)},
                            &HeaderPartSkimmer::take_call_id);
      case 'l':
        return take_compact({begin, static_cast<std::size_t>(end - begin)},
                            &HeaderPartSkimmer::take_content_length);
      default:
        return true;
    }
  }

  using TakeValue = bool (HeaderPartSkimmer::*)(std::string_view);

  bool take_by_name(std::string_view line) {
    if (begins_with(line, kCallId, kCallId.find('-'))) {
      return take_named(line, kCallId.size(), &HeaderPartSkimmer::take_call_id);
    }
    if (begins_with(line, kContentLength, kContentLength.find('-'))) {
      return take_named(line, kContentLength.size(),
                        &HeaderPartSkimmer::take_content_length);
    }
    return true;
  }

  bool take_compact(std::string_view line, TakeValue take_value) {
    return take_named(line, 1, take_value);
  }

  // A longer name is another one; white space before the colon is odd.
  bool take_named(std::string_view line, std::size_t name_octets,
                  TakeValue take_value) {
    if (line.size() == name_octets) return is_plain(false);
    const char behind = line[name_octets];
    if (behind == ':') {
      return (this->*take_value)(trim(line.substr(name_octets + 1)));
    }
    return is_plain(is_token(behind));
  }

  bool take_call_id(std::string_view value) {
    if (call_id_.data() == nullptr) call_id_ = value;
    return true;
  }

  bool take_content_length(std::string_view value) {
    if (content_length_) return is_plain(false);
    content_length_ = parse_unsigned(value);
    return is_plain(content_length_ && *content_length_ <= kMaxBodyOctets);
  }

  bool is_plain(bool plain) {
    plain_ = plain_ && plain;
    return plain;
  }

  std::string_view octets_;
  std::string_view call_id_;
  std::optional<std::uint64_t> content_length_;
  std::size_t count_ = 0;
  bool plain_ = true;
};

}  // namespace

ParseStatus skim_message(std::string_view octets, Skim& skim, Message& spare) {
  const bool may_be_plain =
      octets.size() <= kMaxMessageOctets && !is_lws(octets.front());
  if (may_be_plain && HeaderPartSkimmer(octets).skim(skim)) {
    return ParseStatus::Complete;
  }
  const ParseStatus status = index_message(octets, Framing::Datagram, spare);
  if (status == ParseStatus::Complete) {
    skim = {spare.octets, spare.value_of(HeaderId::CallId), spare.anomalies};
  }
  return status;
}

}  // namespace siptriage::sip
