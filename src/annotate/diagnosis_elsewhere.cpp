#include "annotate/diagnosis_elsewhere.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "siptriage/catalogue/catalogue.h"

#include "annotate/diagnosis_text.h"

namespace siptriage::detail {
namespace {

constexpr std::string_view kRegisteredAllTheSame =
    "callee-registered-all-the-same";

// Seen from the first leg: who called there is in between here.
Side side_behind(std::uint16_t born_status) {
  const ResponseEntry* entry = find_response(born_status);
  if (entry == nullptr) return Side::Unknown;
  switch (entry->side) {
    case FaultSide::Callee:
      return Side::Callee;
    case FaultSide::Server:
      return Side::Server;
    case FaultSide::Network:
      return Side::Network;
    case FaultSide::Caller:
    case FaultSide::None:
      break;
  }
  return Side::Unknown;
}

// The other leg failed before this one ended, with the last of `proof`.
void add_before_end(std::vector<FrameId>& frames,
                    const std::vector<FrameId>& proof) {
  if (proof.empty()) return;
  const auto end = std::ranges::find(frames, proof.back());
  frames.insert(end, proof.begin(),
                end == frames.end() ? proof.end() : proof.end() - 1);
}

bool explains_itself(const Diagnosis& diagnosis) {
  return !diagnosis.rules.empty() && !diagnosis.rules.front()->is_outcome &&
         diagnosis.rules.front()->severity == Severity::Error;
}

}  // namespace

void tell_other_leg(Diagnosis& diagnosis, const Finding& relayed,
                    std::uint16_t born_status) {
  if (!explains_itself(diagnosis)) {
    replace_fact(diagnosis, relayed.message);
    if (diagnosis.severity != Severity::Notice) {
      diagnosis.side = side_behind(born_status);
    }
    diagnosis.certainty = relayed.certainty;
    diagnosis.rules.insert(diagnosis.rules.begin(), relayed.rule);
  } else {
    diagnosis.rules.push_back(relayed.rule);
  }
  add_before_end(diagnosis.frames, relayed.frames);
}

bool tells_of_callee(const RuleEntry& rule) {
  return rule.id == "callee-registration-lapsed" ||
         rule.id == "callee-registration-removed" ||
         rule.id == kRegisteredAllTheSame;
}

void tell_of_callee(Diagnosis& diagnosis, const Finding& finding) {
  if (explains_itself(diagnosis)) {
    diagnosis.rules.push_back(finding.rule);
  } else {
    const std::string_view message = finding.message;
    replace_fact(diagnosis, message.substr(message.find(": ") + 2));
    diagnosis.side =
        finding.rule->id == kRegisteredAllTheSame ? Side::Server : Side::Callee;
    diagnosis.certainty = finding.certainty;
    diagnosis.rules.insert(diagnosis.rules.begin(), finding.rule);
  }
  // What was registered before stands before.
  diagnosis.frames.insert(diagnosis.frames.begin(), finding.frames.front());
}

}  // namespace siptriage::detail
