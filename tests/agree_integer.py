#!/usr/bin/env python3
"""Compares `keruen solve --integer` with GLPK's branch and cut on the exported MIPs, on random instances.

usage: agree_integer.py KERUEN MIP_PEER --seeds 1-40 [--closed 9,1117] [--judge PATH] [--jobs N]

For every seed, dated and static: the solve ends with 0 or 4 and its own judge's consent; the bound is not above GLPK's
optimum of the arc-flow MIP, nor that above the optimum of the path MIP; where GLPK proves one, the plan is not better than it, and not worse than whole kilograms explain: what a kilogram
of each lot and shipment costs unserved. The seeds of --closed, large and dated, must be proven within NODES nodes: they took
tens of thousands before branches over runs of days, on few units first, and heavy shipments' closed arcs. With --judge (or KERUEN_JUDGE) another hand judges the plan, too.
"""
import argparse
import csv
import itertools
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import judge_quotas  # noqa: E402
import random_instance  # noqa: E402

RELATIVE = 1e-6
LIMIT_S = 10
NODES = 5000
HANGS_S = 120  # ten times slower than the limit: sanitizers, a busy machine


def run(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, timeout=HANGS_S)
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 'a hang', '', f'more than {HANGS_S} s')


def kilograms(folder, out):
    """What a kilogram of every lot and shipment costs unserved: how far whole kilograms may be from the optimum."""
    config = next(csv.DictReader(open(os.path.join(folder, 'config.csv'), encoding='utf-8-sig')))
    hours = float(config.get('unserved_hours') or 48 * float(config['days']))
    shipments = list(csv.DictReader(open(os.path.join(folder, 'shipment.csv'), encoding='utf-8-sig')))
    weight = max(float(s.get('weight') or 1) for s in shipments)
    lots = json.load(open(os.path.join(out, 'summary.json')))['counts']['lots']
    return (lots + len(shipments)) * 1e-3 * weight * hours


def optimum(args, kind, folder, model, view):
    """GLPK's word and value for the exported model; (why, None) where it has none."""
    if run(args.keruen, 'export', '--lp', kind, '--integer', folder, model, *view).returncode: return 'not exported', None
    peer = run(args.peer, model)
    os.unlink(model)
    word, _, value = peer.stdout.strip().partition(' ')
    return ('fault' if peer.returncode == -signal.SIGABRT else word or 'silence', float(value) if value else None)


def compare(args, folder, view):
    """None, or what is wrong."""
    out, model = folder + '-out', folder + '.mps'
    done = run(args.keruen, 'solve', folder, '--integer', '--gap', '1e-9', '--time-limit', str(LIMIT_S), '--threads', '1', '-o', out, '-q', *view)
    if done.returncode not in (0, 4): return f'solve ended with {done.returncode}: {done.stderr[-300:]}'
    faults = list(judge_quotas.faults(folder, out, static='--static' in view))
    if faults: return '; '.join(faults)
    told = json.load(open(os.path.join(out, 'summary.json')))
    plan, bound, allowed = told['objective'], told['bound'], kilograms(folder, out)
    if args.judge:
        judged = run('python3', args.judge, folder, out, '--integer', *view)
        if judged.returncode: return f'judge: {judged.stdout[-300:]}'
    word, glpk = optimum(args, 'arc', folder, model, view)
    path_word, path = optimum(args, 'master', folder, model, view)
    subprocess.run(['rm', '-rf', out])
    if word == 'fault': return None  # one of GLPK's own: test_glpk_traps.c
    if glpk is None: return f'GLPK on the arc-flow model: {word}'
    near = RELATIVE * max(1, abs(glpk))
    if bound > glpk + near: return f'bound {bound} above a plan of {glpk}'
    if path is not None and bound > path + near: return f'bound {bound} above a plan of {path} on the routes of the LP'
    if word != 'optimal': return None
    if path_word == 'optimal' and path < glpk - near: return f'some routes say {path}, all of them {glpk}'
    if plan < glpk - near: return f'plan {plan} below the optimum {glpk}'
    if done.returncode == 0 and plan > glpk + near + allowed: return f'plan {plan} above the optimum {glpk}'
    return None


def check_closed(task):
    args, seed = task
    with tempfile.TemporaryDirectory(prefix=f'integer{seed}-') as place:
        folder, out = os.path.join(place, 'i'), os.path.join(place, 'o')
        random_instance.generate(seed, folder)
        done = run(args.keruen, 'solve', folder, '--integer', '--gap', '1e-9', '--iteration-limit', str(NODES), '--seed', str(seed), '-o', out,
                   '-q')
        if done.returncode not in (0, 4): return [f'seed {seed}: solve ended with {done.returncode}: {done.stderr[-300:]}']
        told = json.load(open(os.path.join(out, 'summary.json')))
        is_open = told['objective'] - told['bound'] > RELATIVE * told['objective'] + kilograms(folder, out)
        return [f"seed {seed}: {told['objective']} not proven, bound {told['bound']}"] if is_open or told['counts']['nodes'] >= NODES else []


def check_seed(task):
    args, seed = task
    faults = []
    with tempfile.TemporaryDirectory(prefix=f'integer{seed}-') as place:
        folder = os.path.join(place, 'i')
        random_instance.generate(seed, folder, 'small')
        for view in ([], ['--static']):
            fault = compare(args, folder, view)
            if fault: faults.append(f'seed {seed} {" ".join(view) or "dated"}: {fault}')
    return faults


def main():
    p = argparse.ArgumentParser()
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('peer', type=os.path.abspath)
    p.add_argument('--seeds', required=True)
    p.add_argument('--closed', default='')
    p.add_argument('--judge', default=os.environ.get('KERUEN_JUDGE'))
    p.add_argument('--jobs', type=int, default=2)
    args = p.parse_args()
    first, _, last = args.seeds.partition('-')
    tasks = [(args, seed) for seed in range(int(first), int(last or first) + 1)]
    closed = [(args, int(seed)) for seed in args.closed.split(',') if seed]
    failed = 0
    with multiprocessing.Pool(args.jobs) as pool:
        for faults in itertools.chain(pool.imap(check_seed, tasks), pool.imap(check_closed, closed)):
            failed += len(faults)
            for fault in faults: print(fault, flush=True)
    print(f'{2 * len(tasks) + len(closed)} solves, {failed} failed')
    sys.exit(failed > 0)


if __name__ == '__main__':
    main()
