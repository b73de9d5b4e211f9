#include "tools/message_text.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "tools/script_error.h"
#include "tools/script_line.h"

namespace siptriage::testing {
namespace {

constexpr std::string_view kCrlf = "\r\n";

/// The message's lines with variables replaced, without CR or LF.
std::vector<std::string> expand_lines(const std::vector<TextLine>& lines,
                                      const TextVariables& variables) {
  std::vector<std::string> expanded;
  for (const TextLine& line : lines) {
    const std::string text = expand_variables(line, variables);
    for (const std::string_view part : split(text, '\n')) {
      expanded.emplace_back(part);
    }
  }
  return expanded;
}

void drop_empty_ends(std::vector<std::string>& lines) {
  const auto is_filled = [](const std::string& line) { return !line.empty(); };
  lines.erase(lines.begin(), std::ranges::find_if(lines, is_filled));
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
}

/// True for "Content-Length: auto" and its compact form "l: auto".
bool wants_body_length(const std::string& line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string::npos) return false;
  std::string name(trim(line.substr(0, colon)));
  std::ranges::transform(name, name.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  const bool is_content_length = name == "content-length" || name == "l";
  return is_content_length &&
         trim(std::string_view(line).substr(colon + 1)) == "auto";
}

}  // namespace

std::string expand_variables(const TextLine& line,
                             const TextVariables& variables) {
  std::string expanded;
  std::string_view rest = line.text;
  while (true) {
    const std::size_t open = rest.find("${");
    expanded += rest.substr(0, open);
    if (open == std::string_view::npos) return expanded;
    rest.remove_prefix(open + 2);
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos) {
      fail(line.number, "'${' without '}'");
    }
    const std::string_view name = rest.substr(0, close);
    const auto found = variables.find(name);
    if (found == variables.end()) {
      fail(line.number, "unknown variable '" + std::string(name) +
                            "'; declare it with 'set " + std::string(name) +
                            " VALUE'");
    }
    expanded += found->second;
    rest.remove_prefix(close + 1);
  }
}

std::vector<std::string> expand_message(const std::vector<TextLine>& lines,
                                        const TextVariables& variables) {
  std::vector<std::string> all = expand_lines(lines, variables);
  drop_empty_ends(all);
  return all;
}

std::string make_message(const std::vector<TextLine>& lines,
                         const TextVariables& variables) {
  return make_message(expand_message(lines, variables));
}

std::string make_message(std::vector<std::string> all) {
  const auto header_end = std::ranges::find(all, std::string());
  std::string body;
  if (header_end != all.end()) {
    for (auto line = header_end + 1; line != all.end(); ++line) {
      body.append(*line).append(kCrlf);
    }
  }
  std::string message;
  for (auto line = all.begin(); line != header_end; ++line) {
    if (wants_body_length(*line)) {
      line->replace(line->rfind("auto"), 4, std::to_string(body.size()));
    }
    message.append(*line).append(kCrlf);
  }
  if (message.empty()) return message;
  return message.append(kCrlf).append(body);
}

std::string make_octets_from_hex(const std::vector<TextLine>& lines,
                                 const TextVariables& variables) {
  std::string octets;
  for (const TextLine& line : lines) {
    std::string digits = expand_variables(line, variables);
    std::erase_if(digits, [](unsigned char c) { return std::isspace(c) != 0; });
    if (digits.size() % 2 != 0) {
      fail(line.number, "an odd number of hexadecimal digits");
    }
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      unsigned value = 0;
      const char* end = digits.data() + i + 2;
      const auto read = std::from_chars(end - 2, end, value, 16);
      if (read.ec != std::errc{} || read.ptr != end) {
        fail(line.number, "expected hexadecimal digits, found '" +
                              digits.substr(i, 2) + "'");
      }
      octets.push_back(static_cast<char>(value));
    }
  }
  return octets;
}

}  // namespace siptriage::testing
