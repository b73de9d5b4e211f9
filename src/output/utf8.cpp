#include "output/utf8.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace siptriage::output {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Marks that combine with the character before them, and characters without
// a form of their own: the blocks that turn up in names and phrases.
constexpr Range kZeroWidth[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x05BF, 0x05BF},
    {0x05C1, 0x05C2}, {0x05C4, 0x05C5},   {0x0610, 0x061A}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC},   {0x06DF, 0x06E4}, {0x0900, 0x0902},
    {0x093C, 0x093C}, {0x0941, 0x0948},   {0x094D, 0x094D}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},   {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
    {0x200B, 0x200F}, {0x20D0, 0x20F0},   {0x302A, 0x302D}, {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F}, {0xE0100, 0xE01EF},
};

// East Asian Width W and F (Unicode Standard Annex 11), by block.
constexpr Range kDoubleWidth[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},
    {0x23E9, 0x23EC},   {0x23F0, 0x23F0},   {0x23F3, 0x23F3},
    {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},
    {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},
    {0x26F2, 0x26F3},   {0x26F5, 0x26F5},   {0x26FA, 0x26FA},
    {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},
    {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},
    {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18CFF}, {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004},
    {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A},
    {0x1F200, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F7E0, 0x1F7EB},
    {0x1F90C, 0x1F9FF}, {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

template <std::size_t kCount>
bool contains(const Range (&ranges)[kCount], char32_t value) {
  const auto* const range =
      std::lower_bound(std::begin(ranges), std::end(ranges), value,
                       [](const Range& r, char32_t v) { return r.last < v; });
  return range != std::end(ranges) && range->first <= value;
}

constexpr CodePoint invalid_octet(unsigned char octet) {
  return {octet, 1, false};
}

// What the lead octet announces (RFC 3629 3): how many octets, its own bits,
// and the least value that needs so many.
struct Lead {
  std::size_t octets;
  char32_t bits;
  char32_t least;
};

constexpr Lead lead_of(unsigned char octet) {
  if ((octet & 0xE0U) == 0xC0U) return {2, octet & 0x1FU, 0x80};
  if ((octet & 0xF0U) == 0xE0U) return {3, octet & 0x0FU, 0x800};
  if ((octet & 0xF8U) == 0xF0U) return {4, octet & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

CodePoint first_code_point(std::string_view text) {
  const auto octet = static_cast<unsigned char>(text.front());
  if (octet < 0x80U) return {octet, 1, true};
  const Lead lead = lead_of(octet);
  if (lead.octets == 0 || text.size() < lead.octets) {
    return invalid_octet(octet);
  }
  char32_t value = lead.bits;
  for (std::size_t i = 1; i < lead.octets; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xC0U) != 0x80U) return invalid_octet(octet);
    value = value << 6U | (next & 0x3FU);
  }
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < lead.least || value > 0x10FFFF || surrogate) {
    return invalid_octet(octet);
  }
  return {value, lead.octets, true};
}

void append_code_point(char32_t value, std::string& text) {
  const auto put = [&text](char32_t octet) {
    text.push_back(static_cast<char>(static_cast<unsigned char>(octet)));
  };
  if (value < 0x80) return put(value);
  if (value < 0x800) {
    put(0xC0U | value >> 6U);
  } else if (value < 0x10000) {
    put(0xE0U | value >> 12U);
    put(0x80U | (value >> 6U & 0x3FU));
  } else {
    put(0xF0U | value >> 18U);
    put(0x80U | (value >> 12U & 0x3FU));
    put(0x80U | (value >> 6U & 0x3FU));
  }
  put(0x80U | (value & 0x3FU));
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!point.valid) return false;
    text.remove_prefix(point.octets);
  }
  return true;
}

std::string to_utf8(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (point.valid) {
      result.append(text.substr(0, point.octets));
    } else {
      append_code_point(kReplacementCharacter, result);
    }
    text.remove_prefix(point.octets);
  }
  return result;
}

std::size_t columns_of(char32_t value) {
  if (value < 0x300) return 1;
  if (contains(kZeroWidth, value)) return 0;
  return contains(kDoubleWidth, value) ? 2 : 1;
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    columns += columns_of(point.value);
    text.remove_prefix(point.octets);
  }
  return columns;
}

}  // namespace siptriage::output
