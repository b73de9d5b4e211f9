#include "annotate/leg_collector.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"

#include "annotate/leg_user.h"
#include "annotate/passed_on.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Shorter values are no identifiers.
constexpr std::size_t kLeastKeyOctets = 8;
// What back-to-back user agents put before or behind the Call-ID of the other
// leg, with what separates it.
constexpr std::string_view kAffixes[] = {"b2b", "leg"};
constexpr std::size_t kAffixOctets = 3;
constexpr std::size_t kMostAffixOctets = 12;

std::uint64_t hash_of_text(std::string_view text) {
  correlate::TextHash hash;
  hash.add_exact(text);
  return hash.wide_value();
}

std::uint64_t hash_without_case(std::string_view text) {
  correlate::TextHash hash;
  hash.add_folded(text);
  return hash.wide_value();
}

LegPlace place_of(const Endpoint& endpoint) {
  const std::uint64_t hash = hash_of(endpoint.address);
  return {static_cast<std::uint32_t>(hash ^ hash >> 32), endpoint.port};
}

// The value of the first o= line: whoever passes on a session description
// without touching the media keeps it (RFC 4566 5.2).
std::uint32_t session_hash_of(const MessageRecord& record,
                              const sip::Message& invite) {
  if (!record.has_sdp) return 0;
  const std::size_t begin = invite.body.find("\no=");
  if (begin == std::string_view::npos) return 0;
  const std::string_view rest = invite.body.substr(begin + 3);
  correlate::TextHash hash;
  hash.add_exact(trim(rest.substr(0, rest.find('\n'))));
  return hash.value() | 1U;
}

// The uuid of the sender; the null uuid says that there is none
// (RFC 7989 5).
std::string_view session_uuid_of(std::string_view value) {
  const std::string_view uuid = trim(value.substr(0, value.find(';')));
  const bool is_null = uuid.find_first_not_of('0') == std::string_view::npos;
  return is_null ? std::string_view() : uuid;
}

bool is_separator(char c) {
  return c == '_' || c == '-' || c == '.' || c == ';' || c == '~';
}

bool holds_affix(std::string_view text) {
  for (std::size_t i = 0; i + kAffixOctets <= text.size(); ++i) {
    const std::string_view part = text.substr(i, kAffixOctets);
    // Most octets are no first ones.
    const char first = to_lower(part.front());
    if (first != 'b' && first != 'l') continue;
    for (const std::string_view affix : kAffixes) {
      if (equals_ignore_case(part, affix)) return true;
    }
  }
  return false;
}

// The Call-ID without the mark of a back-to-back user agent; empty where it
// has none.
std::string_view call_id_without_affix(std::string_view call_id) {
  const std::size_t last =
      call_id.size() > kMostAffixOctets ? call_id.size() - kMostAffixOctets : 0;
  const std::string_view front = call_id.substr(0, kMostAffixOctets);
  // As a rule there is none.
  if (!holds_affix(call_id.substr(last)) && !holds_affix(front)) return {};
  // The shortest affix: what is before it may hold separators of its own.
  for (std::size_t i = call_id.size(); i-- > last;) {
    if (is_separator(call_id[i]) && holds_affix(call_id.substr(i + 1))) {
      return call_id.substr(0, i);
    }
  }
  const auto* first = std::find_if(front.begin(), front.end(), is_separator);
  if (first == front.end()) return {};
  const auto octets = static_cast<std::size_t>(first - front.begin());
  return holds_affix(front.substr(0, octets)) ? call_id.substr(octets + 1)
                                              : std::string_view();
}

void add_key(LegReason reason, std::string_view value, std::uint64_t order,
             std::vector<LegKey>& keys) {
  if (value.size() < kLeastKeyOctets) return;
  const bool is_token = reason == LegReason::SessionId;
  keys.push_back({reason,
                  is_token ? hash_without_case(value) : hash_of_text(value),
                  order});
}

// A value that names a Call-ID, or is the same at both legs.
void add_named(std::string_view value, std::uint64_t order,
               std::vector<LegKey>& keys) {
  add_key(LegReason::NamedCallId, value, order, keys);
  add_key(LegReason::SameHeader, value, order, keys);
}

std::int64_t time_of(const Trace& trace, MessageId id) {
  return id.valid() ? nanoseconds_of(trace.message(id).timestamp) : 0;
}

}  // namespace

void LegCollector::add_keys(const sip::Message& invite, std::uint64_t order,
                            std::vector<LegKey>& keys) const {
  if (invite.has(HeaderId::SessionId)) {
    add_key(LegReason::SessionId,
            session_uuid_of(invite.value_of(HeaderId::SessionId)), order, keys);
  }
  if (invite.has(HeaderId::XCallId)) {
    add_named(invite.value_of(HeaderId::XCallId), order, keys);
  }
  if (invite.has(HeaderId::XCid)) {
    add_named(invite.value_of(HeaderId::XCid), order, keys);
  }
  if (invite.has(HeaderId::PChargingVector)) {
    const auto icid = sip::find_parameter(
        invite.value_of(HeaderId::PChargingVector), "icid-value");
    if (icid) add_key(LegReason::ChargingVector, *icid, order, keys);
  }
  if (headers_.empty()) return;
  for (const sip::HeaderField& field : invite.header_fields()) {
    const bool wanted = std::any_of(
        headers_.begin(), headers_.end(), [&field](const std::string& name) {
          return equals_ignore_case(name, field.name);
        });
    if (wanted) add_named(field.value, order, keys);
  }
}

void LegCollector::collect(const Scene& scene, std::uint32_t index,
                           LegHints& hints) const {
  const Trace& trace = scene.trace;
  const Call& call = trace.call(CallId(index));
  const Transaction& decisive = trace.transaction(call.decisive);
  if (!decisive.request.valid()) return;
  const Transaction& last = origin_of_response(trace, decisive);
  LegHint& hint = hints.calls.emplace_back();
  hint.order = index;
  hint.call_id_hash = hash_of_text(call.call_id);
  hint.sent = nanoseconds_of(call.first_time);
  hint.received =
      time_of(trace, last.request.valid() ? last.request : decisive.request);
  hint.ended = time_of(trace, decisive.final_response);
  hint.refused = time_of(trace, last.final_response);
  hint.sent_from = place_of(decisive.client);
  hint.received_at = place_of(last.server);
  hint.requested = leg_user_of(call.request_uri);
  hint.called = call.to_uri == call.request_uri ? hint.requested
                                                : leg_user_of(call.to_uri);
  hint.calling = leg_user_of(call.from_uri);
  hint.status = call.final_status;
  hint.outcome = call.outcome;
  const std::string_view core = call_id_without_affix(call.call_id);
  if (!core.empty()) add_key(LegReason::CallIdAffix, core, index, hints.keys);
  if (const Reading invite(scene, decisive.request); invite) {
    hint.session_hash =
        session_hash_of(trace.message(decisive.request), *invite);
    add_keys(*invite, index, hints.keys);
  }
  if (!is_failure(call.outcome)) return;
  const MessageId proof = decisive.final_response.valid()
                              ? decisive.final_response
                              : decisive.request;
  hints.failures.push_back(
      {index, last.server.address, trace.message(proof).frame, 0});
}

void LegCollector::collect(const Scene& scene, LegHints& hints) const {
  const std::vector<Call>& calls = scene.trace.calls();
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    if (calls[i].kind == CallKind::Call && calls[i].decisive.valid() &&
        calls[i].outcome != Outcome::StartNotSeen) {
      collect(scene, i, hints);
    }
  }
}

}  // namespace siptriage::detail
