#include "cli/flow_command.h"

#include <fstream>
#include <iterator>
#include <limits>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/terminal.h"

namespace siptriage::cli {
namespace {

constexpr std::size_t kMaxAliasFileOctets = std::size_t{1} << 20;

// As the filter language has texts: a quote inside is written twice.
std::string text_literal(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += c;
    result += c;
  }
  return result + '"';
}

Result<Aliases> read_aliases(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(kMaxAliasFileOctets + 1, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (file.bad() || (file.fail() && !file.eof())) {
    return fail(ErrorCode::BadConfiguration,
                fmt::format("the names in {} cannot be read", path));
  }
  text.resize(static_cast<std::size_t>(file.gcount()));
  if (text.size() > kMaxAliasFileOctets) {
    return fail(
        ErrorCode::LimitReached,
        fmt::format("{} is longer than {} octets", path, kMaxAliasFileOctets));
  }
  Result<Aliases> aliases = Aliases::parse(text);
  if (aliases) return aliases;
  return fail(aliases.error().code,
              fmt::format("{}, {}", path, aliases.error().message));
}

}  // namespace

void add_choice_flags(CLI::App& command, Options& options) {
  CLI::Option* const where = command.get_option("--where");
  CLI::Option* const number =
      command
          .add_option("--call", options.call_number,
                      "The call of that number, as `siptriage calls` has it")
          ->excludes(where)
          ->type_name("NUMBER");
  command.add_option("--call-id", options.call_id, "The call of that Call-ID")
      ->excludes(where)
      ->excludes(number)
      ->type_name("CALL-ID");
}

void add_flow_flags(CLI::App& command, Options& options) {
  add_choice_flags(command, options);
  command
      .add_option("--alias", options.alias_file,
                  "What addresses are called, a line each: 192.0.2.1 Proxy, "
                  "192.0.2.1:5070 PBX; # begins a comment")
      ->type_name("FILE");
  command.add_flag("--all", options.all, "Every message, however many");
  CLI::Option* const raw =
      command.add_flag("--raw", options.raw, "Below it, each message in full");
  CLI::Option* const mermaid = command.add_flag_callback(
      "--mermaid", [&options] { options.flow.form = FlowForm::Mermaid; },
      "A Mermaid sequence diagram; of several calls, a block of Markdown each");
  command
      .add_flag_callback(
          "--svg", [&options] { options.flow.form = FlowForm::Svg; },
          "A picture; several calls stand one below the other")
      ->excludes(mermaid)
      ->excludes(raw);
  mermaid->excludes(raw);
}

Result<void> prepare_flow(Options& options) {
  if (options.call_id) {
    options.where = "call_id == " + text_literal(*options.call_id);
  }
  if (options.alias_file.empty()) return {};
  Result<Aliases> aliases = read_aliases(options.alias_file);
  if (!aliases) return tl::unexpected<Error>(aliases.error());
  options.flow.aliases = *std::move(aliases);
  return {};
}

Result<std::vector<CallId>> find_calls(const Options& options,
                                       const Triage& triage, Workers& workers,
                                       const std::optional<Filter>& where) {
  auto calls = find_flow_calls(triage, workers, {options.call_number, where});
  if (calls && calls->empty() && options.call_id) {
    return fail(ErrorCode::NotFound,
                "no call of the capture has that Call-ID; `siptriage calls "
                "--columns number,call_id` lists them");
  }
  return calls;
}

bool write_flow(const Options& options, const Triage& triage,
                const std::vector<CallId>& calls, OutputFile& output) {
  FlowOptions flow = options.flow;
  flow.raw = options.raw;
  flow.colour = wants_colour(options.colour, output.descriptor());
  flow.columns = report_columns(options.width, output.descriptor());
  flow.unicode = wants_unicode(options.ascii);
  if (options.all) {
    flow.most_arrows = std::numeric_limits<std::uint64_t>::max();
  }
  return siptriage::write_flow(triage, calls, flow, output);
}

}  // namespace siptriage::cli
