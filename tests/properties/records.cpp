#include "properties/records.h"

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>

#include "siptriage/capture/capture_reader.h"

#include "unit/capture/capture_octets.h"

namespace siptriage::testing {
namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;

bool is_sorted_into_microseconds(const Record& record) {
  return nanoseconds_of(record.at) % 1000 == 0;
}

std::string write_pcap(const std::vector<Record>& records,
                       const FileForm& form) {
  const bool nano = form.kind == FileKind::PcapNano;
  std::vector<PcapRecord> written;
  for (const Record& record : records) {
    const std::int64_t at = nanoseconds_of(record.at);
    const std::int64_t fraction = at % kNanosecondsPerSecond;
    written.push_back(
        {.seconds = static_cast<std::uint32_t>(at / kNanosecondsPerSecond),
         .fraction =
             static_cast<std::uint32_t>(nano ? fraction : fraction / 1000),
         .octets = record.octets});
  }
  PcapHeader header;
  header.magic = nano ? kNanoMagic : kMicroMagic;
  header.order = form.order;
  header.snap_length = 262144;
  if (!records.empty()) {
    header.link_type = static_cast<std::uint32_t>(records.front().link);
  }
  return pcap_file(header, written);
}

class PcapngWriter {
 public:
  explicit PcapngWriter(const FileForm& form) : form_(form) {}

  std::string write(const std::vector<Record>& records) {
    begin_section(form_.order, records);
    for (std::size_t i = 0; i < records.size(); ++i) {
      if (form_.two_sections && i == records.size() / 2) {
        begin_section(
            form_.order == ByteOrder::Big ? ByteOrder::Little : ByteOrder::Big,
            records);
      }
      add(records[i], i);
    }
    return file_.done();
  }

 private:
  // One Interface Description Block after the other, of each link type.
  void begin_section(ByteOrder order, const std::vector<Record>& records) {
    const std::string comment = "a comment, and a name, for nobody";
    file_.section(order);
    if (form_.talkative) {
      file_.section(order, file_.octets().option(1, comment).done());
      file_.block(0x0BAD, "a block that nobody knows");
    }
    first_interface_.clear();
    std::uint32_t count = 0;
    for (const Record& record : records) {
      if (!first_interface_.emplace(record.link, count).second) continue;
      for (unsigned i = 0; i < form_.interfaces; ++i, ++count) {
        file_.interface(static_cast<std::uint16_t>(record.link), 0, options());
      }
    }
  }

  [[nodiscard]] std::string options() {
    Octets options = file_.octets();
    if (form_.talkative) options.option(2, "eth7").option(9999, "unknown");
    if (form_.nanoseconds) options.option(9, "\x09");
    if (form_.offset_seconds != 0) {
      options.option(14, file_.octets().u64(form_.offset_seconds).done());
    }
    if (form_.talkative) options.option(0, "");
    return options.done();
  }

  void add(const Record& record, std::size_t index) {
    const auto at = static_cast<std::uint64_t>(
        nanoseconds_of(record.at) -
        static_cast<std::int64_t>(form_.offset_seconds) *
            kNanosecondsPerSecond);
    const std::uint32_t interface =
        first_interface_.at(record.link) +
        static_cast<std::uint32_t>(index) % form_.interfaces;
    std::string options;
    if (form_.talkative) {
      options = file_.octets().option(1, "of a frame").option(0, "").done();
      if (index % 3 == 0) file_.block(0x40000BAD, std::string(index % 40, '#'));
    }
    file_.enhanced(interface, form_.nanoseconds ? at : at / 1000, record.octets,
                   options);
  }

  FileForm form_;
  PcapngFile file_;
  std::map<LinkType, std::uint32_t> first_interface_;
};

}  // namespace

std::vector<Record> read_records(const std::string& path) {
  OctetStore store;
  Result<CaptureReader> reader = CaptureReader::open(path, {}, store);
  if (!reader) throw std::runtime_error(reader.error().message);
  std::vector<Record> records;
  std::array<Frame, kFrameBatch> frames;
  while (const std::size_t count = reader->next_batch(frames)) {
    for (std::size_t i = 0; i < count; ++i) {
      const Frame& frame = frames[i];
      if (frame.cut_by_snap_length() || !frame.has_timestamp) {
        throw std::runtime_error(path + ": a frame is cut or without time");
      }
      records.push_back({std::string(frame.octets), frame.timestamp,
                         frame.link_type, frame.id.number});
    }
  }
  return records;
}

bool can_hold(const FileForm& form, const std::vector<Record>& records) {
  const bool nanoseconds = form.kind == FileKind::Pcapng
                               ? form.nanoseconds
                               : form.kind == FileKind::PcapNano;
  if (!nanoseconds && !std::all_of(records.begin(), records.end(),
                                   is_sorted_into_microseconds)) {
    return false;
  }
  return form.kind == FileKind::Pcapng ||
         std::all_of(records.begin(), records.end(), [&](const Record& record) {
           return record.link == records.front().link;
         });
}

std::string write_capture(const std::vector<Record>& records,
                          const FileForm& form) {
  if (form.kind == FileKind::Pcapng) return PcapngWriter(form).write(records);
  return write_pcap(records, form);
}

}  // namespace siptriage::testing
