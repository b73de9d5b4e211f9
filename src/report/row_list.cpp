#include "report/row_list.h"

#include "report/call_list.h"
#include "report/entry_list.h"

namespace siptriage::report {

std::unique_ptr<RowList> make_row_list(const Triage& triage, Workers& workers,
                                       const TableOptions& options) {
  switch (options.kind) {
    case TableKind::Transactions:
      return std::make_unique<EntryList<TransactionRow>>(triage, options);
    case TableKind::Messages:
      return std::make_unique<EntryList<MessageRow>>(triage, options);
    default:
      return std::make_unique<CallList>(triage, workers, options);
  }
}

bool goes_before(const SortKey& a, const SortKey& b,
                 const TableOptions& options) {
  const bool a_has = a.cell.kind != CellKind::None;
  const bool b_has = b.cell.kind != CellKind::None;
  if (a_has != b_has) return a_has;
  if (a_has) {
    const SortKey& first = options.reverse ? b : a;
    const SortKey& second = options.reverse ? a : b;
    if (is_before(first.cell, second.cell)) return true;
    if (is_before(second.cell, first.cell)) return false;
  }
  return options.reverse && options.sort == nullptr ? b.order < a.order
                                                    : a.order < b.order;
}

}  // namespace siptriage::report
