#include "siptriage/sip/parameters.h"

#include <algorithm>
#include <cstddef>

#include "siptriage/base/ascii.h"

#include "sip/octet_class.h"
#include "sip/quoted.h"

namespace siptriage::sip {
namespace {

constexpr detail::OctetClass kListSyntax([](char c) {
  return c == '"' || c == '<' || c == '>' || c == ',';
});

void skip_separators(std::string_view& rest, char separator) {
  while (!rest.empty() && (rest.front() == separator || is_lws(rest.front()))) {
    rest.remove_prefix(1);
  }
}

constexpr detail::OctetClass kParameterSyntax([](char c) {
  return c == '"' || c == ';' || c == '=';
});

struct ParameterExtent {
  std::size_t octets;
  std::size_t equals;  // of the first '=', quoted or not, or as many as octets
};

// Of the parameter that `rest` begins with, in one walk.
ParameterExtent measure_parameter(std::string_view rest) {
  std::size_t equals = std::string_view::npos;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (!kParameterSyntax.has(c)) continue;
    if (c == ';') break;
    if (c == '=') {
      equals = std::min(equals, end);
      continue;
    }
    const std::size_t close =
        std::min(detail::find_closing_quote(rest, end), rest.size());
    if (equals > end) equals = std::min(equals, rest.find('=', end));
    end = close;
  }
  end = std::min(end, rest.size());  // a quote that is never closed
  return {end, std::min(equals, end)};
}

// What follows '='. A quoted string without its closing quote reaches to the
// end; what stands between a closing quote and the next ';' is passed over.
void take_value(std::string_view text, Parameter& parameter) {
  parameter.has_value = true;
  const std::string_view value = trim(text);
  parameter.quoted = !value.empty() && value.front() == '"';
  if (!parameter.quoted) {
    parameter.value = value;
    return;
  }
  const std::size_t close = detail::find_closing_quote(value, 0);
  parameter.value = close == std::string_view::npos
                        ? value.substr(1)
                        : value.substr(1, close - 1);
}

}  // namespace

bool next_parameter(std::string_view& rest, Parameter& parameter) {
  skip_separators(rest, ';');
  if (rest.empty()) return false;
  const ParameterExtent extent = measure_parameter(rest);
  const std::string_view text = rest.substr(0, extent.octets);
  rest.remove_prefix(text.size());
  parameter = Parameter{};
  parameter.name = trim(text.substr(0, extent.equals));
  if (extent.equals < text.size()) {
    take_value(text.substr(extent.equals + 1), parameter);
  }
  return true;
}

std::optional<std::string_view> find_parameter(std::string_view parameters,
                                               std::string_view name) {
  Parameter parameter;
  while (next_parameter(parameters, parameter)) {
    if (equals_ignore_case(parameter.name, name)) return parameter.value;
  }
  return std::nullopt;
}

std::string unquote(std::string_view quoted_text) {
  if (quoted_text.find('\\') == std::string_view::npos) {
    return std::string(quoted_text);
  }
  std::string text;
  text.reserve(quoted_text.size());
  for (std::size_t i = 0; i < quoted_text.size(); ++i) {
    if (quoted_text[i] == '\\' && i + 1 < quoted_text.size()) ++i;
    text.push_back(quoted_text[i]);
  }
  return text;
}

bool next_list_element(std::string_view& rest, std::string_view& element) {
  skip_separators(rest, ',');
  if (rest.empty()) return false;
  bool in_brackets = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (!kListSyntax.has(c)) continue;
    if (c == '<' || c == '>') {
      in_brackets = c == '<';
    } else if (in_brackets) {
      continue;
    } else if (c == ',') {
      break;
    } else {
      end = std::min(detail::find_closing_quote(rest, end), rest.size());
    }
  }
  end = std::min(end, rest.size());  // a quote that is never closed
  element = trim(rest.substr(0, end));
  rest.remove_prefix(end);
  return true;
}

}  // namespace siptriage::sip
