#include "tools/short_message.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "tools/script_error.h"
#include "tools/script_line.h"

namespace siptriage::testing {
namespace {

constexpr std::string_view kCallId = "call-1@example.com";
constexpr std::string_view kMediaPort = "40000";

bool same_name(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) {
    return std::tolower(x) == std::tolower(y);
  });
}

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  for (const std::string_view word : split(line, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

bool is_one_of(std::string_view text,
               std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, text) != list.end();
}

MessageParts take_apart(const MessageRoute& route,
                        const std::vector<std::string>& lines) {
  MessageParts parts;
  parts.start_line = lines.front();
  auto line = lines.begin() + 1;
  for (; line != lines.end() && !line->empty(); ++line) {
    const std::size_t colon = line->find(':');
    if (line->starts_with('-')) {
      parts.fields.emplace_back(*line, "");
    } else if (colon == std::string::npos) {
      // Folded, or wrong on purpose: goes with its line.
      parts.fields.emplace_back("", *line);
    } else {
      parts.fields.emplace_back(
          line->substr(0, colon),
          trim(std::string_view(*line).substr(colon + 1)));
    }
  }
  if (line != lines.end()) parts.body.assign(line + 1, lines.end());
  if (parts.start_line.empty()) fail(route.line, "no start line");
  return parts;
}

std::vector<std::string> lines_of(const MessageParts& message) {
  std::vector<std::string> lines{message.start_line};
  for (const auto& [name, value] : message.fields) {
    lines.push_back(name.empty() ? value : name + ": " + value);
  }
  lines.emplace_back();
  lines.insert(lines.end(), message.body.begin(), message.body.end());
  return lines;
}

// What the script gives replaces, adds and takes away.
void apply(const MessageParts& given, MessageParts& whole) {
  std::vector<std::string> replaced;
  for (const auto& field_given : given.fields) {
    const std::string& name = field_given.first;
    const std::string& value = field_given.second;
    if (name.starts_with('-')) {
      const std::string gone = name.substr(1);
      std::erase_if(whole.fields, [&gone](const auto& field) {
        return same_name(field.first, gone);
      });
      continue;
    }
    const bool again = std::ranges::any_of(
        replaced, [&](const auto& each) { return same_name(each, name); });
    const auto found =
        std::ranges::find_if(whole.fields, [&](const auto& field) {
          return !name.empty() && !again && same_name(field.first, name);
        });
    if (found == whole.fields.end()) {
      whole.fields.emplace_back(name, value);
    } else {
      found->second = value;
    }
    replaced.push_back(name);
  }
}

std::string rtpmap_of(std::string_view format) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kKnown{
      {{"0", "PCMU/8000"},
       {"3", "GSM/8000"},
       {"8", "PCMA/8000"},
       {"9", "G722/8000"},
       {"18", "G729/8000"},
       {"101", "telephone-event/8000"},
       {"111", "opus/48000/2"}}};
  for (const auto& [number, codec] : kKnown) {
    if (number == format) {
      return "a=rtpmap:" + std::string(format) + " " + std::string(codec);
    }
  }
  return {};
}

// "sdp 0 8 101" stands for a description with these formats.
std::vector<std::string> expand_sdp(const MessageRoute& route,
                                    std::string_view line) {
  std::vector<std::string> formats = words_of(line);
  formats.erase(formats.begin());
  if (formats.empty()) formats = {"0", "8", "101"};
  const std::string family = route.from.ip.is_ipv6 ? "IP6 " : "IP4 ";
  std::string ip = to_string(route.from.ip);
  std::erase_if(ip, [](char c) { return c == '[' || c == ']'; });
  const std::string address = "IN " + family + ip;
  std::string media = "m=audio " + std::string(kMediaPort) + " RTP/AVP";
  for (const std::string& format : formats) media += " " + format;
  std::vector<std::string> lines{
      "v=0", "o=- 1 1 " + address, "s=-", "c=" + address, "t=0 0", media};
  for (const std::string& format : formats) {
    const std::string rtpmap = rtpmap_of(format);
    if (!rtpmap.empty()) lines.push_back(rtpmap);
  }
  return lines;
}

void put_body(const MessageRoute& route, const MessageParts& given,
              MessageParts& whole) {
  for (const std::string& line : given.body) {
    if (line == "sdp" || line.starts_with("sdp ")) {
      const auto sdp = expand_sdp(route, line);
      whole.body.insert(whole.body.end(), sdp.begin(), sdp.end());
    } else {
      whole.body.push_back(line);
    }
  }
  if (!whole.body.empty()) {
    whole.fields.emplace_back("Content-Type", "application/sdp");
  }
  whole.fields.emplace_back("Content-Length", "auto");
}

std::string parameter_of(const std::string& value, std::string_view name) {
  const std::string wanted = ";" + std::string(name) + "=";
  const std::size_t begin = value.find(wanted);
  if (begin == std::string::npos) return {};
  const std::size_t from = begin + wanted.size();
  return value.substr(from, value.find_first_of(";,> ", from) - from);
}

int code_of(const std::string& start_line) {
  const std::vector<std::string> words = words_of(start_line);
  int code = 0;
  for (const std::string& word : words) {
    if (word == "SIP/2.0") continue;
    if (word.size() == 3 && std::isdigit(static_cast<unsigned char>(word[0]))) {
      std::from_chars(word.data(), word.data() + word.size(), code);
    }
    break;
  }
  return code;
}

std::string method_of(const MessageParts& message) {
  if (code_of(message.start_line) == 0) {
    return words_of(message.start_line).front();
  }
  const std::vector<std::string> cseq = words_of(message.value_of("CSeq"));
  return cseq.size() > 1 ? cseq[1] : std::string();
}

// Anything else stands for itself.
bool is_short(const MessageParts& given) {
  const std::vector<std::string> words = words_of(given.start_line);
  if (words.empty()) return false;
  return code_of(given.start_line) != 0 ||
         is_one_of(words.front(),
                   {"INVITE", "ACK", "BYE", "CANCEL", "REGISTER", "OPTIONS",
                    "PRACK", "UPDATE", "INFO", "SUBSCRIBE", "NOTIFY", "REFER",
                    "PUBLISH", "MESSAGE"});
}

std::uint32_t cseq_of(const MessageParts& message) {
  const std::string cseq = message.value_of("CSeq");
  std::uint32_t number = 0;
  std::from_chars(cseq.data(), cseq.data() + cseq.size(), number);
  return number;
}

std::string contact_of(const MessageRoute& route, std::string_view user) {
  std::string contact = "<sip:";
  contact.append(user).append("@").append(to_string(route.from));
  if (route.transport == "TCP") contact += ";transport=tcp";
  return contact + ">";
}

std::string phrase_of(int code, std::vector<std::string> words) {
  if (words.empty()) {
    switch (code) {
      case 100:
        return "Trying";
      case 180:
        return "Ringing";
      case 183:
        return "Session Progress";
      case 200:
        return "OK";
      default:
        return "Response";
    }
  }
  std::string phrase = words.front();
  for (std::size_t i = 1; i < words.size(); ++i) phrase += " " + words[i];
  return phrase;
}

}  // namespace

const std::string* MessageParts::find(std::string_view name) const {
  for (const auto& field : fields) {
    if (same_name(field.first, name)) return &field.second;
  }
  return nullptr;
}

std::string MessageParts::value_of(std::string_view name) const {
  const std::string* value = find(name);
  return value == nullptr ? std::string() : *value;
}

std::vector<std::string> ShortMessages::complete(
    const MessageRoute& route, const std::vector<std::string>& lines) {
  if (lines.empty()) return lines;
  const MessageParts given = take_apart(route, lines);
  if (given.start_line.find("SIP/2.0") != std::string::npos) {
    note(route, given);
    return lines;
  }
  if (!is_short(given)) return lines;
  MessageParts whole;
  if (given.start_line.ends_with(" forwarded")) {
    whole = forward(route, given);
  } else if (code_of(given.start_line) != 0) {
    whole = make_response(route, given);
  } else {
    whole = make_request(route, given);
  }
  apply(given, whole);
  note(route, whole);
  return lines_of(whole);
}

std::string ShortMessages::new_via(const MessageRoute& route) {
  return "SIP/2.0/" + std::string(route.transport) + " " +
         to_string(route.from) + ";branch=z9hG4bK-" +
         std::to_string(++branches_);
}

ShortMessages::Dialog& ShortMessages::dialog_of(const MessageRoute& route,
                                                const std::string& call_id,
                                                std::string_view method) {
  const auto [place, is_new] = dialogs_.try_emplace(call_id);
  Dialog& dialog = place->second;
  if (is_new) {
    dialog.caller = route.from;
    dialog.from = "<sip:alice@example.com>;tag=a1";
    dialog.to = method == "REGISTER" ? "<sip:alice@example.com>"
                                     : "<sip:bob@example.com>";
  }
  return dialog;
}

MessageParts ShortMessages::make_companion(const MessageRoute& route,
                                           const MessageParts& given) {
  const std::vector<std::string> words = words_of(given.start_line);
  const auto is_invite = [&](const Sent& sent) {
    return sent.from == route.from && sent.to == route.to &&
           words_of(sent.message.start_line).front() == "INVITE";
  };
  const auto invite = std::find_if(sent_.rbegin(), sent_.rend(), is_invite);
  if (invite == sent_.rend()) fail(route.line, "no INVITE before it");
  const MessageParts& about = invite->message;
  std::string to = about.value_of("To");
  bool is_refused = false;
  for (auto sent = invite.base(); sent != sent_.end(); ++sent) {
    const int code = code_of(sent->message.start_line);
    if (sent->to != route.from || sent->from != route.to || code < 200 ||
        sent->message.value_of("CSeq") != about.value_of("CSeq")) {
      continue;
    }
    if (words[0] == "ACK") to = sent->message.value_of("To");
    is_refused = code >= 300;
  }
  const bool is_new = words[0] == "ACK" && !is_refused;
  MessageParts whole;
  whole.start_line =
      words[0] + " " +
      (words.size() > 1 ? words[1] : words_of(about.start_line)[1]) +
      " SIP/2.0";
  whole.fields.emplace_back("Via",
                            is_new ? new_via(route) : about.value_of("Via"));
  whole.fields.emplace_back("Max-Forwards", "70");
  whole.fields.emplace_back("From", about.value_of("From"));
  whole.fields.emplace_back("To", to);
  whole.fields.emplace_back("Call-ID", about.value_of("Call-ID"));
  whole.fields.emplace_back("CSeq",
                            std::to_string(cseq_of(about)) + " " + words[0]);
  put_body(route, given, whole);
  return whole;
}

MessageParts ShortMessages::make_request(const MessageRoute& route,
                                         const MessageParts& given) {
  const std::vector<std::string> words = words_of(given.start_line);
  const std::string& method = words.front();
  if (is_one_of(method, {"ACK", "CANCEL"})) return make_companion(route, given);
  const std::string* call_id = given.find("Call-ID");
  const std::string id = call_id == nullptr ? std::string(kCallId) : *call_id;
  Dialog& dialog = dialog_of(route, id, method);
  const bool by_caller = route.from == dialog.caller;
  const bool inside =
      dialog.established ||
      is_one_of(method, {"PRACK", "UPDATE", "BYE", "INFO", "NOTIFY"});
  std::string far = dialog.to;
  if (inside && !dialog.to_tag.empty()) far += ";tag=" + dialog.to_tag;
  MessageParts whole;
  whole.start_line = method + " " +
                     (words.size() > 1 ? words[1] : "sip:bob@example.com") +
                     " SIP/2.0";
  whole.fields.emplace_back("Via", new_via(route));
  whole.fields.emplace_back("Max-Forwards", "70");
  whole.fields.emplace_back("From", by_caller ? dialog.from : far);
  whole.fields.emplace_back("To", by_caller ? far : dialog.from);
  whole.fields.emplace_back("Call-ID", id);
  whole.fields.emplace_back(
      "CSeq", std::to_string(++dialog.cseq[route.from]) + " " + method);
  if (is_one_of(method, {"INVITE", "SUBSCRIBE", "REGISTER", "REFER", "UPDATE",
                         "NOTIFY"})) {
    whole.fields.emplace_back("Contact",
                              contact_of(route, by_caller ? "alice" : "bob"));
  }
  put_body(route, given, whole);
  return whole;
}

MessageParts ShortMessages::make_response(const MessageRoute& route,
                                          const MessageParts& given) const {
  std::vector<std::string> words = words_of(given.start_line);
  const int code = code_of(given.start_line);
  words.erase(words.begin());
  std::string method;
  if (words.size() >= 2 && words[words.size() - 2] == "to") {
    method = words.back();
    words.resize(words.size() - 2);
  }
  const auto request =
      std::find_if(sent_.rbegin(), sent_.rend(), [&](const Sent& sent) {
        const std::string own = method_of(sent.message);
        return sent.from == route.to && sent.to == route.from &&
               code_of(sent.message.start_line) == 0 && own != "ACK" &&
               (method.empty() || own == method);
      });
  if (request == sent_.rend()) fail(route.line, "no request to answer");
  const MessageParts& answered = request->message;
  method = method_of(answered);
  MessageParts whole;
  whole.start_line =
      "SIP/2.0 " + std::to_string(code) + " " + phrase_of(code, words);
  for (const auto& [name, value] : answered.fields) {
    const bool echoed = is_one_of(
        name, {"Via", "From", "Call-ID", "CSeq", "To", "Record-Route"});
    if (!echoed || (name == "Record-Route" && (code == 100 || code >= 300))) {
      continue;
    }
    whole.fields.emplace_back(name, value);
    if (name == "To" && code != 100 && value.find(";tag=") == value.npos) {
      whole.fields.back().second += ";tag=b1";
    }
  }
  if (is_one_of(method, {"INVITE", "SUBSCRIBE", "UPDATE"}) && code > 100 &&
      code < 300) {
    const auto known = dialogs_.find(answered.value_of("Call-ID"));
    const bool by_caller =
        known != dialogs_.end() && known->second.caller == route.from;
    whole.fields.emplace_back("Contact",
                              contact_of(route, by_caller ? "alice" : "bob"));
  }
  const std::string expires = answered.value_of("Expires");
  const std::string granted = expires.empty() ? "3600" : expires;
  if (method == "SUBSCRIBE" && code / 100 == 2) {
    whole.fields.emplace_back("Expires", granted);
  }
  if (method == "REGISTER" && code == 200 &&
      answered.value_of("Contact").starts_with('<')) {
    whole.fields.emplace_back(
        "Contact", answered.value_of("Contact") + ";expires=" + granted);
  }
  put_body(route, given, whole);
  return whole;
}

MessageParts ShortMessages::forward(const MessageRoute& route,
                                    const MessageParts& given) {
  const std::vector<std::string> words = words_of(given.start_line);
  const int code = code_of(given.start_line);
  const auto came =
      std::find_if(sent_.rbegin(), sent_.rend(), [&](const Sent& sent) {
        return sent.to == route.from &&
               code_of(sent.message.start_line) == code &&
               (code != 0 || method_of(sent.message) == words.front());
      });
  if (came == sent_.rend()) fail(route.line, "nothing came that is sent on");
  MessageParts whole = came->message;
  if (code != 0) {
    const auto via = std::ranges::find(
        whole.fields, "Via", [](const auto& field) { return field.first; });
    if (via != whole.fields.end()) whole.fields.erase(via);
    return whole;
  }
  if (words.size() > 2) {
    whole.start_line = words[0] + " " + words[1] + " SIP/2.0";
  }
  for (auto& [name, value] : whole.fields) {
    if (same_name(name, "Max-Forwards")) {
      value = std::to_string(std::max(std::atoi(value.c_str()) - 1, 0));
    }
  }
  whole.fields.insert(whole.fields.begin(), {"Via", new_via(route)});
  return whole;
}

void ShortMessages::note(const MessageRoute& route,
                         const MessageParts& message) {
  sent_.push_back({route.from, route.to, message});
  const auto [place, is_new] =
      dialogs_.try_emplace(message.value_of("Call-ID"));
  Dialog& dialog = place->second;
  if (is_new) {
    dialog.caller = route.from;
    dialog.from = message.value_of("From");
    dialog.to = message.value_of("To");
  }
  const std::string method = method_of(message);
  const int code = code_of(message.start_line);
  const std::string tag = parameter_of(message.value_of("To"), "tag");
  if (code == 0) {
    std::uint32_t& cseq = dialog.cseq[route.from];
    if (method != "ACK" && method != "CANCEL") {
      cseq = std::max(cseq, cseq_of(message));
    }
    return;
  }
  const bool makes_dialog = is_one_of(method, {"INVITE", "SUBSCRIBE"});
  if (!makes_dialog || dialog.established || tag.empty()) return;
  dialog.to_tag = tag;
  dialog.established = code / 100 == 2;
}

}  // namespace siptriage::testing
