// look_up: codes first, then names, then a search.

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "siptriage/base/ascii.h"
#include "siptriage/explain/explain.h"

#include "explain/names.h"
#include "explain/response_filter.h"
#include "explain/search.h"
#include "explain/words.h"

namespace siptriage {
namespace explain {
namespace {

constexpr std::size_t kMostSuggestions = 5;
// The first of several hits is told in full when it is so much better.
constexpr unsigned kClearlyBetter = 2;

// What people put between codes.
bool is_separator(char c) {
  return c == ' ' || c == '\t' || c == ',' || c == '/' || c == ';';
}

std::vector<std::string> split(std::span<const std::string> arguments) {
  std::vector<std::string> words;
  for (const std::string& argument : arguments) {
    std::string word;
    for (const char c : argument) {
      if (!is_separator(c)) {
        word += c;
      } else if (!word.empty()) {
        words.push_back(std::exchange(word, {}));
      }
    }
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

std::string joined(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

// What a search looks for.
std::vector<std::string> searched_words(std::span<const std::string> words) {
  std::vector<std::string> searched = without_fillers(words_of(joined(words)));
  if (searched.size() > kMaxSearchedWords) searched.resize(kMaxSearchedWords);
  return searched;
}

Hit to_hit(const Match& match) {
  // A question's own words are in its name, more or less.
  for (const std::string_view obvious : {"name", "words", "id"}) {
    if (match.by_name || match.field == obvious)
      return {match.topic, obvious, {}};
  }
  return {match.topic, match.field, match.text};
}

class Answer {
 public:
  explicit Answer(const Inquiry& inquiry)
      : words_(split(inquiry.words)), asked_(searched_words(words_)) {
    answer_.inquiry = inquiry;
  }

  Explanation find() && {
    if (has_filter(answer_.inquiry)) {
      filter();
    } else if (words_.empty()) {
      if (answer_.inquiry.all) answer_.entries = all_topics();
    } else if (!codes(words_) && !codes(asked_) && !kind()) {
      name_or_search();
    }
    if (answer_.inquiry.all) tell_all_in_full();
    return std::move(answer_);
  }

 private:
  // Numbers and classes only, each with its entry. Those that nothing is
  // known of are told of beside the others.
  bool codes(std::span<const std::string> words) {
    if (words.empty()) return false;
    std::vector<std::string> unknown;
    std::vector<Topic> found;
    for (const std::string& word : words) {
      if (const std::optional<Topic> topic = find_code(word)) {
        found.push_back(*topic);
      } else if (std::ranges::all_of(word, is_digit)) {
        unknown.push_back(word);
      } else {
        return false;
      }
    }
    if (found.size() > 1) add_comparison(words);
    for (const Topic& topic : found) add_entry(topic);
    answer_.not_found = std::move(unknown);
    return true;
  }

  void add_comparison(std::span<const std::string> codes) {
    for (const Topic& topic : find_named(TopicKind::Comparison, codes)) {
      answer_.entries.push_back(topic);
    }
  }

  // A class brings its codes along.
  void add_entry(const Topic& topic) {
    answer_.entries.push_back(topic);
    const auto* const entry = std::get_if<const ClassEntry*>(&topic);
    if (entry == nullptr) return;
    Inquiry codes;
    codes.response_class = (*entry)->response_class;
    std::ranges::move(filter_responses(codes),
                      std::back_inserter(answer_.hits));
  }

  // "timer B", "timers", "header retry".
  bool kind() {
    const std::optional<TopicKind> kind = find_kind(words_.front());
    if (!kind) return false;
    const std::span<const std::string> rest = std::span(words_).subspan(1);
    const std::vector<Topic> among = topics_of(*kind);
    if (rest.empty()) {
      for (const Topic& topic : among) answer_.hits.push_back({topic, {}, {}});
      return !among.empty();
    }
    const std::vector<Topic> named = find_named(*kind, rest);
    if (!named.empty()) {
      for (const Topic& topic : named) add_entry(topic);
      return true;
    }
    return take(search(among, searched_words(rest)));
  }

  void name_or_search() {
    const std::string name = joined(words_);
    const std::vector<Topic> named = find_named(name);
    if (named.size() == 1) {
      add_entry(named.front());
      return;
    }
    const std::vector<Topic> topics = all_topics();
    std::vector<Match> matches = search(topics, asked_);
    // Names before everything else.
    std::stable_partition(
        matches.begin(), matches.end(), [&](const Match& match) {
          return std::ranges::find(named, match.topic) != named.end();
        });
    if (take(std::move(matches))) return;
    if (take_all(find_almost_named(name))) return;
    answer_.not_found.push_back(name);
    answer_.nearest = nearest(topics, asked_, kMostSuggestions);
  }

  // A clear hit in full; others in a line each.
  bool take(std::vector<Match> matches) {
    if (matches.empty()) return false;
    auto next = matches.begin();
    const bool clear = matches.size() == 1 ||
                       (matches[0].by_name && !matches[1].by_name &&
                        matches[0].score >= kClearlyBetter * matches[1].score);
    if (clear) add_entry((next++)->topic);
    // The codes of a class come with it already.
    if (!answer_.hits.empty()) return true;
    for (; next != matches.end(); ++next) answer_.hits.push_back(to_hit(*next));
    answer_.ranked = true;
    return true;
  }

  // A name that was mistyped: the one that was meant, or a choice.
  bool take_all(std::vector<Topic> topics) {
    if (topics.empty()) return false;
    if (topics.size() == 1) {
      add_entry(topics.front());
      return true;
    }
    for (const Topic& topic : topics)
      answer_.hits.push_back({topic, "name", {}});
    return true;
  }

  void filter() {
    answer_.hits = filter_responses(answer_.inquiry);
    if (!words_.empty()) {
      std::vector<Topic> among;
      for (const Hit& hit : answer_.hits) among.push_back(hit.topic);
      answer_.hits.clear();
      for (const Match& match : search(among, asked_)) {
        answer_.hits.push_back(to_hit(match));
      }
    }
    if (answer_.hits.empty()) nothing_passed();
  }

  void nothing_passed() {
    const std::string& header = answer_.inquiry.header;
    answer_.not_found.push_back(header.empty() ? joined(words_) : header);
    if (header.empty()) {
      answer_.nearest =
          nearest(topics_of(TopicKind::Response), asked_, kMostSuggestions);
    } else if (const HeaderFieldEntry* entry = find_header_field(header)) {
      answer_.nearest.emplace_back(entry);
    } else {
      answer_.nearest = nearest(topics_of(TopicKind::HeaderField),
                                words_of(header), kMostSuggestions);
    }
  }

  void tell_all_in_full() {
    for (const Hit& hit : answer_.hits) answer_.entries.push_back(hit.topic);
    answer_.hits.clear();
  }

  Explanation answer_;
  std::vector<std::string> words_;  // as typed
  std::vector<std::string> asked_;  // of the question
};

}  // namespace
}  // namespace explain

Explanation look_up(const Inquiry& inquiry) {
  return explain::Answer(inquiry).find();
}

}  // namespace siptriage
