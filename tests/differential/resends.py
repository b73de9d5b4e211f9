"""Retransmissions, as tshark defines them and as siptriage does.

tshark (`sip.resend`) keeps, for each Call-ID and each direction between two
endpoints, the last CSeq number with its method, and whether a request, a
provisional or a final response was the last thing seen. It calls resent:
  - a request other than ACK and CANCEL, when a request of the same CSeq was the
    last thing seen in that direction;
  - a final response, when a final response of the same CSeq and status code was.
Over UDP only; what comes without CSeq, or is quoted in an ICMP error, is none.

siptriage calls a message a retransmission that its transaction (RFC 3261
17.1.3, 17.2.3) already has from the same hop, unless it is the same packet
captured twice.
"""

from collections import Counter

from message import Message

_CALL_ID_OCTETS = 127  # tshark compares no more


def by_tshark_definition(messages):
    """Those of `messages` that tshark would call resent, by identity."""
    last_seen = {}
    resent = set()
    for message in messages:
        if message.transport != "udp" or not message.cseq_method:
            continue
        key = (message.call_id[:_CALL_ID_OCTETS], message.source,
               message.destination)
        cseq, state = last_seen.get(key, (None, None))
        if cseq is None or cseq[0] != message.cseq_number:
            cseq, state = message.cseq(), None
        if _repeats(message, cseq, state):
            resent.add(id(message))
        last_seen[key] = (cseq, _state_after(message, state))
    return resent


def _repeats(message, cseq, state):
    if state is None or cseq[1] != message.cseq_method:
        return False
    if message.is_request():
        return state[0] == "request" and message.cseq_method not in ("ACK",
                                                                    "CANCEL")
    return message.is_final() and state == ("final", message.status)


def _state_after(message, state):
    if message.is_request():
        return ("request", 0)
    return ("final", message.status) if message.is_final() else ("early", 0)


# Why one of the two calls a message sent again and the other does not. In this
# order: the first that fits is the reason.
REASONS = {
    "captured-twice": "tshark counts a packet that the capture holds twice as "
                      "sent twice; siptriage calls it a duplicate",
    "other-point": "tshark looks at addresses alone; siptriage sees the same "
                   "message at another point of its way",
    "other-transaction": "the same CSeq with another branch, or an answer to "
                         "another fork: a transaction of its own (17.1.3)",
    "not-udp": "tshark looks at UDP alone",
    "ack-or-cancel": "tshark never calls ACK and CANCEL resent",
    "provisional": "tshark never calls a provisional response resent",
    "later-cseq": "tshark keeps the last CSeq of a direction only, and what "
                  "was sent before it is forgotten",
}


def why_they_differ(ours, theirs):
    """Counter of reasons; None for messages that no reason explains."""
    by_definition = by_tshark_definition(ours)
    first_branch = {}
    for message in ours:
        first_branch.setdefault(message.frame, message.branch)
    reasons = Counter()
    for mine, other in pair(ours, theirs):
        if (mine.repetition == "retransmission") != other.resent:
            reasons[_reason(mine, other, by_definition, first_branch)] += 1
    return reasons


def pair(ours, theirs):
    """The messages that both see: same frame, Call-ID, CSeq, start line."""
    waiting = {}
    for message in theirs:
        waiting.setdefault(key_of(message), []).append(message)
    for message in ours:
        others = waiting.get(key_of(message))
        if others:
            yield message, others.pop(0)


def key_of(message: Message):
    return (message.frame, message.call_id, message.cseq(), message.start_line)


def _reason(mine, other, by_definition, first_branch):
    if other.resent:
        if mine.repetition == "duplicate":
            return "captured-twice"
        if mine.repetition == "other-point":
            return "other-point"
        if first_branch.get(other.resend_of) != mine.branch:
            return "other-transaction"
        return None
    if mine.transport != "udp":
        return "not-udp"
    if mine.cseq_method in ("ACK", "CANCEL") and mine.is_request():
        return "ack-or-cancel"
    if not mine.is_request() and not mine.is_final():
        return "provisional"
    return "later-cseq" if id(mine) not in by_definition else None
