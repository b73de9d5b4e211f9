#include "annotate/diagnosis_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/uri.h"

#include "annotate/diagnosis_names.h"

namespace siptriage::detail {
namespace {

// Longer sentences do without what a rule comes down to.
constexpr std::size_t kMostWithMeaning = 240;

struct Part {
  std::string_view name;
  std::string text;
};

// "{method} ..." with each name that is among `parts`; and where the fact
// begins in it.
std::string fill_in(std::string_view text, std::span<const Part> parts,
                    std::uint32_t& fact_at) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    filled += text.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto part = std::ranges::find(parts, name, &Part::name);
    if (name == "fact") fact_at = static_cast<std::uint32_t>(filled.size());
    if (part != parts.end()) filled += part->text;
    text.remove_prefix(close + 1);
  }
  return filled;
}

std::string_view without_full_stop(std::string_view text) {
  return text.ends_with('.') ? text.substr(0, text.size() - 1) : text;
}

// Without "405 Method Not Allowed to MESSAGE: ", or "MESSAGE: ", which the
// sentence around it says.
std::string_view without_subject(std::string_view text,
                                 std::string_view method) {
  const std::size_t colon = text.find(": ");
  if (colon == std::string_view::npos || method.empty()) return text;
  const std::string_view subject = text.substr(0, colon);
  const bool is_response = is_digit(subject.front()) &&
                           subject.ends_with(fmt::format(" to {}", method));
  return is_response || subject == method ? text.substr(colon + 2) : text;
}

// A sentence as the end of another one.
std::string as_clause(std::string_view sentence) {
  std::string text(without_full_stop(sentence));
  const bool plain_word = text.size() > 1 && text[1] >= 'a' && text[1] <= 'z';
  const bool article = text.starts_with("A ");
  if ((plain_word || article) && text[0] >= 'A' && text[0] <= 'Z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

std::string parties_of(const Call& call) {
  const std::string caller = caller_of(call);
  const std::string callee = callee_of(call);
  // Where To is missing, only an address is left, which has asked for nobody.
  if (caller == callee) {
    return (call.to_uri.empty() ? "from " : "for ") + caller;
  }
  if (call.kind == CallKind::Registration) {
    return fmt::format("for {} (by {})", callee, caller);
  }
  return fmt::format("from {} to {}", caller, callee);
}

std::string_view user_of(std::string_view uri) {
  const std::optional<sip::Uri> parsed = sip::parse_uri(uri);
  return parsed ? parsed->user.substr(0, parsed->user.find(';'))
                : std::string_view();
}

// 404, 410, 484, 485 and 604 are about the Request-URI (RFC 3261 21.4.5), which
// on its way may have become another than To.
std::string target_of(const DiagnosisCase& failed, TransactionId teller) {
  constexpr std::array<std::uint16_t, 5> kAboutTarget = {404, 410, 484, 485,
                                                         604};
  const Transaction& told = failed.trace().transaction(teller);
  if (std::ranges::find(kAboutTarget, told.final_status) ==
          kAboutTarget.end() ||
      told.in_dialog || !told.request.valid()) {
    return "";
  }
  const auto request = std::make_unique<sip::Message>();  // large
  if (!failed.trace().parse(told.request, *request)) return "";
  const std::string_view target = request->request_uri;
  const std::string_view user = user_of(target);
  return user.empty() || user == user_of(failed.call().to_uri)
             ? ""
             : fmt::format(" (Request-URI {})", name_of_uri(target));
}

// The appearances of a request, without copies of one packet.
struct RequestCopies {
  std::uint64_t count = 0;
  Timestamp first{};
  Timestamp last{};
  std::uint16_t provisional = 0;  // the last one
  Timestamp provisional_time{};
};

RequestCopies copies_seen_of(const Trace& trace,
                             const Transaction& transaction) {
  RequestCopies copies;
  for (MessageId id = transaction.first_message; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (message.repetition == Repetition::Duplicate) continue;
    if (message.is_provisional()) {
      copies.provisional = message.status;
      copies.provisional_time = message.timestamp;
    }
    if (!message.is_request() || message.method != transaction.method) {
      continue;
    }
    if (copies.count++ == 0) copies.first = message.timestamp;
    copies.last = message.timestamp;
  }
  return copies;
}

std::string fact_of_silence(const DiagnosisCase& failed) {
  const Trace& trace = failed.trace();
  const RequestCopies copies = copies_seen_of(trace, failed.made_by());
  std::string text =
      copies.count == 1
          ? std::string("it was seen once")
          : fmt::format("it was seen {} times within {}", copies.count,
                        to_human(elapsed(copies.first, copies.last)));
  if (copies.provisional != 0) {
    text += fmt::format(
        ", and after {} nothing more came in {}", copies.provisional,
        to_human(elapsed(copies.provisional_time, trace.capture_end())));
  } else {
    text += fmt::format(", and nothing came back in {}",
                        to_human(elapsed(copies.first, trace.capture_end())));
  }
  if (!failed.doubt.empty()) {
    text += fmt::format("; {}, so an answer may be missing", failed.doubt);
  }
  return text;
}

// What the hop behind came to, which the answerer made its answer from.
std::string fact_of_hop_behind(const DiagnosisCase& failed) {
  const Trace& trace = failed.trace();
  const Transaction& behind = trace.transaction(failed.behind);
  if (!behind.final_response.valid()) {
    return fmt::format(
        "it had passed it on to {}, which gave no final response in this "
        "capture",
        to_string(behind.server.address));
  }
  return fmt::format("it had got {} from {}",
                     status_of(failed.analysis, failed.behind),
                     answerer_of(failed.analysis, failed.behind));
}

// The first of that verdict, no weaker than `weakest`; one of a cause repeats
// that, and what Via lacks is no reason for anything.
const HeaderCheck* find_check(const Annotation& annotation, Verdict verdict,
                              DutyLevel weakest) {
  for (const HeaderCheck& check : annotation.header_checks) {
    if (check.verdict == verdict && check.level <= weakest &&
        check.header != "Via" &&
        std::ranges::find(annotation.causes, check.header,
                          &DecodedCause::header) == annotation.causes.end()) {
      return &check;
    }
  }
  return nullptr;
}

// Not the registered phrase, and more than a word: shown with the code.
bool has_own_words(const Annotation& annotation) {
  return annotation.entry != nullptr &&
         annotation.phrase.find(' ') != std::string_view::npos &&
         !equals_ignore_case(annotation.phrase, annotation.entry->phrase);
}

// The code in plain words, where those are meant for such requests.
std::string plain_words(const Transaction& transaction) {
  const ResponseEntry* entry = find_response(transaction.final_status);
  if (entry == nullptr) {
    return as_clause(response_class_of(transaction.final_status).meaning);
  }
  if (const auto* advice = find_advice(*entry, transaction.method_name)) {
    return as_clause(advice->plain);
  }
  const bool meant =
      entry->methods.empty() ||
      std::ranges::find(entry->methods, transaction.method_name) !=
          entry->methods.end();
  return meant ? as_clause(entry->plain) : std::string();
}

// What the response itself says of why, else what its code means; and what it
// lacks, or when to try again.
std::string fact_of_response(const DiagnosisCase& failed) {
  const Annotation* annotation = failed.analysis.annotation_of(failed.origin);
  if (annotation == nullptr) return plain_words(failed.made_by());
  if (const DecodedCause* cause = telling_cause(annotation)) {
    return to_string(*cause);
  }
  if (const HeaderCheck* check =
          find_check(*annotation, Verdict::Ok, DutyLevel::Should)) {
    return check->detail;
  }
  std::string text = has_own_words(*annotation) ? std::string()
                                                : plain_words(failed.made_by());
  // A BYE is not sent again, whenever that might be (RFC 3261 15.1.1).
  const HeaderCheck* when =
      failed.made_by().method == sip::Method::Bye
          ? nullptr
          : find_check(*annotation, Verdict::Ok, DutyLevel::May);
  for (const HeaderCheck* check :
       {find_check(*annotation, Verdict::Missing, DutyLevel::Must), when}) {
    if (check == nullptr) continue;
    if (!text.empty()) text += "; ";
    text += check->detail;
  }
  return text;
}

std::string fact_of_no_answer(const DiagnosisCase& failed) {
  std::string text;
  if (const auto& rang = failed.call().ring_time) {
    text = fmt::format("it rang for {}, then ", to_human(*rang));
  }
  return text + fmt::format("{} answered {}",
                            answerer_of(failed.analysis, failed.teller()),
                            status_of(failed.analysis, failed.teller()));
}

// Their sentences name who answered, and how.
bool is_told_by_people(const DiagnosisEntry& entry) {
  constexpr std::string_view kKinds[] = {"busy", "busy-after-ringing",
                                         "declined", "declined-at-once",
                                         "no-answer"};
  return std::ranges::find(kKinds, entry.id) != std::end(kKinds);
}

// How long it took, of a response that no person could have given as fast.
std::string delay_of(const DiagnosisCase& failed) {
  const Trace& trace = failed.trace();
  const Transaction& told = trace.transaction(failed.teller());
  if (!told.request.valid() || !told.final_response.valid()) return {};
  return to_human(elapsed(trace.message(told.request).timestamp,
                          trace.message(told.final_response).timestamp));
}

bool carries_credentials(const DiagnosisCase& failed) {
  const auto request = std::make_unique<sip::Message>();  // large
  return failed.made_by().request.valid() &&
         failed.trace().parse(failed.made_by().request, *request) &&
         (request->has(sip::HeaderId::Authorization) ||
          request->has(sip::HeaderId::ProxyAuthorization));
}

// What decides, where no finding does.
std::string fact_of(const DiagnosisCase& failed, bool by_people) {
  if (failed.is_silence()) return fact_of_silence(failed);
  if (by_people) return fact_of_no_answer(failed);
  if (failed.behind.valid()) return fact_of_hop_behind(failed);
  if (goes_on_in_ipsec(failed)) {
    return "what followed goes through IPsec, which Security-Server sets up, "
           "and is not in this capture";
  }
  if (failed.failure.outcome == Outcome::Challenged) {
    return carries_credentials(failed)
               ? "the request carried credentials, and got another challenge"
               : "no request with credentials followed under this Call-ID";
  }
  return fact_of_response(failed);
}

std::string without_open_end(std::string sentence) {
  while (sentence.ends_with(' ') || sentence.ends_with(':') ||
         sentence.ends_with('.')) {
    sentence.pop_back();
  }
  return sentence;
}

std::string finish(std::string sentence) {
  while (sentence.ends_with(' ') || sentence.ends_with(':')) {
    sentence.pop_back();
  }
  sentence = cut_text(sentence, kMaxSummaryOctets - 1);
  if (!sentence.ends_with('.')) sentence += '.';
  return sentence;
}

}  // namespace

std::string fact_of(const Analysis& analysis, const Finding& finding) {
  if (const Annotation* annotation =
          analysis.annotation_of(finding.transaction)) {
    for (const HeaderCheck& check : annotation->header_checks) {
      if (check.rule == finding.rule && check.verdict != Verdict::Ok) {
        return check.detail;
      }
    }
  }
  return std::string(without_subject(
      without_full_stop(finding.message),
      finding.transaction.valid()
          ? analysis.trace.transaction(finding.transaction).method_name
          : std::string_view()));
}

std::string fact_of(const Trace& trace, const GivenEnd& end) {
  const MessageRecord& message = trace.message(end.message);
  return fmt::format("{} ended it with {}, giving as reason {}",
                     to_string(message.source.address), message.method_name,
                     to_string(*end.cause));
}

void word(const DiagnosisEntry& entry, const DiagnosisCase& failed,
          const Finding* lead, Diagnosis& diagnosis) {
  const Call& call = failed.call();
  const Transaction& made_by = failed.made_by();
  const bool told = lead != nullptr && !lead->rule->is_outcome;
  const bool by_people = is_told_by_people(entry);
  const TransactionId teller = by_people ? failed.teller() : failed.origin;
  std::string fact =
      told ? fact_of(failed.analysis, *lead) : fact_of(failed, by_people);
  const std::array<Part, 12> parts = {{
      {"answerer", answerer_of(failed.analysis, teller)},
      {"server", to_string(made_by.server)},
      {"method", made_by.method_name.empty()
                     ? "a request"
                     : std::string(made_by.method_name)},
      {"status", status_of(failed.analysis, teller)},
      {"parties", parties_of(call) + target_of(failed, teller)},
      {"caller", caller_of(call)},
      {"callee", callee_of(call)},
      {"kind", std::string(kind_of(call.kind))},
      {"feature", failed.feature},
      {"rang", to_human(failed.rang_for())},
      {"delay", delay_of(failed)},
      {"fact", std::move(fact)},
  }};
  std::string sentence = fill_in(entry.text, parts, diagnosis.fact_at);
  if (told && diagnosis.fact_at == 0) {
    sentence += ": ";
    diagnosis.fact_at = static_cast<std::uint32_t>(sentence.size());
    sentence += parts.back().text;
  }
  if (told && !lead->rule->means.empty() &&
      sentence.size() + lead->rule->means.size() < kMostWithMeaning) {
    sentence += fmt::format("; {}", lead->rule->means);
  }
  if (teller != failed.origin) {
    sentence = without_open_end(std::move(sentence)) +
               fmt::format("; {} passed it on as {}",
                           to_string(made_by.server.address),
                           status_of(failed.analysis, failed.origin));
  }
  // RFC 3261 15.1.1; who challenged it has not passed it on.
  if (failed.failed().method == sip::Method::Bye &&
      failed.failure.outcome != Outcome::Challenged) {
    sentence = without_open_end(std::move(sentence)) +
               "; for its sender the call is over all the same";
  }
  if (!failed.failed().request.valid() && !failed.made_by().request.valid()) {
    sentence = without_open_end(std::move(sentence)) +
               "; the request is not in this capture";
  }
  diagnosis.summary = finish(std::move(sentence));
}

void word(const DiagnosisEntry& entry, const Analysis& analysis,
          std::string_view fact, Diagnosis& diagnosis) {
  const Call& call = analysis.trace.call(diagnosis.call);
  const std::array<Part, 2> parts = {{
      {"parties", parties_of(call)},
      {"fact", std::string(fact)},
  }};
  diagnosis.summary = finish(fill_in(entry.text, parts, diagnosis.fact_at));
}

void replace_fact(Diagnosis& diagnosis, std::string_view fact) {
  std::string sentence = diagnosis.summary;
  if (diagnosis.fact_at != 0) {
    sentence.resize(std::min<std::size_t>(sentence.size(), diagnosis.fact_at));
    if (!sentence.ends_with(": ")) {
      sentence = std::string(without_full_stop(sentence)) + ": ";
    }
  } else {
    sentence = std::string(without_full_stop(sentence)) + ": ";
  }
  diagnosis.summary = finish(sentence.append(without_full_stop(fact)));
}

}  // namespace siptriage::detail
