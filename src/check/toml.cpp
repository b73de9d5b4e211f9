#define TOML_IMPLEMENTATION
#include "catalogue/compiler/toml.h"
