// check_redaction CAPTURE...: redacts each and says who is left, and whether it
// is judged otherwise. Ends with 1 if so. A capture without SIP is passed over.

#include <cstdio>
#include <string>

#include "support/program.h"
#include "support/survivors.h"

namespace siptriage::testing {
namespace {

std::string analysis_of(const std::string& capture) {
  ProgramInput input;
  input.arguments = {"analyze", capture, "--json", "--no-config"};
  return run_siptriage(input).output;
}

std::string first_difference(const std::string& a, const std::string& b) {
  std::size_t begin = 0;
  std::size_t at = 0;
  for (; at < a.size() && at < b.size() && a[at] == b[at]; ++at) {
    if (a[at] == '\n') begin = at + 1;
  }
  return "  " + b.substr(begin, b.find('\n', at) - begin) + "\n  " +
         a.substr(begin, a.find('\n', at) - begin) + "\n";
}

bool is_redacted_well(const std::string& capture) {
  const TemporaryFolder folder;
  const std::string safe = folder / "safe.pcapng";
  write_file(folder / "key", "a key for tests alone");
  ProgramInput input;
  input.arguments = {"redact", capture, "--key", folder / "key", "-o", safe};
  const ProgramResult result = run_siptriage(input);
  if (result.exit_code == 3) return true;
  bool is_good = result.exit_code == 0;
  if (!is_good) std::printf("%s: %s", capture.c_str(), result.errors.c_str());
  if (!is_good) return false;
  for (const std::string& survivor :
       survivors(identities_of(read_file(capture)), read_file(safe))) {
    std::printf("%s: %s\n", capture.c_str(), survivor.c_str());
    is_good = false;
  }
  const std::string before = without_names(analysis_of(capture));
  const std::string after = without_names(analysis_of(safe));
  if (before != after) {
    std::printf("%s: is judged otherwise\n%s", capture.c_str(),
                first_difference(after, before).c_str());
    is_good = false;
  }
  return is_good;
}

}  // namespace
}  // namespace siptriage::testing

int main(int argc, char** argv) {
  bool all_good = true;
  for (int i = 1; i < argc; ++i) {
    all_good = siptriage::testing::is_redacted_well(argv[i]) && all_good;
  }
  return all_good ? 0 : 1;
}
