#include "siptriage/filter/filter.h"

#include <algorithm>
#include <utility>

#include "filter/parser.h"

namespace siptriage {
namespace {

// So much of a line is shown around the place of an error.
constexpr std::size_t kShownBefore = 40;
constexpr std::size_t kShownAfter = 30;
constexpr std::string_view kIndent = "  ";
constexpr std::string_view kCut = "...";

bool continues_code_point(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// One column for each character, whatever the octets.
std::string in_columns(std::string_view text) {
  std::string shown;
  for (const char c : text) {
    if (continues_code_point(c)) continue;
    shown += c >= ' ' && c <= '~' ? c : '?';
  }
  return shown;
}

}  // namespace

Result<Filter> Filter::compile(std::string_view text, FilterScope scope,
                               const Limits& limits) {
  Result<filter::Program> program = filter::parse(text, scope, limits);
  if (!program) return tl::unexpected<Error>(std::move(program.error()));
  return Filter(std::make_shared<const filter::Program>(*std::move(program)));
}

FilterScope Filter::scope() const { return program_->scope; }

std::string Filter::text() const { return filter::to_text(*program_); }

std::string point_at(std::string_view text, const Error& error) {
  const std::size_t offset =
      std::min<std::size_t>(error.offset_octets, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_begin = before.rfind('\n') + 1;
  const std::string left = in_columns(before.substr(line_begin));
  const std::string_view rest = text.substr(offset);
  const std::string right = in_columns(rest.substr(0, rest.find('\n')));

  std::string shown;
  if (text.find('\n') != std::string_view::npos) {
    shown +=
        "line " +
        std::to_string(std::count(before.begin(), before.end(), '\n') + 1) +
        ", ";
  }
  shown += "column " + std::to_string(left.size() + 1) + ": " + error.message;
  if (left.empty() && right.empty()) return shown;
  shown.append("\n").append(kIndent);
  const bool cut = left.size() > kShownBefore;
  const std::string near =
      (cut ? std::string(kCut) : std::string()) +
      left.substr(cut ? left.size() - kShownBefore + kCut.size() : 0);
  shown += near + right.substr(0, kShownAfter);
  if (right.size() > kShownAfter) shown += kCut;
  shown.append("\n").append(kIndent);
  return shown + std::string(near.size(), ' ') + "^";
}

}  // namespace siptriage
