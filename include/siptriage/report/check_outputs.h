#pragma once
/// The writers of a CheckVerdict: for people, and for the tools around a CI
/// pipeline. All tell the same: what is bad in one is bad in each.
///
///     write_check_text(verdict, layout, sink);
///     write_junit(verdict, file);
///
/// Each escapes text from the wire for where it goes, writes the same octets
/// for the same verdict, and gives false when the sink does.

#include <cstdint>
#include <string>

#include "siptriage/check/verdict.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

namespace siptriage {

struct CheckTextOptions : LayoutOptions {
  bool all = false;  // also what held
};
/// Each failure with its reason, frames and calls; a line that sums up.
bool write_check_text(const CheckVerdict& verdict,
                      const CheckTextOptions& options, Sink& sink);

/// One document (data/schema/check.schema.json).
bool write_check_json(const CheckVerdict& verdict, Sink& sink);

/// JUnit XML, valid against the schemas of Ant and of Jenkins: a suite for each
/// capture, a test case for each expectation.
bool write_junit(const CheckVerdict& verdict, Sink& sink);

/// The Test Anything Protocol, version 14: a test for each expectation.
bool write_tap(const CheckVerdict& verdict, Sink& sink);

/// SARIF 2.1.0: a result for each assertion that does not hold. Places are
/// lines of CAPTURE.sip.txt, the text that `siptriage messages --full` writes,
/// as CheckedCapture::lines has them; and of the file of expectations.
bool write_sarif(const CheckVerdict& verdict, const std::string& version,
                 Sink& sink);

/// Workflow commands of GitHub Actions, a line for each assertion that does not
/// hold: "::error file=trace.toml,line=3,title=...::...".
bool write_github_annotations(const CheckVerdict& verdict, Sink& sink);

/// The code quality report of GitLab: one JSON document.
bool write_gitlab_report(const CheckVerdict& verdict, Sink& sink);

}  // namespace siptriage
