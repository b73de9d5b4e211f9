// A fuzzer without libFuzzer: runs it on files, for ordinary tests.
//
//   NAME_replay FILE-OR-FOLDER...
//
// A folder that is not there, or holds no file, is an error: nothing would be
// tested. Exit codes: 0 all ran, 2 nothing to run. What does not hold aborts,
// and the name of the file is the last one on stderr.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> files_under(const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return {path};
  std::vector<fs::path> files;
  fs::recursive_directory_iterator entry(path, error);
  for (; !error && entry != fs::recursive_directory_iterator();
       entry.increment(error)) {
    if (entry->is_regular_file()) files.push_back(entry->path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void run_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)),
                         std::istreambuf_iterator<char>());
  // On the heap and no larger than it must be, for sanitizers.
  const auto exact = std::make_unique<char[]>(text.size());
  if (!text.empty()) std::memcpy(exact.get(), text.data(), text.size());
  std::fprintf(stderr, "%s\n", path.c_str());
  siptriage::fuzz::run({exact.get(), text.size()});
}

}  // namespace

int main(int argc, char** argv) {
  std::size_t count = 0;
  for (int i = 1; i < argc; ++i) {
    const std::vector<fs::path> files = files_under(argv[i]);
    if (files.empty()) {
      std::fprintf(stderr, "siptriage: no inputs in %s\n", argv[i]);
      return 2;
    }
    for (const fs::path& path : files) run_file(path);
    count += files.size();
  }
  std::printf("%zu inputs\n", count);
  return count == 0 ? 2 : 0;
}
