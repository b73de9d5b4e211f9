#pragma once
/// What the checks of several kinds of entries share.

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/source.h"

namespace siptriage::compiler {

using CodeSet = std::set<std::uint16_t>;

/// Every `key` once. Entries whose key could not be read are passed over.
template <typename Entry, typename Key>
void check_unique(const std::vector<Entry>& entries, Key Entry::*key,
                  Problems& problems) {
  std::map<Key, const Entry*> first;
  for (const Entry& entry : entries) {
    if (entry.*key == Key{}) continue;
    const auto [found, added] = first.emplace(entry.*key, &entry);
    if (added) continue;
    const Place& place = found->second->place;
    problems.add(entry.place, fmt::format("already defined at {}:{}",
                                          place.file, place.line));
  }
}

template <typename Entry>
[[nodiscard]] CodeSet codes_of(const std::vector<Entry>& entries,
                               std::uint16_t Entry::*code) {
  CodeSet codes;
  for (const Entry& entry : entries) codes.insert(entry.*code);
  return codes;
}

/// A name of the registry, written as it is there. Says nothing of an empty
/// name, nor while files are missing.
void check_header_name(const Place& place, std::string_view key,
                       std::string_view name, const CatalogueSource& source,
                       Problems& problems);

}  // namespace siptriage::compiler
