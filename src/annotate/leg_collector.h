#pragma once
// LegCollector: from the calls of a Scene to LegHints.

#include <cstdint>
#include <string>
#include <vector>

#include "siptriage/annotate/leg_hints.h"
#include "siptriage/annotate/leg_options.h"

#include "annotate/scene.h"

namespace siptriage::detail {

class LegCollector {
 public:
  explicit LegCollector(const LegOptions& options)
      : headers_(options.headers) {}

  // Appends to `hints`; `order` and `failure_kind` are left to TriageBuilder:
  // `order` is the index of the call in the trace.
  void collect(const Scene& scene, LegHints& hints) const;

 private:
  void collect(const Scene& scene, std::uint32_t call, LegHints& hints) const;
  void add_keys(const sip::Message& invite, std::uint64_t order,
                std::vector<LegKey>& keys) const;

  std::vector<std::string> headers_;
};

}  // namespace siptriage::detail
