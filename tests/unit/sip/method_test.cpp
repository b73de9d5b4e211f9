#include "siptriage/sip/method.h"

#include <cstddef>

#include <gtest/gtest.h>

namespace siptriage::sip::method_test {
namespace {

TEST(Method, EachNameFindsItsMethod) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(Method::Count); ++i) {
    const auto method = static_cast<Method>(i);
    EXPECT_EQ(find_method(to_string(method)), method) << to_string(method);
  }
}

TEST(Method, LetterCaseCounts) {
  EXPECT_EQ(find_method("INVITE"), Method::Invite);
  EXPECT_EQ(find_method("invite"), Method::Unknown);
}

TEST(Method, OtherNamesAreUnknown) {
  EXPECT_EQ(find_method(""), Method::Unknown);
  EXPECT_EQ(find_method("NEWMETHOD"), Method::Unknown);
  EXPECT_EQ(find_method("UNKNOWN"), Method::Unknown);
  EXPECT_EQ(to_string(Method::Unknown), "UNKNOWN");
}

}  // namespace
}  // namespace siptriage::sip::method_test
