#include "siptriage/sip/parse.h"

#include "siptriage/base/ascii.h"

#include "sip/header_checks.h"
#include "sip/line_splitter.h"
#include "sip/measured_index.h"
#include "sip/start_line.h"

namespace siptriage::sip {
namespace {

std::size_t count_line_ends(std::string_view octets) {
  std::size_t count = 0;
  while (count < octets.size() && detail::is_line_end(octets[count])) ++count;
  return count;
}

ParseStatus parse_and_check(std::string_view octets, Framing framing,
                            Message& message, ValueMemory* memory) {
  const detail::MeasuredIndex index =
      detail::index_measured(octets, framing, message);
  if (index.status == ParseStatus::Complete) {
    detail::check_message(index.header, message, memory);
  }
  return index.status;
}

}  // namespace

ParseStatus index_message(std::string_view octets, Framing framing,
                          Message& message) {
  return detail::index_measured(octets, framing, message).status;
}

ParseStatus parse_message(std::string_view octets, Framing framing,
                          Message& message) {
  return parse_and_check(octets, framing, message, nullptr);
}

ParseStatus parse_message(std::string_view octets, Framing framing,
                          Message& message, ValueMemory& memory) {
  return parse_and_check(octets, framing, message, &memory);
}

bool detail::starts_like_sip(std::string_view octets) {
  octets.remove_prefix(count_line_ends(octets));
  return begins_with_start_line(octets);
}

std::size_t find_start_line(std::string_view octets, std::size_t from) {
  const auto is_line_start = [octets](std::size_t offset) {
    return offset == 0 || detail::is_line_end(octets[offset - 1]);
  };
  if (from > octets.size()) return std::string_view::npos;
  std::size_t offset = from;
  if (!is_line_start(offset)) offset = detail::find_line_end(octets, offset);
  for (;;) {
    offset += count_line_ends(octets.substr(offset));
    if (offset == octets.size()) return std::string_view::npos;
    if (detail::begins_with_start_line(octets.substr(offset))) return offset;
    offset = detail::find_line_end(octets, offset);
  }
}

}  // namespace siptriage::sip
