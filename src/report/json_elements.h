#pragma once
// The elements of a long array, written piece by piece: several pieces at a
// time, while those made before go to the sink.

#include <cstddef>
#include <cstdint>

#include "siptriage/annotate/triage.h"
#include "siptriage/base/workers.h"

#include "report/json_parts.h"

namespace siptriage::report {

class JsonElements {
 public:
  virtual ~JsonElements() = default;
  [[nodiscard]] virtual std::size_t count() const = 0;
  // Which conversation write() reads; kNoConversation: none.
  [[nodiscard]] virtual std::uint64_t conversation_of(
      std::size_t index) const = 0;
  // What write() needs of it.
  [[nodiscard]] virtual AnalysisExtent extent() const {
    return AnalysisExtent::Whole;
  }
  virtual void write(JsonReport& report, CallReader& reader,
                     std::size_t index) const = 0;

  static constexpr std::uint64_t kNoConversation =
      ConversationSource::kNoConversation;
};

// Each on a line of its own, as long as the document has no more than
// `most_octets`; says how many were left out. Any number of `workers` writes
// the same.
std::size_t write_elements(JsonReport& report, const JsonElements& elements,
                           Workers& workers, std::uint64_t most_octets);

}  // namespace siptriage::report
