#include "report/message_list.h"

#include <algorithm>
#include <utility>

#include "siptriage/sip/parse.h"

namespace siptriage::report {

std::vector<MessageRecord> list_messages(const Triage& triage,
                                         const std::optional<Filter>& where) {
  std::vector<MessageRecord> records;
  std::vector<std::pair<std::uint64_t, std::uint32_t>> places;
  std::optional<FilterMatcher> matcher;
  if (where) {
    matcher.emplace(*where, triage.coverage.limits);
  } else {
    records.reserve(triage.message_count);
    places.reserve(triage.message_count);
  }
  CallReader reader(triage);
  for (const CallBrief& call : triage.calls) {
    if (call.place != 0) continue;  // one reading a conversation
    const ConversationView view = reader.read_conversation(call.conversation);
    const std::vector<MessageRecord>& messages = view.analysis.trace.messages();
    const std::size_t count =
        view.orders.empty() ? messages.size()
                            : std::min(messages.size(), view.orders.size());
    if (matcher) matcher->begin(view.analysis);
    for (std::uint32_t i = 0; i < count; ++i) {
      if (matcher && !matcher->matches(i)) continue;
      places.emplace_back(view.orders.empty() ? i : view.orders[i],
                          static_cast<std::uint32_t>(records.size()));
      records.push_back(messages[i]);
    }
  }
  std::sort(places.begin(), places.end());
  std::vector<MessageRecord> sorted;
  sorted.reserve(records.size());
  for (const auto& [order, place] : places) sorted.push_back(records[place]);
  return sorted;
}

bool parse_again(const MessageRecord& record, sip::Message& message) {
  if (sip::parse_message(record.octets, sip::Framing::Datagram, message) ==
      sip::ParseStatus::Complete) {
    return true;
  }
  message.clear();
  return false;
}

}  // namespace siptriage::report
