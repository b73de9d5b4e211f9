// A user of the installed library: opens a capture, prints its findings.
#include <cstdio>

#include "siptriage/analyze.h"

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const auto analysis = siptriage::analyze({argv[1]});
  if (!analysis) {
    std::fprintf(stderr, "%s\n", analysis.error().message.c_str());
    return 3;
  }
  for (const siptriage::Finding& finding : analysis->findings) {
    std::printf("%.*s: %s\n", static_cast<int>(finding.rule->id.size()),
                finding.rule->id.data(), finding.message.c_str());
  }
  return 0;
}
