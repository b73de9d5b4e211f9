// to_text: a program as an expression again.

#include "filter/program.h"

namespace siptriage::filter {
namespace {

std::string_view sign_of(const Test& test) {
  switch (test.op) {
    case Operator::Equal:
      return test.negated ? " != " : " == ";
    case Operator::Less:
      return " < ";
    case Operator::LessOrEqual:
      return " <= ";
    case Operator::Greater:
      return " > ";
    case Operator::GreaterOrEqual:
      return " >= ";
    case Operator::In:
      return test.negated ? " not in " : " in ";
    case Operator::Matches:
      return test.negated ? " not matches " : " matches ";
    case Operator::Contains:
      return test.negated ? " not contains " : " contains ";
    case Operator::Has:
    case Operator::IsTrue:
      break;
  }
  return {};
}

std::string_view word_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::And:
      return " and ";
    case NodeKind::Or:
      return " or ";
    case NodeKind::Not:
      return "not ";
    case NodeKind::Any:
      return "any ";
    case NodeKind::All:
      return "all ";
    case NodeKind::No:
      return "no ";
    case NodeKind::Test:
      break;
  }
  return {};
}

class TextMaker {
 public:
  explicit TextMaker(const Program& program) : program_(program) {}

  // As a part of `parent`, which decides about parentheses.
  void write(std::uint32_t index, NodeKind parent) {
    const Node& node = program_.nodes[index];
    const bool loose = node.kind == NodeKind::Or || node.kind == NodeKind::And;
    const bool parentheses =
        loose && (parent == NodeKind::Not || parent == NodeKind::And) &&
        !(node.kind == NodeKind::And && parent == NodeKind::And);
    if (parentheses) text_ += '(';
    write_bare(node);
    if (parentheses) text_ += ')';
  }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  void write_bare(const Node& node) {
    switch (node.kind) {
      case NodeKind::And:
      case NodeKind::Or:
        for (std::uint32_t child = node.first_child; child != kNoNode;
             child = program_.nodes[child].next) {
          if (child != node.first_child) text_ += word_of(node.kind);
          write(child, node.kind);
        }
        return;
      case NodeKind::Not:
        text_ += word_of(node.kind);
        return write(node.first_child, node.kind);
      case NodeKind::Any:
      case NodeKind::All:
      case NodeKind::No:
        text_.append(word_of(node.kind)).append(to_string(node.target));
        text_ += " (";
        write(node.first_child, NodeKind::Or);
        text_ += ')';
        return;
      case NodeKind::Test:
        return write_test(node);
    }
  }

  void write_test(const Node& node) {
    const Test& test = program_.tests[node.test];
    if (test.op == Operator::Has) text_ += "has ";
    text_ += name_of(node.scope, *test.field);
    if (!test.header.empty()) text_ += " \"" + test.header + '"';
    text_ += sign_of(test);
    if (test.op == Operator::In) text_ += '(';
    for (const std::string& value : test.written) {
      if (&value != &test.written.front()) text_ += ", ";
      text_ += value;
    }
    if (test.op == Operator::In) text_ += ')';
  }

  const Program& program_;
  std::string text_;
};

}  // namespace

std::string to_text(const Program& program) {
  TextMaker maker(program);
  maker.write(program.root, NodeKind::Or);
  return std::move(maker).take();
}

}  // namespace siptriage::filter
