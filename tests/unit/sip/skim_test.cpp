#include "siptriage/sip/skim.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "sip/skim_masks.h"
#include "sip/vector_set.h"
#include "unit/sip/realistic_messages.h"

namespace siptriage::sip::skim_test {
namespace {

// With vectors and without: the message found must be that of index_message();
// what the octets do not show again must be among the anomalies.
void expect_same_now(std::string_view octets) {
  Skim skim;
  Message spare;
  if (!starts_like_sip(octets)) {
    EXPECT_EQ(skim_message(octets, skim, spare), ParseStatus::Malformed);
    return;
  }
  EXPECT_TRUE(may_start_like_sip(octets));
  Message message;
  const ParseStatus status = index_message(octets, Framing::Datagram, message);
  ASSERT_EQ(skim_message(octets, skim, spare), status) << octets;
  if (status != ParseStatus::Complete) return;
  ASSERT_EQ(skim.octets.data(), message.octets.data()) << octets;
  ASSERT_EQ(skim.octets.size(), message.octets.size()) << octets;
  ASSERT_EQ(skim.call_id, message.value_of(HeaderId::CallId)) << octets;

  Message whole;
  Message again;
  ASSERT_EQ(parse_message(octets, Framing::Datagram, whole), status);
  ASSERT_EQ(parse_message(skim.octets, Framing::Datagram, again), status);
  again.anomalies.add(skim.anomalies);
  ASSERT_EQ(again.anomalies, whole.anomalies) << octets;
}

void expect_same(std::string_view octets) {
  const detail::VectorSet chosen = detail::vector_set();
  for (const detail::VectorSet set : detail::usable_vector_sets()) {
    detail::prescribe_vector_set(set);
    expect_same_now(octets);
  }
  detail::prescribe_vector_set(chosen);
}

std::string with(std::string_view lines, std::string_view body = "") {
  return std::string("OPTIONS sip:bob@example.com SIP/2.0\r\n") +
         std::string(lines) + "\r\n" + std::string(body);
}

TEST(SkimMessage, FindsWhatIndexingFinds) {
  const std::string messages[] = {
      with("Call-ID: a\r\nContent-Length: 0\r\n"),
      with("call-id:a\r\ncontent-length:4\r\n", "body"),
      with("i: a\r\nl: 4\r\n", "body"),
      // Names that begin alike.
      with("Call-ID-Extra: x\r\nI: a\r\nLx: 1\r\nContent-Length: 0\r\n"),
      with("Call-ID : a\r\nContent-Length: 0\r\n"),
      with("Call-ID: a\r\nContent-Length : 0\r\n"),
      with("Call-ID\r\nCall-ID: a\r\nContent-Length: 0\r\n"),
      with("i\r\nCall-ID: a\r\nContent-Length: 0\r\n"),
      // Which of several counts.
      with("Call-ID: a\r\nCall-ID: b\r\nContent-Length: 0\r\n"),
      with("Call-ID: a\r\nContent-Length: 0\r\nContent-Length: 4\r\n", "body"),
      with("Call-ID: a\r\nContent-Length: 4\r\nl: 0\r\n", "body"),
      // Bodies and what follows them.
      with("Call-ID: a\r\nContent-Length: 2\r\n", "body"),
      with("Call-ID: a\r\nContent-Length: 9\r\n", "body"),
      with("Call-ID: a\r\nContent-Length: -1\r\n", "body"),
      with("Call-ID: a\r\nContent-Length: 99999999999999999999\r\n", "body"),
      with("Call-ID: a\r\nContent-Length:\r\n", "body"),
      with("Call-ID: a\r\n", "body"),
      with("Call-ID: a\r\nContent-Length: 0\r\n",
           with("Call-ID: b\r\nContent-Length: 0\r\n")),
      with("Call-ID: a\r\n", with("Call-ID: b\r\nContent-Length: 0\r\n")),
      // Folds and other line ends.
      with("Call-ID: a\r\n b\r\nContent-Length: 0\r\n"),
      with("Call-ID:\r\n a\r\nContent-Length: 0\r\n"),
      with("Content-Length: 0\r\nCall-ID: a\n"),
      with("Content-Length: 0\rCall-ID: a\r\n"),
      with("Call-ID: a\r\nContent-Length: 0\r\n\t\r\n"),
      with("Call-ID:\r\nContent-Length: 0\r\n"),
      with(""),
      "\r\n\r\n" + with("Call-ID: a\r\nContent-Length: 0\r\n"),
      "OPTIONS sip:bob@example.com SIP/2.0\r\nCall-ID: a\r\nContent-Length: 0",
      "OPTIONS sip:bob@example.com SIP/2.0\nCall-ID: a\nContent-Length: 0\n\n",
      "SIP/2.0 200 OK\r\nContent-Length: 0\r\nCall-ID: a\r\n\r\n",
  };
  for (const std::string& message : messages) expect_same(message);
}

TEST(SkimMessage, LooksAtNoMoreFieldsThanAreIndexed) {
  for (const std::size_t before :
       {kMaxHeaderFields - 2, kMaxHeaderFields - 1, kMaxHeaderFields}) {
    std::string lines;
    for (std::size_t i = 0; i < before; ++i) lines += "X: y\r\n";
    expect_same(with("Content-Length: 0\r\n" + lines + "Call-ID: a\r\n"));
    expect_same(with("Call-ID: a\r\n" + lines + "Content-Length: 0\r\n"));
  }
}

// Realistic messages, cut anywhere, and with octets changed at random.
TEST(SkimMessage, FindsWhatIndexingFindsInDamagedMessages) {
  constexpr std::string_view kOctets = "\r\n :;,\tcCiIlL-0\0\x80";
  std::mt19937 random(5060);  // NOLINT: the same run each time
  for (const std::string& message : realistic_messages(4)) {
    expect_same(message);
    for (std::size_t size = 1; size < message.size(); ++size) {
      expect_same(std::string_view(message).substr(0, size));
    }
    for (int i = 0; i < 2000; ++i) {
      std::string changed = message;
      for (auto n = random() % 3 + 1; n != 0; --n) {
        changed[random() % changed.size()] = kOctets[random() % kOctets.size()];
      }
      expect_same(changed);
    }
  }
}

TEST(SkimMasks, AreTheSameForAllVectors) {
  constexpr std::string_view kOctets = "\r\n cCiIlLx\t\xec\x0d\x4a";
  const detail::VectorSet chosen = detail::vector_set();
  std::mt19937 random(3261);  // NOLINT: the same run each time
  for (int i = 0; i < 20000; ++i) {
    // An allocation of exactly that size, so that over-reads are seen.
    std::vector<char> octets(detail::kSkimOctets);
    for (char& octet : octets) octet = kOctets[random() % kOctets.size()];
    detail::SkimMasks plain;
    detail::find_skim_masks_plainly(octets.data(), plain);
    for (const detail::VectorSet set : detail::usable_vector_sets()) {
      detail::prescribe_vector_set(set);
      const detail::FindSkimMasks find = detail::skim_mask_finder();
      if (find == nullptr) continue;
      detail::SkimMasks masks;
      find(octets.data(), masks);
      ASSERT_EQ(masks.line_feeds, plain.line_feeds);
      ASSERT_EQ(masks.returns, plain.returns);
      ASSERT_EQ(masks.before_wanted, plain.before_wanted);
      ASSERT_EQ(masks.before_fold, plain.before_fold);
      ASSERT_EQ(masks.before_blank, plain.before_blank);
    }
  }
  detail::prescribe_vector_set(chosen);
}

}  // namespace
}  // namespace siptriage::sip::skim_test
