// Any octets as a URI. What is held: its parts lie in the text; put together
// again, they are the same URI; and what the quick judgement calls sound, with
// any vectors, is sound.

#include <string>
#include <string_view>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/uri.h"

#include "fuzz/fuzz.h"
#include "fuzz/vector_sets.h"
#include "sip/plain_values.h"

namespace siptriage::fuzz {
namespace {

using sip::Uri;

bool is_sip(const Uri& uri) {
  return has_scheme(uri, "sip") || has_scheme(uri, "sips");
}

std::string write(const Uri& uri) {
  std::string text(uri.scheme);
  text += ':';
  text += uri.user;
  if (is_sip(uri)) {
    if (!uri.password.empty()) text.append(":").append(uri.password);
    text.append("@").append(uri.host);
    if (uri.port != 0) text += ':' + std::to_string(uri.port);
  }
  text += uri.parameters;
  if (!uri.headers.empty()) text.append("?").append(uri.headers);
  return text;
}

bool same(const Uri& a, const Uri& b) {
  return a.scheme == b.scheme && a.user == b.user && a.password == b.password &&
         a.host == b.host && a.port == b.port && a.parameters == b.parameters &&
         a.headers == b.headers;
}

}  // namespace

void run(std::string_view input) {
  const std::optional<Uri> uri = sip::parse_uri(input);
  with_each_vector_set([&] {
    const bool plain =
        sip::detail::is_plain_sip_uri(input, input.data() + input.size());
    require(!plain || uri, "a URI that is plainly sound is sound");
  });
  if (!uri) return;
  require(uri->text == input, "a URI is all of its text");
  require_in(input, {uri->scheme, uri->user, uri->password, uri->host,
                     uri->parameters, uri->headers});
  require(!is_sip(*uri) || !uri->host.empty(), "a SIP URI has a host");
  if (!is_sip(*uri) && !has_scheme(*uri, "tel")) return;
  const std::string text = write(*uri);
  const std::optional<Uri> again = sip::parse_uri(text);
  require(again && same(*uri, *again), "its parts make the same URI");
}

}  // namespace siptriage::fuzz
