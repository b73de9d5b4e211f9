#pragma once
// judge_conversations: the second half of the work: each conversation is
// correlated, annotated and entered in the Triage.

#include <cstdint>
#include <memory>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/result.h"
#include "siptriage/base/workers.h"

#include "analyze/conversation_source.h"
#include "analyze/interruption.h"

namespace siptriage::detail {

// `coverage` is that of the whole capture; what is said is about `calls`.
// Errors: Interrupted.
[[nodiscard]] Result<Triage> judge_conversations(
    std::shared_ptr<const CapturedConversations> source, Coverage coverage,
    const CallSelection& calls, Workers& workers,
    const Interruption& interruption);

}  // namespace siptriage::detail
