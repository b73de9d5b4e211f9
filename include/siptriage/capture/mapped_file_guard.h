#pragma once
/// Guard against a mapped capture that is truncated while it is read: the
/// system then sends SIGBUS for each page that is gone.
///
///     guard_mapped_files();              // once, early, by a program
///     ... analyze ...
///     if (mapped_file_was_truncated()) complain();
///
/// With the guard such a page reads as zeros and the program goes on. For
/// programs only: a library must not take signals over by itself.

namespace siptriage {

/// Takes SIGBUS over for the whole process. Faults that no truncated file can
/// cause end the process as before.
void guard_mapped_files();

/// True once a page of a mapped file was gone.
[[nodiscard]] bool mapped_file_was_truncated();

}  // namespace siptriage
