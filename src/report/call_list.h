#pragma once
// CallList: which calls a table shows, in which order; and their rows, some at
// a time, on several threads.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/report/calls.h"

#include "output/buffered_output.h"
#include "report/call_row.h"

namespace siptriage::report {

// Called with each row; one for each thread.
using RowVisitor = std::function<void(const CallRow& row, std::string& text)>;

class CallList {
 public:
  // Lifetime: the arguments must outlive the list.
  CallList(const Triage& triage, Workers& workers,
           const CallListOptions& options);

  // Those that are shown, and those that the filter leaves.
  [[nodiscard]] std::size_t size() const { return calls_.size(); }
  [[nodiscard]] std::size_t matching() const { return matching_; }
  // Lifetime: of the list.
  [[nodiscard]] const std::vector<CallId>& calls() const { return calls_; }

  // Calls `make_visitor` for each thread, and with what that gives every row:
  // `text` of one comes behind those of the rows before.
  void write(const std::function<RowVisitor()>& make_visitor,
             output::BufferedOutput& output) const;
  // The same for who wants to look only: no order among threads.
  void look(
      const std::function<RowVisitor(unsigned worker)>& make_visitor) const;

 private:
  struct Chosen {
    CallId id;
    Cell key;
  };

  void choose_all();
  void choose();
  void sort(std::vector<Chosen>& chosen) const;
  void count_findings();
  [[nodiscard]] CallRow row_of(const CallView& view, CallId id) const;

  const Triage& triage_;
  Workers& workers_;
  const CallListOptions& options_;
  std::vector<CallId> calls_;
  std::size_t matching_ = 0;
  std::vector<std::uint32_t> findings_;  // of each call
};

}  // namespace siptriage::report
