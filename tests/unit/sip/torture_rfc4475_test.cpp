// RFC 4475, message by message, under the RFC's own labels. What is held:
//
//  - what the RFC calls valid is read without loss, and without an anomaly that
//    says otherwise (liberties that are legal, such as folding, are told too);
//  - what the RFC calls invalid is read all the same, as far as a human would,
//    and the reason has its anomaly;
//  - nothing that is no SIP message is taken for one.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "torture/rfc4475_invalid.h"
#include "torture/rfc4475_semantics.h"
#include "torture/rfc4475_valid.h"
#include "unit/sip/message_test_support.h"

namespace siptriage::sip::torture_rfc4475_test {
namespace {

using enum AnomalyKind;
using enum ParseStatus;

constexpr std::uint32_t kNoCseq = 0xffffffff;  // absent or not sound

struct TortureCase {
  std::string_view label;
  std::string_view section;
  std::string_view rfc;  // what the RFC says of it
  std::string_view octets;
  std::string_view kind;  // method as written, status code, or "none": no SIP
  std::uint32_t cseq_number;
  std::size_t body_octets;
  std::vector<AnomalyKind> anomalies;
};

const std::vector<TortureCase>& cases() {
  static const std::vector<TortureCase> rows = {
      // clang-format off
      // 3.1.1 Valid messages
      {"wsinv", "3.1.1.1", "valid",
       torture::kWsinv, "INVITE", 9, 150,
       {SpaceBeforeColon, FoldedHeader, BranchWithoutCookie}},
      {"intmeth", "3.1.1.2", "valid",
       torture::kIntmeth, "!interesting-Method0123456789_*+`.%indeed'~",
       139122385, 0,
       {ControlCharacter, UnknownMethod}},
      {"esc01", "3.1.1.3", "valid",
       torture::kEsc01, "INVITE", 234234, 150, {FoldedHeader}},
      {"escnull", "3.1.1.4", "valid",
       torture::kEscnull, "REGISTER", 14398234, 0, {}},
      {"esc02", "3.1.1.5", "valid",
       torture::kEsc02, "RE%47IST%45R", 29344, 0, {UnknownMethod}},
      {"lwsdisp", "3.1.1.6", "valid",
       torture::kLwsdisp, "OPTIONS", 60, 0, {}},
      {"longreq", "3.1.1.7", "valid",
       torture::kLongreq, "INVITE", 3882340, 150,
       {SpaceBeforeColon, EmptyBranch}},
      {"dblreq", "3.1.1.8", "valid: the second request is to be ignored",
       torture::kDblreq, "REGISTER", 8, 0, {SeveralMessagesInDatagram}},
      {"semiuri", "3.1.1.9", "valid",
       torture::kSemiuri, "OPTIONS", 8, 0, {FoldedHeader}},
      {"transports", "3.1.1.10", "valid",
       torture::kTransports, "OPTIONS", 60, 0, {}},
      {"mpart01", "3.1.1.11", "valid",
       torture::kMpart01, "MESSAGE", 1, 553, {}},
      {"unreason", "3.1.1.12", "valid",
       torture::kUnreason, "200", 35, 154, {}},
      {"noreason", "3.1.1.13", "valid",
       torture::kNoreason, "100", 35, 0, {}},
      // 3.1.2 Invalid messages
      {"badinv01", "3.1.2.1", "invalid: 400",
       torture::kBadinv01, "INVITE", 8, 152, {BadVia, BadContact, EmptyBranch}},
      {"clerr", "3.1.2.2", "invalid: 400",
       torture::kClerr, "INVITE", 8, 154, {ContentLengthTooLarge}},
      {"ncl", "3.1.2.3", "invalid: 400",
       torture::kNcl, "INVITE", 0, 152, {BadContentLength}},
      {"scalar02", "3.1.2.4", "invalid: 400",
       torture::kScalar02, "REGISTER", kNoCseq, 0,
       {FoldedHeader, BadCseq, BadMaxForwards}},
      {"scalarlg", "3.1.2.5", "invalid: to be discarded",
       torture::kScalarlg, "503", kNoCseq, 0, {BadCseq}},
      {"quotbal", "3.1.2.6", "invalid: 400",
       torture::kQuotbal, "INVITE", 8, 152, {BadTo}},
      {"ltgtruri", "3.1.2.7", "invalid: 400, or ignore the brackets",
       torture::kLtgtruri, "INVITE", 1, 159, {BadRequestUri, EmptyBranch}},
      {"lwsruri", "3.1.2.8", "invalid: 400",
       torture::kLwsruri, "INVITE", 2130706432, 159, {BadRequestUri}},
      {"lwsstart", "3.1.2.9", "invalid: 400, or ignore the spaces",
       torture::kLwsstart, "INVITE", 1893884, 150, {StartLineWhitespace}},
      {"trws", "3.1.2.10", "invalid: 400, or ignore the spaces",
       torture::kTrws, "OPTIONS", 238923, 0, {StartLineWhitespace}},
      {"escruri", "3.1.2.11", "invalid: 400, or ignore the headers",
       torture::kEscruri, "INVITE", 149209342, 150, {BadRequestUri}},
      {"baddate", "3.1.2.12", "invalid: 400, or ignore the Date",
       torture::kBaddate, "INVITE", 1392934, 150, {BadDate}},
      {"regbadct", "3.1.2.13", "invalid: 400",
       torture::kRegbadct, "REGISTER", 1, 0, {BadContact}},
      {"badaspec", "3.1.2.14", "invalid: 400, or ignore the spaces",
       torture::kBadaspec, "OPTIONS", 3923239, 0, {BadTo}},
      {"baddn", "3.1.2.15", "invalid: 400, or take it as quoted",
       torture::kBaddn, "OPTIONS", 3923239, 0,
       {MissingBlankLine, BadFrom, BadTo}},
      {"badvers", "3.1.2.16", "505",
       torture::kBadvers, "OPTIONS", 1, 0, {UnknownVersion}},
      {"mismatch01", "3.1.2.17", "invalid: 400",
       torture::kMismatch01, "OPTIONS", 8, 0, {CseqMethodMismatch}},
      {"mismatch02", "3.1.2.18", "invalid: 400 or 501",
       torture::kMismatch02, "NEWMETHOD", 8, 138,
       {UnknownMethod, CseqMethodMismatch}},
      {"bigcode", "3.1.2.19", "invalid: to be discarded",
       torture::kBigcode, "65535", 353494, 0, {StatusOutOfRange}},
      // 3.2 Transaction layer, 3.3 application layer, 3.4 RFC 2543
      {"badbranch", "3.2.1", "RFC 2543 matching",
       torture::kBadbranch, "OPTIONS", 8, 0, {EmptyBranch}},
      {"insuf", "3.3.1", "400",
       torture::kInsuf, "INVITE", 193942, 152,
       {MissingCallId, MissingFrom, MissingTo, MissingMaxForwards}},
      {"unkscm", "3.3.2", "416",
       torture::kUnkscm, "OPTIONS", 3923423, 0, {}},
      {"novelsc", "3.3.3", "416",
       torture::kNovelsc, "OPTIONS", 3923423, 0, {}},
      {"unksm2", "3.3.4", "well formed; not for a registrar",
       torture::kUnksm2, "REGISTER", 234902, 0, {}},
      {"bext01", "3.3.5", "420",
       torture::kBext01, "OPTIONS", 8, 0, {}},
      {"invut", "3.3.6", "415",
       torture::kInvut, "INVITE", 235448, 40, {}},
      {"regaut01", "3.3.7", "401",
       torture::kRegaut01, "REGISTER", 9338, 0, {}},
      {"multi01", "3.3.8", "400",
       torture::kMulti01, "INVITE", 5, 154,
       {DuplicateCallId, DuplicateCseq, DuplicateFrom, DuplicateTo, DuplicateMaxForwards}},
      {"mcl01", "3.3.9", "400",
       torture::kMcl01, "OPTIONS", 15932, 67,
       {DuplicateContentLength, BadContentLength}},
      {"bcast", "3.3.10", "well formed; not our topmost Via: discard",
       torture::kBcast, "200", 35, 154, {}},
      {"zeromf", "3.3.11", "well formed; 483 by a proxy",
       torture::kZeromf, "OPTIONS", 39234321, 0, {}},
      {"cparam01", "3.3.12", "well formed: a header parameter",
       torture::kCparam01, "REGISTER", 2, 0, {}},
      {"cparam02", "3.3.13", "well formed: a URI parameter",
       torture::kCparam02, "REGISTER", 3, 0, {}},
      {"regescrt", "3.3.14", "well formed: headers belong to the URI",
       torture::kRegescrt, "REGISTER", 14398234, 0, {}},
      {"sdp01", "3.3.15", "406",
       torture::kSdp01, "INVITE", 8, 150, {}},
      {"inv2543", "3.4.1", "valid: RFC 2543 syntax",
       torture::kInv2543, "INVITE", 56, 105,
       {MissingMaxForwards, MissingFromTag, EmptyBranch}},
      {"test", "", "not SIP: the request line has no version",
       torture::kTest, "none", kNoCseq, 0, {}},
      // clang-format on
  };
  return rows;
}

TEST(Rfc4475, HasEachMessageOfTheArchive) { EXPECT_EQ(cases().size(), 50U); }

TEST(Rfc4475, EachMessageIsReadAsItsRowSays) {
  for (const TortureCase& row : cases()) {
    SCOPED_TRACE(std::string(row.label) + " (" + std::string(row.section) +
                 "), " + std::string(row.rfc));
    Message message;
    const bool is_sip = row.kind != "none";
    ASSERT_EQ(parse_message(row.octets, Framing::Datagram, message),
              is_sip ? Complete : Malformed);
    EXPECT_EQ(starts_like_sip(row.octets), is_sip);
    if (!is_sip) continue;
    EXPECT_EQ(kind_of(message), row.kind);
    EXPECT_EQ(message.has_cseq ? message.cseq_number : kNoCseq,
              row.cseq_number);
    EXPECT_EQ(message.body.size(), row.body_octets);
    EXPECT_EQ(names_of(message.anomalies), names_of(row.anomalies));
  }
}

TEST(Rfc4475, CallIdsNameTheirMessage) {
  for (const TortureCase& row : cases()) {
    // No Call-ID by intent, one of its own, and no message at all.
    if (row.label == "insuf" || row.label == "mpart01" || row.label == "test") {
      continue;
    }
    Message message;
    ASSERT_EQ(parse_message(row.octets, Framing::Datagram, message), Complete);
    EXPECT_EQ(
        message.value_of(HeaderId::CallId).find(std::string(row.label) + "."),
        0U)
        << row.label;
  }
}

}  // namespace
}  // namespace siptriage::sip::torture_rfc4475_test
