#include "page/html.h"

#include "output/escape_markup.h"

namespace siptriage::page {

void Html::start(std::string_view tag, Attributes attributes) {
  output_.append('<');
  output_.append(tag);
  for (const Attribute& attribute : attributes) {
    if (attribute.value.empty()) continue;
    output_.append(' ');
    output_.append(attribute.name);
    output_.append("=\"");
    output_.append(output::escape_markup(attribute.value));
    output_.append('"');
  }
  output_.append('>');
}

void Html::open(std::string_view tag, Attributes attributes) {
  start(tag, attributes);
  output_.append('\n');
}

void Html::end(std::string_view tag) {
  output_.append("</");
  output_.append(tag);
  output_.append('>');
}

void Html::close(std::string_view tag) {
  end(tag);
  output_.append('\n');
}

void Html::single(std::string_view tag, Attributes attributes) {
  open(tag, attributes);
}

void Html::element(std::string_view tag, std::string_view content,
                   Attributes attributes) {
  start(tag, attributes);
  text(content);
  end(tag);
}

void Html::text(std::string_view text) {
  output_.append(output::escape_markup(text));
}

}  // namespace siptriage::page
