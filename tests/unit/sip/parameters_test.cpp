#include "siptriage/sip/parameters.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace siptriage::sip::parameters_test {
namespace {

std::vector<std::string> elements_of(std::string_view list) {
  std::vector<std::string> elements;
  for (std::string_view element; next_list_element(list, element);) {
    elements.emplace_back(element);
  }
  return elements;
}

// name[=value], quoted values in quotes.
std::vector<std::string> parameters_of(std::string_view text) {
  std::vector<std::string> parameters;
  for (Parameter p; next_parameter(text, p);) {
    std::string shown(p.name);
    if (p.has_value) shown += "=";
    if (p.quoted) shown += "\"";
    shown += p.value;
    if (p.quoted) shown += "\"";
    parameters.push_back(shown);
  }
  return parameters;
}

struct Row {
  std::string_view text;
  std::vector<std::string> expected;
};

TEST(Parameters, AreTakenApart) {
  const Row rows[] = {
      {"", {}},
      {";a=1;b", {"a=1", "b"}},
      {"a=1", {"a=1"}},                              // no leading ';'
      {" ; a = 1 ;\r\n b", {"a=1", "b"}},            // folded
      {";;a;;", {"a"}},                              // empty ones
      {";a=\"x;y\";b", {"a=\"x;y\"", "b"}},          // ';' in quotes
      {";a=\"x\\\";y\";b", {"a=\"x\\\";y\"", "b"}},  // escaped quote
      {";a=\"never closed;b", {"a=\"never closed;b\""}},
      {";a=", {"a="}},        // empty value
      {";=1", {"=1"}},        // no name
      {";a=b=c", {"a=b=c"}},  // the first '=' counts
  };
  for (const Row& row : rows) {
    EXPECT_EQ(parameters_of(row.text), row.expected) << row.text;
  }
}

TEST(Parameters, AreFoundInAnyLetterCase) {
  EXPECT_EQ(find_parameter(";TAG=abc;lr", "tag"), "abc");
  EXPECT_EQ(find_parameter(";tag=1;tag=2", "tag"), "1");  // the first
  EXPECT_EQ(find_parameter(";lr", "lr"), "");
  EXPECT_FALSE(find_parameter(";lr", "tag"));
  EXPECT_FALSE(find_parameter("", "tag"));
}

TEST(Parameters, QuotesAreResolved) {
  EXPECT_EQ(unquote("a\\\"b\\\\c"), "a\"b\\c");
  EXPECT_EQ(unquote("plain"), "plain");
  EXPECT_EQ(unquote("end\\"), "end\\");  // nothing to escape
}

TEST(Parameters, ListsAreTakenApart) {
  const Row rows[] = {
      {"", {}},
      {"a, b ,c", {"a", "b", "c"}},
      {",,a,,", {"a"}},                                  // empty elements
      {"\"a,b\" <sip:x>, c", {"\"a,b\" <sip:x>", "c"}},  // in quotes
      {"<sip:a,b@x>,c", {"<sip:a,b@x>", "c"}},           // in brackets
      {"<sip:a\"@x>,c", {"<sip:a\"@x>", "c"}},           // a quote in brackets
      {"\"a\\\",b\",c", {"\"a\\\",b\"", "c"}},           // escaped quote
      {"\"never closed, b", {"\"never closed, b"}},
      {"<never closed, b", {"<never closed, b"}},
      {"a,\r\n b", {"a", "b"}},  // folded
  };
  for (const Row& row : rows) {
    EXPECT_EQ(elements_of(row.text), row.expected) << row.text;
  }
}

}  // namespace
}  // namespace siptriage::sip::parameters_test
