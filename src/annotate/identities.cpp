#include "annotate/identities.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/identity.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

#include "annotate/exchange.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::PassportFault;
using sip::PassportForm;

// RFC 8224 4.1, 6.2: how old a signature may be.
constexpr std::int64_t kFreshSeconds = 60;

constexpr std::string_view kShaken = "shaken";
// The one algorithm that all have to support (RFC 8224 4.1).
constexpr std::string_view kAlgorithm = "ES256";

// "+" and digits for a number, as people write it.
std::string name_of(const sip::PassportParty& party) { return party.text; }

std::string party_names_of(const std::vector<sip::PassportParty>& parties) {
  std::string text;
  for (const sip::PassportParty& party : parties) {
    if (!text.empty()) text += ", ";
    text += name_of(party);
  }
  return text;
}

std::optional<sip::CanonicalIdentity> canonical(
    const sip::PassportParty& party) {
  if (party.is_number) {
    return sip::CanonicalIdentity{true, sip::canonical_number(party.text)};
  }
  return sip::canonical_identity(party.text);
}

// The URIs of header fields that hold addresses.
std::vector<std::string_view> uris_of(const sip::Message& message,
                                      HeaderId id) {
  std::vector<std::string_view> uris;
  for (const std::string_view value : list_of(message, id)) {
    if (const auto address = sip::parse_name_addr(value)) {
      uris.push_back(address->uri);
    }
  }
  return uris;
}

// False where something of it, or of what it is compared with, is not known.
bool names_somebody_else(const std::vector<sip::PassportParty>& claimed,
                         const std::vector<std::string_view>& uris) {
  if (claimed.empty() || uris.empty()) return false;
  for (const sip::PassportParty& party : claimed) {
    const auto one = canonical(party);
    if (!one) return false;
    for (const std::string_view uri : uris) {
      const auto other = sip::canonical_identity(uri);
      if (!other || may_be_same(*one, *other)) return false;
    }
  }
  return true;
}

std::string joined(const std::vector<std::string_view>& texts) {
  std::string all;
  for (const std::string_view text : texts) {
    if (!all.empty()) all += " or ";
    all += text;
  }
  return all;
}

class Examination {
 public:
  Examination(const sip::Message& request,
              const std::vector<DecodedIdentity>& identities, Timestamp seen)
      : request_(request),
        identities_(identities),
        seen_(std::chrono::floor<std::chrono::seconds>(seen)
                  .time_since_epoch()
                  .count()) {}

  std::vector<IdentityFault> run() {
    each(&Examination::readable);
    each(&Examination::info);
    each(&Examination::type);
    each(&Examination::certificate);
    each(&Examination::algorithm);
    each(&Examination::claims);
    each(&Examination::date);
    each(&Examination::age);
    each(&Examination::origin);
    each(&Examination::destination);
    return std::move(faults_);
  }

 private:
  using Check = void (Examination::*)(const DecodedIdentity&);

  // Of each check only the first fault.
  void each(Check check) {
    const std::size_t before = faults_.size();
    for (const DecodedIdentity& identity : identities_) {
      (this->*check)(identity);
      if (faults_.size() != before) return;
    }
  }

  void fault(std::string_view rule, std::string text) {
    faults_.push_back({rule, std::move(text)});
  }

  static bool is_read(const DecodedIdentity& identity) {
    return identity.passport.fault == PassportFault::None &&
           identity.passport.form == PassportForm::Full;
  }

  void readable(const DecodedIdentity& identity) {
    if (identity.passport.fault == PassportFault::None) return;
    fault("identity-unreadable",
          fmt::format("the token of Identity {}",
                      to_string(identity.passport.fault)));
  }

  void info(const DecodedIdentity& identity) {
    if (!identity.info.empty()) return;
    fault("identity-without-info",
          "Identity has no info parameter, so it does not say where the "
          "certificate is");
  }

  void type(const DecodedIdentity& identity) {
    const std::string& ppt = identity.passport.ppt;
    if (!is_read(identity) || equals_ignore_case(ppt, identity.ppt)) return;
    const auto words = [](const std::string& value) {
      return value.empty() ? std::string("none") : '"' + value + '"';
    };
    fault("identity-ppt-differs",
          fmt::format("ppt is {} in the Identity header field and {} in its "
                      "token",
                      words(identity.ppt), words(ppt)));
  }

  void certificate(const DecodedIdentity& identity) {
    const std::string& x5u = identity.passport.x5u;
    if (!is_read(identity) || x5u.empty() || identity.info.empty() ||
        x5u == identity.info) {
      return;
    }
    fault("identity-info-differs",
          fmt::format("info of Identity is {}, but x5u in its token is {}",
                      identity.info, x5u));
  }

  void algorithm(const DecodedIdentity& identity) {
    const std::string& signed_with = identity.passport.alg;
    const std::string& said = identity.alg.empty() ? signed_with : identity.alg;
    if (is_read(identity) && !signed_with.empty() && said != signed_with) {
      fault("identity-algorithm",
            fmt::format("alg is {} in the Identity header field and {} in its "
                        "token",
                        said, signed_with));
    } else if (!said.empty() && said != kAlgorithm) {
      fault("identity-algorithm",
            fmt::format("Identity is signed with alg {}, and {} is all that "
                        "others have to support",
                        said, kAlgorithm));
    }
  }

  void claims(const DecodedIdentity& identity) {
    const sip::Passport& token = identity.passport;
    const bool shaken = equals_ignore_case(identity.ppt, kShaken) ||
                        equals_ignore_case(token.ppt, kShaken);
    if (token.fault != PassportFault::None) return;
    if (token.form == PassportForm::Compact) {
      if (shaken) {
        fault("identity-claims-missing",
              "Identity has ppt shaken but the compact form, without the "
              "claims attest and origid");
      }
      return;
    }
    std::vector<std::string_view> missing;
    if (!token.orig) missing.emplace_back("orig");
    if (token.dest.empty()) missing.emplace_back("dest");
    if (!token.iat) missing.emplace_back("iat");
    if (shaken && token.attest.empty()) missing.emplace_back("attest");
    if (shaken && token.origid.empty()) missing.emplace_back("origid");
    if (!missing.empty()) {
      fault("identity-claims-missing",
            fmt::format("the token of Identity lacks {}", join(missing)));
    } else if (shaken && token.attest != "A" && token.attest != "B" &&
               token.attest != "C") {
      fault("identity-claims-missing",
            fmt::format("attest in the token of Identity is \"{}\", not A, B "
                        "or C",
                        token.attest));
    }
  }

  void date(const DecodedIdentity& identity) {
    const auto date = sip::parse_sip_date(request_.value_of(HeaderId::Date));
    if (!date || !identity.passport.iat) return;
    const std::int64_t apart = distance(*date, *identity.passport.iat);
    if (apart <= kFreshSeconds) return;
    fault("identity-iat-differs-from-date",
          fmt::format("iat in the token of Identity is {} s {} Date", apart,
                      *identity.passport.iat < *date ? "before" : "after"));
  }

  void age(const DecodedIdentity& identity) {
    if (!identity.passport.iat || seen_ == 0) return;
    const std::int64_t iat = *identity.passport.iat;
    const std::int64_t apart = distance(seen_, iat);
    if (apart <= kFreshSeconds) return;
    fault("identity-not-fresh",
          fmt::format("the token of Identity was issued {} s {} it was "
                      "captured here, by the clock of the capture",
                      apart, iat < seen_ ? "before" : "after"));
  }

  void origin(const DecodedIdentity& identity) {
    if (!identity.passport.orig) return;
    std::vector<std::string_view> uris = uris_of(request_, HeaderId::From);
    for (const auto uri : uris_of(request_, HeaderId::PAssertedIdentity)) {
      uris.push_back(uri);
    }
    if (!names_somebody_else({*identity.passport.orig}, uris)) return;
    fault("identity-orig-differs",
          fmt::format("orig in the token of Identity is {}, but the request "
                      "is from {}",
                      name_of(*identity.passport.orig), joined(uris)));
  }

  void destination(const DecodedIdentity& identity) {
    std::vector<std::string_view> uris = uris_of(request_, HeaderId::To);
    uris.push_back(request_.request_uri);
    if (!names_somebody_else(identity.passport.dest, uris)) return;
    if (uris.size() > 1 && uris.front() == uris.back()) uris.pop_back();
    fault("identity-dest-differs",
          fmt::format("dest in the token of Identity is {}, but the request "
                      "is to {}",
                      party_names_of(identity.passport.dest), joined(uris)));
  }

  // Between any two numbers, without overflow.
  static std::int64_t distance(std::int64_t a, std::int64_t b) {
    const auto apart =
        a < b ? static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a)
              : static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
    return apart > INT64_MAX ? INT64_MAX : static_cast<std::int64_t>(apart);
  }

  const sip::Message& request_;
  const std::vector<DecodedIdentity>& identities_;
  std::int64_t seen_;  // seconds since 1970-01-01 00:00:00 UTC
  std::vector<IdentityFault> faults_;
};

// As a date where it is one of our times, else as the number.
std::string time_of(std::int64_t iat) {
  constexpr std::int64_t kLast = 9'000'000'000;  // what a Timestamp holds
  if (iat < 0 || iat > kLast) return std::to_string(iat);
  const std::string text =
      to_iso8601(timestamp_from_nanoseconds(iat * 1'000'000'000));
  return text.substr(0, text.find('.')) + 'Z';
}

}  // namespace

std::vector<DecodedIdentity> decode_identities(const sip::Message& message) {
  std::vector<DecodedIdentity> identities;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != HeaderId::Identity) continue;
    std::string_view rest = field.value;
    for (std::string_view element; sip::next_list_element(rest, element);) {
      if (identities.size() == kMaxMessageIdentities) return identities;
      const auto identity = sip::parse_identity(element);
      if (!identity) continue;
      identities.push_back(
          {std::string(identity->info), std::string(identity->alg),
           std::string(identity->ppt), sip::decode_passport(identity->token)});
    }
  }
  return identities;
}

std::vector<IdentityFault> faults_of(
    const sip::Message& request, const std::vector<DecodedIdentity>& identities,
    Timestamp seen) {
  return Examination(request, identities, seen).run();
}

}  // namespace siptriage::detail

namespace siptriage {

std::string to_string(const DecodedIdentity& identity) {
  const sip::Passport& token = identity.passport;
  const std::string& type = token.ppt.empty() ? identity.ppt : token.ppt;
  std::string text = type.empty() ? "PASSporT" : type + " PASSporT";
  if (token.fault != sip::PassportFault::None) {
    return fmt::format("{} that {}", text, sip::to_string(token.fault));
  }
  if (token.form == sip::PassportForm::Compact) text += " in compact form";
  if (!token.attest.empty()) {
    text += fmt::format(", attestation {}", token.attest);
  }
  if (token.orig) text += fmt::format(", from {}", token.orig->text);
  if (!token.dest.empty()) {
    text += fmt::format(", to {}", detail::party_names_of(token.dest));
  }
  if (token.iat) {
    text += fmt::format(", issued {}", detail::time_of(*token.iat));
  }
  return text + ", not verified";
}

}  // namespace siptriage
