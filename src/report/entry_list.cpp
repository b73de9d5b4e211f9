#include "report/entry_list.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <type_traits>
#include <utility>

#include "siptriage/sip/parse.h"

namespace siptriage::report {
namespace {

constexpr std::size_t kLeastKept = 4096;

bool parse_octets(std::string_view octets, sip::Message& message) {
  if (!octets.empty() &&
      sip::parse_message(octets, sip::Framing::Datagram, message) ==
          sip::ParseStatus::Complete) {
    return true;
  }
  message.clear();
  return false;
}

Row row_of(const MessageRow& entry, sip::Message& parsed) {
  parse_octets(entry.record.octets, parsed);
  return {nullptr, nullptr, &entry, &parsed};
}

Row row_of(const TransactionRow& entry, sip::Message& parsed) {
  parse_octets(entry.request, parsed);
  return {nullptr, &entry, nullptr, &parsed};
}

// Which call of the capture is at a place of a conversation.
class CallNumbers {
 public:
  explicit CallNumbers(const std::vector<CallBrief>& calls) : calls_(calls) {
    numbers_.reserve(calls.size());
    for (std::uint32_t i = 0; i < calls.size(); ++i) numbers_.emplace_back(i);
    std::ranges::sort(numbers_, {}, [this](CallId id) { return key(id); });
  }

  [[nodiscard]] CallId find(std::uint64_t conversation, CallId place) const {
    if (!place.valid()) return {};
    const std::pair wanted(conversation, place.index());
    const auto found = std::ranges::lower_bound(
        numbers_, wanted, {}, [this](CallId id) { return key(id); });
    return found != numbers_.end() && key(*found) == wanted ? *found : CallId();
  }

 private:
  [[nodiscard]] std::pair<std::uint64_t, std::uint32_t> key(CallId id) const {
    const CallBrief& call = calls_[id.index()];
    return {call.conversation, call.place};
  }

  const std::vector<CallBrief>& calls_;
  std::vector<CallId> numbers_;
};

TransactionRow make_entry(const Trace& trace, TransactionId id, CallId call) {
  const Transaction& transaction = trace.transaction(id);
  TransactionRow row;
  row.transaction = transaction;
  row.call = call;
  const MessageRecord& first = trace.message(transaction.first_message);
  row.call_id = first.call_id;
  row.time = first.timestamp;
  row.frame = first.frame;
  row.last_frame = trace.message(transaction.last_message).frame;
  const bool answered = transaction.final_response.valid();
  if (answered) row.response = trace.message(transaction.final_response).octets;
  if (!transaction.request.valid()) return row;
  const MessageRecord& request = trace.message(transaction.request);
  row.request = request.octets;
  if (answered) {
    row.duration = elapsed(request.timestamp,
                           trace.message(transaction.final_response).timestamp);
  }
  if (transaction.first_provisional.valid()) {
    row.first_response =
        elapsed(request.timestamp,
                trace.message(transaction.first_provisional).timestamp);
  }
  return row;
}

}  // namespace

// Keeps the first ones in the order that was asked for. Entries are large:
// what is sorted is their places.
template <typename Entry>
class EntryList<Entry>::Chooser {
 public:
  Chooser(const Limits& limits, const TableOptions& options)
      : options_(options), parsed_(limits) {}

  void add(Entry entry, std::uint64_t order) {
    ++added_;
    entries_.push_back(std::move(entry));
    orders_.push_back(order);
    if (options_.sort != nullptr) {
      cells_.emplace_back();
      options_.sort->read(row_of(entries_.back(), parsed_), cells_.back());
    }
    if (entries_.size() / 2 > kLeastKept &&
        entries_.size() / 2 > options_.most) {
      sort_and_cut();
    }
  }

  [[nodiscard]] std::size_t added() const { return added_; }

  [[nodiscard]] std::vector<Entry> take() {
    sort_and_cut();
    return std::move(entries_);
  }

 private:
  [[nodiscard]] bool goes_before(std::size_t a, std::size_t b) const {
    static constexpr Cell kNone;
    return options_.sort == nullptr
               ? report::goes_before(orders_[a], kNone, orders_[b], kNone,
                                     options_)
               : report::goes_before(orders_[a], cells_[a], orders_[b],
                                     cells_[b], options_);
  }

  template <typename Value>
  static void gather(const std::vector<std::size_t>& places,
                     std::vector<Value>& values) {
    if (values.empty()) return;
    std::vector<Value> gathered;
    gathered.reserve(places.size());
    for (const std::size_t place : places) gathered.push_back(values[place]);
    values = std::move(gathered);
  }

  void sort_and_cut() {
    std::vector<std::size_t> places(entries_.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    const auto before = [this](std::size_t a, std::size_t b) {
      return goes_before(a, b);
    };
    if (!std::ranges::is_sorted(places, before)) {
      std::ranges::sort(places, before);
    } else if (places.size() <= options_.most) {
      return;
    }
    if (places.size() > options_.most) {
      places.resize(static_cast<std::size_t>(options_.most));
    }
    gather(places, entries_);
    gather(places, orders_);
    gather(places, cells_);
  }

  const TableOptions& options_;
  sip::Message parsed_;
  std::vector<Entry> entries_;
  std::vector<std::uint64_t> orders_;
  std::vector<Cell> cells_;  // none without a column to sort by
  std::size_t added_ = 0;
};

template <typename Entry>
EntryList<Entry>::EntryList(const Triage& triage, const TableOptions& options)
    : triage_(triage) {
  std::optional<FilterMatcher> matcher;
  if (options.where) matcher.emplace(*options.where, triage.coverage.limits);
  Chooser chooser(triage.coverage.limits, options);
  const CallNumbers numbers(triage.calls);
  CallReader reader(
      triage, options.where ? AnalysisExtent::Whole : AnalysisExtent::Trace);
  for (const CallBrief& brief : triage.calls) {
    if (brief.place != 0) continue;  // one reading a conversation
    const ConversationView view = reader.read_conversation(brief.conversation);
    const Trace& trace = view.analysis.trace;
    if (matcher) matcher->begin(view.analysis);
    if constexpr (std::is_same_v<Entry, MessageRow>) {
      const std::size_t count =
          view.orders.empty()
              ? trace.messages().size()
              : std::min(trace.messages().size(), view.orders.size());
      all_ += count;
      for (std::uint32_t i = 0; i < count; ++i) {
        if (matcher && !matcher->matches(i)) continue;
        const MessageRecord& record = trace.messages()[i];
        chooser.add({record, numbers.find(brief.conversation, record.call)},
                    view.orders.empty() ? i : view.orders[i]);
      }
    } else {
      all_ += trace.transactions().size();
      for (std::uint32_t i = 0; i < trace.transactions().size(); ++i) {
        if (matcher && !matcher->matches(i)) continue;
        const Transaction& transaction = trace.transactions()[i];
        const CallId call = numbers.find(brief.conversation, transaction.call);
        chooser.add(
            make_entry(trace, TransactionId(i), call),
            std::uint64_t{call.index()} << 32 | transaction.place_in_call);
      }
    }
  }
  matching_ = chooser.added();
  entries_ = chooser.take();
}

template <typename Entry>
void EntryList<Entry>::write(const std::function<RowVisitor()>& make_visitor,
                             output::BufferedOutput& output) const {
  const RowVisitor visitor = make_visitor();
  sip::Message parsed(triage_.coverage.limits);
  std::string text;
  for (const Entry& entry : entries_) {
    if (output.failed()) return;
    text.clear();
    visitor(row_of(entry, parsed), text);
    output.append(text);
  }
}

template <typename Entry>
void EntryList<Entry>::look(
    const std::function<RowVisitor(unsigned worker)>& make_visitor) const {
  const RowVisitor visitor = make_visitor(0);
  sip::Message parsed(triage_.coverage.limits);
  std::string text;
  for (const Entry& entry : entries_) visitor(row_of(entry, parsed), text);
}

template class EntryList<TransactionRow>;
template class EntryList<MessageRow>;

std::vector<MessageRecord> list_messages(const Triage& triage,
                                         const TableOptions& options) {
  const EntryList<MessageRow> list(triage, options);
  std::vector<MessageRecord> records;
  records.reserve(list.size());
  for (const MessageRow& row : list.entries()) records.push_back(row.record);
  return records;
}

bool parse_again(const MessageRecord& record, sip::Message& message) {
  return parse_octets(record.octets, message);
}

}  // namespace siptriage::report
