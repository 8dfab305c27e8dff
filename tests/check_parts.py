#!/usr/bin/env python3
"""compare and stress in chunks end as in one process, byte for byte, whatever is killed, repeated or done in any order.

usage: check_parts.py KERUEN FAILING_CALL INSTANCE [--seeds A-B] [--every N] [--kills N] [--plans LIST] [--only COMMAND]

plan, run and merge of INSTANCE and of random instances (quotas, static, on 1 and 2 threads, chunks twice, in any order, two at once): the folder, the
text and the page are those of the one command. plan, a chunk that needs another, and merge are killed at each N-th call that changes the disk, and
at random moments, and find a disk that fails; then the same commands end as if nothing had been. A changed instance, another program's or command's
plan, a missing answer and one that was tampered with are refused. FAILING_CALL is the library of failing_call.c.
"""
import argparse
import pathlib
import random
import re
import shutil
import signal
import sys
import tempfile
import time

import random_instance
from check_spool import run, start, trapped

FACTORS = '1,1.3'

faults = []


def expect(holds, what):
    if not holds and len(faults) < 50: faults.append(what)


def files_of(folder): return {p.name: p.read_bytes() for p in folder.iterdir()}


class Study:
    """One way to ask, in one process and in parts."""

    def __init__(self, keruen, instance, scratch, command, options):
        self.keruen, self.instance, self.scratch, self.command, self.options = keruen, instance, scratch, command, options
        self.name = f'{command} {instance.name} {" ".join(options)}'
        self.n = 0
        begun = time.monotonic()
        done = run(keruen, command, instance, *options, '-o', scratch / 'one', '--report', scratch / 'one.html', '--threads', '2')
        self.whole_s = time.monotonic() - begun
        expect(done.returncode == 0, f'{self.name}: {done.stderr}')
        self.said, self.wanted, self.page = done.stdout, files_of(scratch / 'one'), (scratch / 'one.html').read_bytes()
        folder = self.fresh()
        planned = self.plan(folder)
        expect(re.fullmatch(r'0-[0-9]+\n', planned.stdout), f'{self.name}: plan says {planned.stdout!r}: {planned.stderr}')
        self.chunks = list(range(int(planned.stdout[2:]) + 1))

    def close(self):
        for path in self.scratch.iterdir(): shutil.rmtree(path) if path.is_dir() else path.unlink()

    def fresh(self):
        self.n += 1
        return self.scratch / f'parts{self.n}'

    def plan(self, folder, env=None, options=(), instance=None):
        split = ('--per-chunk', '3') if self.command == 'stress' else ()
        return run(self.keruen, self.command, 'plan', instance or self.instance, *self.options, *split, *options, '-o', folder, env=env)

    def run(self, folder, chunk, threads=1, env=None):
        return run(self.keruen, self.command, 'run', folder, '--chunk', chunk, '--threads', threads, env=env)

    def merge(self, folder, *options, env=None): return run(self.keruen, self.command, 'merge', folder, *options, env=env)

    def done(self, but=()):
        """A planned study, all chunks done."""
        folder = self.fresh()
        self.plan(folder)
        for chunk in self.chunks:
            if chunk not in but: self.run(folder, chunk)
        return folder

    def same(self, folder, what):
        """All that is asked for once more ends as the one process."""
        for chunk in self.chunks:
            done = self.run(folder, chunk)
            expect(done.returncode == 0, f'{self.name}: {what}: chunk {chunk}: exit {done.returncode}: {done.stderr}')
        merged = self.merge(folder)
        expect(merged.returncode == 0, f'{self.name}: {what}: merge: exit {merged.returncode}: {merged.stderr}')
        expect(merged.stdout == self.said, f'{self.name}: {what}: merge says something else')
        if (folder / 'result').exists(): expect(files_of(folder / 'result') == self.wanted, f'{self.name}: {what}: other bytes')
        left = [p for p in folder.rglob('*.tmp-*')]
        expect(not left, f'{self.name}: {what}: left behind: {left}')
        shutil.rmtree(folder)


def any_order(study, rng):
    folder = study.fresh()
    study.plan(folder)
    early, last = study.merge(folder), study.chunks[-1]  # the last is what no other needs
    expect(last == 0 or early.returncode == 5 and 'no answer yet of chunks ' in early.stderr, f'{study.name}: merge at once: exit {early.returncode}: {early.stderr}')
    order = study.chunks[:-1] * 2
    rng.shuffle(order)
    for chunk in order: expect(study.run(folder, chunk, rng.choice((1, 2))).returncode == 0, f'{study.name}: chunk {chunk}')
    if last > 0:
        merged = study.merge(folder)
        expect(merged.returncode == 5 and f'of chunks {last};' in merged.stderr, f'{study.name}: without chunk {last}: exit {merged.returncode}: {merged.stderr}')
        expect(not (folder / 'result').exists(), f'{study.name}: merge wrote something all the same')
        twins = [start(study.keruen, study.command, 'run', folder, '--chunk', str(last)) for _ in range(2)]
        for twin in twins:
            said = twin.communicate(timeout=120)
            expect(twin.returncode == 0, f'{study.name}: two at once: exit {twin.returncode}: {said}')
    page, place = study.scratch / 'parts.html', study.scratch / 'elsewhere'
    merged = study.merge(folder, '-o', place, '--report', page)
    expect(merged.returncode == 0 and files_of(place) == study.wanted, f'{study.name}: merge -o: exit {merged.returncode}: {merged.stderr}')
    expect(page.exists() and page.read_bytes() == study.page, f'{study.name}: another page')
    shutil.rmtree(place)
    study.same(folder, 'in any order')


def refusals(study):
    """What must not be merged is not, and says why."""
    folder = study.done()
    copy = shutil.copytree(study.instance, study.scratch / 'copy')
    study.plan(folder, instance=copy)
    merged = study.merge(folder)
    expect(merged.returncode == 5, f'{study.name}: answers of another plan are merged: exit {merged.returncode}')
    with open(copy / 'capacity.csv', 'a', encoding='utf-8') as file: file.write('\n')
    for said in (study.run(folder, 0), study.merge(folder)):
        expect(said.returncode == 2 and 'capacity.csv of ' in said.stderr and 'plan it anew' in said.stderr, f'{study.name}: a changed instance: exit {said.returncode}: {said.stderr}')
    shutil.rmtree(copy)
    study.plan(folder)
    other = run(study.keruen, {'compare': 'stress', 'stress': 'compare'}[study.command], 'run', folder, '--chunk', '0')
    expect(other.returncode == 2 and f'a study of keruen {study.command}' in other.stderr, f'{study.name}: the other command: {other.stderr}')
    text = (folder / 'study.csv').read_text(encoding='utf-8')
    (folder / 'study.csv').write_text(re.sub('study,version,.*', 'study,version,0.0.1', text), encoding='utf-8')
    said = study.run(folder, 0)
    expect(said.returncode == 2 and 'planned with version 0.0.1' in said.stderr, f'{study.name}: another version: {said.stderr}')
    (folder / 'study.csv').write_text(text, encoding='utf-8')
    said = study.run(folder, len(study.chunks))
    expect(said.returncode == 2 and 'there is no chunk' in said.stderr, f'{study.name}: a chunk too many: {said.stderr}')
    study.same(folder, 'after refusals')


def tamper(study):
    """An answer that does not hold is thrown away, and can be made again."""
    for name, change in (('allocation.csv', lambda t: re.sub(r'(?m)^([^,\n]+,1),[0-9.]+,', r'\1,0.001,', t)), ('values.csv', lambda t: t.replace('bound,,,4', 'bound,,,5')),
                         ('values.csv', lambda t: t[:len(t) // 2]), ('values.csv', lambda t: t + 'nothing,,,0000000000000000\n')):
        folder = study.done()
        path = folder / 'chunks' / '0000' / 'answer' / name
        before = path.read_text(encoding='utf-8')
        path.write_text(change(before), encoding='utf-8')
        expect(path.read_text(encoding='utf-8') != before, f'{study.name}: {name} was not changed')
        merged = study.merge(folder)
        expect(merged.returncode == 7 and not (folder / 'result').exists(), f'{study.name}: {name} tampered with: exit {merged.returncode}: {merged.stderr}')
        merged = study.merge(folder)
        expect(merged.returncode == 5 and 'chunks 0;' in merged.stderr, f'{study.name}: {name}, then: exit {merged.returncode}: {merged.stderr}')
        study.same(folder, f'{name} was tampered with')


def each_call(study, library, every):
    """The last chunk needs another's answer, and has it made."""
    last, n_all = study.chunks[-1], 0
    actions = {'plan': (lambda folder, env: study.plan(folder, env=env), None), 'run': (lambda folder, env: study.run(folder, last, env=env), lambda folder: study.plan(folder)),
               'merge': (lambda folder, env: study.merge(folder, env=env), lambda folder: None)}
    for name, (act, prepare) in actions.items():
        number = 0
        while True:
            number += every
            folder = study.done() if name == 'merge' else study.fresh()
            if prepare: prepare(folder)
            said = act(folder, trapped(library, KERUEN_KILL=number))
            if said.returncode != -signal.SIGKILL: break
            if name == 'plan': study.plan(folder)
            study.same(folder, f'{name} killed at call {number}')
        expect(said.returncode == 0 and number > 1, f'{study.name}: {name}: exit {said.returncode} at call {number}')
        n_all += number
        for fail in range(every, number, every):
            folder = study.done() if name == 'merge' else study.fresh()
            if prepare: prepare(folder)
            said = act(folder, trapped(library, KERUEN_FAIL=fail, KERUEN_ERRNO=(28, 5)[fail // every % 2]))
            expect(said.returncode in (0, 6), f'{study.name}: {name}: call {fail} fails: exit {said.returncode}: {said.stderr}')
            expect(said.returncode == 0 or 'keruen: ' in said.stderr, f'{study.name}: {name}: call {fail} fails in silence')
            if name == 'plan': study.plan(folder)
            study.same(folder, f'{name}: call {fail} has failed')
    print(f'{study.name}: killed and failed at each {every}. of {n_all} calls: the same end', flush=True)


def random_moments(study, kills, rng):
    """Chunks are killed, others go on with what is there."""
    folder, ended = study.fresh(), 0
    study.plan(folder)
    for i in range(kills):
        process = start(study.keruen, study.command, 'run', folder, '--chunk', str(rng.choice(study.chunks)))
        time.sleep(rng.uniform(0, 3 * study.whole_s / len(study.chunks)))
        process.send_signal((signal.SIGKILL, signal.SIGTERM)[i % 2])
        _, said = process.communicate(timeout=120)
        ended += process.returncode == 0
        expect(process.returncode in (0, 5, -signal.SIGKILL, -signal.SIGTERM), f'{study.name}: killed: exit {process.returncode}: {said}')
    study.same(folder, f'{kills} times killed')
    print(f'{study.name}: {kills} chunks killed or stopped at random moments, {ended} had ended: the same end', flush=True)


def check_random(keruen, seeds, scratch, rng):
    for seed in seeds:
        instance = scratch / f'seed{seed}'
        plans = random_instance.generate(seed, str(instance), large=True)
        view = ('--static',) if seed % 3 == 0 else ()
        asked = {'compare': ('--plans', ','.join(p or 'base' for p in plans), '--demand', FACTORS, *view),
                 'stress': ('--days', str(1 + seed % 3), '--factor', ('0', '0.25')[seed % 2], *view)}
        for command, options in asked.items():
            place = scratch / 'work'
            place.mkdir(exist_ok=True)
            study = Study(keruen, instance, place, command, options)
            any_order(study, rng)
            study.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen', type=pathlib.Path)
    parser.add_argument('library', type=pathlib.Path)
    parser.add_argument('instance', type=pathlib.Path)
    parser.add_argument('--seeds', default='1-0')
    parser.add_argument('--every', type=int, default=0, help='0 = no calls')
    parser.add_argument('--kills', type=int, default=6)
    parser.add_argument('--plans', default='base,hub')
    parser.add_argument('--only', default='', help='compare or stress')
    args = parser.parse_args()
    keruen, rng = args.keruen.resolve(), random.Random(5)
    first, last = map(int, args.seeds.split('-'))
    with tempfile.TemporaryDirectory(prefix='keruen-parts-') as folder:
        scratch = pathlib.Path(folder)
        for command, options in (('compare', ('--plans', args.plans, '--demand', FACTORS, '--gap', '1e-7')), ('stress', ('--days', '4'))):
            if args.only not in ('', command): continue
            place = scratch / command
            place.mkdir()
            study = Study(keruen, args.instance.resolve(), place, command, options)
            for check in (lambda: any_order(study, rng), lambda: refusals(study), lambda: tamper(study), lambda: random_moments(study, args.kills, rng)): check()
            if args.every: each_call(study, args.library.resolve(), args.every)
        check_random(keruen, range(first, last + 1), scratch, rng)
    for fault in faults: print(fault)
    print(f'{len(faults)} faults')
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
