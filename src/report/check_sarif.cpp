// write_sarif: a verdict as SARIF 2.1.0. Rules are those of the catalogue, and
// one for each kind of assertion; their ids never change.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "siptriage/report/check_outputs.h"

#include "output/escape_terminal.h"
#include "output/json_writer.h"
#include "report/check_words.h"

namespace siptriage {
namespace report {
namespace {

using output::JsonWriter;

// "note" is what SARIF calls a notice.
std::string_view level_of(Severity severity) {
  return severity == Severity::Notice ? "note" : to_string(severity);
}

// A reporting descriptor.
struct SarifRule {
  std::string id;
  std::string title;
  std::string explanation;
  std::string help;
  Severity severity = Severity::Error;
};

std::string id_of(const Assertion& assertion) {
  return assertion.rule != nullptr ? std::string(assertion.rule->id)
                                   : fmt::format("check/{}", assertion.kind);
}

SarifRule rule_of(const Assertion& assertion) {
  if (const RuleEntry* const rule = assertion.rule) {
    const std::string clause = to_string(rule->clause);
    return {id_of(assertion), std::string(rule->title),
            std::string(rule->explanation) +
                (clause.empty() ? "" : fmt::format(" ({})", clause)),
            std::string(rule->remedy), rule->severity};
  }
  const AssertionKind* const kind = find_assertion_kind(assertion.kind);
  if (kind == nullptr) return {id_of(assertion), id_of(assertion), "", "", {}};
  return {id_of(assertion), std::string(kind->title), std::string(kind->title),
          std::string(kind->help), Severity::Error};
}

// Those of all results, by id.
std::vector<SarifRule> rules_of(const CheckVerdict& verdict) {
  std::vector<SarifRule> rules;
  for (const CheckedCapture& capture : verdict.captures) {
    for (const Assertion& assertion : capture.assertions) {
      if (assertion.standing == Standing::Held) continue;
      const std::string id = id_of(assertion);
      const auto place =
          std::ranges::lower_bound(rules, id, {}, &SarifRule::id);
      if (place != rules.end() && place->id == id) continue;
      rules.insert(place, rule_of(assertion));
    }
  }
  return rules;
}

void write_message(JsonWriter& json, std::string_view key,
                   std::string_view text) {
  if (text.empty()) return;
  json.begin_object(key);
  json.text("text", text);
  json.end_object();
}

void write_rule(JsonWriter& json, const SarifRule& rule) {
  json.begin_object();
  json.text("id", rule.id);
  write_message(json, "shortDescription", rule.title);
  write_message(json, "fullDescription",
                rule.explanation.empty() ? rule.title : rule.explanation);
  write_message(json, "help", rule.help);
  json.begin_object("defaultConfiguration");
  json.text("level", level_of(rule.severity));
  json.end_object();
  json.end_object();
  json.break_line();
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
         c == '~' || c == '/';
}

// RFC 3986: a reference relative to the root of the sources; of an absolute
// path a URI.
std::string uri_of(const std::string& path) {
  const std::string plain =
      std::filesystem::path(path).lexically_normal().generic_string();
  std::string uri = plain.starts_with('/') ? "file://" : "";
  for (const char c : plain) {
    if (is_unreserved(c)) {
      uri += c;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

void write_location(JsonWriter& json, const std::string& path,
                    std::uint64_t line, std::string_view note) {
  const std::string uri = uri_of(path);
  json.begin_object();
  json.begin_object("physicalLocation");
  json.begin_object("artifactLocation");
  json.text("uri", uri);
  if (!uri.starts_with("file:")) json.text("uriBaseId", "%SRCROOT%");
  json.end_object();
  json.begin_object("region");
  json.number("startLine", std::max<std::uint64_t>(line, 1));
  json.end_object();
  json.end_object();
  write_message(json, "message", note);
  json.end_object();
}

// First the frame that shows it, then the line that asks for it; what has
// neither is about the capture as a whole.
void write_locations(JsonWriter& json, const CheckedCapture& capture,
                     const Assertion& assertion) {
  const std::uint64_t line = line_of(capture, assertion);
  json.begin_array("locations");
  if (line != 0) {
    write_location(json, rendering_of(capture.name), line, {});
  } else if (!assertion.file.empty()) {
    write_location(json, assertion.file, assertion.line, {});
  } else {
    write_location(json, capture.name, 1, {});
  }
  json.end_array();
  if (line == 0 || assertion.file.empty()) return;
  json.begin_array("relatedLocations");
  write_location(json, assertion.file, assertion.line, "what is expected");
  json.end_array();
}

void write_result(JsonWriter& json, const CheckedCapture& capture,
                  const Assertion& assertion, std::size_t rule,
                  const std::string& fingerprint) {
  const FrameNames names(capture.files.size());
  json.begin_object();
  json.text("ruleId", id_of(assertion));
  json.number("ruleIndex", rule);
  json.text("level", level_of(assertion.severity));
  write_message(
      json, "message",
      fmt::format("{}: {}", output::escape_terminal(assertion.name, true),
                  sentence_of(assertion, names)));
  write_locations(json, capture, assertion);
  json.begin_object("partialFingerprints");
  json.text("siptriageCheck/v1", fingerprint);
  json.end_object();
  json.begin_object("properties");
  json.text("capture", output::escape_terminal(capture.name, true));
  json.text("frames", frames_of(assertion, names));
  json.end_object();
  json.end_object();
  json.break_line();
}

void write_results(JsonWriter& json, const CheckVerdict& verdict,
                   const std::vector<SarifRule>& rules) {
  FingerprintMaker fingerprints;
  json.begin_array("results");
  for (const CheckedCapture& capture : verdict.captures) {
    for (const Assertion& assertion : capture.assertions) {
      if (assertion.standing == Standing::Held) continue;
      const auto rule =
          std::ranges::lower_bound(rules, id_of(assertion), {}, &SarifRule::id);
      write_result(json, capture, assertion,
                   static_cast<std::size_t>(rule - rules.begin()),
                   fingerprints.of(capture, assertion));
    }
  }
  json.end_array();
}

}  // namespace
}  // namespace report

bool write_sarif(const CheckVerdict& verdict, const std::string& version,
                 Sink& sink) {
  const std::vector<report::SarifRule> rules = report::rules_of(verdict);
  output::JsonWriter json(sink);
  json.begin_object();
  json.text("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  json.text("version", "2.1.0");
  json.begin_array("runs");
  json.begin_object();
  json.begin_object("tool");
  json.begin_object("driver");
  json.text("name", "siptriage");
  json.text("semanticVersion", version);
  json.begin_array("rules");
  for (const report::SarifRule& rule : rules) report::write_rule(json, rule);
  json.end_array();
  json.end_object();
  json.end_object();
  json.begin_array("invocations");
  json.begin_object();
  json.flag("executionSuccessful", tally(verdict).unreadable == 0);
  json.end_object();
  json.end_array();
  json.text("columnKind", "unicodeCodePoints");
  report::write_results(json, verdict, rules);
  json.end_object();
  json.end_array();
  json.end_object();
  json.end_document();
  return json.finish();
}

}  // namespace siptriage
