// annotate(): runs every rule over a trace.

#include <algorithm>
#include <tuple>
#include <utility>

#include "siptriage/annotate/analysis.h"
#include "siptriage/catalogue/catalogue.h"

#include "annotate/causes.h"
#include "annotate/failure_groups.h"
#include "annotate/rules.h"

namespace siptriage {
namespace {

std::string_view who_said(const sip::Message& response) {
  const std::string_view server = response.value_of(sip::HeaderId::Server);
  return server.empty() ? response.value_of(sip::HeaderId::UserAgent) : server;
}

bool runs_for(const detail::HeaderRule& rule, std::uint16_t status) {
  return rule.codes.empty() || std::find(rule.codes.begin(), rule.codes.end(),
                                         status) != rule.codes.end();
}

// Annotates final responses; the two messages are large, so made once.
class Annotator {
 public:
  explicit Annotator(Analysis& analysis) : analysis_(analysis) {}

  void annotate(TransactionId id) {
    const Trace& trace = analysis_.trace;
    const Transaction& transaction = trace.transaction(id);
    if (!transaction.final_response.valid() ||
        !trace.parse(transaction.final_response, response_)) {
      return;
    }
    const bool has_request = transaction.request.valid() &&
                             trace.parse(transaction.request, request_);
    Annotation annotation;
    annotation.transaction = id;
    annotation.response = transaction.final_response;
    annotation.code = transaction.final_status;
    annotation.phrase = response_.reason_phrase;
    annotation.entry = find_response(annotation.code);
    annotation.response_class = &response_class_of(annotation.code);
    annotation.said_by = who_said(response_);
    annotation.causes = detail::decode_causes(response_);
    const detail::Exchange exchange{
        trace,       id,
        transaction, trace.message(transaction.final_response),
        response_,   has_request ? &request_ : nullptr};
    detail::Judge judge(exchange, annotation, analysis_.findings);
    for (const detail::HeaderRule& rule : detail::header_rules()) {
      if (runs_for(rule, annotation.code)) rule.check(exchange, judge);
    }
    analysis_.annotations.push_back(std::move(annotation));
  }

 private:
  Analysis& analysis_;
  sip::Message request_;
  sip::Message response_;
};

void annotate_responses(Analysis& analysis) {
  Annotator annotator(analysis);
  const std::size_t count = analysis.trace.transactions().size();
  for (std::uint32_t i = 0; i < count; ++i) {
    annotator.annotate(TransactionId(i));
  }
  std::stable_sort(analysis.annotations.begin(), analysis.annotations.end(),
                   [](const Annotation& a, const Annotation& b) {
                     return a.response < b.response;
                   });
  analysis.annotation_index.assign(count, Analysis::kNoAnnotation);
  for (std::uint32_t i = 0; i < analysis.annotations.size(); ++i) {
    analysis.annotation_index[analysis.annotations[i].transaction.index()] = i;
  }
}

// The causes of requests and of responses that carry no annotation.
void decode_other_causes(Analysis& analysis) {
  const Trace& trace = analysis.trace;
  sip::Message message;
  for (std::uint32_t i = 0; i < trace.messages().size(); ++i) {
    const MessageRecord& record = trace.messages()[i];
    if (record.repetition != Repetition::None) continue;
    if (record.transaction.valid() &&
        trace.transaction(record.transaction).final_response == MessageId(i)) {
      continue;
    }
    if (!trace.parse(MessageId(i), message)) continue;
    std::vector<DecodedCause> causes = detail::decode_causes(message);
    if (!causes.empty()) {
      analysis.causes.push_back({MessageId(i), std::move(causes)});
    }
  }
}

void run_rules(Analysis& analysis) {
  const Trace& trace = analysis.trace;
  for (std::uint32_t i = 0; i < trace.transactions().size(); ++i) {
    for (const detail::TransactionRule& rule : detail::transaction_rules()) {
      rule.judge(trace, TransactionId(i), analysis.findings);
    }
  }
  for (std::uint32_t i = 0; i < trace.calls().size(); ++i) {
    for (const detail::CallRule& rule : detail::call_rules()) {
      rule.judge(trace, CallId(i), analysis.findings);
    }
  }
  for (const detail::CaptureRule& rule : detail::capture_rules()) {
    rule.judge(trace, analysis.coverage, analysis.findings);
  }
}

void sort_findings(std::vector<Finding>& findings) {
  const auto first_frame = [](const Finding& finding) {
    return finding.frames.empty() ? FrameId() : finding.frames.front();
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) {
                     return std::tuple(a.severity, first_frame(a), a.rule->id) <
                            std::tuple(b.severity, first_frame(b), b.rule->id);
                   });
}

}  // namespace

std::string_view to_string(Certainty certainty) {
  switch (certainty) {
    case Certainty::Certain:
      return "certain";
    case Certainty::Likely:
      return "likely";
    case Certainty::Possible:
      return "possible";
  }
  return "";
}

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::Ok:
      return "ok";
    case Verdict::Missing:
      return "missing";
    case Verdict::Malformed:
      return "malformed";
    case Verdict::Contradicts:
      return "contradicts";
  }
  return "";
}

const Annotation* Analysis::annotation_of(TransactionId id) const {
  if (!id.valid() || id.index() >= annotation_index.size() ||
      annotation_index[id.index()] == kNoAnnotation) {
    return nullptr;
  }
  return &annotations[annotation_index[id.index()]];
}

Analysis annotate(Trace trace, Coverage coverage) {
  Analysis analysis;
  analysis.trace = std::move(trace);
  analysis.coverage = std::move(coverage);
  annotate_responses(analysis);
  decode_other_causes(analysis);
  run_rules(analysis);
  sort_findings(analysis.findings);
  for (const Call& call : analysis.trace.calls()) {
    ++analysis.outcomes[static_cast<std::size_t>(call.outcome)];
  }
  analysis.failures = detail::group_failures(analysis);
  return analysis;
}

}  // namespace siptriage
