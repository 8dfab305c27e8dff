#!/usr/bin/env python3
"""Every command without memory, and on a disk that fails: a clear end, nothing half-written, nothing left behind, nothing lost.

usage: check_faults.py memory KERUEN FAULTS_MEMORY CORRIDOR [--first N] [--every N] [--most N] [--only NAME,…]
       check_faults.py disk KERUEN FAULTS_DISK CORRIDOR [--every N] [--most N] [--only NAME,…]
       check_faults.py space KERUEN CORRIDOR [--step MB]

memory: the n-th allocation of each command is refused, n = first, first + every, …: it alone, then it and all after it. The command ends with
code 6 and a message, or with 0 and the answer that it gives undisturbed. FAULTS_MEMORY is the library of faults_memory.c, or `within`
where KERUEN is a program that refuses by itself (faults_within.c: with sanitizers, which then see what is lost).
disk: each write to a file is cut short, interrupted, or fails with a full or a broken disk. FAULTS_DISK is the program of faults_disk.c.
space: a limited address space, 64 MB to 1 GB, with one thread and two.
After each end the folders are as before or as after the undisturbed command, and no temporary file is left anywhere. A night may stop
between: run again, it comes to the end of the undisturbed one.
"""
import argparse
import collections
import os
import pathlib
import re
import resource
import shutil
import subprocess
import sys
import tempfile

LIMIT_S = 120
FINE, IO = 0, 6
NIGHT = '2025-06-30'
NEXT_NIGHT = '2025-07-01'
VOLATILE = {'heartbeat', 'metrics.prom', 'nightly.lock', 'ledger.db', 'ledger.db-wal', 'ledger.db-shm'}
HEADER = 'shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,splittable\n'
FREIGHT = 'O1,KARAGANDA,URUMQI,ores,500,2025-07-01,2025-07-04T12:00Z,1\n'
LATER = 'C1,ALMATY,BAKU,containers,72,2025-07-01,2025-07-06,1\n'
UPGRADES = 'upgrade_id,name,cost_musd,plan_id,requires,conflicts,source\nU1,hub,10,hub,,,\nU2,trains,5,trains,,,\n'
COMPARE = ('--plans', 'base,hub', '--demand', '1,1.5')
STRESS = ('--resources', 'FEEDER,AKTAU_PORT', '--per-chunk', '1')
COMMALAB = '3 3 2\n1 2 5 10\n2 3 1.5 -1\n1 3 9 4\n1 3 6\n2 3 0.5\n'
NET = ('<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 2\n<END OF METADATA>\n'
       '1 3 10.5 1 2.5 0.15 4 0 0 1 ;\n3 2 8 1 1 0.15 4 0 0 1 ;\n')
TRIPS = '<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 12\n<END OF METADATA>\nOrigin 1\n 2 : 12.0;\n'

Case = collections.namedtuple('Case', 'name words spool again out loose', defaults=(None, False, None, False))  # spool, out: what they begin as
Ended = collections.namedtuple('Ended', 'code out said')


class Rig:
    """A folder with all that the commands need, and one, `run`, that is made anew for each of them."""

    def __init__(self, keruen, corridor, scratch):
        self.keruen, self.scratch, self.run_in, self.tmp = keruen, scratch, scratch / 'run', scratch / 'tmp'
        self.corridor, self.result = scratch / 'corridor', scratch / 'result'
        self.dumps = {}
        self.tmp.mkdir()
        shutil.copytree(corridor, self.corridor)
        (self.corridor / 'upgrade.csv').write_text(UPGRADES, encoding='utf-8')
        with (self.corridor / 'plan.csv').open('a', encoding='utf-8') as plans: plans.write('trains,two trains a day over Altynkol,\n')
        with (self.corridor / 'capacity.csv').open('a', encoding='utf-8') as rows: rows.write('trains,ALTYNKOL_QUOTA,,,,2,made up\n')
        for name, text in (('commalab', COMMALAB), ('net', NET), ('trips', TRIPS), ('drop.csv', HEADER + FREIGHT), ('later.csv', HEADER + LATER)):
            (scratch / name).write_text(text, encoding='utf-8')
        self.must('solve', self.corridor, '-q', '-o', self.result)
        self.spools = {'empty': scratch / 'empty', 'handed in': scratch / 'handed in', 'promised': scratch / 'promised'}
        self.spools['empty'].mkdir()
        shutil.copytree(self.spools['empty'], self.spools['handed in'])
        self.must('submit', self.spools['handed in'], 'A', scratch / 'drop.csv', '--receipt', 'R1')
        shutil.copytree(self.spools['handed in'], self.spools['promised'])
        self.must('nightly', self.spools['promised'], '--corridor', self.corridor, '--date', NIGHT, '--threads', '1')
        self.must('submit', self.spools['promised'], 'A', scratch / 'later.csv', '--receipt', 'R2')
        self.prepare_chunks()

    def prepare_chunks(self):
        """Work laid out for many machines, and work that lacks nothing but to be merged."""
        for name, words in (('compare', COMPARE), ('stress', STRESS)):
            planned, done = self.scratch / f'{name} planned', self.scratch / f'{name} done'
            last = int(self.must(name, 'plan', self.corridor, *words, '-o', planned).split('-')[-1])
            shutil.copytree(planned, done)
            for chunk in range(last + 1): self.must(name, 'run', done, '--chunk', chunk, '--threads', '1')
        for name, before in (('planned', 'promised'), ('done', 'planned')):
            self.spools[name] = self.scratch / name
            shutil.copytree(self.spools[before], self.spools[name])
        for name in ('planned', 'done'): self.must('nightly', 'plan', self.spools[name], '--corridor', self.corridor, '--date', NEXT_NIGHT)
        self.must('nightly', 'run', self.spools['done'], '--date', NEXT_NIGHT, '--chunk', '0', '--threads', '1')

    def must(self, *words):
        done = subprocess.run([self.keruen, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_S)
        if done.returncode != 0: sys.exit(f'{words}: exit {done.returncode}: {done.stderr}')
        return done.stdout

    def cases(self):
        c, r, one = self.corridor, self.result, ('--threads', '1')
        solve = ('solve', c, '-q', '--reproducible', '-o', 'out', *one)
        night = ('nightly', 'spool', '--corridor', c, '--date', NEXT_NIGHT, *one)
        quote = ('quote', 'spool', 'A', self.scratch / 'later.csv', '--corridor', c, '--date', NEXT_NIGHT)
        return [
            Case('check', ('check', c)), Case('solve', (*solve, '--report', 'page.html')), Case('solve integer', (*solve, '--integer', '--iteration-limit', '5')),
            Case('solve static', (*solve, '--static')), Case('solve maxmin', (*solve, '--fairness', 'maxmin')),
            Case('solve proportional', (*solve, '--fairness', 'proportional')), Case('solve glpk', (*solve, '--master', 'glpk'), loose=True),
            Case('solve key', (*solve, '--master', 'key')), Case('solve warm', (*solve, '--warm', r)),
            Case('solve over', solve, out='result'), Case('solve json', ('solve', c, '-q', '--reproducible', '--json', *one)), Case('verify', ('verify', c, r)),
            Case('report', ('report', c, r, '-o', 'page.html', '--geojson', 'map.json')),
            Case('compare', ('compare', c, *COMPARE, '-o', 'out', '--report', 'page.html', *one)), Case('compare plan', ('compare', 'plan', c, *COMPARE, '-o', 'out'), None, True),
            Case('compare run', ('compare', 'run', 'out', '--chunk', '1', *one), None, True, 'compare planned'),
            Case('compare merge', ('compare', 'merge', 'out', '-o', 'merged', '--report', 'page.html'), None, True, 'compare done'),
            Case('bottlenecks', ('bottlenecks', c, '--top', '2', '-o', 'out', *one)),
            Case('stress', ('stress', c, *STRESS[:2], '-o', 'out', *one)), Case('stress plan', ('stress', 'plan', c, *STRESS, '-o', 'out'), None, True),
            Case('stress run', ('stress', 'run', 'out', '--chunk', '1', *one), None, True, 'stress planned'),
            Case('stress merge', ('stress', 'merge', 'out', '-o', 'merged'), None, True, 'stress done'),
            Case('invest', ('invest', c, '--budget', ':', '-o', 'out', '--report', 'page.html', *one)),
            Case('explain', ('explain', c, r, 'C1')), Case('import commalab', ('import', 'commalab', self.scratch / 'commalab', '-o', 'out')),
            Case('import tntp', ('import', 'tntp', self.scratch / 'net', self.scratch / 'trips', '-o', 'out')),
            Case('export arc', ('export', '--lp', 'arc', c, 'lp.mps')), Case('export master', ('export', '--lp', 'master', c, 'lp.mps')),
            Case('submit', ('submit', 'spool', 'A', self.scratch / 'drop.csv', '--receipt', 'R1', '--corridor', c), 'empty'),
            Case('submit what-if', ('submit', 'spool', 'A', c, '--receipt', 'W1'), 'empty'),
            Case('status', ('status', 'spool', 'R1@A'), 'promised'), Case('result', ('result', 'spool', 'R1@A', '-o', 'out'), 'promised'),
            Case('cancel', ('cancel', 'spool', 'R2@A'), 'promised', True), Case('nightly', night, 'promised', True),
            Case('nightly lp', (*night, '--lp'), 'promised', True), Case('nightly moves', (*night, '--allow-moves', '1', '--report'), 'promised', True),
            Case('nightly fair', (*night, '--fairness', 'maxmin'), 'promised', True), Case('nightly plan', ('nightly', 'plan', *night[1:-2]), 'promised', True),
            Case('nightly run', ('nightly', 'run', 'spool', '--date', NEXT_NIGHT, '--chunk', '0', *one), 'planned', True),
            Case('nightly merge', ('nightly', 'merge', *night[1:-2]), 'done', True),
            Case('quote', quote, 'promised'), Case('ledger shipment', ('ledger', 'spool', 'shipment', 'A:O1'), 'promised'),
            Case('ledger resource', ('ledger', 'spool', 'resource', 'DOSTYK_QUOTA', '--date', '2025-07-02'), 'promised'),
            Case('ledger night', ('ledger', 'spool', 'night'), 'promised'), Case('ledger dump', ('ledger', 'spool', 'dump'), 'promised'),
        ]

    def prepare(self, case):
        shutil.rmtree(self.run_in, ignore_errors=True)
        self.run_in.mkdir()
        if case.out: shutil.copytree(self.scratch / case.out, self.run_in / 'out')
        if case.spool: shutil.copytree(self.spools[case.spool], self.run_in / 'spool')

    def run(self, case, before=(), **more):
        words = [*map(str, before), str(self.keruen), *map(str, case.words)]
        env = dict(os.environ, TMPDIR=str(self.tmp), OMP_WAIT_POLICY='passive', **more.pop('env', {}))
        try:
            done = subprocess.run(words, capture_output=True, timeout=LIMIT_S, cwd=self.run_in, env=env, **more)
        except subprocess.TimeoutExpired:
            return Ended('no end', b'', '')
        return Ended(done.returncode, done.stdout, done.stderr.decode(errors='replace'))

    def state(self, case):
        """All that the command could have changed; of a ledger, what it says."""
        found = {str(p.relative_to(self.run_in)): p.read_bytes() if p.is_file() else None
                 for p in self.run_in.rglob('*') if p.name not in VOLATILE and (p.is_file() or not case.spool)}
        if (self.run_in / 'spool' / 'ledger.db').exists(): found['ledger'] = self.dump(self.run_in / 'spool')
        return found

    def dump(self, spool):
        """The same bytes say the same."""
        key = tuple(p.read_bytes() if (p := spool / f'ledger.db{end}').exists() else None for end in ('', '-wal'))
        if key not in self.dumps: self.dumps[key] = self.must('ledger', spool, 'dump')
        return self.dumps[key]

    def left(self):
        """What no command may leave."""
        places = [p for p in self.run_in.rglob('*') if '.tmp-' in p.name or '.old-' in p.name or p.parent.name == 'tmp']
        found = [*map(str, places), *map(str, self.tmp.iterdir())]
        for p in self.tmp.iterdir(): shutil.rmtree(p)
        return found


class Judge:
    """What an end must be; the undisturbed one is known from two runs, in which some bytes may differ (times)."""

    def __init__(self, rig, case):
        self.rig, self.case, self.faults, self.n_fine, self.n_refused, self.n = rig, case, collections.Counter(), 0, 0, 0
        ends = []
        for _ in range(2):
            rig.prepare(case)
            self.before = rig.state(case)
            ends.append((rig.run(case), rig.state(case)))
        (one, self.after), (two, other) = ends
        if one.code not in (FINE, 4): sys.exit(f'{case.name}: undisturbed exit {one.code}: {one.said}')
        self.code, self.out = one.code, one.out if one.out == two.out else None
        self.volatile = {name for name in self.after if self.after[name] != other.get(name)}

    def fault(self, what, where):
        what = re.sub(r'(tmp-|keruen-|exit -?)\w+', r'\1N', what.replace(str(self.rig.scratch), ''))
        self.faults[what] += 1
        if self.faults[what] == 1: print(f'{self.case.name}, {where}: {what}', flush=True)

    def is_like(self, found, wanted):
        return found.keys() == wanted.keys() and all(found[k] == wanted[k] for k in found if k not in self.volatile)

    def is_whole(self, found):
        """Each of what the command makes (a folder, a page) is as before or as after."""
        tops = {name.split('/')[0] for name in found.keys() | self.after.keys() | self.before.keys()}

        def part(state, top): return {name: what for name, what in state.items() if name.split('/')[0] == top}
        return all(any(self.is_like(part(found, top), part(state, top)) for state in (self.before, self.after)) for top in tops)

    def look(self, ended, where):
        self.n += 1
        self.n_fine += ended.code == self.code
        self.n_refused += ended.code == IO
        if ended.code not in (self.code, IO): self.fault(f'exit {ended.code}: {ended.said.strip()[-200:]}', where)
        if ended.code == IO and not ended.said.strip(): self.fault('exit 6 without a message', where)
        if ended.code == self.code and self.case.loose: return self.look_loosely(where)
        if ended.code == self.code and self.out is not None and ended.out != self.out: self.fault('exit 0, another answer on standard output', where)
        found, left = self.rig.state(self.case), self.rig.left()
        if 'libgomp' in ended.said:  # which ends the process: only what a result was being made in is taken back then
            left = [name for name in left if 'keruen-' not in name and '.lp.mps.tmp-' not in name]
            found = {name: what for name, what in found.items() if '.lp.mps.tmp-' not in name}
        if left: self.fault(f'left behind: {pathlib.Path(left[0]).name.split("-")[0]}', where)
        if ended.code == self.code and not self.is_like(found, self.after): self.fault('exit 0, and not all is there', where)
        if ended.code != self.code and not self.case.again and not self.is_whole(found):
            self.fault(f'neither as before nor as after: {sorted(k for k in found.keys() | self.before.keys() if found.get(k, 0) != self.before.get(k, 0))[:4]}', where)
        if ended.code != self.code and self.case.again: self.look_again(where)

    def look_loosely(self, where):
        """Where GLPK fails another way is taken to the same end: what is there holds."""
        done = self.rig.run(Case('verify', ('verify', self.rig.corridor, 'out')))
        if done.code != FINE: self.fault(f'exit 0, and verify says {done.said}', where)
        if self.rig.left(): self.fault('exit 0, and something is left behind', where)

    def look_again(self, where):
        again = self.rig.run(self.case)
        if again.code != self.code or not self.is_like(self.rig.state(self.case), self.after):
            self.fault(f'run again, it comes to another end: exit {again.code}: {again.said.strip()[-200:]}', where)

    def tell(self):
        print(f'{self.case.name}: {self.n} faults, {self.n_refused} ends with code 6, {self.n_fine} undisturbed'
              + ''.join(f'\n  {count} times {what}' for what, count in self.faults.most_common()), flush=True)
        return sum(self.faults.values())


def told(path):
    """[(number of allocations, Counter of callers of what was not freed by object)]"""
    lines = path.read_text(encoding='utf-8').split('\n') if path.exists() else []
    n = int(lines[0].split()[1]) if lines and lines[0] else None
    return n, collections.Counter(line for line in lines[1:] if line)


def without_memory(rig, case, args):
    judge, tell = Judge(rig, case), rig.scratch / 'tell'
    base = {'KERUEN_ALLOC_TELL': str(tell)} | ({} if args.library == 'within' else {'LD_PRELOAD': args.library})
    tell.unlink(missing_ok=True)
    rig.prepare(case)
    rig.run(case, env=base)
    n, kept = told(tell)
    if n is None: sys.exit(f'{case.name}: the library does not tell')
    for on in ({}, {'KERUEN_ALLOC_ON': '1'}):
        for number in range(args.first, min(n, args.most) + 1, args.every):
            tell.unlink(missing_ok=True)
            rig.prepare(case)
            where = f'allocation {number}{" and all after it" if on else ""}'
            ended = rig.run(case, env=base | on | {'KERUEN_ALLOC': str(number)})
            judge.look(ended, where)
            lost = [caller for caller in told(tell)[1] - kept if not caller.startswith('libglpk')]  # it loses a block that it cannot enlarge
            if lost and 'libgomp' not in ended.said: judge.fault(f'not freed: {", ".join(sorted(lost)[:3])}', where)
    return judge.tell()


def on_a_bad_disk(rig, case, args):
    judge, tell = Judge(rig, case), rig.scratch / 'tell'
    n_all = 0
    for how in ('short', 'EINTR', 'ENOSPC', 'EIO'):
        for number in range(1, args.most + 1, args.every):
            tell.unlink(missing_ok=True)
            rig.prepare(case)
            ended = rig.run(case, before=(args.library, tell, how, number))
            if not tell.exists(): break  # there were not so many writes
            n_all += 1
            judge.look(ended, f'write {number}: {how}')
            if how in ('short', 'EINTR') and ended.code != judge.code: judge.fault(f'{how} is no reason to give up', f'write {number}')
    return judge.tell() if n_all else 0


def in_little_space(rig, args):
    faults = 0
    for threads in ('1', '2'):
        case = Case(f'solve with {threads} threads', ('solve', rig.corridor, '-q', '--reproducible', '-o', 'out', '--threads', threads))
        judge, codes = Judge(rig, case), []
        for megabytes in range(64, 1025, args.step):
            rig.prepare(case)
            limit = megabytes << 20
            ended = rig.run(case, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            codes.append(ended.code)
            judge.look(ended, f'{megabytes} MB')
        print(f'{case.name}, 64 MB to 1 GB: {collections.Counter(codes)}')
        faults += judge.tell()
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('kind', choices=('memory', 'disk', 'space'))
    parser.add_argument('words', nargs='+')
    parser.add_argument('--first', type=int, default=1)
    parser.add_argument('--every', type=int, default=1)
    parser.add_argument('--most', type=int, default=2000)
    parser.add_argument('--step', type=int, default=32)
    parser.add_argument('--only')
    args = parser.parse_args()
    *program, corridor = args.words
    args.library = program[-1]
    with tempfile.TemporaryDirectory() as folder:
        rig = Rig(pathlib.Path(program[0]).resolve(), pathlib.Path(corridor).resolve(), pathlib.Path(folder))
        if args.kind == 'space': return in_little_space(rig, args)
        run = without_memory if args.kind == 'memory' else on_a_bad_disk
        wanted = args.only.split(',') if args.only else None
        return sum(run(rig, case, args) for case in rig.cases() if not wanted or case.name in wanted)


if __name__ == '__main__':
    sys.exit(1 if main() else 0)
