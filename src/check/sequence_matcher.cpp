#include "check/sequence_matcher.h"

#include <utility>

#include <fmt/format.h>

#include "check/check.h"

namespace siptriage::check {
namespace {

bool fits(const SequenceStep& step, const MessageRecord& message) {
  if (step.is_anything()) return true;
  if (message.is_request()) {
    return !step.method.empty() && message.method_name == step.method;
  }
  return message.status >= step.first_status &&
         message.status <= step.last_status;
}

}  // namespace

std::string text_of(const SequenceStep& step) {
  constexpr unsigned kClass = 100;
  if (step.is_anything()) return "...";
  std::string text = step.method;
  if (text.empty()) {
    text = step.first_status == step.last_status
               ? std::to_string(step.first_status)
               : fmt::format("{}xx", step.first_status / kClass);
  }
  if (step.may_be_missing) return text + (step.may_repeat ? "*" : "?");
  return step.may_repeat ? text + "+" : text;
}

std::string text_of(const std::vector<SequenceStep>& steps) {
  std::string text;
  for (const SequenceStep& step : steps) {
    if (!text.empty()) text += ", ";
    text += text_of(step);
  }
  return text;
}

void SequenceMatcher::begin() {
  at_.assign(steps_.size() + 1, false);
  at_.front() = true;
  skip_optional(at_);
}

void SequenceMatcher::skip_optional(std::vector<bool>& at) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (at[i] && steps_[i].may_be_missing) at[i + 1] = true;
  }
}

bool SequenceMatcher::take(const MessageRecord& message) {
  next_.assign(steps_.size() + 1, false);
  bool any = false;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (!at_[i] || !fits(steps_[i], message)) continue;
    next_[i + 1] = true;
    if (steps_[i].may_repeat) next_[i] = true;
    any = true;
  }
  if (!any) return false;
  skip_optional(next_);
  std::swap(at_, next_);
  return true;
}

std::string SequenceMatcher::wanted() const {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (at_[i] && !steps_[i].is_anything()) words.push_back(text_of(steps_[i]));
  }
  if (may_end()) words.emplace_back("the end");
  return either_of(words);
}

}  // namespace siptriage::check
