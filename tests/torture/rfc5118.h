#pragma once
// RFC 5118 4: messages with IPv6 addresses. The RFC's archive has them with
// bare LF line ends, which are CRLF here, as they would be sent.

#include <string_view>

namespace siptriage::torture {

using namespace std::string_view_literals;

// RFC 5118 4.1 Valid SIP Message with an IPv6 Reference
inline constexpr std::string_view kIpv6Good =
    "REGISTER sip:[2001:db8::10] SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Max-Forwards: 70\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\n"
    "CSeq: 98176 REGISTER\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.2 Invalid SIP Message with an IPv6 Reference
inline constexpr std::string_view kIpv6Bad =
    "REGISTER sip:2001:db8::10 SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Max-Forwards: 70\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\n"
    "CSeq: 98176 REGISTER\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.3 Port Ambiguous in a SIP URI
inline constexpr std::string_view kPortAmbiguous =
    "REGISTER sip:[2001:db8::10:5070] SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\n"
    "Max-Forwards: 70\r\n"
    "CSeq: 98176 REGISTER\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.4 Port Unambiguous in a SIP URI
inline constexpr std::string_view kPortUnambiguous =
    "REGISTER sip:[2001:db8::10]:5070 SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::1]>\r\n"
    "Max-Forwards: 70\r\n"
    "CSeq: 98176 REGISTER\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.5 IPv6 Reference Delimiters in Via Header
inline constexpr std::string_view kViaReceivedParamWithDelim =
    "BYE sip:[2001:db8::10] SIP/2.0\r\n"
    "To: sip:user@example.com;tag=bd76ya\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];received=[2001:db8::9:255];branch=z"
    "9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Max-Forwards: 70\r\n"
    "CSeq: 321 BYE\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.5 IPv6 Reference Delimiters in Via Header
inline constexpr std::string_view kViaReceivedParamNoDelim =
    "OPTIONS sip:[2001:db8::10] SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];received=2001:db8::9:255;branch=z9h"
    "G4bKas3\r\n"
    "Call-ID: SSG95523997077@hlau_4100\r\n"
    "Max-Forwards: 70\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::9:1]>\r\n"
    "CSeq: 921 OPTIONS\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.6 SIP Request with IPv6 Addresses in SDP Body
inline constexpr std::string_view kIpv6InSdp =
    "INVITE sip:user@[2001:db8::10] SIP/2.0\r\n"
    "To: sip:user@[2001:db8::10]\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::20];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::20]>\r\n"
    "CSeq: 8612 INVITE\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 268\r\n"
    "\r\n"
    "v=0\r\n"
    "o=assistant 971731711378798081 0 IN IP6 2001:db8::20\r\n"
    "s=Live video feed for today's meeting\r\n"
    "c=IN IP6 2001:db8::20\r\n"
    "t=3338481189 3370017201\r\n"
    "m=audio 6000 RTP/AVP 2\r\n"
    "a=rtpmap:2 G726-32/8000\r\n"
    "m=video 6024 RTP/AVP 107\r\n"
    "a=rtpmap:107 H263-1998/90000\r\n"sv;

// RFC 5118 4.7 Multiple IP Addresses in SIP Headers
inline constexpr std::string_view kMultIpInHeader =
    "BYE sip:user@host.example.net SIP/2.0\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1]:6050;branch=z9hG4bKas3-111\r\n"
    "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKjhja8781hjuaij65144\r\n"
    "Via: SIP/2.0/TCP [2001:db8::9:255];branch=z9hG4bK451jj;received=192."
    "0.2.200\r\n"
    "Call-ID: 997077@lau_4100\r\n"
    "Max-Forwards: 70\r\n"
    "CSeq: 89187 BYE\r\n"
    "To: sip:user@example.net;tag=9817--94\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Content-Length: 0\r\n"
    "\r\n"sv;

// RFC 5118 4.8 Multiple IP Addresses in SDP
inline constexpr std::string_view kMultIpInSdp =
    "INVITE sip:user@[2001:db8::10] SIP/2.0\r\n"
    "To: sip:user@[2001:db8::10]\r\n"
    "From: sip:user@example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [2001:db8::9:1];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Contact: \"Caller\" <sip:caller@[2001:db8::9:1]>\r\n"
    "Max-Forwards: 70\r\n"
    "CSeq: 8912 INVITE\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 181\r\n"
    "\r\n"
    "v=0\r\n"
    "o=bob 280744730 28977631 IN IP4 host.example.com\r\n"
    "s=\r\n"
    "t=0 0\r\n"
    "m=audio 22334 RTP/AVP 0\r\n"
    "c=IN IP4 192.0.2.1\r\n"
    "m=video 6024 RTP/AVP 107\r\n"
    "c=IN IP6 2001:db8::1\r\n"
    "a=rtpmap:107 H263-1998/90000\r\n"sv;

// RFC 5118 4.9 IPv4-Mapped IPv6 Addresses
inline constexpr std::string_view kIpv4MappedIpv6 =
    "INVITE sip:user@example.com SIP/2.0\r\n"
    "To: sip:user@example.com\r\n"
    "From: sip:user@east.example.com;tag=81x2\r\n"
    "Via: SIP/2.0/UDP [::ffff:192.0.2.10]:19823;branch=z9hG4bKbh19\r\n"
    "Via: SIP/2.0/UDP [::ffff:192.0.2.2];branch=z9hG4bKas3-111\r\n"
    "Call-ID: SSG9559905523997077@hlau_4100\r\n"
    "Contact: \"T. desk phone\" <sip:ted@[::ffff:192.0.2.2]>\r\n"
    "CSeq: 612 INVITE\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Type: application/sdp\r\n"
    "Content-Length: 236\r\n"
    "\r\n"
    "v=0\r\n"
    "o=assistant 971731711378798081 0 IN IP6 ::ffff:192.0.2.2\r\n"
    "s=Call me soon, please!\r\n"
    "c=IN IP6 ::ffff:192.0.2.2\r\n"
    "t=3338481189 3370017201\r\n"
    "m=audio 6000 RTP/AVP 2\r\n"
    "a=rtpmap:2 G726-32/8000\r\n"
    "m=video 6024 RTP/AVP 107\r\n"
    "a=rtpmap:107 H263-1998/90000\r\n"sv;

// RFC 5118 4.10 IPv6 Reference Bug in RFC 3261 ABNF
inline constexpr std::string_view kIpv6BugAbnf3Colons =
    "OPTIONS sip:user@[2001:db8:::192.0.2.1] SIP/2.0\r\n"
    "To: sip:user@[2001:db8:::192.0.2.1]\r\n"
    "From: sip:user@example.com;tag=810x2\r\n"
    "Via: SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111\r\n"
    "Call-ID: G9559905523997077@hlau_4100\r\n"
    "CSeq: 689 OPTIONS\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Length: 0\r\n"sv;

// RFC 5118 4.10 IPv6 Reference Bug in RFC 3261 ABNF
inline constexpr std::string_view kIpv6CorrectAbnf2Colons =
    "OPTIONS sip:user@[2001:db8::192.0.2.1] SIP/2.0\r\n"
    "To: sip:user@[2001:db8::192.0.2.1]\r\n"
    "From: sip:user@example.com;tag=810x2\r\n"
    "Via: SIP/2.0/UDP lab1.east.example.com;branch=z9hG4bKas3-111\r\n"
    "Call-ID: G9559905523997077@hlau_4100\r\n"
    "CSeq: 689 OPTIONS\r\n"
    "Max-Forwards: 70\r\n"
    "Content-Length: 0\r\n"sv;

}  // namespace siptriage::torture
