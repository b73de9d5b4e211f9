#pragma once
// DiagnosisLeads: which finding tells most about a failure.

#include <cstdint>
#include <vector>

#include "annotate/diagnosis_case.h"

namespace siptriage::detail {

class DiagnosisLeads {
 public:
  // Lifetime: `analysis` must outlive this; its findings stay as they are.
  explicit DiagnosisLeads(const Analysis& analysis) : analysis_(analysis) {}

  // The findings that explain a failure, the decisive one first.
  [[nodiscard]] std::vector<const Finding*> of_failure(
      const DiagnosisCase& failed);
  // Why an answered call broke off.
  [[nodiscard]] std::vector<const Finding*> of_answered_call(CallId call);

 private:
  // By call, then transaction; those about a call alone come last. Sorted
  // only when something failed.
  [[nodiscard]] const std::vector<std::uint32_t>& sorted();
  void add(const DiagnosisCase& failed, CallId call, TransactionId transaction,
           std::vector<const Finding*>& found);

  const Analysis& analysis_;
  std::vector<std::uint32_t> sorted_;
};

}  // namespace siptriage::detail
