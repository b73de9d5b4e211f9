#include "cli/terminal.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>

namespace siptriage::cli {
namespace {

constexpr std::size_t kDefaultColumns = 80;
constexpr std::size_t kMinColumns = 40;
constexpr std::size_t kMaxColumns = 160;  // longer lines are hard to read

// Empty when it is not set.
std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace

bool wants_colour(ColourMode mode, int output) {
  if (mode != ColourMode::Auto) return mode == ColourMode::Always;
  if (!environment("NO_COLOR").empty() || isatty(output) == 0) {
    return false;
  }
  const std::string_view term = environment("TERM");
  return !term.empty() && term != "dumb";
}

std::size_t report_columns(std::uint32_t asked_for, int output) {
  if (asked_for != 0) return asked_for;
  winsize size{};
  if (isatty(output) != 0 && ioctl(output, TIOCGWINSZ, &size) == 0 &&
      size.ws_col != 0) {
    return std::clamp<std::size_t>(size.ws_col, kMinColumns, kMaxColumns);
  }
  return kDefaultColumns;
}

bool wants_unicode(bool ascii_asked_for) {
  if (ascii_asked_for) return false;
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view locale = environment(name);
    if (locale.empty()) continue;
    return locale.find("UTF-8") != std::string_view::npos ||
           locale.find("utf8") != std::string_view::npos ||
           locale.find("UTF8") != std::string_view::npos;
  }
  // Nothing said: the bytes must not depend on it, UTF-8 is the rule.
  return true;
}

Progress::Progress() : on_terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() { clear(); }

void Progress::show(std::uint64_t frames) {
  if (!on_terminal_) return;
  shown_ = true;
  fmt::print(stderr, "\rsiptriage: {} frames read", frames);
  std::fflush(stderr);
}

void Progress::clear() {
  if (!shown_) return;
  shown_ = false;
  fmt::print(stderr, "\r\x1b[K");
}

}  // namespace siptriage::cli
