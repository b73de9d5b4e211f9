#include "bundle/sha256.h"

#include <array>
#include <openssl/crypto.h>
#include <openssl/evp.h>

namespace siptriage::bundle {

// The library would read its configuration at first use.
void prepare_hashing() {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
  static_cast<void>(sha256_of({}));
}

std::optional<std::string> sha256_of(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  if (EVP_Digest(octets.data(), octets.size(), digest.data(), &size,
                 EVP_sha256(), nullptr) != 1) {
    return std::nullopt;
  }
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 0xF];
  }
  return text;
}

}  // namespace siptriage::bundle
