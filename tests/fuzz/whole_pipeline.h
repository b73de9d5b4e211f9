#pragma once
// What has to hold for a capture on its way through all rooms.

#include <string_view>

namespace siptriage::fuzz {

// No crash; every message counted once; the same reports whether it is done in
// parts or as a whole, on one thread or two; text of UTF-8 without control
// characters, JSON that a strict parser reads.
void check_whole_pipeline(std::string_view capture);

}  // namespace siptriage::fuzz
