// Registrations over time: what was asked and granted, whether the binding was
// refreshed before it lapsed, and how steady it is (RFC 3261 10).

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "siptriage/annotate/bindings.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"

#include "annotate/one_hop.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"
#include "annotate/sequel.h"
#include "annotate/uri_likeness.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using std::chrono::seconds;

constexpr Duration kBindingTolerance = seconds(1);
// A refresh that comes later than this before the end leaves no time to send
// it again.
constexpr Duration kLeastMargin = seconds(2);
// Refreshes within a tenth of what was granted, as often as this in a row.
constexpr std::uint32_t kOften = 10;
constexpr std::uint32_t kNotableRefreshes = 6;
// Two are usual: a client learns its public address and registers anew.
constexpr std::uint32_t kNotableChanges = 3;
// Contacts of one response looked at.
constexpr std::size_t kMaxBindings = 64;

bool same_user(std::string_view uri, std::string_view other) {
  const auto a = sip::parse_uri(uri);
  const auto b = sip::parse_uri(other);
  return !a || !b || a->user == b->user;
}

// What a 2xx says of one Contact.
struct Granted {
  bool any_contact = false;
  bool user_known = false;  // at some address
  std::optional<std::uint32_t> seconds;
};

Granted find_granted(const sip::Message& response, std::string_view uri) {
  Granted granted;
  BindingReader reader(response);
  Binding binding;
  for (std::size_t i = 0; i < kMaxBindings && reader.next(binding); ++i) {
    granted.any_contact = true;
    if (same_user(binding.contact.uri, uri)) granted.user_known = true;
    if (!granted.seconds && same_target(binding.contact.uri, uri)) {
      granted.seconds = binding.seconds;
    }
  }
  return granted;
}

// Follows the one binding that most Call-IDs are about.
class BindingWatch {
 public:
  BindingWatch(const Scene& scene, const Call& call, Findings& findings)
      : scene_(scene), call_(call), findings_(findings) {}

  void judge() {
    OneHop hop(scene_.trace, call_);
    for (TransactionId id = call_.first_transaction; id.valid();
         id = scene_.transaction(id).next_in_call) {
      const Transaction& transaction = scene_.transaction(id);
      if (transaction.method != sip::Method::Register) continue;
      if (hop.takes(id)) {
        newest_cseq_ = transaction.cseq_number;
        take(id);
      } else if (transaction.cseq_number != newest_cseq_) {
        bound_ = false;  // the client went to another registrar
      }
    }
    tell_changes();
  }

 private:
  void take(TransactionId id) {
    const Reading request(scene_, scene_.transaction(id).request);
    if (!request) return;
    const std::string_view value = request->value_of(HeaderId::Contact);
    if (value == "*") {
      bound_ = false;
      return;
    }
    std::string_view rest = value;
    std::string_view first;
    std::string_view second;
    // Without Contact it asks what is there; with several, they are of
    // different kinds as a rule.
    if (!sip::next_list_element(rest, first) ||
        request->has_several(HeaderId::Contact) ||
        sip::next_list_element(rest, second)) {
      return;
    }
    const auto contact = sip::parse_name_addr(first);
    if (!contact) return;
    check_refresh(id, *request);
    if (scene_.transaction(id).final_status / 100 == 2) {
      registered(id, *request, *contact);
    }
  }

  [[nodiscard]] Timestamp asked_at(TransactionId id) const {
    return scene_.message(scene_.transaction(id).request).timestamp;
  }

  // A challenge does not count: the request it answers was in time, or not.
  void check_refresh(TransactionId id, const sip::Message& request) {
    if (!bound_ || request.value_of(HeaderId::To) != address_of_record_ ||
        checked_after_ == registered_by_) {
      return;
    }
    checked_after_ = registered_by_;
    const Duration after = elapsed(since_, asked_at(id));
    const Duration granted = seconds(granted_);
    if (after > granted + kBindingTolerance) {
      add("register-lapsed", id,
          fmt::format(
              "the binding of {} was granted for {} s, and the next REGISTER "
              "under this Call-ID came {} later: it was gone for {}",
              uri_, granted_, seconds_text(after),
              seconds_text(after - granted)),
          Certainty::Likely);
    } else if (granted > 4 * kLeastMargin && after + kLeastMargin > granted) {
      add("register-refresh-late", id,
          fmt::format("the binding of {} was granted for {} s and refreshed "
                      "{} later",
                      uri_, granted_, seconds_text(after)),
          Certainty::Likely);
    }
    refreshes_ = after * kOften < granted ? refreshes_ + 1 : 0;
    if (refreshes_ == kNotableRefreshes) {
      add("register-refreshed-often", id,
          fmt::format("the binding of {} was granted for {} s and refreshed "
                      "{} times in a row within a tenth of that, the last time "
                      "after {}",
                      uri_, granted_, refreshes_, seconds_text(after)),
          Certainty::Likely);
    }
  }

  void registered(TransactionId id, const sip::Message& request,
                  const sip::NameAddr& contact) {
    const Reading response(scene_, scene_.transaction(id).final_response);
    if (!response) return;
    const std::optional<std::uint32_t> asked = seconds_of(contact, request);
    bound_ = false;
    if (asked == 0U) return;
    const Granted granted = find_granted(*response, contact.uri);
    check_bindings(id, granted, contact.uri);
    if (!granted.seconds) return;
    if (*granted.seconds == 0) {
      return add("register-granted-nothing", id,
                 fmt::format("{} were asked for and 0 s granted to {}",
                             asked ? fmt::format("{} s", *asked)
                                   : "as many seconds "
                                     "as the server likes",
                             contact.uri));
    }
    if (asked && *granted.seconds > *asked) {
      add("register-granted-longer", id,
          fmt::format("{} s were asked for and {} s granted", *asked,
                      *granted.seconds));
    }
    note_change(id, contact.uri);
    bound_ = true;
    registered_by_ = id;
    address_of_record_ = request.value_of(HeaderId::To);
    uri_ = contact.uri;
    granted_ = *granted.seconds;
    since_ = scene_.message(scene_.transaction(id).final_response).timestamp;
  }

  void check_bindings(TransactionId id, const Granted& granted,
                      std::string_view uri) {
    if (!granted.any_contact || granted.user_known || told_missing_) return;
    told_missing_ = true;
    add("register-2xx-without-binding", id,
        fmt::format("the Contacts of the {} do not have {}",
                    scene_.transaction(id).final_status, uri),
        Certainty::Likely);
  }

  void note_change(TransactionId id, std::string_view uri) {
    if (!uri_.empty() && !same_target(uri_, uri)) {
      ++changes_;
      last_change_ = id;
    }
  }

  void tell_changes() {
    if (changes_ < kNotableChanges) return;
    add("register-contact-changes", last_change_,
        fmt::format("the Contact registered changed {} times, at last to {}",
                    changes_, uri_));
  }

  void add(std::string_view rule, TransactionId id, std::string text,
           Certainty certainty = Certainty::Certain) {
    findings_.push_back(
        make_finding(rule, scene_.trace, id, std::move(text), certainty));
  }

  const Scene& scene_;
  const Call& call_;
  Findings& findings_;

  std::uint32_t newest_cseq_ = 0;
  // The binding that is there, if `bound_`.
  bool bound_ = false;
  TransactionId registered_by_;
  TransactionId checked_after_;
  std::string_view address_of_record_;
  std::string_view uri_;
  std::uint32_t granted_ = 0;
  Timestamp since_{};

  std::uint32_t refreshes_ = 0;  // in a row
  std::uint32_t changes_ = 0;
  TransactionId last_change_;
  bool told_missing_ = false;
};

void watch_binding(const Scene& scene, CallId id, Findings& findings) {
  const Call& call = scene.trace.call(id);
  if (call.kind != CallKind::Registration) return;
  BindingWatch(scene, call, findings).judge();
}

constexpr auto kBinding =
    ids("register-2xx-without-binding", "register-granted-nothing",
        "register-granted-longer", "register-lapsed", "register-refresh-late",
        "register-refreshed-often", "register-contact-changes");

}  // namespace

const RuleSet& registration_rules() {
  static constexpr CallRule kCalls[] = {
      {watch_binding, kBinding},
  };
  static constexpr RuleSet kRules{.calls = kCalls};
  return kRules;
}

}  // namespace siptriage::detail
