#pragma once
// CallScript: the messages of one way that a call can go, seen from the side;
// who sends what, after which pause. Texts and addresses are put in later
// (sip_text.h), so that one script serves any number of calls.
//
//     CallScript busy =
//         ScriptBuilder().invite().reply(100).reply(486).ack().done();

#include <cstdint>
#include <vector>

#include "bench/make_capture/capture_file.h"

namespace siptriage::bench {

enum class Method : std::uint8_t {
  Invite,
  Ack,
  Bye,
  Cancel,
  Register,
  Options,
  Info,
  Update,
  Count,
};

enum class Side : std::uint8_t { Caller, Callee };

// How long a sender waits before a message.
struct Pause {
  Time least{};
  Time most{};
};

inline constexpr Pause kNetwork{Time(1000), Time(15'000)};
inline constexpr Pause kRouting{Time(20'000), Time(150'000)};
inline constexpr Pause kRinging{Time(200'000), Time(1'600'000)};
inline constexpr Pause kTalk{Time(500'000), Time(3'500'000)};
inline constexpr Time kT1{500'000};  // RFC 3261 17.1.1.1

struct Step {
  Pause pause;
  Method method = Method::Invite;  // of the response: that of its CSeq
  std::uint16_t code = 0;          // 0: a request
  Side requester = Side::Caller;
  std::uint32_t branch = 0;  // number of the transaction, CANCEL and ACK to a
                             // failure having that of their INVITE
  std::uint32_t cseq = 1;
  std::uint16_t to_tag = 0;  // 0: none; else which of the callee's tags
  std::uint16_t leg = 0;     // 0: between caller and callee; else from the
                             // callee, a proxy, to the host of that number
  bool has_sdp = false;
  bool in_dialog = false;
  bool authorized = false;

  [[nodiscard]] bool is_request() const { return code == 0; }
};

struct CallScript {
  std::vector<Step> steps;
  // The steps [cycle_begin, cycle_end) come `cycles` times, with new branches
  // and CSeq numbers each time.
  std::uint32_t cycle_begin = 0;
  std::uint32_t cycle_end = 0;
  std::uint32_t cycles = 1;
  std::uint32_t cycle_branches = 0;
  std::uint32_t cycle_cseqs = 0;
  bool only_from_clients = false;

  [[nodiscard]] std::uint32_t messages() const {
    return static_cast<std::uint32_t>(steps.size()) +
           (cycles - 1) * (cycle_end - cycle_begin);
  }
  // `number` below messages().
  [[nodiscard]] Step step(std::uint32_t number) const;
};

class ScriptBuilder {
 public:
  // Requests of new transactions.
  ScriptBuilder& invite();
  ScriptBuilder& request(Method method, Pause pause = kNetwork);
  ScriptBuilder& bye(Side by);
  // To the request before.
  ScriptBuilder& reply(std::uint16_t code, Pause pause = kNetwork);
  ScriptBuilder& cancel(Pause pause);
  ScriptBuilder& reply_to_invite(std::uint16_t code);
  ScriptBuilder& ack();
  // The message before once more.
  ScriptBuilder& again(Time after);
  // Requests from here on have credentials.
  ScriptBuilder& authorize();
  // Messages in between come `cycles` times.
  ScriptBuilder& begin_cycle();
  ScriptBuilder& end_cycle(std::uint32_t cycles);
  ScriptBuilder& only_from_clients();

  [[nodiscard]] CallScript done() const { return script_; }

 private:
  Step next_transaction(Method method, Pause pause);
  ScriptBuilder& add(const Step& step);

  CallScript script_;
  Step last_request_;
  Step invite_;
  std::uint16_t invite_code_ = 0;
  std::uint32_t branches_ = 0;
  std::uint32_t cseqs_ = 0;
  std::uint32_t branches_before_cycle_ = 0;
  std::uint32_t cseqs_before_cycle_ = 0;
  bool authorized_ = false;
  bool dialog_ = false;
};

}  // namespace siptriage::bench
