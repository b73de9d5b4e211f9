#include "report/json_elements.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/refusing_sink.h"
#include "unit/report/analysis_builder.h"

namespace siptriage::report::json_elements_test {
namespace {

// Counts how often each conversation is read by one reader after another one.
class CountingSource final : public ConversationSource {
 public:
  [[nodiscard]] std::unique_ptr<Reader> open(AnalysisExtent) const override {
    return std::make_unique<CountingReader>(*this);
  }
  [[nodiscard]] std::size_t analyses(std::uint64_t conversation) const {
    return analyses_[conversation];
  }

 private:
  class CountingReader final : public Reader {
   public:
    explicit CountingReader(const CountingSource& source) : source_(source) {}
    [[nodiscard]] ConversationView read(std::uint64_t conversation) override {
      if (conversation != last_) ++source_.analyses_[conversation];
      last_ = conversation;
      return {source_.analysis_, {}};
    }

   private:
    const CountingSource& source_;
    std::uint64_t last_ = ~std::uint64_t{0};
  };

  Analysis analysis_;
  mutable std::array<std::atomic<std::size_t>, 200> analyses_{};
};

// Element i belongs to the conversation that `conversations` has at i.
class Elements final : public JsonElements {
 public:
  explicit Elements(std::vector<std::uint64_t> conversations)
      : conversations_(std::move(conversations)) {}
  [[nodiscard]] std::size_t count() const override {
    return conversations_.size();
  }
  [[nodiscard]] std::uint64_t conversation_of(
      std::size_t index) const override {
    return conversations_[index];
  }
  void write(JsonReport& report, CallReader& reader,
             std::size_t index) const override {
    if (conversations_[index] != kNoConversation) {
      static_cast<void>(reader.read_conversation(conversations_[index]));
    }
    report.json.begin_object();
    report.json.number("n", index);
    report.json.end_object();
  }

 private:
  std::vector<std::uint64_t> conversations_;
};

std::string expected_text(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += i == 0 ? "\n" : "\n,";
    text += "{\"n\":" + std::to_string(i) + "}";
  }
  return text;
}

bool write(const Triage& triage, const Elements& elements, unsigned threads,
           Sink& sink) {
  Workers workers(threads);
  JsonWriter json(sink);
  CodeTexts code_texts;
  JsonReport report{triage, json, false, code_texts};
  EXPECT_EQ(write_elements(report, elements, workers, ~std::uint64_t{0}), 0U);
  return json.finish();
}

void expect_all_in_order(const Triage& triage, const Elements& elements,
                         unsigned threads) {
  StringSink sink;
  EXPECT_TRUE(write(triage, elements, threads, sink));
  EXPECT_EQ(sink.text(), expected_text(elements.count())) << threads;
}

TEST(JsonElements, AreWrittenInOrderWhateverTheyAreReadIn) {
  for (const std::size_t count : {0U, 1U, 2U, 255U, 256U, 257U, 513U, 5000U}) {
    for (const std::uint64_t conversations : {1U, 3U, 100U}) {
      std::vector<std::uint64_t> of_element;
      for (std::size_t i = 0; i < count; ++i) {
        of_element.push_back(i % 7 == 5 ? JsonElements::kNoConversation
                                        : (count - i) % conversations);
      }
      Triage triage;
      triage.conversations = std::make_shared<CountingSource>();
      for (const unsigned threads : {1U, 2U, 5U}) {
        expect_all_in_order(triage, Elements(of_element), threads);
      }
    }
  }
}

// A conversation that half of all elements belong to was analysed anew for
// each of them.
TEST(JsonElements, ReadALargeConversationOnceAThreadAndOthersOnceAPiece) {
  const auto source = std::make_shared<CountingSource>();
  Triage triage;
  triage.conversations = source;
  std::vector<std::uint64_t> of_element;
  for (std::uint64_t i = 0; i < 10'240; ++i) {
    of_element.push_back(i % 2 == 0 ? 199 : i / 2 % 50);
  }
  const Elements elements(of_element);
  expect_all_in_order(triage, elements, 1);
  EXPECT_EQ(source->analyses(199), 1U);
  EXPECT_LE(source->analyses(7), elements.count() / 256);
  expect_all_in_order(triage, elements, 4);
  EXPECT_LE(source->analyses(199), 1U + 4U);
}

TEST(JsonElements, StopWhenTheSinkDoes) {
  const auto source = std::make_shared<CountingSource>();
  Triage triage;
  triage.conversations = source;
  const Elements elements(std::vector<std::uint64_t>(1'000'000, 1));
  for (const unsigned threads : {1U, 3U}) {
    testing::RefusingSink sink(2);
    EXPECT_FALSE(write(triage, elements, threads, sink));
    EXPECT_EQ(sink.calls(), 3U);
  }
}

}  // namespace
}  // namespace siptriage::report::json_elements_test
