#include "annotate/session_description.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

namespace siptriage::detail {
namespace {

std::string_view name_of(std::string_view encoding) {
  return encoding.substr(0, encoding.find('/'));
}

// One channel is the default (RFC 8866 6.6).
std::string_view without_one_channel(std::string_view encoding) {
  constexpr std::string_view kOneChannel = "/1";
  const bool has_channels = std::ranges::count(encoding, '/') == 2;
  if (has_channels && encoding.ends_with(kOneChannel)) {
    encoding.remove_suffix(kOneChannel.size());
  }
  return encoding;
}

// More PRACKs than responses that they could be for: the capture lacks one
// (RFC 3262 4).
bool has_prack_to_unseen(const Trace& trace, const Transaction& invite) {
  constexpr std::size_t kMaxSearched = 16;
  std::size_t searched = 0;
  std::size_t pracks = 0;
  for (TransactionId id = invite.next_in_call;
       id.valid() && searched < kMaxSearched;
       id = trace.transaction(id).next_in_call, ++searched) {
    const Transaction& prack = trace.transaction(id);
    if (prack.method == sip::Method::Prack && prack.request.valid() &&
        prack.client == invite.client) {
      ++pracks;
    }
  }
  if (pracks == 0) return false;
  for (MessageId id = invite.first_provisional; id.valid();
       id = trace.message(id).next_in_transaction) {
    const MessageRecord& message = trace.message(id);
    if (message.is_provisional() && message.status > 100 &&
        message.repetition == Repetition::None && pracks-- == 1) {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string_view sdp_body_of(const sip::Message& message) {
  if (message.body.empty()) return {};
  bool is_too_deep = false;
  return sip::find_sdp(message.value_of(sip::HeaderId::ContentType),
                       message.body, message.limits().multipart_depth,
                       is_too_deep);
}

std::optional<sip::Sdp> sdp_of(const sip::Message& message) {
  const std::string_view body = sdp_body_of(message);
  return body.empty() ? std::nullopt : sip::parse_sdp(body);
}

bool is_telephone_event(const sip::SdpFormat& format) {
  return equals_ignore_case(name_of(format.encoding), "telephone-event");
}

bool is_auxiliary(const sip::SdpFormat& format) {
  constexpr std::array<std::string_view, 9> kNames = {
      "telephone-event", "tone", "CN",         "red",      "rtx",
      "ulpfec",          "fec",  "flexfec-03", "parityfec"};
  const std::string_view name = name_of(format.encoding);
  return std::ranges::any_of(kNames, [name](std::string_view known) {
    return equals_ignore_case(name, known);
  });
}

bool has_telephone_event(const sip::SdpMedia& media) {
  return std::ranges::any_of(media.formats, is_telephone_event);
}

bool is_same_format(const sip::SdpFormat& a, const sip::SdpFormat& b) {
  if (a.encoding.empty() || b.encoding.empty()) {
    return equals_ignore_case(a.payload_type, b.payload_type);
  }
  return equals_ignore_case(without_one_channel(a.encoding),
                            without_one_channel(b.encoding));
}

std::vector<sip::SdpFormat> common_formats(const sip::SdpMedia& a,
                                           const sip::SdpMedia& b,
                                           Formats which) {
  std::vector<sip::SdpFormat> common;
  std::ranges::copy_if(
      a.formats, std::back_inserter(common), [&](const sip::SdpFormat& format) {
        if (which == Formats::Codecs && is_auxiliary(format)) return false;
        return std::ranges::any_of(b.formats, [&format](const auto& other) {
          return is_same_format(format, other);
        });
      });
  return common;
}

bool is_same_transport(const sip::SdpMedia& a, const sip::SdpMedia& b) {
  return equals_ignore_case(a.protocol, b.protocol);
}

std::string names_of(const std::vector<sip::SdpFormat>& formats) {
  std::string text;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    if (i == kMaxNamedFormats) return text + ", ...";
    if (i != 0) text += ", ";
    const sip::SdpFormat& format = formats[i];
    text += format.encoding.empty()
                ? fmt::format("payload type {}", format.payload_type)
                : std::string(format.encoding);
  }
  return text.empty() ? "no format" : text;
}

EarlySdp early_sdp_of(const Scene& scene, const Transaction& transaction) {
  if (has_prack_to_unseen(scene.trace, transaction)) {
    return EarlySdp::Reliable;
  }
  if (!transaction.first_provisional.valid() ||
      !transaction.final_response.valid()) {
    return EarlySdp::None;
  }
  const std::string_view tag = scene.message(transaction.final_response).to_tag;
  EarlySdp early = EarlySdp::None;
  for (MessageId id = transaction.first_provisional; id.valid();
       id = scene.message(id).next_in_transaction) {
    const MessageRecord& record = scene.message(id);
    if (!record.is_provisional() || !record.has_sdp || record.to_tag != tag ||
        record.repetition != Repetition::None) {
      continue;
    }
    early = EarlySdp::Unreliable;
    const Reading response(scene, id);
    if (response && response->has(sip::HeaderId::RSeq)) {
      return EarlySdp::Reliable;
    }
  }
  return early;
}

std::string describe(const sip::SdpMedia& media) {
  return fmt::format("{} over {} with {}", media.type, media.protocol,
                     names_of(media.formats));
}

}  // namespace siptriage::detail
