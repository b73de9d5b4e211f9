#pragma once
// What a report goes to: a terminal or not, how wide, in colour.

#include <cstddef>
#include <cstdint>

#include "cli/options.h"

namespace siptriage::cli {

// `output` is the descriptor that the report goes to.
[[nodiscard]] bool wants_colour(ColourMode mode, int output);
// The columns of a report.
[[nodiscard]] std::size_t report_columns(std::uint32_t asked_for, int output);
// False where the locale's character set is known not to be UTF-8.
[[nodiscard]] bool wants_unicode(bool ascii_asked_for);

// Tells on standard error how far a long run is; nothing unless that is a
// terminal.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(std::uint64_t frames);
  void clear();

 private:
  bool on_terminal_;
  bool shown_ = false;
};

}  // namespace siptriage::cli
