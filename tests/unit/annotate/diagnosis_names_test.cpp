// The names in diagnoses, and the places for them in the texts of the
// catalogue.

#include "annotate/diagnosis_names.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "siptriage/catalogue/catalogue.h"

namespace siptriage::diagnosis_names_test {
namespace {

TEST(DiagnosisNames, CutNoCharacterInTwo) {
  EXPECT_EQ(detail::cut_text("abcdef", 6), "abcdef");
  EXPECT_EQ(detail::cut_text("abcdefg", 6), "abc...");
  // Two octets each; the cut would go through the second.
  EXPECT_EQ(detail::cut_text("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 6),
            "\xC3\xA9...");
}

TEST(DiagnosisNames, LeaveOutWhatIsNoName) {
  EXPECT_EQ(detail::name_of_uri("sip:bob@example.com;user=phone"),
            "bob@example.com");
  EXPECT_EQ(detail::name_of_uri("sips:example.com:5061"), "example.com");
  EXPECT_EQ(detail::name_of_uri("tel:+15551230100;phone-context=x"),
            "+15551230100");
  EXPECT_EQ(detail::name_of_uri("no uri"), "no uri");
}

// Every place that a text of data/diagnoses.toml has is known.
TEST(DiagnosisTexts, HaveKnownPlacesOnly) {
  constexpr std::string_view kKnown[] = {"{answerer}", "{server}",  "{method}",
                                         "{status}",   "{parties}", "{caller}",
                                         "{callee}",   "{kind}",    "{fact}",
                                         "{feature}",  "{rang}",    "{delay}"};
  for (const DiagnosisEntry& entry : all_diagnoses()) {
    std::string text(entry.text);
    for (const std::string_view place : kKnown) {
      for (std::size_t at = text.find(place); at != std::string::npos;
           at = text.find(place)) {
        text.erase(at, place.size());
      }
    }
    EXPECT_EQ(text.find('{'), std::string::npos) << entry.id << ": " << text;
  }
}

}  // namespace
}  // namespace siptriage::diagnosis_names_test
