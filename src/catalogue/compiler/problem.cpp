#include "catalogue/compiler/problem.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace siptriage::compiler {

void Problems::add(const Place& place, std::string what) {
  problems_.push_back({place, std::move(what)});
}

std::string Problems::to_text() const {
  std::vector<Problem> sorted = problems_;
  std::ranges::stable_sort(sorted, {}, [](const Problem& problem) {
    return std::tie(problem.place.file, problem.place.line);
  });
  std::string text;
  for (const auto& [place, what] : sorted) {
    text += place.file;
    if (place.line != 0)
      fmt::format_to(std::back_inserter(text), ":{}", place.line);
    text += ": ";
    if (!place.entry.empty()) text += place.entry + ": ";
    text += what + '\n';
  }
  return text;
}

}  // namespace siptriage::compiler
