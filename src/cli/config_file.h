#pragma once
// The configuration: siptriage.toml, as people check it in.
//
//     [[suppress]]
//     rule = "503-without-retry-after"
//     reason = "The trunk never sends it; ticket 4711"
//     expires = 2026-12-31
//     scope = { peer = "192.0.2.*", method = "INVITE" }
//
//     [severity]
//     "request-retransmitted" = "warning"
//
//     [limits]
//     tcp-connections = "100k"

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/annotate/policy.h"
#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"

namespace siptriage::cli {

inline constexpr const char* kConfigName = "siptriage.toml";

struct Config {
  Policy policy;
  Limits limits;
};

// Of the text of a configuration that is called `name`. The error's message
// has a line for each problem: "siptriage.toml:3:8: ...".
[[nodiscard]] Result<Config> parse_config(std::string_view text,
                                          const std::string& name);

// The same of a file of at most 1 MiB. Errors: NotFound, NotAFile, Io; what
// parse_config() says.
[[nodiscard]] Result<Config> read_config(const std::string& path);

}  // namespace siptriage::cli
