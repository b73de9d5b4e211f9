"""What two views of one capture have in common, field by field.

Each field is a pair of short texts, tshark's and siptriage's, that are equal
where the two agree. Of what is compared as a whole (Call-IDs, bodies, ...) the
text has the number and a digest.
"""

import hashlib
from collections import Counter

import resends

FIELDS = ["messages", "methods", "status codes", "Call-IDs", "CSeqs",
          "start lines", "bodies", "resends", "retransmissions"]


def compare(theirs, ours):
    """{field: (tshark's text, siptriage's text)}; and the reasons why a count
    of retransmissions differs, as {reason: messages}."""
    reasons = resends.why_they_differ(ours, theirs)
    fields = {}
    for name, side in (("tshark", theirs), ("siptriage", ours)):
        for field, text in _describe(side).items():
            fields[field] = fields.get(field, ()) + (text,)
    resent = sum(message.resent for message in theirs)
    by_definition = resends.by_tshark_definition(ours)
    again = sum(message.repetition == "retransmission" for message in ours)
    fields["resends"] = (str(resent), str(len(by_definition)))
    fields["retransmissions"] = (str(resent), str(again))
    return fields, reasons


def differs(field, texts, reasons):
    """Retransmissions that the definitions tell apart, every one for a known
    reason, are no difference."""
    if field == "retransmissions" and texts[0] != texts[1]:
        return not reasons or None in reasons
    return texts[0] != texts[1]


def _describe(messages):
    bodies = [(message.frame, len(message.body), message.body_digest())
              for message in messages if message.body]
    octets = sum(len(message.body) for message in messages)
    return {
        "messages": str(len(messages)),
        "methods": _counts(message.method for message in messages
                           if message.is_request()),
        "status codes": _counts(message.status for message in messages
                                if not message.is_request()),
        "Call-IDs": _digest(sorted({message.call_id for message in messages
                                    if message.call_id})),
        "CSeqs": _digest(sorted(message.cseq() for message in messages)),
        "start lines": _digest(sorted(map(repr, map(resends.key_of,
                                                    messages)))),
        "bodies": f"{_digest(sorted(bodies))} {octets} octets",
    }


def _counts(values):
    counts = Counter(map(str, values))
    return " ".join(f"{value}:{counts[value]}" for value in sorted(counts))


def _digest(values):
    digest = hashlib.sha256(repr(values).encode()).hexdigest()[:8]
    return f"{len(values)} #{digest}"
