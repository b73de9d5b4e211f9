#pragma once
/// The reference: what a code, a header field or a few words mean.
///
///     Inquiry inquiry;
///     inquiry.words = {"busy", "here"};
///     const Explanation found = look_up(inquiry);
///     write_explanation_text(found, {}, sink);
///
/// Everything comes from the catalogue; nothing is read at run time.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/explain/topic.h"
#include "siptriage/output/layout_options.h"
#include "siptriage/output/sink.h"

namespace siptriage {

/// The version of the document that write_explanation_json gives;
/// data/schema/explain.schema.json describes it.
inline constexpr const char* kExplainSchemaVersion = "1.0";

/// Words of a question that are searched for; no text has more of them.
inline constexpr std::size_t kMaxSearchedWords = 16;

/// What is asked: words, or response codes by what they have, or both.
struct Inquiry {
  /// As typed: "486", "4xx", "BusyHere", "timer B", "retry after". A search
  /// takes the first kMaxSearchedWords of them.
  std::vector<std::string> words;
  /// Response codes that have to do with this header field; empty: any.
  std::string header;
  /// Response codes that this request is answered with; empty: any.
  std::string method;
  std::optional<std::uint16_t> response_class;  // 1 to 6
  std::optional<FaultSide> side;
  /// Every response code that the above leaves.
  bool list = false;
  /// All that is found, in full.
  bool all = false;
};

/// Something that was found by its words, and by which.
struct Hit {
  Topic topic;
  std::string_view field;  // "tip"
  std::string text;        // of that field; empty: the name tells
};

struct Explanation {
  Inquiry inquiry;
  /// To be told in full, in this order.
  std::vector<Topic> entries;
  /// To be told in a line each, the best first.
  std::vector<Hit> hits;
  /// They come from a search: the last ones matter less.
  bool ranked = false;
  /// Words or codes that nothing was found for.
  std::vector<std::string> not_found;
  /// What might have been meant by them.
  std::vector<Topic> nearest;

  /// Nothing was asked: an overview is due.
  [[nodiscard]] bool is_overview() const {
    return entries.empty() && hits.empty() && not_found.empty();
  }
};

[[nodiscard]] Explanation look_up(const Inquiry& inquiry);

/// The requests that Inquiry::method can name, in alphabetical order.
[[nodiscard]] std::vector<std::string_view> answered_methods();

struct ExplanationTextOptions : LayoutOptions {
  std::size_t max_hits = 12;  // the rest is counted
};

/// For people. What was not found is not told of.
bool write_explanation_text(const Explanation& explanation,
                            const ExplanationTextOptions& options, Sink& sink);
bool write_explanation_markdown(const Explanation& explanation, Sink& sink);
bool write_explanation_json(const Explanation& explanation, Sink& sink);

}  // namespace siptriage
