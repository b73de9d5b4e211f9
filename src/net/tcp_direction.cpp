#include "net/tcp_direction.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace siptriage::detail {
namespace {

// `segment` from `begin` to `end`, which lie within it.
TcpOctets part_of(const TcpOctets& segment, std::uint32_t begin,
                  std::uint32_t end) {
  TcpOctets part = segment;
  part.sequence = begin;
  part.length_octets = end - begin;
  const std::size_t skipped = begin - segment.sequence;
  part.octets = skipped < segment.octets.size()
                    ? segment.octets.substr(skipped, part.length_octets)
                    : std::string_view();
  return part;
}

}  // namespace

bool TcpDirection::is_other_connection(std::uint32_t syn_sequence) const {
  return started_ ? first_ != syn_sequence : ended_;
}

bool TcpDirection::is_past_end(std::uint32_t sequence,
                               std::uint32_t length) const {
  if (!ended_ || abandoned_) return false;
  if (!started_) return true;
  const std::int32_t ahead = ahead_of(sequence + length);
  return ahead > 0 || ahead < -kMaxWindowOctets;
}

void TcpDirection::start(std::uint32_t sequence) {
  started_ = true;
  first_ = next_ = sequence;
}

void TcpDirection::take_syn(std::uint32_t sequence) {
  if (!started_) start(sequence);
}

TcpDirection::Taken TcpDirection::take(const TcpOctets& segment,
                                       const Moment& moment,
                                       StreamOutput& out) {
  if (abandoned_) return Taken::Abandoned;
  if (!started_) {
    start(segment.sequence);
    remember_unseen(
        {segment.sequence - kMaxOctetsBeforeStart, segment.sequence},
        out.limit(LimitId::RememberedHoles));
  }
  std::int32_t ahead = ahead_of(segment.sequence);
  if (ahead > kMaxWindowOctets || ahead < -kMaxWindowOctets) {
    give_up_holes(out);
    note_gap(moment, out);
    unseen_.clear();  // of the part before
    next_ = segment.sequence;
    ahead = 0;
  }
  const std::uint32_t end = segment.sequence + segment.length_octets;
  if (ahead == -1 && segment.length_octets == 1) return Taken::KeepAlive;
  const bool late = ahead < 0 && give_out_late(segment, moment, out);
  if (ahead_of(end) <= 0) {
    if (!late && is_forgotten(segment)) out.count(LimitId::RememberedHoles);
    return late ? Taken::GivenOut : Taken::Old;
  }
  const TcpOctets fresh = ahead < 0 ? part_of(segment, next_, end) : segment;
  const bool cut = fresh.octets.empty();
  Taken taken = ahead <= 0 ? Taken::GivenOut : Taken::Waiting;
  if (ahead <= 0 && waiting_.empty()) {
    give_out(fresh, moment, out);
  } else if (!wait(fresh, moment)) {
    taken = Taken::Old;
  } else if (ahead <= 0) {
    // Nothing is completed by a frame without octets.
    give_out_waiting(cut ? nullptr : &moment, out);
  }
  give_up_past_hope(moment, out);
  give_up_past_limits(out);
  end_if_complete(moment, out);
  if (late) return Taken::GivenOut;
  return cut ? Taken::Cut : taken;
}

void TcpDirection::take_fin(std::uint32_t sequence, const Moment& moment,
                            StreamOutput& out) {
  if (ended_) return;
  if (!started_) start(sequence);
  if (!has_fin_) {
    has_fin_ = true;
    fin_ = sequence;
  }
  if (abandoned_) return end(moment, out);
  end_if_complete(moment, out);
}

void TcpDirection::acknowledge(std::uint32_t sequence, const Moment& moment,
                               StreamOutput& out) {
  const auto is_acknowledged = [&](std::uint32_t begin) {
    return static_cast<std::int32_t>(sequence - begin) >= 0;
  };
  while (!waiting_.empty() &&
         is_acknowledged(waiting_.front().octets.sequence)) {
    give_up_hole(out);
  }
  // The FIN itself is acknowledged, but not all that came before was seen.
  if (has_fin_ && !ended_ && waiting_.empty() && is_acknowledged(fin_ + 1)) {
    return end(moment, out);
  }
  end_if_complete(moment, out);
}

void TcpDirection::give_up_past_hope(const Moment& moment, StreamOutput& out) {
  while (!waiting_.empty()) {
    const Piece& piece = waiting_.front();
    if (ahead_of(piece.octets.sequence) <= kMaxHoleOctets &&
        elapsed(piece.moment.timestamp, moment.timestamp) <= kMaxHoleAge) {
      return;
    }
    give_up_hole(out);
  }
}

void TcpDirection::give_up_past_limits(StreamOutput& out) {
  while (waiting_.size() > out.limit(LimitId::OutOfOrderSegments)) {
    out.count(LimitId::OutOfOrderSegments);
    give_up_hole(out);
  }
  while (waiting_octets_ > out.limit(LimitId::OutOfOrderOctets)) {
    out.count(LimitId::OutOfOrderOctets);
    give_up_hole(out);
  }
}

void TcpDirection::give_up_holes(StreamOutput& out,
                                 std::optional<LimitId> limit) {
  while (!waiting_.empty()) {
    if (limit) out.count(*limit);
    give_up_hole(out);
  }
}

void TcpDirection::end(const Moment& moment, StreamOutput& out) {
  if (ended_) return;
  give_up_holes(out);
  if (has_fin_ && !abandoned_ && ahead_of(fin_) > 0) note_gap(moment, out);
  ended_ = true;
  if (has_given_out_) out.end(moment);
}

void TcpDirection::abandon() {
  abandoned_ = true;
  waiting_.clear();
  waiting_.shrink_to_fit();
  waiting_octets_ = 0;
  unseen_.clear();
  has_forgotten_ = false;
}

// Keeps what of `segment` does not wait already: the first copy wins. False
// if that is nothing. `segment` begins at next_ or later.
bool TcpDirection::wait(const TcpOctets& segment, const Moment& moment) {
  const std::uint32_t end = segment.sequence + segment.length_octets;
  std::uint32_t begin = segment.sequence;
  bool any = false;
  std::size_t index = 0;
  while (ahead_of(begin) < ahead_of(end)) {
    // Pass over what ends before `begin`.
    while (index < waiting_.size() &&
           ahead_of(waiting_[index].octets.sequence +
                    waiting_[index].octets.length_octets) <= ahead_of(begin)) {
      ++index;
    }
    const bool is_last = index == waiting_.size();
    const std::uint32_t there = is_last ? end : waiting_[index].octets.sequence;
    if (ahead_of(there) > ahead_of(begin)) {
      const std::uint32_t stop = ahead_of(there) < ahead_of(end) ? there : end;
      insert(index, segment, begin, stop, moment);
      any = true;
      begin = stop;
    } else {
      begin = there + waiting_[index].octets.length_octets;
    }
  }
  return any;
}

void TcpDirection::insert(std::size_t index, const TcpOctets& segment,
                          std::uint32_t begin, std::uint32_t end,
                          const Moment& moment) {
  Piece piece{part_of(segment, begin, end), nullptr, moment};
  std::string_view& octets = piece.octets.octets;
  if (segment.transient && !octets.empty()) {
    piece.copy = std::make_unique<char[]>(octets.size());
    std::memcpy(piece.copy.get(), octets.data(), octets.size());
    octets = {piece.copy.get(), octets.size()};
  }
  waiting_octets_ += octets.size();
  waiting_.insert(waiting_.begin() + static_cast<std::ptrdiff_t>(index),
                  std::move(piece));
}

void TcpDirection::give_out(const TcpOctets& piece, const Moment& moment,
                            StreamOutput& out) {
  if (!piece.octets.empty()) {
    out.data(piece.octets, piece.transient, piece.frame, moment);
    has_given_out_ = true;
    after_gap_ = false;
  }
  next_ = piece.sequence + piece.length_octets;
  if (piece.octets.size() < piece.length_octets) note_gap(moment, out);
}

// Everything that waits without a hole in front of it. `completed_by` is the
// frame that filled the hole; null if it was given up.
void TcpDirection::give_out_waiting(const Moment* completed_by,
                                    StreamOutput& out) {
  auto piece = waiting_.begin();
  for (; piece != waiting_.end() && piece->octets.sequence == next_; ++piece) {
    waiting_octets_ -= piece->octets.octets.size();
    give_out(piece->octets, completed_by ? *completed_by : piece->moment, out);
    if (piece->copy) out.hold(std::move(piece->copy));
  }
  waiting_.erase(waiting_.begin(), piece);
}

// What `segment` has of octets that were given up.
bool TcpDirection::give_out_late(const TcpOctets& segment, const Moment& moment,
                                 StreamOutput& out) {
  if (unseen_.empty() || ended_) return false;
  const auto distance = [](std::uint32_t from, std::uint32_t to) {
    return static_cast<std::int32_t>(to - from);
  };
  // Of a segment that was cut, the octets that are there.
  const std::uint32_t end =
      segment.sequence + static_cast<std::uint32_t>(segment.octets.size());
  bool any = false;
  std::vector<Range> still_unseen;
  // Once the sequence numbers have come around, a hole is none any more.
  const auto is_behind = [this](std::uint32_t sequence) {
    return next_ - sequence <= std::uint32_t{kMaxWindowOctets};
  };
  for (const Range& hole : unseen_) {
    if (!is_behind(hole.begin) || !is_behind(hole.end)) continue;
    const Range part{distance(hole.begin, segment.sequence) > 0
                         ? segment.sequence
                         : hole.begin,
                     distance(end, hole.end) > 0 ? end : hole.end};
    if (distance(part.begin, part.end) <= 0) {
      still_unseen.push_back(hole);
      continue;
    }
    note_gap(moment, out);
    out.data(part_of(segment, part.begin, part.end).octets, segment.transient,
             segment.frame, moment);
    after_gap_ = false;
    note_gap(moment, out);
    any = true;
    if (hole.begin != part.begin) {
      still_unseen.push_back({hole.begin, part.begin});
    }
    if (part.end != hole.end) still_unseen.push_back({part.end, hole.end});
  }
  if (!any) return false;
  unseen_ = std::move(still_unseen);
  // Filled in the middle, a hole is two.
  while (unseen_.size() > out.limit(LimitId::RememberedHoles)) {
    forget_oldest_unseen();
  }
  return true;
}

void TcpDirection::remember_unseen(Range hole, std::uint64_t most) {
  while (unseen_.size() >= most) forget_oldest_unseen();
  unseen_.push_back(hole);
}

void TcpDirection::forget_oldest_unseen() {
  const Range oldest = unseen_.front();
  unseen_.erase(unseen_.begin());
  if (!has_forgotten_) {
    has_forgotten_ = true;
    forgotten_ = oldest;
    return;
  }
  // All are behind next_.
  if (ahead_of(oldest.begin) < ahead_of(forgotten_.begin)) {
    forgotten_.begin = oldest.begin;
  }
  if (ahead_of(oldest.end) > ahead_of(forgotten_.end)) {
    forgotten_.end = oldest.end;
  }
}

// Whether octets of `segment`, which lies behind, may be some that were never
// given out.
bool TcpDirection::is_forgotten(const TcpOctets& segment) const {
  const std::uint32_t end = segment.sequence + segment.length_octets;
  return has_forgotten_ &&
         ahead_of(segment.sequence) < ahead_of(forgotten_.end) &&
         ahead_of(forgotten_.begin) < ahead_of(end);
}

void TcpDirection::give_up_hole(StreamOutput& out) {
  const Piece& piece = waiting_.front();
  note_gap(piece.moment, out);
  remember_unseen({next_, piece.octets.sequence},
                  out.limit(LimitId::RememberedHoles));
  next_ = piece.octets.sequence;
  give_out_waiting(nullptr, out);
}

void TcpDirection::note_gap(const Moment& moment, StreamOutput& out) {
  if (after_gap_) return;
  out.gap(moment);
  has_given_out_ = true;
  after_gap_ = true;
}

void TcpDirection::end_if_complete(const Moment& moment, StreamOutput& out) {
  if (has_fin_ && ahead_of(fin_) <= 0) end(moment, out);
}

}  // namespace siptriage::detail
