#include "catalogue/compiler/emit_rows.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace siptriage::compiler {

namespace {

std::string clause(const ClauseSource& clause) {
  return fmt::format("{{{}, {}}}", clause.rfc, quote(clause.section));
}

std::string duty(const DutySource& duty) {
  return fmt::format("{{{}, {}, {}, {}, {}, {}}}", quote(duty.header),
                     quote(duty.where), name_of("DutyLevel", duty.level),
                     quote(duty.condition), clause(duty.clause),
                     quote(duty.meaning));
}

std::string likely_cause(const LikelyCauseSource& cause) {
  return fmt::format("{{{}, {}}}", name_of("FaultSide", cause.side),
                     quote(cause.text));
}

std::string code_tell(const CodeTellSource& tell) {
  return fmt::format("{{{}, {}}}", tell.code, quote(tell.text));
}

std::string texts(std::string_view name, const std::vector<std::string>& texts,
                  Writer& out) {
  return out.array("std::string_view", name, texts, quote);
}

std::string codes(std::string_view name,
                  const std::vector<std::uint16_t>& codes, Writer& out) {
  return out.array("std::uint16_t", name, codes,
                   [](std::uint16_t code) { return fmt::to_string(code); });
}

std::string clauses(const std::vector<ClauseSource>& clauses, Writer& out) {
  return out.array("Clause", "References", clauses, clause);
}

// The arrays that the rows name stand before theirs.
std::string method_advice(const std::vector<MethodAdviceSource>& all,
                          Writer& out) {
  std::vector<std::string> rows;
  rows.reserve(all.size());
  for (const MethodAdviceSource& each : all) {
    rows.push_back(fmt::format(
        "{{{}, {}, {}, {}}}", texts("Methods", each.methods, out),
        quote(each.plain), quote(each.tip), quote(each.retry_advice)));
  }
  return out.array("MethodAdvice", "MethodAdvices", rows,
                   [](const std::string& row) { return row; });
}

}  // namespace

std::string row_of(const ResponseSource& entry, Writer& out) {
  const std::string steps = texts("Steps", entry.steps, out);
  const std::string aliases = texts("Aliases", entry.aliases, out);
  const std::string see_also = codes("SeeAlso", entry.see_also, out);
  const std::string references = clauses(entry.references, out);
  const std::string headers =
      out.array("HeaderDuty", "Headers", entry.headers, duty);
  const std::string causes =
      out.array("LikelyCause", "LikelyCauses", entry.causes, likely_cause);
  const std::string looks = texts("LookInRequest", entry.look_in_request, out);
  const std::string methods = texts("Methods", entry.methods, out);
  const std::string advice = method_advice(entry.for_methods, out);
  return fmt::format(
      "{{{}, {},\n     {},\n     {},\n     {},\n     {},\n     {}, {}, {}, "
      "{},\n     {}, {},\n     {}, {},\n     {}, {}, {}, {},\n     {}, {}, {}, "
      "{}, {}}}",
      entry.code, quote(entry.phrase), name_of("CodeStatus", entry.status),
      quote(entry.plain), quote(entry.explanation), quote(entry.tip), steps,
      name_of("FaultSide", entry.side), name_of("RetryKind", entry.retry),
      quote(entry.retry_advice), name_of("RetryKind", entry.dialog_retry),
      quote(entry.dialog_retry_advice), entry.normal, quote(entry.replaced_by),
      aliases, see_also, references, headers, causes, looks, methods,
      quote(entry.elsewhere), advice);
}

std::string row_of(const ClassSource& entry, Writer& out) {
  const std::string look_first = texts("LookFirst", entry.look_first, out);
  return fmt::format("{{{}, {}, {},\n     {},\n     {},\n     {}, {}, {}}}",
                     entry.response_class, quote(entry.name),
                     quote(entry.meaning), quote(entry.explanation),
                     quote(entry.tip), look_first, entry.treat_as,
                     name_of("FaultSide", entry.side));
}

std::string row_of(const CauseSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}, {}, {}, {},\n     {},\n     {}}}", entry.cause,
                     quote(entry.name), quote(entry.meaning), entry.status,
                     quote(entry.cause_class), quote(entry.tip),
                     quote(entry.vendor));
}

std::string row_of(const StatusCauseSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}}}", entry.status, entry.cause);
}

std::string row_of(const ContradictionSource& entry, Writer& out) {
  const std::string causes = codes("ContradictingCauses", entry.causes, out);
  const std::string statuses =
      codes("ContradictedStatuses", entry.statuses, out);
  return fmt::format("{{{}, {}, {}}}", causes, statuses, quote(entry.reading));
}

std::string row_of(const CauseHeaderSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}}}", quote(entry.name), quote(entry.product));
}

std::string row_of(const CauseRangeSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}, {}, {}}}", quote(entry.product), entry.from,
                     entry.to, quote(entry.meaning));
}

std::string row_of(const WarningSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}, {}, {}, {}}}", entry.code, quote(entry.text),
                     quote(entry.meaning), clause(entry.clause),
                     quote(entry.tip));
}

std::string row_of(const ScannerSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}}}", quote(entry.name), quote(entry.meaning));
}

std::string row_of(const WordListSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}}}", quote(entry.id), quote(entry.words));
}

std::string row_of(const RuleSource& entry, Writer& out) {
  const std::string supersedes = texts("Supersedes", entry.supersedes, out);
  const std::string explained =
      codes("ExplainedCodes", entry.explains_codes, out);
  return fmt::format(
      "{{{}, {},\n     {}, {}, {}, {}, {},\n     {},\n     {},\n     {}, "
      "{}, {}, {}, {}, {}, {}, {}}}",
      quote(entry.id), quote(entry.title), name_of("Severity", entry.severity),
      name_of("Basis", entry.basis), name_of("Blame", entry.blame),
      entry.explains_failure, clause(entry.clause), quote(entry.explanation),
      quote(entry.remedy), quote(entry.subject), entry.ends_call,
      entry.explains_silence, entry.is_outcome, entry.overrules_code, explained,
      quote(entry.means), supersedes);
}

std::string row_of(const DiagnosisSource& entry, Writer& /*out*/) {
  return fmt::format("{{{}, {}, {}}}", quote(entry.id),
                     name_of("Severity", entry.severity), quote(entry.text));
}

std::string row_of(const HeaderFieldSource& entry, Writer& out) {
  const std::string reading = texts("Reading", entry.reading, out);
  return fmt::format(
      "{{{}, {}, {},\n     {},\n     {}, {}, {}, {}, {}}}", quote(entry.name),
      quote(entry.compact), quote(entry.plain), quote(entry.found_in),
      quote(entry.example), reading, clause(entry.clause),
      quote(entry.document), name_of("CodeStatus", entry.status));
}

std::string row_of(const ComparisonSource& entry, Writer& out) {
  const std::string compared = codes("Compared", entry.codes, out);
  const std::string tell = out.array("CodeTell", "Tell", entry.tell, code_tell);
  const std::string references = clauses(entry.references, out);
  return fmt::format("{{{}, {},\n     {}, {}}}", compared,
                     quote(entry.difference), tell, references);
}

std::string row_of(const TimerSource& entry, Writer& out) {
  const std::string steps = texts("TimerSteps", entry.steps, out);
  return fmt::format("{{{}, {}, {},\n     {},\n     {},\n     {}, {}, {}}}",
                     quote(entry.name), quote(entry.value),
                     quote(entry.applies_to), quote(entry.purpose),
                     quote(entry.at_expiry), quote(entry.violation), steps,
                     clause(entry.clause));
}

std::string row_of(const MetricSource& entry, Writer& out) {
  const std::string inputs = texts("Inputs", entry.inputs, out);
  return fmt::format(
      "{{{}, {}, {},\n     {},\n     {}, {},\n     {},\n     {}, {}}}",
      quote(entry.id), quote(entry.name), quote(entry.formula),
      quote(entry.meaning), quote(entry.good), inputs, quote(entry.counted),
      quote(entry.caveat), clause(entry.clause));
}

std::string row_of(const QuestionSource& entry, Writer& out) {
  const std::string linked = codes("AnswerCodes", entry.codes, out);
  const std::string headers = texts("AnswerHeaders", entry.headers, out);
  const std::string words = texts("AnswerWords", entry.words, out);
  return fmt::format("{{{}, {},\n     {},\n     {}, {}, {}}}", quote(entry.id),
                     quote(entry.question), quote(entry.answer), linked,
                     headers, words);
}

}  // namespace siptriage::compiler
