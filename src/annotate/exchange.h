#pragma once
// Exchange: what a header rule looks at: one final response, its request, and
// the transaction they belong to.

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/correlate/trace.h"
#include "siptriage/sip/message.h"

#include "annotate/scene.h"

namespace siptriage::detail {

struct Exchange {
  const Scene& scene;
  TransactionId id;
  const Transaction& transaction;
  const MessageRecord& response_record;
  const sip::Message& response;
  const sip::Message* request;  // nullptr: not in the capture
};

// All elements of every header field of that name, white space cut off.
// Lifetime: views into the message.
[[nodiscard]] std::vector<std::string_view> list_of(const sip::Message& message,
                                                    sip::HeaderId id);

// Whether one of these elements is `wanted`, letter case aside.
[[nodiscard]] bool lists(const sip::Message& message, sip::HeaderId id,
                         std::string_view wanted);

// The same for tokens with parameters: "audio/sdp;q=1" gives "audio/sdp".
[[nodiscard]] std::vector<std::string_view> bare_list_of(
    const sip::Message& message, sip::HeaderId id);

// The same of an Accept family header field, without what q=0 refuses (RFC 3261
// 20.1).
[[nodiscard]] std::vector<std::string_view> accepted_list_of(
    const sip::Message& message, sip::HeaderId id);

// Whether Accept lists a range that a body of this Content-Type is in. A
// parameter that both have with different values keeps it out.
[[nodiscard]] bool accepts_body(const sip::Message& message,
                                std::string_view content_type);

[[nodiscard]] bool contains_ignore_case(
    const std::vector<std::string_view>& list, std::string_view wanted);

// Whether `word` stands somewhere in `text`.
[[nodiscard]] bool holds_ignore_case(std::string_view text,
                                     std::string_view word);

// "a, b, c".
[[nodiscard]] std::string join(const std::vector<std::string_view>& list);

}  // namespace siptriage::detail
