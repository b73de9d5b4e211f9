// What is wrong with a flow script, and on which of its lines.
//
//   ScriptResult<FlowScript> script = parse_flow_script(text);
//   if (!script) std::cerr << script.error().line << script.error().message;
//   else play_flow(*script);
//
// Public functions of the builder return ScriptResult and do not throw; inside
// them ScriptFailure carries the error up to the public function.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <variant>

namespace siptriage::testing {

struct ScriptError {
  std::size_t line = 0;  // from 1; 0: the script as a whole
  std::string message;
};

/// Thrown inside the builder only.
struct ScriptFailure {
  ScriptError error;
};

[[noreturn]] inline void fail(std::size_t line, std::string message) {
  throw ScriptFailure{{line, std::move(message)}};
}

/// Either a value or the error that prevented it.
template <typename T>
class [[nodiscard]] ScriptResult {
 public:
  ScriptResult(T value) : state_(std::move(value)) {}            // NOLINT
  ScriptResult(ScriptError error) : state_(std::move(error)) {}  // NOLINT

  explicit operator bool() const { return state_.index() == 0; }

  /// Only after a check.
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  const ScriptError& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, ScriptError> state_;
};

}  // namespace siptriage::testing
