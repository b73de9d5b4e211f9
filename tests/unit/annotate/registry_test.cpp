// Code and data name the same rules.

#include <algorithm>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"
#include "siptriage/catalogue/catalogue.h"

namespace siptriage {
namespace {

TEST(Rules, OfCodeAndCatalogueAreTheSame) {
  std::vector<std::string_view> in_data;
  for (const RuleEntry& rule : all_rules()) in_data.push_back(rule.id);
  std::sort(in_data.begin(), in_data.end());
  EXPECT_EQ(known_rule_ids(), in_data);
}

}  // namespace
}  // namespace siptriage
