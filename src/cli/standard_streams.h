#pragma once
// Standard input, output and error, which whoever starts us may have closed.

namespace siptriage::cli {

// Sees to it that descriptors 0, 1 and 2 are taken, so that no capture or
// report gets the number of a standard stream. One that was closed stays
// useless: reading from it, or writing to it, is an error.
void occupy_standard_streams();

}  // namespace siptriage::cli
