#pragma once
/// DialogTable: the dialogs of each call (RFC 3261 12), seen from outside: a
/// call and an unordered pair of tags. Early dialogs of a fork stay apart.
///
///     (none) --101-199 with To tag--> Early --2xx--> Confirmed
///        \---------------2xx, NOTIFY----------------/    |
///     Early, Confirmed --BYE, terminating NOTIFY--> Terminated
///     Early --final failure--> Terminated
///
/// A BYE ends its dialog when it is seen, whatever answers it (15.1.1).

#include <cstdint>
#include <string_view>

#include "correlate/id_table.h"
#include "correlate/incoming.h"
#include "correlate/workspace.h"

namespace siptriage::correlate {

class DialogTable {
 public:
  explicit DialogTable(Workspace& workspace) : work_(workspace) {}
  void clear() {
    table_.clear();
    indexed_ = 0;
  }

  /// Finds, creates, confirms or ends what `in` tells about; `in` is already
  /// part of its call and transaction.
  void observe(const Incoming& in);

 private:
  [[nodiscard]] DialogId find(CallId call, std::string_view tag,
                              std::string_view other_tag) const;
  DialogId create(const Incoming& in, DialogState state);
  DialogId create_if_due(const Incoming& in);
  void confirm(DialogId id, MessageId by);
  void end(DialogId id, MessageId by);
  void end_by_request(const Incoming& in, DialogId id);
  void end_early_dialogs(const Incoming& in, DialogId answered);

  void index_up_to(std::size_t count);

  Workspace& work_;
  IdTable<DialogId> table_;
  std::size_t indexed_ = 0;  // dialogs in table_
};

}  // namespace siptriage::correlate
