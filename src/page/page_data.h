#pragma once
// PageData: the ladders and messages that the script shows, as one JSON
// document that can stand inside a script element.
//
//     {"calls": {"3": 0}, "ladders": [{"legs": [...], "lanes": [...], ...}]}
//
// Texts are safe to be shown: escaped as for a terminal.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "page/page_parts.h"

namespace siptriage::page {

class PageData {
 public:
  explicit PageData(Page& page);

  // Without "<", ">", "&" and line separators, which JSON can escape.
  [[nodiscard]] std::string_view json() const { return json_; }
  // What of the capture is in it, and what is not, in sentences.
  [[nodiscard]] std::string summary() const;

 private:
  std::string json_;
  std::size_t ladders_ = 0;
  std::size_t messages_ = 0;
  std::size_t cut_messages_ = 0;
  std::uint64_t calls_without_ = 0;
};

// `json` with what could end a script element, or a line, as \uXXXX.
[[nodiscard]] std::string escape_for_script(std::string_view json);

}  // namespace siptriage::page
