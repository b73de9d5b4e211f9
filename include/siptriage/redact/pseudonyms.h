#pragma once
/// Pseudonyms: what stands for names, numbers and addresses in a redacted
/// capture. The same key and the same text give the same pseudonym.
///
///     Pseudonyms names(key, keep);
///     redact_datagram(copy, names);        // learns only: nothing changes
///     names.begin_replacing();
///     redact_datagram(datagram, names);    // in place, as long as before
///
/// All that is to be replaced is shown to it twice: first it learns which words
/// and addresses there are, so that it gives none of them out as a pseudonym of
/// another while it has a choice.

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/endpoint.h"

namespace siptriage {

/// What is left as it is on the user's word.
struct RedactKeep {
  bool domains = false;            ///< host names
  bool user_agents = false;        ///< User-Agent and Server, in full
  bool private_addresses = false;  ///< those that is_private() has
  /// Names of header fields whose values stay, in lower case.
  std::vector<std::string> header_fields;
};

class Pseudonyms {
 public:
  /// `key`: any octets; who has them can tell whether a guess is right.
  /// `keeps_all`: for for_each() to know every word.
  Pseudonyms(std::string_view key, RedactKeep keep, bool keeps_all = false);
  Pseudonyms(Pseudonyms&&) noexcept;
  Pseudonyms& operator=(Pseudonyms&&) noexcept;
  ~Pseudonyms();

  [[nodiscard]] bool is_learning() const;
  void begin_replacing();
  [[nodiscard]] const RedactKeep& keep() const;

  /// Replaces a run of letters, digits and octets beyond ASCII in place. Letter
  /// case of the word stays where it is: "Alice" and "alice" are one.
  void replace_word(std::span<char> word);
  /// Gives `address` itself while learning.
  [[nodiscard]] IpAddress pseudonym_of(const IpAddress& address);
  [[nodiscard]] std::array<std::uint8_t, 6> pseudonym_of(
      const std::array<std::uint8_t, 6>& mac);

  /// There was more to learn than there is room for (docs/redact.md): what was
  /// replaced must not be given out.
  [[nodiscard]] bool is_full() const;

  /// All that was replaced, in the order of the originals.
  void for_each(
      const std::function<void(std::string_view original,
                               std::string_view pseudonym)>& tell) const;

 private:
  struct Tables;
  std::unique_ptr<Tables> tables_;
};

}  // namespace siptriage
