#include "properties/told.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <sstream>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/report/report.h"

namespace siptriage::testing {
namespace {

Told tell(Result<Triage> done, Workers& workers) {
  if (!done) return {done.error().message, {}, {}, {}};
  Coverage& coverage = done->coverage;
  const bool several = coverage.files.size() > 1;
  // Frames are named by file and number where there are several files.
  coverage.files.assign(several ? 2 : 1, FileCoverage());
  StringSink text;
  StringSink json;
  StringSink ndjson;
  TextOptions options;
  options.max_groups = options.max_notices = 1000;
  options.unicode = false;
  write_text(*done, options, text);
  write_json(*done, workers, json);
  write_messages_ndjson(*done, {.raw = true}, ndjson);
  std::ostringstream sip;
  sip << "messages " << coverage.sip_messages << ", UDP "
      << coverage.sip_over_udp << ", TCP " << coverage.sip_over_tcp;
  return {text.text(), json.text(), ndjson.text(), sip.str()};
}

// Reads a number at the front of `text` and takes it off.
std::optional<std::uint32_t> take_number(std::string_view& text) {
  std::uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// "[1,2]" as numbers.
std::vector<std::uint32_t> take_list(std::string_view& text) {
  std::vector<std::uint32_t> numbers;
  if (!take(text, "[")) return numbers;
  while (const auto number = take_number(text)) {
    numbers.push_back(*number);
    take(text, ",");
  }
  take(text, "]");
  return numbers;
}

// Behind a member's name, `"..._frame":`, and its companion `"..._file":` where
// there are several files.
std::string rename_member(std::string_view& rest, const Origins& origins) {
  const auto number = take_number(rest);
  if (!number && !take(rest, "null")) return {};
  std::uint32_t file = 0;
  std::string_view ahead = rest;
  const std::size_t colon = ahead.find(':');
  if (ahead.starts_with(",\"") && colon != std::string_view::npos &&
      ahead.substr(0, colon).ends_with("file\"")) {
    ahead.remove_prefix(colon + 1);
    if (number) file = take_number(ahead).value();
    take(ahead, "null");
    rest = ahead;
  }
  if (!number) return "null";
  return std::to_string(origins.number_of({file, *number}));
}

std::string rename_list(std::string_view& rest, const Origins& origins) {
  std::vector<std::uint32_t> numbers = take_list(rest);
  std::vector<std::uint32_t> files(numbers.size());
  if (take(rest, ",\"files\":")) files = take_list(rest);
  std::string text = "[";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i != 0) text += ',';
    text += std::to_string(origins.number_of({files.at(i), numbers[i]}));
  }
  return text + "]";
}

std::string rename_json(std::string_view json, const Origins& origins) {
  std::string renamed;
  while (!json.empty()) {
    const std::size_t at = json.find("frame");
    renamed += json.substr(0, at);
    if (at == std::string_view::npos) break;
    json.remove_prefix(at);
    if (take(json, "frame\":")) {
      const std::string number = rename_member(json, origins);
      renamed += "frame\":" + number;
    } else if (json.starts_with("frames\":[")) {
      json.remove_prefix(sizeof("frames\":") - 1);
      renamed += "frames\":" + rename_list(json, origins);
    } else {
      renamed += 'f';
      json.remove_prefix(1);
    }
  }
  return renamed;
}

// Each part of the document stands on lines of its own.
std::string without_coverage(const std::string& json) {
  std::string kept;
  std::istringstream lines(json);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(",\"coverage\":")) kept += line + '\n';
  }
  return kept;
}

// "12" or "2:12" at the front of `word`, whatever stands behind.
std::string rename_word(std::string_view word, const Origins& origins) {
  std::string_view rest = word;
  auto number = take_number(rest);
  if (!number) return std::string(word);
  std::uint32_t file = 0;
  if (take(rest, ":")) {
    file = *number - 1;
    number = take_number(rest);
  }
  return std::to_string(origins.number_of({file, number.value()})) +
         std::string(rest);
}

bool starts_with_digit(std::string_view word) {
  return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

// The words of a paragraph: where lines are broken depends on the length of
// the frame numbers. Those behind "frame" and "frames" are such: one, or a list
// "4, 7 and 12", "4, 7 and 2 more".
std::string rename_words(const std::vector<std::string>& words,
                         const Origins& origins) {
  enum { None, One, Several } expected = None;
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string word = words[i];
    if (word.starts_with('(')) {
      text += '(';
      word.erase(0, 1);
    }
    const std::string next = i + 1 < words.size() ? words[i + 1] : "";
    if (expected != None && starts_with_digit(word) && next != "more") {
      text += rename_word(word, origins) + ' ';
      const bool goes_on = word.ends_with(',') || next == "and";
      if (expected == One || !goes_on) expected = None;
      continue;
    }
    if (word == "frame" || word == "Frame") {
      expected = One;
    } else if (word == "frames" || word == "Frames") {
      expected = Several;
    } else if (word != "and") {
      expected = None;
    }
    text += word + ' ';
  }
  return text;
}

// An arrow of a ladder: frame, time, and "+0.003" since the one before.
bool is_arrow(const std::vector<std::string>& words) {
  return words.size() > 3 && starts_with_digit(words[0]) &&
         starts_with_digit(words[1]) &&
         (words[2].starts_with('+') || words[2].starts_with('-')) &&
         words[2].find('.') != std::string::npos;
}

// An arrow begins with the frame; all else is words.
std::string rename_text(const std::string& text, const Origins& origins) {
  std::vector<std::string> words;
  bool in_coverage = false;
  bool in_ladder = false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("COVERAGE")) in_coverage = true;
    if (line.starts_with("OUTCOMES") || line.starts_with("MESSAGES"))
      in_coverage = false;
    if (line.starts_with("MESSAGES")) in_ladder = true;
    if (in_coverage) continue;
    std::istringstream parts(line);
    std::vector<std::string> here;
    for (std::string word; parts >> word;) here.push_back(word);
    if (in_ladder && is_arrow(here)) here[0] = rename_word(here[0], origins);
    words.insert(words.end(), here.begin(), here.end());
  }
  return rename_words(words, origins);
}

// Whole reports in a failure help nobody: the first line that differs does.
void expect_same_lines(const std::string& told, const std::string& expected,
                       const std::string& what) {
  if (told == expected) return;
  std::size_t at = 0;
  while (at < told.size() && at < expected.size() && told[at] == expected[at]) {
    ++at;
  }
  const std::size_t from = at - std::min<std::size_t>(at, 150);
  ADD_FAILURE() << what << " differs at octet " << at << ":\n  told     ..."
                << told.substr(from, 300) << "\n  expected ..."
                << expected.substr(from, 300);
}

}  // namespace

Told Told::renamed(const Origins& origins) const {
  return {rename_text(text, origins),
          rename_json(without_coverage(json), origins),
          rename_json(ndjson, origins), sip};
}

Told tell(const std::vector<std::string>& paths, unsigned threads,
          const AnalyzeOptions& options) {
  Workers workers(threads);
  return tell(triage(paths, workers, options), workers);
}

Told tell_memory(std::string_view octets, unsigned threads) {
  Workers workers(threads);
  return tell(triage_memory(octets, workers), workers);
}

void expect_equal(const Told& told, const Told& expected,
                  const std::string& what) {
  expect_same_lines(told.sip, expected.sip, what + ": coverage");
  expect_same_lines(told.ndjson, expected.ndjson, what + ": messages");
  expect_same_lines(told.json, expected.json, what + ": JSON");
  expect_same_lines(told.text, expected.text, what + ": text");
}

}  // namespace siptriage::testing
