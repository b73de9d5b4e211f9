#include "annotate/diagnosis_case.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <iterator>
#include <memory>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/message.h"

#include "annotate/exchange.h"
#include "annotate/optional_feature.h"
#include "annotate/passed_on.h"
#include "annotate/silence.h"

namespace siptriage::detail {
namespace {

constexpr Duration kFastestPerson = std::chrono::milliseconds(500);
// RFC 3261 20.43: "399 Miscellaneous warning".
constexpr std::uint32_t kMiscellaneousWarning = 399;
// Q.850: normal call clearing; normal, interworking, unspecified.
constexpr std::uint32_t kEmptyCauses[] = {16, 31, 127};

bool repeats_status(const DecodedCause& cause, std::uint16_t status) {
  return equals_ignore_case(cause.protocol, "SIP") && cause.code == status;
}

// A cause that says something of its own: neither a number that no table knows,
// nor one that stands for all and nothing, nor the status over again.
bool tells_something(const DecodedCause& cause, std::uint16_t status) {
  if (cause.meaning.empty() || !cause.code) return false;
  const std::uint32_t code = *cause.code;
  if (repeats_status(cause, status)) return !cause.text.empty();
  if (equals_ignore_case(cause.protocol, "Q.850") &&
      std::ranges::find(kEmptyCauses, code) != std::end(kEmptyCauses)) {
    return !cause.text.empty() &&
           !equals_ignore_case(cause.text, cause.meaning);
  }
  return true;
}

// The silent hop furthest on; each is looked for behind the one before.
TransactionId last_silent_hop(const Trace& trace, TransactionId id) {
  for (;;) {
    const TransactionId behind =
        failed_hop_behind(trace, trace.transaction(id));
    if (!behind.valid() || trace.transaction(behind).final_response.valid()) {
      return id;
    }
    id = behind;
  }
}

TransactionId id_of(const Trace& trace, const Transaction& transaction) {
  return TransactionId(
      static_cast<std::uint32_t>(&transaction - trace.transactions().data()));
}

}  // namespace

TransactionId DiagnosisCase::teller() const {
  return behind.valid() && trace().transaction(behind).final_response.valid()
             ? behind
             : origin;
}

bool DiagnosisCase::came_at_once() const {
  const Transaction& told = trace().transaction(teller());
  return !call().ring_time && told.request.valid() &&
         told.final_response.valid() &&
         trace().message(told.final_response).timestamp -
                 trace().message(told.request).timestamp <
             kFastestPerson;
}

bool is_by_people(const DiagnosisCase& failed) {
  return !failed.failure.within_call &&
         is_not_answered(failed.call().kind, failed.failure.outcome);
}

bool goes_on_in_ipsec(const DiagnosisCase& failed) {
  if (failed.failure.outcome != Outcome::Challenged || failed.is_silence()) {
    return false;
  }
  const auto response = std::make_unique<sip::Message>();  // large
  return failed.trace().parse(failed.made_by().final_response, *response) &&
         response->has(sip::HeaderId::SecurityServer);
}

bool is_network_block(const DiagnosisCase& failed) {
  constexpr std::uint16_t kDecline = 603;
  const Annotation* annotation = failed.analysis.annotation_of(failed.teller());
  return annotation != nullptr && annotation->code == kDecline &&
         std::ranges::any_of(annotation->causes, [](const DecodedCause& cause) {
           return holds_ignore_case(cause.text, "v=analytics1");
         });
}

bool is_definite(const DecodedCause& cause, std::uint16_t status) {
  if (!tells_something(cause, status) || repeats_status(cause, status)) {
    return false;
  }
  if (cause.protocol.empty()) return *cause.code != kMiscellaneousWarning;
  return !equals_ignore_case(cause.protocol, "Q.850") ||
         std::ranges::find(kEmptyCauses, *cause.code) == std::end(kEmptyCauses);
}

const DecodedCause* telling_cause(const Annotation* annotation) {
  if (annotation == nullptr) return nullptr;
  const std::vector<DecodedCause>& causes = annotation->causes;
  auto found = std::ranges::find_if(causes, [&](const DecodedCause& cause) {
    return is_definite(cause, annotation->code);
  });
  if (found == causes.end()) {
    found = std::ranges::find_if(causes, [&](const DecodedCause& cause) {
      return tells_something(cause, annotation->code);
    });
  }
  return found == causes.end() ? nullptr : &*found;
}

DiagnosisCase case_of(const Analysis& analysis, const CaptureGaps& gaps,
                      const Failure& failure) {
  DiagnosisCase made{analysis, failure, failure.transaction, {}, {}, {}};
  const Trace& trace = analysis.trace;
  if (made.is_silence()) {
    made.origin = last_silent_hop(trace, failure.transaction);
    made.doubt = doubt_of_silence(trace, gaps, made.made_by());
  } else if (made.failed().final_status >= 300) {
    made.origin = id_of(trace, origin_of_response(trace, made.failed()));
    made.behind = failed_hop_behind(trace, made.made_by());
    if (!failure.within_call)
      made.feature = optional_feature_of(trace, made.made_by());
  }
  return made;
}

}  // namespace siptriage::detail
