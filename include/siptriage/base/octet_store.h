#pragma once
/// OctetStore: the one owner of every octet a Trace points at.
///
///     OctetStore store;
///     std::string_view kept = store.keep(payload);   // copied, never moves
///
/// Capture hands it mapped files; messages found in octets that go away are
/// copied to it. Nothing in it ever moves, so views stay valid while the store
/// lives, also when the store itself is moved from one owner to another.

#include <cstddef>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

namespace siptriage {

class OctetStore {
 public:
  OctetStore() = default;
  OctetStore(OctetStore&& other) noexcept;
  OctetStore& operator=(OctetStore&& other) noexcept;
  OctetStore(const OctetStore&) = delete;
  OctetStore& operator=(const OctetStore&) = delete;
  ~OctetStore();

  /// Copies `octets` into the store.
  /// Lifetime: the view is valid while this store (or what it was moved to)
  /// lives.
  [[nodiscard]] std::string_view keep(std::string_view octets);

  /// Takes over octets that live elsewhere, such as a mapped file; `release`
  /// is called once, when the store is destroyed.
  void adopt(std::string_view octets, std::function<void()> release);

  /// Octets copied into the store so far (adopted ones are not counted).
  [[nodiscard]] std::size_t kept_octets() const { return kept_octets_; }

 private:
  struct Adopted {
    std::string_view octets;
    std::function<void()> release;
  };
  void release_adopted() noexcept;

  std::vector<std::unique_ptr<char[]>> chunks_;
  std::vector<Adopted> adopted_;
  char* free_ = nullptr;
  std::size_t free_octets_ = 0;
  std::size_t kept_octets_ = 0;
};

}  // namespace siptriage
