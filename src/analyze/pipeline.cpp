#include "analyze/pipeline.h"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "analyze/coverage_counts.h"
#include "analyze/judge_conversations.h"

namespace siptriage::detail {
namespace {

// Frames walked at once, and those that one thread takes at a time.
constexpr std::size_t kBatchFrames = 16384;
constexpr std::size_t kShareFrames = 512;
constexpr std::size_t kShares = kBatchFrames / kShareFrames;

// How far ahead the memory of a conversation is asked for.
constexpr std::size_t kSlotsAhead = 16;
constexpr std::size_t kRecordsAhead = 10;
constexpr std::size_t kBlocksAhead = 5;

}  // namespace

struct Pipeline::Batch {
  // Most captures are small: room for all is made once there are more.
  std::vector<Frame> frames = std::vector<Frame>(kShareFrames);
  std::size_t count = 0;    // of frames
  std::uint64_t first = 0;  // the number of the first one
  std::vector<FrameShare> shares = std::vector<FrameShare>(kShares);

  [[nodiscard]] std::size_t share_count() const {
    return (count + kShareFrames - 1) / kShareFrames;
  }
  [[nodiscard]] std::span<const Frame> frames_of(std::size_t share) const {
    const std::size_t begin = share * kShareFrames;
    return {frames.data() + begin, std::min(kShareFrames, count - begin)};
  }
  // Transient frames are gone once the next batch is walked.
  bool is_transient = false;
};

Pipeline::Pipeline(Timeline timeline, OctetStore store,
                   const CaptureFilter* filter, const AnalyzeOptions& options,
                   Workers& workers)
    : workers_(workers),
      calls_(options.calls),
      timeline_(std::move(timeline)),
      progress_(options),
      interruption_(options),
      source_(std::make_shared<CapturedConversations>(
          options.correlate, options.limits,
          JudgingOptions{options.policy, options.legs}, workers.count())),
      store_(std::move(store)),
      net_(options.limits, coverage_, options.net),
      intake_(store_, coverage_, left_over_, source_->network_events(),
              options.limits),
      admission_(options.limits, coverage_.limits_reached),
      queues_(workers.count()) {
  coverage_.limits = options.limits;
  net_.set_filter(filter);
  for (unsigned i = 0; i < workers.count(); ++i) {
    frame_workers_.emplace_back(options.limits, filter,
                                source_->conversations());
  }
}

Pipeline::~Pipeline() = default;

Result<Triage> Pipeline::run() {
  enter_all();
  if (interruption_.ends_all()) return Interruption::error();
  if (std::optional<Error> failure = timeline_.failure()) {
    return tl::unexpected<Error>(std::move(*failure));
  }
  Coverage coverage = gather_coverage();
  source_->note_capture(coverage);
  source_->network_events().sort();
  source_->adopt(std::move(store_));
  for (FrameWorker& worker : frame_workers_) {
    source_->adopt(std::move(worker.store()));
  }
  Result<Triage> done = judge_conversations(source_, std::move(coverage),
                                            calls_, workers_, interruption_);
  // Messages were read a second time.
  if (done) {
    note_shrunk_files(done->coverage, timeline_.have_shrunk());
    done->captures = timeline_.octets();
  }
  return done;
}

void Pipeline::enter_all() {
  Batch current;
  Batch next;
  walk(current);
  while (current.count != 0) {
    next.count = 0;
    take(current, current.is_transient ? current : next);
    take_left_over(current);
    enter(current);
    if (current.is_transient) walk(next);
    std::swap(current, next);
    progress_.tell(frames_);
  }
  progress_.tell_end(frames_);
  if (interruption_.ends_all()) return;
  left_over_.clear();
  payloads_.clear();
  net_.finish(payloads_);
  take_payloads(frames_);
  intake_.finish();
  current.count = 0;
  enter(current);
}

void Pipeline::walk(Batch& batch) {
  if (workers_.count() == 1) populate();
  if (frames_ >= kShareFrames) batch.frames.resize(kBatchFrames);
  batch.first = frames_;
  // What waits for input ends with no frames when it is to stop.
  batch.count =
      interruption_.ends_reading() ? 0 : timeline_.next_batch(batch.frames);
  if (batch.count == 0) coverage_.interrupted = interruption_.ends_reading();
  frames_ += batch.count;
  note_pauses(coverage_, {batch.frames.data(), batch.count});
  batch.is_transient = std::any_of(
      batch.frames.begin(),
      batch.frames.begin() + static_cast<std::ptrdiff_t>(batch.count),
      [](const Frame& frame) { return frame.transient; });
}

// Takes the messages out of `batch`, and walks `next` meanwhile, if that is
// another one. The walk takes longest, and only one thread can do it: others
// bring in the pages that it is about to meet. Where captures are unpacked,
// that takes longer still, and another thread is at it first of all.
void Pipeline::take(Batch& batch, Batch& next) {
  const std::size_t walks = &next == &batch ? 0 : 1;
  const std::size_t shares = batch.share_count();
  const std::size_t helpers = walks * (workers_.count() - 1);
  workers_.run(helpers + walks + shares + helpers,
               [&](std::size_t task, unsigned worker) {
                 if (task < helpers) return unpack();
                 if (task < helpers + walks) return walk(next);
                 const std::size_t share = task - helpers - walks;
                 if (share >= shares) return populate();
                 frame_workers_[worker].take(batch.frames_of(share),
                                             batch.first + share * kShareFrames,
                                             batch.shares[share]);
               });
}

void Pipeline::unpack() {
  while (timeline_.unpack_ahead()) {
  }
}

void Pipeline::populate() {
  while (timeline_.populate_ahead()) {
  }
}

// Frames that need others go through the NetStage, in their order.
void Pipeline::take_left_over(Batch& batch) {
  left_over_.clear();
  for (std::size_t share = 0; share < batch.share_count(); ++share) {
    const std::span<const Frame> frames = batch.frames_of(share);
    for (const std::uint32_t index : batch.shares[share].left_over) {
      payloads_.clear();
      net_.process(frames.subspan(index, 1), payloads_);
      take_payloads(batch.first + share * kShareFrames + index);
    }
  }
}

void Pipeline::take_payloads(std::uint64_t frame) {
  intake_.set_order(message_order(frame, 0));
  for (const Payload& payload : payloads_) intake_.take(payload);
}

void Pipeline::enter(Batch& batch) {
  if (may_refuse(batch)) admit(batch);
  workers_.run(source_->conversations().tables.size(),
               [&](std::size_t table, unsigned worker) {
                 enter_table(batch, table, worker);
               });
}

// As a rule there is room for all, and that is seen at a glance.
bool Pipeline::may_refuse(const Batch& batch) {
  std::uint64_t messages = left_over_.size();
  std::uint64_t kept_octets = 0;
  const auto add_kept = [&](const Arrival& arrival) {
    if (arrival.is_kept) kept_octets += arrival.appearance.octets.size();
  };
  std::for_each(left_over_.begin(), left_over_.end(), add_kept);
  for (std::size_t share = 0; share < batch.share_count(); ++share) {
    const std::vector<Arrival>& arrivals = batch.shares[share].arrivals;
    messages += arrivals.size();
    // Frames that stay where they are need not be kept.
    if (batch.is_transient) {
      std::for_each(arrivals.begin(), arrivals.end(), add_kept);
    }
  }
  if (admission_.may_refuse(messages, kept_octets,
                            source_->conversations().distinct())) {
    return true;
  }
  admission_.note_kept(kept_octets);
  return false;
}

// One message after the other, in the order of the capture.
void Pipeline::admit(Batch& batch) {
  const Conversations& conversations = source_->conversations();
  const auto is_entered = [&](std::uint64_t key) {
    return conversations.tables[conversations.table_of(key)].has(key);
  };
  const auto judge = [&](Arrival& arrival) {
    arrival.is_refused = !admission_.admit(arrival, is_entered);
  };
  auto late = left_over_.begin();
  for (std::size_t share = 0; share < batch.share_count(); ++share) {
    for (Arrival& arrival : batch.shares[share].arrivals) {
      while (late != left_over_.end() &&
             late->appearance.order < arrival.appearance.order) {
        judge(*late++);
      }
      judge(arrival);
    }
  }
  std::for_each(late, left_over_.end(), judge);
  if (!admission_.is_exhausted()) return;
  intake_.stop_keeping();
  for (FrameWorker& worker : frame_workers_) worker.stop_keeping();
}

void Pipeline::enter_table(const Batch& batch, std::size_t table,
                           unsigned worker) {
  std::vector<const Arrival*>& queue = queues_[worker];
  queue.clear();
  auto late = left_over_.begin();
  const auto take_late_before = [&](std::uint64_t order) {
    for (; late != left_over_.end() && late->appearance.order < order; ++late) {
      if (source_->conversations().table_of(late->key) == table &&
          !late->is_refused) {
        queue.push_back(&*late);
      }
    }
  };
  for (std::size_t share = 0; share < batch.share_count(); ++share) {
    const FrameShare& from = batch.shares[share];
    for (const std::uint32_t index : from.of_table(table)) {
      const Arrival& arrival = from.arrivals[index];
      take_late_before(arrival.appearance.order);
      if (!arrival.is_refused) queue.push_back(&arrival);
    }
  }
  take_late_before(~std::uint64_t{0});

  ConversationTable& conversations = source_->conversations().tables[table];
  for (std::size_t i = 0; i < queue.size(); ++i) {
    if (i + kSlotsAhead < queue.size()) {
      conversations.prefetch_slot(queue[i + kSlotsAhead]->key);
    }
    if (i + kRecordsAhead < queue.size()) {
      conversations.prefetch_record(queue[i + kRecordsAhead]->key);
    }
    if (i + kBlocksAhead < queue.size()) {
      conversations.prefetch_block(queue[i + kBlocksAhead]->key);
    }
    conversations.add(queue[i]->key, queue[i]->appearance);
  }
}

Coverage Pipeline::gather_coverage() {
  Coverage coverage = std::move(coverage_);
  for (const FrameWorker& worker : frame_workers_) {
    add_counts(coverage, worker.coverage());
  }
  note_files(coverage, timeline_.coverage());
  for (const ConversationTable& table : source_->conversations().tables) {
    coverage.cut_conversations += table.cut_conversations();
  }
  coverage.limits_reached.add(LimitId::ConversationMessages,
                              coverage.cut_conversations);
  return coverage;
}

}  // namespace siptriage::detail
