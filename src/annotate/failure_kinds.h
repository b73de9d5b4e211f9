#pragma once
// FailureKinds: the FailureKind of each failed call, once each.

#include <cstdint>
#include <map>
#include <vector>

#include "siptriage/annotate/triage.h"

#include "annotate/passed_on.h"

namespace siptriage::detail {

class FailureKinds {
 public:
  [[nodiscard]] std::uint32_t intern(const FailureKind& kind) {
    const auto [place, fresh] =
        numbers_.try_emplace(kind, static_cast<std::uint32_t>(numbers_.size()));
    return place->second;
  }
  // How a call failed; kNoFailureKind if it did not.
  [[nodiscard]] std::uint32_t of_call(const Trace& trace, const Call& call) {
    if (!is_failure(call.outcome) || !call.decisive.valid()) {
      return FindingBrief::kNoFailureKind;
    }
    return of_transaction(trace, trace.transaction(call.decisive), false);
  }
  [[nodiscard]] std::uint32_t of_transaction(const Trace& trace,
                                             const Transaction& transaction,
                                             bool within_call) {
    return intern(
        {trace.call(transaction.call).kind, within_call,
         transaction.final_status, std::string(transaction.method_name),
         to_string(origin_of_response(trace, transaction).server.address)});
  }

  // The numbers here of the kinds of `other`, by their numbers there.
  [[nodiscard]] std::vector<std::uint32_t> merge(const FailureKinds& other) {
    std::vector<std::uint32_t> numbers(other.numbers_.size());
    for (const auto& [kind, number] : other.numbers_) {
      numbers[number] = intern(kind);
    }
    return numbers;
  }

  // By number.
  [[nodiscard]] std::vector<FailureKind> list() const {
    std::vector<FailureKind> kinds(numbers_.size());
    for (const auto& [kind, number] : numbers_) kinds[number] = kind;
    return kinds;
  }

 private:
  std::map<FailureKind, std::uint32_t> numbers_;
};

}  // namespace siptriage::detail
