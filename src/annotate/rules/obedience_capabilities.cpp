// After 415, 420, 421 and a security agreement: does the next attempt keep to
// what the server said it can do, and wants (RFC 3261 8.1.3.5, RFC 3329)?

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/values.h"

#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;
using List = std::vector<std::string_view>;

List required_by(const sip::Message& request) {
  List tags = bare_list_of(request, HeaderId::Require);
  const List of_proxies = bare_list_of(request, HeaderId::ProxyRequire);
  tags.insert(tags.end(), of_proxies.begin(), of_proxies.end());
  return tags;
}

bool names_unsupported(const Sequel& sequel) {
  return sequel.response.has(HeaderId::Unsupported);
}

void judge_options(const Sequel& sequel, SequelJudge& judge) {
  const List refused = bare_list_of(sequel.response, HeaderId::Unsupported);
  List kept;
  for (const std::string_view tag : required_by(*sequel.retry)) {
    if (contains_ignore_case(refused, tag)) kept.push_back(tag);
  }
  if (kept.empty()) {
    judge.obeyed(fmt::format("{} does not require {} any more",
                             next_request(sequel), join(refused)));
    return;
  }
  judge.ignored(
      "420-retry-with-refused-option", HeaderId::Unsupported,
      sequel.retry->has(HeaderId::Require) ? HeaderId::Require
                                           : HeaderId::ProxyRequire,
      fmt::format("{} still requires {}", next_request(sequel), join(kept)));
}

bool names_required(const Sequel& sequel) {
  return sequel.response.has(HeaderId::Require);
}

void judge_extension(const Sequel& sequel, SequelJudge& judge) {
  List offered = bare_list_of(*sequel.retry, HeaderId::Supported);
  for (const std::string_view tag : required_by(*sequel.retry)) {
    offered.push_back(tag);
  }
  List missing;
  const List wanted = bare_list_of(sequel.response, HeaderId::Require);
  for (const std::string_view tag : wanted) {
    if (!contains_ignore_case(offered, tag)) missing.push_back(tag);
  }
  if (missing.empty()) {
    judge.obeyed(
        fmt::format("{} supports {}", next_request(sequel), join(wanted)));
    return;
  }
  judge.ignored("421-retry-without-extension", HeaderId::Require,
                HeaderId::Supported,
                fmt::format("{} does not list {} in Supported",
                            next_request(sequel), join(missing)));
}

// "en" accepts "en-gb" (RFC 3261 20.3, by way of RFC 2616 14.4).
bool accepts_language(const List& accepted, std::string_view language) {
  return std::ranges::any_of(accepted, [&](std::string_view range) {
    return range == "*" || equals_ignore_case(range, language) ||
           (starts_with_ignore_case(language, range) &&
            language.substr(range.size()).starts_with('-'));
  });
}

// What the body of the next attempt has that the response does not list.
std::string refused_part(const Sequel& sequel) {
  const sip::Message& retry = *sequel.retry;
  const sip::Message& response = sequel.response;
  const std::string_view content_type = retry.value_of(HeaderId::ContentType);
  const std::string_view type = sip::media_type(content_type);
  if (response.has(HeaderId::Accept) && !type.empty() &&
      !accepts_body(response, content_type)) {
    const bool is_listed = contains_ignore_case(
        accepted_list_of(response, HeaderId::Accept), type);
    return fmt::format("type {}", is_listed ? content_type : type);
  }
  if (response.has(HeaderId::AcceptEncoding)) {
    const List known = accepted_list_of(response, HeaderId::AcceptEncoding);
    for (const auto coding : bare_list_of(retry, HeaderId::ContentEncoding)) {
      if (!equals_ignore_case(coding, "identity") &&
          !contains_ignore_case(known, "*") &&
          !contains_ignore_case(known, coding)) {
        return fmt::format("encoding {}", coding);
      }
    }
  }
  if (response.has(HeaderId::AcceptLanguage)) {
    const List known = accepted_list_of(response, HeaderId::AcceptLanguage);
    for (const auto tongue : bare_list_of(retry, HeaderId::ContentLanguage)) {
      if (!accepts_language(known, tongue)) {
        return fmt::format("language {}", tongue);
      }
    }
  }
  return {};
}

bool names_formats(const Sequel& sequel) {
  return sequel.response.has(HeaderId::Accept) ||
         sequel.response.has(HeaderId::AcceptEncoding) ||
         sequel.response.has(HeaderId::AcceptLanguage);
}

void judge_body(const Sequel& sequel, SequelJudge& judge) {
  if (sequel.retry->body.empty()) {
    judge.obeyed(fmt::format("{} has no body", next_request(sequel)));
    return;
  }
  const std::string refused = refused_part(sequel);
  if (refused.empty()) {
    judge.obeyed(
        fmt::format("the body of {} is of a kind that the response "
                    "lists",
                    next_request(sequel)));
    return;
  }
  judge.ignored("415-retry-with-refused-body", HeaderId::Accept,
                HeaderId::ContentType,
                fmt::format("the body of {} is of {}, which the response does "
                            "not list",
                            next_request(sequel), refused));
}

// Elements of it without white space, in small letters, sorted.
std::vector<std::string> mechanisms_of(const sip::Message& message,
                                       HeaderId header) {
  std::vector<std::string> mechanisms;
  for (const std::string_view element : list_of(message, header)) {
    std::string& text = mechanisms.emplace_back();
    for (const char c : element) {
      if (c != ' ' && c != '\t') text += to_lower(c);
    }
  }
  std::ranges::sort(mechanisms);
  return mechanisms;
}

bool is_to_be_verified(const Sequel& sequel) {
  return sequel.response.has(HeaderId::SecurityServer);
}

// RFC 3329 2.3.1: what the server lists comes back, so that nobody between can
// have taken the strong mechanisms out. A proxy takes Security-Verify off.
void judge_verify(const Sequel& sequel, SequelJudge& judge) {
  if (!sequel.retry->has(HeaderId::SecurityVerify) ||
      mechanisms_of(*sequel.retry, HeaderId::SecurityVerify) ==
          mechanisms_of(sequel.response, HeaderId::SecurityServer)) {
    return;
  }
  judge.remark(
      "security-verify-altered", HeaderId::SecurityServer,
      HeaderId::SecurityVerify,
      fmt::format("Security-Verify of {} is {}, but Security-Server was {}",
                  next_request(sequel),
                  join(list_of(*sequel.retry, HeaderId::SecurityVerify)),
                  join(list_of(sequel.response, HeaderId::SecurityServer))));
}

constexpr auto kOptions = ids("420-retry-with-refused-option");
constexpr auto kExtension = ids("421-retry-without-extension");
constexpr auto kBody = ids("415-retry-with-refused-body");
constexpr auto kVerify = ids("security-verify-altered");
constexpr auto kAgreeing = codes(401, 407, 421, 494);
constexpr auto k415 = codes(415);
constexpr auto k420 = codes(420);
constexpr auto k421 = codes(421);

}  // namespace

const RuleSet& capability_sequel_rules() {
  static constexpr SequelRule kSequels[] = {
      {names_formats, judge_body, kBody, k415},
      {names_unsupported, judge_options, kOptions, k420},
      {names_required, judge_extension, kExtension, k421},
      {is_to_be_verified, judge_verify, kVerify, kAgreeing},
  };
  static constexpr RuleSet kRules{.sequels = kSequels};
  return kRules;
}

}  // namespace siptriage::detail
