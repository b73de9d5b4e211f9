#include "explain/search.h"

#include <algorithm>
#include <cstddef>
#include <optional>

#include "siptriage/base/ascii.h"

#include "base/edit_distance.h"
#include "explain/fields.h"
#include "explain/words.h"

namespace siptriage::explain {
namespace {

// A suggestion may be this far from what was typed.
constexpr std::size_t kMostEditsOfASuggestion = 3;

// Per mille of a field's weight.
unsigned worth(Likeness how) {
  switch (how) {
    case Likeness::Same:
      return 1000;
    case Likeness::Front:
      return 600;
    case Likeness::Typo:
      return 400;
    case Likeness::None:
      break;
  }
  return 0;
}

Likeness compare(const Field& field, std::string_view word,
                 std::string_view wanted) {
  return field.is_name ? likeness_with_typos(word, wanted)
                       : likeness(word, wanted);
}

// What the words of a question find in one field.
class FieldHits {
 public:
  FieldHits(const Field& field, std::span<const std::string> wanted)
      : worth_(wanted.size(), 0), is_name_(field.is_name) {
    std::string_view left = field.text;
    std::size_t in_a_row = 0;
    for (auto word = next_word(left); !word.empty(); word = next_word(left)) {
      ++words_;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        const unsigned found = worth(compare(field, word, wanted[i]));
        worth_[i] = std::max(worth_[i], found * field.weight / 100);
      }
      // All words, one after the other; a phrase restarts at its first.
      const auto follows = [&](std::size_t at) {
        return likeness(word, wanted[at]) != Likeness::None;
      };
      if (in_a_row == wanted.size()) continue;
      in_a_row = follows(in_a_row) ? in_a_row + 1 : (follows(0) ? 1U : 0U);
    }
    phrase_ = wanted.size() > 1 && in_a_row == wanted.size();
  }

  [[nodiscard]] unsigned worth_of(std::size_t word) const {
    return worth_[word];
  }
  [[nodiscard]] unsigned sum() const {
    unsigned sum = 0;
    for (const unsigned each : worth_) sum += each;
    if (phrase_) sum *= 2;
    // A name that says nothing else comes first.
    return is_name_ && words_ == worth_.size() ? sum * 2 : sum;
  }
  [[nodiscard]] bool has_all() const {
    return std::ranges::find(worth_, 0U) == worth_.end();
  }

 private:
  std::vector<unsigned> worth_;
  std::size_t words_ = 0;
  bool is_name_;
  bool phrase_ = false;
};

// Of fields with the same name only the best counts: ten steps are not ten
// times as good as one.
class Score {
 public:
  explicit Score(std::span<const std::string> wanted) : wanted_(wanted) {}

  void add(const Field& field) {
    const FieldHits hits(field, wanted_);
    const unsigned sum = hits.sum();
    if (sum == 0) return;
    if (field.name != current_) finish_name();
    current_ = field.name;
    best_of_name_ = std::max(best_of_name_, sum);
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      found_[i] = found_[i] || hits.worth_of(i) != 0;
    }
    if (field.is_name && hits.has_all()) by_name_ = true;
    if (sum > best_) {
      best_ = sum;
      best_field_ = &field;
    }
  }

  [[nodiscard]] std::optional<Match> match(const Topic& topic) {
    finish_name();
    Match match{topic, total_, by_name_, {}, {}, 0};
    match.words = static_cast<std::size_t>(
        std::count(found_.begin(), found_.end(), true));
    if (match.words == 0) return std::nullopt;
    match.field = best_field_->name;
    match.text = best_field_->text;
    return match;
  }

 private:
  void finish_name() {
    total_ += best_of_name_;
    best_of_name_ = 0;
  }

  std::span<const std::string> wanted_;
  std::vector<bool> found_ = std::vector<bool>(wanted_.size(), false);
  std::string_view current_;
  unsigned best_of_name_ = 0;
  unsigned total_ = 0;
  unsigned best_ = 0;
  bool by_name_ = false;
  const Field* best_field_ = nullptr;
};

// Every topic with one of the words, in the order of `among`.
std::vector<Match> matches_of(std::span<const Topic> among,
                              std::span<const std::string> words) {
  std::vector<Match> matches;
  std::vector<Field> fields;
  for (const Topic& topic : among) {
    const std::string name = name_of(topic);
    fields.clear();
    append_fields(topic, name, fields);
    Score score(words);
    for (const Field& field : fields) score.add(field);
    if (std::optional<Match> match = score.match(topic)) {
      matches.push_back(std::move(*match));
    }
  }
  return matches;
}

// The fewest edits from one of `words` to one of the name.
std::size_t distance(const std::string& name,
                     std::span<const std::string> words) {
  std::size_t least = kMostEditsOfASuggestion + 1;
  for (const std::string& wanted : words) {
    std::string_view left = name;
    for (auto word = next_word(left); !word.empty(); word = next_word(left)) {
      // Three edits make any short word of any other.
      const std::size_t most =
          std::min(kMostEditsOfASuggestion, wanted.size() / 2);
      const std::size_t edits = edit_distance(word, wanted, most);
      if (edits <= most) least = std::min(least, edits);
    }
  }
  return least;
}

}  // namespace

std::vector<Match> search(std::span<const Topic> among,
                          std::span<const std::string> words) {
  if (words.empty()) return {};
  std::vector<Match> matches = matches_of(among, words);
  std::erase_if(
      matches, [&](const Match& match) { return match.words != words.size(); });
  std::ranges::stable_sort(matches, std::ranges::greater{}, &Match::score);
  return matches;
}

std::vector<Topic> nearest(std::span<const Topic> among,
                           std::span<const std::string> words,
                           std::size_t most) {
  struct Suggestion {
    Topic topic;
    std::size_t edits;
    unsigned score;
  };
  std::vector<Suggestion> suggestions;
  for (const Match& match : matches_of(among, words)) {
    suggestions.push_back({match.topic, 0, match.score});
  }
  if (suggestions.empty()) {
    for (const Topic& topic : among) {
      const std::size_t edits = distance(name_of(topic), words);
      if (edits <= kMostEditsOfASuggestion) {
        suggestions.push_back({topic, edits, 0});
      }
    }
  }
  std::ranges::stable_sort(suggestions, [](const auto& a, const auto& b) {
    return a.edits != b.edits ? a.edits < b.edits : a.score > b.score;
  });
  std::vector<Topic> topics;
  for (const Suggestion& suggestion : suggestions) {
    if (topics.size() == most) break;
    topics.push_back(suggestion.topic);
  }
  return topics;
}

}  // namespace siptriage::explain
