#include "report/json_code_texts.h"

#include "siptriage/catalogue/entry.h"

#include "output/json_writer.h"

namespace siptriage::report {
namespace {

using output::JsonWriter;

// The phrase as received stands in no member of these.
void write_reference(JsonWriter& json, const Annotation& annotation,
                     RetryPlace place) {
  const Reference reference =
      reference_of(annotation.code, annotation.phrase, place);
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

const CodeText& CodeTexts::of(const Annotation& annotation, RetryPlace place) {
  const std::uint32_t key =
      std::uint32_t{annotation.code} << 2U | static_cast<std::uint32_t>(place);
  const auto [text, is_new] = texts_.try_emplace(key);
  if (is_new) {
    text->second.reference = members_of(
        [&](JsonWriter& json) { write_reference(json, annotation, place); });
    text->second.references = members_of(
        [&](JsonWriter& json) { write_references(json, annotation); });
  }
  return text->second;
}

}  // namespace siptriage::report
