#pragma once
// Page: what is said of one topic, in the order it is read in: what to do
// first, where it is defined last. The writers for people show pages; how, is
// theirs.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/explain/topic.h"

namespace siptriage::explain {

enum class BlockKind : std::uint8_t { Fields, Steps, Bullets };

struct Row {
  std::string label;  // of fields
  std::string text;
};

struct Block {
  BlockKind kind = BlockKind::Fields;
  std::string_view heading;  // may be empty
  std::vector<Row> rows;
};

struct Page {
  std::string title;
  std::string remark;  // beside the title
  std::string lead;
  std::string group;  // of pages that stand together under a heading; or empty
  std::vector<Block> blocks;  // none without rows

  // A block that ends up with rows; others are left out.
  void add(Block block) {
    if (!block.rows.empty()) blocks.push_back(std::move(block));
  }
};

[[nodiscard]] Page page_of(const Topic& topic);

// Each in the file of its kind.
[[nodiscard]] Page response_page(const ResponseEntry& entry);
[[nodiscard]] Page class_page(const ClassEntry& entry);
[[nodiscard]] Page unknown_code_page(std::uint16_t code);
[[nodiscard]] Page header_page(const HeaderFieldEntry& entry);
[[nodiscard]] Page comparison_page(const ComparisonEntry& entry);
[[nodiscard]] Page q850_page(const Q850Entry& entry);
[[nodiscard]] Page warning_page(const WarningEntry& entry);
[[nodiscard]] Page timer_page(const TimerEntry& entry);
[[nodiscard]] Page metric_page(const MetricEntry& entry);
[[nodiscard]] Page rule_page(const RuleEntry& entry);
[[nodiscard]] Page question_page(const QuestionEntry& entry);
[[nodiscard]] Page filter_page();

}  // namespace siptriage::explain
