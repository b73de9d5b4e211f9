// Header field values: which form each has, and what of the form stays.

#include <algorithm>
#include <initializer_list>
#include <iterator>
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

void keep_text(TextEditor& editor, std::string_view value) {
  editor.keep_known(value, kMostTextDigits);
}

// Product's own header fields with a cause are read by rules; of others
// nothing is known.
void redact_unknown(TextEditor& editor, std::string_view name,
                    std::string_view value) {
  if (find_cause_header(name) != nullptr) keep_text(editor, value);
}

void keep_number(TextEditor& editor, std::string_view value) {
  editor.keep_known(value, kAnyDigits);
}

void keep_nothing(TextEditor& /*editor*/, std::string_view /*value*/) {}

void redact_credentials(TextEditor& editor, std::string_view value) {
  redact_auth(editor, value, true);
}

void redact_auth_info(TextEditor& editor, std::string_view value) {
  redact_auth(editor, value, false);
}

struct HeaderForm {
  HeaderId id;
  void (*redact)(TextEditor& editor, std::string_view value);
};

// Those that are not here are lists of words with parameters.
constexpr HeaderForm kForms[] = {
    {HeaderId::AlertInfo, redact_name_addrs},
    {HeaderId::CallInfo, redact_name_addrs},
    {HeaderId::Contact, redact_name_addrs},
    {HeaderId::Diversion, redact_name_addrs},
    {HeaderId::ErrorInfo, redact_name_addrs},
    {HeaderId::From, redact_name_addrs},
    {HeaderId::Geolocation, redact_name_addrs},
    {HeaderId::HistoryInfo, redact_name_addrs},
    {HeaderId::IdentityInfo, redact_name_addrs},
    {HeaderId::PAssertedIdentity, redact_name_addrs},
    {HeaderId::PAssociatedUri, redact_name_addrs},
    {HeaderId::PCalledPartyId, redact_name_addrs},
    {HeaderId::PPreferredIdentity, redact_name_addrs},
    {HeaderId::Path, redact_name_addrs},
    {HeaderId::PermissionMissing, redact_name_addrs},
    {HeaderId::RecordRoute, redact_name_addrs},
    {HeaderId::ReferTo, redact_name_addrs},
    {HeaderId::ReferredBy, redact_name_addrs},
    {HeaderId::RemotePartyId, redact_name_addrs},
    {HeaderId::ReplyTo, redact_name_addrs},
    {HeaderId::Route, redact_name_addrs},
    {HeaderId::ServiceRoute, redact_name_addrs},
    {HeaderId::To, redact_name_addrs},
    {HeaderId::Via, redact_via},
    {HeaderId::Authorization, redact_credentials},
    {HeaderId::ProxyAuthenticate, redact_credentials},
    {HeaderId::ProxyAuthorization, redact_credentials},
    {HeaderId::WwwAuthenticate, redact_credentials},
    {HeaderId::AuthenticationInfo, redact_auth_info},
    {HeaderId::Event, redact_event},
    {HeaderId::Identity, redact_identity},
    {HeaderId::Warning, redact_warnings},
    {HeaderId::RetryAfter, redact_retry_after},
    {HeaderId::Server, redact_product},
    {HeaderId::UserAgent, redact_product},
    {HeaderId::Join, redact_behind_name},
    {HeaderId::Replaces, redact_behind_name},
    {HeaderId::SessionId, redact_behind_name},
    {HeaderId::TargetDialog, redact_behind_name},
    {HeaderId::PChargingVector, redact_parameters},
    {HeaderId::PAccessNetworkInfo, redact_access_network},
    {HeaderId::XAsteriskHangupCause, keep_text},
    {HeaderId::XAsteriskHangupCauseCode, keep_text},
    {HeaderId::ContentLength, keep_number},
    {HeaderId::CallId, keep_nothing},
    {HeaderId::InReplyTo, keep_nothing},
    {HeaderId::Organization, keep_nothing},
    {HeaderId::SipETag, keep_nothing},
    {HeaderId::SipIfMatch, keep_nothing},
    {HeaderId::Subject, keep_nothing},
    {HeaderId::XCallId, keep_nothing},
    {HeaderId::XCid, keep_nothing},
};

void redact_known(TextEditor& editor, HeaderId id, std::string_view value) {
  const HeaderForm* const form =
      std::find_if(std::begin(kForms), std::end(kForms),
                   [id](const HeaderForm& each) { return each.id == id; });
  if (form == std::end(kForms)) return keep_elements(editor, value);
  form->redact(editor, value);
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
  if (id == HeaderId::Unknown) return redact_unknown(editor, name, value);
  redact_known(editor, id, value);
}

}  // namespace siptriage::detail
