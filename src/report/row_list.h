#pragma once
// RowList: which rows a table shows, in which order.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "siptriage/report/tables.h"

#include "output/buffered_output.h"
#include "report/table_row.h"

namespace siptriage::report {

// Called with each row; one for each thread.
using RowVisitor = std::function<void(const Row& row, std::string& text)>;

class RowList {
 public:
  virtual ~RowList() = default;

  // Those that are shown, those that the filter leaves, and all.
  [[nodiscard]] virtual std::size_t size() const = 0;
  [[nodiscard]] virtual std::size_t matching() const = 0;
  [[nodiscard]] virtual std::size_t all() const = 0;

  // Calls `make_visitor` for each thread, and with what that gives every row:
  // `text` of one comes behind those of the rows before.
  virtual void write(const std::function<RowVisitor()>& make_visitor,
                     output::BufferedOutput& output) const = 0;
  // The same for who wants to look only: no order among threads.
  virtual void look(
      const std::function<RowVisitor(unsigned worker)>& make_visitor) const = 0;
};

// Lifetime: the arguments must outlive the list.
[[nodiscard]] std::unique_ptr<RowList> make_row_list(
    const Triage& triage, Workers& workers, const TableOptions& options);

// Rows are sorted by what the column asked for reads of them, and by their
// order in the capture.
[[nodiscard]] bool goes_before(std::uint64_t a_order, const Cell& a,
                               std::uint64_t b_order, const Cell& b,
                               const TableOptions& options);

}  // namespace siptriage::report
