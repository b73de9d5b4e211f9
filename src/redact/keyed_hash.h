#pragma once
// KeyedHash: octets that depend on a key and a text, and tell nothing of
// either: HMAC with SHA-256 (RFC 2104), by OpenSSL.
//
//   KeyedHash hash(key);
//   const KeyedHash::Octets digest = hash.of("word", "alice", 0);

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace siptriage::detail {

class KeyedHash {
 public:
  static constexpr std::size_t kOctets = 32;
  using Octets = std::array<std::uint8_t, kOctets>;

  // Ends the program's own work with std::bad_alloc where OpenSSL has no HMAC.
  // Nothing is opened later.
  explicit KeyedHash(std::string_view key);
  KeyedHash(KeyedHash&&) noexcept;
  KeyedHash& operator=(KeyedHash&&) noexcept;
  ~KeyedHash();

  // Different kinds and counts of the same text have nothing in common.
  [[nodiscard]] Octets of(std::string_view kind, std::string_view text,
                          std::uint32_t count);

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

// As many octets as are asked for, one after the other.
class KeyedOctets {
 public:
  KeyedOctets(KeyedHash& hash, std::string_view kind, std::string_view text,
              std::uint32_t attempt)
      : hash_(hash), kind_(kind), text_(text), attempt_(attempt) {}

  // Below `limit`, which is at most 2**16.
  std::uint32_t below(std::uint32_t limit);

 private:
  std::uint8_t next();

  // Texts are no longer than a message has octets.
  static constexpr std::uint32_t kBlocks = 1U << 20;

  KeyedHash& hash_;
  std::string_view kind_;
  std::string_view text_;
  std::uint32_t attempt_;
  std::uint32_t block_ = 0;
  std::size_t used_ = KeyedHash::kOctets;
  KeyedHash::Octets octets_{};
};

}  // namespace siptriage::detail
