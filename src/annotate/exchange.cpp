#include "annotate/exchange.h"

#include <algorithm>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"
#include "siptriage/sip/values.h"

namespace siptriage::detail {
namespace {

struct AcceptedElement {
  std::string_view bare;
  std::string_view parameters;
};

AcceptedElement split_element(std::string_view element) {
  const std::size_t end = std::min(element.find(';'), element.size());
  return {trim(element.substr(0, end)), element.substr(end)};
}

// q=0.
bool is_refused(const AcceptedElement& element) {
  const auto quality = sip::find_parameter(element.parameters, "q");
  return quality && quality->starts_with('0') &&
         quality->find_first_not_of("0.") == std::string_view::npos;
}

// "text/*" and "*/*" included (RFC 3261 20.1).
bool is_in_range(std::string_view type, std::string_view range) {
  if (range == "*/*" || equals_ignore_case(range, type)) return true;
  return range.ends_with("/*") &&
         starts_with_ignore_case(type, range.substr(0, range.size() - 1));
}

// text/plain;charset=iso-8859-1 is not in text/plain;charset=utf-8.
bool differs_in_parameter(std::string_view content_type,
                          std::string_view range_parameters) {
  const std::string_view given = split_element(content_type).parameters;
  for (sip::Parameter p; sip::next_parameter(range_parameters, p);) {
    const auto other = sip::find_parameter(given, p.name);
    if (other && !equals_ignore_case(*other, p.value)) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string_view> list_of(const sip::Message& message,
                                      sip::HeaderId id) {
  std::vector<std::string_view> list;
  if (!message.has(id)) return list;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != id) continue;
    std::string_view rest = field.value;
    for (std::string_view element; sip::next_list_element(rest, element);) {
      list.push_back(element);
    }
  }
  return list;
}

bool lists(const sip::Message& message, sip::HeaderId id,
           std::string_view wanted) {
  if (!message.has(id)) return false;
  for (const sip::HeaderField& field : message.header_fields()) {
    if (field.id != id) continue;
    std::string_view rest = field.value;
    for (std::string_view element; sip::next_list_element(rest, element);) {
      if (equals_ignore_case(element, wanted)) return true;
    }
  }
  return false;
}

std::vector<std::string_view> bare_list_of(const sip::Message& message,
                                           sip::HeaderId id) {
  std::vector<std::string_view> list = list_of(message, id);
  for (std::string_view& element : list) {
    element = trim(element.substr(0, element.find(';')));
  }
  return list;
}

std::vector<std::string_view> accepted_list_of(const sip::Message& message,
                                               sip::HeaderId id) {
  std::vector<std::string_view> accepted;
  for (const std::string_view value : list_of(message, id)) {
    const AcceptedElement element = split_element(value);
    if (!is_refused(element)) accepted.push_back(element.bare);
  }
  return accepted;
}

bool accepts_body(const sip::Message& message, std::string_view content_type) {
  const std::string_view type = sip::media_type(content_type);
  const auto ranges = list_of(message, sip::HeaderId::Accept);
  return std::ranges::any_of(ranges, [&](std::string_view value) {
    const AcceptedElement element = split_element(value);
    return !is_refused(element) && is_in_range(type, element.bare) &&
           !differs_in_parameter(content_type, element.parameters);
  });
}

bool contains_ignore_case(const std::vector<std::string_view>& list,
                          std::string_view wanted) {
  return std::any_of(list.begin(), list.end(), [&](std::string_view element) {
    return equals_ignore_case(element, wanted);
  });
}

bool holds_ignore_case(std::string_view text, std::string_view word) {
  for (std::size_t i = 0; i + word.size() <= text.size(); ++i) {
    if (equals_ignore_case(text.substr(i, word.size()), word)) return true;
  }
  return false;
}

std::string join(const std::vector<std::string_view>& list) {
  std::string text;
  for (const std::string_view element : list) {
    if (!text.empty()) text += ", ";
    text += element;
  }
  return text;
}

}  // namespace siptriage::detail
