// SIP messages, one after the other (exchange.h), through the whole pipeline
// (whole_pipeline.h): what correlation and rules make of any exchange.

#include "fuzz/exchange.h"
#include "fuzz/fuzz.h"
#include "fuzz/whole_pipeline.h"

void siptriage::fuzz::run(std::string_view input) {
  check_whole_pipeline(capture_of(input));
}
