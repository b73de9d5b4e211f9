#pragma once
// Told: all that siptriage says of a capture, in a form in which two captures
// of the same messages can be compared.
//
//     Told told = tell({path});                      // as it is
//     expect_equal(told.renamed(origins), expected.renamed(own_origins), path);

#include <string>
#include <vector>

#include "siptriage/analyze.h"

#include "properties/records.h"

namespace siptriage::testing {

// The complete reports. What is said of the files themselves (path, format,
// interfaces) is left out, the rest is as the writers give it.
struct Told {
  std::string text;
  std::string json;
  std::string ndjson;  // with the octets of each message
  // Of the coverage, what must not change with the wrapping of the messages.
  std::string sip;

  // The same with each frame under the number of the frame it comes from, and
  // without the rest of the coverage, which counts frames.
  [[nodiscard]] Told renamed(const Origins& origins) const;
};

// An error becomes the text.
[[nodiscard]] Told tell(const std::vector<std::string>& paths,
                        unsigned threads = 1,
                        const AnalyzeOptions& options = {});
[[nodiscard]] Told tell_memory(std::string_view octets, unsigned threads = 1);

// Equal, or the first of the reports that differ; `what` was told of.
void expect_equal(const Told& told, const Told& expected,
                  const std::string& what);

}  // namespace siptriage::testing
