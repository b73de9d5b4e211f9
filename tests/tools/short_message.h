// Short messages: what a flow script leaves out of a message is filled in, as
// a plain user agent would write it (RFC 3261 8.1.1, 8.2.6, 12.2.1.1). Short is
// what begins with a method or a code, and does not name SIP/2.0:
//
//   @0 alice -> bob udp
//   INVITE sip:bob@example.com        request: METHOD [URI]
//   Session-Expires: 60               replaces the field of that name, or adds
//   -Contact                          takes one away
//
//   sdp 0 8 101                       a line of a body: an offer or answer
//
//   @+0.1 bob -> alice udp
//   422 Session Interval Too Small    response: CODE [phrase] [to METHOD]
//   Min-SE: 90
//
//   @+0.1 proxy -> bob udp
//   INVITE sip:bob@192.0.2.20 forwarded   what came last, sent on by a proxy
//
// A request belongs to the dialog of its Call-ID (call-1@example.com where
// none is given) once one is there; ACK and CANCEL repeat what they have to. A
// response answers the last request that went the other way. From and To are
// alice and bob, whatever the hosts are called. A body without Content-Type is
// SDP. The rest is as wrong as the script wants it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/socket_address.h"

namespace siptriage::testing {

/// A message in pieces; lines without their ends.
struct MessageParts {
  std::string start_line;
  std::vector<std::pair<std::string, std::string>> fields;  // name, value
  std::vector<std::string> body;

  /// The first of that name, or nullptr. Case does not matter.
  [[nodiscard]] const std::string* find(std::string_view name) const;
  [[nodiscard]] std::string value_of(std::string_view name) const;
};

/// Who sends a message to whom, and where it stands in its script.
struct MessageRoute {
  std::size_t line = 0;
  SocketAddress from;
  SocketAddress to;
  std::string_view transport;  // "UDP", "TCP"
};

class ShortMessages {
 public:
  /// The lines of the whole message. Every message has to come here, whole
  /// ones too: later ones refer to them. Throws ScriptFailure.
  std::vector<std::string> complete(const MessageRoute& route,
                                    const std::vector<std::string>& lines);

 private:
  struct Sent {
    SocketAddress from;
    SocketAddress to;
    MessageParts message;
  };
  struct Dialog {
    SocketAddress caller;
    std::string from;  // of the first request
    std::string to;    // without tag
    std::string to_tag;
    bool established = false;
    std::map<SocketAddress, std::uint32_t> cseq;
  };

  [[nodiscard]] MessageParts make_request(const MessageRoute& route,
                                          const MessageParts& given);
  /// ACK or CANCEL: about the last INVITE that went the same way.
  [[nodiscard]] MessageParts make_companion(const MessageRoute& route,
                                            const MessageParts& given);
  [[nodiscard]] MessageParts make_response(const MessageRoute& route,
                                           const MessageParts& given) const;
  [[nodiscard]] MessageParts forward(const MessageRoute& route,
                                     const MessageParts& given);
  [[nodiscard]] Dialog& dialog_of(const MessageRoute& route,
                                  const std::string& call_id,
                                  std::string_view method);
  void note(const MessageRoute& route, const MessageParts& message);
  [[nodiscard]] std::string new_via(const MessageRoute& route);

  std::vector<Sent> sent_;
  std::map<std::string, Dialog, std::less<>> dialogs_;
  std::uint32_t branches_ = 0;
};

}  // namespace siptriage::testing
