"""The programs of a live comparison: tcpdump, SIPp, kamailio.

All stay on loopback, write into one folder, and are ended with it:

    with Programs(folder) as programs:
        capture = programs.capture("calls.pcap", ports)
        programs.start("server", ["sipp", ...])
"""

import glob
import os
import re
import signal
import subprocess
import time


class Failed(Exception):
    """A program did not do what it was started for."""


class NotAllowed(Failed):
    """Nobody may capture here."""


class Programs:
    def __init__(self, folder):
        self.folder = folder
        self.running = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.running):
            if process.poll() is None:
                # A group of its own: kamailio has children.
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def start(self, name, command):
        """Starts `command` in a folder of its own; what it says goes there."""
        home = self.path(name)
        os.makedirs(home, exist_ok=True)
        with open(os.path.join(home, "said"), "wb") as said:
            process = subprocess.Popen(command, cwd=home, stdout=said,
                                       stderr=said, stdin=subprocess.DEVNULL,
                                       start_new_session=True)
        self.running.append(process)
        return process

    def said(self, name):
        with open(self.path(name, "said"), errors="replace") as file:
            return file.read()

    def wait_until(self, name, process, condition, seconds=15):
        end = time.monotonic() + seconds
        while not condition():
            if process.poll() is not None or time.monotonic() > end:
                raise Failed(f"{name} did not start: {self.said(name)[-500:]}")
            time.sleep(0.05)


class Capture:
    """tcpdump on loopback, for `ports`."""

    def __init__(self, programs, name, ports):
        self.programs = programs
        self.name = "tcpdump-" + name
        self.path = programs.path(name)
        ports = " or ".join(f"port {port}" for port in ports)
        command = ["tcpdump", "-i", "lo", "-n", "-U", "-s", "0",
                   "--immediate-mode", "-B", "16384",
                   "-w", self.path]
        if os.geteuid() == 0:
            command += ["-Z", "root"]  # or it could not write to our folder
        self.process = programs.start(self.name, command + [ports])
        try:
            programs.wait_until(
                self.name, self.process,
                lambda: "listening on" in programs.said(self.name))
        except Failed as failed:
            raise NotAllowed(str(failed)) from None

    def stop(self):
        time.sleep(0.5)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        dropped = re.search(r"(\d+) packets dropped by kernel",
                            self.programs.said(self.name))
        if dropped is None or int(dropped.group(1)) != 0:
            raise Failed("tcpdump lost packets: "
                         + self.programs.said(self.name)[-200:])


class Sipp:
    """One SIPp; what it counted, once it has ended."""

    def __init__(self, programs, name, scenario, port, transport, extra):
        self.programs = programs
        self.name = name
        self.process = programs.start(name, [
            "sipp", "-sf", scenario, "-i", "127.0.0.1", "-ci", "127.0.0.1",
            "-p", str(port), "-t", {"udp": "u1", "tcp": "t1"}[transport],
            "-trace_counts", "-trace_stat", "-stf", "stat.csv", "-fd", "1",
            "-trace_err", "-nostdin"] + extra)

    def wait(self, seconds):
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise Failed(f"{self.name} did not end") from None
        if status not in (0, 1):  # 1: a call failed, which is compared
            raise Failed(f"{self.name} ended with status {status}: "
                         f"{self.programs.said(self.name)[-500:]}")

    def stop(self):
        """Ends a server: it waits for its calls."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGUSR1)
        self.process.wait(45)

    def last_row(self, pattern):
        """{column: text} of the last line of a table that SIPp wrote."""
        [path] = glob.glob(self.programs.path(self.name, pattern))
        with open(path) as file:
            lines = [line.rstrip("\n;").split(";") for line in file]
        return dict(zip(lines[0], lines[-1]))


def is_listening(port, transport):
    """Whether a socket of this machine has that port on 127.0.0.1."""
    wanted = f"0100007F:{port:04X}"
    with open(f"/proc/net/{transport}") as table:
        return any(line.split()[1] == wanted for line in table)
