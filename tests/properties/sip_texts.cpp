#include "properties/sip_texts.h"

#include <set>
#include <stdexcept>

#include "siptriage/analyze.h"

#include "properties/inputs.h"
#include "torture/all_messages.h"

namespace siptriage::testing {
namespace {

void add_messages(const std::string& path, std::size_t most,
                  std::set<std::string>& texts) {
  const Result<Analysis> analysis = analyze({path});
  if (!analysis) throw std::runtime_error(analysis.error().message);
  for (const MessageRecord& message : analysis->trace.messages()) {
    if (most-- == 0) break;
    texts.emplace(message.octets);
  }
}

}  // namespace

std::vector<std::string> sip_texts() {
  std::set<std::string> texts;
  for (const std::string_view message : torture::all_messages()) {
    texts.emplace(message);
  }
  for (const std::string& path : sample_captures()) {
    add_messages(path, 3, texts);
  }
  for (const char* kind : {"sip-heavy", "long-calls", "register-storm"}) {
    add_messages(generated_capture(kind), 10, texts);
  }
  return {texts.begin(), texts.end()};
}

}  // namespace siptriage::testing
