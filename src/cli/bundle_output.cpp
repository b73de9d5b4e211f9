#include "cli/bundle_output.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/bundle/bundle.h"
#include "siptriage/extract/extract.h"
#include "siptriage/page/page.h"
#include "siptriage/redact/redact.h"
#include "siptriage/report/report.h"
#include "siptriage/report/tables.h"

#include "cli/bundle_folder.h"
#include "cli/bundle_notes.h"
#include "cli/extract_command.h"
#include "cli/flow_command.h"
#include "cli/redact_key.h"
#include "cli/run_parts.h"

namespace siptriage::cli {
namespace {

constexpr const char* kProgram = "siptriage " SIPTRIAGE_VERSION;
constexpr auto kAll = std::numeric_limits<std::size_t>::max();

bool write_text_part(const Triage& triage, Workers& /*workers*/, Sink& sink) {
  TextOptions text;
  text.unicode = true;
  text.max_groups = kAll;
  text.max_notices = kAll;
  return write_text(triage, text, sink);
}

bool write_markdown_part(const Triage& triage, Workers& /*workers*/,
                         Sink& sink) {
  return write_markdown(triage, {kAll, kAll}, sink);
}

bool write_page_part(const Triage& triage, Workers& workers, Sink& sink) {
  PageOptions page;
  page.program = kProgram;
  return write_page(triage, workers, page, sink);
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
    {"report.md", "The same for a ticket, as Markdown", write_markdown_part},
    {"report.html", "The same for a browser, with ladders", write_page_part},
    {"report.json", "The whole analysis of capture.pcapng", write_json_part},
    {"calls.csv", "Every call of capture.pcapng, a row each", write_calls_part},
};

std::vector<std::string> part_names() {
  std::vector<std::string> names;
  for (const PartSpec& part : kParts) names.emplace_back(part.name);
  names.emplace_back(kCaptureName);
  return names;
}

// In memory; tells the output when not all was told.
class PartSink final : public Sink {
 public:
  explicit PartSink(OutputFile& output) : output_(output) {}
  bool write(std::string_view octets) override { return text_.write(octets); }
  void tell_cut() override { output_.tell_cut(); }
  [[nodiscard]] std::string take() && { return std::move(text_).take(); }

 private:
  OutputFile& output_;
  StringSink text_;
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

// As `siptriage redact` makes it.
Result<std::string> redact_capture(const Options& options,
                                   const std::string& capture) {
  Pseudonyms names(options.redact.octets, options.redact.keep);
  RedactOptions redact;
  redact.limits = options.analyze.limits;
  redact.application = kProgram;
  std::string safe;
  const Result<RedactSummary> done =
      redact_memory(capture, names, redact, [&safe](std::string_view octets) {
        safe += octets;
        return true;
      });
  if (!done) return tl::unexpected<Error>(done.error());
  return safe;
}

// The capture that goes into the bundle, as octets.
Result<std::string> make_capture(const Options& options, const Triage& triage,
                                 const std::vector<CallId>& calls,
                                 const std::optional<CaptureFilter>& filter) {
  const Result<Extract> found =
      Extract::find(triage, calls, extract_options(options, filter));
  if (!found) return tl::unexpected<Error>(found.error());
  StringSink capture;
  static_cast<void>(found->write(capture));
  if (options.redact.none) return std::move(capture).take();
  return redact_capture(options, capture.text());
}

// Reports name frames of the capture beside them, and nothing that is not in
// it: what was redacted there is not known here.
Result<Triage> triage_capture(const Options& options,
                              const std::string& capture, Workers& workers) {
  AnalyzeOptions analyze = options.analyze;
  analyze.filter.clear();          // it has passed
  analyze.capture.stop = nullptr;  // it ended the reading, under --partial
  Result<Triage> shown = triage_memory(capture, workers, analyze);
  if (shown) shown->coverage.files.at(0).path = kCaptureName;
  return shown;
}

ExitCode write_files(const Options& options, const Bundle& bundle,
                     OutputFile& output) {
  const bool is_folder = !output.along().empty();
  const Result<std::string> octets =
      is_folder ? bundle.manifest() : bundle.to_zip();
  if (!octets) return complain(octets.error(), options);
  for (std::size_t i = 0; i < output.along().size(); ++i) {
    OutputFile& file = output.along()[i];
    if (!file.write(bundle.files()[i].octets)) return cannot_write(file);
  }
  return output.write(*octets) ? ExitCode::Done : cannot_write(output);
}

}  // namespace

Result<void> prepare_bundle(Options& options) {
  if (options.form != ReportForm::Bundle) return {};
  Bundle::prepare();
  // libzip wants to know the time of day although no file gets it. Without a
  // zone that is known by now the C library would open a file for that.
  ::setenv("TZ", "UTC0", 1);
  ::tzset();
  if (options.redact.none) return {};
  Result<std::string> key = take_redact_key(options.redact.key);
  if (!key) return tl::unexpected<Error>(key.error());
  options.redact.octets = *std::move(key);
  return {};
}

Result<OutputFile> open_bundle(const Options& options,
                               const std::vector<CaptureInput>& captures) {
  if (!names_folder(options.output)) return OutputFile::open(options.output);
  return open_bundle_folder(options.output, part_names(), captures);
}

ExitCode write_bundle(const Options& options, const Triage& triage,
                      Workers& workers, const std::optional<Filter>& where,
                      const std::optional<CaptureFilter>& filter,
                      OutputFile& output) {
  const Result<std::vector<CallId>> calls =
      calls_of_bundle(options, triage, workers, where);
  if (!calls) return complain(calls.error(), options);
  if (calls->empty() && triage.coverage.sip_messages > 0) {
    fmt::print(stderr,
               "siptriage: no call matches --where; nothing was written\n");
    return ExitCode::CheckFailed;
  }
  Result<std::string> capture = make_capture(options, triage, *calls, filter);
  if (!capture) return complain(capture.error(), options);
  const Result<Triage> shown = triage_capture(options, *capture, workers);
  if (!shown) return complain(shown.error(), options);
  Bundle bundle(kProgram);
  note_bundle(options, triage, *shown, bundle);
  for (const PartSpec& part : kParts) {
    PartSink sink(output);
    static_cast<void>(part.write(*shown, workers, sink));
    bundle.add(part.name, part.about, std::move(sink).take());
  }
  bundle.add(kCaptureName, "The frames of those calls", *std::move(capture));
  return write_files(options, bundle, output);
}

}  // namespace siptriage::cli
