// Identity: the claims of its PASSporT are replaced inside, so that they agree
// with From and To as well or badly as before. What it was signed with goes.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/identity.h"
#include "siptriage/sip/parameters.h"

#include "redact/forms.h"
#include "sip/base64url.h"
#include "sip/quoted.h"

namespace siptriage::detail {
namespace {

std::string encode_base64url(std::string_view octets) {
  static constexpr char kDigits[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : octets) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) {
      text += kDigits[bits >> (count - 6) & 0x3f];
    }
  }
  if (count > 0) text += kDigits[bits << (6 - count) & 0x3f];
  return text;
}

void redact_claim(TextEditor& editor, std::string_view name,
                  std::string_view value) {
  for (const std::string_view known : {"alg", "typ", "ppt", "attest"}) {
    if (name == known) return editor.keep_known(value);
  }
  if (name == "tn") return editor.replace_user(value);
  if (name == "uri") return redact_uri(editor, value);
  editor.replace(value);
}

// Strings and numbers of a JSON text, one after the other; a string in front of
// a colon names what follows. Text with escapes of its own is replaced whole.
void redact_json(TextEditor& editor, std::string_view json) {
  std::string name;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] != '"') {
      // Times are numbers; "true", "null". A number as a claim is somebody's.
      const std::size_t end = std::min(json.find('"', at), json.size());
      const bool is_time = name == "iat" || name == "exp" || name == "nbf";
      editor.keep_known(json.substr(at, end - at),
                        is_time ? kMostValueDigits : 0);
      at = end;
      continue;
    }
    const std::size_t close = sip::detail::find_closing_quote(json, at);
    if (close == std::string_view::npos) return;
    const std::string_view text = json.substr(at + 1, close - at - 1);
    at = close + 1;
    const std::size_t next = json.find_first_not_of(" \t\r\n", at);
    if (text.find("\\u") != std::string_view::npos) {
      editor.blank(text);
    } else if (next != std::string_view::npos && json[next] == ':') {
      name = text;
      editor.keep_known(text);
    } else {
      redact_claim(editor, name, text);
    }
  }
}

// False for what is no JSON in base64url as it is written by everybody.
bool redact_part(TextEditor& editor, std::string_view part) {
  const std::optional<std::string> decoded =
      sip::detail::decode_base64url(part);
  if (!decoded || encode_base64url(*decoded) != part) return false;
  std::string json = *decoded;
  TextEditor claims(json, editor.names());
  redact_json(claims, claims.text());
  claims.finish();
  editor.put(part, encode_base64url(json));
  return true;
}

void redact_token(TextEditor& editor, std::string_view token) {
  while (!token.empty()) {
    const std::size_t dot = std::min(token.find('.'), token.size());
    const std::string_view part = token.substr(0, dot);
    // The third one signs.
    const bool is_signature = dot == token.size();
    if (!part.empty() && (is_signature || !redact_part(editor, part))) {
      editor.replace_opaque(part);
    }
    token.remove_prefix(std::min(dot + 1, token.size()));
  }
}

// "info", "alg", "ppt": not what looks like a parameter inside of a URI.
void keep_names(TextEditor& editor, std::string_view token,
                std::string_view element) {
  const char* const end = element.data() + element.size();
  const char* const begin = token.data() + token.size();
  std::string_view rest(begin, static_cast<std::size_t>(end - begin));
  for (sip::Parameter parameter; sip::next_parameter(rest, parameter);) {
    for (const std::string_view known : {"info", "alg", "ppt"}) {
      if (equals_ignore_case(parameter.name, known)) {
        editor.keep(parameter.name);
      }
    }
  }
}

}  // namespace

void redact_identity(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::optional<sip::IdentityValue> identity =
        sip::parse_identity(element);
    if (!identity) continue;
    keep_names(editor, identity->token, element);
    redact_token(editor, identity->token);
    if (!identity->info.empty()) redact_uri(editor, identity->info);
    editor.keep_known(identity->alg);
    editor.keep_known(identity->ppt);
  }
}

}  // namespace siptriage::detail
