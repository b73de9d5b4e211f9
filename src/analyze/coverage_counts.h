#pragma once
// What is added up in a Coverage while frames go by, and afterwards.

#include <span>
#include <vector>

#include "siptriage/base/coverage.h"
#include "siptriage/capture/frame.h"

namespace siptriage::detail {

// Counts the frame, its octets and its time.
void count_frame(Coverage& coverage, const Frame& frame);

// Notes the times without frames; to be told of all, in the order of the
// capture.
void note_pauses(Coverage& coverage, std::span<const Frame> frames);

// Adds what another thread counted of other frames.
void add_counts(Coverage& sum, const Coverage& part);

// What the files tell once they are read.
void note_files(Coverage& coverage, std::vector<FileCoverage> files);

// Which of the files have become shorter than they were.
void note_shrunk_files(Coverage& coverage, const std::vector<bool>& shrunk);

}  // namespace siptriage::detail
