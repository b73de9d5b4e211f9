#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <rapidjson/document.h>

#include "siptriage/base/ascii.h"

#include "support/survivors.h"

namespace siptriage::testing {
namespace {

// As long, with separators where they were; numbers of frames go. Hexadecimal
// text may have letters where it had digits.
std::string form_of(std::string_view text) {
  std::string form;
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const std::string_view word : {"frames ", "frame "}) {
      if (text.substr(i).starts_with(word)) {
        i += word.size();
        while (i < text.size() && is_digit(text[i])) ++i;
        break;
      }
    }
    if (i >= text.size()) break;
    const char c = text[i];
    const bool is_name = is_digit(c) || is_alpha(c) || (c & 0x80) != 0;
    form += is_name ? 'a' : c;
  }
  return form;
}

// Line by line, for a readable difference.
void write(const rapidjson::Value& value, const std::string& path,
           std::string& out) {
  if (value.IsObject()) {
    for (const auto& member : value.GetObject()) {
      const std::string name = member.name.GetString();
      const bool is_left_out =
          name.find("frame") != std::string::npos || name == "coverage";
      if (!is_left_out) write(member.value, path + "/" + name, out);
    }
    return;
  }
  if (value.IsArray()) {
    std::vector<std::string> elements;
    for (const auto& element : value.GetArray()) {
      write(element, path + "[]", elements.emplace_back());
    }
    // In the order of names where nothing else decides.
    const bool is_by_name =
        path.ends_with("by_peer") || path.ends_with("/failures");
    if (is_by_name) std::sort(elements.begin(), elements.end());
    out += path + " of " + std::to_string(elements.size()) + "\n";
    for (const std::string& element : elements) out += element;
    return;
  }
  out += path + " ";
  if (value.IsString()) {
    // A rule, an outcome: no name is in it.
    const bool is_term = path.ends_with("/rule") ||
                         path.ends_with("/outcome") ||
                         path.ends_with("/severity") || path.ends_with("/id") ||
                         path.ends_with("/method") || path.ends_with("/kind");
    const std::string text(value.GetString(), value.GetStringLength());
    const bool is_encoded = path.ends_with("_base64");
    out += is_term      ? text
           : is_encoded ? std::to_string(text.size())
                        : form_of(text);
  } else if (value.IsDouble()) {
    out += std::to_string(value.GetDouble());
  } else if (value.IsNumber()) {
    out += std::to_string(value.GetInt64());
  } else {
    out += value.IsNull() ? "null" : value.GetBool() ? "true" : "false";
  }
  out += "\n";
}

}  // namespace

std::string without_names(const std::string& json) {
  rapidjson::Document document;
  document.Parse(json.data(), json.size());
  if (document.HasParseError()) return "no JSON: " + json;
  std::string out;
  write(document, "", out);
  return out;
}

}  // namespace siptriage::testing
