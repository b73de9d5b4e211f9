#include "annotate/format_parameters.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "annotate/session_description.h"

namespace siptriage::detail {
namespace {

// Whether two formats agree, and the words for what each has.
struct Comparison {
  bool (*fits)(const sip::SdpFormat& offered, const sip::SdpFormat& answered);
  std::string (*describe)(const sip::SdpFormat& format);
};

using Candidates = std::vector<const sip::SdpFormat*>;

std::string_view value_of(const sip::SdpFormat& format, std::string_view name,
                          std::string_view otherwise) {
  return sip::find_format_parameter(format.parameters, name)
      .value_or(otherwise);
}

// --- AMR and AMR-WB (RFC 4867 8.1, 8.3.1) ------------------------------------

constexpr std::array<std::string_view, 3> kAlignedOnly = {
    "crc", "robust-sorting", "interleaving"};

// Absent and 0 are the same.
bool is_on(const sip::SdpFormat& format, std::string_view name) {
  return value_of(format, name, "0") != "0";
}

// What goes over octet-aligned packets alone implies them.
bool is_octet_aligned(const sip::SdpFormat& format) {
  return is_on(format, "octet-align") ||
         std::ranges::any_of(kAlignedOnly, [&format](std::string_view name) {
           return is_on(format, name);
         });
}

bool has_same_packets(const sip::SdpFormat& offered,
                      const sip::SdpFormat& answered) {
  return is_octet_aligned(offered) == is_octet_aligned(answered) &&
         std::ranges::all_of(kAlignedOnly, [&](std::string_view name) {
           return value_of(offered, name, "0") == value_of(answered, name, "0");
         });
}

std::string packets_of(const sip::SdpFormat& format) {
  std::string text = "octet-align=0 (default)";
  if (is_octet_aligned(format)) {
    text = "octet-align=1";
  } else if (sip::find_format_parameter(format.parameters, "octet-align")) {
    text = "octet-align=0";
  }
  for (const std::string_view name : kAlignedOnly) {
    if (is_on(format, name)) {
      text += fmt::format(", {}={}", name, value_of(format, name, "0"));
    }
  }
  return text;
}

// The digits, whatever stands between them.
std::string modes_of(const sip::SdpFormat& format) {
  std::string modes;
  for (const char c : value_of(format, "mode-set", "")) {
    if (is_digit(c) && modes.find(c) == std::string::npos) modes += c;
  }
  std::ranges::sort(modes);
  return modes;
}

// An answer without one leaves the set of the offer as it is.
bool has_same_modes(const sip::SdpFormat& offered,
                    const sip::SdpFormat& answered) {
  const std::string modes = modes_of(offered);
  const std::string kept = modes_of(answered);
  return modes.empty() || kept.empty() || modes == kept;
}

std::string mode_set_of(const sip::SdpFormat& format) {
  return fmt::format("mode-set={}", value_of(format, "mode-set", ""));
}

// --- H.264 (RFC 6184 8.1, 8.2.2) ---------------------------------------------

// Many answers leave it out, and mean what was offered.
bool has_same_packetization(const sip::SdpFormat& offered,
                            const sip::SdpFormat& answered) {
  const auto mode =
      sip::find_format_parameter(answered.parameters, "packetization-mode");
  return !mode || *mode == value_of(offered, "packetization-mode", "0");
}

std::string packetization_of(const sip::SdpFormat& format) {
  return fmt::format("packetization-mode={}",
                     value_of(format, "packetization-mode", "0 (default)"));
}

// --- G.729 (RFC 7261 3.3) ----------------------------------------------------

// An answer that leaves annexb out takes the offer's, as many do.
bool has_annex_b_of_offer(const sip::SdpFormat& offered,
                          const sip::SdpFormat& answered) {
  return !equals_ignore_case(value_of(offered, "annexb", ""), "no") ||
         !equals_ignore_case(value_of(answered, "annexb", ""), "yes");
}

std::string annex_b_of(const sip::SdpFormat& format) {
  return fmt::format("annexb={}", value_of(format, "annexb", "yes"));
}

// --- Which codec has which ---------------------------------------------------

struct CodecRule {
  std::string_view codec;
  std::string_view rule;
  Comparison comparison;
  bool is_minor;
};

constexpr CodecRule kRules[] = {
    {"AMR", "answer-amr-packets-differ", {has_same_packets, packets_of}, false},
    {"AMR-WB",
     "answer-amr-packets-differ",
     {has_same_packets, packets_of},
     false},
    {"AMR", "answer-amr-packets-differ", {has_same_modes, mode_set_of}, true},
    {"AMR-WB",
     "answer-amr-packets-differ",
     {has_same_modes, mode_set_of},
     true},
    {"H264",
     "answer-h264-packetization-differs",
     {has_same_packetization, packetization_of},
     false},
    {"G729",
     "answer-annexb-not-offered",
     {has_annex_b_of_offer, annex_b_of},
     true},
};

Candidates candidates_of(const sip::SdpMedia& offer,
                         const sip::SdpFormat& answered) {
  Candidates candidates;
  for (const sip::SdpFormat& format : offer.formats) {
    if (is_same_format(format, answered)) candidates.push_back(&format);
  }
  return candidates;
}

// The one with the same payload type, else the first.
const sip::SdpFormat& nearest(const Candidates& candidates,
                              const sip::SdpFormat& answered) {
  const auto same =
      std::ranges::find_if(candidates, [&answered](const auto* offered) {
        return offered->payload_type == answered.payload_type;
      });
  return same == candidates.end() ? *candidates.front() : **same;
}

}  // namespace

std::optional<ParameterConflict> parameter_conflict(
    const sip::SdpMedia& offer, const sip::SdpFormat& answered) {
  const std::string_view codec =
      answered.encoding.substr(0, answered.encoding.find('/'));
  Candidates candidates;
  for (const CodecRule& rule : kRules) {
    if (!equals_ignore_case(rule.codec, codec)) continue;
    if (candidates.empty()) candidates = candidates_of(offer, answered);
    if (candidates.empty()) return std::nullopt;
    const Comparison& comparison = rule.comparison;
    if (std::ranges::any_of(candidates, [&](const auto* offered) {
          return comparison.fits(*offered, answered);
        })) {
      continue;
    }
    const sip::SdpFormat& offered = nearest(candidates, answered);
    return ParameterConflict{
        rule.rule,
        fmt::format("{} is offered with {} (payload type {}) and answered with "
                    "{} (payload type {})",
                    answered.encoding, comparison.describe(offered),
                    offered.payload_type, comparison.describe(answered),
                    answered.payload_type),
        rule.is_minor};
  }
  return std::nullopt;
}

}  // namespace siptriage::detail
