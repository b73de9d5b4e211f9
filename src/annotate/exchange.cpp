#include "annotate/exchange.h"

#include <algorithm>

#include "siptriage/base/ascii.h"
#include "siptriage/sip/parameters.h"

namespace siptriage::detail {

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
  for (const std::string_view element : list_of(message, id)) {
    const std::size_t end = std::min(element.find(';'), element.size());
    const auto quality = sip::find_parameter(element.substr(end), "q");
    const bool is_refused =
        quality && quality->starts_with('0') &&
        quality->find_first_not_of("0.") == std::string_view::npos;
    if (!is_refused) accepted.push_back(trim(element.substr(0, end)));
  }
  return accepted;
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
