#pragma once
/// Decompression: unpacks an input into a temporary file without a name, so
/// that it can be mapped like any other capture; piece by piece, so that the
/// front can be looked at while the rest is still to come.
///
///     auto made = Decompression::begin(std::move(input), "zstd", ...);
///     (*made)->advance_to(4096);
///     if ((*made)->error()) ...

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/limits.h"
#include "siptriage/base/result.h"

#include "capture/decoder.h"
#include "capture/file_descriptor.h"
#include "capture/format.h"
#include "capture/input_stream.h"
#include "capture/temporary_file.h"

namespace siptriage::detail {

class Decompression {
 public:
  /// `name` is for errors.
  /// Errors: NoMemory.
  [[nodiscard]] static Result<std::unique_ptr<Decompression>> begin(
      InputStream input, Format format, TemporaryFile room, std::string name,
      const Limits& limits);

  /// Unpacks until at least so many octets have come out, or has_ended(). No
  /// more come out than unpacked-octets, unpack-ratio and unpack-ratio-from
  /// allow, and none once the input is to stop.
  void advance_to(std::uint64_t octets);

  /// Nothing more will come out.
  [[nodiscard]] bool has_ended() const { return ended_; }
  /// It ended because all is there that ever will be, not because it was to
  /// stop, nor with an error().
  [[nodiscard]] bool is_whole() const { return ended_ && !gave_up_; }
  /// Io (no room for it), BadCompression (it ended, and nothing came out).
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  /// Octets that have come out, from the start of file().
  [[nodiscard]] std::uint64_t octets() const { return octets_; }
  [[nodiscard]] const FileDescriptor& file() const { return room_.file; }
  [[nodiscard]] FileDescriptor release_file() { return std::move(room_.file); }
  /// Octets of the input that were unpacked.
  [[nodiscard]] std::uint64_t taken_octets() const {
    return input_.taken_octets() - pending_.size();
  }

  /// Why there may have been more, "" when all came out; and where in the
  /// compressed input that was.
  [[nodiscard]] const std::string& damage() const { return damage_; }
  [[nodiscard]] std::uint64_t damage_offset_octets() const {
    return damage_offset_octets_;
  }
  /// The limit that made it end, if one did.
  [[nodiscard]] std::optional<LimitId> reached() const { return reached_; }

 private:
  Decompression(InputStream input, std::unique_ptr<Decoder> decoder,
                TemporaryFile room, std::string name, const Limits& limits);

  void decode_piece();
  void refill();
  [[nodiscard]] bool keep(std::string_view octets);
  [[nodiscard]] std::uint64_t most_octets() const;
  [[nodiscard]] std::uint64_t ratio_octets() const;
  void end_of_input();
  void end_at_limit();
  void end(std::string damage);
  void give_up() { ended_ = gave_up_ = true; }

  InputStream input_;
  std::unique_ptr<Decoder> decoder_;
  TemporaryFile room_;
  std::string name_;
  Limits limits_;
  std::vector<char> in_;
  std::vector<char> out_;
  std::string_view pending_;  // of `in_`: not decoded yet
  std::uint64_t octets_ = 0;
  std::string damage_;
  std::uint64_t damage_offset_octets_ = 0;
  std::optional<LimitId> reached_;
  std::optional<Error> error_;
  bool more_waits_ = false;
  bool ended_ = false;
  bool gave_up_ = false;
};

}  // namespace siptriage::detail
