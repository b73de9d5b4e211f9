"""The SIP messages that tshark sees in a capture.

Its JSON with raw octets has a `sip` layer a message; beside each field NAME
stands NAME_raw with the octets, from what tshark has put together of IP
fragments and TCP segments. Keys repeat (two messages in a frame are two `sip`),
so that objects are read as lists of pairs.
"""

import json
import subprocess

from message import Message

# SIP is looked for by its looks, on whatever port, as siptriage does; segments
# out of order are put in order.
PREFERENCES = [
    "udp.try_heuristic_first:TRUE",
    "tcp.try_heuristic_first:TRUE",
    "tcp.reassemble_out_of_order:TRUE",
    "tcp.desegment_tcp_streams:TRUE",
    "sip.desegment_headers:TRUE",
    "sip.desegment_body:TRUE",
    "ip.defragment:TRUE",
    "ipv6.defragment:TRUE",
]


def view(capture):
    command = ["tshark", "-n", "-r", capture, "-Y", "sip", "-T", "json", "-x"]
    command += ["-J", "frame sip icmp icmpv6"]
    for preference in PREFERENCES:
        command += ["-o", preference]
    done = subprocess.run(command, capture_output=True, timeout=600)
    text = done.stdout.decode("utf-8", "replace")
    return list(_read(text)) if text.strip() else []


def _read(text):
    for packet in json.loads(text, object_pairs_hook=list, strict=False):
        layers = dict(dict(packet)["_source"])["layers"]
        frame = int(_first(layers, "frame.number"))
        for layer, members in layers:
            if layer not in ("sip", "icmp", "icmpv6"):
                continue
            found = [members] if layer == "sip" else _all(members, "sip")
            for sip in found:
                message = _read_layer(sip, frame)
                if message:
                    message.quoted = layer != "sip"
                    yield message


def _is_object(value):
    return isinstance(value, list) and value and isinstance(value[0], tuple)


def _all(members, name):
    """Every value of that name, at any depth, in order."""
    for key, value in members:
        if key == name:
            yield value
        for part in value if isinstance(value, list) else ():
            if _is_object(part):
                yield from _all(part, name)
        if _is_object(value):
            yield from _all(value, name)


def _first(members, name, default=None):
    return next(_all(members, name), default)


def _octets(members, name):
    """NAME_raw is octets in hexadecimal, position, length, mask, type; a list
    of such where the field stands twice."""
    raw = _first(members, name + "_raw", [""])
    if isinstance(raw[0], list):
        raw = raw[0]
    return bytes.fromhex(raw[0])


def _read_layer(sip, frame):
    line = (_octets(sip, "sip.Request-Line") or
            _octets(sip, "sip.Status-Line"))
    if not line:
        return None
    return Message(
        frame=frame,
        start_line=line,
        method=_first(sip, "sip.Method", ""),
        status=int(_first(sip, "sip.Status-Code", 0)),
        # The field has the whole line: name, colon, value.
        call_id=_octets(sip, "sip.Call-ID").partition(b":")[2].strip(),
        cseq_number=int(_first(sip, "sip.CSeq.seq", 0)),
        cseq_method=_first(sip, "sip.CSeq.method", ""),
        body=_octets(sip, "sip.msg_body"),
        resent=_first(sip, "sip.resend") in ("1", "True", "true", True),
        resend_of=int(_first(sip, "sip.resend-original", 0)),
    )
