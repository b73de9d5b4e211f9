#pragma once
/// CaptureInput: a capture that is open, and not looked at yet.
///
///     Result<CaptureInput> input = CaptureInput::open("trace.pcap");
///     ... give up the right to open files ...
///     reader = CaptureReader::open(std::move(*input), {}, store);
///
/// It holds all that reading it will take from the system: the file and, where
/// the capture may be compressed, another without a name in TMPDIR to unpack it
/// into. Of the content only the magic number was compared, to know that.

#include <memory>
#include <string>

#include "siptriage/base/result.h"

namespace siptriage {

namespace detail {
struct InputFile;
}

class CaptureInput {
 public:
  /// `path` "-" is standard input. Opening a FIFO waits for its writer.
  /// Errors: NotFound, PermissionDenied, NotAFile, Io. That there is no room to
  /// unpack it is told by CaptureReader::open, if it comes to that.
  [[nodiscard]] static Result<CaptureInput> open(const std::string& path);

  CaptureInput(CaptureInput&&) noexcept;
  CaptureInput& operator=(CaptureInput&&) noexcept;
  ~CaptureInput();

  /// The path, or "standard input".
  [[nodiscard]] const std::string& name() const;
  /// The system's number of the open file, to ask what it is.
  [[nodiscard]] int descriptor() const;

 private:
  friend class CaptureReader;
  explicit CaptureInput(std::unique_ptr<detail::InputFile> file);
  std::unique_ptr<detail::InputFile> file_;
};

}  // namespace siptriage
