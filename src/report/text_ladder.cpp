// Every message of the one call of a small capture, a line each.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/sip/message.h"

#include "output/utf8.h"
#include "output/wrap.h"
#include "report/describe.h"
#include "report/text_parts.h"

namespace siptriage::report {
namespace {

using output::columns_of;
using output::cut_to_columns;
using output::pad_left;
using output::pad_right;

constexpr std::size_t kMostMessages = 30;
constexpr std::size_t kMostParties = 26;  // letters

struct Party {
  Endpoint endpoint;
  std::string product;         // Server or User-Agent, as received
  std::string product_of_100;  // the same of a 100, which no proxy passes on
  bool forwards = false;       // sent a request that came from somebody else
};

// The capture's one call, or its one exchange of any kind; nothing when there
// are more.
std::optional<CallId> only_call(const std::vector<CallBrief>& calls) {
  std::optional<CallId> only;
  for (std::uint32_t i = 0; i < calls.size(); ++i) {
    if (calls[i].kind != CallKind::Call) continue;
    if (only) return std::nullopt;
    only = CallId(i);
  }
  if (!only && calls.size() == 1) only = CallId(0);
  return only;
}

class Ladder {
 public:
  Ladder(TextReport& report, const CallView& view)
      : report_(report), trace_(view.analysis.trace) {
    if (view.call().message_count > kMostMessages) return;
    for (std::uint32_t i = 0; i < trace_.messages().size(); ++i) {
      if (trace_.messages()[i].call != view.id) continue;
      messages_.push_back(MessageId(i));
      note_parties(MessageId(i));
    }
  }

  [[nodiscard]] bool fits() const {
    return !messages_.empty() && messages_.size() <= kMostMessages &&
           parties_.size() <= kMostParties;
  }

  void write() {
    report_.layout.heading("MESSAGES",
                           "frame, seconds since the first, from and to");
    for (std::size_t i = 0; i < parties_.size(); ++i) write_party(i);
    report_.layout.blank();
    std::size_t columns = 0;
    for (const MessageId id : messages_) {
      columns = std::max(columns, frame_of(id).size());
    }
    for (const MessageId id : messages_) write_message(id, columns);
  }

 private:
  std::size_t party(const Endpoint& endpoint) {
    for (std::size_t i = 0; i < parties_.size(); ++i) {
      if (parties_[i].endpoint == endpoint) return i;
    }
    parties_.push_back({endpoint, {}, {}, false});
    return parties_.size() - 1;
  }

  void note_parties(MessageId id) {
    const MessageRecord& record = trace_.message(id);
    const std::size_t source = party(record.source);
    party(record.destination);
    if (!trace_.parse(id, parsed_)) return;
    Party& sender = parties_[source];
    std::string_view product = parsed_.value_of(sip::HeaderId::Server);
    if (product.empty()) product = parsed_.value_of(sip::HeaderId::UserAgent);
    if (sender.product.empty()) sender.product = std::string(product);
    if (record.status == 100) sender.product_of_100 = std::string(product);
    // RFC 3261 16.6: each proxy adds a Via.
    sender.forwards |= record.is_request() &&
                       (parsed_.count(sip::HeaderId::Via) > 1 ||
                        parsed_.value_of(sip::HeaderId::Via).find(',') !=
                            std::string_view::npos);
  }

  // What a proxy passes on names the product of somebody else.
  static std::string_view product_of(const Party& party) {
    return party.forwards ? party.product_of_100 : party.product;
  }

  [[nodiscard]] std::string frame_of(MessageId id) const {
    return report_.frames.name(trace_.message(id).frame);
  }

  void write_party(std::size_t index) {
    const Party& party = parties_[index];
    std::size_t columns = 0;
    for (const Party& other : parties_) {
      columns = std::max(columns, to_string(other.endpoint).size());
    }
    std::string text = to_string(party.endpoint);
    if (const std::string_view product = product_of(party); !product.empty()) {
      text = pad_right(text, columns) + "  " + report_.layout.safe(product);
    }
    report_.layout.line(2, {{Style::Strong, letter(index)},
                            {Style::Plain, "  "},
                            {Style::Plain, text}});
  }

  static std::string letter(std::size_t index) {
    return std::string(1, static_cast<char>('A' + index));
  }

  // The party that was seen first stands left, as in a drawn ladder.
  std::string direction(const MessageRecord& record) {
    const std::size_t from = party(record.source);
    const std::size_t to = party(record.destination);
    const TextLayout& layout = report_.layout;
    return from <= to ? fmt::format("{} {} {}", letter(from), layout.arrow(),
                                    letter(to))
                      : fmt::format("{} {} {}", letter(to), layout.back_arrow(),
                                    letter(from));
  }

  std::string what(MessageId id, const MessageRecord& record) {
    const TextLayout& layout = report_.layout;
    const bool parsed = trace_.parse(id, parsed_);
    std::string text;
    if (record.is_request()) {
      text = layout.safe(record.method_name);
      if (parsed) text += " " + layout.safe(parsed_.request_uri);
    } else {
      text = std::to_string(record.status);
      if (parsed) text += " " + layout.safe(parsed_.reason_phrase);
      text += fmt::format(" ({})", layout.safe(record.method_name));
    }
    if (record.has_sdp) text += ", SDP";
    return text;
  }

  void write_message(MessageId id, std::size_t frame_columns) {
    const MessageRecord& record = trace_.message(id);
    const Timestamp start = trace_.message(messages_.front()).timestamp;
    const double seconds =
        milliseconds_of(elapsed(start, record.timestamp)) / 1000.0;
    Style style = Style::Plain;
    if (record.is_provisional()) style = Style::Faint;
    if (record.is_final()) style = Style::Good;
    if (record.status >= 300) style = Style::Bad;
    if (record.status == 401 || record.status == 407) style = Style::Caution;
    std::string again;
    if (record.repetition != Repetition::None) {
      again = fmt::format(" [{}]", to_string(record.repetition));
    }
    const std::string place =
        fmt::format("{}  {:>9.3f}  {}  ", pad_left(frame_of(id), frame_columns),
                    seconds, direction(record));
    TextLayout& layout = report_.layout;
    const std::size_t used = 2 + columns_of(place) + columns_of(again);
    const std::size_t left =
        layout.columns() > used ? layout.columns() - used : 0;
    layout.line(
        2, {{Style::Plain, place},
            {style, cut_to_columns(what(id, record), left, layout.ellipsis())},
            {Style::Caution, again}});
  }

  TextReport& report_;
  const Trace& trace_;
  std::vector<MessageId> messages_;
  std::vector<Party> parties_;
  sip::Message parsed_;
};

}  // namespace

void write_ladder(TextReport& report) {
  const std::optional<CallId> call = only_call(report.triage.calls);
  if (!call) return;
  Ladder ladder(report, report.reader.read(*call));
  if (ladder.fits()) ladder.write();
}

}  // namespace siptriage::report
