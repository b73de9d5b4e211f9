#include "analyze/conversation_source.h"

namespace siptriage::detail {
namespace {

class CapturedReader final : public ConversationSource::Reader {
 public:
  explicit CapturedReader(const CapturedConversations& source)
      : source_(source), analyst_(source.make_analyst()) {}

  [[nodiscard]] ConversationView read(std::uint64_t conversation) override {
    // Calls of one conversation are read one after the other.
    if (analysis_ == nullptr || conversation != current_) {
      source_.conversations().read(conversation, appearances_);
      orders_.clear();
      for (const Appearance& appearance : appearances_) {
        orders_.push_back(appearance.order);
      }
      analysis_ = &analyst_.analyze(appearances_);
      current_ = conversation;
    }
    return {*analysis_, orders_};
  }

 private:
  const CapturedConversations& source_;
  ConversationAnalyst analyst_;
  std::vector<Appearance> appearances_;
  std::vector<std::uint64_t> orders_;
  const Analysis* analysis_ = nullptr;
  std::uint64_t current_ = 0;
};

}  // namespace

std::unique_ptr<ConversationSource::Reader> CapturedConversations::open()
    const {
  return std::make_unique<CapturedReader>(*this);
}

}  // namespace siptriage::detail
