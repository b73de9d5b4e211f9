#include "cli/bundle_notes.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/limit_text.h"
#include "siptriage/base/limits.h"

namespace siptriage::cli {
namespace {

// An expression names whom it is about.
std::string told(const Options& options, const std::string& text) {
  return options.redact.none ? text : "left out: it may name somebody";
}

std::string joined(std::vector<std::string> words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

void note_redaction(const Options& options, Bundle& bundle) {
  bundle.note("redacted", options.redact.none ? "no" : "yes");
  if (options.redact.none) return;
  bundle.note("key", options.redact.key.empty() ? "random" : "of a file");
  const RedactKeep& keep = options.redact.keep;
  std::vector<std::string> kept;
  if (keep.domains) kept.emplace_back("domains");
  if (keep.user_agents) kept.emplace_back("user-agents");
  if (keep.private_addresses) kept.emplace_back("private-addresses");
  for (const std::string& name : keep.header_fields) {
    kept.push_back("header:" + name);
  }
  if (!kept.empty()) bundle.note("kept", joined(std::move(kept)));
}

void note_choice(const Options& options, Bundle& bundle) {
  if (options.where) {
    bundle.note("where", told(options, *options.where));
  } else {
    bundle.note("choice", "calls that failed, or all where none did");
  }
  if (!options.analyze.filter.empty()) {
    bundle.note("filter", told(options, options.analyze.filter));
  }
  const std::vector<std::string>& headers = options.analyze.legs.headers;
  if (!headers.empty()) {
    bundle.note("leg-headers", told(options, joined(headers)));
  }
}

// Those of the command line and of the configuration.
void note_limits(const Limits& limits, Bundle& bundle) {
  for (const LimitSpec& spec : limit_specs()) {
    if (limits[spec.id] == spec.otherwise) continue;
    bundle.note(fmt::format("limit {}", spec.name),
                to_text(spec, limits[spec.id]));
  }
}

}  // namespace

void note_bundle(const Options& options, const Triage& whole,
                 const Triage& shown, Bundle& bundle) {
  bundle.note("captures", fmt::format("{}", whole.coverage.files.size()));
  bundle.note("calls",
              fmt::format("{} of {}", shown.calls.size(), whole.calls.size()));
  bundle.note("frames", fmt::format("{} of {}", shown.coverage.frames,
                                    whole.coverage.frames));
  note_choice(options, bundle);
  note_redaction(options, bundle);
  bundle.note("configuration", options.no_config ? "none" : "siptriage.toml");
  note_limits(options.analyze.limits, bundle);
  if (whole.coverage.interrupted) bundle.note("interrupted", "yes");
}

}  // namespace siptriage::cli
