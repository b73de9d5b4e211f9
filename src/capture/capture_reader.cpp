#include "siptriage/capture/capture_reader.h"

#include <string_view>
#include <unistd.h>
#include <utility>

#include "capture/decompress.h"
#include "capture/format.h"
#include "capture/input_file.h"
#include "capture/input_stream.h"
#include "capture/source.h"

namespace siptriage {
namespace {

using detail::Format;

// An input on its way to a Source.
struct Input {
  detail::InputStream stream;
  bool is_mappable = false;
  bool is_shrinkable = true;  // somebody else could cut the file
  std::uint64_t octets = 0;   // of a mappable file
  detail::WrappingDamage wrapping;
  Format format = Format::Unknown;
  std::string front;
};

void look_at_front(Input& input) {
  input.front =
      input.stream.peek(detail::kFormatOctets, detail::kDescriptionOctets);
  input.format = detail::recognise(input.front);
}

// Puts the decompressed capture in the place of the compressed one.
Result<Input> unwrap(Input compressed, detail::TemporaryFile room,
                     const Limits& limits, FileCoverage& coverage) {
  const std::string wrapping =
      detail::format_name(compressed.format, compressed.front);
  Result<detail::Decompressed> file =
      detail::decompress(compressed.stream, compressed.format, std::move(room),
                         coverage.path, limits);
  if (!file) return tl::unexpected<Error>(std::move(file.error()));
  if (!compressed.is_mappable) {
    coverage.octets = compressed.stream.taken_octets();
  }
  if (::lseek(file->file.number(), 0, SEEK_SET) != 0) {
    return fail(ErrorCode::Io,
                "cannot read back what " + coverage.path + " decompressed to");
  }
  Input input{.stream = detail::InputStream(std::move(file->file), nullptr),
              .is_mappable = true,
              .is_shrinkable = false,
              .octets = file->octets,
              .wrapping = {},
              .format = {},
              .front = {}};
  if (file->reached) coverage.limits_reached.add(*file->reached);
  if (!file->damage.empty()) {
    input.wrapping = {"decompressing " + wrapping + ": " + file->damage,
                      file->damage_offset_octets};
  }
  look_at_front(input);
  coverage.format =
      detail::format_name(input.format, input.front) + " in " + wrapping;
  return input;
}

tl::unexpected<Error> interrupted(const std::string& name) {
  return fail(ErrorCode::Interrupted,
              "interrupted before a frame of " + name + " was read");
}

tl::unexpected<Error> not_a_capture(const Input& input,
                                    const FileCoverage& coverage,
                                    bool was_compressed) {
  if (input.stream.error() != 0) {
    return fail(ErrorCode::Io, "cannot read " + coverage.path + ": " +
                                   detail::system_words(input.stream.error()));
  }
  if (input.front.empty()) {
    return fail(ErrorCode::Empty,
                coverage.path +
                    " holds no octets; was the capture written "
                    "out?");
  }
  const std::string what = was_compressed
                               ? "what " + coverage.path + " decompresses to"
                               : coverage.path;
  if (detail::is_compressed(input.format)) {
    return fail(ErrorCode::NotACapture,
                what + " is compressed once more; decompress it first");
  }
  return fail(
      ErrorCode::NotACapture,
      what + " is not a capture: " + detail::describe_unknown(input.front));
}

Result<std::unique_ptr<CaptureReader::Source>> walk(
    Input input, const CaptureOptions& options, const Limits& limits,
    FileCoverage coverage, OctetStore& store, std::uint32_t file_index) {
  Result<detail::LoadedFile> file =
      detail::load_file(input.stream.file(), input.octets, options.map_files,
                        coverage.path, store, options.stop);
  if (!file) return tl::unexpected<Error>(std::move(file.error()));
  const std::string_view octets = file->octets;
  if (octets.size() < input.octets && input.wrapping.text.empty() &&
      !stop_requested(options.stop)) {
    input.wrapping = {"the file shrank while it was read", octets.size()};
  }
  const bool is_watched = options.map_files && input.is_shrinkable;
  return detail::make_walked_source(
      octets, file->is_mapped ? octets : std::string_view(), input.format,
      is_watched ? input.stream.release_file() : detail::FileDescriptor(),
      std::move(input.wrapping), std::move(coverage), file_index, limits);
}

}  // namespace

CaptureReader::CaptureReader(std::unique_ptr<Source> source)
    : source_(std::move(source)) {}
CaptureReader::CaptureReader(CaptureReader&&) noexcept = default;
CaptureReader& CaptureReader::operator=(CaptureReader&&) noexcept = default;
CaptureReader::~CaptureReader() = default;

Result<CaptureReader> CaptureReader::open(const std::string& path,
                                          const CaptureOptions& options,
                                          OctetStore& store,
                                          std::uint32_t file_index,
                                          const Limits& limits) {
  Result<CaptureInput> input = CaptureInput::open(path);
  if (!input) return tl::unexpected<Error>(std::move(input.error()));
  return open(std::move(*input), options, store, file_index, limits);
}

Result<CaptureReader> CaptureReader::open(CaptureInput opened,
                                          const CaptureOptions& options,
                                          OctetStore& store,
                                          std::uint32_t file_index,
                                          const Limits& limits) {
  detail::InputFile& file = *opened.file_;
  FileCoverage coverage;
  coverage.path = file.name;
  coverage.octets = file.octets;
  Input input{.stream = detail::InputStream(std::move(file.file), options.stop),
              .is_mappable = file.is_regular,
              .is_shrinkable = true,
              .octets = file.octets,
              .wrapping = {},
              .format = {},
              .front = {}};
  look_at_front(input);
  coverage.format = detail::format_name(input.format, input.front);
  const bool is_compressed = detail::is_compressed(input.format);
  if (is_compressed) {
    Result<detail::TemporaryFile> room =
        file.room ? std::move(*file.room)
                  : detail::make_temporary_file(coverage.path);
    if (!room) return tl::unexpected<Error>(std::move(room.error()));
    Result<Input> inner =
        unwrap(std::move(input), std::move(*room), limits, coverage);
    if (!inner) return tl::unexpected<Error>(std::move(inner.error()));
    if (stop_requested(options.stop)) return interrupted(coverage.path);
    input = std::move(*inner);
  }
  if (!detail::is_capture(input.format)) {
    if (stop_requested(options.stop)) return interrupted(coverage.path);
    return not_a_capture(input, coverage, is_compressed);
  }
  const std::string name = coverage.path;
  Result<std::unique_ptr<Source>> source =
      input.is_mappable && !options.prefer_libpcap
          ? walk(std::move(input), options, limits, std::move(coverage), store,
                 file_index)
          : detail::make_libpcap_source(
                std::move(input.stream), std::move(input.wrapping),
                std::move(coverage), file_index, limits);
  if (!source) {
    if (stop_requested(options.stop)) return interrupted(name);
    return tl::unexpected<Error>(std::move(source.error()));
  }
  return CaptureReader(std::move(*source));
}

Result<CaptureReader> CaptureReader::from_memory(std::string name,
                                                 std::string_view octets,
                                                 std::uint32_t file_index,
                                                 const Limits& limits) {
  FileCoverage coverage;
  coverage.path = std::move(name);
  coverage.octets = octets.size();
  const Format format = detail::recognise(octets);
  coverage.format = detail::format_name(format, octets);
  if (octets.empty()) {
    return fail(ErrorCode::Empty, coverage.path + " holds no octets");
  }
  if (detail::is_compressed(format)) {
    return fail(ErrorCode::Unsupported,
                coverage.path + " is compressed (" + coverage.format +
                    "); in memory, give it decompressed");
  }
  if (!detail::is_capture(format)) {
    return fail(ErrorCode::NotACapture,
                coverage.path + " is not a capture: " +
                    detail::describe_unknown(
                        octets.substr(0, detail::kDescriptionOctets)));
  }
  Result<std::unique_ptr<Source>> source =
      detail::make_walked_source(octets, {}, format, detail::FileDescriptor(),
                                 {}, std::move(coverage), file_index, limits);
  if (!source) return tl::unexpected<Error>(std::move(source.error()));
  return CaptureReader(std::move(*source));
}

std::size_t CaptureReader::next_batch(std::span<Frame> frames) {
  return source_->next_batch(frames);
}

bool CaptureReader::has_shrunk() const { return source_->has_shrunk(); }

bool CaptureReader::populate_ahead() { return source_->populate_ahead(); }

const FileCoverage& CaptureReader::coverage() const {
  return source_->coverage();
}

}  // namespace siptriage
