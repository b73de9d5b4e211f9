#include "siptriage/correlate/trace.h"

#include "siptriage/sip/parse.h"

namespace siptriage {

MessageCounts Trace::counts() const {
  MessageCounter counter;
  for (const MessageRecord& record : messages_) counter.count(record);
  return counter.counts();
}

bool Trace::parse(MessageId id, sip::Message& message) const {
  message.set_limits(message_limits_);
  return sip::parse_message(messages_[id.index()].octets,
                            sip::Framing::Datagram,
                            message) == sip::ParseStatus::Complete;
}

}  // namespace siptriage
