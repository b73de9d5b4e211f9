// The page of a response code: what to do, then why, then everything else.

#include <array>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "explain/page_parts.h"
#include "explain/related.h"

namespace siptriage::explain {
namespace {

std::string_view words_of(RetryKind kind) {
  switch (kind) {
    case RetryKind::None:
      return "No.";
    case RetryKind::AsIs:
      return "Yes, as it is.";
    case RetryKind::AfterChange:
      return "Yes, changed.";
    case RetryKind::AfterDelay:
      return "Yes, later.";
    case RetryKind::Elsewhere:
      return "Yes, elsewhere.";
    case RetryKind::WithCredentials:
      return "Yes, with credentials.";
  }
  return {};
}

std::string class_line(const ClassEntry& entry) {
  return fmt::format("{}. {}", name_of(&entry), entry.meaning);
}

Block in_short(const ResponseEntry& entry) {
  Block block;
  if (entry.status != CodeStatus::Current) {
    std::string status(to_string(entry.status));
    status.front() = static_cast<char>(status.front() - 'a' + 'A');
    add_row(block, status, std::string(entry.replaced_by));
  }
  add_row(block, "Tip", std::string(entry.tip));
  add_row(block, "Retry",
          fmt::format("{} {}", words_of(entry.retry), entry.retry_advice));
  if (!entry.dialog_retry_advice.empty()) {
    add_row(block, "In a dialog",
            fmt::format("{} {}", words_of(entry.dialog_retry),
                        entry.dialog_retry_advice));
  }
  return block;
}

Block likely_causes(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "Likely causes", {}};
  for (const LikelyCause& cause : entry.causes) {
    add_row(block, side_label(cause.side), std::string(cause.text));
  }
  return block;
}

std::string duty_text(const HeaderDuty& duty) {
  const std::string condition =
      duty.condition.empty() ? "" : fmt::format(" ({})", duty.condition);
  return fmt::format("{} in the {}{}. {} [{}]", to_string(duty.level),
                     duty.where, condition, duty.meaning,
                     to_string(duty.clause));
}

Block header_duties(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "Header fields", {}};
  for (const HeaderDuty& duty : entry.headers) {
    add_row(block, duty.header, duty_text(duty));
  }
  return block;
}

// The others of a comparison, and how one tells that they are meant.
std::string confused_text(const ComparisonEntry& comparison,
                          std::uint16_t code) {
  std::string text(comparison.difference);
  for (const CodeTell& tell : comparison.tell) {
    if (tell.code != code) {
      text += fmt::format(" Sign of {}: {}", tell.code, tell.text);
    }
  }
  return text;
}

Block confusions(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "Often confused with", {}};
  for (const ComparisonEntry* comparison : comparisons_of(entry.code)) {
    std::vector<std::uint16_t> others;
    for (const std::uint16_t code : comparison->codes) {
      if (code != entry.code) others.push_back(code);
    }
    add_row(block, fmt::format("{}", fmt::join(others, ", ")),
            confused_text(*comparison, entry.code));
  }
  return block;
}

std::string cause_name(const Q850Entry& cause) {
  return fmt::format("{} {}", cause.cause, cause.name);
}

// RFC 3398 both ways.
Block gateways(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "At a telephone gateway (RFC 3398)", {}};
  std::string from;
  for (const Q850Entry* cause : causes_for(entry.code)) {
    if (!from.empty()) from += "; ";
    from += cause_name(*cause);
  }
  add_row(block, "From Q.850", std::move(from));
  const std::uint16_t cause = q850_cause_for_status(entry.code);
  if (const Q850Entry* known = find_q850_cause(cause)) {
    add_row(block, "To Q.850", cause_name(*known));
  }
  return block;
}

Block meaning(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "Meaning", {}};
  add_row(block, "In full", std::string(entry.explanation));
  add_row(block, "Class", class_line(response_class_of(entry.code)));
  add_row(block, "Mind", std::string(entry.elsewhere));
  return block;
}

Block more(const ResponseEntry& entry) {
  Block block{BlockKind::Fields, "More", {}};
  if (!entry.methods.empty()) {
    add_row(block, "Answers",
            fmt::format("{}", fmt::join(entry.methods, ", ")));
  }
  add_row(block, "See also", names_of_codes(entry.see_also));
  if (!entry.aliases.empty()) {
    add_row(block, "Also called",
            fmt::format("{}", fmt::join(entry.aliases, ", ")));
  }
  add_row(block, "Defined in", to_text(entry.references));
  add_row(block, "Status", std::string(to_string(entry.status)));
  if (const WarningEntry* warning = find_warning(entry.code)) {
    add_row(block, "Also", name_of(warning) + " is something else.");
  }
  return block;
}

Block advice_of(const ClassEntry& entry) {
  Block block;
  add_row(block, "Tip", std::string(entry.tip));
  return block;
}

Block meaning_of(const ClassEntry& entry) {
  Block block{BlockKind::Fields, "Meaning", {}};
  add_row(block, "In full", std::string(entry.explanation));
  add_row(block, "Unknown code",
          fmt::format("handled as {} [RFC 3261 8.1.3.2]",
                      name_of_code(entry.treat_as)));
  return block;
}

}  // namespace

Page response_page(const ResponseEntry& entry) {
  Page page;
  page.title = name_of(&entry);
  const ClassEntry& of_class = response_class_of(entry.code);
  page.remark = name_of(&of_class);
  page.lead = entry.plain;
  page.add(in_short(entry));
  page.add(likely_causes(entry));
  page.add(texts(BlockKind::Steps, "Check, in this order", entry.steps));
  page.add(
      texts(BlockKind::Bullets, "Read in the request", entry.look_in_request));
  page.add(meaning(entry));
  page.add(header_duties(entry));
  page.add(confusions(entry));
  page.add(gateways(entry));
  page.add(rules_block(rules_on(entry.code)));
  page.add(questions_block(questions_on(entry.code)));
  page.add(more(entry));
  return page;
}

Page class_page(const ClassEntry& entry) {
  Page page;
  page.title = name_of(&entry);
  page.lead = entry.meaning;
  page.add(advice_of(entry));
  page.add(texts(BlockKind::Steps, "Look first", entry.look_first));
  page.add(meaning_of(entry));
  return page;
}

Page unknown_code_page(std::uint16_t code) {
  const ClassEntry& entry = response_class_of(code);
  Page page = class_page(entry);
  page.title = name_of(UnknownCode{code});
  page.remark = name_of(&entry);
  return page;
}

}  // namespace siptriage::explain
