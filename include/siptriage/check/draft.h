#pragma once
/// draft: a first file of expectations for a capture.
///
///     file << draft_expectations(*triage);
///
/// It holds of that capture, says in comments what else can be asked for, and
/// is meant to be edited: what a capture happens to show is not always what is
/// wanted.

#include <string>

#include "siptriage/annotate/triage.h"

namespace siptriage {

/// TOML, as read_expectations() takes it.
[[nodiscard]] std::string draft_expectations(const Triage& triage);

}  // namespace siptriage
