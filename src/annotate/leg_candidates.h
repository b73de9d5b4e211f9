#pragma once
// LegCandidates: the calls that another one may have been made for, as far as
// addresses and users tell: sorted once, then looked up.

#include <cstddef>
#include <cstdint>
#include <unordered_set>
#include <vector>

#include "siptriage/annotate/leg_hints.h"

#include "annotate/leg_calls.h"

namespace siptriage::detail {

class LegCandidates {
 public:
  struct Candidate {
    std::uint32_t call = 0;
    // No other call of that user was received in that time.
    bool is_only_one = false;
  };

  // Looked at for one call; where more are possible, there is no telling.
  static constexpr std::size_t kMost = 32;

  // Lifetime: `calls` must outlive this.
  explicit LegCandidates(const LegCalls& calls);

  // Those that the sender of `made` received not long before that was sent,
  // and that share a user with it, each once. None where there are too many.
  // Lifetime: until the next call.
  [[nodiscard]] const std::vector<Candidate>& find(const LegHint& made);

 private:
  struct Entry {
    // Of the receiver and a user: what begins_ does not tell, most of it. A
    // candidate too many is found out when it is weighed.
    std::uint32_t key = 0;
    std::uint32_t call = 0;
    std::int64_t received = 0;
  };
  static_assert(sizeof(Entry) == 16, "up to three for each call");

  template <typename Take>
  void for_each_entry(const LegCalls& calls, Take take) const;
  void index(const LegCalls& calls);
  [[nodiscard]] std::size_t begin_of(std::uint64_t key) const;
  [[nodiscard]] std::uint32_t rest_of(std::uint64_t key) const;
  [[nodiscard]] bool take(std::uint64_t whole_key, std::int64_t sent);
  void drop_repeated();

  std::unordered_set<std::uint32_t> senders_;
  std::unordered_set<std::uint32_t> receivers_;
  std::vector<Entry> entries_;         // by key, then time
  std::vector<std::uint32_t> begins_;  // of each first index_bits_ of a key
  unsigned index_bits_ = 1;
  std::vector<Candidate> found_;
};

}  // namespace siptriage::detail
