#pragma once
// The parts of a multipart body (RFC 2046 5.1).
//
//   const std::string_view boundary = multipart_boundary(content_type);
//   for (std::string_view part; next_part(body, boundary, part);) use(part);

#include <string_view>

#include "siptriage/base/lifetime.h"

namespace siptriage::sip::detail {

// What stands between parts; empty: Content-Type does not say.
[[nodiscard]] std::string_view multipart_boundary(
    std::string_view content_type SIPTRIAGE_LIFETIMEBOUND);

// Takes the next part off `rest`, which begins at or before its delimiter. The
// line end before the next delimiter belongs to that. False at the end.
bool next_part(std::string_view& rest, std::string_view boundary,
               std::string_view& part);

}  // namespace siptriage::sip::detail
