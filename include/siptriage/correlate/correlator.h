#pragma once
/// Correlator: messages in capture order become a Trace.
///
///     Correlator correlator;
///     correlator.add({frame, time, source, destination, ...}, message);
///     Trace trace = correlator.finish(std::move(store), capture_end);
///
/// Everything it decides depends on the messages and their timestamps alone.

#include <cstdint>
#include <memory>
#include <string_view>

#include "siptriage/base/limits.h"
#include "siptriage/base/octet_store.h"
#include "siptriage/correlate/model.h"
#include "siptriage/correlate/trace.h"
#include "siptriage/sip/message.h"

namespace siptriage {

/// Where and when one message was seen.
struct Observation {
  FrameId frame;
  Timestamp timestamp{};
  Endpoint source;
  Endpoint destination;
  Transport transport = Transport::Udp;
  PacketIdentity identity;

  friend bool operator==(const Observation&, const Observation&) = default;
};

struct CorrelateOptions {
  /// T1 of RFC 3261 17.1.1.1; timers are judged by it.
  Duration t1 = std::chrono::milliseconds(500);
  /// The same octets again within this time, when the packet cannot be told
  /// apart otherwise, are the same packet seen twice: no SIP timer is as short.
  Duration duplicate_window = std::chrono::milliseconds(20);
  /// A Call-ID whose dialogs are over and that is silent for this long starts
  /// a new call when a request without To tag uses it again.
  Duration call_id_reuse_gap = std::chrono::seconds(32);
};

class Correlator {
 public:
  explicit Correlator(const CorrelateOptions& options = {},
                      const Limits& limits = {});
  Correlator(Correlator&&) noexcept;
  Correlator& operator=(Correlator&&) noexcept;
  ~Correlator();

  /// Takes the next message. `message.octets` and all its views must point
  /// into octets that the store given to finish() owns. Past 2**32 - 2
  /// messages, which is what ids can tell apart, it takes no more.
  void add(const Observation& observation, const sip::Message& message);

  /// Decides outcomes and hands everything over; the correlator is as new.
  /// `capture_end` is the time of the last frame of the capture, SIP or not:
  /// what timed out depends on it.
  [[nodiscard]] Trace finish(OctetStore store, Timestamp capture_end);

  /// Takes over the memory of a trace that nobody looks at any more, for the
  /// messages to come. Only before the first add().
  void reuse(Trace&& trace);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace siptriage
