#pragma once
/// CaptureWriter: frames in, the octets of a pcapng file out.
///
///     CaptureWriter writer("siptriage 1.0");
///     const std::uint32_t eth0 = writer.add_interface({.name = "eth0"});
///     writer.write(frame, eth0, comments, octets);   // appends to `octets`
///     writer.finish(octets);
///
/// Writes what every reader of pcapng knows: a Section Header, an Interface
/// Description before the first frame of each interface that has one, an
/// Enhanced Packet a frame, with its comments (opt_comment), where Wireshark
/// shows them. Little-endian; the same frames give the same octets. What a
/// Frame does not hold (flags of packets, names, secrets) is not written.
///
/// It opens no file: whoever calls it says where the octets go.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/capture/frame.h"

namespace siptriage {

/// An interface of the file to be written.
struct CapturedInterface {
  std::string name = {};         // if_name; empty: not said
  std::string description = {};  // if_description; empty: not said
  LinkType link_type = LinkType::Ethernet;
  std::uint32_t snap_length = 0;  // 0: no limit
  /// Decimal places of a second that timestamps have, at most 9: if_tsresol.
  std::uint8_t timestamp_digits = 9;
};

/// What an interface did until then.
struct InterfaceStatistics {
  std::optional<Timestamp> time = {};  // none: not said
  std::uint64_t received = 0;          // isb_ifrecv; 0: not said
  std::uint64_t dropped = 0;           // isb_ifdrop; 0: not said
};

/// What a capture told of an interface whose frames are of this link type.
[[nodiscard]] CapturedInterface captured_interface(
    const InterfaceCoverage& interface, LinkType link_type);

/// An option of pcapng has no room for more; what is longer is cut between two
/// characters of UTF-8.
inline constexpr std::size_t kMaxOptionOctets = 65535;

/// Sections that are begun so that frames without a timestamp stay so.
inline constexpr std::uint32_t kMaxWrittenSections = 1024;

class CaptureWriter {
 public:
  /// `application` is who wrote the file (shb_userappl).
  explicit CaptureWriter(std::string_view application);

  /// Gives its number, for write(). Nothing is written of an interface without
  /// frames.
  [[nodiscard]] std::uint32_t add_interface(CapturedInterface interface);

  /// Appends `frame` to `out`, and before it what it needs. The link type is
  /// that of the interface, digits of the timestamp beyond those of the
  /// interface are dropped. Timestamps before 1970 go on a description of
  /// their own of the same interface, with if_tsoffset.
  ///
  /// A frame without a timestamp becomes a Simple Packet, in a section that
  /// begins with its interface; the time is 0 where the snap length would not
  /// give its length back, and after kMaxWrittenSections.
  ///
  /// `comments` are UTF-8 without NUL.
  void write(const Frame& frame, std::uint32_t interface,
             std::span<const std::string> comments, std::string& out);

  /// Appends Interface Statistics: what the capture itself tells of the
  /// interface, and that it was running then. After its frames, if they tell of
  /// what was lost: the last ones of an interface count. They describe it where
  /// nothing did.
  void write_statistics(std::uint32_t interface,
                        const InterfaceStatistics& statistics,
                        std::string& out);

  /// Appends what makes a file of no frames a capture.
  void finish(std::string& out);

 private:
  // Where a description was written last.
  struct Description {
    std::uint32_t section = 0;  // 0: nowhere yet
    std::uint32_t number = 0;
  };
  struct Interface {
    CapturedInterface told;
    std::uint64_t nanoseconds_per_tick = 1;
    Description since_1970;
    Description before_1970;
  };

  void begin_section(std::string& out);
  // The number in the section of a description that fits the time.
  [[nodiscard]] std::uint32_t describe(Interface& interface, bool before_1970,
                                       std::string& out);
  // The front of packets and statistics.
  static void append_time(Timestamp time, std::uint32_t number,
                          const Interface& interface, std::string& out);
  [[nodiscard]] bool may_be_simple(const Frame& frame,
                                   const Interface& interface) const;
  void write_simple(const Frame& frame, Interface& interface, std::string& out);
  void write_enhanced(const Frame& frame, Interface& interface,
                      std::span<const std::string> comments, std::string& out);

  std::string application_;
  std::vector<Interface> interfaces_;
  std::uint32_t section_ = 0;  // counted from 1
  std::uint32_t described_ = 0;
};

}  // namespace siptriage
