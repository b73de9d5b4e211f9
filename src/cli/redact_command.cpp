#include "cli/redact_command.h"

#include <cstdio>
#include <optional>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "siptriage/analyze.h"
#include "siptriage/capture/mapped_file_guard.h"
#include "siptriage/redact/redact.h"

#include "cli/output_file.h"
#include "cli/redact_key.h"
#include "cli/run_parts.h"
#include "cli/stop_signals.h"
#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

// Where the redacted capture goes, and what became of what.
struct Outputs {
  OutputFile capture;
  std::optional<OutputFile> map;

  [[nodiscard]] std::vector<int> directories() const {
    std::vector<int> all = {capture.directory()};
    if (map) all.push_back(map->directory());
    return all;
  }
};

// For the user's eyes only, from the first octet on.
Result<OutputFile> open_map(const std::string& path) {
  Result<OutputFile> map = OutputFile::open(path);
  if (map && ::fchmod(map->descriptor(), S_IRUSR | S_IWUSR) != 0) {
    return fail(ErrorCode::Io, fmt::format("{} cannot be kept from others; "
                                           "name a regular file for --map",
                                           path));
  }
  return map;
}

Result<Outputs> open_outputs(const Options& options) {
  Result<OutputFile> capture = OutputFile::open(options.output);
  if (!capture) return tl::unexpected<Error>(capture.error());
  Outputs outputs{*std::move(capture), std::nullopt};
  if (options.redact.map.empty()) return outputs;
  Result<OutputFile> map = open_map(options.redact.map);
  if (!map) return tl::unexpected<Error>(map.error());
  outputs.map.emplace(*std::move(map));
  return outputs;
}

// What makes no sense; empty: nothing.
std::string find_misuse(const Options& options) {
  if (options.output == "-" && ::isatty(STDOUT_FILENO) == 1) {
    return "a capture is not for a terminal; name a file with -o";
  }
  if (options.redact.map == "-" ||
      (!options.redact.map.empty() && options.redact.map == options.output)) {
    return "--map needs a file of its own";
  }
  return {};
}

// A tab and a line end are what a word never holds.
bool write_map(const Pseudonyms& names, OutputFile& output) {
  std::string text = "original\tpseudonym\n";
  names.for_each([&](std::string_view original, std::string_view pseudonym) {
    text.append(original).append("\t").append(pseudonym).append("\n");
  });
  return output.write(text);
}

void tell(const RedactSummary& done) {
  fmt::print(stderr,
             "siptriage: redacted {} SIP messages in {} of {} frames; left out "
             "{} that carry no SIP",
             done.messages, done.written, done.frames, done.not_sip);
  if (done.doubtful > 0) {
    fmt::print(stderr, " and {} that could not be understood for certain",
               done.doubtful);
  }
  if (done.emptied > 0) {
    fmt::print(stderr, "; {} empty frames keep their time", done.emptied);
  }
  fmt::print(stderr, "\n");
}

Result<RedactSummary> redact(const Options& options, Inputs inputs,
                             Pseudonyms& names, OutputFile& output) {
  Progress progress;
  RedactOptions redact;
  redact.capture = options.analyze.capture;
  redact.limits = options.analyze.limits;
  redact.application = "siptriage " SIPTRIAGE_VERSION;
  redact.progress = [&progress](std::uint64_t frames) {
    progress.show(frames);
  };
  Result<RedactSummary> done = redact_captures(
      std::move(inputs.captures), names, redact,
      [&output](std::string_view octets) { return output.write(octets); });
  progress.clear();
  return done;
}

ExitCode deliver(const RedactSummary& done, const Pseudonyms& names,
                 Outputs& outputs) {
  if (mapped_file_was_truncated()) {
    fmt::print(stderr,
               "siptriage: a capture was cut short while it was read; nothing "
               "is written. Run again, or use --no-mmap\n");
    return ExitCode::InputUnusable;
  }
  if (done.messages == 0) {
    fmt::print(stderr,
               "siptriage: the capture holds no SIP; nothing is written\n");
    return ExitCode::InputUnusable;
  }
  if (done.output_failed || !outputs.capture.commit()) {
    return cannot_write(outputs.capture);
  }
  if (outputs.map &&
      (!write_map(names, *outputs.map) || !outputs.map->commit())) {
    return cannot_write(*outputs.map);
  }
  tell(done);
  tell_damage(done.damaged);
  return ExitCode::Done;
}

}  // namespace

ExitCode run_redact(Options& options) {
  if (!configure(options)) return ExitCode::Usage;
  if (const std::string misuse = find_misuse(options); !misuse.empty()) {
    fmt::print(stderr, "siptriage: {}\n", misuse);
    return ExitCode::Usage;
  }
  options.analyze.capture.stop = &stop_flag();
  // libpcap, which reads pipes else, leaves out what extracts have in place of
  // frames, and interfaces of another link type.
  options.analyze.capture.keep_pipes = true;
  Result<std::string> key = take_redact_key(options.redact.key);
  if (!key) {
    complain(key.error(), options);
    return ExitCode::Usage;
  }
  Pseudonyms names(*key, options.redact.keep, !options.redact.map.empty());
  Result<Inputs> inputs = open_inputs(options.captures, options.analyze);
  if (!inputs) return complain(inputs.error(), options);
  for (const std::string& path : {options.output, options.redact.map}) {
    const CaptureInput* const lost =
        path.empty() ? nullptr : find_overwritten(path, inputs->captures);
    if (lost == nullptr) continue;
    tell_overwritten(*lost);
    return ExitCode::Usage;
  }
  take_stop_signals();
  Result<Outputs> outputs = open_outputs(options);
  if (!outputs) {
    const ExitCode code = complain(outputs.error(), options);
    return code == ExitCode::Interrupted ? code : ExitCode::Usage;
  }
  std::optional<Workers> workers;
  if (!enter_sandbox(options, outputs->directories(), workers)) {
    return ExitCode::OurFault;
  }
  const Result<RedactSummary> done =
      redact(options, std::move(*inputs), names, outputs->capture);
  if (!done) return complain(done.error(), options);
  end_at_next_signal();
  return deliver(*done, names, *outputs);
}

}  // namespace siptriage::cli
