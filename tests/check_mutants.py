#!/usr/bin/env python3
"""Does `keruen verify` find every falsified result, and nothing wrong with true ones?

usage: check_mutants.py KERUEN --mutants N [--seed S] [--jobs J] [--verbose]

Small random instances (random_instance.py: plans, transfers, quotas) are solved: dated, static, with whole units, with
fairness, and once more with some of their lots as commitments. Every true folder must be clean. Then one thing at a time
is changed in a result or its instance (mutations.py); verify must end with exit code 7 and name a file and a line. What a
mutation leaves valid in every sense is excluded there, by an argument. Prints what was not found, and counts.
"""
import argparse
import collections
import csv
import multiprocessing
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import mutations
import random_instance

PLACED = re.compile(r'^[^\s:]+:\d+:\d+: error: ', re.M)
VIEWS = ([], ['--static'], ['--integer', '--iteration-limit', '20'], ['--static', '--integer', '--iteration-limit', '20'],
         ['--fairness', 'maxmin'], ['--fairness', 'proportional'])
PER_RESULT = 40


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def solve(args, folder, out, view):
    done = run(args.keruen, 'solve', folder, '-o', out, '-q', '--threads', '1', *view)
    return done.returncode == 0


def commit(folder, out, dice):
    """Makes some lots of a result promises of its instance. Promised freight stays where it is, whatever the view."""
    with open(os.path.join(out, 'allocation.csv'), encoding='utf-8', newline='') as f: legs = list(csv.reader(f))
    lots = sorted({(row[0], row[1]) for row in legs[1:]})
    kept = set(dice.sample(lots, len(lots) // 2))
    with open(os.path.join(folder, 'commitment.csv'), 'w', encoding='utf-8', newline='') as f:
        csv.writer(f, lineterminator='\n').writerows([legs[0]] + [r for r in legs[1:] if (r[0], r[1]) in kept])
    return bool(kept)


def verify(args, folder, out):
    done = run(args.keruen, 'verify', folder, out)
    return done.returncode, done.stderr


def check_mutant(args, result, mutation, dice):
    """None where it does not apply, else whether it was found and what was said."""
    change = mutation(result, dice)
    if change is None: return None
    path, text = change
    with open(path, encoding='utf-8', newline='') as f: true_text = f.read()
    if text == true_text: return None
    with open(path, 'w', encoding='utf-8', newline='') as f: f.write(text)
    code, said = verify(args, result.folder, result.out)
    found = code == 7 and bool(PLACED.search(said))
    if not found: said = f'exit code {code}: {said.strip()[-300:]!r} ({os.path.basename(path)})'
    if not found and args.keep: shutil.copytree(os.path.dirname(result.out), os.path.join(args.keep, f'{result.name}-{mutation.__name__}'), dirs_exist_ok=True)
    with open(path, 'w', encoding='utf-8', newline='') as f: f.write(true_text)
    return found, said


def check_result(args, result, dice, tally, faults):
    code, said = verify(args, result.folder, result.out)
    tally['true'] += 1
    tally['committed'] += os.path.exists(os.path.join(result.folder, 'commitment.csv'))
    if code != 0: faults.append(f'{result.name}: a true result is refused: {said.strip()[-300:]}')
    tried = 0
    while tried < PER_RESULT:
        mutation = dice.choice(mutations.ALL)
        answer = check_mutant(args, result, mutation, dice)
        tried += 1
        if answer is None: continue
        tally[mutation.__name__] += 1
        if not answer[0]: faults.append(f'{result.name} {mutation.__name__}: {answer[1]}')


def check_seed(task):
    """Solves one instance in one view, and again around commitments."""
    args, seed = task
    dice, tally, faults = random.Random(f'mutants {seed}'), collections.Counter(), []
    with tempfile.TemporaryDirectory(prefix=f'mutants{seed}-') as place:
        folder = os.path.join(place, 'instance')
        plans = random_instance.generate(seed, folder, 'small', False)
        plan = dice.choice(plans)
        view = dice.choice(VIEWS) + (['--plan', plan] if plan else [])
        for turn in ('', '-committed'):
            out = os.path.join(place, f'result{turn}')
            if not solve(args, folder, out, view): break
            result = mutations.Result(f'seed {seed} {" ".join(view)}{turn}', folder, out)
            check_result(args, result, dice, tally, faults)
            if turn or '--static' in view or not commit(folder, out, dice): break
    return tally, faults


def main():
    p = argparse.ArgumentParser(description='Falsify results; verify must find each.')
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('--mutants', type=int, required=True)
    p.add_argument('--seed', type=int, default=1)
    p.add_argument('--jobs', type=int, default=2)
    p.add_argument('--keep', help='a folder for what was not found')
    p.add_argument('--verbose', action='store_true')
    args = p.parse_args()
    total, n_faults = collections.Counter(), 0
    with multiprocessing.Pool(args.jobs) as pool:
        tasks = ((args, seed) for seed in range(args.seed, args.seed + args.mutants))
        for tally, faults in pool.imap(check_seed, tasks):
            total += tally
            n_faults += len(faults)
            for fault in faults: print(fault, flush=True)
            if sum(total.values()) - total['true'] - total['committed'] >= args.mutants: break
        pool.terminate()
    clean, committed = total.pop('true'), total.pop('committed', 0)
    if args.verbose: print(', '.join(f'{name} {n}' for name, n in sorted(total.items())))
    print(f'{clean} true results ({committed} with commitments), {sum(total.values())} mutants of {len(total)} kinds; {n_faults} not met as they should be')
    unused = [m.__name__ for m in mutations.ALL if not total[m.__name__]]
    if unused: print('never applied:', ', '.join(unused))
    return 1 if n_faults or (unused and args.mutants >= 1000) else 0


if __name__ == '__main__':
    sys.exit(main())
