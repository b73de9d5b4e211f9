#pragma once
/// SIPTRIAGE_LIFETIMEBOUND marks a parameter whose octets the result views,
/// so that compilers which know the attribute refuse temporaries.

#if defined(__has_cpp_attribute)
#if __has_cpp_attribute(clang::lifetimebound)
#define SIPTRIAGE_LIFETIMEBOUND [[clang::lifetimebound]]
#endif
#endif
#ifndef SIPTRIAGE_LIFETIMEBOUND
#define SIPTRIAGE_LIFETIMEBOUND
#endif
