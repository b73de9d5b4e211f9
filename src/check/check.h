#pragma once
// Check: one key of an expectation, asked of everything that was chosen.
//
//     for each thread:       check->begin(conversation); check->look(item); ...
//     then, on one of them:  check->merge(*other); check->conclude(...);
//
// What it concludes does not depend on which thread saw what.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/triage.h"
#include "siptriage/check/expectations.h"
#include "siptriage/check/verdict.h"

#include "check/offences.h"

namespace siptriage::check {

// What is known once all was looked at.
struct Whole {
  const Triage& triage;
  const Expectation& expectation;
  std::uint64_t chosen = 0;
};

class Check {
 public:
  virtual ~Check() = default;

  [[nodiscard]] virtual std::string_view kind() const = 0;
  // Items of this one come next.
  virtual void begin(const Analysis& /*conversation*/) {}
  virtual void look(const Item& item) = 0;
  // `other` was made for the same key.
  virtual void merge(const Check& other) = 0;
  // Sets what is not set yet: standing, reason, measured, wanted, frames.
  virtual void conclude(const Whole& whole, Assertion& assertion) const = 0;

  Check() = default;
  Check(const Check&) = delete;
  Check& operator=(const Check&) = delete;
};

using Checks = std::vector<std::unique_ptr<Check>>;

// Those of an expectation, in the order in which they are told.
// Lifetime: `expectation` must outlive them.
[[nodiscard]] Checks make_checks(const Expectation& expectation,
                                 const Limits& limits);

// One subject each.
void add_counting_checks(const Expectation& expectation, Checks& checks);
void add_checks_of_each(const Expectation& expectation, const Limits& limits,
                        Checks& checks);
void add_metric_checks(const Expectation& expectation, Checks& checks);
void add_finding_checks(const Expectation& expectation, Checks& checks);
void add_sequence_check(const Expectation& expectation, Checks& checks);

// Words that several say.

// "1 call", "3 calls".
[[nodiscard]] std::string count_of(std::uint64_t count, FilterScope over);
// "exactly 3", "at least 1", "at most 2", "1 to 5".
[[nodiscard]] std::string text_of(const CountRange& range);
// "busy, no-answer or declined".
[[nodiscard]] std::string either_of(const std::vector<std::string>& words);

}  // namespace siptriage::check
