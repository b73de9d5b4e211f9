#include "redact/address_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "siptriage/base/ascii.h"
#include "siptriage/base/endpoint.h"

#include "redact/address_forms.h"
#include "redact/word_shape.h"

namespace siptriage::detail {
namespace {

constexpr std::size_t kMostAddressOctets = 45;
constexpr std::size_t kMacOctets = 17;  // "00:15:65:ab:cd:ef"

bool is_hex(char c) {
  return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'f');
}

unsigned value_of_hex(char c) {
  return static_cast<unsigned>(is_digit(c) ? c - '0' : to_lower(c) - 'a' + 10);
}

template <typename Has>
std::size_t count_octets(std::string_view text, Has has) {
  const auto* const end = std::find_if_not(text.begin(), text.end(), has);
  return static_cast<std::size_t>(end - text.begin());
}

// What follows does not go on with the address.
bool ends_there(std::string_view text, std::size_t octets) {
  if (octets >= text.size()) return true;
  if (is_word_octet(text[octets])) return false;
  return text[octets] != '.' || octets + 1 == text.size() ||
         !is_word_octet(text[octets + 1]);
}

std::size_t find_v4(std::string_view text, char before) {
  if (text.empty() || !is_digit(text.front()) || before == '.') return 0;
  std::size_t octets = count_octets(
      text.substr(0, 16), [](char c) { return is_digit(c) || c == '.'; });
  if (octets > 0 && text[octets - 1] == '.') --octets;
  const auto address = parse_ip_address(text.substr(0, octets));
  return address && address->family == IpFamily::V4 && ends_there(text, octets)
             ? octets
             : 0;
}

std::size_t find_v6(std::string_view text, char before) {
  if (text.empty() || before == ':' ||
      (!is_hex(text.front()) && text.front() != ':')) {
    return 0;
  }
  std::size_t octets =
      count_octets(text.substr(0, kMostAddressOctets + 1),
                   [](char c) { return is_hex(c) || c == ':' || c == '.'; });
  while (octets > 0 && text[octets - 1] == '.') --octets;
  // "::1:" may end a clause.
  for (; octets > 2; --octets) {
    const auto address = parse_ip_address(text.substr(0, octets));
    if (address && address->family == IpFamily::V6) break;
    if (text[octets - 1] != ':') return 0;
  }
  return octets > 2 && ends_there(text, octets) ? octets : 0;
}

bool is_mac(std::string_view text, char before) {
  if (text.size() < kMacOctets || before == ':' || before == '-') return false;
  const char separator = text[2];
  if (separator != ':' && separator != '-') return false;
  for (std::size_t i = 0; i < kMacOctets; ++i) {
    if (i % 3 == 2 ? text[i] != separator : !is_hex(text[i])) return false;
  }
  return text.size() == kMacOctets ||
         (!is_word_octet(text[kMacOctets]) && text[kMacOctets] != separator);
}

char in_case_of(char like, char digit) {
  return like >= 'A' && like <= 'F' && is_alpha(digit)
             ? static_cast<char>(digit - 'a' + 'A')
             : digit;
}

// `value` behind the zeros that the text has in front.
void put_number(std::span<char> text, unsigned value, unsigned base) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (std::size_t i = text.size(); i-- > 0; value /= base) {
    text[i] = in_case_of(text[i], kDigits[value % base]);
  }
}

void put_v4(std::span<char> text, const std::uint8_t* octets) {
  for (std::size_t at = 0; at < text.size(); ++octets) {
    const std::size_t digits = count_octets(
        std::string_view(text.data() + at, text.size() - at), is_digit);
    put_number(text.subspan(at, digits), *octets, 10);
    at += digits + 1;
  }
}

// Groups from the front up to "::", then from the back: an address may have
// four octets of IPv4 at its end.
void put_v6(std::span<char> text, const IpAddress& address) {
  const std::string_view view(text.data(), text.size());
  std::size_t begin = 0;
  std::size_t group = 0;
  while (begin < text.size() && view.substr(begin, 2) != "::") {
    const std::size_t digits = count_octets(view.substr(begin), is_hex);
    if (view.substr(begin + digits, 1) == ".") break;
    if (digits > 0) {
      put_number(text.subspan(begin, digits), group_of(address, group++), 16);
    }
    begin += digits;
    if (view.substr(begin, 2) == "::") break;
    ++begin;
  }
  std::size_t end = text.size();
  group = 8;
  const std::size_t dot = view.find('.');
  if (dot != std::string_view::npos) {
    const std::size_t v4 = view.rfind(':') + 1;
    put_v4(text.subspan(v4), address.octets.data() + 12);
    end = v4 - 1;
    group = 6;
  }
  while (end > begin) {
    std::size_t from = end;
    while (from > begin && is_hex(view[from - 1])) --from;
    if (from < end) {
      put_number(text.subspan(from, end - from), group_of(address, --group),
                 16);
    }
    end = from > begin ? from - 1 : begin;
  }
}

void put_mac(std::span<char> text, Pseudonyms& names) {
  std::array<std::uint8_t, 6> mac{};
  for (std::size_t i = 0; i < mac.size(); ++i) {
    mac[i] = static_cast<std::uint8_t>(value_of_hex(text[3 * i]) << 4 |
                                       value_of_hex(text[3 * i + 1]));
  }
  mac = names.pseudonym_of(mac);
  for (std::size_t i = 0; i < mac.size(); ++i) {
    put_number(text.subspan(3 * i, 2), mac[i], 16);
  }
}

}  // namespace

std::size_t find_address(std::string_view text, char before) {
  if (is_word_octet(before)) return 0;
  if (const std::size_t octets = find_v4(text, before)) return octets;
  if (const std::size_t octets = find_v6(text, before)) return octets;
  return is_mac(text, before) ? kMacOctets : 0;
}

void replace_address(std::span<char> text, Pseudonyms& names) {
  const auto address =
      parse_ip_address(std::string_view(text.data(), text.size()));
  if (!address) return put_mac(text, names);
  const IpAddress made = names.pseudonym_of(*address);
  if (address->family == IpFamily::V4) {
    put_v4(text, made.octets.data());
  } else {
    put_v6(text, made);
  }
}

}  // namespace siptriage::detail
