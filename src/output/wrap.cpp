#include "output/wrap.h"

#include "output/utf8.h"

namespace siptriage::output {
namespace {

// The octets of the longest front of `text` that `columns` hold.
std::size_t front_octets(std::string_view text, std::size_t columns) {
  std::size_t octets = 0;
  while (octets < text.size()) {
    const CodePoint point = first_code_point(text.substr(octets));
    const std::size_t wide = columns_of(point.value);
    if (wide > columns) break;
    columns -= wide;
    octets += point.octets;
  }
  return octets;
}

// Where the shortest tail begins that leaves at most `columns`.
std::size_t tail_offset(std::string_view text, std::size_t columns) {
  std::size_t left = columns_of(text);
  std::size_t offset = 0;
  while (left > columns) {
    const CodePoint point = first_code_point(text.substr(offset));
    left -= columns_of(point.value);
    offset += point.octets;
  }
  return offset;
}

}  // namespace

std::string cut_to_columns(std::string_view text, std::size_t columns,
                           std::string_view ellipsis) {
  if (columns_of(text) <= columns) return std::string(text);
  const std::size_t reserved = columns_of(ellipsis);
  if (columns <= reserved) {
    return std::string(text.substr(0, front_octets(text, columns)));
  }
  std::string cut(text.substr(0, front_octets(text, columns - reserved)));
  return cut.append(ellipsis);
}

std::string cut_middle(std::string_view text, std::size_t columns,
                       std::string_view ellipsis) {
  if (columns_of(text) <= columns) return std::string(text);
  const std::size_t reserved = columns_of(ellipsis);
  if (columns <= reserved) return cut_to_columns(text, columns, ellipsis);
  const std::size_t tail = (columns - reserved) / 2;
  const std::size_t front = columns - reserved - tail;
  std::string cut(text.substr(0, front_octets(text, front)));
  return cut.append(ellipsis).append(text.substr(tail_offset(text, tail)));
}

std::vector<std::string> wrap_text(std::string_view text, std::size_t columns,
                                   std::string_view ellipsis,
                                   std::size_t taken) {
  std::vector<std::string> lines(1);
  std::size_t used = taken;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(space == std::string_view::npos ? text.size()
                                                       : space + 1);
    if (word.empty()) continue;
    const std::string fitted = cut_to_columns(word, columns, ellipsis);
    const std::size_t wide = columns_of(fitted);
    std::size_t gap = lines.back().empty() ? 0 : 1;
    // What stands in front may take no column, and still asks for a gap.
    if (used + gap != 0 && used + gap + wide > columns) {
      lines.emplace_back();
      used = gap = 0;
    }
    lines.back().append(gap, ' ').append(fitted);
    used += gap + wide;
  }
  return lines;
}

std::string pad_right(std::string_view text, std::size_t columns) {
  std::string padded(text);
  const std::size_t used = columns_of(text);
  if (used < columns) padded.append(columns - used, ' ');
  return padded;
}

std::string pad_left(std::string_view text, std::size_t columns) {
  const std::size_t used = columns_of(text);
  std::string padded(used < columns ? columns - used : 0, ' ');
  return padded.append(text);
}

}  // namespace siptriage::output
