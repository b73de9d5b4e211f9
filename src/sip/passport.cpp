#include "siptriage/sip/passport.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include <rapidjson/error/error.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "siptriage/base/ascii.h"

#include "sip/base64url.h"

namespace siptriage::sip {
namespace {

// Goes through one JSON object and hands on its texts and numbers by name: that
// of the member of the object itself, and the nearest one inside of that, if
// there is one. Nothing is kept of the rest.
template <typename Take>
class Members {
 public:
  using Ch = char;

  Members(Take take, std::vector<std::string>* names)
      : take_(std::move(take)), names_(names) {}

  // For rapidjson::Reader, which gives the names: false ends the reading.
  // NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return depth_ > 0; }
  bool Bool(bool /*value*/) { return depth_ > 0; }
  bool Int(int value) { return number(value); }
  bool Uint(unsigned value) { return number(value); }
  bool Int64(std::int64_t value) { return number(value); }
  bool Uint64(std::uint64_t /*value*/) { return depth_ > 0; }
  bool Double(double /*value*/) { return depth_ > 0; }
  bool RawNumber(const char* /*text*/, rapidjson::SizeType /*octets*/,
                 bool /*copy*/) {
    return depth_ > 0;
  }
  bool String(const char* text, rapidjson::SizeType octets, bool /*copy*/) {
    if (depth_ == 0) return false;
    take_(outer_, inner_, std::string_view(text, octets), std::nullopt);
    return true;
  }
  bool Key(const char* text, rapidjson::SizeType octets, bool /*copy*/) {
    (depth_ == 1 ? outer_ : inner_).assign(text, octets);
    if (depth_ == 1) {
      inner_.clear();
      if (names_->size() < kMaxPassportList) names_->push_back(outer_);
    }
    return true;
  }
  bool StartObject() { return enter(); }
  bool EndObject(rapidjson::SizeType /*count*/) { return leave(); }
  // No object at all: not a header, nor claims.
  bool StartArray() { return depth_ > 0 && enter(); }
  bool EndArray(rapidjson::SizeType /*count*/) { return leave(); }
  // NOLINTEND(readability-identifier-naming)

 private:
  bool enter() { return ++depth_ <= kMaxPassportDepth; }
  bool leave() {
    --depth_;
    return true;
  }
  bool number(std::int64_t value) {
    if (depth_ == 0) return false;
    take_(outer_, inner_, std::string_view(), value);
    return true;
  }

  Take take_;
  std::vector<std::string>* names_;
  std::string outer_;
  std::string inner_;
  std::size_t depth_ = 0;
};

// `take(name, inner name, text, number)`; the names of all members go to
// `names`.
template <typename Take>
PassportFault read_part(std::string_view part, Take take,
                        std::vector<std::string>& names) {
  if (part.size() > kMaxPassportOctets) return PassportFault::TooLong;
  const std::optional<std::string> json = detail::decode_base64url(part);
  if (!json) return PassportFault::Encoding;
  Members<Take> members(std::move(take), &names);
  rapidjson::MemoryStream octets(json->data(), json->size());
  rapidjson::Reader reader;
  // Not recursive: whatever is nested, the stack stays as it is.
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  return reader.Parse<kFlags>(octets, members).IsError() ? PassportFault::Json
                                                         : PassportFault::None;
}

PassportFault read_header(std::string_view part, Passport& passport) {
  std::vector<std::string> names;
  const auto take = [&passport](std::string_view name, std::string_view inner,
                                std::string_view text,
                                std::optional<std::int64_t> number) {
    if (!inner.empty() || number) return;
    const std::pair<std::string_view, std::string*> members[] = {
        {"typ", &passport.typ},
        {"alg", &passport.alg},
        {"ppt", &passport.ppt},
        {"x5u", &passport.x5u}};
    for (const auto& [known, value] : members) {
      if (name == known) *value = text;
    }
  };
  return read_part(part, take, names);
}

class Claims {
 public:
  explicit Claims(Passport& passport) : passport_(passport) {}

  void operator()(std::string_view name, std::string_view inner,
                  std::string_view text, std::optional<std::int64_t> number) {
    if (name == "iat" && inner.empty()) {
      passport_.iat = number ? number : as_number(text);
    } else if (name == "attest" && inner.empty() && !number) {
      passport_.attest = text;
    } else if (name == "origid" && inner.empty() && !number) {
      passport_.origid = text;
    } else if ((name == "orig" || name == "dest") && !number) {
      take_party(name == "orig", inner, text);
    }
  }

 private:
  // The example of RFC 8225 7.1 has the time as a text.
  static std::optional<std::int64_t> as_number(std::string_view text) {
    const std::optional<std::uint64_t> number = parse_unsigned(text);
    if (!number || *number > INT64_MAX) return std::nullopt;
    return static_cast<std::int64_t>(*number);
  }

  void take_party(bool is_orig, std::string_view kind, std::string_view text) {
    if (kind != "tn" && kind != "uri") return;
    PassportParty party{kind == "tn", std::string(text)};
    if (is_orig) {
      if (!passport_.orig) passport_.orig = std::move(party);
    } else if (passport_.dest.size() < kMaxPassportList) {
      passport_.dest.push_back(std::move(party));
    }
  }

  Passport& passport_;
};

PassportFault read_claims(std::string_view part, Passport& passport) {
  const PassportFault fault =
      read_part(part, Claims(passport), passport.others);
  constexpr std::array<std::string_view, 5> kKnown = {"orig", "dest", "iat",
                                                      "attest", "origid"};
  std::erase_if(passport.others, [&kKnown](const std::string& name) {
    return std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end();
  });
  return fault;
}

}  // namespace

Passport decode_passport(std::string_view token) {
  Passport passport;
  const std::size_t first = token.find('.');
  const std::size_t second =
      first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos || second + 1 == token.size() ||
      token.find('.', second + 1) != std::string_view::npos) {
    passport.fault = PassportFault::Parts;
    return passport;
  }
  if (second == 1) {
    passport.form = PassportForm::Compact;
    return passport;
  }
  if (first == 0 || second == first + 1) {
    passport.fault = PassportFault::Parts;
    return passport;
  }
  passport.fault = read_header(token.substr(0, first), passport);
  if (passport.fault == PassportFault::None) {
    passport.fault =
        read_claims(token.substr(first + 1, second - first - 1), passport);
  }
  return passport;
}

std::string_view to_string(PassportForm form) {
  return form == PassportForm::Full ? "full" : "compact";
}

std::string_view to_string(PassportFault fault) {
  switch (fault) {
    case PassportFault::None:
      break;
    case PassportFault::Parts:
      return "is not three parts joined by dots";
    case PassportFault::Encoding:
      return "is not base64url";
    case PassportFault::Json:
      return "holds no JSON object where header or claims should be";
    case PassportFault::TooLong:
      return "is longer than is read here";
  }
  return "";
}

}  // namespace siptriage::sip
