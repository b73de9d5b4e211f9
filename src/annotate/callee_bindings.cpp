#include "annotate/callee_bindings.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <tuple>
#include <utility>

#include "siptriage/annotate/bindings.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"

#include "annotate/failure_groups.h"
#include "annotate/passed_on.h"
#include "correlate/text_hash.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// What a registrar says of who has no binding, or whose binding leads nowhere
// (RFC 3261 16.5, 21.4.5, 21.4.18).
constexpr std::uint16_t kNotThere[] = {404, 410, 480, 604};
// Contacts of one message looked at.
constexpr std::size_t kMostContacts = 16;

// Others are answered by the server itself, whoever is registered.
bool asks_for_person(CallKind kind) {
  return kind == CallKind::Call || kind == CallKind::Message;
}

// 0: the URI names no user. Parameters of the user do not count; the host does
// without letter case (RFC 3261 19.1.4).
std::uint64_t key_of(std::string_view uri, const IpAddress& registrar) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  if (!parsed || parsed->user.empty()) return 0;
  correlate::TextHash hash;
  hash.add_exact(parsed->user.substr(0, parsed->user.find(';')));
  hash.add_folded(parsed->host);
  hash.add(hash_of(registrar));
  return hash.wide_value() | 1U;
}

// The key of whom `transaction` asks its server for.
std::uint64_t key_of_request(const Trace& trace, const Call& call,
                             const Transaction& transaction) {
  const IpAddress& server = transaction.server.address;
  if (transaction.request == call.first_message) {
    return key_of(call.request_uri, server);
  }
  const auto request = std::make_unique<sip::Message>();  // large
  return trace.parse(transaction.request, *request)
             ? key_of(request->request_uri, server)
             : 0;
}

// Never 0.
std::uint32_t hash_of_contact(std::string_view uri) {
  correlate::TextHash hash;
  if (const std::optional<sip::Uri> parsed = sip::parse_uri(uri)) {
    hash.add_exact(parsed->user);
    hash.add_folded(parsed->host);
    hash.add(parsed->port);
  } else {
    hash.add_exact(uri);
  }
  return hash.value() | 1U;
}

struct Contact {
  std::uint32_t hash = 0;
  std::optional<std::uint32_t> seconds;
};

std::vector<Contact> contacts_of(const sip::Message& message) {
  std::vector<Contact> contacts;
  BindingReader reader(message);
  Binding binding;
  while (contacts.size() < kMostContacts && reader.next(binding)) {
    contacts.push_back({hash_of_contact(binding.contact.uri), binding.seconds});
  }
  return contacts;
}

bool holds(const std::vector<Contact>& contacts, std::uint32_t hash) {
  return std::ranges::find(contacts, hash, &Contact::hash) != contacts.end();
}

Duration end_of(std::int64_t since, std::uint32_t granted) {
  return Duration(since) + std::chrono::seconds(granted);
}

}  // namespace

void CalleeBindings::add(const ConversationView& view) {
  const Trace& trace = view.analysis.trace;
  std::uint32_t index = 0;
  for (const Call& call : trace.calls()) {
    const bool meant = view.means(CallId(index++));
    if (call.kind == CallKind::Registration) {
      for (TransactionId id = call.first_transaction; id.valid();
           id = trace.transaction(id).next_in_call) {
        add_bindings(trace, trace.transaction(id));
      }
    } else if (meant && asks_for_person(call.kind) &&
               std::ranges::find(kNotThere, call.final_status) !=
                   std::end(kNotThere)) {
      add_refused(view, call);
    }
  }
  if (std::max(bound_.size(), refused_.size()) > 2 * max_records_) {
    drop_past_limit();
  }
}

// What the response lists is there (RFC 3261 10.3 item 8); what the request
// removes, or binds and the response does not name, is added.
void CalleeBindings::add_bindings(const Trace& trace,
                                  const Transaction& registration) {
  if (registration.method != sip::Method::Register ||
      registration.final_status / 100 != 2 || !registration.request.valid() ||
      &origin_of_response(trace, registration) != &registration) {
    return;
  }
  const auto request = std::make_unique<sip::Message>();  // large
  const auto response = std::make_unique<sip::Message>();
  if (!trace.parse(registration.request, *request) ||
      !trace.parse(registration.final_response, *response)) {
    return;
  }
  const MessageRecord& answer = trace.message(registration.final_response);
  Bound bound;
  bound.key =
      key_of(trace.call(registration.call).to_uri, registration.server.address);
  if (bound.key == 0) return;
  bound.since = nanoseconds_of(answer.timestamp);
  bound.frame = answer.frame;
  const auto keep = [&](std::uint32_t contact, std::uint32_t granted) {
    bound.contact = contact;
    bound.seconds = granted;
    bound_.add(bound);
  };
  if (request->value_of(HeaderId::Contact) == "*") keep(kAllContacts, 0);
  const std::vector<Contact> listed = contacts_of(*response);
  for (const Contact& contact : contacts_of(*request)) {
    if (holds(listed, contact.hash)) continue;
    const auto said =
        sip::parse_delta_seconds(response->value_of(HeaderId::Expires));
    const auto granted = contact.seconds == 0 || !said ? contact.seconds : said;
    if (granted) keep(contact.hash, *granted);
  }
  for (const Contact& contact : listed) {
    if (contact.seconds) keep(contact.hash, *contact.seconds);
  }
}

void CalleeBindings::add_refused(const ConversationView& view,
                                 const Call& call) {
  const Trace& trace = view.analysis.trace;
  if (!call.decisive.valid() || call.ring_time) return;
  const Transaction& made_by =
      origin_of_response(trace, trace.transaction(call.decisive));
  if (!made_by.request.valid() || made_by.in_dialog ||
      failed_hop_behind(trace, made_by).valid()) {
    return;
  }
  const std::uint64_t key = key_of_request(trace, call, made_by);
  if (key == 0) return;
  refused_.add({
      .key = key,
      .sent = nanoseconds_of(trace.message(made_by.request).timestamp),
      .order = order_of(view, call),
      .response_frame = trace.message(made_by.final_response).frame,
      .status = made_by.final_status,
      .method = made_by.method,
  });
}

void CalleeBindings::merge(CalleeBindings&& other) {
  left_out_ += other.left_out_;
  bound_.take(std::move(other.bound_));
  refused_.take(std::move(other.refused_));
  if (std::max(bound_.size(), refused_.size()) > 2 * max_records_) {
    drop_past_limit();
  }
}

// A binding of which the end was left out would seem to be alive: then nothing
// is said of who was refused later either.
void CalleeBindings::drop_past_limit() {
  const auto by_time = [](const Bound& each) {
    return std::tuple(each.since, each.frame, each.contact);
  };
  left_out_ += bound_.keep_first(max_records_, by_time);
  refused_.keep_first(max_records_, &Refused::order);
}

CalleeBinding CalleeBindings::tell(std::span<const Bound> bound,
                                   const Refused& refused) {
  // The last word on each contact.
  std::map<std::uint32_t, const Bound*> contacts;
  const Bound* cleared = nullptr;
  for (const Bound& each : bound) {
    if (each.contact == kAllContacts) {
      contacts.clear();
      cleared = &each;
    } else {
      contacts[each.contact] = &each;
    }
  }
  const auto ends = [](const Bound& each) {
    return end_of(each.since, each.seconds);
  };
  const Bound* last = cleared;
  for (const auto& [hash, each] : contacts) {
    if (last == nullptr || ends(*each) >= ends(*last)) last = each;
  }
  const Duration sent(refused.sent);
  CalleeBinding binding;
  binding.call_order = refused.order;
  binding.status = refused.status;
  binding.method = refused.method;
  binding.response_frame = refused.response_frame;
  binding.register_frame = last->frame;
  binding.granted = last->seconds;
  if (last->seconds == 0) {
    binding.state = CalleeBinding::State::Removed;
  } else if (ends(*last) <= sent) {
    binding.state = CalleeBinding::State::Expired;
  }
  binding.ago = binding.state == CalleeBinding::State::Alive
                    ? sent - Duration(last->since)
                    : sent - ends(*last);
  return binding;
}

std::vector<CalleeBinding> CalleeBindings::finish(LimitCounts& reached) && {
  drop_past_limit();
  reached.add(LimitId::LegCalls, left_out_);
  if (left_out_ != 0) return {};
  std::vector<Bound> bound = bound_.take_all();
  std::vector<CalleeBinding> found;
  std::ranges::sort(bound, {}, [](const Bound& each) {
    return std::tuple(each.key, each.since, each.frame, each.contact,
                      each.seconds);
  });
  const auto key_and_time = [](const Bound& each) {
    return std::pair(each.key, each.since);
  };
  refused_.for_each([&](const Refused& refused) {
    const auto begin =
        std::ranges::lower_bound(bound, refused.key, {}, &Bound::key);
    const auto end = std::ranges::upper_bound(
        begin, bound.end(), std::pair(refused.key, refused.sent), {},
        key_and_time);
    if (begin == end) return;
    found.push_back(tell({begin, end}, refused));
  });
  refused_ = {};
  std::ranges::sort(found, {}, &CalleeBinding::call_order);
  return found;
}

}  // namespace siptriage::detail
