#include "bench/make_capture/sip_text.h"

#include <array>

#include "bench/make_capture/random.h"

namespace siptriage::bench {
namespace {

constexpr std::string_view kDomain = "voice.example.net";

// What is mixed from a call's seed: each number gives another name.
constexpr std::uint32_t kCallId = 0;
constexpr std::uint32_t kCallIdRest = 1;
constexpr std::uint32_t kFromTag = 2;
constexpr std::uint32_t kCallerNumber = 3;
constexpr std::uint32_t kCalleeNumber = 4;
constexpr std::uint32_t kSession = 5;
constexpr std::uint32_t kNonce = 6;
constexpr std::uint32_t kDigest = 7;
constexpr std::uint32_t kToTags = 1U << 8;     // and those after it
constexpr std::uint32_t kBranches = 1U << 16;  // and those after it

std::string_view phrase_of(std::uint16_t code) {
  switch (code) {
    case 100:
      return "Trying";
    case 180:
      return "Ringing";
    case 183:
      return "Session Progress";
    case 200:
      return "OK";
    case 401:
      return "Unauthorized";
    case 404:
      return "Not Found";
    case 407:
      return "Proxy Authentication Required";
    case 480:
      return "Temporarily Unavailable";
    case 486:
      return "Busy Here";
    case 487:
      return "Request Terminated";
    case 488:
      return "Not Acceptable Here";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

Side other(Side side) {
  return side == Side::Caller ? Side::Callee : Side::Caller;
}

HostIndex host_of(const Call& call, Side side) {
  return side == Side::Caller ? call.caller : call.callee;
}

// The host that forking sends leg `leg` to: clients follow one another.
HostIndex host_of_leg(const Call& call, std::uint32_t leg) {
  return (call.caller + leg) % kClients;
}

// Has a response or a request of this kind the fields that say what its
// sender can do?
bool says_capabilities(const Step& step) {
  const bool fits = step.method == Method::Invite ||
                    step.method == Method::Options ||
                    step.method == Method::Update;
  return fits && (step.is_request() || step.code == 200);
}

bool has_contact(const Step& step) {
  if (step.is_request()) {
    return step.method == Method::Invite || step.method == Method::Update ||
           step.method == Method::Register || step.method == Method::Options;
  }
  return step.code > 100 && step.code < 300 && step.method != Method::Bye &&
         step.method != Method::Cancel && step.method != Method::Info;
}

std::string make_padding(std::uint32_t fields) {
  // Names of one letter that are no compact form, so that 10,000 of them fit
  // in a datagram.
  constexpr std::string_view kNames = "ghpqwz";
  std::string padding;
  for (std::uint32_t i = 0; i < fields; ++i) {
    padding += kNames[i % kNames.size()];
    padding += ":1\r\n";
  }
  return padding;
}

}  // namespace

std::string_view to_string(Method method) {
  static constexpr std::array<std::string_view,
                              static_cast<std::size_t>(Method::Count)>
      kNames = {"INVITE",   "ACK",     "BYE",  "CANCEL",
                "REGISTER", "OPTIONS", "INFO", "UPDATE"};
  return kNames[static_cast<std::size_t>(method)];
}

Route route_of(const Call& call, const Step& step) {
  Route route{host_of(call, step.requester),
              host_of(call, other(step.requester))};
  if (step.leg != 0) route = {call.callee, host_of_leg(call, step.leg)};
  if (step.is_request()) return route;
  return {route.to, route.from};
}

SipText::SipText(const Hosts& hosts, const TextStyle& style)
    : hosts_(hosts),
      style_(style),
      padding_(make_padding(style.more_header_fields)) {}

std::string_view SipText::write(const Call& call, const Step& step) {
  text_.clear();
  put_start_line(call, step);
  put_vias(call, step);
  put_from_and_to(call, step);
  put_call_id(call);
  text_.put("CSeq: ").put(step.cseq).put(" ").put(to_string(step.method));
  text_.put("\r\n");
  if (has_contact(step)) put_contact(call, step);
  if (says_capabilities(step)) put_capabilities(step);
  if (step.is_request()) {
    put_request_fields(call, step);
  } else {
    put_response_fields(call, step);
  }
  text_.put(padding_);
  put_body(call, step);
  return text_.view();
}

void SipText::put_start_line(const Call& call, const Step& step) {
  if (!step.is_request()) {
    text_.put("SIP/2.0 ").put(step.code).put(" ").put(phrase_of(step.code));
    text_.put("\r\n");
    return;
  }
  text_.put(to_string(step.method)).put(" sip:");
  if (step.method == Method::Register) {
    text_.put(kDomain);
  } else {
    put_user(call, other(step.requester));
    text_.put("@");
    const Host& target = hosts_[route_of(call, step).to];
    text_.put(step.in_dialog || step.leg != 0 ? std::string_view(target.sent_by)
                                              : kDomain);
  }
  text_.put(" SIP/2.0\r\n");
}

void SipText::put_vias(const Call& call, const Step& step) {
  const Route route = route_of(call, step);
  const Host& requester = hosts_[step.is_request() ? route.from : route.to];
  text_.put("Via: SIP/2.0/").put(style_.transport).put(" ");
  text_.put(requester.sent_by).put(";branch=z9hG4bK");
  put_id(call, kBranches + step.branch, 16);
  if (step.is_request()) {
    text_.put(";rport\r\n");
  } else {
    text_.put(";received=").put(requester.address_text);
    text_.put(";rport=").put(requester.sip_port).put("\r\n");
  }
  if (step.leg != 0) {
    // A proxy keeps the Via of the request that it forwards.
    const Host& caller = hosts_[call.caller];
    text_.put("Via: SIP/2.0/").put(style_.transport).put(" ");
    text_.put(caller.sent_by).put(";branch=z9hG4bK");
    put_id(call, kBranches, 16);
    text_.put(";received=").put(caller.address_text);
    text_.put(";rport=").put(caller.sip_port).put("\r\n");
  }
  if (step.is_request()) {
    text_.put("Max-Forwards: ").put(step.leg != 0 ? 69 : 70).put("\r\n");
  }
}

void SipText::put_from_and_to(const Call& call, const Step& step) {
  text_.put("From: ");
  put_party(call, step.requester, 1);
  text_.put("\r\nTo: ");
  // Whoever registers does so for himself (RFC 3261 10.2).
  const bool is_for_himself = step.method == Method::Register;
  if (is_for_himself) {
    text_.put("<sip:");
    put_user(call, Side::Caller);
    text_.put("@").put(kDomain).put(">");
    if (step.to_tag != 0) text_.put(";tag=");
    if (step.to_tag != 0) put_id(call, kToTags + step.to_tag, 10);
  } else {
    put_party(call, other(step.requester), step.to_tag);
  }
  text_.put("\r\n");
}

void SipText::put_party(const Call& call, Side side, std::uint32_t to_tag) {
  if (side == Side::Caller) {
    text_.put("\"Extension ");
    put_user(call, side);
    text_.put("\" ");
  }
  text_.put("<sip:");
  put_user(call, side);
  text_.put("@").put(kDomain).put(">");
  if (to_tag == 0) return;
  text_.put(";tag=");
  put_id(call, side == Side::Caller ? kFromTag : kToTags + to_tag, 10);
}

void SipText::put_user(const Call& call, Side side) {
  if (side == Side::Caller) {
    text_.put(1000 + below(mix(call.seed, kCallerNumber), 9000));
  } else {
    text_.put("+1555").put(2000000 +
                           below(mix(call.seed, kCalleeNumber), 8000000));
  }
}

void SipText::put_call_id(const Call& call) {
  text_.put("Call-ID: ");
  if (style_.ids == IdStyle::Alike) {
    put_id(call, kCallId, 32);
    text_.put("@").put(kDomain).put("\r\n");
    return;
  }
  text_.put_hex(mix(call.seed, kCallId), 16);
  text_.put_hex(mix(call.seed, kCallIdRest), 16);
  text_.put("@").put(hosts_[call.caller].address_text).put("\r\n");
}

void SipText::put_id(const Call& call, std::uint32_t number, unsigned digits) {
  if (style_.ids == IdStyle::Random) {
    text_.put_hex(mix(call.seed, number), digits);
    return;
  }
  constexpr std::string_view kSame = "aaaaaaaaaaaaaaaaaaaaaaaa";
  std::array<char, 6> letters;
  std::uint64_t rest = std::uint64_t{call.index} * 16 + number % 16;
  for (char& letter : letters) {
    letter = static_cast<char>('a' + rest % 26);
    rest /= 26;
  }
  text_.put(kSame).put({letters.data(), letters.size()}).put(kSame);
}

void SipText::put_contact(const Call& call, const Step& step) {
  const Side side = step.is_request() ? step.requester : other(step.requester);
  text_.put("Contact: <sip:");
  if (step.method == Method::Register) {
    // The registrar repeats what was registered (RFC 3261 10.3).
    put_user(call, Side::Caller);
    text_.put("@").put(hosts_[call.caller].sent_by).put(">;expires=3600\r\n");
    return;
  }
  put_user(call, side);
  const HostIndex host = step.is_request() ? host_of(call, step.requester)
                                           : route_of(call, step).from;
  text_.put("@").put(hosts_[host].sent_by);
  text_.put(style_.transport == "TCP" ? ";transport=tcp>\r\n" : ">\r\n");
}

void SipText::put_capabilities(const Step& step) {
  text_.put(
      "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, PRACK, INFO, REFER, "
      "NOTIFY, MESSAGE\r\n"
      "Supported: replaces, timer, 100rel, path\r\n");
  if (step.method == Method::Options) return;
  text_.put("Session-Expires: 1800;refresher=uac\r\n");
  // RFC 4028 9: a refresher that is the client has to be told so.
  text_.put(step.is_request() ? "Min-SE: 90\r\n" : "Require: timer\r\n");
}

void SipText::put_request_fields(const Call& call, const Step& step) {
  if (step.authorized && step.method != Method::Ack &&
      step.method != Method::Cancel) {
    put_credentials(call, step);
  }
  if (step.method == Method::Bye) {
    text_.put("Reason: Q.850;cause=16;text=\"Normal call clearing\"\r\n");
  }
  const HostIndex sender = route_of(call, step).from;
  text_.put("User-Agent: ").put(hosts_[sender].product).put("\r\n");
}

void SipText::put_credentials(const Call& call, const Step& step) {
  text_.put(step.method == Method::Register ? "Authorization: Digest username="
                                            : "Proxy-Authorization: Digest "
                                              "username=");
  text_.put("\"");
  put_user(call, Side::Caller);
  text_.put("\", realm=\"").put(kDomain).put("\", nonce=\"");
  text_.put_hex(mix(call.seed, kNonce), 16).put("\", uri=\"sip:").put(kDomain);
  text_.put("\", response=\"");
  text_.put_hex(mix(call.seed, kDigest), 16);
  text_.put_hex(mix(call.seed, kDigest + kBranches), 16);
  text_.put("\", algorithm=MD5, cnonce=\"");
  text_.put_hex(mix(call.seed, kSession), 8);
  text_.put("\", qop=auth, nc=00000001\r\n");
}

void SipText::put_response_fields(const Call& call, const Step& step) {
  const Host& sender = hosts_[route_of(call, step).from];
  switch (step.code) {
    case 401:
    case 407:
      text_.put(step.code == 401 ? "WWW" : "Proxy");
      text_.put("-Authenticate: Digest realm=\"").put(kDomain);
      text_.put("\", nonce=\"").put_hex(mix(call.seed, kNonce), 16);
      text_.put("\", algorithm=MD5, qop=\"auth\"\r\n");
      break;
    case 486:
      text_.put("Reason: Q.850;cause=17;text=\"User busy\"\r\n");
      break;
    case 488:
      text_.put("Warning: 304 ").put(sender.address_text);
      text_.put(" \"Media type not available\"\r\n");
      break;
    case 503:
      text_.put("Retry-After: ").put(30 * (1 + call.seed % 4)).put("\r\n");
      break;
    default:
      break;
  }
  text_.put("Server: ").put(sender.product).put("\r\n");
}

void SipText::put_body(const Call& call, const Step& step) {
  if (!step.has_sdp) {
    text_.put("Content-Length: 0\r\n\r\n");
    return;
  }
  const Host& sender = hosts_[route_of(call, step).from];
  const std::uint64_t session = mix(call.seed, kSession) >> 34;
  sdp_.clear();
  sdp_.put("v=0\r\no=- ").put(session).put(" ").put(session + step.cseq);
  sdp_.put(" IN IP4 ").put(sender.address_text);
  sdp_.put("\r\ns=-\r\nc=IN IP4 ").put(sender.address_text);
  sdp_.put("\r\nt=0 0\r\nm=audio ").put(10000 + 2 * (session % 20000));
  sdp_.put(
      " RTP/AVP 0 8 101\r\n"
      "a=rtpmap:0 PCMU/8000\r\n"
      "a=rtpmap:8 PCMA/8000\r\n"
      "a=rtpmap:101 telephone-event/8000\r\n"
      "a=fmtp:101 0-15\r\n"
      "a=ptime:20\r\n"
      "a=sendrecv\r\n");
  text_.put("Content-Type: application/sdp\r\nContent-Length: ");
  text_.put(sdp_.size()).put("\r\n\r\n").put(sdp_.view());
}

}  // namespace siptriage::bench
