#include "analyze/conversation_source.h"

#include "analyze/conversation_feed.h"

namespace siptriage::detail {
namespace {

class CapturedReader final : public ConversationSource::Reader {
 public:
  CapturedReader(const CapturedConversations& source, AnalysisExtent extent)
      : feed_(source.conversations()), analyst_(source.make_analyst()) {
    analyst_.leave_out_leg_hints();
    analyst_.limit_to(extent);
  }

  void expect(std::uint64_t next, std::uint64_t after_next) override {
    feed_.expect(next, after_next);
  }

  [[nodiscard]] ConversationView read(std::uint64_t conversation) override {
    // Calls of one conversation are read one after the other.
    if (analysis_ == nullptr || conversation != current_) {
      analysis_ = &analyst_.analyze(feed_.read(conversation));
      current_ = conversation;
    }
    return {*analysis_, feed_.orders()};
  }

 private:
  ConversationFeed feed_;
  ConversationAnalyst analyst_;
  const Analysis* analysis_ = nullptr;
  std::uint64_t current_ = 0;
};

}  // namespace

std::unique_ptr<ConversationSource::Reader> CapturedConversations::open(
    AnalysisExtent extent) const {
  return std::make_unique<CapturedReader>(*this, extent);
}

}  // namespace siptriage::detail
