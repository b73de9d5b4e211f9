#pragma once
// CaptureFile: frames to a pcap or pcapng file, in large writes. Ethernet,
// microseconds, little-endian whatever the machine is.
//
//     CaptureFile file("out.pcap", CaptureFormat::Pcap);
//     file.write(time, headers, payload);
//     if (!file.close()) complain();

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::bench {

// Time since the start of the capture.
using Time = std::chrono::microseconds;

enum class CaptureFormat : std::uint8_t { Pcap, Pcapng };

class CaptureFile {
 public:
  CaptureFile(const std::string& path, CaptureFormat format);
  CaptureFile(const CaptureFile&) = delete;
  CaptureFile& operator=(const CaptureFile&) = delete;
  ~CaptureFile();

  // One frame: `headers`, then `payload`.
  void write(Time time, std::string_view headers, std::string_view payload);

  // Writes what is left; false if the file could not be made, or not all of it
  // be written.
  [[nodiscard]] bool close();

  [[nodiscard]] std::uint64_t frames() const { return frames_; }
  [[nodiscard]] std::uint64_t octets() const { return octets_; }
  [[nodiscard]] Time last_time() const { return last_time_; }

 private:
  void begin_pcap();
  void begin_pcapng();
  void put16(std::uint32_t value);
  void put32(std::uint32_t value);
  void put(std::string_view octets);
  void make_room(std::size_t octets);
  void flush();

  CaptureFormat format_;
  int descriptor_ = -1;
  bool failed_ = false;
  std::vector<char> buffer_;
  std::size_t used_ = 0;
  std::uint64_t frames_ = 0;
  std::uint64_t octets_ = 0;  // of the file
  Time last_time_{};
};

}  // namespace siptriage::bench
