// URIs and parameters: the words of the grammar stay, what they say goes.

#include <algorithm>
#include <array>
#include <optional>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/via.h"

#include "redact/forms.h"
#include "redact/vocabulary.h"

namespace siptriage::detail {
namespace {

// "1.2.1", of History-Info (RFC 7044 5.1).
bool is_index(std::string_view value) {
  constexpr std::size_t kMostDigits = 3;
  std::size_t digits = 0;
  for (const char c : value) {
    digits = is_digit(c) ? digits + 1 : 0;
    if ((!is_digit(c) && c != '.') || digits > kMostDigits) return false;
  }
  return true;
}

void redact_parameter(TextEditor& editor, const sip::Parameter& parameter) {
  editor.keep_known(parameter.name);
  const std::string_view name = parameter.name;
  const std::string_view value = parameter.value;
  if (!parameter.has_value || value.empty()) return;
  if (equals_ignore_case(name, "index") && is_index(value)) {
    editor.keep(value);
  } else if (has_known_value(name)) {
    editor.keep_known(value);
  } else if (equals_ignore_case(name, "text")) {
    editor.keep_known(value, kMostTextDigits);
  } else if (equals_ignore_case(name, "phone-context")) {
    editor.replace_user(value);
  } else if (equals_ignore_case(name, "boundary")) {
    editor.replace(value);  // as it stands in the body
  } else {
    editor.edit_escaped(value,
                        [](TextEditor& part) { part.replace(part.text()); });
  }
}

// "alice", "+1-212-555-0101;phone-context=...".
void redact_user(TextEditor& editor, std::string_view user) {
  const std::size_t semicolon = std::min(user.find(';'), user.size());
  editor.edit_escaped(user.substr(0, semicolon),
                      [](TextEditor& part) { part.replace_user(part.text()); });
  redact_parameters(editor, user.substr(semicolon));
}

bool is_domain(std::string_view host) {
  return host.front() != '[' &&
         std::any_of(host.begin(), host.end(),
                     [](char c) { return !is_digit(c) && c != '.'; });
}

void redact_host(TextEditor& editor, const sip::Uri& uri) {
  const std::string_view host = uri.host;
  if (editor.names().keep().domains && is_domain(host)) {
    editor.keep(host);
  } else {
    editor.replace(host);
  }
  if (uri.port == 0) return;
  const char* const end = uri.text.data() + uri.text.size();
  const char* const port = host.data() + host.size();
  const std::string_view rest(port, static_cast<std::size_t>(end - port));
  editor.keep_known(
      rest.substr(0, std::min(rest.find_first_of(";?"), rest.size())),
      kMostPortDigits);
}

// URIs in the header fields of URIs are looked into so deep.
constexpr unsigned kMostUriDepth = 3;

// "Subject=x&Replaces=...", each value as the header field's would be.
void redact_uri_headers(TextEditor& editor, std::string_view headers) {
  if (editor.depth() >= kMostUriDepth) return;
  while (!headers.empty()) {
    const std::size_t end = std::min(headers.find('&'), headers.size());
    const std::string_view header = headers.substr(0, end);
    const std::size_t equals = std::min(header.find('='), header.size());
    const std::string_view name = header.substr(0, equals);
    editor.keep_known(name);
    if (equals < header.size()) {
      editor.edit_escaped(header.substr(equals + 1), [name](TextEditor& part) {
        redact_header_value(part, name, part.text());
      });
    }
    headers.remove_prefix(std::min(end + 1, headers.size()));
  }
}

// Registered names are of the protocol, but for what numbers devices.
void redact_urn(TextEditor& editor, std::string_view rest) {
  const std::string_view space = rest.substr(0, rest.find(':'));
  static constexpr std::string_view kKnown[] = {"service", "ietf", "alert",
                                                "urn-7"};
  const bool is_known = std::any_of(std::begin(kKnown), std::end(kKnown),
                                    [space](std::string_view known) {
                                      return equals_ignore_case(known, space);
                                    });
  if (is_known) editor.keep_known(rest);
}

}  // namespace

void redact_parameters(TextEditor& editor, std::string_view parameters) {
  for (sip::Parameter parameter; sip::next_parameter(parameters, parameter);) {
    redact_parameter(editor, parameter);
  }
}

void redact_uri(TextEditor& editor, std::string_view text) {
  const std::optional<sip::Uri> uri = sip::parse_uri(text);
  if (!uri) return editor.replace(text);
  editor.keep_known(uri->scheme);
  const bool is_sip =
      sip::has_scheme(*uri, "sip") || sip::has_scheme(*uri, "sips");
  if (is_sip || sip::has_scheme(*uri, "tel")) {
    redact_user(editor, uri->user);
    if (!uri->host.empty()) redact_host(editor, *uri);
    redact_parameters(editor, uri->parameters);
    redact_uri_headers(editor, uri->headers);
    return;
  }
  const std::string_view rest = text.substr(uri->scheme.size() + 1);
  if (sip::has_scheme(*uri, "urn")) return redact_urn(editor, rest);
  editor.edit_escaped(rest,
                      [](TextEditor& part) { part.replace(part.text()); });
}

}  // namespace siptriage::detail
