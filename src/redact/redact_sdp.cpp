// Session descriptions (RFC 8866): media, codecs and directions stay; who and
// where goes, and so do keys.

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "siptriage/base/ascii.h"

#include "redact/forms.h"
#include "sip/line_splitter.h"

namespace siptriage::detail {
namespace {

// Session and version of an origin are clocks, as a rule.
constexpr std::size_t kMostClockDigits = 20;

// Attributes of which numbers and known words stay.
constexpr std::string_view kKnown[] = {"rtpmap",
                                       "fmtp",
                                       "ptime",
                                       "maxptime",
                                       "sendrecv",
                                       "sendonly",
                                       "recvonly",
                                       "inactive",
                                       "mid",
                                       "group",
                                       "rtcp-mux",
                                       "rtcp-rsize",
                                       "rtcp-fb",
                                       "extmap",
                                       "setup",
                                       "connection",
                                       "ice-lite",
                                       "ice-options",
                                       "ice2",
                                       "ice-pacing",
                                       "curr",
                                       "des",
                                       "conf",
                                       "qos",
                                       "framerate",
                                       "framesize",
                                       "imageattr",
                                       "quality",
                                       "lang",
                                       "sdplang",
                                       "charset",
                                       "content",
                                       "sqn",
                                       "cdsc",
                                       "cpar",
                                       "cparmin",
                                       "cparmax",
                                       "tcap",
                                       "acap",
                                       "pcfg",
                                       "acfg",
                                       "csup",
                                       "creq",
                                       "rid",
                                       "simulcast",
                                       "silencesupp",
                                       "gpmd",
                                       "direction",
                                       "sctp-port",
                                       "sctpmap",
                                       "max-message-size",
                                       "orient",
                                       "type",
                                       "cat",
                                       "range",
                                       "accept-types",
                                       "accept-wrapped-types",
                                       "max-size",
                                       "msid-semantic",
                                       "rtcp-xr",
                                       "t38faxversion",
                                       "t38maxbitrate",
                                       "t38faxfillbitremoval",
                                       "t38faxtranscodingmmr",
                                       "t38faxtranscodingjbig",
                                       "t38faxratemanagement",
                                       "t38faxmaxbuffer",
                                       "t38faxmaxdatagram",
                                       "t38faxudpec",
                                       "t38faxudpecdepth",
                                       "t38maxdatagram",
                                       "t38faxmaxifp",
                                       "end-of-candidates",
                                       "nortpproxy",
                                       "maxprate",
                                       "x-cap",
                                       "bundle-only",
                                       "floorctrl",
                                       "confid",
                                       "userid",
                                       "floorid"};

bool is_known_attribute(std::string_view name) {
  return std::any_of(std::begin(kKnown), std::end(kKnown),
                     [name](std::string_view known) {
                       return equals_ignore_case(known, name);
                     });
}

std::string_view take_word(std::string_view& rest) {
  const std::size_t begin = std::min(rest.find_first_not_of(' '), rest.size());
  rest.remove_prefix(begin);
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(end);
  return word;
}

// "alice 2890844526 2890844527 IN IP4 pc33.example.com".
void redact_origin(TextEditor& editor, std::string_view value) {
  editor.replace_user(take_word(value));
  editor.keep_known(take_word(value), kMostClockDigits);
  editor.keep_known(take_word(value), kMostClockDigits);
  editor.keep_known(take_word(value));
  editor.keep_known(take_word(value));
}

// "IN IP4 224.2.36.42/127".
void redact_connection(TextEditor& editor, std::string_view value) {
  editor.keep_known(take_word(value));
  editor.keep_known(take_word(value));
  const std::size_t slash = value.find('/');
  if (slash != std::string_view::npos) {
    editor.keep_known(value.substr(slash), kMostTextDigits);
  }
}

// "1 AES_CM_128_HMAC_SHA1_80 inline:key|2^20|1:4" (RFC 4568 9.1).
void redact_crypto(TextEditor& editor, std::string_view value) {
  editor.keep_known(take_word(value));
  editor.keep_known(take_word(value));
  while (!value.empty()) {
    const std::string_view word = take_word(value);
    const std::size_t colon = word.find(':');
    if (colon == std::string_view::npos) continue;
    editor.keep_known(word.substr(0, colon));
    const std::size_t bar = std::min(word.find('|'), word.size());
    if (bar > colon) {
      editor.replace_opaque(word.substr(colon + 1, bar - colon - 1));
    }
  }
}

// "sha-256 4A:AD:B9:...".
void redact_fingerprint(TextEditor& editor, std::string_view value) {
  editor.keep_known(take_word(value));
  editor.replace_opaque(value);
}

// "4294967295 cname:...": who sends stays a number.
void redact_source(TextEditor& editor, std::string_view value) {
  editor.replace(take_word(value));
  const std::size_t colon = std::min(value.find(':'), value.size());
  editor.keep_known(value.substr(0, colon));
}

// "1 1 UDP 2130706431 10.0.1.1 8998 typ host": what may be a host goes.
void redact_places(TextEditor& editor, std::string_view value) {
  while (!value.empty()) {
    const std::string_view word = take_word(value);
    if (word.find_first_of(".:-") == std::string_view::npos) {
      editor.keep_known(word);
    }
  }
}

void redact_attribute(TextEditor& editor, std::string_view attribute) {
  const std::size_t colon = std::min(attribute.find(':'), attribute.size());
  const std::string_view name = attribute.substr(0, colon);
  editor.keep_known(name);
  if (colon == attribute.size()) return;
  const std::string_view value = attribute.substr(colon + 1);
  if (is_known_attribute(name)) return editor.keep_known(value);
  if (equals_ignore_case(name, "crypto")) return redact_crypto(editor, value);
  if (equals_ignore_case(name, "ssrc")) return redact_source(editor, value);
  if (equals_ignore_case(name, "fingerprint")) {
    return redact_fingerprint(editor, value);
  }
  for (const std::string_view places :
       {"candidate", "remote-candidates", "rtcp"}) {
    if (equals_ignore_case(name, places)) redact_places(editor, value);
  }
}

void redact_line(TextEditor& editor, char type, std::string_view value) {
  switch (type) {
    case 'o':
      return redact_origin(editor, value);
    case 'c':
      return redact_connection(editor, value);
    case 's':
      return editor.keep_known(value, kMostTextDigits);
    case 'v':
    case 't':
    case 'r':
    case 'z':
    case 'b':
    case 'm':
      return editor.keep_known(value);
    case 'a':
      return redact_attribute(editor, value);
    default:
      return;
  }
}

}  // namespace

void redact_sdp(TextEditor& editor, std::string_view body) {
  sip::detail::LineSplitter lines(body);
  for (sip::detail::Line line; lines.next(line);) {
    if (line.text.size() < 2 || line.text[1] != '=') continue;
    editor.keep(line.text.substr(0, 2));
    redact_line(editor, line.text[0], line.text.substr(2));
  }
}

}  // namespace siptriage::detail
