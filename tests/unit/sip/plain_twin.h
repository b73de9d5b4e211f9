#pragma once
// The plain twin of index_message() and of the checks: one octet, one line, one
// value at a time, as slow as it is simple. What it says is what the fast way
// has to say.

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/message.h"
#include "siptriage/sip/name_addr.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/parse.h"
#include "siptriage/sip/uri.h"
#include "siptriage/sip/via.h"

#include "sip/line_splitter.h"

namespace siptriage::sip::plain_twin {

struct Field {
  std::string_view name;
  std::string_view value;
  HeaderId id;
};

inline HeaderId find_id(std::string_view name) {
  for (std::size_t i = 1; i < static_cast<std::size_t>(HeaderId::Count); ++i) {
    const auto id = static_cast<HeaderId>(i);
    if (equals_ignore_case(name, to_string(id))) return id;
  }
  // Compact forms are the library's table in any case.
  return name.size() == 1 ? find_header_id(name) : HeaderId::Unknown;
}

// The header fields of a message whose start line is known to be one.
inline std::vector<Field> read_fields(std::string_view octets) {
  std::vector<Field> fields;
  detail::LineSplitter lines(octets);
  detail::Line line;
  lines.next(line);
  bool may_fold = false;
  bool is_first = true;
  const char* value_begin = nullptr;
  while (lines.next(line) && !line.text.empty()) {
    const std::string_view text = line.text;
    const bool is_fold = detail::is_blank(text.front()) && !is_first;
    is_first = false;
    if (is_fold) {
      if (!may_fold) continue;
      const char* end = text.data() + text.size();
      fields.back().value =
          trim({value_begin, static_cast<std::size_t>(end - value_begin)});
      continue;
    }
    const std::size_t colon = text.find(':');
    may_fold = colon != std::string_view::npos;
    if (!may_fold) continue;
    const std::string_view name = trim(text.substr(0, colon));
    value_begin = text.data() + colon + 1;
    fields.push_back({name, trim(text.substr(colon + 1)), find_id(name)});
  }
  if (fields.size() > kMaxHeaderFields) fields.resize(kMaxHeaderFields);
  return fields;
}

inline std::string_view first_value(const std::vector<Field>& fields,
                                    HeaderId id) {
  const auto found =
      std::find_if(fields.begin(), fields.end(),
                   [id](const Field& field) { return field.id == id; });
  return found == fields.end() ? std::string_view() : found->value;
}

inline bool has_empty_parameter(std::string_view parameters) {
  bool in_quotes = false;
  bool is_empty = false;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const char c = parameters[i];
    if (in_quotes) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_quotes = false;
      }
    } else if (c == ';') {
      if (is_empty) return true;
      is_empty = true;
    } else if (!is_lws(c)) {
      in_quotes = c == '"';
      is_empty = false;
    }
  }
  return is_empty;
}

// What check_message() holds against a From, To or Contact element.
inline bool is_sound_address(std::string_view value) {
  const std::optional<NameAddr> address = parse_name_addr(value);
  if (!address || address->wildcard || !parse_uri(address->uri) ||
      has_empty_parameter(address->parameters)) {
    return false;
  }
  if (!address->bracketed) {
    return address->uri.find_first_of(",?") == std::string_view::npos;
  }
  const bool touches = address->uri.data()[-1] == '<' &&
                       address->uri.data()[address->uri.size()] == '>';
  return touches && (address->display_name_quoted ||
                     std::all_of(address->display_name.begin(),
                                 address->display_name.end(), [](char c) {
                                   return is_token(c) || is_lws(c) ||
                                          static_cast<unsigned char>(c) > 127;
                                 }));
}

}  // namespace siptriage::sip::plain_twin
