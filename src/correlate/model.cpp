#include "siptriage/correlate/model.h"

#include <array>
#include <cassert>

namespace siptriage {
namespace {

template <typename Enum, std::size_t kSize>
std::string_view name_of(const std::array<std::string_view, kSize>& names,
                         Enum value) {
  const auto index = static_cast<std::size_t>(value);
  assert(index < kSize);
  return names[index];
}

}  // namespace

std::string_view to_string(Repetition repetition) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "none", "retransmission", "duplicate", "other-point"};
  return name_of(kNames, repetition);
}

std::string_view to_string(TransactionState state) {
  static constexpr std::array<std::string_view, 4> kNames = {
      "trying", "proceeding", "completed", "response-only"};
  return name_of(kNames, state);
}

std::string_view to_string(DialogState state) {
  static constexpr std::array<std::string_view, 3> kNames = {
      "early", "confirmed", "terminated"};
  return name_of(kNames, state);
}

std::string_view to_string(CallKind kind) {
  static constexpr std::array<std::string_view, 7> kNames = {
      "call",    "registration", "subscription", "publication",
      "options", "message",      "other"};
  return name_of(kNames, kind);
}

std::string_view to_string(Outcome outcome) {
  static constexpr std::array<std::string_view,
                              static_cast<std::size_t>(Outcome::Count)>
      kNames = {"answered-ended", "answered-end-not-seen",
                "succeeded",      "cancelled",
                "busy",           "no-answer",
                "declined",       "redirected",
                "challenged",     "client-failure",
                "server-failure", "global-failure",
                "timed-out",      "no-final-response",
                "start-not-seen"};
  return name_of(kNames, outcome);
}

bool is_failure(Outcome outcome) {
  switch (outcome) {
    case Outcome::AnsweredEnded:
    case Outcome::AnsweredEndNotSeen:
    case Outcome::Succeeded:
    case Outcome::Cancelled:
    case Outcome::Redirected:
    case Outcome::NoFinalResponse:
    case Outcome::StartNotSeen:
      return false;
    default:
      return true;
  }
}

bool is_not_answered(CallKind kind, Outcome outcome) {
  return kind == CallKind::Call &&
         (outcome == Outcome::Busy || outcome == Outcome::NoAnswer ||
          outcome == Outcome::Declined);
}

std::string_view to_string(CallSide side) {
  static constexpr std::array<std::string_view, 3> kNames = {"", "caller",
                                                             "callee"};
  return name_of(kNames, side);
}

}  // namespace siptriage
