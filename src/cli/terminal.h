#pragma once
// What the standard streams are: a terminal or not, how wide, in colour.

#include <cstddef>
#include <cstdint>

#include "siptriage/report/sink.h"

#include "cli/options.h"

namespace siptriage::cli {

[[nodiscard]] bool wants_colour(ColourMode mode);
// The columns of a report on standard output.
[[nodiscard]] std::size_t report_columns(std::uint32_t asked_for);
// False where the locale's character set is known not to be UTF-8.
[[nodiscard]] bool wants_unicode(bool ascii_asked_for);

// Standard output, written past stdio. Remembers why it stopped.
class StandardOutput final : public Sink {
 public:
  bool write(std::string_view octets) override;
  // 0: nothing went wrong; else errno of the write that failed.
  [[nodiscard]] int error() const { return error_; }

 private:
  int error_ = 0;
};

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
