// Holds siptriage against what tshark sees in the captures of ../shared/corpus
// (MANIFEST.tsv), where that folder exists. explained_differences.tsv lists the
// captures in which the two differ, and why.

#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"

#include "support/program.h"

namespace siptriage::testing {
namespace {

namespace fs = std::filesystem;

const char* const kCorpus = SIPTRIAGE_SOURCE_DIR "/../shared/corpus";

using Row = std::map<std::string, std::string>;

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    parts.push_back(part);
  }
  return parts;
}

std::vector<Row> read_table(const std::string& path) {
  std::vector<Row> rows;
  std::vector<std::string> names;
  std::istringstream lines(read_file(path));
  for (std::string line; std::getline(lines, line);) {
    const std::vector<std::string> cells = split(line, '\t');
    if (names.empty()) {
      names = cells;
      continue;
    }
    Row row;
    for (std::size_t i = 0; i < std::min(names.size(), cells.size()); ++i) {
      row[names[i]] = cells[i];
    }
    rows.push_back(row);
  }
  return rows;
}

// "requests 12, codes 100:4 200:8, Call-IDs 3", the form both sides take.
std::string describe(std::uint64_t requests,
                     const std::map<std::string, std::uint64_t>& codes,
                     std::uint64_t call_ids) {
  std::ostringstream text;
  text << "requests " << requests << ", codes";
  for (const auto& [code, count] : codes) text << ' ' << code << ':' << count;
  text << ", Call-IDs " << call_ids;
  return text.str();
}

std::uint64_t number(const std::string& text) {
  return text.empty() ||
                 text.find_first_not_of("0123456789") != std::string::npos
             ? 0
             : std::stoull(text);
}

std::string as_tshark_sees_it(const Row& row) {
  std::map<std::string, std::uint64_t> codes;
  for (const std::string& pair : split(row.at("status code counts"), ',')) {
    const std::size_t colon = pair.find(':');
    if (colon != std::string::npos) {
      codes[pair.substr(0, colon)] = number(pair.substr(colon + 1));
    }
  }
  return describe(number(row.at("requests")), codes,
                  number(row.at("distinct Call-IDs")));
}

std::string as_we_see_it(const std::string& path) {
  const Result<Analysis> analysis = analyze({path});
  if (!analysis) {
    return "error " + std::string(to_string(analysis.error().code));
  }
  const MessageCounts& counts = analysis->trace.counts();
  std::uint64_t requests = 0;
  for (const auto& [method, count] : counts.requests) requests += count;
  std::map<std::string, std::uint64_t> codes;
  for (const auto& [code, count] : counts.responses) {
    codes[std::to_string(code)] = count;
  }
  return describe(requests, codes, analysis->trace.distinct_call_ids());
}

TEST(Corpus, AgreesWithTsharkWhereTheSharedCorpusExists) {
  if (!fs::exists(kCorpus)) GTEST_SKIP() << "../shared/corpus is not here";
  std::map<std::string, Row> explained;
  for (const Row& row : read_table(SIPTRIAGE_SOURCE_DIR
                                   "/tests/corpus/explained_differences.tsv")) {
    explained[row.at("file")] = row;
  }
  std::size_t agree = 0;
  for (const Row& row : read_table(std::string(kCorpus) + "/MANIFEST.tsv")) {
    const std::string& file = row.at("file");
    const std::string theirs = as_tshark_sees_it(row);
    const std::string ours = as_we_see_it(std::string(kCorpus) + "/" + file);
    const auto difference = explained.find(file);
    if (difference != explained.end()) {
      EXPECT_EQ(ours, difference->second.at("ours")) << file;
      EXPECT_FALSE(difference->second.at("reason").empty()) << file;
    } else if (number(row.at("sip messages (tshark)")) != 0 ||
               ours.rfind("error", 0) != 0) {
      EXPECT_EQ(ours, theirs) << file << ": " << row.at("notes");
    }
    agree += ours == theirs;
  }
  RecordProperty("captures_that_agree", static_cast<int>(agree));
}

}  // namespace
}  // namespace siptriage::testing
