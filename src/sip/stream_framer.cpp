#include "siptriage/sip/stream_framer.h"

#include <algorithm>
#include <cassert>

#include "siptriage/sip/message.h"
#include "siptriage/sip/parse.h"

#include "sip/line_splitter.h"
#include "sip/measured_index.h"
#include "sip/plain_skim.h"
#include "sip/start_line.h"

// Where the framer stands between two calls:
//
//     between messages ---- start line, or its front ----> message in buffer_
//        |        ^                                            |
//     garbage  line end                               whole, or a gap
//        v        |                                            v
//     in_garbage_line_                                  between messages
//
// What is decided never depends on how the octets were cut into pushes: a line
// is judged when its end is there, a message when its last octet is.

namespace siptriage::sip {
namespace {

using detail::is_line_end;
using detail::StartLineCheck;

// To make one costs more than to use it: its index is large.
Message& spare_message(const MessageLimits& limits) {
  static thread_local Message message;
  message.set_limits(limits);
  return message;
}

// What of a message's anomalies is told by framing it, not by reading it.
AnomalySet framing_anomalies(const Message& message) {
  AnomalySet kept;
  for (const AnomalyKind kind :
       {AnomalyKind::MissingContentLength, AnomalyKind::BadContentLength,
        AnomalyKind::TooLong}) {
    if (message.anomalies.has(kind)) kept.add(kind);
  }
  return kept;
}

}  // namespace

void StreamFramer::push(std::string_view octets) {
  assert(pushed_.empty() && "take every message before pushing more");
  if (is_given_) drop_buffer();
  if (flushing_) {
    skip(buffer_.size());
    drop_buffer();
    flushing_ = false;
  }
  skip(pushed_.size());
  pushed_ = octets;
  pushed_octets_ += octets.size();
}

void StreamFramer::gap() { flushing_ = true; }

void StreamFramer::end() { flushing_ = true; }

std::optional<FramedMessage> StreamFramer::next() {
  if (is_given_) drop_buffer();
  std::optional<FramedMessage> framed = next_whole();
  if (framed || !flushing_) return framed;
  flushing_ = false;
  return flush();
}

std::optional<FramedMessage> StreamFramer::next_whole() {
  while (!pushed_.empty()) {
    std::optional<FramedMessage> framed =
        buffer_.empty() ? next_in_place() : next_buffered();
    if (framed) return framed;
  }
  return std::nullopt;
}

// Consumes some of pushed_, and all of it unless a message is found or garbage
// passed over. What is unfinished moves to buffer_.
std::optional<FramedMessage> StreamFramer::next_in_place() {
  skip_to_line_start();
  if (pushed_.empty()) return std::nullopt;
  // As a rule, a segment is a message.
  Message& message = spare_message(limits_);
  Skim skim;
  if (detail::skim_plain(pushed_, skim, message)) {
    has_seen_sip_ = true;
    pushed_ = {};
    FramedMessage framed = give(skim.octets, true, {});
    framed.call_id = skim.call_id;
    return framed;
  }
  const StartLineCheck check = detail::check_start_line(
      pushed_, Framing::Stream, limits_.start_line_octets);
  if (check == StartLineCheck::TooLong) {
    pass_over(0, LimitId::StartLineOctets);
    return std::nullopt;
  }
  if (check == StartLineCheck::No) {
    in_garbage_line_ = true;
    return std::nullopt;
  }
  has_start_line_ = check == StartLineCheck::Yes;
  has_seen_sip_ = has_seen_sip_ || has_start_line_;
  if (has_start_line_) {
    const detail::MeasuredIndex index =
        detail::index_measured(pushed_, Framing::Stream, message);
    needed_octets_ = index.needed_octets;
    switch (index.status) {
      case ParseStatus::Complete:
        pushed_.remove_prefix(message.octets.size());
        return give(message.octets, true, framing_anomalies(message));
      case ParseStatus::Malformed:  // no end of the header part in sight
        pass_over(limits_.message_octets, LimitId::MessageOctets);
        pushed_.remove_prefix(limits_.message_octets);
        return std::nullopt;
      case ParseStatus::NeedMore:
        break;
    }
  }
  buffer_ = pushed_;
  pushed_ = {};
  return std::nullopt;
}

// Carries on with the message that buffer_ begins with. All of pushed_ is
// appended, and what lies behind the message is left in pushed_ after all.
std::optional<FramedMessage> StreamFramer::next_buffered() {
  const std::size_t before = buffer_.size();
  const std::size_t taken =
      std::min(pushed_.size(), limits_.message_octets - before);
  buffer_.append(pushed_.substr(0, taken));
  if (!has_start_line_) {
    const StartLineCheck check = detail::check_start_line(
        buffer_, Framing::Stream, limits_.start_line_octets);
    if (check == StartLineCheck::No || check == StartLineCheck::TooLong) {
      skip(before);  // the line goes on in pushed_
      drop_buffer();
      in_garbage_line_ = true;
      if (check == StartLineCheck::TooLong) {
        reached_.add(LimitId::StartLineOctets);
      }
      return std::nullopt;
    }
    has_start_line_ = check == StartLineCheck::Yes;
    has_seen_sip_ = has_seen_sip_ || has_start_line_;
  }
  if (has_whole_message()) {
    Message& message = spare_message(limits_);
    const detail::MeasuredIndex index =
        detail::index_measured(buffer_, Framing::Stream, message);
    needed_octets_ = index.needed_octets;
    if (index.status == ParseStatus::Complete) {
      const std::size_t octets = message.octets.size();
      const AnomalySet anomalies = framing_anomalies(message);
      pushed_.remove_prefix(octets - before);
      buffer_.resize(octets);
      is_given_ = true;
      return give(buffer_, false, anomalies);
    }
  }
  pushed_.remove_prefix(taken);
  if (buffer_.size() >= limits_.message_octets) {
    pass_over(buffer_.size(), LimitId::MessageOctets);
    drop_buffer();
  }
  return std::nullopt;
}

// Looks for the blank line, or counts the octets up to needed_octets_. Each
// octet is looked at once, however small the pushes are.
bool StreamFramer::has_whole_message() {
  if (!has_start_line_) return false;
  if (needed_octets_ != 0) return buffer_.size() >= needed_octets_;
  for (;;) {
    const std::size_t end = detail::find_line_end(buffer_, scanned_octets_);
    scanned_octets_ = end;
    if (end == buffer_.size()) return false;
    std::size_t behind = end + 1;
    if (buffer_[end] == '\r') {
      if (behind == buffer_.size()) return false;  // perhaps half a CRLF
      if (buffer_[behind] == '\n') ++behind;
    }
    const bool is_blank = end == line_begin_;
    line_begin_ = scanned_octets_ = behind;
    if (is_blank) return true;
  }
}

// Ends what is unfinished: given out if its header part is whole.
std::optional<FramedMessage> StreamFramer::flush() {
  in_garbage_line_ = false;
  if (buffer_.empty()) return std::nullopt;
  Message& message = spare_message(limits_);
  if (!has_start_line_ ||
      index_message(buffer_, Framing::Datagram, message) !=
          ParseStatus::Complete ||
      message.anomalies.has(AnomalyKind::MissingBlankLine)) {
    skip(buffer_.size());
    drop_buffer();
    return std::nullopt;
  }
  AnomalySet anomalies;
  if (message.anomalies.has(AnomalyKind::ContentLengthTooLarge)) {
    anomalies.add(AnomalyKind::TruncatedByGap);
  }
  if (!message.has(HeaderId::ContentLength)) {
    anomalies.add(AnomalyKind::MissingContentLength);
  }
  is_given_ = true;
  return give(buffer_, false, anomalies);
}

FramedMessage StreamFramer::give(std::string_view octets, bool in_place,
                                 AnomalySet anomalies) {
  FramedMessage framed{octets, in_place, skipped_octets_, {}, anomalies};
  if (skipped_octets_ != 0) framed.anomalies.add(AnomalyKind::LeadingGarbage);
  skipped_octets_ = 0;
  return framed;
}

// Passes over the rest of a garbage line, then over line ends, which are
// keep-alives (RFC 5626 3.5.1), and NULs, which some stacks send as such.
void StreamFramer::skip_to_line_start() {
  std::size_t begin = 0;
  if (in_garbage_line_) {
    begin = detail::find_line_end(pushed_, 0);
    skip(begin);
    in_garbage_line_ = begin == pushed_.size();
  }
  while (begin < pushed_.size() &&
         (is_line_end(pushed_[begin]) || pushed_[begin] == '\0')) {
    if (pushed_[begin] == '\0') skip(1);
    ++begin;
  }
  pushed_.remove_prefix(begin);
}

void StreamFramer::pass_over(std::size_t octets, LimitId reached) {
  skip(octets);
  in_garbage_line_ = true;
  reached_.add(reached);
}

void StreamFramer::drop_buffer() {
  buffer_.clear();
  line_begin_ = 0;
  scanned_octets_ = 0;
  needed_octets_ = 0;
  has_start_line_ = false;
  is_given_ = false;
}

}  // namespace siptriage::sip
