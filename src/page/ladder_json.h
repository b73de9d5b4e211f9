#pragma once
// LadderJson: a ladder and its messages, as the script draws and shows them.

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "siptriage/sip/message.h"

#include "output/json_writer.h"
#include "page/page_parts.h"
#include "report/ladder.h"

namespace siptriage::page {

class LadderJson {
 public:
  // Lifetime: `page` must outlive it.
  explicit LadderJson(Page& page);

  // One object. Lifetime: until the next call.
  [[nodiscard]] std::string_view write(const report::Ladder& ladder);
  // In the last one: those shown, and those of them that are not shown whole.
  [[nodiscard]] std::size_t messages() const { return messages_; }
  [[nodiscard]] std::size_t cut_messages() const { return cut_messages_; }

 private:
  void write_legs(const report::Ladder& ladder);
  void write_lanes(const report::Ladder& ladder);
  void write_arrow(const report::Ladder& ladder,
                   const report::LadderArrow& arrow);
  void write_message(const report::LadderArrow& arrow);
  void write_fields(const report::LadderArrow& arrow);
  void write_marks(FrameId frame, std::string_view header);
  void write_notes(const report::Ladder& ladder);
  // `text`, or as much as there is room for of one message, safe to be shown.
  [[nodiscard]] std::string take(std::string_view text);
  // The same line by line.
  [[nodiscard]] std::string take_lines(std::string_view text);

  // A header field that proves a note of the ladder.
  struct Proof {
    std::size_t note = 0;
    std::string_view header;
  };

  const Page& page_;
  std::multimap<FrameId, Proof> proofs_;
  output::JsonWriter json_;
  sip::Message parsed_;
  std::size_t room_ = 0;  // octets left of the message
  bool is_cut_ = false;
  std::size_t messages_ = 0;
  std::size_t cut_messages_ = 0;
};

}  // namespace siptriage::page
