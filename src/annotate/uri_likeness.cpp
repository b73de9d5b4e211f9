#include "annotate/uri_likeness.h"

#include "siptriage/base/ascii.h"
#include "siptriage/sip/uri.h"

namespace siptriage::detail {

bool same_target(std::string_view uri, std::string_view other) {
  const auto a = sip::parse_uri(uri);
  const auto b = sip::parse_uri(other);
  return a && b && equals_ignore_case(a->scheme, b->scheme) &&
         a->user == b->user && equals_ignore_case(a->host, b->host) &&
         a->port == b->port;
}

}  // namespace siptriage::detail
