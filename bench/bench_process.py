"""Running one program at a time, measured: CPU and wall seconds, peak memory, a time limit; and what machine this is."""
import os
import platform
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections import namedtuple
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# code is None when a time limit ended it. peak_mib is never below this script's own, which the system counts in.
Outcome = namedtuple("Outcome", "code out err cpu_s wall_s peak_mib")


def _limits(cpu_limit_s, most_bytes):
    def set_them():
        if cpu_limit_s:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit_s, cpu_limit_s))
        if most_bytes:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    return set_them


def _end(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def run(command, *, limit_s=3600, cpu_limit_s=None, most_bytes=None):
    """Runs a command to its end or a limit; a file that grows beyond most_bytes is a write error to the program,
    since Python's children are deaf to that signal as Python is."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        process = subprocess.Popen([str(c) for c in command], stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                   start_new_session=True, restore_signals=False, preexec_fn=_limits(cpu_limit_s, most_bytes),
                                   env={**os.environ, "OMP_WAIT_POLICY": "passive"})
        over = threading.Event()
        timer = threading.Timer(limit_s, lambda: (over.set(), _end(process.pid)))
        timer.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            _end(process.pid)
            raise
        finally:
            timer.cancel()
        wall = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0), err.seek(0)
        if cpu_limit_s and process.returncode < 0 and usage.ru_utime + usage.ru_stime > 0.9 * cpu_limit_s:
            over.set()                      # the kernel's own count of these seconds is coarser, and ends it a little early
        return Outcome(None if over.is_set() else process.returncode, out.read().decode(errors="replace"),
                       err.read().decode(errors="replace"), usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def machine():
    """The processor, its cores and the memory: enough to judge a time, nothing that names a host."""
    model = next((l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo", encoding="utf-8") if l.startswith("model name")),
                 platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2 ** 30
    return f"{model}, {os.cpu_count()} cores, {memory:.0f} GiB"


def commit():
    """The commit that is checked out, with a + when files differ from it."""
    def git(*words):
        return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False).stdout.strip()
    changed = git("status", "--porcelain", "--untracked-files=no", "--", ":!bench/results", ":!bench/pictures", ":!*.md")
    return (git("rev-parse", "--short=10", "HEAD") or "unknown") + ("+" if changed else "")
