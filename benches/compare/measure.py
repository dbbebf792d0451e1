"""What a run of a program costs: CPU time of all its processes, time by the clock, memory at its peak."""

import os
import statistics
import subprocess
import time
from pathlib import Path

# The texts are UTF-8: what counts words or folds case must know it.
ENVIRONMENT = os.environ | {"LC_ALL": "C.UTF-8"}


class Failed(Exception):
    pass


def start(command):
    """Starts a program, or a pipeline given as one string, that reads and shows nothing."""
    shell = isinstance(command, str)
    null = subprocess.DEVNULL
    return subprocess.Popen(command, shell=shell, stdin=null, stdout=null, stderr=null, env=ENVIRONMENT)


def finish(command, process):
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Failed(f"exit code {process.returncode} of {str(command)[:200]}")
    return usage


def cpu(command):
    """Seconds of CPU, user and system, of a program and all it waits for."""
    usage = finish(command, start(command))
    return usage.ru_utime + usage.ru_stime


def wall(command):
    """Seconds by the clock."""
    began = time.perf_counter()
    finish(command, start(command))
    return time.perf_counter() - began


def peak(command):
    """Bytes of memory at the peak, as the system counts them until a hundredth of a second before the end. (What a
    parent is told of its child's peak counts the parent's own pages.)"""
    process = start(command)
    status = Path(f"/proc/{process.pid}/status")
    highest = 0
    while True:
        ended = os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                highest = max(highest, int(line.split()[1]) * 1024)
        if ended:
            finish(command, process)
            return highest
        time.sleep(0.005)


class Pairs:
    """Costs of two commands, run in turns after one turn that does not count."""

    def __init__(self, rounds, ours, theirs, cost=cpu):
        cost(ours), cost(theirs)
        turns = [(cost(ours), cost(theirs)) for _ in range(rounds)]
        self.ours = statistics.median(turn[0] for turn in turns)
        self.theirs = statistics.median(turn[1] for turn in turns)
        self.ratios = [ours / theirs for ours, theirs in turns if theirs > 0]

    def over(self, factor=1.0):
        """Ours over theirs: the median of the turns, the least and the most, each times a factor."""
        return Spread([ratio * factor for ratio in self.ratios])

    def under(self, factor=1.0):
        """Theirs over ours."""
        return Spread([factor / ratio for ratio in self.ratios])


class Spread:
    def __init__(self, values):
        self.values = values

    def __str__(self):
        digits = 0 if min(self.values) >= 20 else 2
        least, most = min(self.values), max(self.values)
        return f"**{statistics.median(self.values):.{digits}f}** ({least:.{digits}f} to {most:.{digits}f})"

    def median(self):
        return statistics.median(self.values)
