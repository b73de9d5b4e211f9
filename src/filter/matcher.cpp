// FilterMatcher: runs a program.

#include <vector>

#include "siptriage/filter/filter.h"

#include "filter/ask.h"
#include "filter/item.h"
#include "filter/program.h"
#include "filter/relations.h"

namespace siptriage {

using filter::Answer;
using filter::kNoNode;
using filter::Node;
using filter::NodeKind;
using filter::Program;
using filter::Test;

// What a part of the expression says of something is asked once: it is kept for
// as long as the conversation is looked at. So all of it takes no more than the
// number of things, and of pairs of things that belong to each other, for each
// part.
class FilterMatcher::Impl {
 public:
  Impl(Filter filter, const Limits& limits)
      : filter_(std::move(filter)),
        program_(*filter_.program_),
        reading_(limits),
        known_(program_.nodes.size()) {}

  void begin(const Analysis& conversation) {
    analysis_ = &conversation;
    relations_.begin(conversation);
    reading_.forget();
    for (std::vector<Answer>& answers : known_) answers.clear();
  }

  bool matches(std::uint32_t index) { return holds(program_.root, index); }

 private:
  bool holds(std::uint32_t node_index, std::uint32_t index) {
    const Node& node = program_.nodes[node_index];
    switch (node.kind) {
      case NodeKind::And:
      case NodeKind::Or: {
        // The value of a part that decides about the whole.
        const bool decides = node.kind == NodeKind::Or;
        for (std::uint32_t child = node.first_child; child != kNoNode;
             child = program_.nodes[child].next) {
          if (holds(child, index) == decides) return decides;
        }
        return !decides;
      }
      case NodeKind::Not:
        return !holds(node.first_child, index);
      case NodeKind::Test:
        return test_holds(node_index, index);
      case NodeKind::Any:
      case NodeKind::All:
      case NodeKind::No:
        return some_hold(node_index, index);
    }
    return false;
  }

  bool test_holds(std::uint32_t node_index, std::uint32_t index) {
    const Node& node = program_.nodes[node_index];
    const Test& test = program_.tests[node.test];
    if (node.scope == node.target) {
      const Answer answer = filter::ask(test, {*analysis_, reading_, index});
      return answer == (test.negated ? Answer::No : Answer::Yes);
    }
    bool any_value = false;
    bool any_yes = false;
    relations_.each(node.scope, index, node.target, [&](std::uint32_t other) {
      const Answer answer = known(node_index, node.target, other, [&] {
        return filter::ask(test, {*analysis_, reading_, other});
      });
      any_value |= answer != Answer::NoValue;
      any_yes |= answer == Answer::Yes;
      return any_yes;
    });
    return test.negated ? any_value && !any_yes : any_yes;
  }

  bool some_hold(std::uint32_t node_index, std::uint32_t index) {
    const Node& node = program_.nodes[node_index];
    bool any = false;
    bool any_yes = false;
    bool any_no = false;
    relations_.each(node.scope, index, node.target, [&](std::uint32_t other) {
      const Answer answer = known(node_index, node.target, other, [&] {
        return holds(node.first_child, other) ? Answer::Yes : Answer::No;
      });
      any = true;
      any_yes |= answer == Answer::Yes;
      any_no |= answer == Answer::No;
      return node.kind == NodeKind::All ? any_no : any_yes;
    });
    if (node.kind == NodeKind::All) return any && !any_no;
    return node.kind == NodeKind::Any ? any_yes : !any_yes;
  }

  template <typename Find>
  Answer known(std::uint32_t node_index, FilterScope subject,
               std::uint32_t index, const Find& find) {
    {
      std::vector<Answer>& answers = known_[node_index];
      if (answers.empty()) answers.resize(relations_.count(subject));
      if (answers[index] != Answer::Unknown) return answers[index];
    }
    const Answer answer = find();
    known_[node_index][index] = answer;
    return answer;
  }

  Filter filter_;
  const Program& program_;
  filter::ReadMessage reading_;
  filter::Relations relations_;
  const Analysis* analysis_ = nullptr;
  std::vector<std::vector<Answer>> known_;  // of each node, by index
};

FilterMatcher::FilterMatcher(Filter filter, const Limits& limits)
    : impl_(std::make_unique<Impl>(std::move(filter), limits)) {}
FilterMatcher::FilterMatcher(FilterMatcher&&) noexcept = default;
FilterMatcher& FilterMatcher::operator=(FilterMatcher&&) noexcept = default;
FilterMatcher::~FilterMatcher() = default;

void FilterMatcher::begin(const Analysis& conversation) {
  impl_->begin(conversation);
}

bool FilterMatcher::matches(std::uint32_t index) {
  return impl_->matches(index);
}

}  // namespace siptriage
