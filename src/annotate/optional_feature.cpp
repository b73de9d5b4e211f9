#include "annotate/optional_feature.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/message.h"

namespace siptriage::detail {
namespace {

constexpr std::uint16_t kNotOffered[] = {404, 405, 489, 501};

// Message waiting, registration state, presence, line state, phone profiles.
constexpr std::string_view kPackages[] = {
    "message-summary", "reg",        "presence",   "presence.winfo",
    "dialog",          "ua-profile", "conference", "as-feature-event"};

}  // namespace

std::string optional_feature_of(const Trace& trace,
                                const Transaction& transaction) {
  if ((transaction.method != sip::Method::Subscribe &&
       transaction.method != sip::Method::Publish) ||
      transaction.in_dialog || !transaction.request.valid() ||
      std::ranges::find(kNotOffered, transaction.final_status) ==
          std::end(kNotOffered)) {
    return {};
  }
  const auto request = std::make_unique<sip::Message>();
  if (!trace.parse(transaction.request, *request)) return {};
  const std::string_view event = request->value_of(sip::HeaderId::Event);
  const std::string_view package = trim(event.substr(0, event.find(';')));
  const bool known = std::ranges::any_of(kPackages, [&](std::string_view each) {
    return equals_ignore_case(each, package);
  });
  return known ? std::string(package) : std::string();
}

}  // namespace siptriage::detail
