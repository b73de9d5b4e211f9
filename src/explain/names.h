#pragma once
// Topics by the very names that they have.

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/explain/topic.h"

namespace siptriage::explain {

// "header", "timers", "Q.850" and the other words for a kind.
[[nodiscard]] std::optional<TopicKind> find_kind(std::string_view word);

// What a number or "4xx" stands for where no kind is named: a response code,
// or else what else has it. Nothing for other words.
[[nodiscard]] std::optional<Topic> find_code(std::string_view word);

// The topics of `kind` that `words` name: one by its name or id, or one a
// number. Empty unless all of them are found.
[[nodiscard]] std::vector<Topic> find_named(TopicKind kind,
                                            std::span<const std::string> words);

// The topics of any kind whose name, or another phrase for it, is `name`.
[[nodiscard]] std::vector<Topic> find_named(std::string_view name);

// The topics whose name comes nearest to `name`, with a slip or two of the
// pen: "busy hear".
[[nodiscard]] std::vector<Topic> find_almost_named(std::string_view name);

}  // namespace siptriage::explain
