#pragma once
// A capture of many calls, the report of which fits into no pipe.

#include <string>

namespace siptriage::testing {

// `calls` calls that fail, each with a Call-ID of its own.
[[nodiscard]] std::string big_capture(int calls);

}  // namespace siptriage::testing
