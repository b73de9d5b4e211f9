#include "siptriage/correlate/trace.h"

#include "siptriage/sip/parse.h"

namespace siptriage {

bool Trace::parse(MessageId id, sip::Message& message) const {
  return sip::parse_message(messages_[id.index()].octets,
                            sip::Framing::Datagram,
                            message) == sip::ParseStatus::Complete;
}

}  // namespace siptriage
