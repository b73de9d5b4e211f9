#pragma once
/// Triage: the analysis of a whole capture, of any size: what is to be said
/// about all of it, and a brief of each call. What every report is written
/// from.
///
///     Workers workers(4);
///     Result<Triage> done = triage({"trace.pcap"}, workers);  // analyze.h
///     for (const FailureGroup& group : done->failures) print(group.phrase);
///     CallReader reader(*done);
///     const CallView view = reader.read(CallId(0));
///     print(view.call().from_uri);
///
/// Messages, transactions and texts of a call are not kept. A CallReader makes
/// them anew, always the same, from the messages of the capture.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/annotate/call_selection.h"
#include "siptriage/annotate/legs.h"
#include "siptriage/annotate/metrics.h"
#include "siptriage/base/coverage.h"
#include "siptriage/base/lifetime.h"
#include "siptriage/correlate/message_counter.h"

namespace siptriage {

/// What is kept of each call. `order` is that of its first message.
struct CallBrief {
  std::uint64_t order = 0;
  std::uint64_t conversation = 0;
  std::uint32_t place = 0;  // among the calls of its conversation
  CallKind kind = CallKind::Other;
  Outcome outcome = Outcome::StartNotSeen;
  bool is_meant = true;  // false: Triage::selection left it out
};
static_assert(sizeof(CallBrief) == 24, "one for each call of a capture");

/// What is kept of each finding; a CallReader gives its words and evidence.
struct FindingBrief {
  const RuleEntry* rule = nullptr;
  FrameId first_frame;
  CallId call;              // invalid: about more than one call, or none
  std::uint32_t place = 0;  // among the findings of its conversation
  /// Indices into Triage::failure_kinds, or kNoFailureKind: how its call
  /// failed, and what became of its transaction inside a dialog.
  std::uint32_t call_failure = kNoFailureKind;
  std::uint32_t transaction_failure = kNoFailureKind;
  std::uint32_t repeats = 0;  // as Finding::repeats
  Severity severity = Severity::Notice;
  Certainty certainty = Certainty::Certain;
  bool of_capture = false;  // `place` is one of Triage::capture_findings

  static constexpr std::uint32_t kNoFailureKind = 0xFFFFFFFF;
};
static_assert(sizeof(FindingBrief) == 40, "one for each finding of a capture");

/// What is kept of each diagnosis; a CallReader gives its words and proof.
struct DiagnosisBrief {
  std::uint64_t order = 0;  // of the first message of its transaction
  CallId call;
  std::uint32_t place = 0;  // among the diagnoses of its conversation
  Side side = Side::Unknown;
  Severity severity = Severity::Error;
  Certainty certainty = Certainty::Likely;
  bool beside_failures = false;
};
static_assert(sizeof(DiagnosisBrief) == 24, "one for each failure");

/// What failures of the same look have in common: told once, told of all.
struct FailureKind {
  CallKind kind = CallKind::Other;
  bool within_call = false;
  std::uint16_t code = 0;
  std::string method;
  std::string server_address;

  friend auto operator<=>(const FailureKind&, const FailureKind&) = default;
};

/// One conversation with everything about it.
struct ConversationView {
  /// Its messages, transactions and calls have ids of their own.
  const Analysis& analysis;
  /// Appearance::order of each message; empty: their index.
  std::span<const std::uint64_t> orders;
  /// It goes on with another one that grew too long: its Call-ID was counted.
  bool continues = false;
  /// By the index of the call; nullptr: all are.
  const std::vector<bool>* meant = nullptr;

  [[nodiscard]] bool means(CallId call) const {
    return meant == nullptr || (*meant)[call.index()];
  }
};

/// Where the conversations of a Triage come from.
class ConversationSource {
 public:
  static constexpr std::uint64_t kNoConversation = ~std::uint64_t{0};

  class Reader {
   public:
    virtual ~Reader() = default;
    /// A hint: what is read after the next reading, and then. kNoConversation:
    /// not known.
    virtual void expect(std::uint64_t /*next*/, std::uint64_t /*after_next*/) {}
    /// Lifetime: until the next call.
    [[nodiscard]] virtual ConversationView read(std::uint64_t conversation) = 0;
  };
  virtual ~ConversationSource() = default;
  /// One for each thread that reads, which gives at least `extent`. Lifetime:
  /// while the source lives.
  [[nodiscard]] virtual std::unique_ptr<Reader> open(
      AnalysisExtent extent) const = 0;
  /// Of the whole capture, sorted; nullptr: not kept. Lifetime: of the source.
  [[nodiscard]] virtual const NetworkEvents* network_events() const {
    return nullptr;
  }
};

struct Triage {
  Coverage coverage;
  MessageCounts counts;
  std::uint64_t message_count = 0;
  std::uint64_t distinct_call_ids = 0;
  /// In the order of their first messages, all of the capture. A CallId is an
  /// index into them.
  std::vector<CallBrief> calls;
  /// What was asked for: what follows is about the calls that are meant alone,
  /// but for findings about the capture, suppressions and legs. Nothing: all
  /// are meant.
  std::optional<std::string> selection;
  std::uint64_t meant_calls = 0;
  /// How many calls of each outcome; index is Outcome.
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::Count)>
      outcomes{};
  /// Worst and most frequent first, as in Analysis::failures.
  std::vector<FailureGroup> failures;
  std::vector<FailureKind> failure_kinds;
  /// By severity, then first frame, then rule id.
  std::vector<FindingBrief> findings;
  /// In capture order.
  std::vector<DiagnosisBrief> diagnoses;
  /// Those about the capture, or about messages of many calls.
  std::vector<Finding> capture_findings;
  /// By which findings were weighed and hidden; nullptr: none.
  SharedPolicy policy;
  /// In the order of Policy::suppressions.
  std::vector<SuppressionUse> suppressions;
  Metrics metrics;
  Legs legs;

  std::shared_ptr<const ConversationSource> conversations;
  /// The octets of each capture, in the order of Coverage::files, as
  /// CaptureReader::octets() has them; none where an analysis was summarized.
  /// Lifetime: of `conversations`.
  std::vector<std::string_view> captures;
};

/// An analysis that is held as a whole, as a Triage; for those who have one.
[[nodiscard]] Triage summarize(Analysis analysis,
                               const CallSelection& selection = {});

/// One call of a capture.
struct CallView {
  const Analysis& analysis;  // of its conversation
  CallId id;                 // in there

  [[nodiscard]] const Call& call() const { return analysis.trace.call(id); }
  /// The transaction at that place among those of the call.
  [[nodiscard]] TransactionId transaction_at(std::uint32_t place) const;
};

/// Reads calls of one Triage, one at a time; one for each thread. Of a capture
/// that was changed meanwhile, calls and findings may be gone: they read as
/// empty ones.
class CallReader {
 public:
  /// `extent`: what is needed of each call; less is read sooner. Findings and
  /// diagnoses need all of it.
  /// Lifetime: `triage` must outlive the reader.
  explicit CallReader(const Triage& triage SIPTRIAGE_LIFETIMEBOUND,
                      AnalysisExtent extent = AnalysisExtent::Whole);

  /// Those who read many conversations say which ones come: as
  /// ConversationSource::Reader::expect().
  void expect(std::uint64_t next, std::uint64_t after_next) {
    reader_->expect(next, after_next);
  }

  /// Lifetime: until the next call of any function of this reader.
  [[nodiscard]] CallView read(CallId call);
  [[nodiscard]] ConversationView read_conversation(std::uint64_t conversation);
  /// A finding in full. Its ids are those of its conversation.
  [[nodiscard]] const Finding& read(const FindingBrief& finding);
  /// The same where its call was read last, as `view`, which stays valid.
  [[nodiscard]] const Finding& read(const FindingBrief& finding,
                                    const CallView& view);
  /// A diagnosis in full. Its ids are those of its conversation.
  [[nodiscard]] const Diagnosis& read(const DiagnosisBrief& diagnosis);
  /// The same where its call was read last, as `view`, which stays valid.
  [[nodiscard]] const Diagnosis& read(const DiagnosisBrief& diagnosis,
                                      const CallView& view);
  /// A diagnosis of the call at `view`, which is `call` in the triage, with
  /// what other calls show: its other legs (annotate/legs.h), and the
  /// registrations of who was called.
  [[nodiscard]] Diagnosis complete(const Diagnosis& diagnosis, CallId call,
                                   const CallView& view);

 private:
  // nullptr: the call failed by itself, as far as is known.
  [[nodiscard]] const Finding* teller_of(const Diagnosis& diagnosis,
                                         CallId call, const CallView& view);

  const Triage& triage_;
  std::unique_ptr<ConversationSource::Reader> reader_;
  Finding gone_;
  Diagnosis made_diagnosis_;
  // The findings about failures that other calls explain, by call.
  std::map<CallId, const Finding*> tellers_;
};

}  // namespace siptriage
