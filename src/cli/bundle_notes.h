#pragma once
// What the manifest of a bundle says of how it was made.

#include "siptriage/annotate/triage.h"
#include "siptriage/bundle/bundle.h"

#include "cli/options.h"

namespace siptriage::cli {

// `whole` is that of the captures, `shown` that of the capture in the bundle.
// Of a redacted one, what the user wrote is left out where it may name
// somebody.
void note_bundle(const Options& options, const Triage& whole,
                 const Triage& shown, Bundle& bundle);

}  // namespace siptriage::cli
