#include "siptriage/capture/capture_reader.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unistd.h>
#include <utility>

#include "capture/decompress.h"
#include "capture/format.h"
#include "capture/input_file.h"
#include "capture/input_stream.h"
#include "capture/source.h"
#include "capture/unpacked_file.h"

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

// A compressed input, of which the front has come out.
struct Unwrapped {
  std::unique_ptr<detail::Decompression> decompression;
  detail::Wrapping wrapping;
  Format format = Format::Unknown;  // of what is inside
  std::string front;
};

std::string read_front(const detail::Decompression& decompression) {
  std::string front(std::min<std::uint64_t>(decompression.octets(),
                                            detail::kDescriptionOctets),
                    '\0');
  const ssize_t count =
      ::pread(decompression.file().number(), front.data(), front.size(), 0);
  front.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  return front;
}

Result<Unwrapped> unwrap(Input compressed, detail::TemporaryFile room,
                         const Limits& limits, FileCoverage& coverage) {
  Unwrapped inside;
  inside.wrapping = {detail::format_name(compressed.format, compressed.front),
                     compressed.is_mappable};
  auto begun = detail::Decompression::begin(std::move(compressed.stream),
                                            compressed.format, std::move(room),
                                            coverage.path, limits);
  if (!begun) return tl::unexpected<Error>(std::move(begun.error()));
  inside.decompression = std::move(*begun);
  inside.decompression->advance_to(detail::kDescriptionOctets);
  if (const auto& error = inside.decompression->error()) {
    return tl::unexpected<Error>(*error);
  }
  inside.front = read_front(*inside.decompression);
  inside.format = detail::recognise(inside.front);
  if (detail::is_compressed(compressed.format)) {
    coverage.format = detail::format_name(inside.format, inside.front) +
                      " in " + inside.wrapping.format;
  }
  return inside;
}

// All of it, in the place of the compressed one.
Result<Input> unpack(Unwrapped inside, FileCoverage& coverage) {
  detail::Decompression& decompression = *inside.decompression;
  decompression.advance_to(std::numeric_limits<std::uint64_t>::max());
  if (decompression.error()) {
    return tl::unexpected<Error>(*decompression.error());
  }
  detail::WrappingDamage damage =
      detail::note_unpacked(decompression, inside.wrapping, coverage);
  const std::uint64_t octets = decompression.octets();
  detail::FileDescriptor file = decompression.release_file();
  if (::lseek(file.number(), 0, SEEK_SET) != 0) {
    return fail(ErrorCode::Io,
                "cannot read back what " + coverage.path + " decompressed to");
  }
  return Input{.stream = detail::InputStream(std::move(file), nullptr),
               .is_mappable = true,
               .is_shrinkable = false,
               .octets = octets,
               .wrapping = std::move(damage),
               .format = inside.format,
               .front = std::move(inside.front)};
}

tl::unexpected<Error> interrupted(const std::string& name) {
  return fail(ErrorCode::Interrupted,
              "interrupted before a frame of " + name + " was read");
}

// `what` holds octets, but begins with `front`.
tl::unexpected<Error> not_a_capture(const std::string& what, Format format,
                                    const std::string& front) {
  if (detail::is_compressed(format)) {
    return fail(ErrorCode::NotACapture,
                what + " is compressed once more; decompress it first");
  }
  return fail(ErrorCode::NotACapture,
              what + " is not a capture: " + detail::describe_unknown(front));
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

using MadeSource = Result<std::unique_ptr<CaptureReader::Source>>;

// What lies in a file or comes through a pipe as it is.
MadeSource open_plain(Input input, const CaptureOptions& options,
                      const Limits& limits, FileCoverage coverage,
                      OctetStore& store, std::uint32_t file_index) {
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
  if (!detail::is_capture(input.format)) {
    return not_a_capture(coverage.path, input.format, input.front);
  }
  if (input.is_mappable && !options.prefer_libpcap) {
    return walk(std::move(input), options, limits, std::move(coverage), store,
                file_index);
  }
  return detail::make_libpcap_source(std::move(input.stream),
                                     std::move(input.wrapping),
                                     std::move(coverage), file_index, limits);
}

// Walked while it is unpacked, if that can be, else unpacked first.
MadeSource open_compressed(Input input, detail::TemporaryFile room,
                           const CaptureOptions& options, const Limits& limits,
                           FileCoverage coverage, OctetStore& store,
                           std::uint32_t file_index) {
  Result<Unwrapped> inside =
      unwrap(std::move(input), std::move(room), limits, coverage);
  if (!inside) return tl::unexpected<Error>(std::move(inside.error()));
  if (stop_requested(options.stop)) return interrupted(coverage.path);
  if (!detail::is_capture(inside->format)) {
    return not_a_capture("what " + coverage.path + " decompresses to",
                         inside->format, inside->front);
  }
  if (options.map_files && !options.prefer_libpcap) {
    std::unique_ptr<detail::UnpackedFile> file =
        detail::UnpackedFile::map(inside->decompression, limits, store);
    if (file != nullptr) {
      return detail::make_unpacking_source(
          std::move(file), inside->format, std::move(inside->wrapping),
          std::move(coverage), file_index, limits);
    }
  }
  Result<Input> unpacked = unpack(std::move(*inside), coverage);
  if (!unpacked) return tl::unexpected<Error>(std::move(unpacked.error()));
  if (stop_requested(options.stop)) return interrupted(coverage.path);
  return open_plain(std::move(*unpacked), options, limits, std::move(coverage),
                    store, file_index);
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
  const std::string name = coverage.path;
  MadeSource source;
  const bool is_kept = options.keep_pipes && !input.is_mappable &&
                       detail::is_capture(input.format);
  if (detail::is_compressed(input.format) || is_kept) {
    Result<detail::TemporaryFile> room =
        file.room ? std::move(*file.room) : detail::make_temporary_file(name);
    if (!room) return tl::unexpected<Error>(std::move(room.error()));
    source = open_compressed(std::move(input), std::move(*room), options,
                             limits, std::move(coverage), store, file_index);
  } else {
    source = open_plain(std::move(input), options, limits, std::move(coverage),
                        store, file_index);
  }
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

std::string_view CaptureReader::octets() const { return source_->octets(); }

bool CaptureReader::unpack_ahead() { return source_->unpack_ahead(); }

const std::optional<Error>& CaptureReader::failure() const {
  return source_->failure();
}

bool CaptureReader::populate_ahead() { return source_->populate_ahead(); }

const FileCoverage& CaptureReader::coverage() const {
  return source_->coverage();
}

}  // namespace siptriage
