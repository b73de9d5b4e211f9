// What was looked at, what was skipped and why.

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "output/wrap.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::cut_middle;
using output::cut_to_columns;

constexpr std::size_t kMostFiles = 12;
constexpr std::size_t kMostFlows = 6;
constexpr std::size_t kMostComments = 2;
constexpr std::size_t kMostCommentColumns = 200;

// "Ethernet", "Ethernet and Linux cooked v2".
std::string link_types(const FileCoverage& file) {
  std::vector<std::string_view> types;
  for (const InterfaceCoverage& interface : file.interfaces) {
    if (interface.link_type.empty() ||
        std::find(types.begin(), types.end(), interface.link_type) !=
            types.end()) {
      continue;
    }
    types.push_back(interface.link_type);
  }
  return fmt::format("{}", fmt::join(types, " and "));
}

std::string describe_file(const FileCoverage& file, const Layout& layout) {
  // The end of a long path tells more than its front.
  const std::string path = cut_middle(
      layout.safe(file.path), layout.columns() - 2 - TextLayout::kLabelColumns,
      layout.ellipsis());
  std::string format = layout.safe(file.format);
  if (const std::string types = link_types(file); !types.empty()) {
    format += ", " + layout.safe(types);
  }
  return fmt::format("{} ({})", path, format);
}

void write_files(const Coverage& coverage, Layout& layout) {
  const std::size_t count = coverage.files.size();
  if (count == 1) {
    layout.field(2, "Capture", describe_file(coverage.files[0], layout));
    return;
  }
  if (count == 0) return;
  layout.field(2, "Captures",
               fmt::format("{} files; 2:15 is frame 15 of file 2", count));
  for (std::size_t i = 0; i < std::min(count, kMostFiles); ++i) {
    layout.field(
        2, "",
        fmt::format("{}: {}, {}", i + 1,
                    describe_file(coverage.files[i], layout),
                    count_of(coverage.files[i].frames, "frame", "frames")));
  }
  if (count > kMostFiles) {
    layout.field(2, "", fmt::format("and {} more", count - kMostFiles));
  }
}

// Frames that could not even be taken apart.
std::uint64_t not_decoded(const Coverage& coverage) {
  return coverage.of(SkipReason::UnknownLinkType) +
         coverage.of(SkipReason::TruncatedHeader) +
         coverage.of(SkipReason::MalformedPacket) +
         coverage.of(SkipReason::TunnelTooDeep);
}

std::string time_span(const Coverage& coverage) {
  if (!coverage.timestamps_present) return "without timestamps";
  const Timestamp first = coverage.first_time;
  const Timestamp last = coverage.last_time;
  if (first == last) return fmt::format("at {} UTC", date_and_time(first));
  const bool same_day = date_of(first) == date_of(last);
  return fmt::format("in {}, {} to {} UTC", to_human(elapsed(first, last)),
                     date_and_time(first),
                     same_day ? time_of_day(last) : date_and_time(last));
}

// As the capture itself tells, in the statistics of its interfaces.
std::string silent_end(const Coverage& coverage) {
  constexpr Duration kWorthTelling = std::chrono::seconds(1);
  if (!coverage.ran_until) return "";
  const Duration quiet = elapsed(coverage.last_time, *coverage.ran_until);
  if (quiet < kWorthTelling) return "";
  return fmt::format(", then none for {} until the capture ended",
                     to_human(quiet));
}

void write_interruption(const Coverage& coverage, Layout& layout) {
  if (!coverage.interrupted) return;
  layout.field(2, "Partial",
               fmt::format("reading was interrupted after {}; this report is "
                           "about those alone",
                           count_of(coverage.frames, "frame", "frames")),
               Style::Caution);
}

void write_frames(const Coverage& coverage, Layout& layout) {
  std::string text = with_separators(coverage.frames);
  if (coverage.frames != 0) {
    text += " " + time_span(coverage) + silent_end(coverage);
    const std::uint64_t undecoded = not_decoded(coverage);
    text += undecoded == 0
                ? "; all decoded"
                : fmt::format("; {} not decoded", with_separators(undecoded));
  }
  layout.field(2, "Frames", text);
}

// "3 retransmissions, 2 duplicates".
std::string repetitions(const MessageCounts& counts) {
  std::vector<std::string> parts;
  if (counts.retransmissions != 0) {
    parts.push_back(
        count_of(counts.retransmissions, "retransmission", "retransmissions"));
  }
  if (counts.duplicates != 0) {
    parts.push_back(
        fmt::format("{} of a packet captured twice",
                    count_of(counts.duplicates, "duplicate", "duplicates")));
  }
  if (counts.other_points != 0) {
    parts.push_back(fmt::format("{} seen again between other addresses",
                                with_separators(counts.other_points)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void write_messages(const Triage& triage, Layout& layout) {
  const Coverage& coverage = triage.coverage;
  if (coverage.sip_messages == 0) {
    layout.field(2, "SIP", "no message");
    return;
  }
  std::string text =
      count_of(coverage.sip_messages, "message", "messages") + " over ";
  if (coverage.sip_over_tcp == 0) {
    text += "UDP";
  } else if (coverage.sip_over_udp == 0) {
    text += "TCP";
  } else {
    text += fmt::format("UDP ({}) and TCP ({})",
                        with_separators(coverage.sip_over_udp),
                        with_separators(coverage.sip_over_tcp));
  }
  text += ", " + count_of(triage.distinct_call_ids, "Call-ID", "Call-IDs");
  if (const std::string again = repetitions(triage.counts); !again.empty()) {
    text += "; of these " + again;
  }
  layout.field(2, "SIP", text);
}

void write_reassembly(const Coverage& coverage, Layout& layout) {
  std::vector<std::string> parts;
  if (coverage.fragments != 0) {
    parts.push_back(fmt::format(
        "{} from {}",
        count_of(coverage.reassembled_datagrams, "datagram", "datagrams"),
        count_of(coverage.fragments, "IP fragment", "IP fragments")));
  }
  if (coverage.tcp_connections != 0) {
    parts.push_back(count_of(coverage.tcp_connections, "TCP connection",
                             "TCP connections"));
  }
  if (parts.empty()) return;
  layout.field(2, "Reassembled", fmt::format("{}", fmt::join(parts, ", ")));
}

void write_skipped(const Coverage& coverage, Layout& layout) {
  std::vector<std::pair<std::uint64_t, SkipReason>> reasons;
  std::uint64_t total = 0;
  for (std::size_t i = 0; i < coverage.skipped.size(); ++i) {
    if (coverage.skipped[i] == 0) continue;
    reasons.emplace_back(coverage.skipped[i], static_cast<SkipReason>(i));
    total += coverage.skipped[i];
  }
  if (reasons.empty()) return;
  std::stable_sort(
      reasons.begin(), reasons.end(),
      [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> parts;
  parts.reserve(reasons.size());
  for (const auto& [count, reason] : reasons) {
    parts.push_back(
        fmt::format("{} {}", with_separators(count), words_of(reason)));
  }
  layout.field(2, "Not SIP",
               fmt::format("{}: {}", count_of(total, "frame", "frames"),
                           fmt::join(parts, ", ")));
}

void write_encrypted(const Coverage& coverage, Layout& layout) {
  const std::uint64_t count = coverage.encrypted_flow_count;
  if (count == 0) return;
  layout.field(2, "Encrypted",
               fmt::format("{} like signalling that cannot be read:",
                           count_of(count, "flow looks", "flows look")),
               Style::Caution);
  const std::size_t shown =
      std::min(kMostFlows, coverage.encrypted_flows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const EncryptedFlow& flow = coverage.encrypted_flows[i];
    std::string text =
        fmt::format("{} {} {} {}", flow.protocol, layout.safe(flow.client),
                    layout.arrow(), layout.safe(flow.server));
    if (!flow.server_name.empty()) {
      text += fmt::format(" ({})", layout.safe(flow.server_name));
    }
    text += ", " + count_of(flow.frames, "frame", "frames");
    layout.field(2, "", text);
  }
  if (shown < count) {
    layout.field(2, "",
                 fmt::format("and {} more", with_separators(count - shown)));
  }
}

void write_troubles(const Coverage& coverage, Layout& layout) {
  if (coverage.recorded_drops != 0) {
    layout.field(
        2, "Lost",
        fmt::format("{} while recording, says the capture itself",
                    count_of(coverage.recorded_drops, "packet", "packets")),
        Style::Caution);
  }
  const bool several = coverage.files.size() > 1;
  for (std::size_t i = 0; i < coverage.files.size(); ++i) {
    const FileCoverage& file = coverage.files[i];
    if (file.damage.empty()) continue;
    layout.field(2, "Damage",
                 fmt::format("{}{} (at octet {})",
                             several ? fmt::format("file {}: ", i + 1) : "",
                             layout.safe(file.damage),
                             with_separators(file.damage_offset_octets)),
                 Style::Caution);
  }
}

void write_comments(const Coverage& coverage, Layout& layout) {
  std::size_t shown = 0;
  for (const FileCoverage& file : coverage.files) {
    for (const std::string& comment : file.comments) {
      if (shown++ == kMostComments) return;
      layout.field(2, "Comment",
                   cut_to_columns(layout.safe(comment), kMostCommentColumns,
                                  layout.ellipsis()));
    }
  }
}

}  // namespace

void write_coverage(TextReport& report) {
  const Coverage& coverage = report.triage.coverage;
  Layout& layout = report.layout;
  layout.heading("COVERAGE");
  write_interruption(coverage, layout);
  write_files(coverage, layout);
  write_frames(coverage, layout);
  write_messages(report.triage, layout);
  write_skipped(coverage, layout);
  write_reassembly(coverage, layout);
  write_encrypted(coverage, layout);
  write_limits(coverage, layout);
  write_troubles(coverage, layout);
  write_comments(coverage, layout);
}

}  // namespace siptriage::report
