"""Message: what is compared of one SIP message, whoever found it."""

import hashlib
from dataclasses import dataclass, field


@dataclass
class Message:
    frame: int
    start_line: bytes
    method: str = ""  # of a request
    status: int = 0  # of a response
    call_id: bytes = b""
    cseq_number: int = 0
    cseq_method: str = ""
    body: bytes = b""
    source: str = ""
    destination: str = ""
    transport: str = ""
    repetition: str = ""  # siptriage: none, retransmission, duplicate, ...
    branch: str = ""
    resent: bool = False  # tshark: sip.resend
    resend_of: int = 0  # tshark: the frame that it takes for the original
    quoted: bool = field(default=False)  # inside an ICMP error

    def is_request(self):
        return self.status == 0

    def is_final(self):
        return self.status >= 200

    def cseq(self):
        return (self.cseq_number, self.cseq_method)

    def body_digest(self):
        return hashlib.sha256(self.body).hexdigest()[:16]
