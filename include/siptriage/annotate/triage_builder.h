#pragma once
/// TriageBuilder: a Triage, grown conversation by conversation. Parts may grow
/// on several threads, each over conversations of its own, and be merged.
///
///     TriageBuilder part;
///     part.add({analyst.analyze(appearances), orders}, conversation);
///     whole.merge(std::move(part));
///     Triage triage = std::move(whole).finish(coverage, source);
///
/// The result does not depend on how conversations were spread over parts, as
/// long as parts are merged in the order of their first messages.

#include <cstdint>
#include <memory>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"

namespace siptriage {

class TriageBuilder {
 public:
  /// `policy` may be null.
  explicit TriageBuilder(const Limits& limits = {},
                         SharedPolicy policy = nullptr);
  TriageBuilder(TriageBuilder&&) noexcept;
  TriageBuilder& operator=(TriageBuilder&&) noexcept;
  ~TriageBuilder();

  /// Enters one conversation; nothing of `view` is kept.
  void add(const ConversationView& view, std::uint64_t conversation);

  void merge(TriageBuilder&& later);

  /// `source` reads the conversations again, by the numbers given to add().
  /// Limits that they reached are added to those of `coverage`.
  [[nodiscard]] Triage finish(Coverage coverage,
                              std::shared_ptr<const ConversationSource> source,
                              Workers& workers) &&;
  /// The same on the calling thread alone.
  [[nodiscard]] Triage finish(
      Coverage coverage, std::shared_ptr<const ConversationSource> source) &&;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace siptriage
