#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "siptriage/base/ascii.h"

#include "catalogue/compiler/problem.h"
#include "catalogue/compiler/source.h"
#include "catalogue/compiler/validate.h"

namespace siptriage::compiler {

namespace {

/// Remembers texts and tells of the second entry that has one of them. Letter
/// case makes no difference.
class TextRegister {
 public:
  explicit TextRegister(Problems& problems) : problems_(problems) {}

  void add(const Place& place, std::string_view key, std::string_view text) {
    if (text.empty()) return;
    const auto [found, added] =
        first_.emplace(to_lower_copy(text), Use{&place, std::string(key)});
    if (added) return;
    problems_.add(
        place, fmt::format("{}: same text as {} of {}", key, found->second.key,
                           found->second.place->entry));
  }

  void add(const Place& place, std::string_view key,
           const std::vector<std::string>& texts) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      add(place, fmt::format("{}[{}]", key, i), texts[i]);
    }
  }

 private:
  struct Use {
    const Place* place;
    std::string key;
  };

  Problems& problems_;
  std::map<std::string, Use> first_;
};

}  // namespace

// Not compared: phrases (406 and 606 share one), retry advice and the meanings
// of header fields, which may well be the same for two codes.
void check_texts_differ(const CatalogueSource& source, Problems& problems) {
  TextRegister texts(problems);
  for (const ResponseSource& entry : source.responses) {
    texts.add(entry.place, "plain", entry.plain);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "tip", entry.tip);
    texts.add(entry.place, "steps", entry.steps);
  }
  for (const ClassSource& entry : source.classes) {
    texts.add(entry.place, "name", entry.name);
    texts.add(entry.place, "meaning", entry.meaning);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "tip", entry.tip);
    texts.add(entry.place, "look_first", entry.look_first);
  }
  for (const CauseSource& entry : source.causes) {
    texts.add(entry.place, "name", entry.name);
    texts.add(entry.place, "meaning", entry.meaning);
  }
  for (const WarningSource& entry : source.warnings) {
    texts.add(entry.place, "text", entry.text);
    texts.add(entry.place, "meaning", entry.meaning);
  }
  for (const RuleSource& entry : source.rules) {
    texts.add(entry.place, "title", entry.title);
    texts.add(entry.place, "explanation", entry.explanation);
    texts.add(entry.place, "remedy", entry.remedy);
  }
}

}  // namespace siptriage::compiler
