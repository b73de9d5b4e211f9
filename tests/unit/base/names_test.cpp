// Every enumerator of a kind that users see has a name of its own, in the
// form that is promised: lower case, words joined by hyphens.
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/coverage.h"
#include "siptriage/base/network_error.h"
#include "siptriage/base/result.h"

namespace siptriage::names_test {
namespace {

bool is_stable_name(std::string_view name) {
  if (name.empty() || name.front() == '-' || name.back() == '-') return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") ==
             std::string_view::npos &&
         name.find("--") == std::string_view::npos;
}

template <typename Kind>
void expect_names_to_be_unique(std::size_t count) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view name = to_string(static_cast<Kind>(i));
    EXPECT_TRUE(is_stable_name(name)) << i << ": " << name;
    EXPECT_TRUE(seen.insert(name).second) << i << ": " << name;
  }
}

TEST(AnomalyKind, HasAUniqueNameForEveryKind) {
  expect_names_to_be_unique<AnomalyKind>(
      static_cast<std::size_t>(AnomalyKind::Count));
}

TEST(AnomalyKind, IsDescribedForPeople) {
  EXPECT_EQ(describe(AnomalyKind::LeadingLineEnds),
            "line ends before the start line");
  EXPECT_EQ(describe(AnomalyKind::MissingCallId), "no Call-ID");
  EXPECT_EQ(describe(AnomalyKind::BadFrom), "a From that cannot be read");
  EXPECT_EQ(describe(AnomalyKind::MissingContentType),
            "a body without Content-Type");
}

TEST(AnomalyKind, IsNamedAfterItsEnumerator) {
  EXPECT_EQ(to_string(AnomalyKind::LeadingLineEnds), "leading-line-ends");
  EXPECT_EQ(to_string(AnomalyKind::BareLineFeed), "bare-line-feed");
  EXPECT_EQ(to_string(AnomalyKind::BadRequestUri), "bad-request-uri");
  EXPECT_EQ(to_string(AnomalyKind::HeaderWithoutColon), "header-without-colon");
  EXPECT_EQ(to_string(AnomalyKind::MissingVia), "missing-via");
  EXPECT_EQ(to_string(AnomalyKind::EmptyBranch), "empty-branch");
  EXPECT_EQ(to_string(AnomalyKind::MissingContentType), "missing-content-type");
}

TEST(SkipReason, HasAUniqueNameForEveryReason) {
  expect_names_to_be_unique<SkipReason>(
      static_cast<std::size_t>(SkipReason::Count));
  EXPECT_EQ(to_string(SkipReason::UnknownLinkType), "unknown-link-type");
  EXPECT_EQ(to_string(SkipReason::EncryptedTls), "encrypted-tls");
  EXPECT_EQ(to_string(SkipReason::TcpRetransmission), "tcp-retransmission");
}

TEST(NetworkErrorKind, HasAUniqueNameForEveryKind) {
  expect_names_to_be_unique<NetworkErrorKind>(
      static_cast<std::size_t>(NetworkErrorKind::ConnectionRefused) + 1);
}

TEST(ErrorCode, HasAUniqueNameForEveryCode) {
  expect_names_to_be_unique<ErrorCode>(static_cast<std::size_t>(ErrorCode::Io) +
                                       1);
  EXPECT_EQ(to_string(ErrorCode::NotACapture), "not-a-capture");
}

TEST(Result, CarriesTheErrorItWasFailedWith) {
  const Result<int> result = fail(ErrorCode::Damaged, "cut short", 24);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code, ErrorCode::Damaged);
  EXPECT_EQ(result.error().message, "cut short");
  EXPECT_EQ(result.error().offset_octets, 24U);
}

TEST(AnomalySet, ListsWhatWasAddedInTheOrderOfTheKinds) {
  AnomalySet set;
  EXPECT_TRUE(set.empty());
  set.add(AnomalyKind::MissingContentType);
  set.add(AnomalyKind::LeadingLineEnds);
  set.add(AnomalyKind::BadVia);
  EXPECT_EQ(set.list(),
            (std::vector{AnomalyKind::LeadingLineEnds, AnomalyKind::BadVia,
                         AnomalyKind::MissingContentType}));
  set.remove(AnomalyKind::BadVia);
  EXPECT_FALSE(set.has(AnomalyKind::BadVia));
  EXPECT_TRUE(set.has(AnomalyKind::LeadingLineEnds));
}

TEST(AnomalySet, MergesAnotherSet) {
  AnomalySet some;
  some.add(AnomalyKind::BadFrom);
  AnomalySet more;
  more.add(AnomalyKind::BadTo);
  some.add(more);
  EXPECT_TRUE(some.has(AnomalyKind::BadFrom));
  EXPECT_TRUE(some.has(AnomalyKind::BadTo));
  EXPECT_FALSE(more.has(AnomalyKind::BadFrom));
}

TEST(Coverage, CountsUnderAReason) {
  Coverage coverage;
  ++coverage.of(SkipReason::Rtp);
  const Coverage& seen = coverage;
  EXPECT_EQ(seen.of(SkipReason::Rtp), 1U);
  EXPECT_EQ(seen.of(SkipReason::NotIp), 0U);
}

}  // namespace
}  // namespace siptriage::names_test
