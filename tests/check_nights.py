#!/usr/bin/env python3
"""Nights in a row over a corridor, seeded submissions every day; after each a judge of its own looks at all there is.

usage: check_nights.py KERUEN CORRIDOR [--nights N] [--per-night N] [--scale X] [--seed S] [--spool DIR] [--limit SECONDS] [options of nightly]

Submissions are drawn like the corridor's freight (shipment.csv), its quantities times --scale, ready one to seven days ahead, by 12 forwarders; one in
fifty goes somewhere at random, one in fifty has an error or an id that was used before. --limit: a night that takes longer is a fault.
"""
import argparse
import csv
import datetime
import json
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time

import judge_nights

FORWARDERS = [f'FWD{i:02d}' for i in range(1, 13)]
COLUMNS = ['shipment_id', 'origin_node_id', 'destination_node_id', 'cargo_id', 'quantity_t', 'ready', 'due', 'weight', 'splittable']
LIMIT_S = 900


class Generator:
    def __init__(self, corridor, rng, scale):
        self.rng, self.scale, self.n = rng, scale, 0
        self.freight = judge_nights.rows(corridor / 'shipment.csv')
        self.nodes = [r['node_id'] for r in judge_nights.rows(corridor / 'node.csv')]

    def submission(self, date):
        """(number, forwarder, rows) of one submission in the day before the night of `date`."""
        row, rng = dict(self.rng.choice(self.freight)), self.rng
        self.n += 1
        ready = date + datetime.timedelta(rng.randint(1, 7))
        wait = (datetime.date.fromisoformat(row['due'][:10]) - datetime.date.fromisoformat(row['ready'][:10])).days if row['due'] else None
        row |= {'shipment_id': f'S{self.n}', 'quantity_t': f"{max(1, round(float(row['quantity_t']) * self.scale, 3)):g}",
                'ready': f'{ready}T{6 * rng.randint(0, 3):02d}:00Z', 'due': f'{ready + datetime.timedelta(wait + 1)}' if wait is not None else ''}
        odd = rng.randint(1, 100)
        if odd <= 2: row['origin_node_id'], row['destination_node_id'] = rng.sample(self.nodes, 2)
        if odd == 3: row['cargo_id'] = 'nothing'
        if odd == 4 and self.n > 1: row['shipment_id'] = f'S{rng.randint(max(1, self.n - 24), self.n - 1)}'
        return f'{date}-{self.n:06d}', FORWARDERS[self.n % len(FORWARDERS)], [{c: row[c] for c in COLUMNS}]


def write(path, table):
    with open(path, 'w', newline='', encoding='utf-8') as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator='\n')
        writer.writeheader()
        writer.writerows(table)


def submit_day(keruen, spool, generator, date, n, submitted, faults):
    for _ in range(n):
        number, forwarder, table = generator.submission(date)
        path = spool.parent / 'drop.csv'
        write(path, table)
        done = subprocess.run([keruen, 'submit', spool, forwarder, path, '--receipt', number], capture_output=True, text=True, timeout=LIMIT_S)
        if done.returncode != 0: faults.append(f'a submit ends with {done.returncode}: {done.stderr}')
        submitted[f'{number}@{forwarder}'] = table


def price_of_moves(options):
    return float(options[options.index('--allow-moves') + 1]) if '--allow-moves' in options else None


def compare_moves(keruen, run, before, spool, date, options):
    """The night without moves, on a copy from before, comes to more than with them, their price included; its result holds as one of its instance."""
    at = options.index('--allow-moves')
    moved = judge_nights.rows(spool / 'nights' / date / 'result' / 'moved.csv')
    if not moved: return []
    verified = subprocess.run([keruen, 'verify', spool / 'nights' / date / 'moved', spool / 'nights' / date / 'result'], capture_output=True, text=True)
    plain = run(before, date, options[:at] + options[at + 2:])
    objective, other = (json.loads((s / 'nights' / date / 'result' / 'summary.json').read_text())['objective'] for s in (spool, before))
    price = sum(float(r['price_tonne_hours']) for r in moved)
    print(f"        {len(moved)} lots moved: {objective:.6g} + {price:.6g} t*h instead of {other:.6g}", flush=True)
    if verified.returncode: return [f'{date}: the night with moves does not hold: {verified.stdout}{verified.stderr}']
    if plain.returncode == 0 and objective + price < other: return []
    return [f'{date}: moves at {price} come to {objective}, without them it is {other}; exit {plain.returncode}']


def check_shares(keruen, spool, date):
    """The result holds, floors and prices too; each answer of the night has the share of its forwarder and names no other. How many shares fairness moved."""
    night, faults = spool / 'nights' / date, []
    shares = {r['forwarder_id']: r for r in judge_nights.rows(night / 'result' / 'forwarder.csv')}
    verified = subprocess.run([keruen, 'verify', night / 'instance', night / 'result'], capture_output=True, text=True)
    if verified.returncode: faults.append(f'{date}: the night with fairness does not hold: {verified.stdout}{verified.stderr}')
    for path in spool.glob('forwarder/*/out/*/summary.json'):
        answer = json.loads(path.read_text())
        if answer['night'] != date: continue
        own = shares.get(answer['forwarder'])
        wanted = own and {'asked_t': float(own['asked_t']), 'served_t': float(own['served_t']), 'share': float(own['share'])}
        if answer.get('fairness') != wanted: faults.append(f'{path}: {answer.get("fairness")}, the night says {wanted}')
        others = shares.keys() - {answer['forwarder']}
        if any(other in path.read_text() for other in others): faults.append(f'{path} names another forwarder')
    return faults, sum(r['share'] != r['share_plain'] for r in shares.values())


def nights(keruen, corridor, spool, args):
    n_shares = 0
    move_h, submitted, faults = price_of_moves(args.options), {}, []
    judge = judge_nights.Judge(spool, corridor, '--lp' not in args.options, move_h)
    run = lambda at, date, options: subprocess.run([keruen, 'nightly', at, '--corridor', corridor, '--date', date, *options], capture_output=True, text=True,
                                                   timeout=LIMIT_S)
    first = datetime.date.fromisoformat(judge_nights.rows(corridor / 'config.csv')[0]['start']) - datetime.timedelta(1)
    generator = Generator(corridor, random.Random(args.seed), args.scale)
    for i in range(args.nights):
        date = first + datetime.timedelta(i)
        submit_day(keruen, spool, generator, date, args.per_night, submitted, faults)
        if move_h is not None: shutil.copytree(spool, spool.parent / 'before')
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.monotonic()
        done = run(spool, str(date), args.options)
        took_s = time.monotonic() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu_s = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        if done.returncode != 0: faults.append(f'{date}: exit {done.returncode}: {done.stderr[-2000:]}')
        if took_s > args.limit: faults.append(f'{date}: {took_s:.1f} s')
        judge.night(str(date), submitted)
        solved = [line for line in done.stderr.splitlines() if ' solved: ' in line or ' done: ' in line or ' limit: ' in line]
        print(f'{took_s:6.1f} s {cpu_s:6.1f} CPU s  {after.ru_maxrss // 1024} MB  ' + '; '.join(line.split(': ', 1)[1] for line in solved), flush=True)
        if move_h is not None:
            faults += compare_moves(keruen, run, spool.parent / 'before', spool, str(date), args.options)
            shutil.rmtree(spool.parent / 'before')
        if '--fairness' in args.options:
            found, n = check_shares(keruen, spool, str(date))
            faults, n_shares = faults + found, n_shares + n
        if faults or judge.faults: break
    statuses = {d['status'] for d in judge.decisions.values()} | {j['state'] for j in judge.jobs.values()}
    if not {'served', 'rejected'} <= statuses: faults.append(f'the nights proved little: only {sorted(statuses)}')
    if move_h is not None and not judge.n_moved: faults.append('nothing was moved: it proves nothing')
    if '--fairness' in args.options and not n_shares: faults.append('fairness moved no share: it proves nothing')
    if '--fairness' in args.options: print(f'{n_shares} shares are other than without fairness')
    if move_h is not None: print(f'{judge.n_moved} promises were moved')
    print(f'{len(submitted)} submissions, {len(judge.lots)} lots; the fullest resource-day is used to {judge.peak:.4f}')
    return faults + judge.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('corridor', type=pathlib.Path)
    parser.add_argument('--nights', type=int, default=4)
    parser.add_argument('--per-night', type=int, default=40)
    parser.add_argument('--scale', type=float, default=0.5)
    parser.add_argument('--seed', type=int, default=6)
    parser.add_argument('--limit', type=float, default=180)
    parser.add_argument('--spool', type=pathlib.Path)
    args, args.options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        spool = args.spool or pathlib.Path(folder) / 'spool'
        spool.mkdir()
        faults = nights(args.keruen, args.corridor, spool, args)
    for fault in faults: print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
