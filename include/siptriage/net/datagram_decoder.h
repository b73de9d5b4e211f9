#pragma once
/// DatagramDecoder: decodes frames that can be understood alone: UDP in whole
/// IP packets, and everything that is only counted. It keeps nothing from one
/// frame to the next, so that threads may share the work, each with a decoder
/// and a Coverage of its own; what needs other frames is left to a NetStage.
///
///     DatagramDecoder decoder(limits, my_coverage);
///     switch (decoder.decode(frame)) {
///       case DatagramDecoder::Decoded::Datagram:
///         if (is_wanted(decoder.octets())) decoder.describe(payload);
///         break;
///       case DatagramDecoder::Decoded::Counted:
///         break;
///       case DatagramDecoder::Decoded::NeedsStage:
///         pass_on(frame);   // in the order of the frames
///     }
///
/// The payloads are those that NetStage gives, and so are the counts.

#include <cstdint>
#include <memory>
#include <string_view>

#include "siptriage/base/coverage.h"
#include "siptriage/base/limits.h"
#include "siptriage/capture/capture_filter.h"
#include "siptriage/capture/frame.h"
#include "siptriage/net/payload.h"

namespace siptriage {

class DatagramDecoder {
 public:
  /// `coverage` must outlive the decoder.
  DatagramDecoder(const Limits& limits, Coverage& coverage);
  DatagramDecoder(DatagramDecoder&&) noexcept;
  DatagramDecoder& operator=(DatagramDecoder&&) noexcept;
  ~DatagramDecoder();

  /// Asked for each frame that is not left to a NetStage; none by default.
  /// The filter must outlive the decoder, and is for one thread alone.
  void set_filter(const CaptureFilter* filter) { filter_ = filter; }

  enum class Decoded : std::uint8_t {
    Datagram,    ///< octets() and describe() tell
    Counted,     ///< under the reason that NetStage would have counted
    NeedsStage,  ///< TCP, an IP fragment, ESP, an ICMP error: not counted
  };
  [[nodiscard]] Decoded decode(const Frame& frame);

  /// After Datagram: the payload. Lifetime: as the frame's octets.
  [[nodiscard]] std::string_view octets() const { return octets_; }
  /// After Datagram: sets all of `payload` that a datagram has. The frame must
  /// still be there.
  void describe(Payload& payload) const;

 private:
  class General;
  [[nodiscard]] Decoded decode_generally(const Frame& frame);
  [[nodiscard]] bool is_filtered(const Frame& frame);
  void describe_plain(Payload& payload) const;

  Coverage* coverage_;
  const CaptureFilter* filter_ = nullptr;
  const Frame* frame_ = nullptr;
  const char* ip_header_ = nullptr;  // null: `general_` decoded the frame
  std::string_view octets_;
  std::unique_ptr<General> general_;
};

}  // namespace siptriage
