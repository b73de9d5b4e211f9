#include "capture/decompress.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <utility>

namespace siptriage::detail {
namespace {

constexpr std::size_t kBufferOctets = std::size_t{256} << 10;

// errno of the write that failed; 0 when all was written.
int write_all(const FileDescriptor& file, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t count = ::write(file.number(), octets.data(), octets.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return errno;
    octets.remove_prefix(static_cast<std::size_t>(count));
  }
  return 0;
}

}  // namespace

Result<std::unique_ptr<Decompression>> Decompression::begin(
    InputStream input, Format format, TemporaryFile room, std::string name,
    const Limits& limits) {
  std::unique_ptr<Decoder> decoder = make_decoder(format);
  if (decoder == nullptr) {
    return fail(ErrorCode::NoMemory,
                "out of memory: none to decompress " + name);
  }
  return std::unique_ptr<Decompression>(
      new Decompression(std::move(input), std::move(decoder), std::move(room),
                        std::move(name), limits));
}

Decompression::Decompression(InputStream input,
                             std::unique_ptr<Decoder> decoder,
                             TemporaryFile room, std::string name,
                             const Limits& limits)
    : input_(std::move(input)),
      decoder_(std::move(decoder)),
      room_(std::move(room)),
      name_(std::move(name)),
      limits_(limits),
      in_(kBufferOctets),
      out_(kBufferOctets) {}

void Decompression::advance_to(std::uint64_t octets) {
  while (!ended_ && octets_ < octets) {
    if (input_.is_stopped()) return give_up();
    decode_piece();
  }
}

// Feeds the decoder, watches the limit, and says why it ended.
void Decompression::decode_piece() {
  if (pending_.empty() && !more_waits_) refill();
  const bool at_end = pending_.empty() && !more_waits_;
  if (at_end) return end_of_input();
  const Decoder::Step step = decoder_->decode(pending_, out_);
  pending_.remove_prefix(step.consumed);
  more_waits_ = step.produced == out_.size();
  const auto kept = static_cast<std::size_t>(
      std::min<std::uint64_t>(step.produced, most_octets() - octets_));
  if (!keep({out_.data(), kept})) return give_up();
  if (kept < step.produced) return end_at_limit();
  if (!step.error.empty()) return end("it is corrupt (" + step.error + ")");
  if (step.consumed == 0 && step.produced == 0 && !pending_.empty()) {
    end("it is corrupt");
  }
}

void Decompression::refill() {
  const std::size_t count = input_.read(in_);
  pending_ = {in_.data(), count};
}

bool Decompression::keep(std::string_view octets) {
  if (const int error_number = write_all(room_.file, octets)) {
    error_ = Error{ErrorCode::Io, 0,
                   "cannot decompress " + name_ + " into " + room_.directory +
                       ": " + system_words(error_number) + " after " +
                       std::to_string(octets_) +
                       " octets; set TMPDIR to a directory with more room"};
    return false;
  }
  octets_ += octets.size();
  return true;
}

// What may have come out by now. A ratio says little of the first octets:
// silence and padding of a short capture may be packed very well.
std::uint64_t Decompression::most_octets() const {
  const std::uint64_t by_ratio =
      std::max(limits_[LimitId::UnpackRatioFrom], ratio_octets());
  return std::max(octets_,
                  std::min(limits_[LimitId::UnpackedOctets], by_ratio));
}

std::uint64_t Decompression::ratio_octets() const {
  std::uint64_t octets = 0;
  return __builtin_mul_overflow(taken_octets(), limits_[LimitId::UnpackRatio],
                                &octets)
             ? ~std::uint64_t{0}
             : octets;
}

void Decompression::end_of_input() {
  if (input_.error() != 0) {
    return end("it cannot be read on (" + system_words(input_.error()) + ")");
  }
  if (input_.is_stopped()) return give_up();
  end(decoder_->may_end() ? "" : "it is cut short");
}

void Decompression::end_at_limit() {
  if (octets_ >= limits_[LimitId::UnpackedOctets]) {
    reached_ = LimitId::UnpackedOctets;
    return end("it grows past the limit of " +
               std::to_string(limits_[LimitId::UnpackedOctets]) + " octets");
  }
  reached_ = LimitId::UnpackRatio;
  end("it grows to more than " + std::to_string(limits_[LimitId::UnpackRatio]) +
      " times its size, as a decompression bomb does");
}

void Decompression::end(std::string damage) {
  ended_ = true;
  if (!damage.empty()) damage_offset_octets_ = taken_octets();
  damage_ = std::move(damage);
  if (octets_ != 0) return;
  error_ = Error{ErrorCode::BadCompression, damage_offset_octets_,
                 name_ + " does not decompress: " +
                     (damage_.empty() ? "there is nothing in it" : damage_)};
}

}  // namespace siptriage::detail
