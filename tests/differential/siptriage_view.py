"""The SIP messages that siptriage sees in a capture, and what it counts."""

import base64
import json
import subprocess

from message import Message


class Failed(Exception):
    """siptriage ended in a way that no capture should make it end."""


def _run(program, arguments):
    done = subprocess.run([program] + arguments, capture_output=True,
                          timeout=600)
    # 3: not a capture, or no SIP in it.
    if done.returncode not in (0, 3):
        raise Failed(f"{program} {' '.join(arguments)}: exit status "
                     f"{done.returncode}: {done.stderr[-200:]!r}")
    return done.stdout


def _wire(line, key):
    """Octets as they were on the wire."""
    if key + "_base64" in line:
        return base64.b64decode(line[key + "_base64"])
    return (line.get(key) or "").encode()


def _read_line(line):
    raw = base64.b64decode(line["raw"])
    octets = line["body_length"]
    return Message(
        frame=line["frame"],
        start_line=raw.splitlines()[0] if raw else b"",
        method=line.get("method", ""),
        status=line.get("status", 0),
        call_id=_wire(line, "call_id"),
        cseq_number=line["cseq"],
        cseq_method=line["cseq_method"] or "",
        body=raw[len(raw) - octets:],
        source=line["source"],
        destination=line["destination"],
        transport=line["transport"],
        repetition=line["repetition"],
        branch=line["branch"] or "",
    )


def view(program, capture):
    """What `messages` says, one by one."""
    text = _run(program, ["messages", "--ndjson", "--raw", capture])
    return [_read_line(json.loads(line)) for line in text.splitlines() if line]


def analysis(program, capture):
    """What the analysis says of all; nothing where there is no SIP."""
    text = _run(program, ["--json", capture])
    return json.loads(text) if text.strip() else {}
