#pragma once
// GRE: version 0 (RFC 2784, RFC 2890, the routing of RFC 1701), version 1 as
// PPTP uses it (RFC 2637), and the mirrored frames of ERSPAN.

#include "net/link_layer.h"

namespace siptriage::detail {

// `cursor.rest` begins with a GRE header; steps over it to what it carries.
void leave_gre(LayerCursor& cursor);

}  // namespace siptriage::detail
