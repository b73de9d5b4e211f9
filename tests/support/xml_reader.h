#pragma once
// As much of an XML reader as tests need: whether a document is well-formed.

#include <string>
#include <string_view>
#include <vector>

namespace siptriage::testing {

// Empty: it is. Else what is wrong, near where. Knows elements, attributes in
// double quotes, references, a declaration and comments; no DTDs, no CDATA.
inline std::string find_xml_fault(std::string_view xml) {
  std::vector<std::string_view> open;
  const auto fault = [&xml](const char* what) {
    return std::string(what) + ": " + std::string(xml.substr(0, 60));
  };
  const auto is_text = [](std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '&') continue;
      const std::size_t end = text.find(';', i);
      if (end == text.npos || end - i > 8 || end == i + 1) return false;
    }
    return text.find('>') == text.npos;
  };
  bool has_root = false;
  while (!xml.empty()) {
    const std::string_view text = xml.substr(0, xml.find('<'));
    if (!is_text(text)) return fault("an octet that is no text");
    xml.remove_prefix(text.size());
    if (xml.empty()) break;
    const std::string_view closing = xml.starts_with("<!--") ? "-->"
                                     : xml.starts_with("<?") ? "?>"
                                                             : ">";
    const std::size_t end = xml.find(closing);
    if (end == xml.npos) return fault("a tag without an end");
    const std::string_view tag = xml.substr(1, end - 1);
    if (closing == ">") {
      const std::string_view name = tag.substr(0, tag.find_first_of(" \n/", 1));
      if (tag.find('<') != tag.npos) return fault("a < inside a tag");
      if (tag.starts_with('/')) {
        if (open.empty() || open.back() != tag.substr(1)) {
          return fault("an end of what did not begin");
        }
        open.pop_back();
      } else if (!tag.ends_with('/')) {
        if (open.empty() && has_root) return fault("a second root");
        open.push_back(name);
      }
      has_root = true;
    }
    xml.remove_prefix(end + closing.size());
  }
  return open.empty() && has_root ? "" : "an element without an end";
}

}  // namespace siptriage::testing
