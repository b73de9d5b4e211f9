// Any octets as a SIP message. What is held:
//  - every view lies in the input, and the header fields are those that the
//    plain twin reads, line by line;
//  - all vectors that this processor has find the same;
//  - index_message() and skim_message() find the same message, and a
//    ValueMemory, also one that knows the values already, changes nothing;
//  - a stream is Complete only where a datagram is;
//  - written out and parsed again, a message is the same, and so are its
//    octets when it is written once more.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/sip/parse.h"
#include "siptriage/sip/skim.h"

#include "fuzz/fuzz.h"
#include "fuzz/same_via.h"
#include "fuzz/vector_sets.h"
#include "unit/sip/plain_twin.h"

namespace siptriage::fuzz {
namespace {

using namespace sip;  // NOLINT(google-build-using-namespace)

bool same_field(const HeaderField& a, const HeaderField& b) {
  return a.id == b.id && a.name == b.name && a.value == b.value;
}

// What index_message() gives, but for anomalies.
bool same_structure(const Message& a, const Message& b) {
  const auto fields = a.header_fields();
  const auto others = b.header_fields();
  return a.start_line == b.start_line && a.status == b.status &&
         a.request_uri == b.request_uri && a.reason_phrase == b.reason_phrase &&
         a.body == b.body &&
         std::equal(fields.begin(), fields.end(), others.begin(), others.end(),
                    same_field);
}

// What parse_message() says of the values.
bool same_values(const Message& a, const Message& b) {
  return a.method == b.method && a.method_name == b.method_name &&
         a.has_cseq == b.has_cseq && a.cseq_number == b.cseq_number &&
         a.has_topmost_via == b.has_topmost_via &&
         (!a.has_topmost_via || same_via(a.topmost_via, b.topmost_via)) &&
         a.from_tag == b.from_tag && a.to_tag == b.to_tag;
}

bool same(const Message& a, const Message& b) {
  return a.octets == b.octets && same_structure(a, b) && same_values(a, b) &&
         a.anomalies == b.anomalies;
}

void check_views(const Message& message, std::string_view octets) {
  require_in(octets, {message.octets});
  require_in(message.octets, {message.start_line, message.method_name,
                              message.request_uri, message.reason_phrase,
                              message.body, message.from_tag, message.to_tag});
  if (message.has_topmost_via) {
    require_in(message.octets,
               {message.topmost_via.branch, message.topmost_via.sent_by_host,
                message.topmost_via.parameters});
  }
  const std::vector<plain_twin::Field> fields =
      plain_twin::read_fields(octets.substr(
          static_cast<std::size_t>(message.octets.data() - octets.data())));
  require(fields.size() == message.header_fields().size(),
          "the plain twin reads as many header fields");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const HeaderField& field = message.header_fields()[i];
    require_in(message.octets, {field.name, field.value});
    require(field.name == fields[i].name && field.value == fields[i].value &&
                field.id == fields[i].id,
            "the plain twin reads the same header fields");
    const HeaderField* first = message.find(field.id);
    require(first != nullptr && first <= &field && first->id == field.id,
            "find() gives the first header field of a name");
    require(message.has_several(field.id) == (message.count(field.id) > 1),
            "has_several() agrees with count()");
  }
}

void check_index(std::string_view octets, Framing framing, ParseStatus status,
                 const Message& message) {
  static Message index;
  require(index_message(octets, framing, index) == status,
          "index_message() has the status of parse_message()");
  if (status != ParseStatus::Complete) return;
  require(index.octets == message.octets && same_structure(index, message),
          "index_message() finds what parse_message() finds");
  require((index.anomalies.bits() & ~message.anomalies.bits()) == 0,
          "index_message() tells no anomaly that parse_message() does not");
}

void check_skim(std::string_view octets, const Message& message) {
  static Message spare;
  static Message again;
  Skim skim;
  require(skim_message(octets, skim, spare) == ParseStatus::Complete,
          "skim_message() finds a message, too");
  require(skim.octets.data() == message.octets.data() &&
              skim.octets.size() == message.octets.size(),
          "skim_message() finds the same extent");
  require(skim.call_id == message.value_of(HeaderId::CallId),
          "skim_message() finds the same Call-ID");
  require(parse_message(skim.octets, Framing::Datagram, again) ==
              ParseStatus::Complete,
          "what was skimmed can be parsed");
  again.anomalies.add(skim.anomalies);
  require(same(again, message), "what was skimmed is the same message");
}

void check_memory(std::string_view octets, Framing framing,
                  const Message& message) {
  static Message remembered;
  static ValueMemory memory;
  for (int i = 0; i < 2; ++i) {
    require(parse_message(octets, framing, remembered, memory) ==
                ParseStatus::Complete,
            "a ValueMemory does not change the status");
    require(same(remembered, message), "a ValueMemory changes nothing");
  }
  memory.forget();
}

std::string write(const Message& message) {
  std::string text(message.start_line);
  text += "\r\n";
  for (const HeaderField& field : message.header_fields()) {
    text.append(field.name).append(": ").append(field.value).append("\r\n");
  }
  return text.append("\r\n").append(message.body);
}

void check_written(const Message& message) {
  // Half a start line is one at the end of a datagram only.
  if (message.start_line.size() == message.octets.size()) return;
  static Message again;
  const std::string text = write(message);
  require(
      parse_message(text, Framing::Datagram, again) == ParseStatus::Complete,
      "a message that was written can be parsed");
  require(same_structure(message, again),
          "a message that was written is the same");
  require(write(again) == text, "written once more, its octets are the same");
}

ParseStatus check(std::string_view octets, Framing framing) {
  static Message plain;
  static Message message;
  ParseStatus status = ParseStatus::Malformed;
  bool is_first = true;
  with_each_vector_set([&] {
    Message& into = is_first ? plain : message;
    const ParseStatus found = parse_message(octets, framing, into);
    if (is_first) status = found;
    is_first = false;
    require(found == status, "all vectors give the same status");
    check_index(octets, framing, found, into);
    if (found != ParseStatus::Complete) return;
    require(&into == &plain || same(into, plain),
            "all vectors find the same message");
    check_views(into, octets);
    if (framing == Framing::Datagram) check_skim(octets, into);
  });
  if (status != ParseStatus::Complete) return status;
  check_memory(octets, framing, plain);
  if (framing == Framing::Datagram) check_written(plain);
  return status;
}

}  // namespace

void run(std::string_view input) {
  const ParseStatus datagram = check(input, Framing::Datagram);
  require(datagram != ParseStatus::NeedMore, "a datagram needs no more");
  require((datagram == ParseStatus::Complete) == starts_like_sip(input),
          "what starts like SIP is a message");
  const ParseStatus stream = check(input, Framing::Stream);
  require(stream != ParseStatus::Complete || datagram == ParseStatus::Complete,
          "what is a message in a stream is one in a datagram");
}

}  // namespace siptriage::fuzz
