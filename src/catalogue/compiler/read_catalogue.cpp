#include "catalogue/compiler/read_catalogue.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "base/toml.h"
#include "catalogue/compiler/read_entries.h"
#include "catalogue/compiler/table_reader.h"

namespace siptriage::compiler {

namespace {

namespace fs = std::filesystem;

using ReadFile = void (*)(TableReader& file, CatalogueSource& source);

struct FileKind {
  std::string_view name;  // a "*" stands for any text
  ReadFile read;
};

constexpr std::array kFileKinds = {
    FileKind{"responses_*.toml", read_responses},
    FileKind{"classes.toml", read_classes},
    FileKind{"q850.toml", read_q850},
    FileKind{"cause_headers.toml", read_cause_headers},
    FileKind{"warnings.toml", read_warnings},
    FileKind{"scanners.toml", read_scanners},
    FileKind{"words.toml", read_word_lists},
    FileKind{"rules_*.toml", read_rules},
    FileKind{"diagnoses.toml", read_diagnoses},
    FileKind{"header_fields.toml", read_header_fields},
    FileKind{"comparisons.toml", read_comparisons},
    FileKind{"timers.toml", read_timers},
    FileKind{"metrics.toml", read_metrics},
    FileKind{"faq.toml", read_questions},
};

bool matches(std::string_view pattern, std::string_view name) {
  const std::size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == name;
  return name.size() >= pattern.size() &&
         name.starts_with(pattern.substr(0, star)) &&
         name.ends_with(pattern.substr(star + 1));
}

/// Sorted, so that problems and tables come in the same order everywhere.
std::vector<fs::path> list_files(const fs::path& folder, Problems& problems) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entry(folder, error);
  for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
    if (entry->path().extension() == ".toml") files.push_back(entry->path());
  }
  if (error) {
    problems.add({folder.string(), 0, {}},
                 fmt::format("cannot be listed: {}", error.message()));
  }
  std::ranges::sort(files);
  return files;
}

/// False if the file cannot be read or is no TOML.
bool read_file(const fs::path& path, ReadFile read, CatalogueSource& source,
               Problems& problems) {
  const toml::parse_result parsed = toml::parse_file(path.string());
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    problems.add({path.string(), error.source().begin.line, {}},
                 std::string(error.description()));
    return false;
  }
  TableReader file(parsed.table(), {path.string(), 0, {}}, problems);
  read(file, source);
  file.refuse_other_keys();
  return true;
}

}  // namespace

CatalogueSource read_catalogue(const fs::path& folder, Problems& problems) {
  CatalogueSource source;
  source.files = list_files(folder, problems);
  std::vector<const FileKind*> missing;
  missing.reserve(kFileKinds.size());
  for (const FileKind& kind : kFileKinds) missing.push_back(&kind);

  for (const fs::path& path : source.files) {
    const std::string name = path.filename().string();
    const auto* kind = std::ranges::find_if(
        kFileKinds,
        [&](const FileKind& each) { return matches(each.name, name); });
    if (kind == kFileKinds.end()) {
      problems.add({path.string(), 0, {}},
                   "not a file that the catalogue is made from");
      continue;
    }
    std::erase(missing, kind);
    if (!read_file(path, kind->read, source, problems)) source.complete = false;
  }
  for (const FileKind* kind : missing) {
    problems.add({(folder / kind->name).string(), 0, {}}, "missing file");
    source.complete = false;
  }
  return source;
}

}  // namespace siptriage::compiler
