#include "report/json_code_texts.h"

#include "siptriage/catalogue/catalogue.h"

#include "output/json_writer.h"
#include "report/describe.h"

namespace siptriage::report {
namespace {

using output::JsonWriter;

// The phrase as received stands in no member of these.
void write_reference(JsonWriter& json, const Annotation& annotation,
                     std::string_view method, bool in_dialog) {
  const Reference reference =
      reference_of(annotation.code, annotation.phrase, method, in_dialog);
  json.text_or_null("registered_phrase", reference.registered);
  json.text("class", annotation.response_class->name);
  json.flag("known", annotation.entry != nullptr);
  json.text("status",
            to_string(annotation.entry != nullptr ? annotation.entry->status
                                                  : CodeStatus::Unregistered));
  json.text("plain", reference.plain);
  json.text("explanation", reference.explanation);
  json.text("tip", reference.tip);
  json.text("side", to_string(reference.side));
  json.text("retry", to_string(reference.retry));
  json.text_or_null("retry_advice", reference.retry_advice);
}

void write_references(JsonWriter& json, const Annotation& annotation) {
  json.begin_array("references");
  if (annotation.entry != nullptr) {
    for (const Clause& clause : annotation.entry->references) {
      json.element(to_string(clause));
    }
  }
  json.end_array();
}

template <typename Write>
std::string members_of(Write write) {
  JsonWriter json;
  write(json);
  return std::string(json.text());
}

}  // namespace

const CodeText& CodeTexts::of(const Annotation& annotation,
                              std::string_view method, bool in_dialog) {
  const MethodAdvice* const advice =
      annotation.entry == nullptr ? nullptr
                                  : find_advice(*annotation.entry, method);
  CodeText& text = texts_[{annotation.code, advice, in_dialog,
                           is_sent_once(method, annotation.code)}];
  if (text.reference.empty()) {
    text.reference = members_of([&](JsonWriter& json) {
      write_reference(json, annotation, method, in_dialog);
    });
    text.references = members_of(
        [&](JsonWriter& json) { write_references(json, annotation); });
  }
  return text;
}

}  // namespace siptriage::report
