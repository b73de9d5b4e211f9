#include "cli/explain_command.h"

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

#include "siptriage/output/sink.h"

#include "cli/output_file.h"
#include "cli/pager.h"
#include "cli/terminal.h"
#include "output/escape_terminal.h"

namespace siptriage::cli {
namespace {

// `output` is the descriptor that the text will go to.
bool write(const Explanation& explanation, const Options& options, int output,
           Sink& sink) {
  if (options.json) return write_explanation_json(explanation, sink);
  if (options.markdown) return write_explanation_markdown(explanation, sink);
  ExplanationTextOptions text;
  text.colour = wants_colour(options.colour, output);
  text.columns = report_columns(options.width, output);
  text.unicode = wants_unicode(options.ascii);
  return write_explanation_text(explanation, text, sink);
}

// False: `options` or the terminal want none, or it could not be started.
bool page(const std::string& text, const Options& options) {
  if (options.no_pager || options.json || options.markdown ||
      options.output != "-") {
    return false;
  }
  return wants_pager(text) && show_in_pager(text);
}

void tell_not_found(const Explanation& explanation) {
  for (const std::string& what : explanation.not_found) {
    fmt::print(stderr, "siptriage: nothing found for \"{}\"\n",
               output::escape_terminal(what, false));
  }
  if (explanation.nearest.empty()) {
    if (!explanation.not_found.empty()) {
      fmt::print(stderr, "Try: siptriage explain --list\n");
    }
    return;
  }
  fmt::print(stderr, "Perhaps:\n");
  for (const Topic& topic : explanation.nearest) {
    fmt::print(stderr, "  {}: {}\n", command_of(topic), name_of(topic));
  }
}

}  // namespace

ExitCode run_explain(const Options& options) {
  Result<OutputFile> output = OutputFile::open(options.output);
  if (!output) {
    fmt::print(stderr, "siptriage: {}\n", output.error().message);
    return ExitCode::Usage;
  }
  const Explanation explanation = look_up(options.inquiry);
  StringSink text;
  write(explanation, options, output->descriptor(), text);
  if (!page(text.text(), options)) {
    const bool written = output->write(text.text()) && output->commit();
    if (!written && output->error() != EPIPE) {
      fmt::print(stderr, "siptriage: cannot write the answer to {}: {}\n",
                 output->name(),
                 std::generic_category().message(output->error()));
      return ExitCode::OurFault;
    }
  }
  tell_not_found(explanation);
  return explanation.not_found.empty() ? ExitCode::Done
                                       : ExitCode::InputUnusable;
}

std::string explain_instead_of(std::string_view name) {
  Inquiry inquiry;
  inquiry.words.emplace_back(name);
  const Explanation explanation = look_up(inquiry);
  if (explanation.entries.empty()) return {};
  return command_of(explanation.entries.front());
}

}  // namespace siptriage::cli
