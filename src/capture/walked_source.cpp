#include "capture/input_file.h"
#include "capture/mapped_window.h"
#include "capture/pcap_walker.h"
#include "capture/pcapng_walker.h"
#include "capture/source.h"
#include "capture/walker.h"

namespace siptriage::detail {
namespace {

class WalkedSource final : public CaptureReader::Source {
 public:
  WalkedSource(std::unique_ptr<Walker> walker, std::string_view octets,
               std::string_view mapped, FileDescriptor watched,
               WrappingDamage wrapping, FileCoverage coverage)
      : Source(std::move(coverage)),
        walker_(std::move(walker)),
        octets_(octets),
        window_(mapped),
        watched_(std::move(watched)),
        wrapping_(std::move(wrapping)) {}

  std::size_t next_batch(std::span<Frame> frames) override {
    if (walker_ == nullptr || frames.empty()) return 0;
    if (has_shrunk()) {
      tell_damage(coverage_, file_octets(watched_, 0),
                  "the file shrank while it was read");
      return end();
    }
    const std::size_t count = walker_->walk(frames, coverage_);
    if (count == 0) return end();
    const std::string_view last = frames[count - 1].octets;
    window_.move_to(last.data() + last.size());
    return count;
  }

  bool populate_ahead() override { return window_.populate_ahead(); }

  [[nodiscard]] bool has_shrunk() const override {
    return watched_.is_open() &&
           file_octets(watched_, octets_.size()) < octets_.size();
  }
  [[nodiscard]] std::string_view octets() const override { return octets_; }

 private:
  std::size_t end() {
    walker_.reset();
    tell_wrapping_damage(coverage_, wrapping_);
    return 0;
  }

  std::unique_ptr<Walker> walker_;  // none at the end
  std::string_view octets_;
  MappedWindow window_;
  FileDescriptor watched_;
  WrappingDamage wrapping_;
};

}  // namespace

void tell_wrapping_damage(FileCoverage& coverage,
                          const WrappingDamage& wrapping) {
  if (wrapping.text.empty()) return;
  if (coverage.damage.empty()) {
    tell_damage(coverage, wrapping.offset_octets, wrapping.text);
  } else {
    coverage.damage = wrapping.text + "; " + coverage.damage;
  }
}

Result<std::unique_ptr<Walker>> make_walker(std::string_view octets,
                                            Format format,
                                            std::uint32_t file_index,
                                            FileCoverage& coverage,
                                            const Limits& limits) {
  return format == Format::Pcap
             ? make_pcap_walker(octets, file_index, coverage, limits)
             : make_pcapng_walker(octets, file_index, coverage, limits);
}

Result<std::unique_ptr<CaptureReader::Source>> make_walked_source(
    std::string_view octets, std::string_view mapped, Format format,
    FileDescriptor watched, WrappingDamage wrapping, FileCoverage coverage,
    std::uint32_t file_index, const Limits& limits) {
  Result<std::unique_ptr<Walker>> walker =
      make_walker(octets, format, file_index, coverage, limits);
  if (!walker) return tl::unexpected<Error>(std::move(walker.error()));
  return std::make_unique<WalkedSource>(std::move(*walker), octets, mapped,
                                        std::move(watched), std::move(wrapping),
                                        std::move(coverage));
}

}  // namespace siptriage::detail
