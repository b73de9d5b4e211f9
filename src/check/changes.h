#pragma once
// Changes: what is told of a scenario that differs from its baseline.

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "siptriage/check/snapshot.h"
#include "siptriage/check/verdict.h"

namespace siptriage::check {

// "INVITE, ACK, BYE and 3 more", each once.
[[nodiscard]] std::string list_of(std::vector<std::string> words);
// "INVITE has", "INVITE and BYE have".
[[nodiscard]] std::string_view has_or_have(const std::vector<std::string>& of);

class Changes {
 public:
  // Lifetime: as long as changes are told.
  Changes(const std::string& name, const Scenario& measured,
          std::vector<Assertion>& assertions)
      : name_(name), measured_(measured), assertions_(assertions) {}

  // `kind` is one of assertion_kinds().
  Assertion& worse(std::string_view kind, Severity severity,
                   std::string subject, std::string reason) {
    return add(kind, Change::Worse, severity, std::move(subject),
               std::move(reason));
  }
  Assertion& better(std::string_view kind, std::string subject,
                    std::string reason) {
    return add(kind, Change::Better, Severity::Notice, std::move(subject),
               std::move(reason));
  }
  Assertion& neutral(std::string_view kind, std::string subject,
                     std::string reason) {
    return add(kind, Change::Neutral, Severity::Notice, std::move(subject),
               std::move(reason));
  }
  // Worse with that severity, or neutral.
  Assertion& worse_if(bool is_worse, std::string_view kind, Severity severity,
                      std::string subject, std::string reason) {
    return is_worse
               ? worse(kind, severity, std::move(subject), std::move(reason))
               : neutral(kind, std::move(subject), std::move(reason));
  }

 private:
  Assertion& add(std::string_view kind, Change change, Severity severity,
                 std::string subject, std::string reason);

  const std::string& name_;
  const Scenario& measured_;
  std::vector<Assertion>& assertions_;
};

// Names the frames of an assertion, each once, and counts those past
// kMaxCheckedFrames.
void name_frames(Assertion& assertion, std::vector<FrameId> frames);

}  // namespace siptriage::check
