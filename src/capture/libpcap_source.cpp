// Lets libpcap read what cannot be mapped. It gets a FILE whose octets come
// from an InputStream: what was peeked comes again, and signals do not cut
// frames in two.

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <stdio.h>
#include <string>
#include <string_view>
#include <vector>

#include <pcap/pcap.h>

#include "capture/frame_limit.h"
#include "capture/source.h"
#include "capture/timestamp_range.h"
#include "capture/walker.h"

namespace siptriage::detail {
namespace {

// A batch ends early when its copies reach this.
constexpr std::size_t kMaxBatchOctets = std::size_t{4} << 20;

ssize_t read_cookie(void* cookie, char* into, std::size_t octets) {
  auto* const input = static_cast<InputStream*>(cookie);
  const std::size_t count = input->read({into, octets});
  if (count == 0 && input->error() != 0) {
    errno = input->error();
    return -1;
  }
  return static_cast<ssize_t>(count);
}

// Only "where are we" is answered, which ftello asks.
int seek_cookie(void* cookie, off64_t* offset, int whence) {
  if (whence != SEEK_CUR || *offset != 0) return -1;
  *offset =
      static_cast<off64_t>(static_cast<InputStream*>(cookie)->taken_octets());
  return 0;
}

struct CloseFile {
  void operator()(FILE* file) const { std::fclose(file); }
};
using FileHandle = std::unique_ptr<FILE, CloseFile>;

struct ClosePcap {
  void operator()(pcap_t* pcap) const { pcap_close(pcap); }
};
using PcapHandle = std::unique_ptr<pcap_t, ClosePcap>;

// Classic pcap has 32 bits of seconds, which libpcap takes for signed; nobody
// captured before 1970, but somebody will after 2038.
Timestamp timestamp_of(const timeval& time, bool is_pcapng) {
  constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
  std::int64_t seconds = time.tv_sec;
  if (!is_pcapng) seconds = static_cast<std::uint32_t>(seconds);
  std::int64_t nanoseconds = 0;
  if (__builtin_mul_overflow(seconds, kNanosecondsPerSecond, &nanoseconds) ||
      __builtin_add_overflow(nanoseconds, std::int64_t{time.tv_usec},
                             &nanoseconds)) {
    return seconds < 0 ? kEarliestTimestamp : kLatestTimestamp;
  }
  return std::clamp(timestamp_from_nanoseconds(nanoseconds), kEarliestTimestamp,
                    kLatestTimestamp);
}

class LibpcapSource final : public CaptureReader::Source {
 public:
  LibpcapSource(std::unique_ptr<InputStream> input, PcapHandle pcap,
                WrappingDamage wrapping, FileCoverage coverage,
                std::uint32_t file_index, const Limits& limits)
      : Source(std::move(coverage)),
        input_(std::move(input)),
        pcap_(std::move(pcap)),
        wrapping_(std::move(wrapping)),
        is_pcapng_(pcap_major_version(pcap_.get()) == 1) {
    prototype_.id.file = file_index;
    prototype_.link_type = link_type_from_number(
        static_cast<std::uint32_t>(pcap_datalink(pcap_.get())));
    prototype_.transient = true;
    max_frame_octets_ = max_frame_octets(prototype_.link_type, limits);
    coverage_.interfaces.push_back(
        {.name = {},
         .link_type = to_string(prototype_.link_type),
         .frames = 0,
         .snap_length = static_cast<std::uint64_t>(pcap_snapshot(pcap_.get())),
         .recorded_drops = 0});
  }

  std::size_t next_batch(std::span<Frame> frames) override {
    copies_.clear();
    std::size_t count = 0;
    while (count < frames.size() && copies_.size() < kMaxBatchOctets &&
           read_frame(frames[count])) {
      ++count;
    }
    // Only now, because copies_ moved while it grew.
    const char* next = copies_.data();
    for (Frame& frame : frames.first(count)) {
      frame.octets = {next, frame.octets.size()};
      next += frame.octets.size();
    }
    coverage_.octets = input_->taken_octets();
    coverage_.frames += count;
    coverage_.interfaces.front().frames += count;
    return count;
  }

 private:
  bool read_frame(Frame& frame);
  void end(std::string damage, std::uint64_t offset_octets);

  std::unique_ptr<InputStream> input_;  // outlives pcap_, which reads from it
  PcapHandle pcap_;
  WrappingDamage wrapping_;
  bool is_pcapng_;
  bool ended_ = false;
  std::uint32_t max_frame_octets_ = 0;
  Frame prototype_;
  std::vector<char> copies_;  // the octets of one batch
};

void LibpcapSource::end(std::string damage, std::uint64_t offset_octets) {
  ended_ = true;
  if (!damage.empty()) {
    tell_damage(coverage_, offset_octets, std::move(damage));
  }
  tell_wrapping_damage(coverage_, wrapping_);
}

// Leaves in frame.octets only the length; where they are is known later.
bool LibpcapSource::read_frame(Frame& frame) {
  if (ended_) return false;
  const off_t offset = ::ftello(pcap_file(pcap_.get()));
  pcap_pkthdr* header = nullptr;
  const u_char* octets = nullptr;
  const int status = pcap_next_ex(pcap_.get(), &header, &octets);
  if (status != 1) {
    // Asked to stop is an end like another, even inside a record.
    const bool at_end = status == PCAP_ERROR_BREAK || input_->is_stopped();
    end(at_end ? "" : pcap_geterr(pcap_.get()),
        static_cast<std::uint64_t>(std::max<off_t>(offset, 0)));
    return false;
  }
  if (prototype_.id.number == std::numeric_limits<std::uint32_t>::max()) {
    end("more frames than can be numbered",
        static_cast<std::uint64_t>(std::max<off_t>(offset, 0)));
    return false;
  }
  if (header->caplen > max_frame_octets_) {
    coverage_.limits_reached.add(LimitId::FrameOctets);
    end("a packet claims " + too_long(header->caplen, max_frame_octets_),
        static_cast<std::uint64_t>(std::max<off_t>(offset, 0)));
    return false;
  }
  ++prototype_.id.number;
  frame = prototype_;
  frame.timestamp = timestamp_of(header->ts, is_pcapng_);
  frame.original_length_octets = header->len;
  const auto* const front = reinterpret_cast<const char*>(octets);
  copies_.insert(copies_.end(), front, front + header->caplen);
  frame.octets = {front, header->caplen};
  return true;
}

tl::unexpected<Error> open_error(const std::string& path,
                                 std::string_view words) {
  const bool is_version =
      words.starts_with("unsupported") || words.starts_with("archaic");
  return fail(is_version ? ErrorCode::Unsupported : ErrorCode::Damaged,
              path + " cannot be read: " + std::string(words));
}

}  // namespace

Result<std::unique_ptr<CaptureReader::Source>> make_libpcap_source(
    InputStream input, WrappingDamage wrapping, FileCoverage coverage,
    std::uint32_t file_index, const Limits& limits) {
  auto stream = std::make_unique<InputStream>(std::move(input));
  const cookie_io_functions_t functions{read_cookie, nullptr, seek_cookie,
                                        nullptr};
  FileHandle file(::fopencookie(stream.get(), "rb", functions));
  if (file == nullptr) {
    return fail(ErrorCode::Io, "no memory to read " + coverage.path);
  }
  std::array<char, PCAP_ERRBUF_SIZE> words{};
  PcapHandle pcap(pcap_fopen_offline_with_tstamp_precision(
      file.get(), PCAP_TSTAMP_PRECISION_NANO, words.data()));
  if (pcap == nullptr) {
    return open_error(coverage.path, words.data());
  }
  static_cast<void>(file.release());  // pcap_close closes it
  return std::make_unique<LibpcapSource>(
      std::move(stream), std::move(pcap), std::move(wrapping),
      std::move(coverage), file_index, limits);
}

}  // namespace siptriage::detail
