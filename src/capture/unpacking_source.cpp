#include <optional>

#include "capture/mapped_window.h"
#include "capture/source.h"
#include "capture/unpacked_file.h"
#include "capture/walker.h"

namespace siptriage::detail {
namespace {

class UnpackingSource final : public CaptureReader::Source {
 public:
  UnpackingSource(std::unique_ptr<Walker> walker,
                  std::unique_ptr<UnpackedFile> file, Wrapping wrapping,
                  FileCoverage coverage)
      : Source(std::move(coverage)),
        walker_(std::move(walker)),
        file_(std::move(file)),
        window_(file_->mapped()),
        wrapping_(std::move(wrapping)) {
    window_.set_there(file_->octets().size());
  }

  std::size_t next_batch(std::span<Frame> frames) override;

  bool populate_ahead() override { return window_.populate_ahead(); }

  bool unpack_ahead() override {
    const bool unpacked = file_->unpack_ahead();
    window_.set_there(file_->octets().size());
    return unpacked;
  }

  [[nodiscard]] std::string_view octets() const override {
    return file_->octets();
  }
  [[nodiscard]] const std::optional<Error>& failure() const override {
    return failure_;
  }

 private:
  std::size_t walk(std::span<Frame> frames, bool is_whole) {
    walker_->extend(file_->octets(), is_whole);
    return walker_->walk(frames, coverage_);
  }
  std::size_t end();

  std::unique_ptr<Walker> walker_;  // none at the end
  std::unique_ptr<UnpackedFile> file_;
  MappedWindow window_;
  Wrapping wrapping_;
  std::optional<Error> failure_;
};

// A batch is as large as if all had been there from the start. After damage
// the walker gives no more, and the rest is unpacked to know what else there is
// to say.
std::size_t UnpackingSource::next_batch(std::span<Frame> frames) {
  if (walker_ == nullptr || frames.empty()) return 0;
  std::size_t count = walk(frames, false);
  while (count < frames.size() && file_->unpack_more()) {
    count += walk(frames.subspan(count), false);
  }
  if (count < frames.size() && file_->ended().is_whole()) {
    count += walk(frames.subspan(count), true);
  }
  if (count == 0) return end();
  const std::string_view last = frames[count - 1].octets;
  file_->note_walked(last.data() + last.size());
  window_.move_to(last.data() + last.size());
  return count;
}

std::size_t UnpackingSource::end() {
  walker_.reset();
  const Decompression& ended = file_->ended();
  if (ended.is_whole()) {
    tell_wrapping_damage(coverage_, note_unpacked(ended, wrapping_, coverage_));
  }
  failure_ = ended.error();
  return 0;
}

}  // namespace

WrappingDamage note_unpacked(const Decompression& ended,
                             const Wrapping& wrapping, FileCoverage& coverage) {
  if (!wrapping.is_sized) coverage.octets = ended.taken_octets();
  if (ended.reached()) coverage.limits_reached.add(*ended.reached());
  if (ended.damage().empty()) return {};
  return {"decompressing " + wrapping.format + ": " + ended.damage(),
          ended.damage_offset_octets()};
}

Result<std::unique_ptr<CaptureReader::Source>> make_unpacking_source(
    std::unique_ptr<UnpackedFile> file, Format format, Wrapping wrapping,
    FileCoverage coverage, std::uint32_t file_index, const Limits& limits) {
  Result<std::unique_ptr<Walker>> walker =
      make_walker(file->octets(), format, file_index, coverage, limits);
  if (!walker) {
    // Perhaps no more than its front is there.
    while (file->unpack_more()) {
    }
    if (file->ended().error()) return tl::unexpected(*file->ended().error());
    walker = make_walker(file->octets(), format, file_index, coverage, limits);
  }
  if (!walker) return tl::unexpected<Error>(std::move(walker.error()));
  return std::make_unique<UnpackingSource>(std::move(*walker), std::move(file),
                                           std::move(wrapping),
                                           std::move(coverage));
}

}  // namespace siptriage::detail
