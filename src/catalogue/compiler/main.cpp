// compile_catalogue: data/*.toml -> one C++ file of constexpr tables.
//
//   compile_catalogue DATA_FOLDER -o OUT.cpp [--depfile OUT.d]
//
// Exit codes: 0 written, 1 the data has errors (all of them on stderr) or
// cannot be read or written, 2 usage.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "catalogue/compiler/emit.h"
#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/read_catalogue.h"
#include "catalogue/compiler/source.h"
#include "catalogue/compiler/validate.h"

namespace siptriage::compiler {
namespace {

namespace fs = std::filesystem;

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kUsage = 2;

struct Options {
  fs::path folder;
  fs::path output;
  fs::path depfile;  // empty: none
};

std::optional<Options> parse_options(std::span<char*> arguments) {
  Options options;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    const bool takes_path = argument == "-o" || argument == "--depfile";
    if (takes_path && i + 1 == arguments.size()) return std::nullopt;
    if (argument == "-o") {
      options.output = arguments[++i];
    } else if (argument == "--depfile") {
      options.depfile = arguments[++i];
    } else if (argument.starts_with('-') || !options.folder.empty()) {
      return std::nullopt;
    } else {
      options.folder = argument;
    }
  }
  if (options.folder.empty() || options.output.empty()) return std::nullopt;
  return options;
}

/// Under another name first: a build that is stopped leaves no half file.
bool write_file(const fs::path& path, std::string_view text) {
  fs::path unfinished = path;
  unfinished += ".unfinished";
  std::ofstream file(unfinished, std::ios::binary);
  file << text;
  file.close();
  std::error_code error;
  if (file) fs::rename(unfinished, path, error);
  if (file && !error) return true;
  fmt::print(stderr, "{}: cannot be written\n", path.string());
  return false;
}

std::string escape_for_make(const fs::path& path) {
  std::string escaped;
  for (const char c : path.string()) {
    if (c == ' ' || c == '#') escaped += '\\';
    if (c == '$') escaped += '$';
    escaped += c;
  }
  return escaped;
}

/// The folder is named too: a file that is added to it changes the tables.
std::string depfile_text(const Options& options,
                         const CatalogueSource& source) {
  std::string text =
      escape_for_make(options.output) + ": " + escape_for_make(options.folder);
  for (const fs::path& path : source.files) {
    text += " \\\n  " + escape_for_make(path);
  }
  return text + '\n';
}

int compile(const Options& options) {
  Problems problems;
  const CatalogueSource source = read_catalogue(options.folder, problems);
  validate(source, problems);
  if (!problems.empty()) {
    fmt::print(stderr, "{}", problems.to_text());
    return kFailed;
  }
  if (!write_file(options.output, emit_tables(source))) return kFailed;
  if (options.depfile.empty()) return kDone;
  const std::string dependencies = depfile_text(options, source);
  return write_file(options.depfile, dependencies) ? kDone : kFailed;
}

}  // namespace
}  // namespace siptriage::compiler

int main(int argc, char** argv) {
  using namespace siptriage::compiler;
  try {
    const auto options = parse_options({argv, static_cast<std::size_t>(argc)});
    if (options) return compile(*options);
    fmt::print(stderr,
               "usage: compile_catalogue DATA_FOLDER -o OUT.cpp "
               "[--depfile OUT.d]\n");
    return kUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "compile_catalogue: {}\n", error.what());
    return kFailed;
  }
}
