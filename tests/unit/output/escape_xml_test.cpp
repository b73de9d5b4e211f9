#include "output/escape_xml.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace siptriage::output::escape_xml_test {
namespace {

TEST(EscapeXml, LeavesNothingThatXmlCannotHold) {
  using namespace std::string_view_literals;
  struct Case {
    std::string_view text;
    std::string_view escaped;
  };
  constexpr Case kCases[] = {
      {"INVITE", "INVITE"},
      {"<a href=\"x\">'&amp;", "&lt;a href=&quot;x&quot;&gt;'&amp;amp;"},
      {"]]>", "]]&gt;"},
      {"a\r\nb\tc", "a&#13;&#10;b&#9;c"},
      {"\x1b[31m", "\xEF\xBF\xBD[31m"},
      {"a\0b"sv,
       "a\xEF\xBF\xBD"
       "b"},
      {"\xEF\xBF\xBE\xEF\xBF\xBF", "\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
      {"\xFF", "\xEF\xBF\xBD"},
      {"B\xC3\xBCro \xF0\x9F\x93\x9E", "B\xC3\xBCro \xF0\x9F\x93\x9E"},
  };
  for (const auto& [text, escaped] : kCases) {
    EXPECT_EQ(escape_xml(text), escaped);
  }
}

}  // namespace
}  // namespace siptriage::output::escape_xml_test
