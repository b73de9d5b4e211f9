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

bool goes_before(std::uint64_t a_order, const Cell& a, std::uint64_t b_order,
                 const Cell& b, const TableOptions& options) {
  const bool a_has = a.kind != CellKind::None;
  const bool b_has = b.kind != CellKind::None;
  if (a_has != b_has) return a_has;
  if (a_has) {
    const Cell& first = options.reverse ? b : a;
    const Cell& second = options.reverse ? a : b;
    if (is_before(first, second)) return true;
    if (is_before(second, first)) return false;
  }
  return options.reverse && options.sort == nullptr ? b_order < a_order
                                                    : a_order < b_order;
}

}  // namespace siptriage::report
