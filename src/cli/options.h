#pragma once
// What the user typed: the commands, their flags, and the parser of both.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "siptriage/analyze.h"
#include "siptriage/check/snapshot.h"
#include "siptriage/explain/explain.h"
#include "siptriage/redact/pseudonyms.h"
#include "siptriage/report/flow.h"
#include "siptriage/report/tables.h"

namespace siptriage::cli {

// The exit codes of the program.
enum class ExitCode : int {
  Done = 0,
  CheckFailed = 1,
  Usage = 2,
  InputUnusable = 3,  // unreadable, or no SIP in it
  OurFault = 4,
  Interrupted = -1,  // none: ended by the signal that interrupted it
};

enum class Command : std::uint8_t {
  Analyze,
  Report,
  Table,
  Flow,
  Extract,
  Check,
  Snapshot,
  Diff,
  Explain,
  Limits,
  Redact,
};
// Of the triage report.
enum class ReportForm : std::uint8_t {
  Text,
  Markdown,
  Html,
  Json,
  Csv,
  Bundle
};
enum class ColourMode : std::uint8_t { Auto, Always, Never };
// Auto: as much of it as the system has.
enum class SandboxMode : std::uint8_t { Auto, Require, Off };

// What `check` is asked for beside the captures.
struct CheckFlags {
  enum class Annotations : std::uint8_t { None, GitHub, GitLab };

  std::string expect;    // a file of expectations; empty: none
  bool init = false;     // write one
  std::string baseline;  // a snapshot; empty: none
  bool update = false;   // write it anew
  Severity fail_on = Severity::Error;
  std::string junit;  // files to write; empty: none
  std::string tap;
  std::string sarif;
  Annotations annotations = Annotations::None;
};

// What `extract` is asked for beside the calls.
struct ExtractFlags {
  enum class With : std::uint8_t { Tcp, Media };

  bool tcp = false;
  bool media = false;
  bool no_comments = false;
};

// What `redact` is asked for beside the captures, and `report` of a bundle.
struct RedactFlags {
  std::string key;  // a file; empty: random
  std::string map;  // a file to write; empty: none
  RedactKeep keep;
  bool none = false;   // of a bundle: it is not redacted
  std::string octets;  // of a bundle: those of the key
};

struct Options {
  Command command = Command::Analyze;
  std::vector<std::string> captures;
  std::string output = "-";  // standard output
  bool has_output = false;   // it was named
  // Its limits are the defaults until the configuration is known; those of
  // the command line go before that.
  AnalyzeOptions analyze;
  std::vector<std::string> limit_settings;
  std::string config;  // empty: siptriage.toml of the current directory
  bool no_config = false;
  std::optional<std::string> where;          // of messages and calls; else all
  TableOptions table;                        // without its filter
  FlowOptions flow;                          // its form, names, and how many
  std::optional<std::uint64_t> call_number;  // of flow, extract
  std::optional<std::string> call_id;        // of flow, extract
  std::string alias_file;                    // of flow; empty: none
  ExtractFlags extract;
  CheckFlags check;
  RedactFlags redact;
  Tolerance tolerance;     // of snapshot and diff
  bool exit_code = false;  // of diff: it says whether something changed
  Inquiry inquiry;         // of explain
  std::optional<ReportForm> form_flag;  // of analyze and report
  ReportForm form = ReportForm::Text;   // what came of it and the output's name
  bool partial = false;                 // report also when interrupted
  bool json = false;
  bool ndjson = false;
  bool csv = false;
  bool full = false;  // of messages: all of their text
  bool raw = false;   // of ndjson and flow: the octets of each message
  bool markdown = false;
  bool no_pager = false;
  bool ascii = false;
  bool all = false;  // no limit on groups and notices, or arrows
  ColourMode colour = ColourMode::Auto;
  SandboxMode sandbox = SandboxMode::Auto;
  std::uint32_t threads = 0;  // 0: one a processor
  std::uint32_t width = 0;    // 0: the terminal's, else 80
};

// What parse_options came to: go on, or exit with `exit_code`, the text for
// the user having been written already.
struct Parsed {
  bool go_on = false;
  ExitCode exit_code = ExitCode::Done;
  Options options;
};

[[nodiscard]] Parsed parse_options(int argc, const char* const* argv);

}  // namespace siptriage::cli
