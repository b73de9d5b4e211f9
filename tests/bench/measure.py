"""Measures what a command costs: time, processor time, memory.

    cost = measure.run(['siptriage', 'trace.pcap'])
    print(cost.wall, cost.anonymous)

Wall time is from start to end of the process; processor time (user and system,
all threads) is what wait4(2) tells. Memory is read from /proc/PID/status every
SAMPLE_SECONDS, so that a peak in the last moment or, for anonymous memory, one
that is shorter than that may be missed:

- resident: VmHWM. Includes the pages of a mapped file, which the kernel may
  take back at any time. (ru_maxrss would never be less than what this Python
  had when it forked.)
- anonymous: the peak of RssAnon, which is what a program holds for itself.
"""
import dataclasses
import hashlib
import os
import signal
import statistics
import subprocess
import threading
import time

SAMPLE_SECONDS = 0.01
TIME_LIMIT_SECONDS = 200
MIB = 1 << 20


class Failure(Exception):
    """A command that does not do what it should."""


@dataclasses.dataclass
class Cost:
    wall: float       # seconds
    cpu: float        # seconds
    resident: int     # octets
    anonymous: int    # octets
    timed_out: bool = False


def median(costs):
    """The median of each, over several runs of one command."""
    return Cost(*(statistics.median(getattr(cost, field.name) for cost in costs)
                  for field in dataclasses.fields(Cost)[:4]),
                timed_out=any(cost.timed_out for cost in costs))


class _MemorySampler(threading.Thread):
    """Looks at the memory of a process until told to stop."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.resident = 0
        self.anonymous = 0
        self._path = f'/proc/{pid}/status'
        self._stop_now = threading.Event()

    def run(self):
        while True:
            self._sample()
            if self._stop_now.wait(SAMPLE_SECONDS):
                return

    def stop(self):
        self._stop_now.set()
        self.join()

    def _sample(self):
        try:
            with open(self._path, encoding='ascii', errors='replace') as file:
                status = dict(line.split(':', 1) for line in file)
        except OSError:
            return  # it has ended
        # A process that has ended but was not waited for has no memory.
        if 'VmHWM' in status:
            self.resident = int(status['VmHWM'].split()[0]) << 10
            self.anonymous = max(self.anonymous,
                                 int(status['RssAnon'].split()[0]) << 10)


def run(command, time_limit=TIME_LIMIT_SECONDS):
    """Runs `command` with its output thrown away. Failure unless it ends with
    status 0; past `time_limit` seconds it is ended, and the cost says so."""
    start = time.monotonic()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE) as process:
        sampler = _MemorySampler(process.pid)
        sampler.start()
        timed_out = threading.Event()

        def end_it():
            timed_out.set()
            os.kill(process.pid, signal.SIGKILL)

        timer = threading.Timer(time_limit, end_it)
        timer.start()
        complaint = process.stderr.read()  # to the end of the process
        # wait4 alone tells the usage of this one child.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        sampler.stop()
    if process.returncode != 0 and not timed_out.is_set():
        raise Failure(f'{" ".join(command)} ended with {process.returncode}: '
                      f'{complaint.decode(errors="replace")[-500:]}')
    return Cost(wall, usage.ru_utime + usage.ru_stime, sampler.resident,
                sampler.anonymous, timed_out.is_set())


def digest(command):
    """A checksum of what `command` prints, however much that is."""
    checksum = hashlib.sha256()
    with subprocess.Popen(command, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:
        while octets := process.stdout.read(MIB):
            checksum.update(octets)
    if process.returncode != 0:
        raise Failure(f'{" ".join(command)} ended with {process.returncode}')
    return checksum.hexdigest()


def rounds(commands, count, say=lambda text: None):
    """Runs each of `commands`, a dict by name, `count` times in turn: A B C,
    A B C, so that what disturbs the machine for a while disturbs all. Gives
    the medians by name. One that runs out of time is not run again."""
    costs = {name: [] for name in commands}
    for number in range(count):
        for name, command in commands.items():
            if costs[name] and costs[name][-1].timed_out:
                continue
            say(f'round {number + 1} of {count}: {name}')
            costs[name].append(run(command))
    return {name: median(of_one) for name, of_one in costs.items()}
