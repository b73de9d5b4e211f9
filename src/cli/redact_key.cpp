#include "cli/redact_key.h"

#include <cstdint>
#include <string>
#include <sys/random.h>

#include <fmt/format.h>

#include "cli/small_file.h"

namespace siptriage::cli {
namespace {

constexpr std::size_t kLeastKeyOctets = 16;
constexpr std::size_t kRandomKeyOctets = 32;
constexpr std::uintmax_t kMostKeyOctets = std::uintmax_t{1} << 20;

Result<std::string> random_key() {
  std::string key(kRandomKeyOctets, '\0');
  if (::getrandom(key.data(), key.size(), 0) !=
      static_cast<ssize_t>(key.size())) {
    return fail(ErrorCode::Io,
                "the system gives no random key; name one with --key");
  }
  return key;
}

}  // namespace

Result<std::string> take_redact_key(const std::string& path) {
  if (path.empty()) return random_key();
  Result<std::string> key = read_small_file(path, "key", kMostKeyOctets);
  if (key && key->size() < kLeastKeyOctets) {
    return fail(ErrorCode::BadConfiguration,
                fmt::format("the key {} is shorter than {} octets; such as "
                            "head -c 32 /dev/urandom makes one",
                            path, kLeastKeyOctets));
  }
  return key;
}

}  // namespace siptriage::cli
