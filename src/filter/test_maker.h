#pragma once
// TestMaker: a field, an operator and values, as they were written, become a
// Test: here types are checked.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/limits.h"

#include "filter/failure.h"
#include "filter/lexer.h"
#include "filter/program.h"

namespace siptriage::filter {

// A value, or with `last` a range of them.
struct Operand {
  Token token;
  std::string_view unit;  // where it is a word of its own
  std::vector<Operand> last;
};

class TestMaker {
 public:
  TestMaker(const Limits& limits, Failure& failure)
      : limits_(limits), failure_(failure) {}

  // False: `failure` says why. `test` has its field, operator and header.
  // `name` is the field as it was written.
  bool fill(Test& test, std::string_view name,
            const std::vector<Operand>& operands);

 private:
  bool fill_value(Test& test, const Operand& operand);
  bool fill_header(Test& test, const Operand& operand);
  bool fill_interval(Test& test, const Operand& operand);
  bool fill_word(Test& test, const Operand& operand);
  bool fill_text(Test& test, const Operand& operand);
  bool fill_address(Test& test, const Operand& operand);
  bool fill_pattern(Test& test, const Operand& operand);
  bool fill_matching_words(Test& test, const Operand& operand);
  bool read_interval(Type type, const Operand& operand, Interval& interval,
                     bool& of_day);
  bool is_allowed(const Test& test, std::string_view name,
                  const Operand& operand);
  bool refuse_word(const Vocabulary& words, std::string_view which,
                   const std::string& text, const Operand& operand);
  bool expect(const Test& test, const Operand& operand);

  const Limits& limits_;
  Failure& failure_;
  std::size_t patterns_ = 0;
};

}  // namespace siptriage::filter
