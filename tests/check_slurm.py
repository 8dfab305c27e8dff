#!/usr/bin/env python3
"""A night and studies on two machines come to the same end as on one, though a node is killed in the middle and a task by itself.

usage: check_slurm.py KERUEN CORRIDOR LARGER [--folder DIR]

Starts a private SLURM cluster of two nodes (cli/nightly/slurm/one-machine.sh; it needs slurmctld, slurmd, slurm-client and munge), plans a night with freight
and what-ifs, and submits its chunks as an array. While a node works at a chunk it is killed: its slurmd, its step and the task, kill -9; on the other one
a task is killed alone. SLURM runs both again. Then merge: `keruen ledger dump` and every byte in the spool are those of the one-machine night. LARGER is an
instance for what-ifs, and for a compare and a stress, that take long enough to be killed at: their folders and texts are those of one process.
"""
import argparse
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from check_nights_killed import FREIGHT, HEADER, LATER, NIGHTS, VOLATILE
from check_spool import run

HERE = pathlib.Path(__file__).resolve().parent.parent / 'cli' / 'nightly' / 'slurm'
WHAT_IFS = 4
STUDIES = {'compare': ('--plans', 'base,2026,2028'),
           'stress': ('--resources', 'AKTOGAY-DOSTYK,KHORGOS_GATEWAY,DOSTYK_RELOADING,AKTAU_PORT,ALTYNKOL_QUOTA,KURYK_PORT')}
SPLIT = {'stress': ('--per-chunk', '2')}
LIMIT_S = 240

faults = []


def expect(holds, what):
    if not holds: faults.append(what)


def until(holds, what, limit_s=LIMIT_S):
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        found = holds()
        if found: return found
        time.sleep(0.02)
    raise TimeoutError(f'{what}: not in {limit_s} s')


class Nights:
    """The same spool, for one machine and for two."""

    def __init__(self, keruen, corridor, larger, scratch):
        self.keruen, self.corridor, self.scratch = keruen, corridor, scratch
        self.template = scratch / 'template'
        self.template.mkdir()
        self.submit(FREIGHT, 'R1')
        first = self.nightly(self.template, date=NIGHTS[0])
        expect(first.returncode == 0, f'the first night: {first.stderr}')
        self.submit(LATER, 'R2')
        for i in range(WHAT_IFS):
            done = run(keruen, 'submit', self.template, 'ABC'[i % 3], larger if i else corridor, '--receipt', f'W{i}')
            expect(done.returncode == 0, f'a what-if is handed in: {done.stderr}')

    def submit(self, freight, number):
        for forwarder, text in freight.items():
            path = self.scratch / 'drop.csv'
            path.write_text(HEADER + text, encoding='utf-8')
            run(self.keruen, 'submit', self.template, forwarder, path, '--receipt', number)

    def nightly(self, spool, *verb, date=NIGHTS[1]):
        return run(self.keruen, 'nightly', *verb, spool, '--corridor', self.corridor, '--date', date, '--threads', '1')

    def all_of(self, spool):
        found = {str(p.relative_to(spool)): p.read_bytes() for p in spool.rglob('*') if p.is_file() and p.name not in VOLATILE}
        return found | {'': run(self.keruen, 'ledger', spool, 'dump').stdout}


def tasks_of(node, conf):
    """[(process, its parent)] of the programs that a node of our cluster runs, by their environment."""
    found = []
    for folder in pathlib.Path('/proc').glob('[0-9]*'):
        try:
            words = (folder / 'environ').read_bytes().split(b'\0')
            parent = int((folder / 'stat').read_text().rsplit(')', 1)[1].split()[1])
        except OSError: continue
        if f'SLURMD_NODENAME={node}'.encode() in words and f'SLURM_CONF={conf}'.encode() in words: found.append((int(folder.name), parent))
    return found


def mentions(folder):
    """Processes that have a folder on their command line or in their environment."""
    word, found = str(folder).encode(), []
    for process in pathlib.Path('/proc').glob('[0-9]*'):
        try: text = (process / 'cmdline').read_bytes() + (process / 'environ').read_bytes()
        except OSError: continue
        if word in text and int(process.name) != os.getpid(): found.append(int(process.name))
    return found


def name_of(process):
    try: return (pathlib.Path('/proc') / str(process) / 'comm').read_text().strip()
    except OSError: return ''


def cmdline(process):
    try: return (pathlib.Path('/proc') / str(process) / 'cmdline').read_bytes().split(b'\0')
    except OSError: return []


def send(process, number):
    try: os.kill(process, number)
    except ProcessLookupError: pass


def kill(process): send(process, signal.SIGKILL)


def is_held(process):
    """Stands still for sure: a signal is only on its way when kill() returns."""
    send(process, signal.SIGSTOP)
    while True:
        try: state = (pathlib.Path('/proc') / str(process) / 'stat').read_text().rsplit(')', 1)[1].split()[0]
        except OSError: return False
        if state in 'TtZX': return state in 'Tt'
        time.sleep(0.001)


class Cluster:
    def __init__(self, folder, program):
        self.folder, self.conf, self.program = folder, folder / 'slurm.conf', program.name[:15]  # as /proc tells it
        self.port = 20000 + os.getpid() % 20000
        self.env = os.environ | {'SLURM_CONF': str(self.conf)}

    def __enter__(self):
        try: subprocess.run([HERE / 'one-machine.sh', 'start', self.folder, str(self.port)], check=True, timeout=LIMIT_S)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.conf.exists(): self.run('scancel', '--user', str(os.getuid()), '--signal=KILL', '--full')
        for node in ('node1', 'node2'):
            for task in (t for pair in tasks_of(node, self.conf) for t in pair if t > 1 and name_of(t) != 'slurmd'): kill(task)
        subprocess.run([HERE / 'one-machine.sh', 'stop', self.folder], timeout=LIMIT_S)
        time.sleep(0.5)
        left = [name_of(process) for process in mentions(self.folder)]
        expect(not left, f'still running after the end: {left}')

    def run(self, *words, env=None):
        return subprocess.run(list(map(str, words)), capture_output=True, text=True, timeout=LIMIT_S, env=self.env | (env or {}))

    def start_node(self, node):
        done = self.run('slurmd', '-N', node)
        expect(done.returncode == 0, f'{node} is started again: {done.stderr}')

    def kill_task(self, node):
        """The program alone, as a lack of memory does."""
        for task, _ in tasks_of(node, self.conf):
            if name_of(task) == self.program: kill(task)

    def kill_node(self, node):
        pid = self.folder / f'{node}.pid'
        kill(int(pid.read_text()))
        pid.unlink()
        tasks = tasks_of(node, self.conf)
        for _, parent in tasks:
            if name_of(parent).startswith('slurmstepd'): kill(parent)
        for task, _ in tasks: kill(task)

    def hold_at_work(self, node, command):
        """A task at that command is stopped, so that what kills it does not come after its end. @return whether there was one"""
        words = command.encode()
        return any(name_of(task) == self.program and words in cmdline(task) and is_held(task) for task, _ in tasks_of(node, self.conf))


def await_queue(cluster, job):
    """Until nothing of the array is left; a killed node is started again only then: the other one does its chunk."""
    until(lambda: not cluster.run('squeue', '-h', '-j', job).stdout.strip(), f'the array {job} ends')


def submit(nights, cluster, chunks, *words):
    """The chunks as an array. @return its job"""
    done = cluster.run('sbatch', '--parsable', f'--array={chunks.strip()}', f'--output={cluster.folder}/{words[0]}-%a.log', HERE / 'keruen-chunk.sbatch',
                       *words, env={'KERUEN': str(nights.keruen)})
    expect(done.returncode == 0, f'sbatch: {done.stderr}')
    return done.stdout.strip()


def fire(cluster, jobs, first, then):
    """A node is killed at work at one command, a task at another. Ends when the arrays do, and the node is there again."""
    until(lambda: cluster.hold_at_work('node2', first), 'node2 is at work')
    cluster.kill_node('node2')
    print(f'node2 is killed at work at {first}: slurmd, step and task', flush=True)
    until(lambda: cluster.hold_at_work('node1', then), 'node1 is at work')
    cluster.kill_task('node1')
    print(f'a task of node1 is killed at {then}', flush=True)
    begun = time.monotonic()
    for job in jobs: await_queue(cluster, job)
    print(f'all ended {time.monotonic() - begun:.0f} s later, on node1 alone', flush=True)
    expect(cluster.run('sinfo', '-h', '-n', 'node2', '-o', '%T').stdout.startswith('down'), 'node2 was never down')
    requeued = [line for line in (cluster.folder / 'slurmctld.log').read_text().splitlines() if 'requeue' in line.lower()]
    expect(any(f'JobId={job}_' in line for job in jobs for line in requeued), f'nothing of {jobs} was requeued: {requeued}')
    cluster.start_node('node2')
    until(lambda: cluster.run('sinfo', '-h', '-n', 'node2', '-o', '%T').stdout.startswith('idle'), 'node2 is idle again')


def night_under_fire(nights, cluster, spool):
    planned = nights.nightly(spool, 'plan')
    expect(planned.returncode == 0 and planned.stdout == f'0-{WHAT_IFS}\n', f'plan says {planned.stdout!r}: {planned.stderr}')
    early = nights.nightly(spool, 'merge')
    expect(early.returncode == 5 and 'no answer yet' in early.stderr, f'an early merge: exit {early.returncode}: {early.stderr}')
    again = nights.nightly(spool, 'plan')
    expect(again.stdout == planned.stdout, f'plan again says {again.stdout!r}')
    fire(cluster, [submit(nights, cluster, planned.stdout, 'nightly', 'run', spool, '--date', NIGHTS[1])], 'nightly', 'nightly')


def compare_parts(nights, scratch, command, instance, options):
    """merge ends as the one process does."""
    alone = run(nights.keruen, command, instance, *options, '-o', scratch / command)
    merged = run(nights.keruen, command, 'merge', scratch / f'{command}-parts')
    expect(merged.returncode == 0 and merged.stdout == alone.stdout, f'{command} merge: exit {merged.returncode}: {merged.stderr}')
    one, two = ({p.name: p.read_bytes() for p in folder.iterdir()} for folder in (scratch / command, scratch / f'{command}-parts' / 'result'))
    expect(one == two, f'{command}: these are other than in one process: {sorted(n for n in one.keys() | two.keys() if one.get(n) != two.get(n))}')
    print(f'{command}: {len(one)} files and the text: the same bytes', flush=True)


def studies_under_fire(nights, cluster, scratch, instance):
    jobs = []
    for command, options in STUDIES.items():
        parts = scratch / f'{command}-parts'
        planned = run(nights.keruen, command, 'plan', instance, *options, *SPLIT.get(command, ()), '-o', parts)
        expect(planned.returncode == 0, f'{command} plan: {planned.stderr}')
        jobs.append(submit(nights, cluster, planned.stdout, command, 'run', parts))
    fire(cluster, jobs, 'compare', 'stress')
    for command, options in STUDIES.items(): compare_parts(nights, scratch, command, instance, options)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen', type=pathlib.Path)
    parser.add_argument('corridor', type=pathlib.Path)
    parser.add_argument('larger', type=pathlib.Path)
    parser.add_argument('--folder', type=pathlib.Path, help='keep what was made here')
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the cluster ends all the same
    with tempfile.TemporaryDirectory(prefix='keruen-slurm-') as folder:
        scratch = args.folder or pathlib.Path(folder)
        scratch.mkdir(exist_ok=True)
        nights = Nights(args.keruen.resolve(), args.corridor.resolve(), args.larger.resolve(), scratch)
        one, two = shutil.copytree(nights.template, scratch / 'one'), shutil.copytree(nights.template, scratch / 'two')
        begun = time.monotonic()
        alone = nights.nightly(one)
        expect(alone.returncode == 0, f'the night on one machine: exit {alone.returncode}: {alone.stderr}')
        print(f'the night on one machine: {time.monotonic() - begun:.1f} s', flush=True)
        with Cluster(scratch / 'cluster', nights.keruen) as cluster:
            night_under_fire(nights, cluster, two)
            studies_under_fire(nights, cluster, scratch, args.larger.resolve())
        for what in ('merge', 'merge again'):
            merged = nights.nightly(two, 'merge')
            expect(merged.returncode == 0, f'{what}: exit {merged.returncode}: {merged.stderr}')
            wanted, found = nights.all_of(one), nights.all_of(two)
            other = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
            expect(not other, f'{what}: these are other than on one machine: {other[:8]}')
        states = [run(nights.keruen, 'status', two, f"W{i}@{'ABC'[i % 3]}").stdout.split()[1:2] for i in range(WHAT_IFS)]
        expect(states == [['done']] * WHAT_IFS, f'the what-ifs are {states}')
        print(f'{len(wanted)} files and the ledger dump: the same bytes')
    for fault in faults: print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
