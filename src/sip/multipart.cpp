// Multipart bodies (RFC 2046 5.1, RFC 5621), and find_sdp: the SDP part of a
// body, which may lie in them.

#include "sip/multipart.h"

#include <cstddef>
#include <optional>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/header_id.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/values.h"

#include "sip/line_splitter.h"

namespace siptriage::sip {
namespace {

// "--boundary" and "--boundary--".
enum class Delimiter : std::uint8_t { None, Part, Close };

Delimiter classify_delimiter(std::string_view line, std::string_view boundary) {
  if (line.substr(0, 2) != "--") return Delimiter::None;
  line.remove_prefix(2);
  if (line.substr(0, boundary.size()) != boundary) return Delimiter::None;
  const std::string_view rest = trim(line.substr(boundary.size()));
  if (rest.empty()) return Delimiter::Part;
  return rest == "--" ? Delimiter::Close : Delimiter::None;
}

struct Part {
  std::string_view content_type;
  std::string_view body;
};

Part parse_part(std::string_view octets) {
  Part part;
  detail::LineSplitter lines(octets);
  for (detail::Line line; lines.next(line) && !line.text.empty();) {
    const std::size_t colon = line.text.find(':');
    if (colon != std::string_view::npos &&
        find_header_id(trim(line.text.substr(0, colon))) ==
            HeaderId::ContentType) {
      part.content_type = trim(line.text.substr(colon + 1));
    }
  }
  part.body = octets.substr(lines.position());
  return part;
}

// `levels`: of multipart bodies that may be looked into.
std::string_view find_sdp_within(std::string_view content_type,
                                 std::string_view body, std::uint32_t levels,
                                 bool& is_too_deep) {
  const std::string_view type = media_type(content_type);
  if (equals_ignore_case(type, "application/sdp")) return body;
  // A body that does not say what it is, but looks it.
  if (trim(content_type).empty() && body.substr(0, 3) == "v=0") return body;
  if (!starts_with_ignore_case(type, "multipart/")) return {};
  if (levels == 0) {
    is_too_deep = true;
    return {};
  }
  const std::string_view boundary = detail::multipart_boundary(content_type);
  if (boundary.empty()) return {};
  for (std::string_view octets; detail::next_part(body, boundary, octets);) {
    const Part part = parse_part(octets);
    // Without Content-Type a part is plain text (RFC 2046 5.2).
    if (part.content_type.empty()) continue;
    const std::string_view sdp =
        find_sdp_within(part.content_type, part.body, levels - 1, is_too_deep);
    if (!sdp.empty()) return sdp;
  }
  return {};
}

}  // namespace

namespace detail {

std::string_view multipart_boundary(std::string_view content_type) {
  const std::size_t parameters = content_type.find(';');
  if (parameters == std::string_view::npos) return {};
  return find_parameter(content_type.substr(parameters), "boundary")
      .value_or(std::string_view());
}

bool next_part(std::string_view& rest, std::string_view boundary,
               std::string_view& part) {
  LineSplitter lines(rest);
  std::size_t begin = std::string_view::npos;
  std::size_t last_text_end = 0;
  Line line;
  for (std::size_t start = 0; lines.next(line); start = lines.position()) {
    const Delimiter delimiter = classify_delimiter(line.text, boundary);
    if (delimiter != Delimiter::None && begin != std::string_view::npos) {
      part = last_text_end > begin ? rest.substr(begin, last_text_end - begin)
                                   : std::string_view();
      rest.remove_prefix(start);
      return true;
    }
    if (delimiter == Delimiter::Close) break;
    if (delimiter == Delimiter::Part) begin = lines.position();
    last_text_end = start + line.text.size();
  }
  // A part that is cut off, or not closed, is still one.
  if (begin == std::string_view::npos || begin >= rest.size()) return false;
  part = rest.substr(begin);
  rest = {};
  return true;
}

}  // namespace detail

std::string_view find_sdp(std::string_view content_type, std::string_view body,
                          std::uint32_t max_depth, bool& is_too_deep) {
  // As nearly all who send it write it.
  if (content_type == "application/sdp") return body;
  return find_sdp_within(content_type, body, max_depth, is_too_deep);
}

std::string_view find_sdp(std::string_view content_type,
                          std::string_view body) {
  bool is_too_deep = false;
  return find_sdp(content_type, body, MessageLimits().multipart_depth,
                  is_too_deep);
}

}  // namespace siptriage::sip
