#include "cli/check_plan.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <sys/resource.h>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "siptriage/check/judge.h"

#include "cli/baseline.h"
#include "cli/check_pairs.h"
#include "cli/expectations_file.h"
#include "cli/run_parts.h"

namespace siptriage::cli {
namespace {

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

void refuse(const std::string& what) {
  fmt::print(stderr, "siptriage: {}\n", what);
}

// A file that is judged without being read.
CheckJob told(const std::string& path, Standing standing, Severity severity,
              std::string reason) {
  Assertion assertion;
  assertion.kind = find_assertion_kind("expectations")->id;
  assertion.name = "expectations";
  assertion.standing = standing;
  assertion.severity = severity;
  assertion.reason = std::move(reason);
  CheckedCapture capture;
  capture.name = path;
  capture.files.push_back(path);
  capture.assertions.push_back(std::move(assertion));
  CheckJob job;
  job.name = path;
  job.told = std::move(capture);
  return job;
}

// False, and said why: it cannot be looked into.
bool plan_folder(const std::string& folder, std::vector<CheckJob>& jobs) {
  const Result<Pairs> found = find_pairs(folder);
  if (!found) {
    refuse(found.error().message);
    return false;
  }
  std::vector<CheckJob> here;
  for (const auto& [capture, expectations] : found->pairs) {
    CheckJob job;
    job.name = capture;
    job.captures.push_back(capture);
    job.file = expectations;
    here.push_back(std::move(job));
  }
  for (const std::string& capture : found->captures_alone) {
    here.push_back(told(capture, Standing::Failed, Severity::Notice,
                        "there are no expectations beside it; siptriage check "
                        "--init writes them"));
  }
  for (const std::string& file : found->expectations_alone) {
    here.push_back(told(file, Standing::NotPossible, Severity::Error,
                        "there is no capture beside it"));
  }
  if (found->pairs.empty() && found->expectations_alone.empty()) {
    here.push_back(told(folder, Standing::NotPossible, Severity::Error,
                        "there is no pair of a capture and a file of "
                        "expectations in this folder"));
  }
  std::ranges::stable_sort(here, {}, &CheckJob::name);
  std::ranges::move(here, std::back_inserter(jobs));
  return true;
}

// False, and said why: what was named does not go together.
bool plan_jobs(const Options& options, std::vector<CheckJob>& jobs) {
  CheckJob timeline;
  for (const std::string& path : options.captures) {
    if (!is_folder(path)) {
      timeline.captures.push_back(path);
      continue;
    }
    if (!options.check.expect.empty() || options.check.init ||
        !options.check.baseline.empty()) {
      refuse(
          fmt::format("{} is a folder, whose captures each have their own "
                      "expectations; --expect, --init and --baseline are for "
                      "captures",
                      path));
      return false;
    }
    if (!plan_folder(path, jobs)) return false;
  }
  if (timeline.captures.empty()) return true;
  if (!jobs.empty()) {
    refuse("folders and captures cannot be checked together");
    return false;
  }
  timeline.name = timeline.captures.front();
  timeline.file = options.check.expect;
  jobs.push_back(std::move(timeline));
  return true;
}

// The captures are all open at once.
void raise_file_limit() {
  struct rlimit limit = {};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
}

}  // namespace

std::optional<std::vector<CheckJob>> plan_check(const Options& options) {
  std::vector<CheckJob> jobs;
  if (!plan_jobs(options, jobs)) return std::nullopt;
  bool sound = true;
  for (CheckJob& job : jobs) {
    if (job.file.empty()) continue;
    auto read = read_expectations_file(job.file, options.analyze.limits);
    if (read) {
      job.expectations = *std::move(read);
    } else {
      refuse(read.error().message);
      sound = false;
    }
  }
  Result<std::optional<Snapshot>> baseline =
      read_baseline(options.check, options.analyze.limits);
  if (!baseline) {
    refuse(baseline.error().message);
    sound = false;
  } else if (*baseline) {
    jobs.front().baseline = *std::move(baseline);
  }
  if (!sound) return std::nullopt;
  return jobs;
}

std::optional<ExitCode> open_jobs(const Options& options,
                                  std::vector<CheckJob>& jobs) {
  if (jobs.size() > 1) raise_file_limit();
  for (CheckJob& job : jobs) {
    if (job.captures.empty()) continue;
    Result<Inputs> inputs = open_inputs(job.captures, options.analyze);
    if (inputs) {
      job.inputs = *std::move(inputs);
      continue;
    }
    const ExitCode code = complain(inputs.error(), options);
    if (code != ExitCode::InputUnusable) return code;
    job.told = unreadable_capture(job.name, inputs.error().message);
  }
  return std::nullopt;
}

}  // namespace siptriage::cli
