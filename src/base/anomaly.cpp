#include "siptriage/base/anomaly.h"

#include <array>
#include <cassert>
#include <cstddef>

namespace siptriage {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(AnomalyKind::Count);

// In the order of AnomalyKind. Names are promised to users: add, never rename.
constexpr std::array<std::string_view, kKinds> kNames = {
    "leading-line-ends",
    "leading-garbage",
    "bare-line-feed",
    "bare-carriage-return",
    "missing-blank-line",
    "truncated-by-snap-length",
    "truncated-by-gap",
    "too-long",
    "non-ascii-header",
    "control-character",
    "start-line-whitespace",
    "missing-reason-phrase-space",
    "unknown-version",
    "status-out-of-range",
    "unknown-method",
    "method-case",
    "bad-request-uri",
    "header-without-colon",
    "empty-header-name",
    "space-before-colon",
    "bad-header-name",
    "folded-header",
    "too-many-header-fields",
    "header-field-too-long",
    "missing-call-id",
    "missing-cseq",
    "missing-from",
    "missing-to",
    "missing-via",
    "missing-max-forwards",
    "missing-from-tag",
    "duplicate-call-id",
    "duplicate-cseq",
    "duplicate-from",
    "duplicate-to",
    "duplicate-content-length",
    "duplicate-max-forwards",
    "bad-cseq",
    "cseq-method-mismatch",
    "bad-via",
    "bad-from",
    "bad-to",
    "bad-contact",
    "bad-date",
    "bad-max-forwards",
    "branch-without-cookie",
    "empty-branch",
    "missing-content-length",
    "bad-content-length",
    "content-length-too-large",
    "content-length-too-small",
    "several-messages-in-datagram",
    "missing-content-type",
};
static_assert(!kNames.back().empty(), "one name an anomaly");

}  // namespace

std::string_view to_string(AnomalyKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  assert(index < kNames.size());
  return kNames[index];
}

std::vector<AnomalyKind> AnomalySet::list() const {
  std::vector<AnomalyKind> kinds;
  for (std::size_t i = 0; i < kKinds; ++i) {
    const auto kind = static_cast<AnomalyKind>(i);
    if (has(kind)) kinds.push_back(kind);
  }
  return kinds;
}

}  // namespace siptriage
