#pragma once
// The sandbox: what the program can do no more once it looks at octets that
// others wrote. Two layers, each of its own, in this order:
//
//     ... open inputs and output ...
//     restrict_files({output.directory()});   // Landlock
//     Workers workers(threads);
//     restrict_calls(SandboxMode::Auto);    // seccomp
//     ... read the captures ...
//
// restrict_files() takes from this thread, and from those that it starts, all
// files and sockets that are not open already; what is left is to rename and
// remove in the directories of the reports. restrict_calls() takes from all
// threads all calls of the system but the few that triage makes: no opening, no
// sockets, no programs, no new threads, no memory that can be executed.
//
// Neither needs a privilege. Neither can be undone.

#include <optional>
#include <string>
#include <vector>

#include "cli/options.h"

namespace siptriage::cli {

// Nothing when it is in force, else why it is not.
using NotRestricted = std::optional<std::string>;

// `directories`: where files may still be renamed and removed; -1 is none.
[[nodiscard]] NotRestricted restrict_files(const std::vector<int>& directories);

// What becomes of other calls: with Require they end the program (SIGSYS), else
// they fail (EPERM) and the program goes on without.
[[nodiscard]] NotRestricted restrict_calls(SandboxMode mode);

}  // namespace siptriage::cli
