#pragma once
// OutputFile: where a report goes.
//
//     Result<OutputFile> output = OutputFile::open("report.json");
//     if (!write_json(triage, workers, *output) || !output->commit())
//       complain(output->name(), output->error());
//
// A regular file is never seen half-written: the octets go to a hidden file
// beside it, which takes its name once all of them are on the disk. Without
// that commit() the old content stays, and the hidden file goes. What is no
// regular file (standard output, devices, FIFOs) is written as it goes.

#include <string>
#include <string_view>
#include <vector>

#include "siptriage/base/result.h"
#include "siptriage/capture/capture_input.h"
#include "siptriage/output/sink.h"

namespace siptriage::cli {

class OutputFile final : public Sink {
 public:
  // `path` "-" is standard output. A symbolic link stands for what it points
  // to. A file that is there keeps its mode, and its owner where that may be.
  // Opening a FIFO waits for its reader. Errors: NotFound, PermissionDenied,
  // NotAFile, Io, Interrupted.
  [[nodiscard]] static Result<OutputFile> open(const std::string& path);

  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&&) = delete;
  ~OutputFile() override;

  bool write(std::string_view octets) override;
  void tell_cut() override { is_cut_ = true; }
  // Gives the file its name, after those that go along with it. False when that
  // failed, or a write before.
  [[nodiscard]] bool commit();

  // Another file of the same output.
  void take_along(OutputFile other) { along_.push_back(std::move(other)); }
  [[nodiscard]] std::vector<OutputFile>& along() { return along_; }

  // Something was written.
  [[nodiscard]] bool has_octets() const { return has_octets_; }
  // Not all was told: the report reached output-octets.
  [[nodiscard]] bool is_cut() const { return is_cut_; }
  // 0: nothing went wrong; else errno of what failed first.
  [[nodiscard]] int error() const { return error_; }
  // As the user knows it.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] int descriptor() const { return file_; }
  // Where commit() will rename, open; -1 when it will not.
  [[nodiscard]] int directory() const { return directory_; }
  // Of it and of those that go along.
  [[nodiscard]] std::vector<int> directories() const;

 private:
  OutputFile(std::string name, int file)
      : name_(std::move(name)), file_(file) {}
  [[nodiscard]] static Result<OutputFile> open_beside(const std::string& path,
                                                      std::string name);
  [[nodiscard]] bool fail_with(int error_number);

  std::string name_;
  int file_ = -1;
  int directory_ = -1;
  std::string target_;     // in directory_
  std::string temporary_;  // in directory_; empty: nothing to rename
  int error_ = 0;
  bool is_cut_ = false;
  bool has_octets_ = false;
  std::vector<OutputFile> along_;
};

// The input that writing to `path` ("-": standard output) would overwrite,
// whatever it is called there; null: none.
[[nodiscard]] const CaptureInput* find_overwritten(
    const std::string& path, const std::vector<CaptureInput>& inputs);

}  // namespace siptriage::cli
