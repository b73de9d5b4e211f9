#include "correlate/dialog_table.h"

#include <utility>

#include "siptriage/base/ascii.h"

#include "correlate/limits.h"
#include "correlate/text_hash.h"

namespace siptriage::correlate {
namespace {

using sip::Method;

std::uint64_t hash_of_tag(std::string_view tag) {
  TextHash hash;
  hash.add_folded(tag);
  return hash.wide_value();
}

std::uint32_t hash_of_key(CallId call, std::string_view tag,
                          std::string_view other_tag) {
  TextHash hash;
  hash.add(call.index());
  hash.add(hash_of_tag(tag) + hash_of_tag(other_tag));  // in either order
  return hash.value();
}

bool joins(const Dialog& dialog, std::string_view tag,
           std::string_view other_tag) {
  return (equals_ignore_case(dialog.caller_tag, tag) &&
          equals_ignore_case(dialog.callee_tag, other_tag)) ||
         (equals_ignore_case(dialog.caller_tag, other_tag) &&
          equals_ignore_case(dialog.callee_tag, tag));
}

bool creates_dialogs(Method method) {
  return method == Method::Invite || method == Method::Subscribe ||
         method == Method::Refer;
}

}  // namespace

DialogId DialogTable::find(CallId call, std::string_view tag,
                           std::string_view other_tag) const {
  const DialogId last = work_.at(call).last_dialog;
  if (!last.valid()) return {};
  if (joins(work_.at(last), tag, other_tag)) return last;
  if (last == work_.at(call).first_dialog) return {};
  const auto count = static_cast<std::uint32_t>(work_.dialogs.size());
  if (count <= kMaxUnindexed) {
    for (std::uint32_t i = count; i-- > 0;) {
      const Dialog& dialog = work_.at(DialogId(i));
      if (dialog.call == call && joins(dialog, tag, other_tag))
        return DialogId(i);
    }
    return {};
  }
  DialogId id = table_.find(hash_of_key(call, tag, other_tag));
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::SameHash);
       ++i, id = work_.scratch(id).next_same_hash) {
    const Dialog& dialog = work_.at(id);
    if (dialog.call == call && joins(dialog, tag, other_tag)) return id;
  }
  return {};
}

/// Not valid() for a call that has as many as are told apart.
DialogId DialogTable::create(const Incoming& in, DialogState state) {
  const MessageRecord& record = work_.at(in.id);
  if (work_.scratch(record.call).dialogs >=
      work_.limits[LimitId::CallDialogs]) {
    work_.reached.add(LimitId::CallDialogs);
    return {};
  }
  const Transaction& transaction = work_.at(record.transaction);
  const DialogId id(static_cast<std::uint32_t>(work_.dialogs.size()));
  Dialog dialog;
  dialog.call = record.call;
  dialog.created_by = in.id;
  dialog.transaction = record.transaction;
  dialog.observed_state = state;
  if (in.is_request()) {  // NOTIFY: sent by the notifier, the callee
    dialog.caller_tag = record.to_tag;
    dialog.callee_tag = record.from_tag;
    const TransactionId start = work_.scratch(record.call).start;
    const bool referred =
        start.valid() && work_.at(start).method == Method::Refer;
    dialog.method = referred ? Method::Refer : Method::Subscribe;
  } else {
    dialog.caller_tag = record.from_tag;
    dialog.callee_tag = record.to_tag;
    dialog.method = transaction.method;
  }
  if (state == DialogState::Confirmed) dialog.confirmed_by = in.id;

  DialogScratch scratch;
  scratch.cseq_number = record.cseq_number;
  Call& call = work_.at(dialog.call);
  CallScratch& call_scratch = work_.scratch(dialog.call);
  if (call.last_dialog.valid())
    work_.at(call.last_dialog).next_in_call = id;
  else
    call.first_dialog = id;
  call.last_dialog = id;
  if (!call_scratch.first_unended.valid()) call_scratch.first_unended = id;
  ++call_scratch.open_dialogs;
  ++call_scratch.dialogs;
  work_.dialogs.push_back(dialog);
  work_.dialog_scratch.push_back(scratch);
  if (work_.dialogs.size() > kMaxUnindexed) index_up_to(work_.dialogs.size());
  return id;
}

/// Enters the dialogs before the `count`th in the table.
void DialogTable::index_up_to(std::size_t count) {
  for (; indexed_ < count; ++indexed_) {
    const DialogId id(static_cast<std::uint32_t>(indexed_));
    const Dialog& dialog = work_.at(id);
    work_.scratch(id).next_same_hash = table_.push(
        hash_of_key(dialog.call, dialog.caller_tag, dialog.callee_tag), id);
  }
}

/// Responses to a request inside a dialog create none, also where the start of
/// that dialog is not in the capture.
DialogId DialogTable::create_if_due(const Incoming& in) {
  const MessageRecord& record = work_.at(in.id);
  if (in.is_request())
    return record.method == Method::Notify ? create(in, DialogState::Confirmed)
                                           : DialogId();
  const Transaction& transaction = work_.at(record.transaction);
  if (transaction.in_dialog || !creates_dialogs(transaction.method)) return {};
  if (record.status >= 200 && record.status < 300)
    return create(in, DialogState::Confirmed);
  const bool early = record.status > 100 && record.status < 200 &&
                     transaction.method == Method::Invite;
  return early ? create(in, DialogState::Early) : DialogId();
}

void DialogTable::confirm(DialogId id, MessageId by) {
  Dialog& dialog = work_.at(id);
  if (!dialog.confirmed_by.valid()) dialog.confirmed_by = by;
  if (dialog.observed_state == DialogState::Early)
    dialog.observed_state = DialogState::Confirmed;
}

void DialogTable::end(DialogId id, MessageId by) {
  Dialog& dialog = work_.at(id);
  if (dialog.observed_state == DialogState::Terminated) return;
  dialog.observed_state = DialogState::Terminated;
  dialog.terminated_by = by;
  --work_.scratch(dialog.call).open_dialogs;
}

void DialogTable::end_by_request(const Incoming& in, DialogId id) {
  const Method method = in.record.method;
  if (method == Method::Bye) end(id, in.id);
  // Inside an INVITE dialog a NOTIFY ends only the subscription that a REFER
  // opened there (RFC 5057 4).
  if (method == Method::Notify && in.ends_subscription &&
      work_.at(id).method != Method::Invite)
    end(id, in.id);
}

/// A final failure ends the early dialog of its To tag; that of the caller's
/// own transaction ends all that its request created (RFC 3261 12.3).
void DialogTable::end_early_dialogs(const Incoming& in, DialogId answered) {
  const MessageRecord& record = work_.at(in.id);
  if (answered.valid() &&
      work_.at(answered).observed_state == DialogState::Early)
    end(answered, in.id);
  const Call& call = work_.at(record.call);
  CallScratch& scratch = work_.scratch(record.call);
  if (work_.at(record.transaction).client != call.caller) return;
  DialogId id = scratch.first_unended;
  for (std::uint64_t i = 0;
       id.valid() && work_.may_search_on(i, LimitId::EndedDialogs);
       ++i, id = work_.at(id).next_in_call) {
    const Dialog& dialog = work_.at(id);
    if (dialog.observed_state == DialogState::Early &&
        work_.scratch(id).cseq_number == record.cseq_number &&
        equals_ignore_case(dialog.caller_tag, record.from_tag))
      end(id, in.id);
    if (id == scratch.first_unended &&
        work_.at(id).observed_state == DialogState::Terminated)
      scratch.first_unended = work_.at(id).next_in_call;
  }
}

void DialogTable::observe(const Incoming& in) {
  MessageRecord& record = work_.at(in.id);
  if (record.from_tag.empty() && record.to_tag.empty()) return;
  DialogId id = find(record.call, record.from_tag, record.to_tag);
  if (!id.valid() && !record.to_tag.empty() &&
      record.repetition == Repetition::None)
    id = create_if_due(in);
  record.dialog = id;
  if (record.repetition != Repetition::None) return;

  Transaction& transaction = work_.at(record.transaction);
  if (in.is_request()) {
    if (!id.valid()) return;
    if (transaction.request == in.id) transaction.dialog = id;
    end_by_request(in, id);
    return;
  }
  if (!creates_dialogs(transaction.method) || transaction.in_dialog) return;
  if (id.valid() && record.status >= 200 && record.status < 300)
    confirm(id, in.id);
  if (transaction.method == Method::Invite && record.status >= 300)
    end_early_dialogs(in, id);
}

}  // namespace siptriage::correlate
