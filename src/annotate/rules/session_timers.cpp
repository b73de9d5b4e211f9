// Session timers (RFC 4028): was one settled, and the session refreshed before
// it expired?

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/one_hop.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using sip::Method;
using std::chrono::seconds;

// RFC 4028 10: who waits for a refresh hangs up this long before the session
// expires, or a third of the interval.
constexpr Duration kLatestBye = seconds(32);
constexpr Duration kRefreshTolerance = seconds(1);
// RFC 4028 10: when the BYE of who waits is due.
constexpr Duration kOnTime = seconds(2);

bool refreshes(const Transaction& transaction) {
  return transaction.method == Method::Invite ||
         transaction.method == Method::Update;
}

std::optional<sip::SessionTimerValue> session_of(const sip::Message& message) {
  return sip::parse_session_timer(message.value_of(HeaderId::SessionExpires));
}

// What the newest 2xx settled.
struct Session {
  Duration interval{};
  Endpoint refresher;
  Endpoint waits;  // the other side
  Timestamp since{};
  TransactionId settled_by;
  // The client is to refresh, but need not look at Session-Expires (9).
  bool overlooked = false;
};

// A 2xx that settled no interval, although one was asked for.
struct Unsettled {
  Duration asked{};
  Timestamp since{};
  TransactionId asked_by;
};

bool names_timer(const sip::Message& message, HeaderId header) {
  return contains_ignore_case(bare_list_of(message, header), "timer");
}

// Follows one answered call from 2xx to 2xx.
class SessionWatch {
 public:
  SessionWatch(const Scene& scene, const Call& call, Findings& findings)
      : scene_(scene), call_(call), findings_(findings) {}

  void judge() {
    settle(call_.decisive);
    OneHop hop(scene_.trace, call_);
    for (TransactionId id = call_.first_transaction; id.valid();
         id = scene_.transaction(id).next_in_call) {
      const Transaction& transaction = scene_.transaction(id);
      if (!transaction.in_dialog) continue;
      const bool here = hop.takes(id);
      if (transaction.method == Method::Bye) {
        // Who hung up at another hop was heard there: nothing is due any more.
        return here ? end_by(id) : void();
      }
      if (!refreshes(transaction)) continue;
      here ? refresh_by(id) : refresh_elsewhere(id);
    }
    judge_silence(scene_.trace.capture_end(), {});
    judge_unsettled(scene_.trace.capture_end());
  }

 private:
  void settle(TransactionId id) {
    const std::optional<Session> before = std::exchange(session_, std::nullopt);
    failed_refresh_ = TransactionId();
    unsettled_.reset();
    const Transaction& transaction = scene_.transaction(id);
    const Reading response(scene_, transaction.final_response);
    if (!response) return;
    const auto value = session_of(*response);
    if (!value) return settle_nothing(id, *response, before);
    if (value->seconds == 0 || value->refresher.empty()) return;
    const bool by_client = equals_ignore_case(value->refresher, "uac");
    session_ = Session{seconds(value->seconds),
                       by_client ? transaction.client : transaction.server,
                       by_client ? transaction.server : transaction.client,
                       scene_.message(transaction.final_response).timestamp,
                       id,
                       by_client && !names_timer(*response, HeaderId::Require)};
  }

  // Without Session-Expires in the 2xx there is no session expiration (7.2).
  void settle_nothing(TransactionId id, const sip::Message& response,
                      const std::optional<Session>& before) {
    if (response.has(HeaderId::SessionExpires) ||
        names_timer(response, HeaderId::Require)) {
      return;  // other rules tell
    }
    if (before) return tell_turned_off(id, *before);
    const Transaction& transaction = scene_.transaction(id);
    const Reading request(scene_, transaction.request);
    if (!request || !names_timer(*request, HeaderId::Supported)) return;
    const auto asked = session_of(*request);
    if (!asked || asked->seconds == 0) return;
    unsettled_ =
        Unsettled{seconds(asked->seconds),
                  scene_.message(transaction.final_response).timestamp, id};
  }

  void tell_turned_off(TransactionId id, const Session& before) {
    const Transaction& transaction = scene_.transaction(id);
    Finding finding = make_finding(
        "session-timer-turned-off", scene_.trace, id,
        fmt::format("the {} to {} has no Session-Expires at this capture "
                    "point, so the session interval of {:.0f} s that was "
                    "settled before holds no more",
                    transaction.final_status, transaction.method_name,
                    in_seconds(before.interval)));
    const MessageId settled =
        scene_.transaction(before.settled_by).final_response;
    finding.frames.insert(finding.frames.begin(),
                          scene_.message(settled).frame);
    findings_.push_back(std::move(finding));
  }

  // Where the caller wanted refreshes for its own ends, it sends them (7.2).
  void judge_unsettled(Timestamp end) {
    if (!unsettled_ || !scene_.transaction(call_.decisive).ack.valid() ||
        elapsed(unsettled_->since, end) <= unsettled_->asked + kLatestBye) {
      return;
    }
    const Transaction& transaction = scene_.transaction(unsettled_->asked_by);
    Finding finding = make_finding(
        "session-timer-not-settled", scene_.trace, unsettled_->asked_by,
        fmt::format("{} asked for a session interval of {:.0f} s, the {} to "
                    "its {} settles none, and the call went on for longer "
                    "without a refresh in this capture",
                    to_string(transaction.client),
                    in_seconds(unsettled_->asked), transaction.final_status,
                    transaction.method_name));
    finding.certainty = Certainty::Likely;
    findings_.push_back(std::move(finding));
  }

  [[nodiscard]] Duration since_settled(TransactionId id) const {
    return elapsed(session_->since,
                   scene_.message(scene_.transaction(id).request).timestamp);
  }

  // An offer, a hold and the like refresh the session as well (7.2).
  void refresh_by(TransactionId id) {
    const Transaction& transaction = scene_.transaction(id);
    if (transaction.final_status / 100 != 2) {
      failed_refresh_ = id;
      return;
    }
    if (session_ &&
        since_settled(id) > session_->interval + kRefreshTolerance) {
      add("session-refresh-late", id,
          fmt::format("{} refreshed the session {:.0f} s after the 2xx before; "
                      "it had expired after {} s",
                      to_string(transaction.client),
                      in_seconds(since_settled(id)),
                      in_seconds(session_->interval)));
    }
    settle(id);
  }

  // Seen at another hop only: it was sent.
  void refresh_elsewhere(TransactionId id) {
    const Transaction& transaction = scene_.transaction(id);
    if (transaction.final_status / 100 != 2) return;
    unsettled_.reset();
    if (!session_) return;
    session_->since = std::max(
        session_->since, scene_.message(transaction.final_response).timestamp);
  }

  void end_by(TransactionId bye) {
    judge_unsettled(scene_.message(scene_.transaction(bye).request).timestamp);
    if (!session_) return;
    const Duration lasted = since_settled(bye);
    const Duration ahead = std::min(kLatestBye, session_->interval / 3);
    if (lasted > session_->interval + kLatestBye) {
      return judge_silence(
          scene_.message(scene_.transaction(bye).request).timestamp, bye);
    }
    if (lasted + ahead + kRefreshTolerance < session_->interval) return;
    const Endpoint& by = scene_.transaction(bye).client;
    const bool waited = by.address == session_->waits.address;
    if (!waited && (!failed_refresh_.valid() || lost_at_refresh())) return;
    add("session-timer-expired", bye,
        fmt::format("{} ended the call {:.0f} s after the last 2xx that "
                    "settled a session interval of {} s; {} was to refresh "
                    "the session, and {}",
                    to_string(by), in_seconds(lasted),
                    in_seconds(session_->interval),
                    to_string(session_->refresher), refresh_seen()) +
            (session_->overlooked ? "; the 2xx has no Require: timer" : ""));
    // Who hangs up somewhere before the end may be a person.
    const Duration due = session_->interval - ahead;
    const bool is_on_time =
        (lasted >= due - kOnTime && lasted <= due + kOnTime) ||
        lasted >= session_->interval - kOnTime;
    if (!failed_refresh_.valid() && !is_on_time) {
      findings_.back().certainty = Certainty::Possible;
    }
  }

  // The other side no longer knew the dialog, and who refreshed ended it for
  // that (RFC 3261 12.2.1.2).
  [[nodiscard]] bool lost_at_refresh() const {
    return scene_.transaction(failed_refresh_).final_status == 481;
  }

  [[nodiscard]] std::string refresh_seen() const {
    if (!failed_refresh_.valid()) return "no refresh is in this capture";
    const Transaction& failed = scene_.transaction(failed_refresh_);
    if (failed.final_status == 0) {
      return fmt::format("no answer to its {} is in this capture",
                         failed.method_name);
    }
    return fmt::format("its {} was answered {}", failed.method_name,
                       failed.final_status);
  }

  // `end`: of the call, or of the capture. Refreshes take the way of the ACK.
  void judge_silence(Timestamp end, TransactionId bye) {
    if (!session_ || !scene_.transaction(call_.decisive).ack.valid() ||
        elapsed(session_->since, end) <= session_->interval + kLatestBye) {
      return;
    }
    add("session-not-refreshed", bye,
        fmt::format("the session interval of {} s passed, and no refresh by {} "
                    "or anybody else is in this capture",
                    in_seconds(session_->interval),
                    to_string(session_->refresher)));
  }

  static double in_seconds(Duration duration) {
    constexpr double kMillisecondsPerSecond = 1000;
    return milliseconds_of(duration) / kMillisecondsPerSecond;
  }

  void add(std::string_view rule, TransactionId at, std::string text) {
    Finding finding =
        make_finding(rule, scene_.trace, session_->settled_by, std::move(text));
    if (at.valid()) {
      finding.frames.push_back(
          scene_.message(scene_.transaction(at).request).frame);
    }
    finding.certainty = Certainty::Likely;
    findings_.push_back(std::move(finding));
  }

  const Scene& scene_;
  const Call& call_;
  Findings& findings_;
  std::optional<Session> session_;
  std::optional<Unsettled> unsettled_;
  TransactionId failed_refresh_;  // since then
};

void watch_session(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  // Of forks, each has a session of its own.
  if (call.kind != CallKind::Call || !call.decisive.valid() ||
      call.final_status / 100 != 2 || call.forks > 1) {
    return;
  }
  SessionWatch(scene, call, findings).judge();
}

constexpr auto kWatched = ids(
    "session-timer-expired", "session-not-refreshed", "session-refresh-late",
    "session-timer-turned-off", "session-timer-not-settled");

}  // namespace

const RuleSet& session_timer_rules() {
  static constexpr CallRule kCalls[] = {
      {watch_session, kWatched},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
