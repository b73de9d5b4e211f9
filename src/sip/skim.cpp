#include "siptriage/sip/skim.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "siptriage/base/ascii.h"

#include "sip/line_scanner.h"
#include "sip/plain_skim.h"
#include "sip/skim_masks.h"
#include "sip/start_line.h"

namespace siptriage::sip {
namespace {

constexpr std::uint64_t kMaxBodyOctets = kMaxMessageOctets;

// As nearly all write them.
constexpr std::string_view kCallId = "Call-ID";
constexpr std::string_view kContentLength = "Content-Length";

// The hyphen tells most names apart from others that begin alike.
bool begins_with(std::string_view line, std::string_view name,
                 std::size_t hyphen) {
  return line.size() > hyphen && line[hyphen] == '-' &&
         starts_with_ignore_case(line, name);
}

// The header fields that matter, and whether all of them are plain enough.
class Fields {
 public:
  // A line of a header part; false: a closer look is needed.
  bool take(std::string_view line) {
    switch (to_lower(line.front())) {
      case 'c':
        return take_by_name(line);
      case 'i':
        return take_named(line, 1, &Fields::take_call_id);
      case 'l':
        return take_named(line, 1, &Fields::take_content_length);
      default:
        return true;
    }
  }

  // Nothing follows but a body of `octets`, all there is.
  [[nodiscard]] bool are_complete(std::size_t octets) const {
    return !call_id_.empty() && content_length_ && *content_length_ == octets;
  }
  [[nodiscard]] std::string_view call_id() const { return call_id_; }

 private:
  using TakeValue = bool (Fields::*)(std::string_view);

  bool take_by_name(std::string_view line) {
    if (begins_with(line, kCallId, kCallId.find('-'))) {
      return take_named(line, kCallId.size(), &Fields::take_call_id);
    }
    if (begins_with(line, kContentLength, kContentLength.find('-'))) {
      return take_named(line, kContentLength.size(),
                        &Fields::take_content_length);
    }
    return true;
  }

  // A longer name is another one; white space before the colon is odd.
  bool take_named(std::string_view line, std::size_t name_octets,
                  TakeValue take_value) {
    if (line.size() == name_octets) return false;
    const char behind = line[name_octets];
    if (behind != ':') return is_token(behind);
    return (this->*take_value)(trim(line.substr(name_octets + 1)));
  }

  bool take_call_id(std::string_view value) {
    if (call_id_.data() == nullptr) call_id_ = value;
    return true;
  }

  bool take_content_length(std::string_view value) {
    if (content_length_) return false;
    content_length_ = parse_unsigned(value);
    return content_length_ && *content_length_ <= kMaxBodyOctets;
  }

  std::string_view call_id_;
  std::optional<std::uint64_t> content_length_;
};

// Looks at the lines that begin like a wanted one and at no other, for which it
// needs the vectors of the processor.
class VectorSkimmer {
 public:
  VectorSkimmer(std::string_view octets, detail::FindSkimMasks find)
      : octets_(octets), find_(find) {}

  // False: a closer look is needed.
  [[nodiscard]] bool skim(Skim& skim, Message& spare) {
    if (!find_lines(spare.limits().header_fields) ||
        !has_ordinary_start_line(spare))
      return false;
    Fields fields;
    for (std::size_t block = 0; block <= last_block_; ++block) {
      for (std::uint64_t bits = wanted_[block]; bits != 0; bits &= bits - 1) {
        const std::size_t line_feed =
            block * kBlock + static_cast<std::size_t>(std::countr_zero(bits));
        if (!fields.take(line_behind(line_feed))) return false;
      }
    }
    if (!fields.are_complete(octets_.size() - header_octets_)) return false;
    skim = {octets_, fields.call_id(), {}, false};
    return true;
  }

 private:
  static constexpr std::size_t kBlock = 64;
  // Longer header parts are none of the ordinary ones.
  static constexpr std::size_t kMaxBlocks = 32;

  static std::uint64_t bits_up_to(int bit) {
    return ~std::uint64_t{0} >> (63 - bit);
  }

  // Up to the blank line. False if there is none, or if a line before it is
  // folded, or ended by anything but CRLF; or if there are more than `most`.
  bool find_lines(std::size_t most) {
    std::uint64_t return_before = 0;
    for (std::size_t block = 0; block < kMaxBlocks; ++block) {
      detail::SkimMasks masks;
      if (!find_masks(block * kBlock, masks)) return false;
      std::uint64_t unpaired =
          masks.line_feeds ^ (masks.returns << 1 | return_before);
      return_before = masks.returns >> 63;
      const bool is_last = masks.before_blank != 0;
      if (is_last) {
        const int blank = std::countr_zero(masks.before_blank);
        const std::uint64_t kept = bits_up_to(blank);
        unpaired &= kept;
        masks.before_fold &= kept;
        // The blank line itself is not wanted, but its LF ends the last line.
        masks.before_wanted &= kept >> 1;
        masks.line_feeds &= kept;
        header_octets_ = block * kBlock + static_cast<std::size_t>(blank) + 3;
        last_block_ = block;
      }
      if (unpaired != 0 || masks.before_fold != 0) return false;
      line_feeds_[block] = masks.line_feeds;
      wanted_[block] = masks.before_wanted;
      if (is_last) {
        return header_octets_ <= octets_.size() &&
               octets_[header_octets_ - 1] == '\n' && are_all_indexed(most);
      }
    }
    return false;
  }

  // Fields past header-fields must not be looked at.
  [[nodiscard]] bool are_all_indexed(std::size_t most) const {
    constexpr std::size_t kShortestField = 4;  // "a:" and its line end
    if (header_octets_ <= most * kShortestField) return true;
    std::size_t lines = 0;
    for (std::size_t block = 0; block <= last_block_; ++block) {
      lines += static_cast<std::size_t>(std::popcount(line_feeds_[block]));
    }
    return lines <= most;
  }

  // False behind the octets.
  bool find_masks(std::size_t position, detail::SkimMasks& masks) {
    if (position >= octets_.size()) return false;
    const std::size_t left = octets_.size() - position;
    if (left >= detail::kSkimOctets) {
      find_(octets_.data() + position, masks);
      return true;
    }
    std::array<char, detail::kSkimOctets> copy{};
    std::memcpy(copy.data(), octets_.data() + position, left);
    find_(copy.data(), masks);
    return true;
  }

  [[nodiscard]] bool has_ordinary_start_line(Message& spare) const {
    const std::size_t line_feed = next_line_feed(0);
    if (line_feed < 2) return false;
    return detail::take_ordinary_start_line(
        {octets_.substr(0, line_feed - 1), detail::LineEnd::CrLf}, spare);
  }

  // The first at or behind `position`; there is one.
  [[nodiscard]] std::size_t next_line_feed(std::size_t position) const {
    std::size_t block = position / kBlock;
    std::uint64_t bits = line_feeds_[block] & ~std::uint64_t{0}
                                                  << position % kBlock;
    while (bits == 0) bits = line_feeds_[++block];
    return block * kBlock + static_cast<std::size_t>(std::countr_zero(bits));
  }

  [[nodiscard]] std::string_view line_behind(std::size_t line_feed) const {
    const std::size_t end = next_line_feed(line_feed + 1) - 1;
    return octets_.substr(line_feed + 1, end - line_feed - 1);
  }

  std::string_view octets_;
  detail::FindSkimMasks find_;
  std::size_t header_octets_ = 0;  // with the blank line
  std::size_t last_block_ = 0;
  std::array<std::uint64_t, kMaxBlocks> line_feeds_;
  std::array<std::uint64_t, kMaxBlocks> wanted_;
};

// The same line by line.
bool skim_lines(std::string_view octets, const MessageLimits& limits,
                Skim& skim) {
  detail::LineScanner lines(octets);
  detail::Line line;
  if (!lines.next(line) || line.end != detail::LineEnd::CrLf ||
      line.text.empty() || line.text.size() > limits.start_line_octets) {
    return false;
  }
  Fields fields;
  std::size_t count = 0;
  bool plain = true;
  lines.take_crlf_lines([&](const char* begin, const char* end) {
    if (begin == end) return false;
    plain = ++count <= limits.header_fields &&
            fields.take({begin, static_cast<std::size_t>(end - begin)});
    return plain;
  });
  // What take_crlf_lines() left: the blank line, if all was plain.
  if (!plain || !lines.next(line) || !line.text.empty() ||
      line.end != detail::LineEnd::CrLf ||
      !fields.are_complete(octets.size() - lines.position())) {
    return false;
  }
  skim = {octets, fields.call_id(), {}, false};
  return true;
}

}  // namespace

bool detail::skim_plain(std::string_view octets, Skim& skim, Message& spare) {
  if (octets.empty() || !is_alpha(octets.front()) ||
      octets.size() > spare.limits().message_octets) {
    return false;
  }
  if (const FindSkimMasks find = skim_mask_finder()) {
    return VectorSkimmer(octets, find).skim(skim, spare);
  }
  return starts_like_sip(octets) && skim_lines(octets, spare.limits(), skim);
}

ParseStatus skim_message(std::string_view octets, Skim& skim, Message& spare) {
  if (detail::skim_plain(octets, skim, spare)) return ParseStatus::Complete;
  skim.start_line_too_long = false;
  if (!starts_like_sip(octets)) return ParseStatus::Malformed;
  const ParseStatus status = index_message(octets, Framing::Datagram, spare);
  if (status == ParseStatus::Complete) {
    skim = {spare.octets, spare.value_of(HeaderId::CallId), spare.anomalies,
            false};
  } else {
    skim.start_line_too_long = spare.anomalies.has(AnomalyKind::TooLong);
  }
  return status;
}

}  // namespace siptriage::sip
