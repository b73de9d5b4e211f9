// Header field values: which form each has, and what of the form stays.

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/catalogue/catalogue.h"
#include "siptriage/sip/header_id.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"
#include "siptriage/sip/via.h"

#include "redact/forms.h"
#include "redact/vocabulary.h"

namespace siptriage::detail {
namespace {

using sip::HeaderId;

// A digit of it is a digit of the body's length: it stays however long it is.
constexpr std::size_t kAnyDigits = 64;

void keep_elements(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    editor.keep_known(element.substr(0, semicolon));
    redact_parameters(editor, element.substr(semicolon));
  }
}

// A subscription that REFER made has the number of its CSeq for an id (RFC 3515
// 2.4.6).
void redact_event(TextEditor& editor, std::string_view value) {
  const std::size_t semicolon = std::min(value.find(';'), value.size());
  editor.keep_known(value.substr(0, semicolon));
  std::string_view rest = value.substr(semicolon);
  for (;;) {
    const char* const begin = rest.data();
    sip::Parameter parameter;
    if (!sip::next_parameter(rest, parameter)) return;
    if (equals_ignore_case(parameter.name, "id")) {
      editor.keep_known(parameter.name);
      editor.keep_known(parameter.value);
    } else {
      redact_parameters(editor,
                        {begin, static_cast<std::size_t>(rest.data() - begin)});
    }
  }
}

// What names a dialog or session stands in front of parameters.
void redact_behind_name(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::size_t semicolon = std::min(element.find(';'), element.size());
    redact_parameters(editor, element.substr(semicolon));
  }
}

void redact_name_addrs(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::optional<sip::NameAddr> parsed = sip::parse_name_addr(element);
    if (!parsed) {
      // Others look for a tag all the same.
      const std::size_t close = element.rfind('>');
      if (close != std::string_view::npos) {
        redact_parameters(editor, element.substr(close + 1));
      }
      continue;
    }
    if (!parsed->display_name.empty()) {
      editor.replace_user(parsed->display_name);
    }
    if (!parsed->uri.empty()) redact_uri(editor, parsed->uri);
    redact_parameters(editor, parsed->parameters);
  }
}

void redact_via(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::optional<sip::Via> via = sip::parse_via(element);
    if (!via) continue;
    editor.keep_known(via->protocol);
    editor.keep_known(via->transport);
    if (via->sent_by_port != 0) {
      const char* const begin =
          via->sent_by_host.data() + via->sent_by_host.size();
      const char* const end = via->parameters.empty()
                                  ? element.data() + element.size()
                                  : via->parameters.data();
      editor.keep_known({begin, static_cast<std::size_t>(end - begin)},
                        kMostPortDigits);
    }
    redact_parameters(editor, via->parameters);
  }
}

bool is_one_of(std::string_view name,
               std::initializer_list<std::string_view> names) {
  return std::any_of(names.begin(), names.end(), [name](std::string_view one) {
    return equals_ignore_case(name, one);
  });
}

// RFC 7616 3.4: eight hexadecimal digits.
bool is_nonce_count(std::string_view value) {
  return value.size() == 8 &&
         value.find_first_not_of("0123456789abcdefABCDEF") ==
             std::string_view::npos;
}

void redact_auth_parameter(TextEditor& editor, const sip::Parameter& p) {
  editor.keep_known(p.name);
  if (p.value.empty()) return;
  if (is_one_of(p.name, {"qop", "algorithm", "stale", "targetname"})) {
    editor.keep_known(p.value);
  } else if (is_one_of(p.name, {"nc"})) {
    if (is_nonce_count(p.value)) editor.keep(p.value);
  } else if (is_one_of(p.name, {"uri"})) {
    redact_uri(editor, p.value);
  } else if (is_one_of(p.name, {"username"})) {
    editor.replace_user(p.value);
  } else if (is_one_of(p.name, {"nonce", "cnonce", "opaque", "response",
                                "nextnonce", "rspauth"})) {
    editor.replace_opaque(p.value);
  }
}

void redact_auth(TextEditor& editor, std::string_view value, bool has_scheme) {
  if (has_scheme) {
    const std::size_t end =
        std::min(value.find_first_of(" \t\r\n"), value.size());
    editor.keep_known(value.substr(0, end));
    value.remove_prefix(end);
  }
  for (std::string_view element; sip::next_list_element(value, element);) {
    sip::Parameter parameter;
    if (sip::next_parameter(element, parameter)) {
      redact_auth_parameter(editor, parameter);
    }
  }
}

void redact_warnings(TextEditor& editor, std::string_view list) {
  for (std::string_view element; sip::next_list_element(list, element);) {
    const std::optional<sip::WarningValue> parsed = sip::parse_warning(element);
    if (!parsed) continue;
    const char* const agent = parsed->agent.data();
    editor.keep_known(
        {element.data(), static_cast<std::size_t>(agent - element.data())},
        kMostTextDigits);
    editor.keep_known(parsed->text, kMostTextDigits);
  }
}

// The comment between is of somebody (RFC 3261 20.33).
void redact_retry_after(TextEditor& editor, std::string_view value) {
  const std::size_t open = std::min(value.find('('), value.size());
  keep_elements(editor, value.substr(0, open));
  const std::size_t close = value.rfind(')');
  if (close != std::string_view::npos && close > open) {
    keep_elements(editor, value.substr(close + 1));
  }
}

void redact_product(TextEditor& editor, std::string_view value) {
  if (editor.names().keep().user_agents) return editor.keep(value);
  editor.keep_words(value, is_product_name, kMostVersionDigits);
}

void redact_access_network(TextEditor& editor, std::string_view value) {
  const std::size_t semicolon = std::min(value.find(';'), value.size());
  editor.keep_known(value.substr(0, semicolon), 3);
  redact_parameters(editor, value.substr(semicolon));
}

// Product's own header fields with a cause are read by rules; of others
// nothing is known.
void redact_unknown(TextEditor& editor, std::string_view name,
                    std::string_view value) {
  if (find_cause_header(name) != nullptr) {
    editor.keep_known(value, kMostTextDigits);
  }
}

void redact_by_id(TextEditor& editor, HeaderId id, std::string_view name,
                  std::string_view value) {
  switch (id) {
    case HeaderId::AlertInfo:
    case HeaderId::CallInfo:
    case HeaderId::Contact:
    case HeaderId::Diversion:
    case HeaderId::ErrorInfo:
    case HeaderId::From:
    case HeaderId::Geolocation:
    case HeaderId::HistoryInfo:
    case HeaderId::IdentityInfo:
    case HeaderId::PAssertedIdentity:
    case HeaderId::PAssociatedUri:
    case HeaderId::PCalledPartyId:
    case HeaderId::PPreferredIdentity:
    case HeaderId::Path:
    case HeaderId::PermissionMissing:
    case HeaderId::RecordRoute:
    case HeaderId::ReferTo:
    case HeaderId::ReferredBy:
    case HeaderId::RemotePartyId:
    case HeaderId::ReplyTo:
    case HeaderId::Route:
    case HeaderId::ServiceRoute:
    case HeaderId::To:
      return redact_name_addrs(editor, value);
    case HeaderId::Via:
      return redact_via(editor, value);
    case HeaderId::Authorization:
    case HeaderId::ProxyAuthenticate:
    case HeaderId::ProxyAuthorization:
    case HeaderId::WwwAuthenticate:
      return redact_auth(editor, value, true);
    case HeaderId::AuthenticationInfo:
      return redact_auth(editor, value, false);
    case HeaderId::Event:
      return redact_event(editor, value);
    case HeaderId::Identity:
      return redact_identity(editor, value);
    case HeaderId::Warning:
      return redact_warnings(editor, value);
    case HeaderId::RetryAfter:
      return redact_retry_after(editor, value);
    case HeaderId::Server:
    case HeaderId::UserAgent:
      return redact_product(editor, value);
    case HeaderId::Join:
    case HeaderId::Replaces:
    case HeaderId::SessionId:
    case HeaderId::TargetDialog:
      return redact_behind_name(editor, value);
    case HeaderId::PChargingVector:
      return redact_parameters(editor, value);
    case HeaderId::PAccessNetworkInfo:
      return redact_access_network(editor, value);
    case HeaderId::XAsteriskHangupCause:
    case HeaderId::XAsteriskHangupCauseCode:
      return editor.keep_known(value, kMostTextDigits);
    case HeaderId::ContentLength:
      return editor.keep_known(value, kAnyDigits);
    case HeaderId::CallId:
    case HeaderId::InReplyTo:
    case HeaderId::Organization:
    case HeaderId::SipETag:
    case HeaderId::SipIfMatch:
    case HeaderId::Subject:
    case HeaderId::XCallId:
    case HeaderId::XCid:
      return;
    case HeaderId::Unknown:
    case HeaderId::Count:
      return redact_unknown(editor, name, value);
    default:
      return keep_elements(editor, value);
  }
}

}  // namespace

void redact_header_value(TextEditor& editor, std::string_view name,
                         std::string_view value) {
  const HeaderId id = sip::find_header_id(name);
  const std::vector<std::string>& kept = editor.names().keep().header_fields;
  const std::string folded =
      to_lower_copy(id == HeaderId::Unknown ? name : sip::to_string(id));
  if (std::find(kept.begin(), kept.end(), folded) != kept.end()) {
    return editor.keep(value);
  }
  redact_by_id(editor, id, name, value);
}

}  // namespace siptriage::detail
