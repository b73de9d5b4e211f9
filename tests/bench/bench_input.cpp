#include "bench/bench_input.h"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <unistd.h>

#include "siptriage/capture/capture_reader.h"
#include "siptriage/net/net_stage.h"
#include "siptriage/sip/parse.h"

#include "bench/make_capture/make_capture.h"

namespace siptriage::bench {
namespace {

constexpr std::uint64_t kCalls = 10'000;
constexpr std::uint64_t kPackets = 100'000;

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "siptriage_bench: %s\n", what.c_str());
  std::exit(1);
}

std::string temporary_path() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = folder != nullptr && *folder != '\0' ? folder : "/tmp";
  path += "/siptriage-bench-XXXXXX";
  const int descriptor = ::mkstemp(path.data());
  if (descriptor < 0) give_up("cannot make " + path);
  ::close(descriptor);
  return path;
}

std::string make_octets(std::string_view kind) {
  CaptureRequest request;
  request.kind = find_kind(kind);
  if (request.kind == nullptr) give_up("no such kind: " + std::string(kind));
  request.output = temporary_path();
  if (request.kind->media_percent != 0) {
    request.packets = kPackets;
  } else {
    request.calls = kCalls;
  }
  if (!make_capture(request)) give_up("cannot write " + request.output);
  std::ifstream file(request.output, std::ios::binary);
  std::string octets(std::istreambuf_iterator<char>(file), {});
  ::unlink(request.output.c_str());
  return octets;
}

}  // namespace

const std::string& capture_of(std::string_view kind) {
  static std::map<std::string, std::string, std::less<>> captures;
  const auto found = captures.find(kind);
  if (found != captures.end()) return found->second;
  return captures.emplace(kind, make_octets(kind)).first->second;
}

std::vector<Frame> frames_of(std::string_view capture) {
  Result<CaptureReader> reader = CaptureReader::from_memory("memory", capture);
  if (!reader) give_up(reader.error().message);
  std::vector<Frame> frames;
  std::array<Frame, kFrameBatch> batch;
  while (const std::size_t count = reader->next_batch(batch)) {
    frames.insert(frames.end(), batch.begin(), batch.begin() + count);
  }
  return frames;
}

std::int64_t Payloads::octets() const {
  std::int64_t sum = 0;
  for (const Payload& payload : all) {
    sum += static_cast<std::int64_t>(payload.octets.size());
  }
  return sum;
}

Payloads payloads_of(std::string_view capture) {
  Payloads payloads;
  NetStage net({}, payloads.coverage);
  net.process(frames_of(capture), payloads.all);
  net.finish(payloads.all);
  return payloads;
}

Observation observation_of(const Payload& payload) {
  return {payload.frame,       payload.timestamp, payload.source,
          payload.destination, payload.transport, payload.identity};
}

Trace trace_of(const Payloads& payloads) {
  Correlator correlator;
  sip::Message message;
  for (const Payload& payload : payloads.all) {
    if (sip::parse_message(payload.octets, sip::Framing::Datagram, message) ==
        sip::ParseStatus::Complete) {
      correlator.add(observation_of(payload), message);
    }
  }
  const Timestamp end =
      payloads.all.empty() ? Timestamp{} : payloads.all.back().timestamp;
  return correlator.finish(OctetStore(), end);
}

}  // namespace siptriage::bench
