#include "siptriage/capture/capture_input.h"

#include <utility>

#include "capture/input_file.h"

namespace siptriage {

CaptureInput::CaptureInput(std::unique_ptr<detail::InputFile> file)
    : file_(std::move(file)) {}
CaptureInput::CaptureInput(CaptureInput&&) noexcept = default;
CaptureInput& CaptureInput::operator=(CaptureInput&&) noexcept = default;
CaptureInput::~CaptureInput() = default;

Result<CaptureInput> CaptureInput::open(const std::string& path) {
  Result<detail::InputFile> file = detail::open_input(path);
  if (!file) return tl::unexpected<Error>(std::move(file.error()));
  return CaptureInput(std::make_unique<detail::InputFile>(std::move(*file)));
}

const std::string& CaptureInput::name() const { return file_->name; }

int CaptureInput::descriptor() const { return file_->file.number(); }

}  // namespace siptriage
