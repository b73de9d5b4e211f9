#include "analyze/judge_conversations.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "siptriage/annotate/triage_builder.h"

#include "analyze/conversation_feed.h"
#include "analyze/part_tree.h"

namespace siptriage::detail {
namespace {

// Conversations judged together, about: a share of those that are left, so that
// there are few parts to be merged and all threads are busy to the end.
constexpr std::uint64_t kLeastInPart = 1024;
constexpr std::uint64_t kMostInPart = 8 * kLeastInPart;
constexpr std::uint64_t kShareOfRest = 32;
constexpr std::uint64_t kLeastFramesInPart = 512;

// Conversations that began in one stretch of the capture.
struct Stretch {
  std::uint64_t begin = 0;  // orders
  std::uint64_t end = 0;
};

class PartJudge {
 public:
  PartJudge(const CapturedConversations& source, const CallSelection& calls,
            const Limits& limits)
      : limits_(limits),
        policy_(source.policy()),
        conversations_(source.conversations()),
        feed_(conversations_),
        analyst_(source.make_analyst()),
        chooser_(calls.is_all() ? nullptr : calls.make_chooser()) {
    analyst_.leave_out_summaries();
  }

  [[nodiscard]] TriageBuilder judge(const Stretch& stretch) {
    collect(stretch);
    TriageBuilder part(limits_, policy_);
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const std::uint64_t number = number_at(i);
      feed_.expect(number_at(i + 1), number_at(i + 2));
      const std::span<const Appearance> appearances = feed_.read(number);
      ConversationView view{analyst_.analyze(appearances), feed_.orders(),
                            conversations_.continues(number)};
      if (chooser_ != nullptr) view.meant = &chooser_->choose(view.analysis);
      part.add(view, number);
    }
    return part;
  }

 private:
  // In the order of their first messages.
  void collect(const Stretch& stretch) {
    found_.clear();
    for (std::size_t table = 0; table < conversations_.tables.size(); ++table) {
      const ConversationTable& conversations = conversations_.tables[table];
      for (std::size_t i = first_from(conversations, stretch.begin);
           i < conversations.size() &&
           conversations.first_order(i) < stretch.end;
           ++i) {
        found_.emplace_back(conversations.first_order(i),
                            conversations_.number_of(table, i));
      }
    }
    std::sort(found_.begin(), found_.end());
  }

  static std::size_t first_from(const ConversationTable& table,
                                std::uint64_t order) {
    std::size_t begin = 0;
    std::size_t end = table.size();
    while (begin < end) {
      const std::size_t middle = begin + (end - begin) / 2;
      if (table.first_order(middle) < order) {
        begin = middle + 1;
      } else {
        end = middle;
      }
    }
    return begin;
  }

  [[nodiscard]] std::uint64_t number_at(std::size_t index) const {
    return index < found_.size() ? found_[index].second
                                 : ConversationFeed::kNone;
  }

  const Limits& limits_;
  const SharedPolicy& policy_;
  const Conversations& conversations_;
  ConversationFeed feed_;
  ConversationAnalyst analyst_;
  std::unique_ptr<CallChooser> chooser_;  // nullptr: all are meant
  std::vector<std::pair<std::uint64_t, std::uint64_t>> found_;
};

// Cuts the capture into stretches by frame numbers, as if conversations began
// at all times alike.
class Stretches {
 public:
  Stretches(const Conversations& conversations, std::uint64_t frames) {
    std::uint64_t count = 0;
    for (const ConversationTable& table : conversations.tables) {
      count += table.size();
    }
    const auto frames_of = [&](std::uint64_t in_part) {
      return std::max(kLeastFramesInPart, frames / (count / in_part + 1) + 1);
    };
    const std::uint64_t least = frames_of(kLeastInPart);
    const std::uint64_t most = std::max(least, frames_of(kMostInPart));
    for (std::uint64_t begin = 0; begin <= frames;) {
      begins_.push_back(begin);
      begin += std::clamp((frames - begin) / kShareOfRest, least, most);
    }
  }
  [[nodiscard]] std::uint64_t count() const { return begins_.size(); }
  // Messages that came when all frames were read belong to the last one.
  [[nodiscard]] Stretch at(std::uint64_t index) const {
    return {message_order(begins_[index], 0),
            index + 1 == count() ? ~std::uint64_t{0}
                                 : message_order(begins_[index + 1], 0)};
  }

 private:
  std::vector<std::uint64_t> begins_;
};

}  // namespace

Result<Triage> judge_conversations(
    std::shared_ptr<const CapturedConversations> source, Coverage coverage,
    const CallSelection& calls, Workers& workers,
    const Interruption& interruption) {
  const Stretches stretches(source->conversations(), coverage.frames);
  std::vector<PartJudge> judges;
  judges.reserve(workers.count());
  for (unsigned i = 0; i < workers.count(); ++i) {
    judges.emplace_back(*source, calls, coverage.limits);
  }
  PartTree<TriageBuilder> parts(stretches.count());
  workers.run(stretches.count(), [&](std::size_t part, unsigned worker) {
    if (interruption.ends_all()) return;
    parts.put(part, judges[worker].judge(stretches.at(part)));
  });
  if (interruption.ends_all()) return Interruption::error();
  Triage triage =
      parts.take().finish(std::move(coverage), std::move(source), workers);
  if (!calls.is_all()) triage.selection = calls.text;
  return triage;
}

}  // namespace siptriage::detail
