#pragma once
// Judge: where rules put what they found. Looks the rule up in the catalogue,
// adds the frames that prove it, and words what all rules word alike.

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"

#include "annotate/exchange.h"

namespace siptriage::detail {

// The catalogue's entry for a rule that the code names; a rule unknown to the
// catalogue is a fault of ours, caught by a test.
[[nodiscard]] const RuleEntry& rule_entry(std::string_view id);

// The sentence for a header field that a rule misses. We watch from one point:
// something on the way may have removed it.
[[nodiscard]] std::string not_present(std::string_view header);

class Judge {
 public:
  Judge(const Exchange& exchange, Annotation& annotation,
        std::vector<Finding>& findings)
      : exchange_(exchange), annotation_(annotation), findings_(findings) {}

  // The response does its duty.
  void pass(std::string_view rule, sip::HeaderId header, DutyLevel level,
            std::string detail);
  // It does not: a check that failed, and a finding. Where a proxy passed the
  // response on with that header field as it came, the finding is left to the
  // hop where it came from.
  void fail(std::string_view rule, sip::HeaderId header, DutyLevel level,
            Verdict verdict, std::string detail);
  // The same where a proxy may have changed the request, or another one came
  // to the server: the finding is likely only.
  void fail_likely(std::string_view rule, sip::HeaderId header, DutyLevel level,
                   Verdict verdict, std::string detail);
  // A check that failed without being worth a finding.
  void note(std::string_view rule, sip::HeaderId header, DutyLevel level,
            Verdict verdict, std::string detail);

  [[nodiscard]] Annotation& annotation() { return annotation_; }

  // What the response shows beyond its duties: a finding and no check. For
  // responses that are at their origin.
  void tell(std::string_view rule, sip::HeaderId proof, std::string_view detail,
            Certainty certainty = Certainty::Certain);

  // True where the response was made at this hop, as far as the capture shows:
  // what the request at an earlier hop lacks may have been added on the way.
  [[nodiscard]] bool is_at_origin() const;

 private:
  void fail_with(Certainty certainty, std::string_view rule,
                 sip::HeaderId header, DutyLevel level, Verdict verdict,
                 std::string detail);
  [[nodiscard]] bool came_with_the_same(sip::HeaderId header) const;

  const Exchange& exchange_;
  Annotation& annotation_;
  std::vector<Finding>& findings_;
};

// "405 Method Not Allowed to MESSAGE", as far as the response says.
[[nodiscard]] std::string describe_response(const Annotation& annotation,
                                            std::string_view method);

// A finding about one transaction, its request and final response as frames.
[[nodiscard]] Finding make_finding(std::string_view rule, const Trace& trace,
                                   TransactionId id, std::string message,
                                   Certainty certainty = Certainty::Certain);

// Adds the header fields of that name in `message` as evidence.
void add_evidence(Finding& finding, FrameId frame, const sip::Message& message,
                  sip::HeaderId header);

}  // namespace siptriage::detail
