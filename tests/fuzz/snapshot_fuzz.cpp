// Any text as a baseline. What is held: it is read, or refused with words for a
// terminal that name the file; what is read is written, and read again, as it
// was; and nothing changed against itself.

#include <algorithm>
#include <string>
#include <string_view>

#include "siptriage/check/compare.h"

#include "fuzz/fuzz.h"

namespace siptriage::fuzz {
namespace {

bool is_for_a_terminal(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::string written(const Snapshot& snapshot) {
  StringSink sink;
  require(write_snapshot(snapshot, "fuzz", sink), "it is written");
  return sink.text();
}

bool is_change(const Assertion& assertion) {
  // That something was left out is said each time.
  return assertion.change != Change::None && assertion.kind != "capture";
}

}  // namespace

void run(std::string_view input) {
  const Result<Snapshot> read = read_snapshot("base.json", input);
  if (!read) {
    require(read.error().message.starts_with("base.json:") &&
                is_for_a_terminal(read.error().message),
            "what is refused is refused with words for a terminal");
    return;
  }
  const std::string text = written(*read);
  const Result<Snapshot> again = read_snapshot("base.json", text);
  require(again.has_value(), "what we write is read");
  require(written(*again) == text, "what is read again is the same");
  require(std::ranges::none_of(compare(*read, *again), is_change),
          "nothing changed against itself");
}

}  // namespace siptriage::fuzz
