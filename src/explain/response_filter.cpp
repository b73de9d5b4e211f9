#include "explain/response_filter.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

namespace siptriage {
namespace explain {
namespace {

constexpr std::uint16_t kCodesInAClass = 100;

// Why a code passes a filter. Lower ranks come first.
struct Reason {
  unsigned rank = 0;
  std::string_view field;
  std::string text;
};

std::optional<Reason> by_side(const ResponseEntry& entry, FaultSide side) {
  if (entry.side == side) return Reason{0, "usual side", {}};
  for (const LikelyCause& cause : entry.causes) {
    if (cause.side == side) {
      return Reason{1, "possible cause", std::string(cause.text)};
    }
  }
  return std::nullopt;
}

std::optional<Reason> by_method(const ResponseEntry& entry,
                                std::string_view method) {
  if (entry.methods.empty()) return Reason{1, "any request", {}};
  for (const std::string_view each : entry.methods) {
    if (equals_ignore_case(each, method)) return Reason{0, "request", {}};
  }
  return std::nullopt;
}

std::optional<Reason> by_header(const ResponseEntry& entry,
                                std::string_view header) {
  for (const HeaderDuty& duty : entry.headers) {
    if (!equals_ignore_case(duty.header, header)) continue;
    return Reason{static_cast<unsigned>(duty.level), "header field",
                  fmt::format("{} in the {}: {}", to_string(duty.level),
                              duty.where, duty.meaning)};
  }
  return std::nullopt;
}

// The last word on each filter that is set; nothing if one says no.
std::optional<Reason> judge(const ResponseEntry& entry,
                            const Inquiry& inquiry) {
  Reason reason;
  const auto takes = [&reason](std::optional<Reason> next) {
    if (!next) return false;
    next->rank += reason.rank;
    reason = std::move(*next);
    return true;
  };
  if (inquiry.response_class &&
      entry.code / kCodesInAClass != *inquiry.response_class) {
    return std::nullopt;
  }
  if (!inquiry.method.empty() && !takes(by_method(entry, inquiry.method))) {
    return std::nullopt;
  }
  if (inquiry.side && !takes(by_side(entry, *inquiry.side))) {
    return std::nullopt;
  }
  if (!inquiry.header.empty() && !takes(by_header(entry, inquiry.header))) {
    return std::nullopt;
  }
  return reason;
}

}  // namespace

bool has_filter(const Inquiry& inquiry) {
  return inquiry.list || inquiry.response_class.has_value() ||
         inquiry.side.has_value() || !inquiry.header.empty() ||
         !inquiry.method.empty();
}

std::vector<Hit> filter_responses(const Inquiry& inquiry) {
  struct Ranked {
    Hit hit;
    unsigned rank;
  };
  std::vector<Ranked> ranked;
  for (const ResponseEntry& entry : all_responses()) {
    if (std::optional<Reason> reason = judge(entry, inquiry)) {
      ranked.push_back(
          {{&entry, reason->field, std::move(reason->text)}, reason->rank});
    }
  }
  std::ranges::stable_sort(ranked, {}, &Ranked::rank);
  std::vector<Hit> hits;
  hits.reserve(ranked.size());
  for (Ranked& each : ranked) hits.push_back(std::move(each.hit));
  return hits;
}

}  // namespace explain

std::vector<std::string_view> answered_methods() {
  std::set<std::string_view> methods;
  for (const ResponseEntry& entry : all_responses()) {
    methods.insert(entry.methods.begin(), entry.methods.end());
  }
  return {methods.begin(), methods.end()};
}

}  // namespace siptriage
