#include "bench/make_capture/capture_file.h"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace siptriage::bench {
namespace {

constexpr std::size_t kBufferOctets = std::size_t{4} << 20;
// More than any record takes besides its frame.
constexpr std::size_t kMaxRecordOverhead = 64;
constexpr std::uint32_t kSnapLength = 262144;
constexpr std::uint32_t kLinkTypeEthernet = 1;
// 2026-03-02T09:15:00Z
constexpr std::chrono::seconds kStart(1772442900);

}  // namespace

CaptureFile::CaptureFile(const std::string& path, CaptureFormat format)
    : format_(format), buffer_(kBufferOctets) {
  descriptor_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  failed_ = descriptor_ < 0;
  format == CaptureFormat::Pcap ? begin_pcap() : begin_pcapng();
}

CaptureFile::~CaptureFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void CaptureFile::begin_pcap() {
  put32(0xA1B2C3D4);
  put16(2);  // version 2.4
  put16(4);
  put32(0);  // time zone and accuracy, never used
  put32(0);
  put32(kSnapLength);
  put32(kLinkTypeEthernet);
}

void CaptureFile::begin_pcapng() {
  put32(0x0A0D0D0A);  // Section Header Block
  put32(28);
  put32(0x1A2B3C4D);
  put16(1);  // version 1.0
  put16(0);
  put32(0xFFFFFFFF);  // section length: unknown
  put32(0xFFFFFFFF);
  put32(28);
  put32(1);  // Interface Description Block
  put32(20);
  put16(kLinkTypeEthernet);
  put16(0);
  put32(kSnapLength);
  put32(20);
}

void CaptureFile::write(Time time, std::string_view headers,
                        std::string_view payload) {
  const auto length =
      static_cast<std::uint32_t>(headers.size() + payload.size());
  const auto since_epoch = static_cast<std::uint64_t>(
      std::chrono::microseconds(kStart + time).count());
  make_room(length + kMaxRecordOverhead);
  if (format_ == CaptureFormat::Pcap) {
    put32(static_cast<std::uint32_t>(since_epoch / 1'000'000));
    put32(static_cast<std::uint32_t>(since_epoch % 1'000'000));
    put32(length);
    put32(length);
    put(headers);
    put(payload);
  } else {
    const std::uint32_t padding = (4 - length % 4) % 4;
    const std::uint32_t block_length = 32 + length + padding;
    put32(6);  // Enhanced Packet Block
    put32(block_length);
    put32(0);  // interface
    put32(static_cast<std::uint32_t>(since_epoch >> 32));
    put32(static_cast<std::uint32_t>(since_epoch));
    put32(length);
    put32(length);
    put(headers);
    put(payload);
    put(std::string_view("\0\0\0", padding));
    put32(block_length);
  }
  ++frames_;
  last_time_ = time;
}

bool CaptureFile::close() {
  flush();
  if (descriptor_ >= 0 && ::close(descriptor_) != 0) failed_ = true;
  descriptor_ = -1;
  return !failed_;
}

void CaptureFile::put16(std::uint32_t value) {
  buffer_[used_++] = static_cast<char>(value);
  buffer_[used_++] = static_cast<char>(value >> 8);
}

void CaptureFile::put32(std::uint32_t value) {
  put16(value);
  put16(value >> 16);
}

void CaptureFile::put(std::string_view octets) {
  if (octets.empty()) return;  // and its pointer may be null
  std::memcpy(buffer_.data() + used_, octets.data(), octets.size());
  used_ += octets.size();
}

void CaptureFile::make_room(std::size_t octets) {
  if (buffer_.size() - used_ < octets) flush();
}

void CaptureFile::flush() {
  octets_ += used_;
  std::size_t written = 0;
  while (!failed_ && written < used_) {
    const ssize_t count =
        ::write(descriptor_, buffer_.data() + written, used_ - written);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      failed_ = true;
    } else {
      written += static_cast<std::size_t>(count);
    }
  }
  used_ = 0;
}

}  // namespace siptriage::bench
