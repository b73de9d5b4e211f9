// The pages of everything but response codes.

#include <algorithm>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/page_parts.h"
#include "explain/related.h"

namespace siptriage::explain {
namespace {

struct PageOf {
  Page operator()(const ResponseEntry* entry) const {
    return response_page(*entry);
  }
  Page operator()(const QuestionEntry* entry) const {
    return question_page(*entry);
  }
  Page operator()(const HeaderFieldEntry* entry) const {
    return header_page(*entry);
  }
  Page operator()(const ComparisonEntry* entry) const {
    return comparison_page(*entry);
  }
  Page operator()(const RuleEntry* entry) const { return rule_page(*entry); }
  Page operator()(const TimerEntry* entry) const { return timer_page(*entry); }
  Page operator()(const MetricEntry* entry) const {
    return metric_page(*entry);
  }
  Page operator()(const WarningEntry* entry) const {
    return warning_page(*entry);
  }
  Page operator()(const Q850Entry* entry) const { return q850_page(*entry); }
  Page operator()(const ClassEntry* entry) const { return class_page(*entry); }
  Page operator()(UnknownCode unknown) const {
    return unknown_code_page(unknown.code);
  }
  Page operator()(FilterLanguage /*language*/) const { return filter_page(); }
};

std::string defined_in(const HeaderFieldEntry& entry) {
  return entry.clause.rfc == 0 ? std::string(entry.document)
                               : to_string(entry.clause);
}

// The last block of a page that is defined in one place.
Block defined_in(const Clause& clause) {
  Block block;
  add_row(block, "Defined in", to_string(clause));
  return block;
}

Page begin_page(const Topic& topic) {
  Page page;
  page.title = name_of(topic);
  page.lead = plain_of(topic);
  return page;
}

std::string basis_words(Basis basis) {
  switch (basis) {
    case Basis::Must:
      return "a MUST of the RFC";
    case Basis::Should:
      return "a SHOULD of the RFC";
    case Basis::Interop:
      return "experience between products";
    case Basis::Observation:
      break;
  }
  return "what was seen, and no more";
}

std::string blame_words(Blame blame) {
  switch (blame) {
    case Blame::Client:
      return "whoever sent the request";
    case Blame::Server:
      return "whoever answered the request";
    case Blame::Sender:
      return "the sender of the message";
    case Blame::Network:
      return "the network, or an element on the way";
    case Blame::Unknown:
      return "a side that the messages do not tell";
    case Blame::None:
      break;
  }
  return "nobody: no fault";
}

// "message_health": "Message health".
std::string subject_heading(std::string_view subject) {
  std::string text(subject);
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
}

Block uses_block(const HeaderFieldEntry& entry) {
  Block block{BlockKind::Fields, "Responses that it matters to", {}};
  for (const HeaderUse& use : uses_of(entry)) {
    add_row(block, fmt::to_string(use.response->code),
            fmt::format("{}: {} in the {}. {}", use.response->phrase,
                        to_string(use.duty->level), use.duty->where,
                        use.duty->meaning));
  }
  return block;
}

}  // namespace

Page page_of(const Topic& topic) { return std::visit(PageOf{}, topic); }

Page header_page(const HeaderFieldEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "header field";
  Block block;
  add_row(block, "Example", std::string(entry.example));
  add_row(block, "Found in", std::string(entry.found_in));
  add_row(block, "Compact form", std::string(entry.compact));
  page.add(std::move(block));
  page.add(texts(BlockKind::Bullets, "Reading it", entry.reading));
  page.add(uses_block(entry));
  page.add(rules_block(rules_on(entry)));
  page.add(questions_block(questions_on(entry)));
  Block more{BlockKind::Fields, "More", {}};
  add_row(more, "Defined in", defined_in(entry));
  add_row(more, "Status", std::string(to_string(entry.status)));
  page.add(std::move(more));
  return page;
}

Page comparison_page(const ComparisonEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "comparison";
  Block block{BlockKind::Fields, "How to tell", {}};
  for (const CodeTell& tell : entry.tell) {
    const ResponseEntry* response = find_response(tell.code);
    add_row(block, fmt::to_string(tell.code),
            response == nullptr
                ? std::string(tell.text)
                : fmt::format("{}: {}", response->phrase, tell.text));
  }
  page.add(std::move(block));
  Block more;
  add_row(more, "Defined in", to_text(entry.references));
  page.add(std::move(more));
  return page;
}

Page q850_page(const Q850Entry& entry) {
  Page page = begin_page(&entry);
  page.remark = entry.cause_class;
  Block block;
  add_row(block, "Tip", std::string(entry.tip));
  add_row(block, "Products", std::string(entry.vendor));
  if (entry.status != 0) {
    add_row(block, "To SIP",
            name_of_code(entry.status) + " [RFC 3398 7.2.4.1]");
  }
  std::string from;
  for (const ResponseEntry& response : all_responses()) {
    if (q850_cause_for_status(response.code) != entry.cause) continue;
    if (!from.empty()) from += ", ";
    from += name_of(&response);
  }
  if (!from.empty()) from += " [RFC 3398 8.2.6.1]";
  add_row(block, "From SIP", std::move(from));
  page.add(std::move(block));
  return page;
}

Page warning_page(const WarningEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "Warning code";
  Block block;
  add_row(block, "Tip", std::string(entry.tip));
  page.add(std::move(block));
  page.add(defined_in(entry.clause));
  return page;
}

Page timer_page(const TimerEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "timer";
  Block block;
  add_row(block, "Value", std::string(entry.value));
  add_row(block, "Applies to", std::string(entry.applies_to));
  add_row(block, "At expiry", std::string(entry.at_expiry));
  add_row(block, "In a trace", std::string(entry.violation));
  page.add(std::move(block));
  page.add(texts(BlockKind::Steps, "Check, in this order", entry.steps));
  page.add(defined_in(entry.clause));
  return page;
}

Page metric_page(const MetricEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "metric";
  Block block;
  add_row(block, "Formula", std::string(entry.formula));
  add_row(block, "Reading it", std::string(entry.good));
  add_row(block, "Counted here", std::string(entry.counted));
  add_row(block, "Mind", std::string(entry.caveat));
  page.add(std::move(block));
  page.add(texts(BlockKind::Bullets, "Made of", entry.inputs));
  page.add(defined_in(entry.clause));
  return page;
}

Page rule_page(const RuleEntry& entry) {
  Page page = begin_page(&entry);
  page.remark =
      fmt::format("{}, {}", to_string(entry.severity), to_string(entry.basis));
  page.group = subject_heading(entry.subject);
  Block block;
  add_row(block, "Why", std::string(entry.explanation));
  add_row(block, "Do", std::string(entry.remedy));
  page.add(std::move(block));
  Block more;
  add_row(more, "Severity", std::string(to_string(entry.severity)));
  add_row(more, "Stands on", basis_words(entry.basis));
  add_row(more, "Lies with", blame_words(entry.blame));
  if (entry.explains_failure) {
    add_row(more, "Failure", "can by itself be why a request failed");
  }
  add_row(more, "Defined in", to_string(entry.clause));
  page.add(std::move(more));
  return page;
}

Page question_page(const QuestionEntry& entry) {
  Page page = begin_page(&entry);
  page.remark = "question";
  Block block;
  add_row(block, "Codes", names_of_codes(entry.codes));
  if (!entry.headers.empty()) {
    add_row(block, "Header fields",
            fmt::format("{}", fmt::join(entry.headers, ", ")));
  }
  page.add(std::move(block));
  return page;
}

}  // namespace siptriage::explain
