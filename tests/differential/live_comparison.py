"""What siptriage counts in a capture, beside what the programs counted that
sent the messages: rows of (what, their number, our number, who they are)."""

import re
import subprocess
from collections import Counter

import siptriage_view


def sipp_sent(sipp):
    """(messages on the wire, of them sent again), by method or status code.

    A column a message of the scenario: Sent once a call, Retrans more often,
    and Lost what SIPp was told to lose instead of sending it.
    """
    on_wire = Counter()
    again = Counter()
    row = sipp.last_row("*_counts.csv")
    for column in row:
        match = re.fullmatch(r"(\d+)_(\w+)_Sent", column)
        if not match:
            continue
        prefix = column[:-len("Sent")]
        sent = int(row[column])
        seen = (sent + int(row.get(prefix + "Retrans", 0))
                - int(row.get(prefix + "Lost", 0)))
        on_wire[match.group(2)] += seen
        again[match.group(2)] += seen - sent
    return on_wire, again


def name_of(message):
    return message.method or str(message.status)


def message_rows(messages, sipps, who="SIPp"):
    """Every message that one of `sipps` sent, and what was sent again."""
    on_wire, again = Counter(), Counter()
    for sipp in sipps:
        counts = sipp_sent(sipp)
        on_wire.update(counts[0])
        again.update(counts[1])
    ours = Counter(map(name_of, messages))
    ours_again = sum(message.repetition == "retransmission"
                     for message in messages)
    rows = [(f"messages {name}", on_wire[name], ours[name], who)
            for name in sorted(set(on_wire) | set(ours))]
    rows.append(("messages in all", sum(on_wire.values()), len(messages), who))
    rows.append(("retransmissions", sum(again.values()), ours_again, who))
    return rows


def call_rows(analysis, outcome, client, kind="call", failed=0):
    """How many calls there were, and how they ended."""
    statistics = client.last_row("stat.csv")
    calls = [call for call in analysis["calls"] if call["kind"] == kind]
    ended = Counter(call["outcome"] for call in calls)
    return [
        (f"{kind}s", int(statistics["TotalCallCreated"]), len(calls), "SIPp"),
        (f"{kind}s {outcome}", int(statistics["SuccessfulCall(C)"]),
         ended[outcome], "SIPp"),
        (f"{kind}s that the scenario did not expect",
         int(statistics["FailedCall(C)"]), len(calls) - ended[outcome],
         "SIPp"),
        (f"{kind}s in failure groups", failed,
         sum(group["count"] for group in analysis["failures"]
             if group["kind"] == kind), "scenario"),
    ]


def expectations(sipps, client, outcome, more=0):
    """SIPp's own numbers as a file of expectations; `more` calls than it made."""
    statistics = client.last_row("stat.csv")
    on_wire, again = Counter(), Counter()
    for sipp in sipps:
        counts = sipp_sent(sipp)
        on_wire.update(counts[0])
        again.update(counts[1])
    wanted = [("calls", "kind == call",
               f"count = {int(statistics['TotalCallCreated']) + more}"),
              ("calls", f'kind == call and outcome == "{outcome}"',
               f"count = {statistics['SuccessfulCall(C)']}"),
              ("calls", f'kind == call and outcome != "{outcome}"',
               f"may_be_empty = true\ncount = {statistics['FailedCall(C)']}"),
              ("messages", "method != \"\"",
               f"retransmissions = {sum(again.values())}")]
    for name, count in sorted(on_wire.items()):
        where = f"status == {name}" if name.isdigit() else (
            f"method == {name} and request")
        wanted.append(("messages", where, f"count = {count}"))
    return "".join(f"[[expect]]\nover = \"{over}\"\nwhere = '{where}'\n{what}\n\n"
                   for over, where, what in wanted)


def check_rows(program, capture, sipps, client, outcome):
    """The verdict of siptriage check on SIPp's numbers, and on wrong ones."""
    rows = []
    for more, status in ((0, 0), (1, 1)):
        path = f"{capture}.{more}.toml"
        with open(path, "w") as file:
            file.write(expectations(sipps, client, outcome, more))
        done = subprocess.run([program, "check", capture, "--expect", path],
                              capture_output=True, text=True, timeout=60)
        what = "a call too many" if more else "their numbers"
        rows.append((f"check of {what}: exit status", status, done.returncode,
                     "SIPp"))
        if done.returncode != status:
            print(done.stdout + done.stderr)
    return rows


def kamailio_statistics(socket):
    done = subprocess.run(["kamcmd", "-s", "unix:" + socket,
                           "stats.get_statistics", "all"],
                          capture_output=True, text=True, timeout=10)
    return {name: int(value) for name, value in
            re.findall(r"(\w+:[\w-]+) = (\d+)", done.stdout)}


def kamailio_rows(messages, analysis, statistics, proxy):
    """The proxy's own counters, against messages to it and from it."""
    to_proxy = [one for one in messages if one.destination == proxy]
    from_proxy = [one for one in messages if one.source == proxy]
    rows = []

    def row(names, ours):
        theirs = sum(statistics[name] for name in names.split(" + "))
        rows.append((names, theirs, ours, "kamailio"))

    # The sl module takes the ACKs of its own replies aside before requests are
    # counted, and counts them itself.
    row("core:rcv_requests + sl:received_ACKs",
        sum(one.is_request() for one in to_proxy))
    row("core:rcv_requests_ack + sl:received_ACKs",
        sum(one.method == "ACK" for one in to_proxy))
    for method in ("INVITE", "BYE", "REGISTER"):
        row(f"core:rcv_requests_{method.lower()}",
            sum(one.method == method for one in to_proxy))
    row("core:rcv_replies", sum(not one.is_request() for one in to_proxy))
    for hundreds in (1, 2, 3, 4, 5, 6):
        row(f"core:rcv_replies_{hundreds}xx",
            sum(one.status // 100 == hundreds for one in to_proxy))
    for code in (401, 404, 407, 483):
        row(f"sl:{code}_replies",
            sum(one.status == code for one in from_proxy))
    row("sl:sent_replies + tmx:rpl_sent",
        sum(not one.is_request() for one in from_proxy))
    row("core:fwd_requests + tmx:UAS_transactions",
        sum(one.is_request() for one in from_proxy) - hop_acks(from_proxy))
    row("registrar:accepted_regs",
        sum(one.status == 200 and one.cseq_method == "REGISTER"
            for one in from_proxy))
    registered = {call["from"] for call in analysis["calls"]
                  if call["kind"] == "registration"
                  and call["outcome"] == "succeeded"}
    row("usrloc:registered_users", len(registered))
    return rows


def hop_acks(from_proxy):
    """ACKs of a failed INVITE, which the proxy makes itself (17.1.1.3)."""
    branches = {one.branch for one in from_proxy if one.method == "INVITE"}
    return sum(one.method == "ACK" and one.branch in branches
               for one in from_proxy)


def read(program, capture):
    return (siptriage_view.view(program, capture),
            siptriage_view.analysis(program, capture))


def print_rows(title, rows, explained):
    """Whether all agree, or are known to differ by `explained`."""
    print(f"\n{title}")
    print(f"  {'':<42} {'theirs':>8} {'ours':>8}")
    fine = True
    for what, theirs, ours, who in rows:
        note = ""
        if theirs != ours:
            reason = explained.get((title, what))
            note = f"  explained: {reason}" if reason else "  DIFFERS"
            fine = fine and reason is not None
        print(f"  {what:<42} {theirs:>8} {ours:>8}  {who}{note}")
    return fine
