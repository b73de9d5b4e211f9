// What a response has to take over from its request (RFC 3261 8.2.6.2): where
// it does not, the client cannot tell what it answers.

#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

bool has_one_via(const sip::Message& message) {
  return !message.has_several(HeaderId::Via) &&
         message.value_of(HeaderId::Via).find(',') == std::string_view::npos;
}

void check_via(const Exchange& exchange, Judge& judge) {
  const sip::Message& response = exchange.response;
  if (exchange.request == nullptr || !response.has(HeaderId::Via)) return;
  if (!has_one_via(*exchange.request) || !has_one_via(response)) {
    const std::size_t sent = list_of(*exchange.request, HeaderId::Via).size();
    const std::size_t came = list_of(response, HeaderId::Via).size();
    if (sent != came) {
      return judge.tell("response-via-mismatch", HeaderId::Via,
                        fmt::format("the request seen here carries {} Via "
                                    "value{}, the response {}",
                                    sent, sent == 1 ? "" : "s", came));
    }
  }
  const std::string_view sent = exchange.transaction.branch;
  const std::string_view came = exchange.response_record.branch;
  if (sent.empty() || equals_ignore_case(sent, came)) return;
  judge.tell("response-via-mismatch", HeaderId::Via,
             fmt::format("the topmost Via has branch \"{}\", that of the "
                         "request \"{}\"",
                         came.substr(0, kMaxEvidenceOctets),
                         sent.substr(0, kMaxEvidenceOctets)));
}

void check_tags(const Exchange& exchange, Judge& judge) {
  if (!exchange.transaction.request.valid()) return;
  const MessageRecord& request =
      exchange.scene.message(exchange.transaction.request);
  const MessageRecord& response = exchange.response_record;
  if (!equals_ignore_case(request.from_tag, response.from_tag)) {
    judge.tell("response-tags-changed", HeaderId::From,
               fmt::format("From has tag \"{}\", in the request \"{}\"",
                           response.from_tag.substr(0, kMaxEvidenceOctets),
                           request.from_tag.substr(0, kMaxEvidenceOctets)));
  }
  if (!request.to_tag.empty() &&
      !equals_ignore_case(request.to_tag, response.to_tag)) {
    judge.tell("response-tags-changed", HeaderId::To,
               fmt::format("To has tag \"{}\", in the request \"{}\"",
                           response.to_tag.substr(0, kMaxEvidenceOctets),
                           request.to_tag.substr(0, kMaxEvidenceOctets)));
  }
  if (!request.to_tag.empty() || !response.to_tag.empty()) return;
  const bool opens_dialog =
      exchange.transaction.method == sip::Method::Invite &&
      exchange.transaction.final_status / 100 == 2;
  judge.fail(opens_dialog ? "invite-2xx-without-to-tag"
                          : "final-response-without-to-tag",
             HeaderId::To, DutyLevel::Must, Verdict::Malformed,
             "To has no tag");
}

constexpr auto kVia = ids("response-via-mismatch");
constexpr auto kTags = ids("response-tags-changed", "invite-2xx-without-to-tag",
                           "final-response-without-to-tag");

constexpr ResponseRule kResponses[] = {
    {check_via, kVia, {}},
    {check_tags, kTags, {}},
};

}  // namespace

const RuleSet& response_matching_rules() {
  static constexpr RuleSet kRules{.responses = kResponses};
  return kRules;
}

}  // namespace siptriage::detail
