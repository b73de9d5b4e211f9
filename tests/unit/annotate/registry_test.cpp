// Code and data name the same rules.

#include "annotate/rules/registry.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/annotate/analysis.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/parse.h"

namespace siptriage::registry_test {
namespace {

TEST(Rules, OfCodeAndCatalogueAreTheSame) {
  std::vector<std::string_view> in_data;
  for (const RuleEntry& rule : all_rules()) in_data.push_back(rule.id);
  std::sort(in_data.begin(), in_data.end());
  EXPECT_EQ(known_rule_ids(), in_data);
}

TEST(Rules, OfAMessageRunWhereItHasOneOfTheirHeaderFields) {
  const auto rules = detail::message_rules();
  ASSERT_LE(rules.size(), 64U) << "a bit each in message_rules_for()";
  sip::Message message;
  ASSERT_EQ(sip::parse_message("BYE sip:a@example.com SIP/2.0\r\n"
                               "Reason: Q.850;cause=16\r\n\r\n",
                               sip::Framing::Datagram, message),
            sip::ParseStatus::Complete);
  const std::uint64_t running = detail::message_rules_for(message);
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const auto& needs = rules[i].needs;
    const bool expected =
        needs.empty() || std::any_of(needs.begin(), needs.end(),
                                     [&](auto id) { return message.has(id); });
    EXPECT_EQ((running >> i & 1) != 0, expected) << rules[i].ids.front();
  }
}

}  // namespace
}  // namespace siptriage::registry_test
