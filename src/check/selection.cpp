#include "check/selection.h"

#include <algorithm>

namespace siptriage::check {
namespace {

constexpr std::size_t kConversationsInPiece = 64;

// Those of the capture as a whole are in no conversation.
std::vector<Member> findings_of(const Triage& triage) {
  std::vector<Member> members;
  for (std::uint32_t i = 0; i < triage.findings.size(); ++i) {
    const FindingBrief& finding = triage.findings[i];
    if (finding.of_capture || !finding.call.valid()) continue;
    members.push_back(
        {triage.calls[finding.call.index()].conversation, finding.place, i});
  }
  std::ranges::sort(members);
  return members;
}

using Members = std::span<const Member>;

Members in(std::uint64_t conversation, const std::vector<Member>& members) {
  const auto first = std::ranges::lower_bound(members, conversation, {},
                                              &Member::conversation);
  const auto last = std::ranges::upper_bound(members, conversation, {},
                                             &Member::conversation);
  return {first, last};
}

std::vector<std::uint64_t> conversations_of(const std::vector<Member>& calls) {
  std::vector<std::uint64_t> conversations;
  for (const Member& call : calls) {
    if (conversations.empty() || conversations.back() != call.conversation) {
      conversations.push_back(call.conversation);
    }
  }
  return conversations;
}

// Asks all expectations about one conversation after the other.
class Tour {
 public:
  Tour(const Triage& triage, std::span<const Expectation> expectations,
       const std::vector<Member>& calls, const std::vector<Member>& findings)
      : triage_(triage), calls_(calls), findings_(findings), reader_(triage) {
    for (const Expectation& expectation : expectations) {
      askings.emplace_back(expectation, triage.coverage.limits);
    }
  }

  std::vector<Asking> askings;

  void visit(std::uint64_t conversation) {
    view_.emplace(reader_.read_conversation(conversation));
    conversation_ = conversation;
    members_ = in(conversation, calls_);
    for (Asking& asking : askings) {
      asking.begin(view_->analysis);
      switch (asking.expectation.over) {
        case FilterScope::Call:
          look_at_calls(asking);
          break;
        case FilterScope::Transaction:
          look_at_transactions(asking);
          break;
        case FilterScope::Message:
          look_at_messages(asking);
          break;
        case FilterScope::Finding:
          look_at_findings(asking, in(conversation, findings_));
          break;
      }
    }
  }

  // As if they were a conversation of their own, without messages.
  void visit_findings_of_capture() {
    Analysis capture;
    capture.findings = triage_.capture_findings;
    for (Finding& finding : capture.findings) {
      finding.call = {};
      finding.transaction = {};
    }
    for (Asking& asking : askings) {
      if (asking.expectation.over != FilterScope::Finding) continue;
      asking.begin(capture);
      for (std::uint32_t i = 0; i < triage_.findings.size(); ++i) {
        const FindingBrief& finding = triage_.findings[i];
        if (!finding.of_capture || finding.place >= capture.findings.size()) {
          continue;
        }
        asking.look({capture, finding.place, finding.call, finding.first_frame,
                     i, i, ConversationSource::kNoConversation});
      }
    }
  }

 private:
  // The call of the capture that is `call` in here.
  [[nodiscard]] CallId in_capture(CallId call) const {
    // All calls of a conversation are calls of the capture, so places are
    // indices.
    return call.valid() && call.index() < members_.size() &&
                   members_[call.index()].place == call.index()
               ? CallId(members_[call.index()].index)
               : CallId();
  }
  [[nodiscard]] std::uint64_t order_of(std::uint32_t message) const {
    return message < view_->orders.size() ? view_->orders[message] : message;
  }

  void look_at_calls(Asking& asking) {
    const Analysis& analysis = view_->analysis;
    for (const Member& member : members_) {
      if (member.place >= analysis.trace.calls().size()) continue;
      const Call& call = analysis.trace.call(CallId(member.place));
      asking.look({analysis, member.place, CallId(member.index),
                   call.first_frame, member.index, 0, conversation_});
    }
  }

  void look_at_transactions(Asking& asking) {
    const Trace& trace = view_->analysis.trace;
    for (std::uint32_t i = 0; i < trace.transactions().size(); ++i) {
      const Transaction& transaction = trace.transaction(TransactionId(i));
      const MessageId first = transaction.first_message;
      asking.look({view_->analysis, i, in_capture(transaction.call),
                   trace.message(first).frame, order_of(first.index()), 0,
                   conversation_});
    }
  }

  void look_at_messages(Asking& asking) {
    const std::vector<MessageRecord>& messages =
        view_->analysis.trace.messages();
    for (std::uint32_t i = 0; i < messages.size(); ++i) {
      asking.look({view_->analysis, i, in_capture(messages[i].call),
                   messages[i].frame, order_of(i), 0, conversation_});
    }
  }

  void look_at_findings(Asking& asking, Members findings) {
    const Analysis& analysis = view_->analysis;
    for (const Member& member : findings) {
      if (member.place >= analysis.findings.size()) continue;
      const FindingBrief& finding = triage_.findings[member.index];
      asking.look({analysis, member.place, finding.call, finding.first_frame,
                   member.index, member.index, conversation_});
    }
  }

  const Triage& triage_;
  const std::vector<Member>& calls_;
  const std::vector<Member>& findings_;
  CallReader reader_;
  std::optional<ConversationView> view_;
  std::uint64_t conversation_ = 0;
  Members members_;  // the calls of this conversation
};

}  // namespace

std::vector<Member> calls_by_conversation(const Triage& triage) {
  std::vector<Member> members;
  members.reserve(triage.calls.size());
  for (std::uint32_t i = 0; i < triage.calls.size(); ++i) {
    const CallBrief& call = triage.calls[i];
    members.push_back({call.conversation, call.place, i});
  }
  std::ranges::sort(members);
  return members;
}

Asking::Asking(const Expectation& of, const Limits& limits)
    : expectation(of), checks(make_checks(of, limits)) {
  if (of.where) where.emplace(*of.where, limits);
}

void Asking::begin(const Analysis& conversation) {
  if (where) where->begin(conversation);
  for (const auto& check : checks) check->begin(conversation);
}

void Asking::look(const Item& item) {
  if (where && !where->matches(item.index)) return;
  ++chosen;
  for (const auto& check : checks) check->look(item);
}

void Asking::merge(const Asking& other) {
  chosen += other.chosen;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    checks[i]->merge(*other.checks[i]);
  }
}

std::vector<Asking> ask(const Triage& triage, Workers& workers,
                        std::span<const Expectation> expectations) {
  const std::vector<Member> calls = calls_by_conversation(triage);
  const std::vector<Member> findings = findings_of(triage);
  const std::vector<std::uint64_t> conversations = conversations_of(calls);
  std::deque<Tour> tours;
  for (unsigned i = 0; i < workers.count(); ++i) {
    tours.emplace_back(triage, expectations, calls, findings);
  }
  const std::size_t pieces =
      (conversations.size() + kConversationsInPiece - 1) /
      kConversationsInPiece;
  workers.run(pieces, [&](std::size_t piece, unsigned worker) {
    const std::size_t begin = piece * kConversationsInPiece;
    const std::size_t end =
        std::min(begin + kConversationsInPiece, conversations.size());
    for (std::size_t i = begin; i < end; ++i) {
      tours[worker].visit(conversations[i]);
    }
  });
  tours.front().visit_findings_of_capture();
  std::vector<Asking> all = std::move(tours.front().askings);
  for (std::size_t i = 1; i < tours.size(); ++i) {
    for (std::size_t j = 0; j < all.size(); ++j) {
      all[j].merge(tours[i].askings[j]);
    }
  }
  return all;
}

}  // namespace siptriage::check
