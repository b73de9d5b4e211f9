#include "capture/decoder.h"

#include <algorithm>
#include <array>
#include <limits>

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace siptriage::detail {
namespace {

class GzipDecoder final : public Decoder {
 public:
  GzipDecoder() {
    constexpr int kGzipOnly = 16;
    ready_ = inflateInit2(&stream_, MAX_WBITS + kGzipOnly) == Z_OK;
  }
  ~GzipDecoder() override {
    if (ready_) inflateEnd(&stream_);
  }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;

  [[nodiscard]] bool ready() const { return ready_; }
  [[nodiscard]] bool may_end() const override { return between_members_; }

  Step decode(std::string_view in, std::span<char> out) override {
    Step step;
    if (between_members_) {
      // Padding with zeros is what tapes leave behind, and gzip accepts it.
      step.consumed = std::min(in.find_first_not_of('\0'), in.size());
      if (step.consumed == in.size()) return step;
      in.remove_prefix(step.consumed);
      if (inflateReset(&stream_) != Z_OK) {
        step.error = "zlib cannot go on";
        return step;
      }
      between_members_ = false;
    }
    inflate_some(in, out, step);
    return step;
  }

 private:
  void inflate_some(std::string_view in, std::span<char> out, Step& step) {
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    const auto in_octets = static_cast<uInt>(std::min(in.size(), kMost));
    const auto out_octets = static_cast<uInt>(std::min(out.size(), kMost));
    // zlib only reads from next_in, but its type does not say so.
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
    stream_.avail_in = in_octets;
    stream_.next_out = reinterpret_cast<Bytef*>(out.data());
    stream_.avail_out = out_octets;
    const int status = inflate(&stream_, Z_NO_FLUSH);
    step.consumed += in_octets - stream_.avail_in;
    step.produced = out_octets - stream_.avail_out;
    if (status == Z_STREAM_END) {
      between_members_ = true;
    } else if (status != Z_OK && status != Z_BUF_ERROR) {
      step.error = stream_.msg != nullptr ? stream_.msg : "corrupt data";
    }
  }

  z_stream stream_{};
  bool ready_ = false;
  bool between_members_ = false;
};

// Frames of zstd as it was before its format was settled are refused, in
// whatever pieces they come: the library takes them for something or not by how
// much of one it sees. What it gets is never a whole frame: of one that it sees
// at once, it checks more.
class ZstdDecoder final : public Decoder {
 public:
  [[nodiscard]] bool ready() const { return stream_ != nullptr; }
  [[nodiscard]] bool may_end() const override {
    return any_frame_ && begins_frame_ && magic_octets_ == 0;
  }

  Step decode(std::string_view in, std::span<char> out) override {
    Step step;
    if (begins_frame_) {
      if (in.empty()) return step;
      step.consumed = take_magic(in);
      in.remove_prefix(step.consumed);
      if (magic_octets_ < magic_.size()) return step;
      if (!is_frame()) {
        step.error = "Unknown frame descriptor";
        return step;
      }
      magic_octets_ = 0;
      decode_some({magic_.data(), magic_.size()}, out, step);
      if (!step.error.empty() || in.empty()) return step;
    }
    step.consumed += decode_some(in, out, step);
    return step;
  }

 private:
  struct Free {
    void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
  };

  std::size_t take_magic(std::string_view in) {
    const std::size_t octets =
        std::min(magic_.size() - magic_octets_, in.size());
    std::copy_n(in.data(), octets, magic_.data() + magic_octets_);
    magic_octets_ += octets;
    return octets;
  }

  // RFC 8878 3.1.1, 3.1.2: little-endian.
  [[nodiscard]] bool is_frame() const {
    constexpr std::string_view kZstandard = "\x28\xb5\x2f\xfd";
    constexpr std::string_view kSkippable = "\x2a\x4d\x18";
    const std::string_view magic(magic_.data(), magic_.size());
    return magic == kZstandard ||
           (magic.substr(1) == kSkippable &&
            (static_cast<unsigned char>(magic[0]) & 0xf0U) == 0x50U);
  }

  // Returns how much of `in` was taken.
  std::size_t decode_some(std::string_view in, std::span<char> out,
                          Step& step) {
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t status =
        ZSTD_decompressStream(stream_.get(), &output, &input);
    step.produced = output.pos;
    if (ZSTD_isError(status) != 0) {
      step.error = ZSTD_getErrorName(status);
    } else {
      begins_frame_ = status == 0;
      any_frame_ = any_frame_ || begins_frame_;
    }
    return input.pos;
  }

  std::unique_ptr<ZSTD_DStream, Free> stream_{ZSTD_createDStream()};
  std::array<char, 4> magic_{};
  std::size_t magic_octets_ = 0;  // of the next frame's, in magic_
  bool begins_frame_ = true;
  bool any_frame_ = false;  // was whole
};

class Lz4Decoder final : public Decoder {
 public:
  Lz4Decoder() {
    LZ4F_dctx* context = nullptr;
    if (LZ4F_isError(LZ4F_createDecompressionContext(&context, LZ4F_VERSION)) ==
        0) {
      context_.reset(context);
    }
  }
  [[nodiscard]] bool ready() const { return context_ != nullptr; }
  [[nodiscard]] bool may_end() const override { return between_frames_; }

  Step decode(std::string_view in, std::span<char> out) override {
    if (in.empty() && between_frames_) return {};
    Step step{in.size(), out.size(), {}};
    const std::size_t status =
        LZ4F_decompress(context_.get(), out.data(), &step.produced, in.data(),
                        &step.consumed, nullptr);
    if (LZ4F_isError(status) != 0) {
      step.error = LZ4F_getErrorName(status);
      step.consumed = step.produced = 0;
    } else {
      between_frames_ = status == 0;
    }
    return step;
  }

 private:
  struct Free {
    void operator()(LZ4F_dctx* context) const {
      LZ4F_freeDecompressionContext(context);
    }
  };
  std::unique_ptr<LZ4F_dctx, Free> context_;
  bool between_frames_ = false;
};

// What is not compressed comes out as it went in.
class PlainDecoder final : public Decoder {
 public:
  [[nodiscard]] bool may_end() const override { return true; }

  Step decode(std::string_view in, std::span<char> out) override {
    const std::size_t count = std::min(in.size(), out.size());
    std::copy_n(in.data(), count, out.data());
    return {count, count, {}};
  }
};

template <typename Kind>
std::unique_ptr<Decoder> make_ready() {
  auto decoder = std::make_unique<Kind>();
  if (!decoder->ready()) return nullptr;
  return decoder;
}

}  // namespace

std::unique_ptr<Decoder> make_decoder(Format format) {
  switch (format) {
    case Format::Gzip:
      return make_ready<GzipDecoder>();
    case Format::Zstd:
      return make_ready<ZstdDecoder>();
    case Format::Lz4:
      return make_ready<Lz4Decoder>();
    case Format::Pcap:
    case Format::Pcapng:
      return std::make_unique<PlainDecoder>();
    default:
      return nullptr;
  }
}

}  // namespace siptriage::detail
