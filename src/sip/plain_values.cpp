#include "sip/plain_values.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <limits>

#include "siptriage/base/ascii.h"

#include "sip/octet_class.h"
#include "sip/value_masks.h"

namespace siptriage::sip::detail {
namespace {

constexpr OctetClass kNameCharacters([](char c) {
  return is_token(c) || c == ' ';
});

// A value and the masks of all of it.
struct Masked {
  std::string_view text;
  ValueMasks masks;
};

// A piece of the text, from one offset to before another.
struct Piece {
  std::size_t begin;
  std::size_t end;

  [[nodiscard]] std::uint64_t bits() const { return bits_between(begin, end); }
};

// Whether `word`, in lower case, stands at `text`, letter case not looked at.
// Where no control characters stand, setting 0x20 makes equal only what is.
bool is_word(const char* text, std::string_view word) {
  std::uint32_t a = 0;
  std::uint32_t b = 0;
  std::memcpy(&a, text, sizeof a);
  std::memcpy(&b, word.data(), sizeof b);
  return (a | 0x20202020) == b;
}

// 1 to 65535 in at most five digits, or 0.
std::uint16_t parse_plain_port(std::string_view digits) {
  constexpr std::size_t kMostDigits = 5;
  if (digits.empty() || digits.size() > kMostDigits) return 0;
  std::uint32_t port = 0;
  for (const char c : digits) {
    if (!is_digit(c)) return 0;
    port = port * 10 + static_cast<std::uint32_t>(c - '0');
  }
  return port > std::numeric_limits<std::uint16_t>::max()
             ? std::uint16_t{0}
             : static_cast<std::uint16_t>(port);
}

struct PlainHost {
  std::size_t end = 0;  // offset; 0: no host
  std::uint16_t port = 0;
};

// host[:port], where the host is a name or an IPv4 address.
PlainHost parse_plain_host(const Masked& value, Piece piece) {
  const std::size_t end =
      first_bit(value.masks.colons & piece.bits(), piece.end);
  const Piece host{piece.begin, end};
  if (end == piece.begin || (~value.masks.hosts & host.bits()) != 0) return {};
  if (end == piece.end) return {end, 0};
  const std::uint16_t port =
      parse_plain_port(value.text.substr(end + 1, piece.end - end - 1));
  return port == 0 ? PlainHost{} : PlainHost{end, port};
}

bool is_plain_sip_uri_at(const Masked& value, Piece uri) {
  constexpr std::size_t kShortest = 6;  // sip:a and what follows it
  const ValueMasks& masks = value.masks;
  const std::uint64_t forbidden =
      masks.spaces | masks.quotes | masks.opens | masks.closes;
  if (uri.begin + kShortest > uri.end || (forbidden & uri.bits()) != 0) {
    return false;
  }
  const char* text = value.text.data() + uri.begin;
  std::size_t host = uri.begin;
  if (is_word(text, "sip:")) {
    host += 4;
  } else if (is_word(text, "sips") && text[4] == ':') {
    host += 5;
  } else {
    return false;
  }
  const std::uint64_t ats = masks.ats & bits_between(host, uri.end);
  host = first_bit(ats, host - 1) + 1;
  const std::size_t end =
      first_bit(masks.semicolons & bits_between(host, uri.end), uri.end);
  return parse_plain_host(value, {host, end}).end != 0;
}

// No white space, no quotes, and something behind each of the semicolons, the
// first of which is the first octet.
bool is_plain_parameters(const Masked& value, Piece piece) {
  const std::uint64_t semicolons = value.masks.semicolons;
  const std::uint64_t strange =
      value.masks.spaces | value.masks.quotes |
      (semicolons & (semicolons >> 1 | std::uint64_t{1} << (piece.end - 1)));
  return piece.begin == piece.end ||
         ((strange & piece.bits()) == 0 && value.text[piece.begin] == ';');
}

// The value of the first parameter named tag.
std::string_view find_plain_tag(const Masked& value, Piece parameters) {
  constexpr std::size_t kNameOctets = 3;
  std::uint64_t semicolons = value.masks.semicolons & parameters.bits();
  while (semicolons != 0) {
    const std::size_t begin = first_bit(semicolons, 0) + 1;
    semicolons &= semicolons - 1;
    const std::size_t end = first_bit(semicolons, parameters.end);
    const std::string_view text = value.text.substr(begin, end - begin);
    if (text.size() == kNameOctets && equals_ignore_case(text, "tag")) {
      return {};
    }
    if (text.size() > kNameOctets && is_word(text.data(), "tag=")) {
      return text.substr(kNameOctets + 1);
    }
  }
  return {};
}

// Where the '<' stands, with nothing but a sound display name before it, or
// npos.
std::size_t find_plain_open(const Masked& value) {
  const ValueMasks& masks = value.masks;
  if (masks.opens == 0) return std::string_view::npos;
  if (value.text.front() != '"') {
    const std::size_t open = first_bit(masks.opens, 0);
    const std::string_view name = value.text.substr(0, open);
    const bool sound = std::all_of(name.begin(), name.end(), [](char c) {
      return kNameCharacters.has(c);
    });
    return sound ? open : std::string_view::npos;
  }
  const std::size_t close = first_bit(masks.quotes & ~1ULL, 0);
  if (close == 0) return std::string_view::npos;
  const std::uint64_t behind = ~bits_below(close + 1);
  const std::size_t open =
      first_bit(masks.opens & behind, std::string_view::npos);
  if (open == std::string_view::npos) return open;
  const bool only_spaces = (bits_below(open) & behind & ~masks.spaces) == 0;
  return only_spaces ? open : std::string_view::npos;
}

// One parameter of a Via, without white space: false for another name.
bool take_named(std::string_view text, std::string_view name,
                std::string_view& value) {
  if (!starts_with_ignore_case(text, name)) return false;
  if (text.size() == name.size()) {
    value = {};
    return true;
  }
  if (text[name.size()] != '=') return false;
  value = text.substr(name.size() + 1);
  return true;
}

void take_via_parameter(std::string_view text, Via& via) {
  std::string_view value;
  switch (to_lower(text.front())) {
    case 'b':
      if (via.branch.empty() && take_named(text, "branch", value)) {
        via.branch = value;
      }
      return;
    case 'r':
      if (take_named(text, "rport", value)) {
        via.has_rport = true;
        via.rport = value;
      } else if (take_named(text, "received", value)) {
        via.received = value;
      }
      return;
    case 'm':
      if (take_named(text, "maddr", value)) via.maddr = value;
      return;
    default:
      return;
  }
}

bool is_strange_in_via(const ValueMasks& masks) {
  return (masks.unusual | masks.quotes | masks.spaces) != 0;
}

// `parameters` begin with ';'. Each is within 64 octets from its begin.
bool take_plain_via_parameters(std::string_view parameters,
                               const char* readable_end, Via& via) {
  via.parameters = parameters;
  while (!parameters.empty()) {
    parameters.remove_prefix(1);
    const ValueMasks masks = find_value_masks(parameters, readable_end);
    if (is_strange_in_via(masks)) return false;
    // Those that end within the masks, or with the value.
    const bool is_all = parameters.size() <= ValueMasks::kOctets;
    std::uint64_t semicolons = masks.semicolons;
    std::size_t begin = 0;
    while (semicolons != 0 || (is_all && begin <= parameters.size())) {
      const std::size_t end = first_bit(semicolons, parameters.size());
      if (end == begin) return false;
      take_via_parameter(parameters.substr(begin, end - begin), via);
      semicolons &= semicolons - 1;
      begin = end + 1;
    }
    if (begin == 0) return false;
    parameters.remove_prefix(std::min(begin - 1, parameters.size()));
  }
  return true;
}

}  // namespace

bool is_plain_sip_uri(std::string_view text, const char* readable_end) {
  if (text.empty() || text.size() > ValueMasks::kOctets) return false;
  const Masked value{text, find_value_masks(text, readable_end)};
  return value.masks.unusual == 0 &&
         is_plain_sip_uri_at(value, {0, text.size()});
}

bool parse_plain_address(std::string_view text, const char* readable_end,
                         std::string_view& tag) {
  if (text.empty() || text.size() > ValueMasks::kOctets) return false;
  const Masked value{text, find_value_masks(text, readable_end)};
  if (value.masks.unusual != 0) return false;
  const std::size_t open = find_plain_open(value);
  if (open == std::string_view::npos) return false;
  const std::size_t close =
      first_bit(value.masks.closes & ~bits_below(open), 0);
  const Piece parameters{close + 1, text.size()};
  if (close == 0 || !is_plain_sip_uri_at(value, {open + 1, close}) ||
      !is_plain_parameters(value, parameters)) {
    return false;
  }
  tag = find_plain_tag(value, parameters);
  return true;
}

bool parse_plain_via(std::string_view text, const char* readable_end,
                     Via& via) {
  constexpr std::string_view kProtocol = "SIP/2.0";
  constexpr std::size_t kTransport = kProtocol.size() + 1;
  if (!text.starts_with("SIP/2.0/")) return false;
  const Masked value{text.substr(0, ValueMasks::kOctets),
                     find_value_masks(text, readable_end)};
  const ValueMasks& masks = value.masks;
  const std::size_t space = first_bit(masks.spaces, 0);
  const std::size_t end = first_bit(masks.semicolons, value.text.size());
  if (masks.unusual != 0 || space <= kTransport || end <= space ||
      (end == value.text.size() && end != text.size()) ||
      (~masks.hosts & bits_between(kTransport, space)) != 0) {
    return false;
  }
  const PlainHost host = parse_plain_host(value, {space + 1, end});
  if (host.end == 0) return false;
  via = Via{};
  via.protocol = text.substr(0, kProtocol.size());
  via.transport = text.substr(kTransport, space - kTransport);
  via.sent_by_host = text.substr(space + 1, host.end - space - 1);
  via.sent_by_port = host.port;
  return take_plain_via_parameters(text.substr(end), readable_end, via);
}

}  // namespace siptriage::sip::detail
