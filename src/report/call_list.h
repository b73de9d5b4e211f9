#pragma once
// CallList: the rows of tables of calls and of registrations, read some at a
// time, on several threads.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "siptriage/report/tables.h"

#include "output/buffered_output.h"
#include "report/row_list.h"

namespace siptriage::report {

class CallList final : public RowList {
 public:
  // Lifetime: the arguments must outlive the list.
  CallList(const Triage& triage, Workers& workers, const TableOptions& options);

  // Lifetime: of the list.
  [[nodiscard]] const std::vector<CallId>& calls() const { return calls_; }

  [[nodiscard]] std::size_t size() const override { return calls_.size(); }
  [[nodiscard]] std::size_t matching() const override { return matching_; }
  [[nodiscard]] std::size_t all() const override { return all_; }
  void write(const std::function<RowVisitor()>& make_visitor,
             output::BufferedOutput& output) const override;
  void look(const std::function<RowVisitor(unsigned worker)>& make_visitor)
      const override;

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
  const TableOptions& options_;
  std::vector<CallId> calls_;
  std::size_t matching_ = 0;
  std::size_t all_ = 0;
  std::vector<std::uint32_t> findings_;  // of each call
};

}  // namespace siptriage::report
