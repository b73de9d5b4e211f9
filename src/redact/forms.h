#pragma once
// Forms: of the values that messages are made of, which parts stay. Each takes
// a view of the editor's text; what it says nothing of, the editor replaces.

#include <string_view>

#include "redact/text_editor.h"

namespace siptriage::detail {

// All of a URI, of any scheme (RFC 3261 19.1, RFC 3966).
void redact_uri(TextEditor& editor, std::string_view uri);
// ";name=value" lists of header fields and URIs.
void redact_parameters(TextEditor& editor, std::string_view parameters);

// The value of the header field `name`, in whatever case (RFC 3261 20).
void redact_header_value(TextEditor& editor, std::string_view name,
                         std::string_view value);
// Identity (RFC 8224 4): token, info, alg, ppt.
void redact_identity(TextEditor& editor, std::string_view value);

// Start line, header fields and body of a message, as sipfrag has them.
void redact_message(TextEditor& editor, std::string_view message,
                    unsigned depth);
// A body, by its Content-Type.
void redact_body(TextEditor& editor, std::string_view content_type,
                 std::string_view body, unsigned depth);
void redact_sdp(TextEditor& editor, std::string_view body);

// Bodies in bodies are looked into so deep; what is deeper is blanked.
inline constexpr unsigned kMostBodyDepth = 4;

}  // namespace siptriage::detail
