#pragma once
// Ordinals: texts that are made anew each time (branches, tags, nonces) told
// apart by the order in which they turn up, each kind for itself.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::check {

enum class Varying : std::uint8_t {
  Branch,
  Tag,
  CSeq,
  Nonce,
  SdpSession,
  SdpVersion,
  IceUfrag,
  IcePwd,
  Candidates,
  Fingerprint,
  Crypto,
  Count,
};

class Ordinals {
 public:
  void clear() {
    for (std::vector<std::string>& known : known_) known.clear();
  }

  // Counted from 1; 0 for no text. Looks through all of a kind: of a scenario,
  // no more than LimitId::ScenarioMessages and twice as many tags.
  [[nodiscard]] std::uint32_t of(Varying kind, std::string_view text) {
    if (text.empty()) return 0;
    std::vector<std::string>& known = known_[static_cast<std::size_t>(kind)];
    for (std::size_t i = 0; i < known.size(); ++i) {
      if (known[i] == text) return static_cast<std::uint32_t>(i + 1);
    }
    known.emplace_back(text);
    return static_cast<std::uint32_t>(known.size());
  }

 private:
  std::array<std::vector<std::string>, static_cast<std::size_t>(Varying::Count)>
      known_;
};

}  // namespace siptriage::check
