#pragma once
/// TableReader: takes typed values out of one TOML table and tells of every
/// key that is missing, unknown or of the wrong type.
///
///     reader.name_entry("response", "code", index);
///     entry.code = reader.number("code", kMinCode, kMaxCode);
///     entry.plain = reader.text("plain", kMaxPlain);
///     reader.refuse_other_keys();
///
/// A value of the wrong type comes back empty, 0 or false and a text with a
/// fault as it is; a Problem says so.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/toml.h"
#include "catalogue/compiler/problem.h"
#include "catalogue/words.h"

namespace siptriage::compiler {

enum class Presence : std::uint8_t { Required, Optional };

class TableReader {
 public:
  using Each = std::function<void(TableReader& table, std::size_t index)>;

  /// `table` and `problems` must outlive the reader.
  TableReader(const toml::table& table, Place place, Problems& problems);

  [[nodiscard]] const Place& place() const { return place_; }

  /// Calls the entry by its kind and the value of `key`: "response 405",
  /// "comparison 480 486", or "response #3" if it has no such value.
  void name_entry(std::string_view kind, std::string_view key,
                  std::size_t index);

  std::string text(std::string_view key, std::size_t limit,
                   Presence presence = Presence::Required);
  /// As text(); "" means that there is nothing to say.
  std::string text_or_none(std::string_view key, std::size_t limit);
  /// A clause number; "" only where none is `needed`.
  std::string section(std::string_view key, bool needed);
  std::uint16_t number(std::string_view key, std::uint16_t min,
                       std::uint16_t max);
  bool flag(std::string_view key, Presence presence = Presence::Required);
  /// One of `words`, as its index.
  std::size_t choice(std::string_view key,
                     std::span<const std::string_view> words);
  template <typename Enum>
  Enum word(std::string_view key) {
    return static_cast<Enum>(choice(key, detail::Words<Enum>::kAll));
  }

  std::vector<std::string> texts(std::string_view key, std::size_t limit,
                                 std::size_t max_count,
                                 Presence presence = Presence::Required);
  std::vector<std::uint16_t> numbers(std::string_view key, std::uint16_t min,
                                     std::uint16_t max, std::size_t max_count,
                                     Presence presence = Presence::Required);
  /// Calls `each` with every table of the array at `key`.
  void tables(std::string_view key, Presence presence, const Each& each);

  /// Call last: tells of every key that nothing above asked for.
  void refuse_other_keys();

 private:
  const toml::node* find(std::string_view key, Presence presence);
  const toml::array* find_array(std::string_view key, std::size_t max_count,
                                Presence presence);
  std::string text_of(const toml::node& node, std::string_view key,
                      std::size_t limit);
  std::uint16_t number_of(const toml::node& node, std::string_view key,
                          std::uint16_t min, std::uint16_t max);
  void refuse(const toml::node& node, std::string_view key,
              std::string_view what);

  const toml::table& table_;
  Place place_;
  std::string path_;  // of this table inside its entry: "headers[2]."
  Problems& problems_;
  std::set<std::string, std::less<>> asked_for_;
};

}  // namespace siptriage::compiler
