#include "cli/redact_options.h"

#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

#include "siptriage/base/ascii.h"

namespace siptriage::cli {
namespace {

constexpr std::string_view kHeader = "header:";
constexpr const char* kBundles = "Bundles (.zip, folders)";

// False for what cannot be kept.
bool take_keep(const std::string& what, RedactKeep& keep) {
  if (what == "domains") {
    keep.domains = true;
  } else if (what == "user-agents") {
    keep.user_agents = true;
  } else if (what == "private-addresses") {
    keep.private_addresses = true;
  } else if (what.starts_with(kHeader) && what.size() > kHeader.size()) {
    keep.header_fields.push_back(to_lower_copy(what.substr(kHeader.size())));
  } else {
    return false;
  }
  return true;
}

CLI::Option* add_keep_flag(CLI::App& command, Options& options) {
  return command
      .add_option_function<std::vector<std::string>>(
          "--keep",
          [&options](const std::vector<std::string>& all) {
            for (const std::string& what : all) {
              if (take_keep(what, options.redact.keep)) continue;
              throw CLI::ValidationError(
                  "--keep", what +
                                " cannot be kept; domains, user-agents, "
                                "private-addresses and header:NAME can");
            }
          },
          "Leave this as it is: domains, user-agents, private-addresses, or "
          "header:NAME for the values of a header field; may be given again")
      ->allow_extra_args(false)
      ->type_name("WHAT");
}

CLI::Option* add_key_flag(CLI::App& command, Options& options) {
  return command
      .add_option("--key", options.redact.key,
                  "Octets that pseudonyms depend on, 16 at least: the same "
                  "key gives the same output. Keep it secret. Default: "
                  "random, so the output differs each time")
      ->type_name("FILE");
}

}  // namespace

CLI::App& add_redact_command(CLI::App& app, Options& options) {
  CLI::App* redact = app.add_subcommand(
      "redact",
      "A capture to share: names, numbers, addresses and keys replaced, and "
      "judged as before");
  redact->callback([&options] { options.command = Command::Redact; });
  add_key_flag(*redact, options);
  redact
      ->add_option("--map", options.redact.map,
                   "Write what became of what, for your eyes only: whoever has "
                   "it can undo all")
      ->type_name("FILE");
  add_keep_flag(*redact, options);
  return *redact;
}

void add_bundle_flags(CLI::App& command, Options& options) {
  CLI::Option* const no_redact =
      command.add_flag("--no-redact", options.redact.none,
                       "The capture as it is, and reports with the names in "
                       "it; else they are redacted, as siptriage redact does");
  no_redact->group(kBundles);
  add_key_flag(command, options)->group(kBundles)->excludes(no_redact);
  add_keep_flag(command, options)->group(kBundles)->excludes(no_redact);
}

const char* given_bundle_flag(const CLI::App& command) {
  for (const char* const name : {"--no-redact", "--key", "--keep"}) {
    if (command.count(name) > 0) return name;
  }
  return nullptr;
}

}  // namespace siptriage::cli
