#pragma once
// SipText: the octets of a message. Depends on call and step alone, so that a
// message sent again has the same octets.

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/make_capture/call_script.h"
#include "bench/make_capture/hosts.h"
#include "bench/make_capture/text_buffer.h"

namespace siptriage::bench {

struct Call {
  std::uint64_t seed = 0;
  std::uint32_t index = 0;
  HostIndex caller = 0;
  HostIndex callee = 0;
};

enum class IdStyle : std::uint8_t {
  Random,  // as stacks do
  Alike,   // long, and the same but for a few octets in the middle
};

struct TextStyle {
  IdStyle ids = IdStyle::Random;
  std::string_view transport = "UDP";
  std::uint32_t more_header_fields = 0;  // of no meaning, in each message
};

// Who sends the message of a step to whom.
struct Route {
  HostIndex from = 0;
  HostIndex to = 0;
};
[[nodiscard]] Route route_of(const Call& call, const Step& step);

[[nodiscard]] std::string_view to_string(Method method);

class SipText {
 public:
  // `hosts` must outlive the texts.
  SipText(const Hosts& hosts, const TextStyle& style);

  // Lifetime: until the next call.
  [[nodiscard]] std::string_view write(const Call& call, const Step& step);

 private:
  void put_start_line(const Call& call, const Step& step);
  void put_vias(const Call& call, const Step& step);
  void put_from_and_to(const Call& call, const Step& step);
  void put_call_id(const Call& call);
  void put_contact(const Call& call, const Step& step);
  void put_capabilities(const Step& step);
  void put_request_fields(const Call& call, const Step& step);
  void put_response_fields(const Call& call, const Step& step);
  void put_credentials(const Call& call, const Step& step);
  void put_body(const Call& call, const Step& step);

  void put_party(const Call& call, Side side, std::uint32_t to_tag);
  void put_user(const Call& call, Side side);
  // A name of `digits` hexadecimal digits, or one alike.
  void put_id(const Call& call, std::uint32_t number, unsigned digits);

  const Hosts& hosts_;
  TextStyle style_;
  std::string padding_;
  TextBuffer text_;
  TextBuffer sdp_;
};

}  // namespace siptriage::bench
