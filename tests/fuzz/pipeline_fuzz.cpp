// Any octets as a capture, through the whole pipeline (whole_pipeline.h).

#include "fuzz/fuzz.h"
#include "fuzz/whole_pipeline.h"

void siptriage::fuzz::run(std::string_view input) {
  check_whole_pipeline(input);
}
