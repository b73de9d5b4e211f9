#include <algorithm>
#include <string>
#include <string_view>

#include "extract/wanted.h"
#include "output/escape_terminal.h"

namespace siptriage::extract {
namespace {

// Cut between two characters of UTF-8, and without anything that a viewer
// could take for more than text.
std::string comment_of(std::string_view text) {
  std::string_view kept = text.substr(0, kMaxCommentTextOctets);
  if (kept.size() < text.size()) {
    const auto is_tail = [&] { return (text[kept.size()] & 0xC0) == 0x80; };
    while (!kept.empty() && is_tail()) kept.remove_suffix(1);
  }
  return "siptriage: " + output::escape_terminal(kept, true) +
         (kept.size() < text.size() ? "..." : "");
}

FrameId frame_of(const Trace& trace, const Transaction& transaction) {
  const MessageId message = transaction.final_response.valid()
                                ? transaction.final_response
                                : transaction.first_message;
  return message.valid() ? trace.message(message).frame : FrameId();
}

}  // namespace

void add_comments(const Finding& finding, std::vector<FrameComment>& comments) {
  const std::string title(finding.rule->title);
  const std::size_t count = std::min(finding.frames.size(), kMaxFindingFrames);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string text = i == 0 ? title + ": " + finding.message : title;
    comments.push_back({finding.frames[i], comment_of(text)});
  }
}

void add_comments(const Trace& trace, const Diagnosis& diagnosis,
                  std::vector<FrameComment>& comments) {
  if (!diagnosis.transaction.valid()) return;
  comments.push_back({frame_of(trace, trace.transaction(diagnosis.transaction)),
                      comment_of(diagnosis.summary)});
}

}  // namespace siptriage::extract
