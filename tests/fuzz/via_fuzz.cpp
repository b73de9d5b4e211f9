// Any octets as a Via value. What is held: its parts lie in the value; walking
// over it octet by octet finds the same as the quick way with any vectors; and
// put together again, the parts are the same Via.

#include <string>
#include <string_view>

#include "siptriage/sip/parameters.h"
#include "siptriage/sip/via.h"

#include "fuzz/fuzz.h"
#include "fuzz/same_via.h"
#include "fuzz/vector_sets.h"
#include "sip/plain_values.h"
#include "sip/value_masks.h"

namespace siptriage::fuzz {
namespace {

using sip::Via;

std::string write(const Via& via) {
  std::string text(via.protocol);
  text.append("/").append(via.transport).append(" ").append(via.sent_by_host);
  if (via.sent_by_port != 0) text += ':' + std::to_string(via.sent_by_port);
  return text.append(via.parameters);
}

void check(std::string_view value) {
  const std::optional<Via> walked = sip::detail::walk_via(value);
  const char* end = value.data() + value.size();
  sip::detail::ValueMasks plain;
  bool is_first = true;
  with_each_vector_set([&] {
    const std::optional<Via> via = sip::parse_via(value);
    require(via.has_value() == walked.has_value() &&
                (!via || same_via(*via, *walked)),
            "the quick way finds what walking finds");
    const sip::detail::ValueMasks masks =
        sip::detail::find_value_masks(value, end);
    if (is_first) plain = masks;
    is_first = false;
    require(masks == plain, "all vectors give the same masks");
  });
  if (!walked) return;
  require_in(value, {walked->protocol, walked->transport, walked->sent_by_host,
                     walked->branch, walked->received, walked->rport,
                     walked->maddr, walked->parameters});
  require(!walked->sent_by_host.empty(), "a Via has a sent-by");
  const std::string text = write(*walked);
  const std::optional<Via> again = sip::parse_via(text);
  require(again && same_via(*walked, *again), "its parts make the same Via");
}

}  // namespace

void run(std::string_view input) {
  check(input);
  std::string_view element;
  while (sip::next_list_element(input, element)) check(element);
}

}  // namespace siptriage::fuzz
