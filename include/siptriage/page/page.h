#pragma once
/// The page: a triage report as one HTML file, for a ticket or a mail.
///
///     PageOptions options;
///     options.program = "siptriage 1.0";
///     write_page(triage, workers, options, sink);
///
/// It is complete without its script, which adds searching, sorting, ladders
/// and messages; it loads nothing, and its Content-Security-Policy lets nothing
/// run but that script. What it holds is bounded, failed calls first, and it
/// says what was left out. docs/page.md tells more.

#include <cstdint>
#include <string>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/output/sink.h"

namespace siptriage {

struct PageOptions {
  std::string program = "siptriage";  // that made it, with its version
  std::uint64_t most_causes = 40;     // rows of the table of causes
  std::uint64_t most_peers = 25;      // rows of each table of peers
  std::uint64_t most_findings = 40;   // kinds of findings
  std::uint64_t most_calls = 2000;    // rows of the table of calls
  std::uint64_t most_ladders = 200;
  std::uint64_t most_arrows = 200;             // of each ladder
  std::uint64_t most_message_octets = 8192;    // of each message
  std::uint64_t most_data_octets = 4'000'000;  // of all ladders and messages
};

/// The same octets for any number of `workers`. False when the sink gives that.
bool write_page(const Triage& triage, Workers& workers,
                const PageOptions& options, Sink& sink);

}  // namespace siptriage
