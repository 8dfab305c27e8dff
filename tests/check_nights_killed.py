#!/usr/bin/env python3
"""A night under fire comes to the same end: killed at each call that changes the disk and at random moments, stopped by signals, on a disk that fails.

usage: check_nights_killed.py KERUEN FAILING_CALL CORRIDOR [--kills N] [--every N] [--seed S] [--old] [options of nightly]

A second night over a small corridor, with freight promised before, new freight and a what-if, is run undisturbed; then killed, and the same command run
again: `keruen ledger dump` and every published byte are the same; meanwhile each answer was the one of before or the new one. So it is where with the
process the power fails, and what was not synced is empty. With failing calls it ends with exit code 6, and the same holds afterwards. Likewise the cancel of
what waits. --every 3 visits each third call; --old: as on an old kernel (failing_call.c). Then two nights and 50 submits at once: one wins, nothing is lost.
FAILING_CALL is the library of failing_call.c.
"""
import argparse
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from check_spool import run, start, trapped

NIGHTS = ('2025-06-30', '2025-07-01')
NIGHTS_DAY = 20270  # the second of them, since 1970
VOLATILE = {'heartbeat', 'metrics.prom', 'nightly.lock', 'ledger.db', 'ledger.db-wal', 'ledger.db-shm'}
HEADER = 'shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,splittable\n'
FREIGHT = {'A': 'O1,KARAGANDA,URUMQI,ores,5000,2025-07-01,2025-07-04T12:00Z,1\nC1,ALMATY,BAKU,containers,720,2025-07-01,2025-07-06,1\n',
           'B': 'O2,KARAGANDA,URUMQI,ores,3000,2025-07-01,,0\n', 'C': 'C2,XIAN,BAKU,containers,576,2025-07-01,2025-07-08,1\n'}
LATER = {'A': 'O3,KARAGANDA,URUMQI,ores,2000,2025-07-02,2025-07-04,1\nP1,KARAGANDA,BAKU,petroleum,100,2025-07-01,,1\n',
         'B': 'C3,ALMATY,BAKU,containers,300,2025-07-02,,1\n', 'C': 'O1,KARAGANDA,NOWHERE,ores,1,2025-07-02,,1\n'}
# More than a fortnight can carry.
MUCH = {'E': 'O5,KARAGANDA,URUMQI,ores,200000,2025-07-03,,1\nC5,ALMATY,BAKU,containers,24,2025-07-03,,1\n'}
# What promised freight makes room for, with --allow-moves.
URGENT = {'D': 'O4,KARAGANDA,URUMQI,ores,2000,2025-07-03,,1,50\n'}

faults = []


def expect(holds, what):
    if not holds and len(faults) < 50: faults.append(what)


class Fire:
    def __init__(self, args, scratch, options):
        self.keruen, self.library, self.corridor, self.scratch, self.options = args.keruen, args.library, args.corridor, scratch, options
        self.is_old, keruen, corridor = args.old, args.keruen, args.corridor
        self.template = scratch / 'template'
        self.template.mkdir()
        self.submit(FREIGHT, 'R1')
        done = self.night(self.template, NIGHTS[0])
        expect(done.returncode == 0, f'the first night: {done.stderr}')
        self.submit(LATER, 'R2')
        if options: self.submit(URGENT, 'R3', HEADER.rstrip() + ',weight\n')
        run(keruen, 'submit', self.template, 'A', corridor, '--receipt', 'W1')
        self.n = 0
        spool = self.fresh()
        begun = time.monotonic()
        done = self.night(spool)
        self.whole_s = time.monotonic() - begun
        expect(done.returncode == 0, f'the undisturbed night: {done.stderr}')
        self.wanted, self.before, self.after, self.done = self.all_of(spool), answers(self.template), answers(spool), spool
        expect(run(keruen, 'status', spool, 'W1@A').stdout.split()[1:] == ['done'], 'the what-if is not done')
        is_moved = f'nights/{NIGHTS[1]}/result/moved.csv' in self.wanted
        expect(is_moved == ('--allow-moves' in options), 'promises were moved' if is_moved else 'nothing was moved: it proves nothing')
        is_fair = f'nights/{NIGHTS[1]}/result/forwarder.csv' in self.wanted
        expect(is_fair == ('--fairness' in options), f'forwarder.csv of the night: {is_fair}')

    def submit(self, freight, number, header=HEADER, spool=None):
        for forwarder, text in freight.items():
            path = self.scratch / 'drop.csv'
            path.write_text(header + text, encoding='utf-8')
            run(self.keruen, 'submit', spool or self.template, forwarder, path, '--receipt', number)

    def fresh(self, like=None):
        self.n += 1
        return shutil.copytree(like or self.template, self.scratch / f'spool{self.n}')

    def trapped(self, **trap): return trapped(self.library, **trap, **({'KERUEN_OLD': 1} if self.is_old else {}))

    def words(self, spool, date=NIGHTS[1]): return ('nightly', spool, '--corridor', self.corridor, '--date', date, '--threads', '1', *self.options)
    def night(self, spool, date=NIGHTS[1], env=None): return run(self.keruen, *self.words(spool, date), env=env)

    def all_of(self, spool):
        found = {str(p.relative_to(spool)): p.read_bytes() for p in spool.rglob('*') if p.is_file() and p.name not in VOLATILE}
        return found | {'': run(self.keruen, 'ledger', spool, 'dump').stdout}

    def look(self, spool, what):
        """Run again, it ends as if nothing had been."""
        self.look_at_answers(answers(spool), what)
        again = self.night(spool)
        expect(again.returncode == 0, f'{what}, it does not work afterwards: exit {again.returncode}: {again.stderr}')
        found = self.all_of(spool)
        other = sorted(name for name in found.keys() | self.wanted.keys() if found.get(name) != self.wanted.get(name))
        expect(not other, f'{what}, these are other than undisturbed: {other[:5]}')
        shutil.rmtree(spool)

    def look_at_answers(self, found, what):
        """Each is as it was before the night, or as after it; on an old kernel one may be missing."""
        expect(all(files in (self.before.get(name), self.after.get(name)) for name, files in found.items()), f'{what}, an answer is neither old nor new')
        expect(self.is_old or self.before.keys() <= found.keys(), f'{what}, an answer is missing')


def answers(spool):
    return {p.name: {f.name: f.read_bytes() for f in p.iterdir()} for p in spool.glob('forwarder/*/out/*') if p.name[0] != '.'}


def published(found):
    """What the joint night publishes; what-ifs and their chunks come after it."""
    return {name: what for name, what in found.items() if name.startswith('nights/') and '/chunks/' not in name or '/out/R' in name}


def each_call(fire, every):
    n_calls = 0
    for number in range(every, 5000, every):
        spool = fire.fresh()
        said = fire.night(spool, env=fire.trapped(KERUEN_KILL=number))
        if said.returncode != -signal.SIGKILL: break
        fire.look(spool, f'killed at call {number}')
        n_calls = number
    shutil.rmtree(spool)
    expect(n_calls > 100, f'a night made {n_calls} calls only')
    for number in range(every, n_calls + 1, every):
        spool = fire.fresh()
        said = fire.night(spool, env=fire.trapped(KERUEN_CUT=number))
        expect(said.returncode == -signal.SIGKILL, f'no power at call {number}: exit {said.returncode}')
        fire.look(spool, f'no power at call {number}')
        spool = fire.fresh()
        said = fire.night(spool, env=fire.trapped(KERUEN_FAIL=number, KERUEN_ERRNO=(28, 5)[number // every % 2]))
        dump = run(fire.keruen, 'ledger', spool, 'dump').stdout
        is_done = f'\nnight|{NIGHTS_DAY}|done|' in '\n' + dump
        is_all = said.returncode == 0 and fire.all_of(spool) == fire.wanted  # at the end SQLite tidies up what is safe in its log already
        expect(is_all or said.returncode == 6 and (' ended: ' in said.stderr or 'keruen: ' in said.stderr), f'call {number} fails: exit {said.returncode}: {said.stderr}')
        expect(not is_done or published(fire.all_of(spool)) == published(fire.wanted), f'call {number} fails, the night is marked done, and is not')
        fire.look(spool, f'call {number} has failed')
    print(f'a night killed, without power and failed at each {every}. of its {n_calls} calls: the same end')


class Cancel:
    """What waits of a job that is done is cancelled: its answer says so, whatever happened in between."""

    def __init__(self, fire):
        self.fire, self.receipt, self.template = fire, 'R5@E', fire.fresh(fire.done)
        fire.submit(MUCH, 'R5', spool=self.template)
        done = fire.night(self.template, '2025-07-02')
        expect(done.returncode == 0, f'a third night: {done.stderr}')
        self.before, spool = answers(self.template), fire.fresh(self.template)
        expect(self.run(spool).returncode == 0 and self.run(spool).returncode == 2, 'a cancel, and again')
        self.wanted, self.after = fire.all_of(spool), answers(spool)
        said = [json.loads(some[self.receipt]['summary.json']) for some in (self.before, self.after)]
        expect(said[0]['promised_t'] > 0 and said[1]['waiting_t'] == 0 and said[1]['cancelled_t'] == said[0]['waiting_t'] > 0, f'{self.receipt} is cancelled: {said[1]}')
        expect(all(said[0][k] == said[1][k] for k in ('asked_t', 'promised_t', 'rejected_t', 'night')), f'more is changed: {said}')
        expect(self.before[self.receipt]['allocation.csv'] == self.after[self.receipt]['allocation.csv'], 'other lots')

    def run(self, spool, env=None): return run(self.fire.keruen, 'cancel', spool, self.receipt, env=env)

    def trap(self, **trap):
        spool = self.fire.fresh(self.template)
        said = self.run(spool, self.fire.trapped(**trap))
        self.look(spool, f'a cancel under {trap}')
        return said

    def look(self, spool, what):
        found, state = answers(spool), run(self.fire.keruen, 'status', spool, self.receipt).stdout.split()[1]
        expect(all(found[r] == self.before[r] for r in self.before if r != self.receipt), f'{what}: another answer is changed')
        own = found.get(self.receipt)
        expect(own == self.before[self.receipt] or own == self.after[self.receipt] and state == 'cancelled' or own is None and self.fire.is_old, f'{what}: half an answer')
        again = self.run(spool)
        expect(again.returncode == (2 if own == self.after[self.receipt] else 0), f'{what}: again it ends with {again.returncode}: {again.stderr}')
        left = lambda files: {k: v for k, v in files.items() if '/out/.' not in k}  # swept out by the next night
        expect(left(self.fire.all_of(spool)) == left(self.wanted), f'{what}: another end')
        shutil.rmtree(spool)


def cancels(fire, kills, rng):
    cancel, n_calls = Cancel(fire), 0
    while cancel.trap(KERUEN_KILL=n_calls + 1).returncode == -signal.SIGKILL: n_calls += 1
    for number in range(1, n_calls + 1):
        cancel.trap(KERUEN_CUT=number)
        said = cancel.trap(KERUEN_FAIL=number, KERUEN_ERRNO=(28, 5)[number % 2])
        expect(said.returncode in (0, 6), f'a cancel whose call {number} fails: exit {said.returncode}: {said.stderr}')
    for _ in range(kills):
        spool = fire.fresh(cancel.template)
        process = start(fire.keruen, 'cancel', spool, cancel.receipt)
        time.sleep(rng.uniform(0, 0.05))
        process.kill()
        process.communicate(timeout=120)
        cancel.look(spool, 'a cancel killed')
    print(f'a cancel killed, without power and failed at each of its {n_calls} calls, and {kills} times at random: the same end')


def random_moments(fire, kills, rng):
    for name, number in (('kill -9', signal.SIGKILL), ('SIGTERM', signal.SIGTERM)):
        ended = 0
        for _ in range(kills):
            spool = fire.fresh()
            process = start(fire.keruen, *fire.words(spool))
            time.sleep(rng.uniform(0, 1.2 * fire.whole_s))
            process.send_signal(number)
            _, said = process.communicate(timeout=120)
            ended += process.returncode == 0
            expect(process.returncode in (0, 4, 5, -number), f'{name}: exit {process.returncode}: {said}')
            fire.look(spool, name)
        expect(kills < 20 or ended < kills, f'{kills} times {name} proved nothing: all had ended before')
        print(f'{kills} times {name} at a random moment of {fire.whole_s:.2f} s, {ended} had ended: the same end')


def all_at_once(fire):
    """Two nights and 50 submits."""
    spool, path = fire.fresh(), fire.scratch / 'late.csv'
    path.write_text(HEADER + 'L1,KARAGANDA,URUMQI,ores,10,2025-07-02,,1\n', encoding='utf-8')
    nights = [start(fire.keruen, *fire.words(spool)) for _ in range(2)]
    submits = [start(fire.keruen, 'submit', spool, f'F{i}', path) for i in range(50)]
    receipts = []
    for p in submits:
        out, said = p.communicate(timeout=120)
        expect(p.returncode == 0, f'one of 50 submits: {said}')
        receipts.append(out.strip())
    codes = []
    for p in nights:
        p.communicate(timeout=120)
        codes.append(p.returncode)
    expect(sorted(codes) in ([0, 0], [0, 5]), f'two nights at once end with {codes}')
    done = fire.night(spool, '2025-07-02')
    expect(done.returncode == 0, f'the night after: {done.stderr}')
    states = [run(fire.keruen, 'status', spool, r).stdout.split()[1:2] for r in receipts]
    expect(states == [['done']] * 50, f'of 50 submits {states.count(["done"])} are done')
    expect(all((spool / 'forwarder' / r.split('@')[1] / 'out' / r / 'summary.json').exists() for r in receipts), 'an answer is missing')
    print(f'two nights and 50 submits at once: exit codes {sorted(codes)}, nothing is lost')


def a_result(fire):
    """A solve says so where any call fails, also the last: the sync that makes its place hold."""
    place, ends = fire.scratch / 'solved', []
    for number in range(1, 200):
        done = run(fire.keruen, 'solve', fire.corridor, '-o', place, env=fire.trapped(KERUEN_FAIL=number, KERUEN_ERRNO=5))
        if done.returncode == 0: break
        ends.append((done.returncode, place.exists()))
        shutil.rmtree(place, ignore_errors=True)
    expect(all(code == 6 for code, _ in ends), f'a solve on a disk that fails ends with {ends}')
    expect(ends[-1:] == [(6, True)] and not any(there for _, there in ends[:-1]), f'only the last sync comes after the renaming: {ends}')
    print(f'a solve on a disk that fails at each of its {len(ends)} calls: exit code 6')


def dates(fire):
    spool = fire.fresh()
    early, same = fire.night(spool, '2025-06-29'), fire.night(spool, NIGHTS[0])
    expect(early.returncode == 2 and 'begun already' in early.stderr, f'a date before the last: exit {early.returncode}: {early.stderr}')
    expect(same.returncode == 0 and 'was done before' in same.stdout, f'the same date again: exit {same.returncode}: {same.stdout}')
    # A night killed before it is decided, and the next called: the first is ended first, and as if nothing had been.
    fire.night(spool, env=fire.trapped(KERUEN_KILL=60))
    later = fire.night(spool, '2025-07-05')
    expect(later.returncode == 0 and 'ended first' in later.stderr, f'a night is caught up: exit {later.returncode}: {later.stderr}')
    found = fire.all_of(spool)
    wanted = {k: v for k, v in fire.wanted.items() if k.startswith('nights/')}
    expect(all(found.get(k) == v for k, v in wanted.items()), 'a night that is caught up ends otherwise')
    expect('nights/2025-07-05/result/summary.json' in found and not any('2025-07-03' in k for k in found), 'the night after is not what it should be')
    print('dates: earlier refused, the same is done, a killed one is caught up')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('library')
    parser.add_argument('corridor')
    parser.add_argument('--kills', type=int, default=20)
    parser.add_argument('--every', type=int, default=1)
    parser.add_argument('--seed', type=int, default=6)
    parser.add_argument('--old', action='store_true')
    args, options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        fire = Fire(args, pathlib.Path(folder), options)
        a_result(fire)
        dates(fire)
        all_at_once(fire)
        cancels(fire, args.kills, random.Random(args.seed))
        random_moments(fire, args.kills, random.Random(args.seed))
        each_call(fire, args.every)
    for fault in faults: print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
