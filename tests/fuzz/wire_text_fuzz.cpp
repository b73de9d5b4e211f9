// Any octets as text from the wire, on its way into a report. What is held:
//  - for a terminal: UTF-8 without control characters, or ASCII; escaping what
//    is escaped changes nothing; lines are no wider than asked for, and
//    padding makes them as wide;
//  - for JSON: what a strict parser reads is the text as UTF-8, and the octets
//    as they were if they are not;
//  - for Markdown: what is shown is what a terminal shows.

#include <algorithm>
#include <string>
#include <string_view>

#include <rapidjson/document.h>

#include "siptriage/output/sink.h"

#include "fuzz/fuzz.h"
#include "output/base64.h"
#include "output/escape_markdown.h"
#include "output/escape_terminal.h"
#include "output/json_writer.h"
#include "output/utf8.h"
#include "output/wrap.h"
#include "unit/output/markdown_reader.h"

namespace siptriage::fuzz {
namespace {

using namespace output;  // NOLINT(google-build-using-namespace)

constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

bool is_shown_as_it_is(char c) {
  return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f;
}

void check_lines(const std::string& safe, std::size_t columns) {
  for (const std::string_view ellipsis : {kEllipsis, std::string_view("...")}) {
    for (const std::string& line : wrap_text(safe, columns, ellipsis)) {
      require(is_utf8(line), "a wrapped line is UTF-8");
      require(columns_of(line) <= columns, "a wrapped line fits");
    }
    for (const std::string& cut : {cut_to_columns(safe, columns, ellipsis),
                                   cut_middle(safe, columns, ellipsis)}) {
      require(is_utf8(cut), "a text that was cut is UTF-8");
      require(columns_of(cut) <= columns, "a text that was cut fits");
      const std::size_t wide = std::max(columns, columns_of(cut));
      require(columns_of(pad_right(cut, columns)) == wide &&
                  columns_of(pad_left(cut, columns)) == wide,
              "a padded text is as wide as asked for");
    }
  }
}

void check_terminal(std::string_view text, std::size_t columns) {
  for (const bool unicode : {true, false}) {
    const std::string safe = escape_terminal(text, unicode);
    require(is_utf8(safe), "escaped text is UTF-8");
    require(std::all_of(safe.begin(), safe.end(), is_shown_as_it_is),
            "escaped text has no control characters");
    require(unicode || std::none_of(safe.begin(), safe.end(),
                                    [](char c) {
                                      return static_cast<unsigned char>(c) >
                                             0x7f;
                                    }),
            "escaped text is ASCII where that is asked for");
    require(escape_terminal(safe, unicode) == safe, "escaping once is enough");
    check_lines(safe, columns);
  }
}

void check_markdown(std::string_view text) {
  const std::string safe = escape_terminal(text, true);
  require(testing::read_markdown(escape_markdown(safe)) == safe,
          "Markdown shows the text as it is");
}

void check_json(std::string_view text) {
  StringSink sink;
  JsonWriter json(sink);
  json.begin_object();
  json.wire("key", text);
  json.begin_object("numbers");
  json.number_of(to_utf8(text), 7);
  json.end_object();
  json.begin_array("list");
  json.element(to_utf8(text));
  json.end_array();
  json.end_object();
  require(json.finish(), "a string takes everything");
  rapidjson::Document document;
  document.Parse<rapidjson::kParseValidateEncodingFlag>(sink.text().data(),
                                                        sink.text().size());
  require(!document.HasParseError(), "what was written is JSON");
  const auto text_of = [](const rapidjson::Value& value) {
    return std::string(value.GetString(), value.GetStringLength());
  };
  require(text_of(document["key"]) == to_utf8(text),
          "the text is read as it was written, as UTF-8");
  require(text_of(document["list"][0]) == to_utf8(text),
          "so is an element of an array");
  // As a pair: the key may hold a NUL, at which a search for it would end.
  const auto number = document["numbers"].MemberBegin();
  require(text_of(number->name) == to_utf8(text) && number->value.GetInt() == 7,
          "so is a key");
  require(document.HasMember("key_base64") == !is_utf8(text),
          "octets that are not UTF-8 are there once more");
  if (document.HasMember("key_base64")) {
    require(text_of(document["key_base64"]) == to_base64(text),
            "and in base 64");
  }
}

}  // namespace

void run(std::string_view input) {
  Choices choices(input);
  const std::size_t columns = choices.below(100) + 1;
  const std::string_view text = choices.rest();
  require(is_utf8(to_utf8(text)), "what is made UTF-8 is UTF-8");
  require(!is_utf8(text) || to_utf8(text) == text, "UTF-8 stays as it is");
  check_terminal(text, columns);
  check_markdown(text);
  check_json(text);
}

}  // namespace siptriage::fuzz
