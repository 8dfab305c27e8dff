#!/usr/bin/env python3
"""Does the solver agree with the plain arc-flow model, on random instances and under each of their plans?

usage: agree.py KERUEN ARCFLOW --seeds 1-300 [--judge PATH] [--size small|medium] [--round] [--jobs N]
                [--solve-with 'FLAGS'] [--verbose]

For every seed, every plan, dated and static: `keruen solve` must end with exit code 0; the bound in summary.json must
be arcflow's optimum to 1e-6 of itself; the objective must not be below the bound, and above the optimum by 1e-6 at
most, or by what rounding to whole kilograms explains: a kilogram of each lot and one more of each shipment, unserved
at its weight. `keruen verify` must accept the result, and so must the judge (an independent program, also named by
the environment's KERUEN_JUDGE), which proves the bound again from the shadow prices;
quotas are judged from the files (judge_quotas.py). Every fifth seed is solved with
1, 2 and 4 threads: the same bytes must come out. FLAGS go to every `keruen solve`. Prints each disagreement with the
commands that repeat it.
"""
import argparse
import collections
import csv
import dataclasses
import json
import multiprocessing
import os
import shlex
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import judge_quotas
import random_instance

TOLERANCE = 1e-6
TABLES = ('allocation.csv', 'shipment_result.csv', 'resource_day.csv', 'quota_day.csv')
LIMIT_S = 300


class Disagreement(Exception):
    pass


@dataclasses.dataclass
class Note:
    """How hard the cases were."""
    binding: int = 0    # a capacity has a price
    rounded: int = 0    # the objective is above the optimum, within what whole kilograms explain
    worst: float = 0.0  # the largest part of that explanation that was needed

    def add(self, other):
        self.binding += other.binding
        self.rounded += other.rounded
        self.worst = max(self.worst, other.worst)


def run(*command):
    """Output of a command that should work. Raises Disagreement with its last words when it does not."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LIMIT_S)
    except subprocess.TimeoutExpired:
        raise Disagreement(f'{os.path.basename(command[0])} takes longer than {LIMIT_S} s') from None
    if done.returncode != 0:
        words = (done.stdout + done.stderr).strip()[-600:]
        raise Disagreement(f'{" ".join(os.path.basename(c) for c in command[:2])} ends with {done.returncode}: {words}')
    return done.stdout


def expect(good, text):
    if not good: raise Disagreement(text)


def rows(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as f:
        return list(csv.DictReader(f))


def flags(plan, static):
    return (['--plan', plan] if plan else []) + (['--static'] if static else [])


def reference(args, folder, view):
    """(optimum, limits that bind) by the arc-flow model."""
    words = run(args.arcflow, folder, *view).split()
    return float(words[1]), int(words[words.index('binding') + 1])


def rounding(folder, out):
    """The most that whole kilograms can add to the objective: each lot may lose one, and each shipment a lot of one."""
    config = rows(folder, 'config.csv')[0]
    unserved = float(config.get('unserved_hours') or 48 * int(config['days']))
    lots = collections.Counter(s for s, _ in {(r['shipment_id'], r['lot']) for r in rows(out, 'allocation.csv')})
    at_weight = sum((lots[s['shipment_id']] + 1) * float(s.get('weight') or 1) for s in rows(folder, 'shipment.csv'))
    return 0.001 * unserved * at_weight


def check_numbers(folder, out, optimum, note):
    with open(os.path.join(out, 'summary.json'), encoding='utf-8') as f: summary = json.load(f)
    objective, bound = summary['objective'], summary['bound']
    near = TOLERANCE * max(1.0, abs(optimum))
    expect(abs(bound - optimum) <= near, f'bound {bound!r} is not the optimum {optimum!r} '
           f'(off by {bound - optimum:.3g})')
    expect(objective >= bound - 1e-9 * max(1.0, abs(bound)), f'objective {objective!r} is below the bound {bound!r}')
    if objective - optimum <= near: return
    most = rounding(folder, out)
    note.rounded += 1
    note.worst = max(note.worst, (objective - optimum) / most)
    expect(objective - optimum <= most, f'objective {objective!r} is {objective - optimum:.3g} above the optimum '
           f'{optimum!r}, whole kilograms explain {most:.3g}')


def check_quotas(folder, out, view):
    """Whether there are any; the judge knows nothing of them, so its bound is one for more freight than may go."""
    faults = list(judge_quotas.faults(folder, out, view[1] if '--plan' in view else '', '--static' in view))
    expect(not faults, '; '.join(faults))
    return os.path.exists(os.path.join(folder, 'quota.csv'))


def check_result(args, folder, out, view, note):
    """Everything about one result. Raises Disagreement."""
    optimum, binding = reference(args, folder, view)
    note.binding += binding > 0
    run(args.keruen, 'solve', folder, '-o', out, *view, '--threads', '1', *args.solve_with, '-q')
    check_numbers(folder, out, optimum, note)
    run(args.keruen, 'verify', folder, out)
    has_quotas = check_quotas(folder, out, view)
    if args.judge: run(sys.executable, args.judge, folder, out, *view, *['--bound'] * (not has_quotas))


def published(out):
    """What must not depend on the number of threads: the tables' bytes, the summary but for its account of the run."""
    tables = {}
    for name in TABLES:
        if not os.path.exists(os.path.join(out, name)): continue
        with open(os.path.join(out, name), 'rb') as f: tables[name] = f.read()
    with open(os.path.join(out, 'summary.json'), encoding='utf-8') as f: summary = json.load(f)
    summary.pop('run', None)
    return {**tables, 'summary.json': summary}


def check_threads(args, folder, out, view):
    first = None
    for n in ('1', '2', '4'):
        where = f'{out}-t{n}'
        run(args.keruen, 'solve', folder, '-o', where, *view, *args.solve_with, '-q', '--threads', n)
        now = published(where)
        first = first or now
        unlike = [name for name in first if first[name] != now[name]]
        expect(not unlike, f'{", ".join(unlike)} differ between 1 and {n} threads')


def repeat(args, seed, view):
    """The commands that show one disagreement again."""
    make = [f'--size={args.size}'] * bool(args.size) + ['--round'] * args.round
    folder = f'/tmp/seed{seed}'
    commands = (['python3', os.path.relpath(random_instance.__file__), str(seed), folder, *make],
                [args.arcflow, folder, *view],
                [args.keruen, 'solve', folder, '-o', f'{folder}-out', *view, *args.solve_with])
    return '    ' + ' && '.join(map(shlex.join, commands))


def check_case(args, seed, folder, out, view, note):
    """None, or the text of a disagreement."""
    try:
        check_result(args, folder, out, view, note)
        if seed % 5 == 0: check_threads(args, folder, out, view)
        return None
    except Disagreement as fault: words = str(fault)
    except (OSError, ValueError, KeyError, IndexError) as fault: words = f'the result cannot be read: {fault!r}'
    return f'seed {seed} {" ".join(view) or "(base, dated)"}: {words}\n{repeat(args, seed, view)}'


def check_seed(task):
    args, seed = task
    note = Note()
    with tempfile.TemporaryDirectory(prefix=f'agree{seed}-') as place:
        folder = os.path.join(place, 'instance')
        plans = random_instance.generate(seed, folder, args.size, args.round)
        views = [flags(plan, static) for plan in plans for static in (False, True)]
        faults = [check_case(args, seed, folder, os.path.join(place, f'out{i}'), view, note)
                  for i, view in enumerate(views)]
    return seed, len(views), [f for f in faults if f], note


def arguments():
    p = argparse.ArgumentParser(description='Compare keruen with the plain arc-flow model.')
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('arcflow', type=os.path.abspath)
    p.add_argument('--seeds', required=True, help='first-last')
    p.add_argument('--judge', default=os.environ.get('KERUEN_JUDGE'))
    p.add_argument('--size', choices=sorted(random_instance.LIMITS))
    p.add_argument('--round', action='store_true')
    p.add_argument('--solve-with', type=shlex.split, default=[])
    p.add_argument('--jobs', type=int, default=2)
    p.add_argument('--verbose', action='store_true')
    return p.parse_args()


def main():
    args = arguments()
    first, _, last = args.seeds.partition('-')
    tasks = [(args, seed) for seed in range(int(first), int(last or first) + 1)]
    cases = failed = 0
    notes = Note()
    with multiprocessing.Pool(args.jobs) as pool:
        for seed, n, faults, note in pool.imap(check_seed, tasks):
            cases, failed = cases + n, failed + len(faults)
            notes.add(note)
            for fault in faults: print(fault, flush=True)
            if args.verbose: print(f'seed {seed}: {n - len(faults)} of {n} agree', flush=True)
    print(f'{len(tasks)} seeds, {cases} solves; capacity binds in {notes.binding}; '
          f'whole kilograms explain {notes.rounded}, the worst with {100 * notes.worst:.0f} % of their allowance')
    print(f'{cases - failed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
