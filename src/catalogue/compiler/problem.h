#pragma once
/// What is wrong with the data, collected so that one run tells all of it.

#include <cstdint>
#include <string>
#include <vector>

namespace siptriage::compiler {

/// Where something of the data stands.
struct Place {
  std::string file;
  std::uint32_t line = 0;  // 0: the file as a whole
  std::string entry;       // "response 405"; empty outside of entries
};

class Problems {
 public:
  void add(const Place& place, std::string what);

  [[nodiscard]] bool empty() const { return problems_.empty(); }

  /// One line each, "FILE:LINE: ENTRY: what", in the order of the files.
  [[nodiscard]] std::string to_text() const;

 private:
  struct Problem {
    Place place;
    std::string what;
  };

  std::vector<Problem> problems_;
};

}  // namespace siptriage::compiler
