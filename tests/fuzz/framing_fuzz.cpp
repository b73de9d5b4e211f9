// Any octets as one direction of a TCP connection. The first four say how it
// is cut into pushes, the next two where octets are missing, if at all. What
// is held: the messages found do not depend on the pushes; each is one that
// can be parsed, as a whole; and no octet is counted twice.

#include <array>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/sip/parse.h"
#include "siptriage/sip/stream_framer.h"

#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

using namespace sip;  // NOLINT(google-build-using-namespace)

struct Found {
  std::string octets;
  std::size_t skipped_octets;
  AnomalySet anomalies;
  friend bool operator==(const Found&, const Found&) = default;
};

// The lengths of the pushes, over and over.
using Pieces = std::array<std::size_t, 4>;

class Reader {
 public:
  explicit Reader(const Pieces& pieces) : pieces_(pieces) {}

  void push(std::string_view stream) {
    while (!stream.empty()) {
      const std::string_view piece =
          stream.substr(0, pieces_[next_++ % pieces_.size()]);
      stream.remove_prefix(piece.size());
      // On the heap, to be gone with the push.
      const auto copy = std::make_unique<char[]>(piece.size());
      std::memcpy(copy.get(), piece.data(), piece.size());
      framer_.push({copy.get(), piece.size()});
      take({copy.get(), piece.size()});
    }
  }
  void gap() {
    framer_.gap();
    take({});
  }
  std::vector<Found> end() {
    framer_.end();
    take({});
    return std::move(found_);
  }

 private:
  void take(std::string_view pushed) {
    static Message message;
    while (const std::optional<FramedMessage> framed = framer_.next()) {
      require(!framed->in_place || lies_in(framed->octets, pushed),
              "a message in place lies in what was pushed");
      require(parse_message(framed->octets, Framing::Datagram, message) ==
                  ParseStatus::Complete,
              "a message from a stream can be parsed");
      require(message.octets == framed->octets, "it is whole, and alone");
      require(framed->call_id.empty() ||
                  framed->call_id == message.value_of(HeaderId::CallId),
              "its Call-ID is its own");
      require(framer_.has_seen_sip(), "a message is SIP");
      accounted_ += framed->octets.size() + framed->skipped_octets;
      require(accounted_ <= framer_.pushed_octets(),
              "no octet is counted twice");
      found_.push_back({std::string(framed->octets), framed->skipped_octets,
                        framed->anomalies});
    }
  }

  Pieces pieces_;
  std::size_t next_ = 0;
  StreamFramer framer_;
  std::size_t accounted_ = 0;
  std::vector<Found> found_;
};

std::vector<Found> read(std::string_view before, std::string_view after,
                        bool has_gap, const Pieces& pieces) {
  Reader reader(pieces);
  reader.push(before);
  if (has_gap) reader.gap();
  reader.push(after);
  return reader.end();
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  Pieces pieces;
  for (std::size_t& octets : pieces) octets = choices.below(256) + 1;
  const std::size_t gap = choices.u16();
  const std::string_view stream = choices.rest();
  const bool has_gap = gap < stream.size();
  const std::string_view before = stream.substr(0, has_gap ? gap : 0);
  const std::string_view after = stream.substr(before.size());

  constexpr Pieces kAtOnce = {~std::size_t{0}, ~std::size_t{0}, ~std::size_t{0},
                              ~std::size_t{0}};
  constexpr Pieces kOctetwise = {1, 1, 1, 1};
  const std::vector<Found> whole = read(before, after, has_gap, kAtOnce);
  require(read(before, after, has_gap, pieces) == whole,
          "messages do not depend on how the stream is cut");
  require(read(before, after, has_gap, kOctetwise) == whole,
          "messages do not depend on how the stream is cut, octet by octet");
}

}  // namespace siptriage::fuzz
