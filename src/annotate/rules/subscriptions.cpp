// Subscriptions (RFC 6665): is there a NOTIFY after the 2xx, and how do they
// end?

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"

#include "annotate/one_hop.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/rules/tolerances.h"
#include "annotate/sequel.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;

constexpr std::uint16_t kNoNotification = 204;  // RFC 5839
constexpr std::uint16_t kNoSubscription = 481;
constexpr std::string_view kRefer = "refer";

// Responses to NOTIFY that end the subscription (RFC 6665 4.2.2).
bool ends_subscription(std::uint16_t status) {
  constexpr std::uint16_t kEnding[] = {404, 405, 410, 416, 489, 501, 604};
  return (status >= 480 && status <= 485) ||
         std::ranges::find(kEnding, status) != std::end(kEnding);
}

std::string_view event_of(const sip::Message& message) {
  const std::string_view value = message.value_of(HeaderId::Event);
  return trim(value.substr(0, value.find(';')));
}

struct State {
  std::string_view value;        // "active"
  std::string_view reason;       // "rejected", or empty
  std::string_view retry_after;  // seconds, or empty
  std::string_view expires;      // the same
};
State state_of(const sip::Message& notify) {
  const std::string_view text = notify.value_of(HeaderId::SubscriptionState);
  const std::size_t end = std::min(text.find(';'), text.size());
  const auto parameter = [&](std::string_view name) {
    return sip::find_parameter(text.substr(end), name)
        .value_or(std::string_view());
  };
  return {trim(text.substr(0, end)), parameter("reason"),
          parameter("retry-after"), parameter("expires")};
}

std::string how_ended(std::string_view event, const State& state) {
  std::string text = fmt::format(
      "the notifier ended the subscription to {}: {}", event, state.reason);
  if (!state.retry_after.empty()) {
    text += fmt::format(", to be tried again after {} s", state.retry_after);
  }
  return text;
}

// Whether the Contact is that very host: what is sent there crosses this hop.
bool is_at(const sip::Message& message, const IpAddress& address) {
  const auto contact =
      sip::parse_name_addr(message.value_of(HeaderId::Contact));
  const auto uri = contact ? sip::parse_uri(contact->uri) : std::nullopt;
  if (!uri) return false;
  std::string_view host = uri->host;
  if (host.starts_with('[') && host.ends_with(']')) {
    host = host.substr(1, host.size() - 2);
  }
  return parse_ip_address(host) == address;
}

class SubscriptionWatch {
 public:
  SubscriptionWatch(const Scene& scene, const Call& call, Findings& findings)
      : scene_(scene), call_(call), findings_(findings) {}

  void judge() {
    OneHop hop(scene_.trace, call_);
    for (TransactionId id = call_.first_transaction; id.valid();
         id = scene_.transaction(id).next_in_call) {
      const Method method = scene_.transaction(id).method;
      if (method == Method::Subscribe) {
        if (hop.takes(id)) subscribe(id);
      } else if (method == Method::Notify) {
        // Seen at whatever hop, it was sent.
        waiting_ = TransactionId();
        if (hop.takes(id)) notify(id);
      }
    }
    judge_silence(scene_.trace.capture_end());
  }

 private:
  [[nodiscard]] Timestamp time_of(TransactionId id) const {
    return scene_.message(scene_.transaction(id).request).timestamp;
  }

  // That of the 2xx, where the SUBSCRIBE created it.
  [[nodiscard]] DialogId dialog_of(TransactionId id) const {
    const Transaction& transaction = scene_.transaction(id);
    const DialogId of_request = scene_.message(transaction.request).dialog;
    return of_request.valid() || !transaction.final_response.valid()
               ? of_request
               : scene_.message(transaction.final_response).dialog;
  }

  void subscribe(TransactionId id) {
    judge_silence(time_of(id));
    const Transaction& transaction = scene_.transaction(id);
    const Reading request(scene_, transaction.request);
    if (!request) return;
    if (transaction.in_dialog) check_refresh(id, *request);
    // Without the first one, there may be others.
    if (!transaction.in_dialog || !events_.empty()) {
      events_.push_back(event_of(*request));
    }
    const auto asked =
        sip::parse_delta_seconds(request->value_of(HeaderId::Expires));
    unsubscribed_ = asked == 0U;
    if (transaction.final_status / 100 != 2) return;
    const Reading response(scene_, transaction.final_response);
    if (!response) return;
    const auto granted =
        sip::parse_delta_seconds(response->value_of(HeaderId::Expires));
    if (asked && granted && *granted > *asked) {
      add("subscribe-granted-longer", id,
          fmt::format("{} s were asked for and {} s granted", *asked,
                      *granted));
    }
    if (granted == 0U && asked.value_or(0) != 0) {
      add("subscribe-granted-nothing", id,
          fmt::format("{} s were asked for and 0 s granted", *asked));
    }
    if (granted) {
      last_word_ = {dialog_of(id), event_of(*request),
                    scene_.message(transaction.final_response).timestamp,
                    *granted, false};
    }
    // A Contact that names the client leads nowhere, and the notifier has that
    // of the request.
    const bool seen_here = is_at(*request, transaction.client.address) &&
                           (is_at(*response, transaction.server.address) ||
                            is_at(*response, transaction.client.address));
    if (seen_here && transaction.final_status != kNoNotification) {
      waiting_ = id;
    }
  }

  void notify(TransactionId id) {
    const Reading request(scene_, scene_.transaction(id).request);
    if (!request || event_of(*request) == kRefer) return;
    const State state = state_of(*request);
    const bool ended = equals_ignore_case(state.value, "terminated");
    note_state(id, *request, state, ended);
    if (ended && !unsubscribed_ && !state.reason.empty()) {
      add(equals_ignore_case(state.reason, "rejected") ? "subscription-rejected"
                                                       : "subscription-ended",
          id, how_ended(event_of(*request), state));
    }
    const Transaction& transaction = scene_.transaction(id);
    check_going_on(id, *request);
    if (ended || !transaction.in_dialog ||
        !ends_subscription(transaction.final_status)) {
      return;
    }
    if (is_of_other_event(*request)) {
      return add("notify-of-other-event", id,
                 fmt::format("the event is {}, but the subscription is to {}",
                             event_of(*request), events_.front()));
    }
    add("notify-refused", id,
        fmt::format("NOTIFY for {} was answered {}, which ends the "
                    "subscription",
                    event_of(*request), transaction.final_status));
    if (transaction.final_status == kNoSubscription) refused_by_ = id;
  }

  // RFC 6665 4.1.3: of one that the SUBSCRIBE of this Call-ID did not ask for.
  [[nodiscard]] bool is_of_other_event(const sip::Message& notify) const {
    const std::string_view event = event_of(notify);
    return !events_.empty() && !event.empty() &&
           std::ranges::all_of(events_, [event](std::string_view each) {
             return !each.empty() && !equals_ignore_case(each, event);
           });
  }

  // RFC 6665 4.2.2: a 481 takes the subscription away.
  void check_going_on(TransactionId id, const sip::Message& notify) {
    if (!refused_by_.valid()) return;
    const Transaction& refused = scene_.transaction(refused_by_);
    const Transaction& later = scene_.transaction(id);
    const Timestamp since = scene_.message(refused.final_response).timestamp;
    if (dialog_of(id) != dialog_of(refused_by_) || !dialog_of(id).valid() ||
        later.client != refused.client || time_of(id) <= since) {
      return;
    }
    add("notify-after-481", id,
        fmt::format("NOTIFY for {} came {} after the subscriber had answered "
                    "481 to the one before",
                    event_of(notify), to_human(elapsed(since, time_of(id)))));
    refused_by_ = TransactionId();
  }

  void note_state(TransactionId id, const sip::Message& notify,
                  const State& state, bool ended) {
    if (!last_word_ || dialog_of(id) != last_word_->dialog ||
        event_of(notify) != last_word_->event) {
      return;
    }
    if (ended) {
      last_word_->since = time_of(id);
      last_word_->by_notifier = true;
    } else if (const auto left = sip::parse_delta_seconds(state.expires)) {
      last_word_->since = time_of(id);
      last_word_->seconds = *left;
    }
  }

  // A refresh of what was over.
  void check_refresh(TransactionId id, const sip::Message& request) {
    const Transaction& transaction = scene_.transaction(id);
    if (transaction.final_status != kNoSubscription || !last_word_ ||
        !dialog_of(id).valid() || dialog_of(id) != last_word_->dialog ||
        event_of(request) != last_word_->event) {
      return;
    }
    const Duration after = elapsed(last_word_->since, time_of(id));
    if (last_word_->by_notifier) {
      add("subscription-lapsed", id,
          fmt::format("the notifier had ended the subscription to {} {} before",
                      last_word_->event, to_human(after)));
      return;
    }
    const Duration granted = std::chrono::seconds(last_word_->seconds);
    if (after <= granted) return;
    add("subscription-lapsed", id,
        fmt::format("the subscription to {} was granted for {} s, and this "
                    "SUBSCRIBE came {} later: it had ended {} before",
                    last_word_->event, last_word_->seconds, to_human(after),
                    to_human(after - granted)));
  }

  // No NOTIFY until then.
  void judge_silence(Timestamp end) {
    if (!waiting_.valid()) return;
    const TransactionId id = waiting_;
    const Duration waited = elapsed(time_of(id), end);
    if (waited <= kTimerN * scene_.trace.t1()) return;
    waiting_ = TransactionId();
    add("subscribe-without-notify", id,
        fmt::format("SUBSCRIBE was answered {}, and no NOTIFY is in this "
                    "capture, which goes on for {}",
                    scene_.transaction(id).final_status, seconds_text(waited)),
        Certainty::Likely);
  }

  void add(std::string_view rule, TransactionId id, std::string text,
           Certainty certainty = Certainty::Certain) {
    findings_.push_back(
        make_finding(rule, scene_.trace, id, std::move(text), certainty));
  }

  const Scene& scene_;
  const Call& call_;
  Findings& findings_;
  // What was last said of how long the subscription lasts.
  struct LastWord {
    DialogId dialog;
    std::string_view event;
    Timestamp since{};
    std::uint32_t seconds = 0;
    bool by_notifier = false;  // who ended it then
  };

  TransactionId waiting_;  // the SUBSCRIBE that no NOTIFY followed yet
  bool unsubscribed_ = false;
  std::vector<std::string_view> events_;  // of SUBSCRIBEs, from the first on
  std::optional<LastWord> last_word_;
  TransactionId refused_by_;  // the NOTIFY that was answered 481
};

void watch_subscription(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.kind != CallKind::Subscription) return;
  SubscriptionWatch(scene, call, findings).judge();
}

// At the hop of who sent it alone: proxies add a Via.
void judge_state(const Scene& scene, TransactionId id, Findings& findings) {
  const Transaction& transaction = scene.transaction(id);
  if (transaction.method != Method::Notify || !transaction.in_dialog) return;
  const Reading notify(scene, transaction.request);
  if (!notify || notify->has(HeaderId::SubscriptionState) ||
      notify->has_several(HeaderId::Via)) {
    return;
  }
  findings.push_back(make_finding(
      "notify-without-subscription-state", scene.trace, id,
      fmt::format("NOTIFY for {} says nothing of the state of the "
                  "subscription: Subscription-State is not present at this "
                  "capture point",
                  event_of(*notify))));
}

constexpr auto kSubscription =
    ids("subscribe-granted-longer", "subscribe-granted-nothing",
        "subscribe-without-notify", "subscription-ended",
        "subscription-rejected", "subscription-lapsed", "notify-refused",
        "notify-of-other-event", "notify-after-481");
constexpr auto kState = ids("notify-without-subscription-state");

}  // namespace

const RuleSet& subscription_rules() {
  static constexpr TransactionRule kTransactions[] = {
      {judge_state, kState},
  };
  static constexpr CallRule kCalls[] = {
      {watch_subscription, kSubscription},
  };
  static constexpr RuleSet kRules{.transactions = kTransactions,
                                  .calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
