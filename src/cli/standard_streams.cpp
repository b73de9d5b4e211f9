#include "cli/standard_streams.h"

#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace siptriage::cli {

void occupy_standard_streams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest number that is free, which is this one; the wrong way round.
    const int way = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    static_cast<void>(::open("/dev/null", way));
  }
}

}  // namespace siptriage::cli
