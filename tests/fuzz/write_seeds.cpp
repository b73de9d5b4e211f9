// write_seeds FOLDER SOURCE: what each fuzzer begins with, FOLDER/NAME/seed-N.
// Made of the samples and data of the repository at SOURCE, of torture messages
// (RFC 4475, RFC 5118) and of messages as phones send them.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/capture/capture_reader.h"
#include "siptriage/filter/reference.h"
#include "siptriage/sip/parse.h"

#include "torture/all_messages.h"
#include "unit/sip/realistic_messages.h"

namespace siptriage::fuzz {
namespace {

namespace fs = std::filesystem;

class Seeds {
 public:
  void add(const std::string& fuzzer, std::string_view octets) {
    if (!octets.empty()) seeds_[fuzzer].emplace(octets);
  }
  void write(const fs::path& folder) const {
    for (const auto& [fuzzer, all] : seeds_) {
      fs::create_directories(folder / fuzzer);
      std::size_t number = 0;
      for (const std::string& octets : all) {
        std::ofstream(folder / fuzzer / ("seed-" + std::to_string(++number)),
                      std::ios::binary)
            << octets;
      }
    }
  }

 private:
  std::map<std::string, std::set<std::string>> seeds_;
};

// Decisions in front of the octets: see the fuzzers.
std::string framed(std::string_view octets) {
  return std::string("\x40\x07\xff\x20\xff\xff", 6) + std::string(octets);
}

void add_values(std::string_view text, Seeds& seeds) {
  sip::Message message;
  if (sip::parse_message(text, sip::Framing::Datagram, message) !=
      sip::ParseStatus::Complete) {
    return;
  }
  seeds.add("uri", message.request_uri);
  for (const sip::HeaderField& field : message.header_fields()) {
    switch (field.id) {
      case sip::HeaderId::Via:
        seeds.add("via", field.value);
        break;
      case sip::HeaderId::From:
      case sip::HeaderId::To:
      case sip::HeaderId::Contact:
      case sip::HeaderId::Route:
      case sip::HeaderId::RecordRoute:
        seeds.add("name_addr", field.value);
        break;
      default:
        seeds.add("values", field.value);
    }
  }
  if (message.body.empty()) return;
  seeds.add("sdp", std::string(message.value_of(sip::HeaderId::ContentType)) +
                       '\n' + std::string(message.body));
}

void add_message(std::string_view text, Seeds& seeds) {
  seeds.add("message", text);
  seeds.add("framing", framed(text));
  seeds.add("wire_text", text.substr(0, 512));
  add_values(text, seeds);
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

// Behind link layer, IP and UDP.
std::string_view find_message(std::string_view frame) {
  while (!frame.empty() && !sip::starts_like_sip(frame)) {
    frame.remove_prefix(1);
  }
  return frame;
}

// A capture, its frames, and their messages one after the other.
void add_capture(const std::string& octets, Seeds& seeds) {
  seeds.add("capture", octets);
  seeds.add("pipeline", octets);
  Result<CaptureReader> reader = CaptureReader::from_memory("sample", octets);
  if (!reader) return;
  std::string exchange;
  std::vector<Frame> frames(kFrameBatch);
  while (const std::size_t count = reader->next_batch(frames)) {
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view frame = frames[i].octets;
      const bool raw = frames[i].link_type == LinkType::RawIp;
      seeds.add("frame",
                std::string(raw ? "\1\0\0" : "\0\0\0", 3) + std::string(frame));
      const std::string_view message = find_message(frame);
      if (message.empty()) continue;
      add_message(message, seeds);
      exchange.append(message).append(i % 2 == 0 ? "\n%\x01\x02\n"
                                                 : "\n%\x02\x03\n");
    }
  }
  seeds.add("exchange", exchange);
}

// Pieces of a file of the catalogue, an entry or two each.
void add_catalogue(std::string_view toml, char kind, Seeds& seeds) {
  constexpr std::size_t kMaxOctets = 4000;
  while (!toml.empty()) {
    const std::size_t end = toml.find("\n[[", 1);
    const std::string_view entry = toml.substr(0, end);
    if (entry.size() < kMaxOctets) {
      seeds.add("catalogue", std::string(1, kind) + std::string(entry));
    }
    toml.remove_prefix(entry.size());
  }
}

void add_data(const fs::path& folder, Seeds& seeds) {
  constexpr std::string_view kKinds = "rcqwuhs";  // see catalogue_fuzz.cpp
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".toml") continue;
    const std::size_t kind =
        name.starts_with("rules_") ? 4 : kKinds.find(name[0]);
    if (kind == std::string_view::npos) continue;
    add_catalogue(read_file(entry.path()), static_cast<char>(kind), seeds);
  }
}

void add_samples(const fs::path& folder, Seeds& seeds) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension().string().starts_with(".pcap")) {
      add_capture(read_file(entry.path()), seeds);
    }
  }
}

// What is read as decisions: fragments and segments in order, out of order,
// and overlapping.
void add_decisions(Seeds& seeds) {
  constexpr std::string_view kFragments[] = {
      {"\0\0\x20\0\0\0\1\0\0\2\0\2\0\0\4\0\1\0", 18},
      {"\1\0\x20\0\4\0\1\0\0\2\0\1\1\0\0\0\5\2", 18}};
  for (const std::string_view seed : kFragments) seeds.add("fragments", seed);
  constexpr std::string_view kSegments[] = {
      {"\0\0\0\0\1\0\x40\0\0\x0f\0\0\x10\x0f\0\0\x20\x1f\0", 19},
      {"\1\xff\xff\xff\xf0\0\x40\0\x20\x1f\0\0\x08\x1f\1\0\0\x10\2", 19}};
  for (const std::string_view seed : kSegments) seeds.add("tcp", seed);
  constexpr std::string_view kConnections[] = {
      {"\0\1\2\0\0\0\0\0\0\x12\0\0\0\1\0\1\x18\0\1\0\1\x20", 22},
      {"\1\1\x18\0\x40\0\1\x20\1\x18\0\1\0\1\x20\1\1\0\x60\0\1\0", 22}};
  for (const std::string_view seed : kConnections) {
    seeds.add("connections", seed);
  }
}

void add_filters(Seeds& seeds) {
  for (const std::string_view expression :
       {"udp port 5060", "host 192.0.2.1 and not tcp", "portrange 5060-5070",
        "ip6 or vlan 7", "net 192.0.2.0/24", "ip[0] & 0xf != 5",
        "tcp[tcpflags] & (tcp-syn|tcp-fin) != 0", "ether host 2:0:0:0:0:1",
        "greater 100 and (src host 2001:db8::1 or dst port sip)"}) {
    seeds.add("filter", expression);
  }
}

// The first octet is what an expression is asked about.
void add_expressions(Seeds& seeds) {
  const auto add = [&seeds](FilterScope scope, std::string_view text) {
    seeds.add("filter_language",
              std::string(1, static_cast<char>(scope)) + std::string(text));
  };
  for (const FilterFieldDoc& field : filter_fields()) {
    add(field.scope, field.example);
  }
  for (const FilterExampleDoc& example : filter_examples()) {
    add(example.scope, example.text);
  }
}

std::string realistic_exchange() {
  std::string exchange;
  for (const std::string& text : sip::realistic_messages(4)) {
    exchange +=
        text + (text.starts_with("SIP") ? "\n%\x01\x02\n" : "\n%\x02\x03\n");
  }
  return exchange;
}

void add_expectations(Seeds& seeds) {
  for (const std::string_view body :
       {"count = '>= 1'\nwhere = 'kind == call'",
        "outcome = ['busy', 'no-answer']\nmay_be_empty = true",
        "max_pdd = '2 s'\ncodes = { 4xx = '<= 2', 503 = 0 }",
        "over = 'messages'\nwhere = 'method == REGISTER'\ncount = '2..5'",
        "over = 'findings'\nallowed_rules = ['405-without-allow']",
        "forbidden_rules = '405-without-allow'\nname = 'x'",
        "sequence = 'INVITE, 100?, 180*, 2xx+, ACK, ..., BYE, 200'"}) {
    const std::string text = "[[expect]]\n" + std::string(body) + "\n";
    seeds.add("expectations", text);
    seeds.add("judge", text + "%%\n" + realistic_exchange());
  }
}

void add_messages(Seeds& seeds) {
  for (const std::string_view text : torture::all_messages()) {
    add_message(text, seeds);
  }
  for (const std::string& text : sip::realistic_messages(4)) {
    add_message(text, seeds);
  }
  seeds.add("exchange", realistic_exchange());
}

}  // namespace
}  // namespace siptriage::fuzz

int main(int argc, char** argv) {
  using namespace siptriage::fuzz;  // NOLINT(google-build-using-namespace)
  if (argc != 3) return 2;
  const std::filesystem::path source(argv[2]);
  Seeds seeds;
  add_samples(source / "samples", seeds);
  add_data(source / "data", seeds);
  add_messages(seeds);
  add_decisions(seeds);
  add_filters(seeds);
  add_expressions(seeds);
  add_expectations(seeds);
  seeds.write(argv[1]);
  return 0;
}
