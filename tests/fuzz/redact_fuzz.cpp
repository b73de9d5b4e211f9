// Any octets as SIP messages to redact. What is held:
//  - learning changes nothing, and nothing changes its length;
//  - the messages are those of before: as many, each with its start line,
//  header
//    fields and body where they were, its method, status and names;
//  - no word that is not of the protocol stays where it stood;
//  - the same key gives the same octets.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/redact/messages.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/via.h"

#include "fuzz/fuzz.h"
#include "redact/vocabulary.h"

namespace siptriage::fuzz {
namespace {

// Where things lie in a message, and what of them must be as before.
struct Outline {
  std::vector<std::size_t> places;
  std::vector<sip::HeaderId> names;
  sip::Method method = sip::Method::Unknown;
  std::uint16_t status = 0;

  friend bool operator==(const Outline&, const Outline&) = default;
};

std::vector<Outline> outlines_of(std::string_view text) {
  std::vector<Outline> all;
  sip::Message message;
  std::string_view rest = text;
  const auto place = [text](std::string_view part) {
    return part.empty() ? std::size_t{0}
                        : static_cast<std::size_t>(part.data() - text.data());
  };
  while (sip::index_message(rest, sip::Framing::Datagram, message) ==
         sip::ParseStatus::Complete) {
    Outline& outline = all.emplace_back();
    outline.method = message.method;
    outline.status = message.status;
    for (const std::string_view part :
         {message.octets, message.start_line, message.body}) {
      outline.places.push_back(place(part));
      outline.places.push_back(part.size());
    }
    for (const sip::HeaderField& field : message.header_fields()) {
      outline.names.push_back(field.id);
      outline.places.push_back(place(field.name));
      outline.places.push_back(place(field.value));
      outline.places.push_back(field.value.size());
    }
    const std::size_t end = place(message.octets) + message.octets.size();
    rest = text.substr(end);
  }
  return all;
}

bool is_word_octet(char c) {
  return is_digit(c) || is_alpha(c) || (c & 0x80) != 0;
}

// Words that must not stay: too long to be the same by chance.
bool is_telling(std::string_view word) {
  constexpr std::size_t kTellingOctets = 10;
  // A phrase may follow its status without a space.
  const std::string_view letters(
      std::find_if_not(word.begin(), word.end(), is_digit), word.end());
  return word.size() >= kTellingOctets && !letters.empty() &&
         !sip::has_magic_cookie(word) && !detail::vocabulary().has(word) &&
         !detail::vocabulary().has(letters) && !detail::is_nobodys_name(word) &&
         !detail::is_product_name(word) && !detail::is_top_level_domain(word) &&
         word.find_first_not_of('x') != std::string_view::npos;
}

void require_no_word_stays(std::string_view before, std::string_view after) {
  for (std::size_t at = 0; at < before.size();) {
    std::size_t end = at;
    while (end < before.size() && is_word_octet(before[end])) ++end;
    const std::string_view word = before.substr(at, end - at);
    if (is_telling(word)) {
      require(after.substr(at, word.size()) != word, "no name stays");
    }
    at = end + 1;
  }
}

std::string redact(std::string text) {
  Pseudonyms names("a key for tests alone", {});
  const std::string before = text;
  redact_messages(text, names);
  require(text == before, "learning changes nothing");
  names.begin_replacing();
  redact_messages(text, names);
  return text;
}

}  // namespace

void run(std::string_view input) {
  const std::vector<Outline> outlines = outlines_of(input);
  const std::string redacted = redact(std::string(input));
  require(redacted.size() == input.size(), "the length stays");
  require_no_word_stays(input, redacted);
  require(outlines_of(redacted) == outlines, "messages stay where they were");
  require(redact(std::string(input)) == redacted, "the key decides all");
}

}  // namespace siptriage::fuzz
