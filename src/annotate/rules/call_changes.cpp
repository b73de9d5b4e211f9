// What happens inside an answered call: changes that are refused, and hold that
// is never taken back.

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "siptriage/sip/sdp.h"

#include "annotate/glare.h"
#include "annotate/one_hop.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/sequel.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;

// One of the two sides: its newest offer and its newest refused change.
struct Side {
  TransactionId held_by;  // the offer that put the peer on hold
  TransactionId refused;  // the change that no later one made good
};

bool is_change(const Transaction& transaction) {
  return transaction.in_dialog && (transaction.method == Method::Invite ||
                                   transaction.method == Method::Update);
}

// RFC 3264 8.4; with 0.0.0.0 as RFC 2543 had it.
bool is_hold(const sip::Message& offer) {
  const auto sdp = sip::parse_sdp(
      sip::find_sdp(offer.value_of(HeaderId::ContentType), offer.body));
  if (!sdp || sdp->media.empty()) return false;
  const sip::SdpMedia& media = sdp->media.front();
  return media.direction == "sendonly" || media.direction == "inactive" ||
         media.connection == "0.0.0.0";
}

// Refusals that are no verdict on the change: challenges, the loser of a glare
// or of a CANCEL, intervals to settle.
bool is_refusal(std::uint16_t status) {
  return status >= 300 && status != 401 && status != 407 && status != 422 &&
         status != 487;
}

class ChangeWatch {
 public:
  ChangeWatch(const Scene& scene, const Call& call, Findings& findings)
      : scene_(scene), call_(call), findings_(findings) {}

  void judge() {
    OneHop hop(scene_.trace, call_);
    TransactionId bye;
    for (TransactionId id = call_.first_transaction; id.valid();
         id = scene_.transaction(id).next_in_call) {
      const Transaction& transaction = scene_.transaction(id);
      if (transaction.method == Method::Refer) transferred_ = true;
      const bool is_bye = transaction.method == Method::Bye && !bye.valid();
      if ((!is_bye && !is_change(transaction)) || !hop.takes(id)) continue;
      if (is_bye) {
        bye = id;
      } else {
        change(id);
      }
    }
    for (const Side& side : sides_) tell(side, bye);
  }

 private:
  Side& side_of(const Transaction& transaction) {
    return sides_[transaction.client.address == call_.caller.address ? 0 : 1];
  }

  Side& other_than(const Side& side) {
    return sides_[&side == &sides_[0] ? 1 : 0];
  }

  [[nodiscard]] bool was_glare(const Side& side) const {
    return side.refused.valid() &&
           scene_.transaction(side.refused).final_status == kRequestPending;
  }

  // The wait before the next try reaches beyond the capture (14.1).
  [[nodiscard]] bool is_cut_off(const Side& side) const {
    return was_glare(side) &&
           elapsed(
               scene_.message(scene_.transaction(side.refused).final_response)
                   .timestamp,
               scene_.trace.capture_end()) < kLongestGlareWait;
  }

  void change(TransactionId id) {
    const Transaction& transaction = scene_.transaction(id);
    Side& side = side_of(transaction);
    if (is_refusal(transaction.final_status)) {
      side.refused = id;
      return;
    }
    // Of a glare, another change settles it, or the next try is on its way.
    if (was_glare(side)) side.refused = TransactionId();
    if (transaction.final_status / 100 != 2) return;
    side.refused = TransactionId();
    if (was_glare(other_than(side))) {
      other_than(side).refused = TransactionId();
    }
    if (const std::optional<bool> held = holds(transaction.request)) {
      side.held_by = *held ? id : TransactionId();
    }
    // What it answers says just as well whether a side goes on holding.
    Side& answerer = other_than(side);
    if (holds(transaction.final_response) == false) {
      answerer.held_by = TransactionId();
    }
  }

  // Nothing where the message has no session description.
  [[nodiscard]] std::optional<bool> holds(MessageId id) const {
    if (!scene_.message(id).has_sdp) return std::nullopt;
    const Reading message(scene_, id);
    if (!message) return std::nullopt;
    return is_hold(*message);
  }

  void tell(const Side& side, TransactionId bye) {
    if (side.refused.valid() && !is_cut_off(side) &&
        !is_overtaken(side.refused, bye)) {
      const Transaction& refused = scene_.transaction(side.refused);
      findings_.push_back(make_finding(
          "call-change-refused", scene_.trace, side.refused,
          fmt::format("{} inside the call, from {}, was answered {}, and no "
                      "later one of that side was accepted",
                      refused.method_name, to_string(refused.client),
                      refused.final_status)));
    }
    // Before a transfer, hold is as it should be.
    if (!side.held_by.valid() || !bye.valid() || transferred_) return;
    const Transaction& hold = scene_.transaction(side.held_by);
    Finding finding = make_finding(
        "hold-until-end", scene_.trace, side.held_by,
        fmt::format(
            "{} put the call on hold, and {} in the {} until the BYE",
            to_string(hold.client),
            side.refused.valid()
                ? fmt::format("its next change was refused with {}",
                              scene_.transaction(side.refused).final_status)
                : "did not take it back",
            seconds_text(elapsed(time_of(side.held_by), time_of(bye)))));
    if (side.refused.valid()) {
      finding.frames.push_back(
          scene_.message(scene_.transaction(side.refused).request).frame);
    }
    finding.frames.push_back(
        scene_.message(scene_.transaction(bye).request).frame);
    findings_.push_back(std::move(finding));
  }

  // A BYE had ended the call before the change was refused.
  [[nodiscard]] bool is_overtaken(TransactionId change,
                                  TransactionId bye) const {
    constexpr std::uint16_t kNoSuchCall = 481;
    const Transaction& refused = scene_.transaction(change);
    return refused.final_status == kNoSuchCall && bye.valid() &&
           time_of(bye) <= scene_.message(refused.final_response).timestamp;
  }

  [[nodiscard]] Timestamp time_of(TransactionId id) const {
    return scene_.message(scene_.transaction(id).request).timestamp;
  }

  const Scene& scene_;
  const Call& call_;
  Findings& findings_;
  std::array<Side, 2> sides_;  // caller, callee
  bool transferred_ = false;
};

void watch_changes(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.kind != CallKind::Call || call.final_status / 100 != 2) return;
  ChangeWatch(scene, call, findings).judge();
}

constexpr auto kChanges = ids("call-change-refused", "hold-until-end");

}  // namespace

const RuleSet& call_change_rules() {
  static constexpr CallRule kCalls[] = {
      {watch_changes, kChanges},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
