#include "siptriage/base/anomaly.h"

#include <array>
#include <cassert>
#include <cstddef>

namespace siptriage {
namespace {

constexpr std::size_t kKinds = static_cast<std::size_t>(AnomalyKind::Count);

// In the order of AnomalyKind. Names are promised to users: add, never rename.
constexpr std::array<std::string_view, kKinds> kAnomalyNames = {
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
static_assert(!kAnomalyNames.back().empty(), "one name an anomaly");

// In the order of AnomalyKind: what such a message has.
constexpr std::array<std::string_view, kKinds> kWords = {
    "line ends before the start line",
    "other octets before the start line",
    "a line that ends with LF alone",
    "a line that ends with CR alone",
    "no blank line after the header fields",
    "octets that the capture did not keep",
    "octets that are not in the capture",
    "more octets than are read",
    "octets above 127 in the header fields",
    "control characters in the header fields",
    "other white space than one space in the start line",
    "no space before an empty reason phrase",
    "another version than SIP/2.0",
    "a status that is not between 100 and 699",
    "a method that is not registered",
    "a method that is not in capital letters",
    "a Request-URI that cannot be read",
    "a header line without a colon",
    "a header field without a name",
    "white space before the colon of a header field",
    "a header field whose name is no token",
    "a header field over several lines",
    "more header fields than are read",
    "a header field longer than is read",
    "no Call-ID",
    "no CSeq",
    "no From",
    "no To",
    "no Via",
    "no Max-Forwards",
    "no tag in From",
    "more than one Call-ID",
    "more than one CSeq",
    "more than one From",
    "more than one To",
    "more than one Content-Length",
    "more than one Max-Forwards",
    "a CSeq that cannot be read",
    "another method in CSeq than in the start line",
    "a Via that cannot be read",
    "a From that cannot be read",
    "a To that cannot be read",
    "a Contact that cannot be read",
    "a Date that cannot be read or is not in GMT",
    "a Max-Forwards that is no number up to 255",
    "a branch that does not begin with z9hG4bK",
    "no branch of its own in Via",
    "no Content-Length",
    "a Content-Length that cannot be read",
    "a Content-Length larger than the body",
    "a Content-Length smaller than the body",
    "another message behind the body",
    "a body without Content-Type",
};
static_assert(!kWords.back().empty(), "words for each anomaly");

}  // namespace

std::string_view to_string(AnomalyKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  assert(index < kAnomalyNames.size());
  return kAnomalyNames[index];
}

std::string_view describe(AnomalyKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  assert(index < kWords.size());
  return kWords[index];
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
