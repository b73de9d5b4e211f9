#include "siptriage/catalogue/entry.h"

#include <gtest/gtest.h>

namespace siptriage::entry_test {
namespace {

TEST(CatalogueWords, NameEverySeverity) {
  EXPECT_EQ(to_string(Severity::Error), "error");
  EXPECT_EQ(to_string(Severity::Warning), "warning");
  EXPECT_EQ(to_string(Severity::Notice), "notice");
}

TEST(CatalogueWords, NameEveryBasis) {
  EXPECT_EQ(to_string(Basis::Must), "must");
  EXPECT_EQ(to_string(Basis::Should), "should");
  EXPECT_EQ(to_string(Basis::Interop), "interop");
  EXPECT_EQ(to_string(Basis::Observation), "observation");
}

TEST(CatalogueWords, WriteDutyLevelsAsTheRfcsDo) {
  EXPECT_EQ(to_string(DutyLevel::Must), "MUST");
  EXPECT_EQ(to_string(DutyLevel::Should), "SHOULD");
  EXPECT_EQ(to_string(DutyLevel::May), "MAY");
}

TEST(CatalogueWords, NameEverySide) {
  EXPECT_EQ(to_string(FaultSide::None), "none");
  EXPECT_EQ(to_string(FaultSide::Caller), "caller");
  EXPECT_EQ(to_string(FaultSide::Callee), "callee");
  EXPECT_EQ(to_string(FaultSide::Network), "network");
  EXPECT_EQ(to_string(FaultSide::Server), "server");
}

TEST(CatalogueWords, NameEveryRetryKind) {
  EXPECT_EQ(to_string(RetryKind::None), "none");
  EXPECT_EQ(to_string(RetryKind::AsIs), "as-is");
  EXPECT_EQ(to_string(RetryKind::AfterChange), "after-change");
  EXPECT_EQ(to_string(RetryKind::AfterDelay), "after-delay");
  EXPECT_EQ(to_string(RetryKind::Elsewhere), "elsewhere");
  EXPECT_EQ(to_string(RetryKind::WithCredentials), "with-credentials");
}

TEST(CatalogueWords, NameEveryCodeStatus) {
  EXPECT_EQ(to_string(CodeStatus::Current), "current");
  EXPECT_EQ(to_string(CodeStatus::Deprecated), "deprecated");
  EXPECT_EQ(to_string(CodeStatus::Reserved), "reserved");
  EXPECT_EQ(to_string(CodeStatus::Unregistered), "unregistered");
}

TEST(CatalogueWords, NameClauses) {
  EXPECT_EQ(to_string(Clause{4028, "6"}), "RFC 4028 6");
  EXPECT_EQ(to_string(Clause{4028, ""}), "RFC 4028");
  EXPECT_EQ(to_string(Clause{}), "");
}

}  // namespace
}  // namespace siptriage::entry_test
