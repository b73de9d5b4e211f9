#include "siptriage/redact/pseudonyms.h"

#include <algorithm>
#include <utility>

#include "siptriage/base/ascii.h"

#include "redact/address_pseudonyms.h"
#include "redact/vocabulary.h"
#include "redact/word_pseudonyms.h"

namespace siptriage {

struct Pseudonyms::Tables {
  RedactKeep keep;
  bool is_learning = true;
  detail::WordPseudonyms words;
  detail::AddressPseudonyms addresses;
};

Pseudonyms::Pseudonyms(std::string_view key, RedactKeep keep, bool keeps_all)
    : tables_(std::make_unique<Tables>(
          Tables{std::move(keep), true, detail::WordPseudonyms(key, keeps_all),
                 detail::AddressPseudonyms(key)})) {
  // Made here: the sandbox may close before the first word.
  static_cast<void>(detail::vocabulary());
}
Pseudonyms::Pseudonyms(Pseudonyms&&) noexcept = default;
Pseudonyms& Pseudonyms::operator=(Pseudonyms&&) noexcept = default;
Pseudonyms::~Pseudonyms() = default;

bool Pseudonyms::is_learning() const { return tables_->is_learning; }
void Pseudonyms::begin_replacing() { tables_->is_learning = false; }
const RedactKeep& Pseudonyms::keep() const { return tables_->keep; }

void Pseudonyms::replace_word(std::span<char> word) {
  // Zeros alone name nobody, and mean something: "no session", "no number".
  const bool is_nothing =
      std::all_of(word.begin(), word.end(), [](char c) { return c == '0'; });
  const std::string folded =
      to_lower_copy(std::string_view(word.data(), word.size()));
  if (is_nothing || detail::is_nobodys_name(folded)) return;
  if (tables_->is_learning) return tables_->words.learn(folded);
  const std::string pseudonym = tables_->words.pseudonym_of(folded);
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool is_upper = word[i] >= 'A' && word[i] <= 'Z';
    word[i] =
        is_upper ? static_cast<char>(pseudonym[i] - 'a' + 'A') : pseudonym[i];
  }
}

IpAddress Pseudonyms::pseudonym_of(const IpAddress& address) {
  if (tables_->keep.private_addresses && is_private(address)) return address;
  if (tables_->is_learning) {
    tables_->addresses.learn(address);
    return address;
  }
  return tables_->addresses.pseudonym_of(address);
}

std::array<std::uint8_t, 6> Pseudonyms::pseudonym_of(
    const std::array<std::uint8_t, 6>& mac) {
  return tables_->is_learning ? mac : tables_->addresses.pseudonym_of(mac);
}

bool Pseudonyms::is_full() const {
  return tables_->words.is_full() || tables_->addresses.is_full();
}

void Pseudonyms::for_each(
    const std::function<void(std::string_view, std::string_view)>& tell) const {
  tables_->words.for_each(tell);
  tables_->addresses.for_each(tell);
}

}  // namespace siptriage
