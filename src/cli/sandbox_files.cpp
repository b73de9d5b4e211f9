// The part of the sandbox that Landlock makes: landlock(7). Its calls have no
// functions in the C library, and its header may be older than the kernel, so
// the rights that it may not know are named here.

#include <array>
#include <cerrno>
#include <cstdint>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <system_error>
#include <unistd.h>

#include "cli/sandbox.h"

#if defined(SIPTRIAGE_SANDBOX) && __has_include(<linux/landlock.h>)
#include <linux/landlock.h>
#endif

namespace siptriage::cli {

#if defined(SIPTRIAGE_SANDBOX) && defined(LANDLOCK_CREATE_RULESET_VERSION)

namespace {

// struct landlock_ruleset_attr as of ABI 6; older kernels take its front.
struct Ruleset {
  std::uint64_t files = 0;
  std::uint64_t network = 0;  // since ABI 4
  std::uint64_t scoped = 0;   // since ABI 6
};

// What the kernel can take away, version by version: all of it is taken.
struct Version {
  long abi;
  Ruleset rights;
  std::size_t ruleset_octets;
};

constexpr std::uint64_t first_bits(unsigned count) {
  return (std::uint64_t{1} << count) - 1;
}

// Rights are numbered as they came: 13 for files at first, then to link and
// rename between directories (2), to truncate (3), to control devices (5); to
// bind and to connect (4); to reach sockets without a file, and to send signals
// to whoever is outside (6).
constexpr std::array kVersions = {
    Version{6, {first_bits(16), first_bits(2), first_bits(2)}, 24},
    Version{5, {first_bits(16), first_bits(2), 0}, 16},
    Version{4, {first_bits(15), first_bits(2), 0}, 16},
    Version{3, {first_bits(15), 0, 0}, 8},
    Version{2, {first_bits(14), 0, 0}, 8},
    Version{1, {first_bits(13), 0, 0}, 8},
};

NotRestricted because(const char* what) {
  return std::string("Landlock: ") + what + ": " +
         std::generic_category().message(errno);
}

NotRestricted allow_renaming_in(int ruleset, int directory) {
  landlock_path_beneath_attr rule = {};
  rule.allowed_access =
      LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_REMOVE_FILE;
  rule.parent_fd = directory;
  if (::syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH,
                &rule, 0) != 0) {
    return because("landlock_add_rule");
  }
  return std::nullopt;
}

NotRestricted enforce(int ruleset, const std::vector<int>& directories) {
  for (const int directory : directories) {
    if (directory < 0) continue;
    if (auto why = allow_renaming_in(ruleset, directory)) return why;
  }
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return because("prctl");
  if (::syscall(SYS_landlock_restrict_self, ruleset, 0) != 0) {
    return because("landlock_restrict_self");
  }
  return std::nullopt;
}

}  // namespace

NotRestricted restrict_files(const std::vector<int>& directories) {
  const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0,
                             LANDLOCK_CREATE_RULESET_VERSION);
  if (abi < 1) return because("this kernel does not have it");
  std::size_t known = 0;
  while (kVersions[known].abi > abi) ++known;
  const int ruleset = static_cast<int>(
      ::syscall(SYS_landlock_create_ruleset, &kVersions[known].rights,
                kVersions[known].ruleset_octets, 0));
  if (ruleset < 0) return because("landlock_create_ruleset");
  NotRestricted why = enforce(ruleset, directories);
  ::close(ruleset);
  return why;
}

#else

NotRestricted restrict_files(const std::vector<int>&) {
  return "Landlock: not in this build";
}

#endif

}  // namespace siptriage::cli
