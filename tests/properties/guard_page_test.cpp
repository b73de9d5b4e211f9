// Nothing reads an octet beyond what it was given: every parser is tried on
// octets that end at a page that may not be touched, cut at every length, and
// on octets that begin at one.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/net/datagram_decoder.h"
#include "siptriage/net/foreign.h"
#include "siptriage/net/net_stage.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/skim.h"
#include "siptriage/sip/stream_framer.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "properties/inputs.h"
#include "properties/records.h"
#include "properties/sip_texts.h"
#include "properties/told.h"
#include "sip/vector_set.h"
#include "support/guarded.h"
#include "support/program.h"

namespace siptriage::testing::guard_page_test {
namespace {

std::size_t longest(const std::vector<std::string>& texts) {
  std::size_t most = 0;
  for (const std::string& text : texts) most = std::max(most, text.size());
  return most;
}

// Every function of the sip room that takes a header field's value.
std::size_t read_value(std::string_view value) {
  std::size_t read = sip::find_header_id(value) != sip::HeaderId::Unknown;
  read += sip::parse_via(value).has_value();
  read += sip::parse_name_addr(value).has_value();
  read += sip::find_tag(value).size();
  read += sip::parse_uri(value).has_value();
  read += sip::parse_cseq(value).has_value();
  read += sip::parse_delta_seconds(value).has_value();
  read += sip::parse_retry_after(value).has_value();
  read += sip::parse_session_timer(value).has_value();
  read += sip::parse_warning(value).has_value();
  read += sip::parse_reason(value).has_value();
  if (const auto auth = sip::parse_auth(value)) {
    read += sip::find_auth_parameter(auth->parameters, "nonce").has_value();
  }
  read += sip::is_sip_date(value);
  read += sip::media_type(value).size();
  read += sip::unquote(value).size();
  std::string buffer;
  read += sip::unfold(value, buffer).size();
  std::string_view rest = value;
  for (std::string_view element; sip::next_list_element(rest, element);) ++read;
  rest = value;
  for (sip::Parameter one; sip::next_parameter(rest, one);) ++read;
  return read + sip::find_parameter(value, "tag").has_value();
}

std::size_t read_stream(std::string_view octets) {
  sip::StreamFramer framer;
  std::size_t messages = 0;
  framer.push(octets);
  while (framer.next()) ++messages;
  framer.end();
  while (framer.next()) ++messages;
  return messages;
}

std::size_t read_message(std::string_view octets) {
  sip::Message message;
  sip::Skim skim;
  std::size_t read = sip::starts_like_sip(octets);
  read += sip::find_start_line(octets, 0) != std::string_view::npos;
  for (const sip::Framing framing :
       {sip::Framing::Datagram, sip::Framing::Stream}) {
    read += sip::index_message(octets, framing, message) ==
            sip::ParseStatus::Complete;
    read += sip::parse_message(octets, framing, message) ==
            sip::ParseStatus::Complete;
  }
  read +=
      sip::skim_message(octets, skim, message) == sip::ParseStatus::Complete;
  read += sip::parse_sdp(octets).has_value();
  read += sip::find_sdp("multipart/mixed;boundary=b", octets).size();
  return read + read_stream(octets);
}

class EveryVectorSet : public ::testing::TestWithParam<sip::detail::VectorSet> {
 protected:
  EveryVectorSet() : chosen_(sip::detail::vector_set()) {
    sip::detail::prescribe_vector_set(GetParam());
  }
  ~EveryVectorSet() override { sip::detail::prescribe_vector_set(chosen_); }

 private:
  sip::detail::VectorSet chosen_;
};

TEST_P(EveryVectorSet, NoMessageCutAtAnyLengthIsReadBeyondItsEnds) {
  const std::vector<std::string> texts = sip_texts();
  GuardedOctets guarded(longest(texts));
  std::size_t read = 0;
  for (const std::string_view text : texts) {
    // Each length of the short ones, some of those of the long.
    const std::size_t step = 1 + text.size() / 1500;
    for (std::size_t size = 0; size <= text.size(); size += step) {
      read += read_message(guarded.ending(text.substr(0, size)));
      if (size % 7 == 0) read_message(guarded.beginning(text.substr(size)));
    }
  }
  EXPECT_GT(read, texts.size());
}

TEST_P(EveryVectorSet, NoValueCutAtAnyLengthIsReadBeyondItsEnds) {
  const std::vector<std::string> texts = sip_texts();
  GuardedOctets guarded(longest(texts));
  std::size_t read = 0;
  for (const std::string_view text : texts) {
    sip::Message message;
    if (sip::parse_message(text, sip::Framing::Datagram, message) !=
        sip::ParseStatus::Complete) {
      continue;
    }
    for (const sip::HeaderField& field : message.header_fields()) {
      const std::string_view value = field.value.substr(0, 300);
      for (std::size_t size = 0; size <= value.size(); size += 3) {
        read += read_value(guarded.ending(value.substr(0, size)));
        read_value(guarded.beginning(value.substr(size)));
      }
      read += read_value(guarded.ending(field.value));
      read += read_value(guarded.ending(field.name));
    }
  }
  EXPECT_GT(read, texts.size());
}

INSTANTIATE_TEST_SUITE_P(GuardPage, EveryVectorSet,
                         ::testing::ValuesIn(sip::detail::usable_vector_sets()),
                         [](const auto& test) {
                           return std::string(
                               sip::detail::to_string(test.param));
                         });

// What there is to be read of one frame, by both ways through net.
void read_frame(const Record& record, std::string_view octets) {
  Frame frame;
  frame.octets = octets;
  frame.link_type = record.link;
  frame.timestamp = record.at;
  frame.id.number = 1;
  frame.original_length_octets =
      static_cast<std::uint32_t>(record.octets.size());
  Coverage coverage;
  DatagramDecoder decoder({}, coverage);
  Payload payload;
  if (decoder.decode(frame) == DatagramDecoder::Decoded::Datagram) {
    decoder.describe(payload);
    read_message(decoder.octets());
    static_cast<void>(classify_foreign_datagram(decoder.octets()));
  }
  NetStage stage({}, coverage);
  std::vector<Payload> payloads;
  stage.process({&frame, 1}, payloads);
  stage.finish(payloads);
  for (const Payload& one : payloads) {
    static_cast<void>(classify_foreign_stream(one.octets));
    static_cast<void>(find_tls_server_name(one.octets));
  }
}

TEST(GuardPage, NoFrameCutAtAnyLengthIsReadBeyondItsEnds) {
  GuardedOctets guarded(65536);
  std::vector<std::string> paths = sample_captures();
  for (const char* kind : {"media-heavy", "fragments", "tcp"}) {
    paths.push_back(generated_capture(kind));
  }
  for (const std::string& path : paths) {
    const std::vector<Record> records = read_records(path);
    for (std::size_t i = 0; i < std::min<std::size_t>(records.size(), 8); ++i) {
      const std::string_view octets = records[i].octets;
      for (std::size_t size = 0; size <= octets.size();
           size += size < 120 ? 1 : 17) {
        read_frame(records[i], guarded.ending(octets.substr(0, size)));
      }
      read_frame(records[i], guarded.ending(octets));
      read_frame(records[i], guarded.beginning(octets));
    }
  }
}

TEST(GuardPage, NoCaptureCutAtAnyLengthIsReadBeyondItsEnds) {
  Workers workers(1);
  // Heads and first frames are alike: together, the files are cut at each place
  // of them.
  constexpr std::size_t kApart = 7;
  std::size_t first = 0;
  for (const std::string& path : sample_captures()) {
    const std::string octets = read_file(path);
    const std::size_t step = std::max<std::size_t>(13, octets.size() / 50 | 1);
    GuardedOctets guarded(octets.size());
    std::size_t opened = 0;
    for (std::size_t size = first; size <= octets.size();
         size += size < 150 ? kApart : step) {
      const std::string_view front =
          guarded.ending(std::string_view(octets).substr(0, size));
      opened += triage_memory(front, workers).has_value();
    }
    EXPECT_GT(opened, 17U) << path;
    first = (first + 1) % kApart;
  }
}

TEST(GuardPage, BesideACaptureChangesNothing) {
  for (const std::string& path : all_captures()) {
    const std::string octets = read_file(path);
    GuardedOctets guarded(octets.size());
    const Told expected = tell({path});
    expect_equal(tell_memory(guarded.ending(octets), 2), expected, path);
    expect_equal(tell_memory(guarded.beginning(octets), 2), expected, path);
  }
}

}  // namespace
}  // namespace siptriage::testing::guard_page_test
