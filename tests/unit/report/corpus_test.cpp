// Real captures, where they lie beside the repository: whatever they hold,
// the reports are sound.

#include <filesystem>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "siptriage/analyze.h"
#include "siptriage/report/report.h"

#include "output/utf8.h"
#include "unit/report/analysis_builder.h"
#include "unit/report/markdown_soundness.h"
#include "unit/report/schema.h"

namespace siptriage::corpus_test {
namespace {

// Larger ones take too long without optimisation.
constexpr std::uintmax_t kMostOctets = 1 << 20;

void expect_sound_text(const std::string& text, std::size_t columns,
                       const std::string& name) {
  EXPECT_TRUE(output::is_utf8(text)) << name;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    EXPECT_LE(output::columns_of(line), columns) << name << ": " << line;
    for (const char c : line) {
      const auto octet = static_cast<unsigned char>(c);
      EXPECT_TRUE(octet >= 0x20 && octet != 0x7F) << name << ": " << line;
    }
  }
}

TEST(Corpus, HasSoundReportsWhereTheSharedCorpusExists) {
  const std::filesystem::path corpus = SIPTRIAGE_SOURCE_DIR "/../shared/corpus";
  if (!std::filesystem::is_directory(corpus)) GTEST_SKIP() << "no corpus";
  const testing::Schema schema("analysis.schema.json");
  for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
    const std::string name = entry.path().string();
    if (!entry.is_regular_file() || entry.file_size() > kMostOctets) continue;
    const Result<Triage> analysis = triage({name}, testing::one_worker());
    if (!analysis) continue;  // not a capture, or none that we read
    StringSink json;
    EXPECT_TRUE(write_json(*analysis, testing::one_worker(), json));
    EXPECT_EQ(schema.validate(json.text()), "") << name;
    StringSink markdown;
    EXPECT_TRUE(write_markdown(*analysis, {}, markdown));
    testing::expect_sound_markdown(markdown.text(), name);
    for (const std::size_t columns : {40U, 80U}) {
      TextOptions options;
      options.columns = columns;
      StringSink text;
      EXPECT_TRUE(write_text(*analysis, options, text));
      expect_sound_text(text.text(), columns, name);
      StringSink table;
      EXPECT_TRUE(write_messages_text(*analysis, {columns, true}, table));
      expect_sound_text(table.text(), columns, name);
    }
  }
}

}  // namespace
}  // namespace siptriage::corpus_test
