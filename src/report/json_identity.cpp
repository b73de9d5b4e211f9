// What an Identity header field says, as JSON.

#include <limits>

#include "report/json_parts.h"

namespace siptriage::report {
namespace {

void write_party(JsonWriter& json,
                 const std::optional<sip::PassportParty>& party) {
  json.text_or_null("orig", party ? party->text : std::string_view());
}

// Of a time that no calendar of ours has, the number alone.
void write_issued(JsonWriter& json, std::optional<std::int64_t> seconds) {
  constexpr std::int64_t kMost =
      std::numeric_limits<std::int64_t>::max() / 1'000'000'000;
  if (seconds && *seconds >= 0) {
    json.number("iat", static_cast<std::uint64_t>(*seconds));
  } else {
    json.null("iat");
  }
  if (seconds && *seconds >= 0 && *seconds <= kMost) {
    json.time("issued_at",
              timestamp_from_nanoseconds(*seconds * 1'000'000'000));
  } else {
    json.null("issued_at");
  }
}

}  // namespace

void write_identity_json(JsonWriter& json, const DecodedIdentity& identity) {
  const sip::Passport& token = identity.passport;
  json.flag("verified", false);
  json.text("form", to_string(token.form));
  json.text_or_null("fault", to_string(token.fault));
  json.wire_or_null("info", identity.info);
  json.wire_or_null("alg", identity.alg);
  json.wire_or_null("ppt", identity.ppt);
  json.text_or_null("token_typ", token.typ);
  json.text_or_null("token_alg", token.alg);
  json.text_or_null("token_ppt", token.ppt);
  json.text_or_null("token_x5u", token.x5u);
  json.text_or_null("attest", token.attest);
  write_party(json, token.orig);
  json.begin_array("dest");
  for (const sip::PassportParty& party : token.dest) json.element(party.text);
  json.end_array();
  write_issued(json, token.iat);
  json.text_or_null("origid", token.origid);
  json.begin_array("other_claims");
  for (const std::string& name : token.others) json.element(name);
  json.end_array();
}

}  // namespace siptriage::report
