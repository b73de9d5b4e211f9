#include "capture/decompress.h"

#include <algorithm>
#include <cerrno>
#include <span>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "capture/decoder.h"

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

// The loop between an InputStream and a file: feeds the decoder, watches the
// limit, and says why it ended.
class Pump {
 public:
  Pump(InputStream& input, Decoder& decoder, Decompressed& result,
       const Limits& limits)
      : input_(input),
        decoder_(decoder),
        result_(result),
        limits_(limits),
        in_(kBufferOctets),
        out_(kBufferOctets) {}

  // errno of the write that failed; 0 otherwise.
  int run() {
    while (!input_.is_stopped()) {
      if (pending_.empty() && !more_waits_) refill();
      const bool at_end = pending_.empty() && !more_waits_;
      if (at_end) break;
      const Decoder::Step step = decoder_.decode(pending_, out_);
      pending_.remove_prefix(step.consumed);
      more_waits_ = step.produced == out_.size();
      const auto kept = static_cast<std::size_t>(std::min<std::uint64_t>(
          step.produced, most_octets() - result_.octets));
      if (const int error = write_all(result_.file, {out_.data(), kept})) {
        return error;
      }
      result_.octets += kept;
      if (kept < step.produced) return stop_at_limit();
      if (!step.error.empty()) {
        return stop("it is corrupt (" + step.error + ")");
      }
      if (step.consumed == 0 && step.produced == 0 && !pending_.empty()) {
        return stop("it is corrupt");
      }
    }
    if (input_.error() != 0) {
      return stop("it cannot be read on (" + system_words(input_.error()) +
                  ")");
    }
    if (input_.is_stopped()) return 0;
    return decoder_.may_end() ? 0 : stop("it is cut short");
  }

 private:
  void refill() {
    const std::size_t count = input_.read(in_);
    pending_ = {in_.data(), count};
  }

  // What may have come out by now. A ratio says little of the first octets:
  // silence and padding of a short capture may be packed very well.
  [[nodiscard]] std::uint64_t most_octets() const {
    const std::uint64_t by_ratio =
        std::max(limits_[LimitId::UnpackRatioFrom], ratio_octets());
    return std::max(result_.octets,
                    std::min(limits_[LimitId::UnpackedOctets], by_ratio));
  }

  [[nodiscard]] std::uint64_t ratio_octets() const {
    std::uint64_t octets = 0;
    return __builtin_mul_overflow(taken_octets(), limits_[LimitId::UnpackRatio],
                                  &octets)
               ? ~std::uint64_t{0}
               : octets;
  }

  [[nodiscard]] std::uint64_t taken_octets() const {
    return input_.taken_octets() - pending_.size();
  }

  int stop_at_limit() {
    if (result_.octets >= limits_[LimitId::UnpackedOctets]) {
      result_.reached = LimitId::UnpackedOctets;
      return stop("it grows past the limit of " +
                  std::to_string(limits_[LimitId::UnpackedOctets]) + " octets");
    }
    result_.reached = LimitId::UnpackRatio;
    return stop("it grows to more than " +
                std::to_string(limits_[LimitId::UnpackRatio]) +
                " times its size, as a decompression bomb does");
  }

  int stop(std::string why) {
    result_.damage = std::move(why);
    result_.damage_offset_octets = taken_octets();
    return 0;
  }

  InputStream& input_;
  Decoder& decoder_;
  Decompressed& result_;
  const Limits& limits_;
  std::vector<char> in_;
  std::vector<char> out_;
  std::string_view pending_;
  bool more_waits_ = false;
};

}  // namespace

Result<Decompressed> decompress(InputStream& input, Format format,
                                TemporaryFile room, const std::string& name,
                                const Limits& limits) {
  const std::unique_ptr<Decoder> decoder = make_decoder(format);
  if (decoder == nullptr) {
    return fail(ErrorCode::NoMemory,
                "out of memory: none to decompress " + name);
  }
  Decompressed result;
  result.file = std::move(room.file);
  if (const int error = Pump(input, *decoder, result, limits).run()) {
    return fail(ErrorCode::Io,
                "cannot decompress " + name + " into " + room.directory + ": " +
                    system_words(error) + " after " +
                    std::to_string(result.octets) +
                    " octets; set TMPDIR to a directory with more room");
  }
  if (result.octets == 0 && !input.is_stopped()) {
    const std::string why =
        result.damage.empty() ? "there is nothing in it" : result.damage;
    return fail(ErrorCode::BadCompression,
                name + " does not decompress: " + why,
                result.damage_offset_octets);
  }
  return result;
}

}  // namespace siptriage::detail
