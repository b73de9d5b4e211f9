#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "check/compare_messages.h"

namespace siptriage::check {
namespace {

using Words = std::vector<std::string>;

// Told of one scenario; further ones are counted.
constexpr std::size_t kMostContentChanges = 200;

Words words_of(std::string_view text) {
  Words words;
  while (!text.empty()) {
    const std::size_t end = text.find(' ');
    if (end != 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return words;
}

// What is in `a` and not in `b`, as often as it is there more.
Words without(Words a, Words b) {
  std::ranges::sort(a);
  std::ranges::sort(b);
  Words rest;
  std::ranges::set_difference(a, b, std::back_inserter(rest));
  return rest;
}

// `words` without those of `other`, each once for each.
Words in_order_without(Words words, const Words& other) {
  for (const std::string& word : other) {
    const auto found = std::ranges::find(words, word);
    if (found != words.end()) words.erase(found);
  }
  return words;
}

std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

bool contains(const Words& words, const std::string& word) {
  return std::ranges::find(words, word) != words.end();
}

// The messages that one change is in.
struct Places {
  Words messages;
  std::vector<FrameId> frames;
  std::string measured;  // of the first
  std::string wanted;

  void add(const ScenarioMessage& message, std::string_view is,
           std::string_view was) {
    if (messages.empty()) {
      measured = is;
      wanted = was;
    }
    messages.push_back(message.what);
    frames.push_back(message.frame);
  }
  void finish(Assertion& assertion) && {
    name_frames(assertion, std::move(frames));
    assertion.measured = std::move(measured);
    assertion.wanted = std::move(wanted);
  }
};

// How a change reads: which way, of what, and what it is.
struct Wording {
  std::string_view kind;
  bool is_worse;
  Severity severity;
  std::string subject;
  std::string what;  // behind the messages that have it

  friend auto operator<=>(const Wording& a, const Wording& b) {
    return std::tie(a.kind, a.subject, a.what) <=>
           std::tie(b.kind, b.subject, b.what);
  }
};

// Changes of the same kind in several messages are told once.
class Contents {
 public:
  // Ordinals are compared `with_ids`: a message more or less shifts them all.
  void compare(const ScenarioMessage& baseline, const ScenarioMessage& measured,
               bool with_ids) {
    compare_header_fields(baseline, measured);
    compare_lists(baseline, measured);
    compare_media(baseline, measured);
    if (with_ids) compare_ids(baseline, measured);
  }

  void tell(Changes& changes) && {
    for (auto& [wording, places] : places_) {
      const std::string messages = list_of(places.messages);
      const std::string reason =
          messages + std::string(has_or_have(places.messages)) + wording.what;
      Assertion& told =
          changes.worse_if(wording.is_worse, wording.kind, wording.severity,
                           wording.subject + " of " + messages, reason);
      std::move(places).finish(told);
    }
    if (left_out_ == 0) return;
    changes.worse_if(
        worst_left_out_.has_value(), "baseline-header",
        worst_left_out_.value_or(Severity::Notice), "more",
        std::to_string(left_out_) + " more changes of messages are not told");
  }

 private:
  void note_change(Wording wording, const ScenarioMessage& message,
                   std::string_view is, std::string_view was) {
    const auto known = places_.find(wording);
    if (known != places_.end()) return known->second.add(message, is, was);
    if (places_.size() < kMostContentChanges) {
      return places_[std::move(wording)].add(message, is, was);
    }
    ++left_out_;
    if (!wording.is_worse) return;
    worst_left_out_ =
        std::min(worst_left_out_.value_or(wording.severity), wording.severity);
  }

  void compare_header_fields(const ScenarioMessage& baseline,
                             const ScenarioMessage& measured) {
    if (baseline.header_fields == measured.header_fields) return;
    const Words was = words_of(baseline.header_fields);
    const Words is = words_of(measured.header_fields);
    const Words missing = without(was, is);
    const Words added = without(is, was);
    const auto note = [&](bool is_worse, const std::string& name,
                          const std::string& what) {
      note_change({"baseline-header", is_worse, Severity::Notice, name, what},
                  measured, measured.header_fields, baseline.header_fields);
    };
    for (const std::string& name : missing) {
      if (contains(is, name)) {
        note(false, name, "fewer " + name + " than in the baseline");
      } else {
        note(true, name, "no " + name + ", which is in the baseline");
      }
    }
    for (const std::string& name : added) {
      if (contains(was, name)) {
        note(false, name, "more " + name + " than in the baseline");
      } else {
        note(false, name, name + ", which is not in the baseline");
      }
    }
    if (in_order_without(was, missing) != in_order_without(is, added)) {
      note(false, "order",
           "header fields in another order than in the baseline");
    }
  }

  void compare_lists(const ScenarioMessage& baseline,
                     const ScenarioMessage& measured) {
    for (const auto& [name, tokens] : measured.lists) {
      const auto old = std::ranges::find(
          baseline.lists, name, &std::pair<std::string, std::string>::first);
      // A header field that only one of them has is told as such.
      if (old == baseline.lists.end() || old->second == tokens) continue;
      const Words was = words_of(old->second);
      const Words is = words_of(tokens);
      const auto note = [&, &field = name, &now = tokens](
                            bool is_worse, const std::string& what) {
        note_change(
            {"baseline-option", is_worse, Severity::Notice, field, what},
            measured, now, old->second);
      };
      const bool is_offer = name == "Supported" || name == "Allow";
      const Words gone = without(was, is);
      if (!gone.empty()) {
        note(is_offer, "dropped " + list_of(gone) + " from " + name);
      }
      const Words come = without(is, was);
      if (!come.empty()) {
        note(!is_offer, "added " + list_of(come) + " to " + name);
      }
    }
  }

  void compare_media(const ScenarioMessage& baseline,
                     const ScenarioMessage& measured) {
    if (baseline.media == measured.media) return;
    const auto note = [&](bool is_worse, const std::string& subject,
                          const std::string& what, std::string_view is,
                          std::string_view was) {
      note_change(
          {"baseline-codec", is_worse, Severity::Warning, subject, what},
          measured, is, was);
    };
    if (baseline.media.size() != measured.media.size()) {
      const std::string is = std::to_string(measured.media.size());
      const std::string was = std::to_string(baseline.media.size());
      note(measured.media.size() < baseline.media.size(), "media",
           is + " media descriptions, in the baseline " + was, is, was);
    }
    const std::size_t both =
        std::min(baseline.media.size(), measured.media.size());
    for (std::size_t i = 0; i < both; ++i) {
      if (baseline.media[i] == measured.media[i]) continue;
      compare_one_medium(baseline.media[i], measured.media[i], note);
    }
  }

  // "audio RTP/AVP sendrecv PCMU/8000": codecs come fourth.
  template <typename Note>
  static void compare_one_medium(const std::string& old, const std::string& now,
                                 const Note& note) {
    Words was = words_of(old);
    Words is = words_of(now);
    constexpr std::size_t kBeforeCodecs = 3;
    was.resize(std::max(was.size(), kBeforeCodecs));
    is.resize(std::max(is.size(), kBeforeCodecs));
    for (std::size_t i = 0; i < kBeforeCodecs; ++i) {
      if (was[i] == is[i]) continue;
      note(is[i] == "refused", is[0],
           is[0] + " that is " + is[i] + ", in the baseline " + was[i], now,
           old);
    }
    was.erase(was.begin(), was.begin() + kBeforeCodecs);
    is.erase(is.begin(), is.begin() + kBeforeCodecs);
    const Words gone = without(was, is);
    const Words come = without(is, was);
    if (!gone.empty()) {
      note(true, "codecs", "dropped the codec " + list_of(gone), now, old);
    }
    if (!come.empty()) {
      note(false, "codecs", "added the codec " + list_of(come), now, old);
    }
    if (in_order_without(was, gone) != in_order_without(is, come)) {
      note(false, "codecs", "codecs in another order: " + joined(is), now, old);
    }
  }

  void compare_ids(const ScenarioMessage& baseline,
                   const ScenarioMessage& measured) {
    if (baseline.ids == measured.ids) return;
    note_change({"baseline-ids", false, Severity::Notice, "ids",
                 "other ids in common with the messages before"},
                measured, measured.ids, baseline.ids);
  }

  std::map<Wording, Places> places_;
  std::uint64_t left_out_ = 0;  // past kMostContentChanges
  std::optional<Severity> worst_left_out_;
};

}  // namespace

void compare_contents(const Scenario& baseline, const Scenario& measured,
                      const MessageAlignment& alignment, Changes& changes) {
  const bool is_same_sequence = alignment.missing.empty() &&
                                alignment.added.empty() &&
                                alignment.reordered.empty();
  Contents contents;
  for (const MessagePair& pair : alignment.pairs) {
    contents.compare(baseline.messages[pair.baseline],
                     measured.messages[pair.measured], is_same_sequence);
  }
  std::move(contents).tell(changes);
}

}  // namespace siptriage::check
