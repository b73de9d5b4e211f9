#include "cli/explain_options.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace siptriage::cli {
namespace {

constexpr FaultSide kSides[] = {FaultSide::Caller, FaultSide::Callee,
                                FaultSide::Network, FaultSide::Server};

void add_filters(CLI::App& command, Inquiry& inquiry) {
  command
      .add_option("--header", inquiry.header,
                  "Response codes that have to do with this header field")
      ->type_name("NAME");
  const std::vector<std::string> classes = {
      "1xx", "2xx", "3xx", "4xx", "5xx", "6xx", "1", "2", "3", "4", "5", "6"};
  command
      .add_option_function<std::string>(
          "--class",
          [&inquiry](const std::string& word) {
            inquiry.response_class =
                static_cast<std::uint16_t>(word.front() - '0');
          },
          "Response codes of this class: 1xx to 6xx")
      ->check(CLI::IsMember(classes, CLI::ignore_case).description(""))
      ->type_name("CLASS");
  std::vector<std::string> sides;
  for (const FaultSide side : kSides) sides.emplace_back(to_string(side));
  command
      .add_option_function<std::string>(
          "--side",
          [&inquiry](const std::string& word) {
            inquiry.side = *std::find_if(
                std::begin(kSides), std::end(kSides),
                [&word](FaultSide side) { return to_string(side) == word; });
          },
          "Response codes with a cause on this side: caller, callee, network, "
          "server")
      ->check(CLI::IsMember(sides).description(""))
      ->type_name("SIDE");
  std::vector<std::string> methods;
  for (const std::string_view method : answered_methods()) {
    methods.emplace_back(method);
  }
  command
      .add_option("--method", inquiry.method,
                  "Response codes that this request is answered with")
      ->transform(CLI::IsMember(methods, CLI::ignore_case).description(""))
      ->type_name("METHOD");
  command.add_flag("--list", inquiry.list, "Every response code, a line each");
}

}  // namespace

CLI::App& add_explain_command(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "explain",
      "The reference: what a code, a header field or a few words mean");
  command->callback([&options] { options.command = Command::Explain; });
  command
      ->add_option("words", options.inquiry.words,
                   "486, 4xx, BusyHere, codec, header Min-SE, q850 17, "
                   "warning 305, timer B, rule ID, metric SER, faq; without "
                   "any, what there is")
      ->type_name("WORDS");
  add_filters(*command, options.inquiry);
  command->add_flag("--all", options.inquiry.all, "All that is found, in full");
  CLI::Option* json =
      command->add_flag("--json", options.json, "One JSON document");
  command->add_flag("--markdown", options.markdown, "Markdown instead of text")
      ->excludes(json);
  command->add_flag("--no-pager", options.no_pager,
                    "Never through $PAGER, however long");
  return *command;
}

}  // namespace siptriage::cli
