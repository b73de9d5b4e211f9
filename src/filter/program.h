#pragma once
// Program: a compiled expression, as a flat tree. The parser makes it, the
// matcher runs it, to_text() writes it.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/filter/filter.h"
#include "siptriage/sip/header_id.h"

#include "filter/field.h"
#include "filter/values.h"

namespace re2 {
class RE2;
}  // namespace re2

namespace siptriage::filter {

enum class Operator : std::uint8_t {
  Has,
  IsTrue,  // a flag by itself
  Equal,
  Less,
  LessOrEqual,
  Greater,
  GreaterOrEqual,
  In,
  Matches,
  Contains,
};

// One field, compared. What it is compared with is in the member that fits the
// type of the field.
struct Test {
  const Field* field = nullptr;
  Operator op = Operator::Has;
  bool negated = false;              // there is a value, and none compares
  bool as_number = false;            // of a header field
  std::vector<Interval> intervals;   // ascending, apart from each other
  std::vector<Interval> of_day;      // the same, of the time of day
  std::vector<std::uint64_t> words;  // a bit each
  std::vector<std::string> texts;    // sorted without regard to letter case
  std::vector<AddressRange> addresses;
  std::shared_ptr<const re2::RE2> pattern;

  std::string header;  // its name
  sip::HeaderId header_id = sip::HeaderId::Unknown;
  std::vector<std::string> written;  // its values, for to_text()
};

enum class NodeKind : std::uint8_t { And, Or, Not, Any, All, No, Test };

inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

struct Node {
  NodeKind kind = NodeKind::And;
  FilterScope scope = FilterScope::Message;   // what it is asked about
  FilterScope target = FilterScope::Message;  // whose fields are looked at
  std::uint32_t first_child = kNoNode;
  std::uint32_t next = kNoNode;  // child of the same parent
  std::uint32_t test = 0;
};

struct Program {
  FilterScope scope = FilterScope::Message;
  std::vector<Node> nodes;
  std::vector<Test> tests;
  std::uint32_t root = 0;
};

[[nodiscard]] std::string to_text(const Program& program);

}  // namespace siptriage::filter
