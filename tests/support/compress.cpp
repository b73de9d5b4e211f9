#include "support/compress.h"

#include <stdexcept>

#include <lz4frame.h>
#include <zlib.h>
#include <zstd.h>

namespace siptriage::testing {

std::string gzip(std::string_view octets) {
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string out(deflateBound(&stream, octets.size()) + 64, '\0');
  std::string in(octets);
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) {
    throw std::runtime_error("deflate");
  }
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstd(std::string_view octets) {
  std::string out(ZSTD_compressBound(octets.size()), '\0');
  out.resize(
      ZSTD_compress(out.data(), out.size(), octets.data(), octets.size(), 3));
  return out;
}

std::string lz4(std::string_view octets) {
  LZ4F_preferences_t preferences{};
  preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled;
  std::string out(LZ4F_compressFrameBound(octets.size(), &preferences), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), octets.data(),
                                octets.size(), &preferences));
  return out;
}

}  // namespace siptriage::testing
