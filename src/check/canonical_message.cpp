#include "check/canonical_message.h"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/sdp.h"
#include "siptriage/sip/values.h"

namespace siptriage::check {
namespace {

using sip::HeaderId;

// Adds a word to words; false, and "..." instead, once there are too many.
bool append_word(std::string& words, std::string_view word) {
  const bool fits = words.size() + word.size() < kMaxTokensOctets;
  if (!words.empty()) words += ' ';
  words += fits ? word : std::string_view("...");
  return fits;
}

std::string header_names(const sip::Message& message) {
  std::string names;
  for (const sip::HeaderField& field : message.header_fields()) {
    const bool went_on = field.id == HeaderId::Unknown
                             ? append_word(names, plain_token(field.name))
                             : append_word(names, to_string(field.id));
    if (!went_on) break;
  }
  return names;
}

// All elements of every header field of that name, sorted, each once.
std::string tokens_of(const sip::Message& message, HeaderId id) {
  std::vector<std::string> tokens;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != id) continue;
    std::string_view rest = field.value;
    std::string_view element;
    while (sip::next_list_element(rest, element)) {
      tokens.push_back(plain_token(element));
    }
  }
  std::sort(tokens.begin(), tokens.end());
  tokens.erase(std::unique(tokens.begin(), tokens.end()), tokens.end());
  std::string words;
  for (const std::string& token : tokens) {
    if (!append_word(words, token)) break;
  }
  return words;
}

void add_lists(const sip::Message& message, ScenarioMessage& canonical) {
  for (const HeaderId id :
       {HeaderId::Require, HeaderId::ProxyRequire, HeaderId::Supported,
        HeaderId::Unsupported, HeaderId::Allow}) {
    if (!message.has(id)) continue;
    canonical.lists.emplace_back(to_string(id), tokens_of(message, id));
  }
}

// Ids as words: "branch 1 from-tag 1".
class Ids {
 public:
  Ids(Ordinals& ordinals, std::string& words)
      : ordinals_(ordinals), words_(words) {}

  void add(std::string_view name, Varying kind, std::string_view text) {
    const std::uint32_t ordinal = ordinals_.of(kind, text);
    if (ordinal == 0) return;
    if (!words_.empty()) words_ += ' ';
    words_ += name;
    words_ += ' ';
    words_ += std::to_string(ordinal);
  }

 private:
  Ordinals& ordinals_;
  std::string& words_;
};

// The nonce of the first challenge or credentials.
std::string_view nonce_of(const sip::Message& message) {
  for (const HeaderId id :
       {HeaderId::Authorization, HeaderId::ProxyAuthorization,
        HeaderId::WwwAuthenticate, HeaderId::ProxyAuthenticate}) {
    const sip::HeaderField* const field = message.find(id);
    if (field == nullptr) continue;
    const auto value = sip::parse_auth(field->value);
    if (!value) continue;
    return sip::find_auth_parameter(value->parameters, "nonce").value_or("");
  }
  return {};
}

// Takes the next line off `rest`; without its end.
std::string_view next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

struct VaryingAttribute {
  std::string_view prefix;
  std::string_view name;
  Varying kind;
};
constexpr VaryingAttribute kVaryingAttributes[] = {
    {"a=ice-ufrag:", "ice-ufrag", Varying::IceUfrag},
    {"a=ice-pwd:", "ice-pwd", Varying::IcePwd},
    {"a=candidate:", "candidates", Varying::Candidates},
    {"a=fingerprint:", "fingerprint", Varying::Fingerprint},
    {"a=crypto:", "crypto", Varying::Crypto},
};

// What of a session description is made anew for each session. Attributes of
// one kind go together: how many candidates there are is up to the host.
void add_sdp_ids(std::string_view sdp, std::string_view origin, Ids& ids) {
  // username, session id, session version (RFC 8866 5.2)
  std::string_view fields[3];
  for (std::string_view& field : fields) {
    origin = trim(origin);
    field = origin.substr(0, origin.find(' '));
    origin.remove_prefix(field.size());
  }
  ids.add("session", Varying::SdpSession, fields[1]);
  ids.add("version", Varying::SdpVersion,
          std::string(fields[1]) + ' ' + std::string(fields[2]));
  std::string values[std::size(kVaryingAttributes)];
  while (!sdp.empty()) {
    const std::string_view line = next_line(sdp);
    for (std::size_t i = 0; i < std::size(values); ++i) {
      if (!line.starts_with(kVaryingAttributes[i].prefix)) continue;
      values[i].append(line).append("\n");
    }
  }
  for (std::size_t i = 0; i < std::size(values); ++i) {
    ids.add(kVaryingAttributes[i].name, kVaryingAttributes[i].kind, values[i]);
  }
}

std::string media_words(const sip::SdpMedia& media) {
  std::string words = plain_token(media.type);
  append_word(words, plain_token(media.protocol));
  append_word(words,
              media.port == 0 ? "refused" : plain_token(media.direction));
  for (const sip::SdpFormat& format : media.formats) {
    // Dynamic payload types differ from run to run; their codecs do not.
    const bool went_on = append_word(
        words, plain_token(format.encoding.empty() ? format.payload_type
                                                   : format.encoding));
    if (!went_on) break;
  }
  return words;
}

void add_sdp(const sip::Message& message, ScenarioMessage& canonical,
             Ids& ids) {
  bool is_too_deep = false;
  const std::string_view body =
      sip::find_sdp(message.value_of(HeaderId::ContentType), message.body,
                    message.limits().multipart_depth, is_too_deep);
  const auto sdp = sip::parse_sdp(body);
  if (!sdp) return;
  add_sdp_ids(body, sdp->origin, ids);
  for (const sip::SdpMedia& media : sdp->media) {
    canonical.media.push_back(media_words(media));
  }
}

}  // namespace

std::string plain_token(std::string_view from_wire) {
  std::string token(from_wire.substr(0, kMaxTokenOctets));
  for (char& c : token) {
    if (!is_token(c) && c != '/') c = '?';
  }
  return token.empty() ? "?" : token;
}

std::string what_of(const MessageRecord& record) {
  std::string method = plain_token(record.method_name);
  if (record.is_request()) return method;
  return std::to_string(record.status) + " " + method;
}

std::string label_of(const ScenarioMessage& message) {
  return message.what + ' ' + std::to_string(message.from) + '>' +
         std::to_string(message.to);
}

std::size_t look_of(const ScenarioMessage& message) {
  std::string text = label_of(message) + '\n' + message.header_fields;
  for (const auto& [name, tokens] : message.lists) {
    text.append("\n").append(name).append(":").append(tokens);
  }
  for (const std::string& media : message.media) {
    text.append("\n").append(media);
  }
  return std::hash<std::string>()(text);
}

ScenarioMessage canonical_message(const MessageRecord& record,
                                  const sip::Message& message,
                                  Ordinals& ordinals) {
  ScenarioMessage canonical;
  canonical.what = what_of(record);
  Ids ids(ordinals, canonical.ids);
  ids.add("branch", Varying::Branch, record.branch);
  ids.add("from-tag", Varying::Tag, record.from_tag);
  ids.add("to-tag", Varying::Tag, record.to_tag);
  // Each side counts for itself (RFC 3261 12.2.1.1).
  ids.add(
      "cseq", Varying::CSeq,
      std::string(record.from_tag) + ' ' + std::to_string(record.cseq_number));
  ids.add("nonce", Varying::Nonce, nonce_of(message));
  canonical.header_fields = header_names(message);
  add_lists(message, canonical);
  if (record.has_sdp) add_sdp(message, canonical, ids);
  return canonical;
}

}  // namespace siptriage::check
