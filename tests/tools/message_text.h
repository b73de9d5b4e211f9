// From the lines of a script to the octets of a SIP message.
//
//   TextVariables variables{{"callid", "a84b4c76e66710"}};
//   std::vector<TextLine> lines{{7, "OPTIONS sip:bob@example.com SIP/2.0"},
//                               {8, "Call-ID: ${callid}"},
//                               {9, "Content-Length: auto"}};
//   std::string octets = make_message(lines, variables);
//
// Lines get CRLF ends, the header its empty line, and the value "auto" of
// Content-Length becomes the length of the body. Nothing else is looked at:
// a message may be as wrong as its script wants it.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace siptriage::testing {

/// What ${name} stands for; a value may hold several lines.
using TextVariables = std::map<std::string, std::string, std::less<>>;

struct TextLine {
  std::size_t number = 0;  // in the script, from 1
  std::string_view text;
};

/// Replaces each ${name}. Throws ScriptFailure for an unknown name.
std::string expand_variables(const TextLine& line,
                             const TextVariables& variables);

/// The message's lines with variables replaced; empty lines before and after it
/// do not count. Throws ScriptFailure.
std::vector<std::string> expand_message(const std::vector<TextLine>& lines,
                                        const TextVariables& variables);

/// The octets of these lines.
std::string make_message(std::vector<std::string> lines);

/// Both in one. Throws ScriptFailure.
std::string make_message(const std::vector<TextLine>& lines,
                         const TextVariables& variables);

/// Octets written in hexadecimal, blanks between them as wanted. Throws
/// ScriptFailure.
std::string make_octets_from_hex(const std::vector<TextLine>& lines,
                                 const TextVariables& variables);

}  // namespace siptriage::testing
