#pragma once
// parse: an expression becomes a Program.
//
//   expression  = conjunction *( "or" conjunction )
//   conjunction = condition *( "and" condition )
//   condition   = "not" condition / "(" expression ")" / quantified / test
//   quantified  = ( "any" / "all" / "no" ) subject "(" expression ")"
//   test        = "has" field
//               / field                                     ; a flag
//               / field ( "==" / "!=" ) value
//               / field ( "<" / "<=" / ">" / ">=" ) value
//               / field [ "not" ] "in" ( item / "(" item *( "," item ) ")" )
//               / field [ "not" ] ( "matches" / "contains" ) value
//   item        = value [ ".." value ]
//   field       = name / subject "." name / "header" ( word / string )
//   value       = word [ unit ] / string

#include <string_view>

#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"

#include "filter/program.h"

namespace siptriage::filter {

[[nodiscard]] Result<Program> parse(std::string_view text, FilterScope scope,
                                    const Limits& limits);

}  // namespace siptriage::filter
