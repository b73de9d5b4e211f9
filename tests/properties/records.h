#pragma once
// Records: the frames of a capture in memory, to be written anew in another
// form: what the properties of this folder turn and cut.
//
//     std::vector<Record> records = read_records(path);
//     std::string octets = write_capture(records, {.kind = FileKind::Pcapng});

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "siptriage/base/byte_reader.h"
#include "siptriage/base/frame_id.h"
#include "siptriage/base/timestamp.h"
#include "siptriage/capture/frame.h"

namespace siptriage::testing {

struct Record {
  std::string octets;
  Timestamp at{};
  LinkType link = LinkType::Ethernet;
  std::uint32_t number = 0;  // in the capture it comes from; 0: in none
};

// All frames of a capture whose frames were captured whole.
[[nodiscard]] std::vector<Record> read_records(const std::string& path);

enum class FileKind : std::uint8_t { Pcap, PcapNano, Pcapng };

struct FileForm {
  FileKind kind = FileKind::Pcap;
  siptriage::ByteOrder order = siptriage::ByteOrder::Little;
  // Of pcapng:
  bool nanoseconds = false;
  std::uint64_t offset_seconds = 0;  // if_tsoffset
  unsigned interfaces = 1;           // of each link type, used by turns
  bool talkative = false;     // options, comments, and blocks nobody knows
  bool two_sections = false;  // the second in the other byte order
};

// What `form` can hold: link types and times.
[[nodiscard]] bool can_hold(const FileForm& form,
                            const std::vector<Record>& records);

// Where can_hold().
[[nodiscard]] std::string write_capture(const std::vector<Record>& records,
                                        const FileForm& form);

// The records of the capture files of one run, to find where a frame of the
// report comes from.
class Origins {
 public:
  explicit Origins(std::vector<std::vector<Record>> files)
      : files_(std::move(files)) {}
  // 0 for a frame that is in no original.
  [[nodiscard]] std::uint32_t number_of(FrameId frame) const {
    return files_.at(frame.file).at(frame.number - 1).number;
  }

 private:
  std::vector<std::vector<Record>> files_;
};

}  // namespace siptriage::testing
