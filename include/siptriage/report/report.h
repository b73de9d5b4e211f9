#pragma once
/// The writers: one Triage, many forms. Each writes to a Sink, escapes text
/// from the wire for where it goes, and gives false when the sink does.

#include <cstddef>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"
#include "siptriage/report/tables.h"

namespace siptriage {

/// The version of the documents that write_json and write_messages_ndjson
/// give; data/schema/ has their schemas. Fields are added, never changed.
inline constexpr const char* kSchemaVersion = "1.1";

struct TextOptions : LayoutOptions {
  /// Failure groups and findings shown; the rest is counted.
  std::size_t max_groups = 12;
  std::size_t max_notices = 12;
};

/// The triage report for people.
bool write_text(const Triage& triage, const TextOptions& options, Sink& sink);

struct MarkdownOptions {
  /// As in TextOptions.
  std::size_t max_groups = 12;
  std::size_t max_notices = 12;
};

/// The same for tickets, as Markdown (CommonMark, tables of GitHub): with the
/// causes as a table, and of failed calls a Mermaid diagram each. The only HTML
/// in it are collapsed details; no text of the capture is markup.
bool write_markdown(const Triage& triage, const MarkdownOptions& options,
                    Sink& sink);

/// The whole analysis (data/schema/analysis.schema.json): every call with its
/// transactions. The same octets for any number of `workers`.
bool write_json(const Triage& triage, Workers& workers, Sink& sink);

struct MessageLineOptions {
  bool raw = false;  // with the octets of each message, in base64
  TableOptions rows = {.kind = TableKind::Messages};  // its columns: all
};
/// One line a SIP message (data/schema/message.schema.json); with columns of
/// one's own, write_table_ndjson() does it.
bool write_messages_ndjson(const Triage& triage,
                           const MessageLineOptions& options, Sink& sink);

struct MessageTableOptions {
  std::size_t columns = 80;  // at least 40
  bool unicode = true;       // false: ASCII only
  TableOptions rows = {.kind = TableKind::Messages};
};
/// The same as a table for people.
bool write_messages_text(const Triage& triage,
                         const MessageTableOptions& options, Sink& sink);

}  // namespace siptriage
