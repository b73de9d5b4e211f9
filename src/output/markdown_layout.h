#pragma once
// MarkdownLayout: a report as Markdown for tickets: CommonMark and the tables
// of GitHub. The only HTML in it is <details> and <summary>; where a tracker
// takes that away, what is between them is read all the same.
//
//     MarkdownLayout layout(sink);
//     layout.title("SIP triage of trace.pcap");
//     layout.text_table({"Cause", "Tip"}, rows);
//
// Lists, paragraphs and tables find their own empty lines.

#include <string>
#include <string_view>

#include "siptriage/output/sink.h"

#include "output/buffered_output.h"
#include "output/layout.h"

namespace siptriage::output {

class MarkdownLayout final : public Layout {
 public:
  explicit MarkdownLayout(Sink& sink) : output_(sink) {}

  // Ends after the last section that fits.
  void end_at(std::uint64_t octets, std::string last_line) override;

  [[nodiscard]] std::size_t columns() const override;
  [[nodiscard]] std::string safe(std::string_view from_wire) const override;
  [[nodiscard]] std::string_view ellipsis() const override;
  [[nodiscard]] std::string_view arrow() const override;

  void blank() override {}
  void heading(std::string_view name, std::string_view remark = {}) override;
  void subheading(std::initializer_list<Span> spans) override;
  void line(std::size_t indent, std::initializer_list<Span> spans) override;
  void paragraph(std::size_t indent, std::string_view text,
                 Style style = Style::Plain) override;
  void field(std::size_t indent, std::string_view label, std::string_view text,
             Style style = Style::Faint) override;
  void item(std::size_t indent, std::string_view mark,
            std::string_view text) override;
  void table(const NumberTable& table) override;
  void begin_aside(std::string_view name) override;
  void end_aside() override;

  [[nodiscard]] bool failed() const override;
  bool finish() override;

  // What only a document has.
  void title(std::string_view text);
  // Each row has as many cells as the heading.
  void text_table(const Cells& heading, const std::vector<Cells>& rows);
  // `code` is free of ```; it may have line ends.
  void code_block(std::string_view language, std::string_view code);

 private:
  enum class Last : std::uint8_t { Nothing, List, Other };
  // Begins something of its own, or goes on with a list.
  void begin(Last what);
  void add_row(const Cells& cells);
  void end_section();

  BufferedOutput output_;
  std::string section_;  // is handed over as a whole, so that it can be cut
  Last last_ = Last::Nothing;
  std::uint64_t most_octets_ = ~std::uint64_t{0};
  std::string last_line_;
  bool is_cut_ = false;
};

}  // namespace siptriage::output
