#include "cli/expectations_file.h"

#include <fmt/format.h>

#include "cli/small_file.h"

namespace siptriage::cli {

Result<std::vector<Expectation>> read_expectations_file(const std::string& path,
                                                        const Limits& limits) {
  const Result<std::string> text = read_small_file(
      path, "file of expectations", limits[LimitId::ExpectationsOctets]);
  if (!text) return tl::unexpected<Error>(text.error());
  auto read = read_expectations(*text, limits);
  if (read) return *std::move(read);
  const ExpectationError& error = read.error();
  return fail(ErrorCode::BadConfiguration,
              error.line == 0 ? fmt::format("{}: {}", path, error.message)
                              : fmt::format("{}:{}:{}: {}", path, error.line,
                                            error.column, error.message));
}

}  // namespace siptriage::cli
