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

// Whether an answer may be missing is judged by when the capture was running,
// and by what it lost, too. The last statistics of an interface tell of losses.
bool FrameOutput::finish() {
  for (std::uint32_t file = 0; file < files_.size(); ++file) {
    write_running(file);
  }
  for (const auto& [key, number] : numbers_) {
    const InterfaceCoverage* const source =
        find_interface(std::get<0>(key), std::get<1>(key));
    if (source == nullptr || source->recorded_drops == 0) continue;
    writer_.write_statistics(number,
                             {.received = source->recorded_received,
                              .dropped = source->recorded_drops},
                             waiting_);
  }
  writer_.finish(waiting_);
  flush();
  return !has_failed_;
}

void FrameOutput::write_running(std::uint32_t file) {
  if (numbers_.empty()) return;
  auto through = numbers_.lower_bound(Key(file, 0, LinkType{}));
  if (through == numbers_.end()) through = numbers_.begin();
  for (const Timestamp time : files_[file].running) {
    writer_.write_statistics(through->second, {.time = time}, waiting_);
  }
}

void FrameOutput::flush() {
  if (!has_failed_ && !output_(waiting_)) has_failed_ = true;
  waiting_.clear();
}

const InterfaceCoverage* FrameOutput::find_interface(
    std::uint32_t file, std::uint32_t interface) const {
  if (file >= files_.size()) return nullptr;
  const auto& interfaces = files_[file].interfaces;
  return interface < interfaces.size() ? &interfaces[interface] : nullptr;
}

std::uint32_t FrameOutput::number_of(const Frame& frame) {
  const Key key(frame.id.file, frame.interface_index, frame.link_type);
  const auto found = numbers_.find(key);
  if (found != numbers_.end()) return found->second;
  CapturedInterface told;
  told.link_type = frame.link_type;
  if (const InterfaceCoverage* const source =
          find_interface(frame.id.file, frame.interface_index)) {
    told = captured_interface(*source, frame.link_type);
    told.name.clear();
    told.description.clear();
  }
  return numbers_.emplace(key, writer_.add_interface(told)).first->second;
}

}  // namespace siptriage::detail
