#pragma once
// What a program like unzip finds in an archive.

#include <map>
#include <string>

namespace siptriage::testing {

// The octets of each file by its name; nothing of what is no archive.
[[nodiscard]] std::map<std::string, std::string> zip_members(
    const std::string& archive);

}  // namespace siptriage::testing
