#pragma once
// Failure: why an expression does not compile, and where. Kept by whoever
// compiles it; the first one counts.

#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "siptriage/base/result.h"

namespace siptriage::filter {

class Failure {
 public:
  // False, for whoever returns it at once.
  bool fail(std::size_t offset, std::string message,
            ErrorCode code = ErrorCode::BadFilter) {
    if (!error_) error_ = Error{code, offset, std::move(message)};
    return false;
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

}  // namespace siptriage::filter
