#pragma once
/// StreamFramer: cuts the octets of one direction of a TCP connection into SIP
/// messages by Content-Length (RFC 3261 18.3), and finds the next start line
/// after a hole, garbage, or a start in mid-stream.
///
///     StreamFramer framer;
///     framer.push(octets);
///     while (std::optional<FramedMessage> framed = framer.next())
///     use(*framed);
///
/// CRLF keep-alives (RFC 5626 3.5.1) are passed over.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "siptriage/base/anomaly.h"
#include "siptriage/base/limits.h"
#include "siptriage/sip/message.h"

namespace siptriage::sip {

struct FramedMessage {
  /// One whole message, ready for parse_message(.., Framing::Datagram, ..).
  std::string_view octets;
  /// True: octets lie within the octets last pushed; false: in the framer's
  /// own buffer, valid until the next call of any of its functions.
  bool in_place = false;
  /// Octets passed over since the message before, keep-alives not counted.
  std::size_t skipped_octets = 0;
  /// Of an ordinary message, its Call-ID; empty where nobody looked for it.
  std::string_view call_id;
  /// TruncatedByGap, LeadingGarbage, MissingContentLength, ... of the framing.
  AnomalySet anomalies;
};

class StreamFramer {
 public:
  explicit StreamFramer(const MessageLimits& limits = {}) : limits_(limits) {}

  /// Octets that follow those pushed before. Take every message with next()
  /// before pushing more. Lifetime: `octets` must live until next() gave
  /// nothing.
  void push(std::string_view octets);
  /// Octets are missing here: an unfinished message is ended (it comes out of
  /// next(), if its header part is whole), then the next start line is sought.
  void gap();
  /// Nothing follows: as gap(), for good.
  void end();

  [[nodiscard]] std::optional<FramedMessage> next();

  /// False until a start line was seen: what was pushed so far is not SIP.
  [[nodiscard]] bool has_seen_sip() const { return has_seen_sip_; }
  /// What was passed over because it would have been too long; counted anew
  /// from here on.
  [[nodiscard]] LimitCounts take_limits_reached() {
    return std::exchange(reached_, {});
  }
  /// Held of a message whose rest is still to come.
  [[nodiscard]] std::size_t held_octets() const {
    return is_given_ ? 0 : buffer_.size();
  }
  /// Octets pushed so far that are part of no message still to come.
  [[nodiscard]] std::uint64_t consumed_octets() const {
    return pushed_octets_ - pushed_.size() - held_octets();
  }
  /// All octets pushed so far.
  [[nodiscard]] std::uint64_t pushed_octets() const { return pushed_octets_; }

 private:
  [[nodiscard]] std::optional<FramedMessage> next_whole();
  [[nodiscard]] std::optional<FramedMessage> next_in_place();
  [[nodiscard]] std::optional<FramedMessage> next_buffered();
  [[nodiscard]] std::optional<FramedMessage> flush();
  [[nodiscard]] FramedMessage give(std::string_view octets, bool in_place,
                                   AnomalySet anomalies);
  [[nodiscard]] bool has_whole_message();
  void skip_to_line_start();
  void pass_over(std::size_t octets, LimitId reached);
  void skip(std::size_t octets) { skipped_octets_ += octets; }
  void drop_buffer();

  MessageLimits limits_;
  LimitCounts reached_;
  // An unfinished message, or what may become a start line; empty between
  // messages.
  std::string buffer_;
  std::string_view pushed_;         // what is not consumed of the last push
  std::size_t line_begin_ = 0;      // of buffer_'s last line
  std::size_t scanned_octets_ = 0;  // of buffer_: no line ends from line_begin_
  std::size_t needed_octets_ = 0;   // whole message; 0: header part not whole
  std::size_t skipped_octets_ = 0;
  std::uint64_t pushed_octets_ = 0;
  bool has_start_line_ = false;   // buffer_ begins with a start line
  bool is_given_ = false;         // buffer_ is the message given last
  bool in_garbage_line_ = false;  // what follows is not at a line's start
  bool has_seen_sip_ = false;
  bool flushing_ = false;  // a gap or the end: give out what there is
};

}  // namespace siptriage::sip
