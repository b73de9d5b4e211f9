#include "redact/keyed_hash.h"

#include <new>
#include <openssl/evp.h>
#include <openssl/params.h>

namespace siptriage::detail {

struct KeyedHash::Context {
  EVP_MAC* algorithm = nullptr;
  EVP_MAC_CTX* state = nullptr;

  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() {
    EVP_MAC_CTX_free(state);
    EVP_MAC_free(algorithm);
  }
};

KeyedHash::KeyedHash(std::string_view key)
    : context_(std::make_unique<Context>()) {
  context_->algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  if (context_->algorithm == nullptr) throw std::bad_alloc();
  context_->state = EVP_MAC_CTX_new(context_->algorithm);
  char digest[] = "SHA256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string("digest", digest, 0),
      OSSL_PARAM_construct_end()};
  if (context_->state == nullptr ||
      EVP_MAC_init(context_->state,
                   reinterpret_cast<const unsigned char*>(key.data()),
                   key.size(), parameters) != 1) {
    throw std::bad_alloc();
  }
}

KeyedHash::KeyedHash(KeyedHash&&) noexcept = default;
KeyedHash& KeyedHash::operator=(KeyedHash&&) noexcept = default;
KeyedHash::~KeyedHash() = default;

KeyedHash::Octets KeyedHash::of(std::string_view kind, std::string_view text,
                                std::uint32_t count) {
  std::string input(kind);
  input += '\0';
  for (unsigned shift = 0; shift < 32; shift += 8) {
    input += static_cast<char>(count >> shift & 0xff);
  }
  input += text;
  Octets digest{};
  std::size_t octets = 0;
  // A null key: the one it was made with.
  if (EVP_MAC_init(context_->state, nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(context_->state,
                     reinterpret_cast<const unsigned char*>(input.data()),
                     input.size()) != 1 ||
      EVP_MAC_final(context_->state, digest.data(), &octets, digest.size()) !=
          1) {
    throw std::bad_alloc();
  }
  return digest;
}

std::uint8_t KeyedOctets::next() {
  if (used_ == octets_.size()) {
    octets_ = hash_.of(kind_, text_, attempt_ * kBlocks + block_++);
    used_ = 0;
  }
  return octets_[used_++];
}

std::uint32_t KeyedOctets::below(std::uint32_t limit) {
  const std::uint32_t high = next();
  return (high << 16 | std::uint32_t{next()} << 8 | next()) % limit;
}

}  // namespace siptriage::detail
