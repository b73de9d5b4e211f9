#pragma once
// Html: elements, one after the other.
//
//     html.open("table", {{"class", "causes"}});
//     html.element("th", "Code", {{"scope", "col"}});
//     html.close("table");
//
// Text and the values of attributes are escaped, so that they may be from the
// wire; names are our own. An attribute without a value is left out.

#include <initializer_list>
#include <string>
#include <string_view>

#include "siptriage/output/sink.h"

#include "output/buffered_output.h"

namespace siptriage::page {

struct Attribute {
  std::string_view name;
  std::string value;
};
using Attributes = std::initializer_list<Attribute>;

class Html {
 public:
  explicit Html(Sink& sink) : output_(sink) {}

  void open(std::string_view tag, Attributes attributes = {});
  void close(std::string_view tag);
  // Of tags that have no end.
  void single(std::string_view tag, Attributes attributes = {});
  void element(std::string_view tag, std::string_view text,
               Attributes attributes = {});
  void text(std::string_view text);
  // Markup of our own.
  void raw(std::string_view markup) { output_.append(markup); }

  [[nodiscard]] output::BufferedOutput& output() { return output_; }

 private:
  void start(std::string_view tag, Attributes attributes);
  void end(std::string_view tag);

  output::BufferedOutput output_;
};

}  // namespace siptriage::page
