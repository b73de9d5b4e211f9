// The rooms and their arrows: what each folder may include, as
// docs/architecture.md draws it. Also: sources are ASCII.

#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/program.h"

namespace siptriage::testing::rooms_test {
namespace {

namespace fs = std::filesystem;
using Rooms = std::set<std::string>;

const std::map<std::string, Rooms>& may_include() {
  static const std::map<std::string, Rooms> table = {
      {"base", {}},
      {"capture", {"base"}},
      {"net", {"base", "capture"}},
      {"output", {"base"}},
      {"sip", {"base"}},
      {"correlate", {"base", "sip"}},
      {"catalogue", {"base"}},
      {"annotate", {"base", "sip", "correlate", "catalogue"}},
      {"filter", {"base", "sip", "correlate", "catalogue", "annotate"}},
      {"check",
       {"base", "output", "sip", "correlate", "catalogue", "annotate",
        "filter"}},
      {"report",
       {"base", "output", "sip", "correlate", "catalogue", "annotate", "filter",
        "check"}},
      {"page",
       {"base", "output", "sip", "correlate", "catalogue", "annotate", "filter",
        "check", "report"}},
      {"bundle", {"base", "output"}},
      {"explain", {"base", "output", "catalogue", "filter"}},
      {"redact", {"base", "capture", "net", "sip", "catalogue"}},
      {"analyze",
       {"base", "capture", "net", "sip", "correlate", "catalogue", "annotate"}},
      {"extract",
       {"base", "output", "capture", "net", "sip", "correlate", "catalogue",
        "annotate", "analyze"}},
      {"cli",
       {"base", "output", "capture", "annotate", "filter", "check", "report",
        "page", "explain", "analyze", "redact", "extract", "bundle"}},
  };
  return table;
}

std::vector<fs::path> sources_under(const std::string& folder) {
  std::vector<fs::path> files;
  const fs::path root = fs::path(SIPTRIAGE_SOURCE_DIR) / folder;
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const std::string extension = entry.path().extension();
    if (extension == ".h" || extension == ".cpp") {
      files.push_back(entry.path());
    }
  }
  return files;
}

// "net" of include/siptriage/net/x.h and src/net/x.cpp; "analyze" of the
// facade include/siptriage/analyze.h.
std::string room_of(const fs::path& file) {
  const fs::path root(SIPTRIAGE_SOURCE_DIR);
  const fs::path below =
      file.lexically_relative(root / "include/siptriage").native()[0] == '.'
          ? file.lexically_relative(root / "src")
          : file.lexically_relative(root / "include/siptriage");
  return below.has_parent_path() ? below.begin()->string()
                                 : below.stem().string();
}

// The rooms that a file includes, its own left out.
Rooms rooms_included_by(const fs::path& file) {
  static const std::regex include(
      "#include \"(siptriage/)?([a-z0-9_]+)(/[a-z0-9_/]+)?\\.h\"");
  Rooms rooms;
  std::istringstream lines(read_file(file));
  for (std::string line; std::getline(lines, line);) {
    std::smatch match;
    if (std::regex_search(line, match, include)) rooms.insert(match[2]);
  }
  rooms.erase(room_of(file));
  return rooms;
}

TEST(Rooms, IncludeOnlyWhatStandsToTheirLeft) {
  for (const char* folder : {"include", "src"}) {
    for (const fs::path& file : sources_under(folder)) {
      const auto allowed = may_include().find(room_of(file));
      ASSERT_NE(allowed, may_include().end()) << file << " is in no room";
      for (const std::string& room : rooms_included_by(file)) {
        EXPECT_TRUE(allowed->second.count(room))
            << file << " includes " << room;
      }
    }
  }
}

TEST(Rooms, KeepLibpcapInCapture) {
  for (const char* folder : {"include", "src"}) {
    for (const fs::path& file : sources_under(folder)) {
      if (room_of(file) == "capture") continue;
      EXPECT_EQ(read_file(file).find("#include <pcap"), std::string::npos)
          << file;
    }
  }
}

TEST(Rooms, KeepThirdPartyHeadersOutOfPublicOnes) {
  static const std::regex third_party(
      "#include <(fmt|pcap|rapidjson|CLI|toml|re2|z|l)[a-z0-9+4]*[/.]h?");
  for (const fs::path& file : sources_under("include")) {
    EXPECT_FALSE(std::regex_search(read_file(file), third_party)) << file;
  }
}

TEST(Sources, AreAscii) {
  for (const char* folder : {"include", "src", "tests"}) {
    for (const fs::path& file : sources_under(folder)) {
      for (const char c : read_file(file)) {
        ASSERT_GE(c, 0) << file;
      }
    }
  }
}

TEST(PublicHeaders, OpenWithWhatTheyAreFor) {
  for (const fs::path& file : sources_under("include")) {
    EXPECT_EQ(read_file(file).rfind("#pragma once\n///", 0), 0U) << file;
  }
}

}  // namespace
}  // namespace siptriage::testing::rooms_test
