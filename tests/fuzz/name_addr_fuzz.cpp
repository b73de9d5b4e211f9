// Any octets as a From, To or Contact value, as a list of them, and as
// parameters. What is held: parts lie in the value; lists and parameters come
// to an end, and put together again are the same; so is a name-addr; the tag
// is what walking octet by octet finds, with any vectors.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"

#include "fuzz/fuzz.h"
#include "fuzz/vector_sets.h"
#include "sip/plain_values.h"

namespace siptriage::fuzz {
namespace {

using namespace sip;  // NOLINT(google-build-using-namespace)

std::vector<std::string_view> elements_of(std::string_view list) {
  const std::string_view whole = list;
  std::vector<std::string_view> elements;
  for (std::string_view element; next_list_element(list, element);) {
    require_in(whole, {element, list});
    elements.push_back(element);
  }
  return elements;
}

void check_list(std::string_view list) {
  const std::vector<std::string_view> elements = elements_of(list);
  std::string joined;
  for (const std::string_view element : elements) {
    joined.append(joined.empty() ? "" : ",").append(element);
  }
  require(elements_of(joined) == elements, "joined again, a list is the same");
}

std::vector<Parameter> parameters_of(std::string_view text) {
  const std::string_view whole = text;
  std::vector<Parameter> parameters;
  for (Parameter parameter; next_parameter(text, parameter);) {
    require_in(whole, {parameter.name, parameter.value, text});
    parameters.push_back(parameter);
  }
  return parameters;
}

bool same_parameter(const Parameter& a, const Parameter& b) {
  return a.name == b.name && a.value == b.value && a.has_value == b.has_value &&
         a.quoted == b.quoted;
}

// Whether a quote behind `text` would be taken for an escaped one.
bool ends_in_escape(std::string_view text) {
  std::size_t backslashes = 0;
  while (backslashes < text.size() &&
         text[text.size() - 1 - backslashes] == '\\') {
    ++backslashes;
  }
  return backslashes % 2 == 1;
}

void check_parameters(std::string_view text) {
  const std::vector<Parameter> parameters = parameters_of(text);
  std::string joined;
  for (const Parameter& parameter : parameters) {
    // A quote that was never closed, or stands around '=', reads as another
    // one when it is written.
    if (parameter.quoted && ends_in_escape(parameter.value)) return;
    if (parameter.name.find('"') != std::string_view::npos) return;
    joined.append(";").append(parameter.name);
    if (!parameter.has_value) continue;
    const char* quote = parameter.quoted ? "\"" : "";
    joined.append("=").append(quote).append(parameter.value).append(quote);
    require(unquote(parameter.value).size() <= parameter.value.size(),
            "unquoting makes nothing longer");
  }
  const std::vector<Parameter> again = parameters_of(joined);
  require(std::equal(parameters.begin(), parameters.end(), again.begin(),
                     again.end(), same_parameter),
          "joined again, parameters are the same");
  for (const Parameter& parameter : parameters) {
    require(find_parameter(text, parameter.name).has_value(),
            "each parameter is found by its name");
  }
}

std::string write(const NameAddr& address) {
  if (address.wildcard) return "*";
  std::string text;
  if (address.display_name_quoted) {
    text.append("\"").append(address.display_name).append("\" ");
  } else if (!address.display_name.empty()) {
    text.append(address.display_name).append(" ");
  }
  const bool bracketed = address.bracketed;
  text.append(bracketed ? "<" : "").append(address.uri);
  return text.append(bracketed ? ">" : "").append(address.parameters);
}

void check_address(std::string_view value) {
  const std::string_view walked = detail::walk_to_tag(value);
  with_each_vector_set([&] {
    require(find_tag(value) == walked, "the tag is what walking finds");
  });
  require_in(value, {walked});
  const std::optional<NameAddr> address = parse_name_addr(value);
  if (!address) return;
  require_in(value, {address->display_name, address->uri, address->parameters});
  require(address->wildcard || !address->uri.empty(), "an address has a URI");
  check_parameters(address->parameters);
  const std::string text = write(*address);
  const std::optional<NameAddr> again = parse_name_addr(text);
  require(again && again->display_name == address->display_name &&
              again->uri == address->uri &&
              again->parameters == address->parameters &&
              again->bracketed == address->bracketed &&
              again->wildcard == address->wildcard &&
              again->display_name_quoted == address->display_name_quoted,
          "its parts make the same name-addr");
}

}  // namespace

void run(std::string_view input) {
  check_address(input);
  check_parameters(input);
  check_list(input);
  for (const std::string_view element : elements_of(input)) {
    check_address(element);
  }
}

}  // namespace siptriage::fuzz
