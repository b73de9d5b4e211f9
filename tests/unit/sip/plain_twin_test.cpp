// The fast way of parsing against its plain twin, over messages as they are
// sent, torture messages, and both with random damage.

#include "unit/sip/plain_twin.h"

#include <array>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <vector>

#include <gtest/gtest.h>

#include "siptriage/sip/parse.h"

#include "sip/plain_values.h"
#include "sip/value_masks.h"
#include "sip/vector_set.h"
#include "torture/all_messages.h"
#include "unit/sip/message_test_support.h"
#include "unit/sip/realistic_messages.h"

namespace siptriage::sip::plain_twin_test {
namespace {

using enum AnomalyKind;

constexpr unsigned kSeed = 3261;

std::vector<std::string> corpus() {
  std::vector<std::string> texts = realistic_messages(8);
  for (const std::string_view text : torture::all_messages()) {
    texts.emplace_back(text);
  }
  return texts;
}

// Octets that end where a page begins that cannot be read.
class GuardedOctets {
 public:
  GuardedOctets()
      : base_(static_cast<char*>(mmap(nullptr, kRoom + kPage,
                                      PROT_READ | PROT_WRITE,
                                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))) {
    mprotect(base_ + kRoom, kPage, PROT_NONE);
  }
  ~GuardedOctets() { munmap(base_, kRoom + kPage); }
  GuardedOctets(const GuardedOctets&) = delete;
  GuardedOctets& operator=(const GuardedOctets&) = delete;

  std::string_view put(std::string_view text) {
    text = text.substr(0, kRoom);
    char* begin = base_ + kRoom - text.size();
    std::memcpy(begin, text.data(), text.size());
    return {begin, text.size()};
  }

 private:
  static constexpr std::size_t kPage = 4096;
  static constexpr std::size_t kRoom = 16 * kPage;
  char* base_;
};

// Damages a text in up to five places, mostly with what means something.
class Damage {
 public:
  explicit Damage(std::vector<std::string> texts) : texts_(std::move(texts)) {}

  template <typename Container>
  [[nodiscard]] const auto& pick(const Container& container) {
    return container[below(container.size())];
  }

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }

  std::string next() {
    std::string text = pick(texts_);
    for (std::size_t count = below(6); count != 0; --count) hurt(text);
    if (below(8) == 0) text.resize(below(text.size() + 1));
    return text;
  }

 private:
  static constexpr std::array<std::string_view, 40> kPieces = {
      "\r\n",     "\n",   "\r",      "\t",    " ",      ":",     ";",
      "=",        ",",    "<",       ">",     "\"",     "\\",    "@",
      "?",        "*",    "[",       "]",     "\x7f",   "\xc3",  "\r\n ",
      "\r\n\r\n", ";;",   ";tag=",   ":5060", "sips:",  "tel:",  "  ",
      "v:",       "l: 4", "\r\nX: ", ": ",    "INVITE", "SIP/2", "z9hG4bK",
      "SIP/2.0",  "%41",  ";lr",     "0",     "\x01"};

  void hurt(std::string& text) {
    if (text.empty()) return;
    const std::size_t at = below(text.size());
    switch (below(5)) {
      case 0:
        text[at] = static_cast<char>(below(256));
        return;
      case 1:
        text.insert(at, pick(kPieces));
        return;
      case 2:
        text.erase(at, 1 + below(4));
        return;
      case 3:
        text.insert(at, pick(texts_).substr(0, below(90)));
        return;
      default:
        text.insert(at, below(9) == 0 ? 1500 : below(70), pick(kPieces)[0]);
    }
  }

  std::vector<std::string> texts_;
  std::mt19937 random_{kSeed};
};

void expect_twins(std::string_view octets, Framing framing) {
  Message message;
  if (parse_message(octets, framing, message) != ParseStatus::Complete) return;
  const std::vector<plain_twin::Field> fields =
      plain_twin::read_fields(octets.substr(
          static_cast<std::size_t>(message.octets.data() - octets.data())));
  ASSERT_EQ(message.header_fields().size(), fields.size()) << octets;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const HeaderField& field = message.header_fields()[i];
    ASSERT_EQ(field.name, fields[i].name) << octets;
    ASSERT_EQ(field.value, fields[i].value) << octets;
    ASSERT_EQ(field.id, fields[i].id) << octets;
  }
  const auto first = [&fields](HeaderId id) {
    return plain_twin::first_value(fields, id);
  };
  EXPECT_EQ(message.from_tag, detail::walk_to_tag(first(HeaderId::From)))
      << octets;
  EXPECT_EQ(message.to_tag, detail::walk_to_tag(first(HeaderId::To))) << octets;
  if (message.anomalies.has(MissingBlankLine)) return;  // values may be cut
  const auto expect = [&](AnomalyKind kind, bool expected) {
    EXPECT_EQ(message.anomalies.has(kind), expected)
        << to_string(kind) << " of " << octets;
  };
  expect(BadFrom, message.has(HeaderId::From) &&
                      !plain_twin::is_sound_address(first(HeaderId::From)));
  expect(BadTo, message.has(HeaderId::To) &&
                    !plain_twin::is_sound_address(first(HeaderId::To)));
  std::string_view rest = first(HeaderId::Via);
  std::string_view topmost;
  next_list_element(rest, topmost);
  const std::optional<Via> via = detail::walk_via(topmost);
  EXPECT_EQ(message.has_topmost_via, via.has_value()) << octets;
  expect(BadVia,
         message.has(HeaderId::Via) &&
             (!via || plain_twin::has_empty_parameter(via->parameters)));
  if (!via) return;
  EXPECT_EQ(message.topmost_via.branch, via->branch) << octets;
  EXPECT_EQ(message.topmost_via.parameters, via->parameters) << octets;
  EXPECT_EQ(message.topmost_via.sent_by_host, via->sent_by_host) << octets;
  EXPECT_EQ(message.topmost_via.sent_by_port, via->sent_by_port) << octets;
  EXPECT_EQ(message.topmost_via.received, via->received) << octets;
  EXPECT_EQ(message.topmost_via.rport, via->rport) << octets;
  EXPECT_EQ(message.topmost_via.has_rport, via->has_rport) << octets;
  EXPECT_EQ(message.topmost_via.maddr, via->maddr) << octets;
}

class PlainTwin : public ::testing::TestWithParam<detail::VectorSet> {
 protected:
  PlainTwin() { detail::prescribe_vector_set(GetParam()); }
  ~PlainTwin() override {
    detail::prescribe_vector_set(detail::usable_vector_sets().back());
  }
};

TEST_P(PlainTwin, ReadsDamagedMessagesAlike) {
  GuardedOctets guarded;
  Damage damage(corpus());
  for (int round = 0; round < 6000; ++round) {
    const std::string_view octets = guarded.put(damage.next());
    expect_twins(octets, Framing::Datagram);
    expect_twins(octets, Framing::Stream);
    if (HasFailure()) return;
  }
}

TEST_P(PlainTwin, ReadsEveryTruncationAlike) {
  GuardedOctets guarded;
  for (const std::string& text : corpus()) {
    for (std::size_t size = 0; size <= text.size(); ++size) {
      expect_twins(guarded.put(std::string_view(text).substr(0, size)),
                   Framing::Datagram);
    }
    if (HasFailure()) return;
  }
}

// All that stands in a message as if it were a value: what the quick functions
// say yes to, the thorough ones do, too.
TEST_P(PlainTwin, QuickYesesAreThoroughYeses) {
  GuardedOctets guarded;
  Damage damage(corpus());
  std::array<int, 3> yeses{};
  for (int round = 0; round < 4000; ++round) {
    const std::string text = damage.next();
    Message message;
    if (parse_message(text, Framing::Datagram, message) !=
        ParseStatus::Complete) {
      continue;
    }
    for (const HeaderField& field : message.header_fields()) {
      const std::string_view value = guarded.put(field.value);
      const char* end = value.data() + value.size();
      std::string_view tag;
      Via via;
      if (detail::parse_plain_address(value, end, tag)) {
        ++yeses[0];
        ASSERT_TRUE(plain_twin::is_sound_address(value)) << value;
        ASSERT_EQ(tag, detail::walk_to_tag(value)) << value;
      }
      if (detail::is_plain_sip_uri(value, end)) {
        ++yeses[1];
        ASSERT_TRUE(parse_uri(value)) << value;
      }
      if (detail::parse_plain_via(value, end, via)) {
        ++yeses[2];
        ASSERT_TRUE(detail::walk_via(value)) << value;
        ASSERT_EQ(via.branch, detail::walk_via(value)->branch) << value;
      }
    }
  }
  for (const int count : yeses) EXPECT_GT(count, 10);
}

TEST_P(PlainTwin, ValueMasksAreThoseOfThePlainTwin) {
  GuardedOctets guarded;
  Damage damage(corpus());
  for (int round = 0; round < 4000; ++round) {
    const std::string text = damage.next();
    const std::size_t size = std::min(text.size(), damage.below(70));
    const std::string_view all = guarded.put(text);
    // At the end of what may be read, and with more behind.
    for (const std::string_view value :
         {all.substr(all.size() - size), all.substr(0, size)}) {
      if (value.empty()) continue;
      const char* end = all.data() + all.size();
      const detail::ValueMasks found = detail::find_value_masks(value, end);
      detail::prescribe_vector_set(detail::VectorSet::Plain);
      EXPECT_EQ(found, detail::find_value_masks(value, end)) << value;
      detail::prescribe_vector_set(GetParam());
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryVectorSet, PlainTwin,
                         ::testing::ValuesIn(detail::usable_vector_sets()),
                         [](const auto& test) {
                           return std::string(detail::to_string(test.param));
                         });

}  // namespace
}  // namespace siptriage::sip::plain_twin_test
