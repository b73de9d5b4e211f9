#pragma once
// FrameOutput: frames to a pcapng file, of which the interfaces have no names.

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/capture/capture_writer.h"
#include "siptriage/capture/frame.h"

namespace siptriage::detail {

class FrameOutput {
 public:
  using Write = std::function<bool(std::string_view octets)>;

  // All but `application` must outlive it. `files`: of the source.
  FrameOutput(std::string_view application,
              const std::vector<FileCoverage>& files, const Write& output)
      : writer_(application), files_(files), output_(output) {}

  // The time, interface and length of `source`, and these octets.
  void write(const Frame& source, std::string_view octets);
  // Of no protocol, whatever the link type.
  void write_empty(const Frame& source);
  // False when the output took no more.
  [[nodiscard]] bool finish();

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, LinkType>;

  [[nodiscard]] std::uint32_t number_of(const Frame& frame);
  [[nodiscard]] const InterfaceCoverage* find_interface(
      std::uint32_t file, std::uint32_t interface) const;
  // Times at which the file says that it was running, on any interface.
  void write_running(std::uint32_t file);
  void flush();

  CaptureWriter writer_;
  const std::vector<FileCoverage>& files_;
  const Write& output_;
  std::map<Key, std::uint32_t> numbers_;
  std::string waiting_;
  bool has_failed_ = false;
};

}  // namespace siptriage::detail
