// After 401 and 407: does the next attempt answer the challenge (RFC 3261 22)?

#include <algorithm>
#include <array>
#include <bitset>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"

#include "annotate/crossings.h"
#include "annotate/rules/rule_set.h"
#include "annotate/rules/subjects.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// Challenges and credentials of one message looked at.
constexpr std::size_t kMaxValues = 8;
// No server that means it lets a nonce expire sooner.
constexpr Duration kSurelyFresh = std::chrono::seconds(5);
constexpr int kTimeout = 64;  // times T1, RFC 3261 17.1.1.2
constexpr std::string_view kDefaultAlgorithm = "MD5";

// A Digest challenge, or credentials.
struct Digest {
  HeaderId header = HeaderId::Unknown;
  std::string_view realm;
  std::string_view nonce;
  std::string_view algorithm;
  std::string_view qop;  // of a challenge, a list
  std::string_view cnonce;
  std::string_view nonce_count;
  std::string_view uri;
  std::string_view opaque;
  std::string_view stale;  // of a challenge
};

struct DigestPart {
  std::string_view name;
  std::string_view Digest::*member;
};
constexpr std::array kDigestParts = {
    DigestPart{"realm", &Digest::realm},
    DigestPart{"nonce", &Digest::nonce},
    DigestPart{"algorithm", &Digest::algorithm},
    DigestPart{"qop", &Digest::qop},
    DigestPart{"cnonce", &Digest::cnonce},
    DigestPart{"nc", &Digest::nonce_count},
    DigestPart{"uri", &Digest::uri},
    DigestPart{"opaque", &Digest::opaque},
    DigestPart{"stale", &Digest::stale},
};

// Of what is given twice, the first counts.
Digest read_digest(HeaderId header, std::string_view parameters) {
  Digest digest;
  digest.header = header;
  std::bitset<kDigestParts.size()> given;
  for (sip::Parameter p; sip::next_auth_parameter(parameters, p);) {
    const auto part =
        std::ranges::find_if(kDigestParts, [&p](const DigestPart& known) {
          return equals_ignore_case(known.name, p.name);
        });
    if (part == kDigestParts.end()) continue;
    const auto place = static_cast<std::size_t>(part - kDigestParts.begin());
    if (given[place]) continue;
    given[place] = true;
    digest.*(part->member) = p.value;
  }
  if (digest.algorithm.empty()) digest.algorithm = kDefaultAlgorithm;
  return digest;
}

// The parameters of a Digest challenge or credentials.
std::optional<std::string_view> digest_parameters(std::string_view value) {
  const auto auth = sip::parse_auth(value);
  if (!auth || !equals_ignore_case(auth->scheme, "Digest")) return std::nullopt;
  return auth->parameters;
}

std::vector<Digest> digests_of(const sip::Message& message, HeaderId one,
                               HeaderId other) {
  std::vector<Digest> all;
  if (!message.has(one) && !message.has(other)) return all;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != one && field.id != other) continue;
    const auto parameters = digest_parameters(field.value);
    if (!parameters) continue;
    all.push_back(read_digest(field.id, *parameters));
    if (all.size() == kMaxValues) break;
  }
  return all;
}

std::vector<Digest> challenges_of(const sip::Message& response) {
  return digests_of(response, HeaderId::WwwAuthenticate,
                    HeaderId::ProxyAuthenticate);
}
std::vector<Digest> credentials_of(const sip::Message& request) {
  return digests_of(request, HeaderId::Authorization,
                    HeaderId::ProxyAuthorization);
}

HeaderId answer_header(HeaderId challenge) {
  return challenge == HeaderId::WwwAuthenticate ? HeaderId::Authorization
                                                : HeaderId::ProxyAuthorization;
}

// A ping that is challenged each time has done its work: what answers it is
// alive.
bool is_challenged(const Sequel& sequel) {
  if (sequel.answered.method == sip::Method::Options) return false;
  return std::ranges::any_of(
      sequel.response.header_fields(), [](const sip::HeaderField& field) {
        return (field.id == HeaderId::WwwAuthenticate ||
                field.id == HeaderId::ProxyAuthenticate) &&
               digest_parameters(field.value);
      });
}

// The server did not take the next attempt either.
bool is_refused_again(const Sequel& sequel) {
  const std::uint16_t status = sequel.next->final_status;
  return status == 400 || status == 401 || status == 403 || status == 407;
}

// One challenge and the credentials that answer it.
struct Answer {
  const Digest* challenge = nullptr;
  const Digest* credentials = nullptr;
};

// Answers to one realm, the same nonce and the right header field first.
int likeness(const Digest& challenge, const Digest& credentials) {
  return (credentials.nonce == challenge.nonce ? 4 : 0) +
         (credentials.header == answer_header(challenge.header) ? 2 : 0) +
         (equals_ignore_case(credentials.algorithm, challenge.algorithm) ? 1
                                                                         : 0);
}

Answer find_answer(const std::vector<Digest>& challenges,
                   const std::vector<Digest>& credentials) {
  Answer best;
  int best_likeness = -1;
  for (const Digest& challenge : challenges) {
    for (const Digest& each : credentials) {
      if (each.realm != challenge.realm) continue;
      const int value = likeness(challenge, each);
      if (value <= best_likeness) continue;
      best = {&challenge, &each};
      best_likeness = value;
    }
  }
  return best;
}

// "auth, auth-int"
bool lists_word(std::string_view list, std::string_view word) {
  for (std::string_view each; sip::next_list_element(list, each);) {
    if (equals_ignore_case(trim(each), word)) return true;
  }
  return false;
}

std::string realms_of(const std::vector<Digest>& digests) {
  std::string text;
  for (const Digest& digest : digests) {
    if (!text.empty()) text += ", ";
    text += fmt::format("\"{}\"", digest.realm);
  }
  return text;
}

// Of one challenged request and the next attempt.
class Answerer {
 public:
  Answerer(const Sequel& sequel, SequelJudge& judge)
      : sequel_(sequel),
        judge_(judge),
        challenges_(challenges_of(sequel.response)),
        credentials_(credentials_of(*sequel.retry)),
        answer_(find_answer(challenges_, credentials_)) {}

  void judge() {
    check_cseq();
    if (answer_.challenge == nullptr) return judge_missing();
    if (answer_.credentials->header !=
        answer_header(answer_.challenge->header)) {
      return fail("challenge-retry-in-wrong-header",
                  fmt::format("{} carries its credentials for realm \"{}\" in "
                              "{} instead of {}",
                              next(), answer_.credentials->realm,
                              sip::to_string(answer_.credentials->header),
                              sip::to_string(
                                  answer_header(answer_.challenge->header))));
    }
    if (repeats_nonce()) {
      return fail("challenge-retry-with-refused-nonce",
                  fmt::format("{} uses nonce \"{}\" again, which was just "
                              "refused, and not that of the challenge",
                              next(), answer_.credentials->nonce));
    }
    if (is_refused_again(sequel_) && find_fault()) return;
    check_staleness();
    judge_.obeyed(
        fmt::format("{} carries credentials for realm \"{}\"{}", next(),
                    answer_.credentials->realm,
                    answer_.credentials->nonce == answer_.challenge->nonce
                        ? " with the nonce of the challenge"
                        : ", with a nonce from elsewhere"));
  }

 private:
  [[nodiscard]] std::string next() const { return next_request(sequel_); }

  void fail(std::string_view rule, std::string detail) {
    const HeaderId asked = answer_.challenge == nullptr
                               ? challenges_.front().header
                               : answer_.challenge->header;
    const HeaderId given = answer_.credentials == nullptr
                               ? answer_header(asked)
                               : answer_.credentials->header;
    judge_.ignored(rule, asked, given, std::move(detail));
  }

  // Who gave up and begins anew later, or begins anew because credentials were
  // refused, has not overlooked the challenge.
  [[nodiscard]] bool begins_anew() const {
    return sequel_.waited > kTimeout * sequel_.scene.trace.t1() ||
           !credentials_of(sequel_.request).empty();
  }

  void judge_missing() {
    if (credentials_.empty() && begins_anew()) {
      return judge_.undecided(
          fmt::format("{}, {} later, begins anew without credentials", next(),
                      seconds_text(sequel_.waited)));
    }
    if (credentials_.empty()) {
      return fail("challenge-retry-without-credentials",
                  fmt::format("{}, {} later, carries no credentials", next(),
                              seconds_text(sequel_.waited)));
    }
    fail("challenge-retry-for-other-realm",
         fmt::format("{} has credentials for realm {} only; the challenge is "
                     "for {}",
                     next(), realms_of(credentials_), realms_of(challenges_)));
  }

  // RFC 3261 22.2: the CSeq number is raised.
  void check_cseq() {
    if (sequel_.next->cseq_number != sequel_.answered.cseq_number) return;
    judge_.remark("challenge-retry-same-cseq", challenges_.front().header,
                  HeaderId::CSeq,
                  fmt::format("{} has the CSeq number {} of the request that "
                              "was challenged",
                              next(), sequel_.next->cseq_number));
  }

  [[nodiscard]] bool repeats_nonce() const {
    const std::string_view nonce = answer_.credentials->nonce;
    if (nonce == answer_.challenge->nonce || nonce.empty()) return false;
    const auto was = credentials_of(sequel_.request);
    return std::ranges::any_of(was, [&](const Digest& each) {
      return each.realm == answer_.credentials->realm && each.nonce == nonce;
    });
  }

  // The server had made that nonce a moment before.
  void check_staleness() {
    if (answer_.credentials->nonce != answer_.challenge->nonce ||
        sequel_.waited > kSurelyFresh ||
        !sequel_.next->final_response.valid()) {
      return;
    }
    const Reading refusal(sequel_.scene, sequel_.next->final_response);
    if (!refusal) return;
    const auto again = challenges_of(*refusal);
    const auto stale = std::ranges::find_if(again, [&](const Digest& each) {
      return each.realm == answer_.credentials->realm &&
             equals_ignore_case(each.stale, "true");
    });
    if (stale == again.end()) return;
    judge_.remark(
        "fresh-nonce-called-stale", answer_.challenge->header,
        answer_.credentials->header,
        fmt::format("{}, {} later, has the nonce of the challenge, and is told "
                    "with stale=true that it has expired",
                    next(), to_human(sequel_.waited)));
  }

  // What may be why the server refused what looks like an answer.
  bool find_fault() {
    const Digest& asked = *answer_.challenge;
    const Digest& given = *answer_.credentials;
    const bool offered =
        std::ranges::any_of(challenges_, [&](const auto& each) {
          return each.realm == given.realm &&
                 equals_ignore_case(each.algorithm, given.algorithm);
        });
    if (!offered) {
      fail("challenge-retry-other-algorithm",
           fmt::format("{} uses algorithm {}, but the challenge offers {}",
                       next(), given.algorithm, algorithms_for(given.realm)));
      return true;
    }
    if (leaves_a_realm_out() || drops_credentials()) return true;
    if (const std::string lack = missing_parameter(asked, given);
        !lack.empty()) {
      fail("challenge-retry-incomplete",
           fmt::format("the credentials of {} {}", next(), lack));
      return true;
    }
    check_resource();
    if (const auto count = credentials_for(given.realm); count > 1) {
      fail("challenge-retry-twice-for-realm",
           fmt::format("{} carries credentials for realm \"{}\" {}", next(),
                       given.realm, times(count)));
      return true;
    }
    if (repeats_nonce_count()) {
      fail("challenge-retry-same-nonce-count",
           fmt::format("{} uses nonce \"{}\" with nc={} again", next(),
                       given.nonce, given.nonce_count));
      return true;
    }
    return false;
  }

  [[nodiscard]] std::string algorithms_for(std::string_view realm) const {
    std::string text;
    for (const Digest& challenge : challenges_) {
      if (challenge.realm != realm) continue;
      if (!text.empty()) text += ", ";
      text += challenge.algorithm;
    }
    return text;
  }

  static bool names(const std::vector<Digest>& digests,
                    std::string_view realm) {
    return std::ranges::any_of(
        digests, [realm](const Digest& each) { return each.realm == realm; });
  }

  // Of several that a forking proxy gathered, each wants an answer (RFC 3261
  // 22.3).
  bool leaves_a_realm_out() {
    const auto left = std::ranges::find_if(
        challenges_,
        [&](const Digest& each) { return !names(credentials_, each.realm); });
    if (left == challenges_.end()) return false;
    fail("challenge-retry-for-other-realm",
         fmt::format("{} has credentials for realm {} only; the challenges are "
                     "for {}",
                     next(), realms_of(credentials_), realms_of(challenges_)));
    return true;
  }

  // What one proxy asked for is needed behind the challenge of the next one
  // too (RFC 3261 22.3).
  bool drops_credentials() {
    const auto was = credentials_of(sequel_.request);
    const auto dropped = std::ranges::find_if(was, [&](const Digest& each) {
      return !names(credentials_, each.realm);
    });
    if (dropped == was.end()) return false;
    fail("challenge-retry-drops-credentials",
         fmt::format("{} leaves out the credentials for realm \"{}\" that the "
                     "request before it had",
                     next(), dropped->realm));
    return true;
  }

  // A strict server checks that both name the same resource (RFC 7616 3.4.6),
  // others do not look. Where a proxy passed it on, that may have changed the
  // Request-URI.
  void check_resource() {
    const sip::Message& retry = *sequel_.retry;
    const Digest& given = *answer_.credentials;
    const auto named = sip::parse_uri(given.uri);
    const auto asked = sip::parse_uri(retry.request_uri);
    if (retry.has_several(HeaderId::Via) || !named || !asked ||
        named->host.empty() || asked->host.empty()) {
      return;
    }
    // '#' may stand as "%23", and the server be named by its address.
    const auto user_of = [](const sip::Uri& uri) {
      return uri.user.substr(0, uri.user.find(';'));
    };
    const bool same_user = user_of(*named) == user_of(*asked) ||
                           named->user.find('%') != std::string_view::npos ||
                           asked->user.find('%') != std::string_view::npos;
    const bool same_host =
        equals_ignore_case(named->host, asked->host) ||
        parse_ip_address(named->host) == sequel_.next->server.address;
    if (same_user && same_host) return;
    judge_.remark("challenge-retry-other-uri", answer_.challenge->header,
                  given.header,
                  fmt::format("the credentials of {} have uri \"{}\", and its "
                              "Request-URI is {}",
                              next(), given.uri, retry.request_uri));
  }

  // With the same algorithm: a client that knows several may answer with each
  // (RFC 8760 2.4).
  [[nodiscard]] std::size_t credentials_for(std::string_view realm) const {
    return static_cast<std::size_t>(
        std::ranges::count_if(credentials_, [&](const Digest& each) {
          return each.realm == realm &&
                 each.header == answer_.credentials->header &&
                 equals_ignore_case(each.algorithm,
                                    answer_.credentials->algorithm);
        }));
  }

  // The server asked for the nonce that the request had (RFC 2617 3.2.2).
  [[nodiscard]] bool repeats_nonce_count() const {
    const Digest& given = *answer_.credentials;
    const auto was = credentials_of(sequel_.request);
    return !given.nonce_count.empty() &&
           std::ranges::any_of(was, [&](const Digest& each) {
             return each.realm == given.realm && each.nonce == given.nonce &&
                    each.nonce_count == given.nonce_count;
           });
  }

  // RFC 2617 3.2.2, RFC 3261 22.4 item 8.
  static std::string missing_parameter(const Digest& asked,
                                       const Digest& given) {
    if (given.uri.empty()) return "have no uri";
    if (given.opaque != asked.opaque && given.nonce == asked.nonce) {
      return "do not return opaque as it was";
    }
    if (!asked.qop.empty() && given.qop.empty()) {
      return fmt::format("have no qop, but the challenge has qop=\"{}\"",
                         asked.qop);
    }
    if (given.qop.empty()) return {};
    if (!lists_word(asked.qop, given.qop)) {
      return asked.qop.empty()
                 ? fmt::format("have qop={}, but the challenge has none",
                               given.qop)
                 : fmt::format("have qop={}, but the challenge has qop=\"{}\"",
                               given.qop, asked.qop);
    }
    if (given.cnonce.empty()) return "have qop, but no cnonce";
    if (given.nonce_count.empty()) return "have qop, but no nc";
    return {};
  }

  const Sequel& sequel_;
  SequelJudge& judge_;
  std::vector<Digest> challenges_;
  std::vector<Digest> credentials_;
  Answer answer_;
};

void judge_answer(const Sequel& sequel, SequelJudge& judge) {
  Answerer(sequel, judge).judge();
}

constexpr auto kCredentialAnswers = ids(
    "challenge-retry-without-credentials", "challenge-retry-for-other-realm",
    "challenge-retry-in-wrong-header", "challenge-retry-with-refused-nonce",
    "challenge-retry-other-algorithm", "challenge-retry-incomplete",
    "challenge-retry-other-uri", "challenge-retry-twice-for-realm",
    "challenge-retry-drops-credentials", "challenge-retry-same-cseq",
    "challenge-retry-same-nonce-count", "fresh-nonce-called-stale");
constexpr auto kChallenges = codes(401, 407);

}  // namespace

const RuleSet& credential_sequel_rules() {
  static constexpr SequelRule kSequels[] = {
      {is_challenged, judge_answer, kCredentialAnswers, kChallenges},
  };
  static constexpr RuleSet kRules{.sequels = kSequels};
  return kRules;
}

}  // namespace siptriage::detail
