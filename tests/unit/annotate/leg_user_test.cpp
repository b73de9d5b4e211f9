#include "annotate/leg_user.h"

#include <gtest/gtest.h>

namespace siptriage::detail::leg_user_test {
namespace {

TEST(LegUser, IsTheSameForOneNumberInTwoForms) {
  struct Case {
    const char* a;
    const char* b;
    bool same_whole;
  };
  const Case cases[] = {
      {"sip:+49301234567@example.com", "sip:0049301234567@192.0.2.1", true},
      {"sip:+49301234567@example.com", "sip:0301234567@192.0.2.1", false},
      {"sip:+49301234567@example.com", "tel:+49-30-123.45(67)", true},
      {"sip:+49301234567;phone-context=x@example.com",
       "sip:+49301234567@example.com;user=phone", true},
      {"sip:9#0301234567@example.com", "sip:0301234567@example.com", true},
      {"sip:Bob@example.com", "sip:bob@192.0.2.1:5070", true},
      {"sip:1001@example.com", "sip:1001@192.0.2.1", true},
  };
  for (const Case& each : cases) {
    const LegUser a = leg_user_of(each.a);
    const LegUser b = leg_user_of(each.b);
    EXPECT_NE(a.tail, 0U) << each.a;
    EXPECT_EQ(a.tail, b.tail) << each.a << " " << each.b;
    EXPECT_EQ(a.whole == b.whole, each.same_whole) << each.a << " " << each.b;
  }
}

TEST(LegUser, DiffersForDifferentUsers) {
  EXPECT_NE(leg_user_of("sip:1001@example.com").tail,
            leg_user_of("sip:2001@example.com").tail);
  EXPECT_NE(leg_user_of("sip:1001@example.com").tail,
            leg_user_of("sip:71001@example.com").tail);
  EXPECT_NE(leg_user_of("sip:alice@example.com").tail,
            leg_user_of("sip:bob@example.com").tail);
}

TEST(LegUser, IsNobodyForWhoHides) {
  for (const char* uri :
       {"", "sip:192.0.2.1", "sip:Anonymous@anonymous.invalid",
        "sip:unknown@example.com", "no uri"}) {
    EXPECT_EQ(leg_user_of(uri), LegUser()) << uri;
  }
}

}  // namespace
}  // namespace siptriage::detail::leg_user_test
