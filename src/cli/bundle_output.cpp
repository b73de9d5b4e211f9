#include "cli/bundle_output.h"

#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/bundle/bundle.h"
#include "siptriage/extract/extract.h"
#include "siptriage/report/report.h"
#include "siptriage/report/tables.h"

#include "cli/extract_command.h"
#include "cli/flow_command.h"
#include "cli/run_parts.h"

namespace siptriage::cli {
namespace {

bool write_text_part(const Triage& triage, Workers& /*workers*/, Sink& sink) {
  TextOptions text;
  text.unicode = true;
  text.max_groups = std::numeric_limits<std::size_t>::max();
  text.max_notices = std::numeric_limits<std::size_t>::max();
  return write_text(triage, text, sink);
}

bool write_json_part(const Triage& triage, Workers& workers, Sink& sink) {
  return write_json(triage, workers, sink);
}

bool write_calls_part(const Triage& triage, Workers& workers, Sink& sink) {
  return write_table_csv(triage, workers, {}, sink);
}

// Every report of a bundle, about its capture.
struct PartSpec {
  const char* name;
  const char* about;
  bool (*write)(const Triage&, Workers&, Sink&);
};

constexpr const char* kCaptureName = "capture.pcapng";
constexpr PartSpec kParts[] = {
    {"report.txt", "The triage report of capture.pcapng", write_text_part},
    {"report.json", "The whole analysis of capture.pcapng", write_json_part},
    {"calls.csv", "Every call of capture.pcapng, a row each", write_calls_part},
};

// Those that --where means; else those that failed; else all.
Result<std::vector<CallId>> calls_of_bundle(
    const Options& options, const Triage& triage, Workers& workers,
    const std::optional<Filter>& where) {
  if (where) return find_calls(options, triage, workers, where);
  std::vector<CallId> failed = failed_calls(triage);
  if (!failed.empty()) return failed;
  return find_calls(options, triage, workers, std::nullopt);
}

// The capture that goes into the bundle, as octets; and what it is made of.
Result<std::string> make_capture(const Options& options, const Triage& triage,
                                 const std::vector<CallId>& calls,
                                 const std::optional<CaptureFilter>& filter,
                                 Bundle& bundle) {
  const Result<Extract> found =
      Extract::find(triage, calls, extract_options(options, filter));
  if (!found) return tl::unexpected<Error>(found.error());
  StringSink capture;
  static_cast<void>(found->write(capture));
  bundle.note("calls", fmt::format("{} of {}", found->calls().size(),
                                   triage.calls.size()));
  bundle.note("frames",
              fmt::format("{} of {}", found->frames(), triage.coverage.frames));
  return std::move(capture).take();
}

// Reports name frames of the capture beside them.
Result<Triage> triage_capture(const Options& options,
                              const std::string& capture, Workers& workers) {
  AnalyzeOptions analyze = options.analyze;
  analyze.filter.clear();  // it has passed
  return triage_memory(capture, workers, analyze);
}

void note_options(const Options& options, Bundle& bundle) {
  bundle.note("choice", options.where ? *options.where
                                      : "what failed, or all where nothing "
                                        "did");
  for (const std::string& setting : options.limit_settings) {
    bundle.note("limit " + setting.substr(0, setting.find('=')),
                setting.substr(setting.find('=') + 1));
  }
}

}  // namespace

void prepare_bundle(const Options& options) {
  if (options.form != ReportForm::Bundle) return;
  Bundle::prepare();
  // libzip wants to know the time of day although no file gets it. Without a
  // zone that is known by now the C library would open a file for that.
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
}

ExitCode write_bundle(const Options& options, const Triage& triage,
                      Workers& workers, const std::optional<Filter>& where,
                      const std::optional<CaptureFilter>& filter,
                      OutputFile& output) {
  const Result<std::vector<CallId>> calls =
      calls_of_bundle(options, triage, workers, where);
  if (!calls) return complain(calls.error(), options);
  Bundle bundle("siptriage " SIPTRIAGE_VERSION);
  note_options(options, bundle);
  Result<std::string> capture =
      make_capture(options, triage, *calls, filter, bundle);
  if (!capture) return complain(capture.error(), options);
  const Result<Triage> shown = triage_capture(options, *capture, workers);
  if (!shown) return complain(shown.error(), options);
  for (const PartSpec& part : kParts) {
    StringSink sink;
    static_cast<void>(part.write(*shown, workers, sink));
    bundle.add(part.name, part.about, std::move(sink).take());
  }
  bundle.add(kCaptureName, "The frames of those calls", *std::move(capture));
  const Result<std::string> zip = bundle.to_zip();
  if (!zip) return complain(zip.error(), options);
  return output.write(*zip) ? ExitCode::Done : cannot_write(output);
}

}  // namespace siptriage::cli
