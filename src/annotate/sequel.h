#pragma once
// Sequel: what a rule of the closed loop looks at: a final response, its
// request, and the next attempt of the same client; and SequelJudge, where it
// puts what it found.

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/analysis.h"
#include "siptriage/sip/message.h"

#include "annotate/scene.h"

namespace siptriage::detail {

struct Sequel {
  const Scene& scene;
  TransactionId id;
  const Transaction& answered;
  const sip::Message& request;
  const sip::Message& response;
  const Annotation& annotation;
  // Of the next attempt; nullptr where none is in the capture.
  TransactionId next_id;
  const Transaction* next = nullptr;
  const sip::Message* retry = nullptr;
  // From the final response to the next attempt, as seen at the capture point.
  Duration waited{};
};

// "the next INVITE".
[[nodiscard]] std::string next_request(const Sequel& sequel);
// "2.1 s", "340 ms".
[[nodiscard]] std::string seconds_text(Duration duration);

class SequelJudge {
 public:
  // `tells`: whether what was ignored is worth a finding at this hop.
  SequelJudge(const Sequel& sequel, Annotation& annotation,
              std::vector<Finding>& findings, bool tells)
      : sequel_(sequel),
        annotation_(annotation),
        findings_(findings),
        tells_(tells) {}

  // The attempt does what the response calls for.
  void obeyed(std::string detail);
  // It does not: a verdict, and a finding with `asked` of the response and
  // `given` of the next attempt as evidence.
  void ignored(std::string_view rule, sip::HeaderId asked, sip::HeaderId given,
               std::string detail);
  // What it does wrong all the same: a finding only.
  void remark(std::string_view rule, sip::HeaderId asked, sip::HeaderId given,
              const std::string& detail);
  // It tells nothing of either.
  void undecided(std::string detail);

 private:
  void decide(FollowUpVerdict verdict, std::string detail);

  const Sequel& sequel_;
  Annotation& annotation_;
  std::vector<Finding>& findings_;
  bool tells_;
};

}  // namespace siptriage::detail
