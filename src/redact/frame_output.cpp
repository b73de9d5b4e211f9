#include "redact/frame_output.h"

#include <array>

namespace siptriage::detail {
namespace {

constexpr std::size_t kWriteOctets = std::size_t{256} << 10;
constexpr std::size_t kEmptyOctets = 20;

}  // namespace

void FrameOutput::write(const Frame& source, std::string_view octets) {
  Frame frame = source;
  frame.octets = octets;
  writer_.write(frame, number_of(source), {}, waiting_);
  if (waiting_.size() >= kWriteOctets) flush();
}

void FrameOutput::write_empty(const Frame& source) {
  static constexpr std::array<char, kEmptyOctets> kZeros{};
  Frame frame = source;
  frame.original_length_octets = kEmptyOctets;
  write(frame, {kZeros.data(), kZeros.size()});
}

bool FrameOutput::finish() {
  writer_.finish(waiting_);
  flush();
  return !has_failed_;
}

void FrameOutput::flush() {
  if (!has_failed_ && !output_(waiting_)) has_failed_ = true;
  waiting_.clear();
}

std::uint32_t FrameOutput::number_of(const Frame& frame) {
  const Key key(frame.id.file, frame.interface_index, frame.link_type);
  const auto found = numbers_.find(key);
  if (found != numbers_.end()) return found->second;
  CapturedInterface told;
  told.link_type = frame.link_type;
  if (frame.id.file < files_.size()) {
    const auto& interfaces = files_[frame.id.file].interfaces;
    if (frame.interface_index < interfaces.size()) {
      told = captured_interface(interfaces[frame.interface_index],
                                frame.link_type);
      told.name.clear();
      told.description.clear();
    }
  }
  return numbers_.emplace(key, writer_.add_interface(told)).first->second;
}

}  // namespace siptriage::detail
