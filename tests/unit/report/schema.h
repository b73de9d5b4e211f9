// The schemas of data/schema/, and documents held against them.
#pragma once

#include <cstddef>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>

namespace siptriage::testing {

inline std::string read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.good()) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// Makes a schema refuse members that it does not describe, so that a test
// finds the ones that nobody documented. Users get it without.
inline void refuse_undocumented(rapidjson::Value& schema,
                                rapidjson::Document::AllocatorType& memory) {
  if (schema.IsArray()) {
    for (rapidjson::Value& item : schema.GetArray()) {
      refuse_undocumented(item, memory);
    }
    return;
  }
  if (!schema.IsObject()) return;
  // Plain iterators: RapidJSON's comparisons are ambiguous in C++20.
  bool has_properties = false;
  for (rapidjson::SizeType i = 0; i < schema.MemberCount(); ++i) {
    auto& member = *(schema.MemberBegin() + static_cast<std::ptrdiff_t>(i));
    refuse_undocumented(member.value, memory);
    has_properties |= member.value.IsObject() &&
                      std::string_view(member.name.GetString()) == "properties";
  }
  if (has_properties && !schema.HasMember("additionalProperties")) {
    schema.AddMember("additionalProperties", false, memory);
  }
}

class Schema {
 public:
  explicit Schema(const std::string& name, bool strict = true)
      : source_(parse(read_text(SIPTRIAGE_SOURCE_DIR "/data/schema/" + name))),
        compiled_(made_strict(source_, strict)) {}

  // "" for a valid document, else what is wrong with it.
  [[nodiscard]] std::string validate(std::string_view text) const {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(),
                                                          text.size());
    if (document.HasParseError()) return "no JSON";
    rapidjson::SchemaValidator validator(compiled_);
    if (document.Accept(validator)) return {};
    rapidjson::StringBuffer where;
    validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
    return std::string("at ") + where.GetString() + ": " +
           validator.GetInvalidSchemaKeyword();
  }

 private:
  static rapidjson::Document parse(const std::string& text) {
    rapidjson::Document document;
    document.Parse(text.c_str());
    EXPECT_FALSE(document.HasParseError());
    return document;
  }
  static rapidjson::Document& made_strict(rapidjson::Document& document,
                                          bool strict) {
    if (strict) refuse_undocumented(document, document.GetAllocator());
    return document;
  }

  rapidjson::Document source_;
  rapidjson::SchemaDocument compiled_;
};

}  // namespace siptriage::testing
