#include "siptriage/annotate/metrics.h"

namespace siptriage {
namespace {

Ratio fraction_of(const MetricSet& set, RatioMetric metric) {
  const SessionCounts& sessions = set.sessions;
  switch (metric) {
    case RatioMetric::Ser:
      return {sessions.answered, sessions.decided() - sessions.redirected};
    case RatioMetric::Seer:
      return {sessions.answered + sessions.by_user,
              sessions.decided() - sessions.redirected};
    case RatioMetric::Isa:
      return {sessions.ineffective, sessions.decided()};
    case RatioMetric::Scr:
      return {sessions.completed, sessions.decided() - sessions.open};
    case RatioMetric::Asr:
      return {sessions.answered, sessions.decided()};
    case RatioMetric::Ner:
      return {sessions.answered + sessions.met_user, sessions.decided()};
    case RatioMetric::Ira:
      return {set.registrations.failed, set.registrations.decided()};
    case RatioMetric::Count:
      break;
  }
  return {};
}

void add_to(SessionCounts& to, const SessionCounts& more) {
  to.attempts += more.attempts;
  to.undecided += more.undecided;
  to.redirected += more.redirected;
  to.answered += more.answered;
  to.by_user += more.by_user;
  to.met_user += more.met_user;
  to.ineffective += more.ineffective;
  to.completed += more.completed;
  to.bye_timed_out += more.bye_timed_out;
  to.open += more.open;
  to.invites += more.invites;
  to.invites_challenged += more.invites_challenged;
  to.invites_redirected += more.invites_redirected;
}

void add_to(RegistrationCounts& to, const RegistrationCounts& more) {
  to.attempts += more.attempts;
  to.undecided += more.undecided;
  to.succeeded += more.succeeded;
  to.failed += more.failed;
  to.given_up += more.given_up;
  to.registers += more.registers;
}

}  // namespace

std::string_view to_string(RatioMetric metric) {
  static constexpr std::string_view kNames[] = {"SER", "SEER", "ISA", "SCR",
                                                "ASR", "NER",  "IRA"};
  return kNames[static_cast<std::size_t>(metric)];
}

std::string_view to_string(DelayMetric metric) {
  static constexpr std::string_view kNames[] = {"RRD", "SRD", "SRD", "PDD",
                                                "SDD", "SDT", "SDT", "ACD"};
  return kNames[static_cast<std::size_t>(metric)];
}

std::optional<Ratio> MetricSet::ratio(RatioMetric metric) const {
  const Ratio ratio = fraction_of(*this, metric);
  if (ratio.whole == 0) return std::nullopt;
  return ratio;
}

void MetricSet::add(const MetricSet& other) {
  add_to(sessions, other.sessions);
  add_to(registrations, other.registrations);
  for (std::size_t i = 0; i < delays.size(); ++i) {
    delays[i].merge(other.delays[i]);
  }
}

}  // namespace siptriage
