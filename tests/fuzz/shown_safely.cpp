#include "fuzz/shown_safely.h"

#include <algorithm>

#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "fuzz/fuzz.h"
#include "output/utf8.h"

namespace siptriage::fuzz {

void require_json(std::string_view text) {
  rapidjson::MemoryStream stream(text.data(), text.size());
  rapidjson::BaseReaderHandler<> ignore;
  rapidjson::Reader reader;
  require(!reader.Parse<rapidjson::kParseValidateEncodingFlag>(stream, ignore)
               .IsError(),
          "what was written is JSON");
}

void require_shown_safely(std::string_view text) {
  require(output::is_utf8(text), "a report is UTF-8");
  require(
      std::all_of(text.begin(), text.end(),
                  [](char c) {
                    return c == '\n' ||
                           (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
                  }),
      "a report has no control characters");
}

}  // namespace siptriage::fuzz
