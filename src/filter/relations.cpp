#include "filter/relations.h"

#include <algorithm>

namespace siptriage::filter {
namespace {

template <typename Id>
std::uint32_t index_of(Id id) {
  return id.valid() ? id.index() : 0xFFFFFFFF;
}

// Fills `lazy` once for each conversation, with what `append` gives it.
template <typename Lazy, typename Append>
auto& make(Lazy& lazy, const Append& append) {
  if (!lazy.made) {
    lazy.table.clear();
    append(lazy.table);
    std::sort(lazy.table.begin(), lazy.table.end());
    lazy.made = true;
  }
  return lazy.table;
}

// An entry for each element, under what `id_of` says it belongs to.
template <typename Table, typename Elements, typename IdOf>
void append_by_id(Table& table, const Elements& elements, const IdOf& id_of) {
  for (std::uint32_t i = 0; i < elements.size(); ++i) {
    const auto id = id_of(elements[i]);
    if (id.valid()) table.emplace_back(id.index(), i);
  }
}

}  // namespace

void Relations::begin(const Analysis& conversation) {
  analysis_ = &conversation;
  for (Lazy* const lazy :
       {&messages_by_frame_, &messages_by_call_, &transactions_by_call_,
        &findings_by_call_, &findings_by_transaction_, &findings_by_frame_}) {
    lazy->made = false;
  }
}

std::size_t Relations::count(FilterScope subject) const {
  switch (subject) {
    case FilterScope::Message:
      return analysis_->trace.messages().size();
    case FilterScope::Transaction:
      return analysis_->trace.transactions().size();
    case FilterScope::Call:
      return analysis_->trace.calls().size();
    case FilterScope::Finding:
      return analysis_->findings.size();
  }
  return 0;
}

std::span<const Relations::Pair> Relations::at(const Table& table,
                                               std::uint64_t key) {
  const auto first =
      std::lower_bound(table.begin(), table.end(), key,
                       [](const Pair& pair, std::uint64_t wanted) {
                         return pair.first < wanted;
                       });
  auto last = first;
  while (last != table.end() && last->first == key) ++last;
  return {first, last};
}

std::uint32_t Relations::the_one(FilterScope from, std::uint32_t index,
                                 FilterScope to) const {
  const Trace& trace = analysis_->trace;
  const bool to_call = to == FilterScope::Call;
  switch (from) {
    case FilterScope::Message: {
      const MessageRecord& record = trace.message(MessageId(index));
      return to_call ? index_of(record.call) : index_of(record.transaction);
    }
    case FilterScope::Transaction:
      return index_of(trace.transaction(TransactionId(index)).call);
    case FilterScope::Finding: {
      const Finding& finding = analysis_->findings[index];
      return to_call ? index_of(finding.call) : index_of(finding.transaction);
    }
    case FilterScope::Call:
      break;
  }
  return kNone;
}

const Relations::Table& Relations::table(FilterScope from, FilterScope to) {
  if (from == FilterScope::Message) return findings_by_frame();
  if (from == FilterScope::Transaction) return findings_by_transaction();
  if (to == FilterScope::Message) return messages_by_call();
  if (to == FilterScope::Transaction) return transactions_by_call();
  return findings_by_call();
}

const Relations::Table& Relations::messages_by_frame() {
  return make(messages_by_frame_, [this](Table& table) {
    const std::vector<MessageRecord>& messages = analysis_->trace.messages();
    for (std::uint32_t i = 0; i < messages.size(); ++i) {
      table.emplace_back(key_of(messages[i].frame), i);
    }
  });
}

const Relations::Table& Relations::messages_by_call() {
  return make(messages_by_call_, [this](Table& table) {
    append_by_id(table, analysis_->trace.messages(),
                 [](const MessageRecord& record) { return record.call; });
  });
}

const Relations::Table& Relations::transactions_by_call() {
  return make(transactions_by_call_, [this](Table& table) {
    append_by_id(table, analysis_->trace.transactions(),
                 [](const Transaction& asked) { return asked.call; });
  });
}

const Relations::Table& Relations::findings_by_call() {
  return make(findings_by_call_, [this](Table& table) {
    append_by_id(table, analysis_->findings,
                 [](const Finding& finding) { return finding.call; });
  });
}

const Relations::Table& Relations::findings_by_transaction() {
  return make(findings_by_transaction_, [this](Table& table) {
    append_by_id(table, analysis_->findings,
                 [](const Finding& finding) { return finding.transaction; });
  });
}

const Relations::Table& Relations::findings_by_frame() {
  return make(findings_by_frame_, [this](Table& table) {
    for (std::uint32_t i = 0; i < analysis_->findings.size(); ++i) {
      for (const FrameId frame : analysis_->findings[i].frames) {
        table.emplace_back(key_of(frame), i);
      }
    }
  });
}

}  // namespace siptriage::filter
