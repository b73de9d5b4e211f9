// The stable names that reports and baselines are made of.
#include <set>
#include <string>

#include "unit/correlate/flow.h"

namespace siptriage::testing::names_test {
namespace {

TEST(Names, OfOutcomesAreDistinctAndStable) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Outcome::Count); ++i)
    names.insert(to_string(static_cast<Outcome>(i)));
  EXPECT_EQ(names.size(), static_cast<std::size_t>(Outcome::Count));
  EXPECT_EQ(to_string(Outcome::AnsweredEnded), "answered-ended");
  EXPECT_EQ(to_string(Outcome::StartNotSeen), "start-not-seen");
}

TEST(Names, OfTheSmallEnumerations) {
  EXPECT_EQ(to_string(Repetition::OtherPoint), "other-point");
  EXPECT_EQ(to_string(TransactionState::ResponseOnly), "response-only");
  EXPECT_EQ(to_string(DialogState::Terminated), "terminated");
  EXPECT_EQ(to_string(CallKind::Other), "other");
  EXPECT_EQ(to_string(CallSide::None), "");
  EXPECT_EQ(to_string(CallSide::Callee), "callee");
}

TEST(Names, FailuresAreWhatAnEngineerLooksInto) {
  const std::set<Outcome> fine = {
      Outcome::AnsweredEnded,  Outcome::AnsweredEndNotSeen,
      Outcome::Succeeded,      Outcome::Cancelled,
      Outcome::Redirected,     Outcome::StartNotSeen,
      Outcome::NoFinalResponse};
  for (std::size_t i = 0; i < static_cast<std::size_t>(Outcome::Count); ++i) {
    const auto outcome = static_cast<Outcome>(i);
    EXPECT_EQ(is_failure(outcome), !fine.contains(outcome))
        << to_string(outcome);
  }
}

}  // namespace
}  // namespace siptriage::testing::names_test
