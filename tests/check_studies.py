#!/usr/bin/env python3
"""What compare, bottlenecks and stress say, against instances in which the change is written down and solved from nothing.

usage: check_studies.py KERUEN INSTANCE [--top N]

compare: every plan and level of demand has the objective of its own cold solve to 2e-6, and the same bytes for 1 and 2
threads. stress: so has each of the N dearest losses. bottlenecks: with `holds_up_to` units more a day the cold solve saves
what the price says, to 1 %, for each of the N dearest.
"""
import argparse
import csv
import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile

NEAR = 2e-6
HOLDS = 0.0101
LIMIT_S = 600
PLANS, DEMANDS = 'base,2024,2026', '1,1.3'
DAYS = 9

faults = []


def run(*command):
    done = subprocess.run([str(x) for x in command], capture_output=True, text=True, timeout=LIMIT_S)
    if done.returncode: sys.exit(f'{" ".join(map(str, command))}: exit {done.returncode}: {done.stderr[-500:]}')
    return done.stdout


def rows(*path):
    with open(os.path.join(*path), encoding='utf-8-sig', newline='') as f: return list(csv.DictReader(f))


def write(path, table):
    with open(path, 'w', encoding='utf-8', newline='') as f:
        w = csv.DictWriter(f, table[0].keys(), lineterminator='\n')
        w.writeheader()
        w.writerows(table)


def expect(what, said, found, near):
    if abs(said - found) > near * max(1, abs(found)): faults.append(f'{what}: {said!r}, solved from nothing {found!r}')


class Desk:
    def __init__(self, keruen, instance, place):
        self.keruen, self.instance, self.place = keruen, instance, place
        self.base = self.solve(instance, '1e-9')
        self.capacity = {}
        for r in rows(self.place, 'out', 'resource_day.csv'):
            self.capacity.setdefault(r['resource_id'], []).append((r['date'], float(r['capacity'])))

    def solve(self, folder, gap='1e-7', *options):
        out = os.path.join(self.place, 'out')
        shutil.rmtree(out, ignore_errors=True)
        run(self.keruen, 'solve', folder, '-o', out, '-q', '--gap', gap, *options)
        return json.load(open(os.path.join(out, 'summary.json')))

    def copy(self):
        folder = os.path.join(self.place, 'changed')
        shutil.rmtree(folder, ignore_errors=True)
        return shutil.copytree(self.instance, folder)

    def scaled(self, factor):
        folder = self.copy()
        table = rows(folder, 'shipment.csv')
        for r in table: r['quantity_t'] = f'{int(round(float(r["quantity_t"]) * 1000) * round(factor * 1e6) + 500000) // 1000000 / 1000:.3f}'
        write(os.path.join(folder, 'shipment.csv'), table)
        return folder

    def with_capacity(self, resource, change):
        """The instance under a plan `changed` that gives the resource other capacities: change(day number, capacity)."""
        folder = self.copy()
        plans = rows(folder, 'plan.csv')
        write(os.path.join(folder, 'plan.csv'), [*plans, {**dict.fromkeys(plans[0], ''), 'plan_id': 'changed', 'name': 'changed'}])
        table = rows(folder, 'capacity.csv')
        for i, (date, capacity) in enumerate(self.capacity[resource]):
            now = change(i, capacity)
            if now != capacity:
                table.append({**dict.fromkeys(table[0], ''), 'plan_id': 'changed', 'resource_id': resource, 'from_date': date, 'to_date': date,
                              'per_day': f'{now:.6f}'})
        write(os.path.join(folder, 'capacity.csv'), table)
        return folder


def check_compare(d):
    outs = [os.path.join(d.place, f'compare{n}') for n in (1, 2)]
    for n, out in zip((1, 2), outs): run(d.keruen, 'compare', d.instance, '--plans', PLANS, '--demand', DEMANDS, '--threads', n, '-o', out)
    for name in os.listdir(outs[0]):
        if not filecmp.cmp(os.path.join(outs[0], name), os.path.join(outs[1], name), shallow=False): faults.append(f'{name} differs with 2 threads')
    for s in json.load(open(os.path.join(outs[0], 'summary.json')))['scenarios']:
        folder = d.scaled(s['demand']) if s['demand'] != 1 else d.instance
        plan = [] if s['plan'] == 'base' else ['--plan', s['plan']]
        expect(f'compare: {s["plan"]} at {s["demand"]}', s['objective'], d.solve(folder, '1e-7', *plan)['objective'], NEAR)


def check_stress(d, top):
    out = os.path.join(d.place, 'stress')
    run(d.keruen, 'stress', d.instance, '--days', DAYS, '--factor', '0.25', '-o', out)
    for r in rows(out, 'stress.csv')[:top]:
        folder = d.with_capacity(r['resource_id'], lambda i, capacity: capacity * 0.25 if i < DAYS else capacity)
        expect(f'stress: {r["resource_id"]}', float(r['objective']), d.solve(folder, '1e-7', '--plan', 'changed')['objective'], NEAR)


def check_bottlenecks(d, top):
    out = os.path.join(d.place, 'bottlenecks')
    run(d.keruen, 'bottlenecks', d.instance, '--top', top, '-o', out)
    for r in rows(out, 'bottlenecks.csv'):
        more = float(r['holds_up_to_per_day'])
        folder = d.with_capacity(r['resource_id'], lambda i, capacity: capacity + more if capacity > 0 else capacity)
        saved = d.base['bound'] - d.solve(folder, '1e-9', '--plan', 'changed')['bound']
        expect(f'bottlenecks: {r["resource_id"]}, {more} more', float(r['price_per_unit_a_day']) * more, saved, HOLDS)


def main():
    p = argparse.ArgumentParser()
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('instance', type=os.path.abspath)
    p.add_argument('--top', type=int, default=5)
    a = p.parse_args()
    with tempfile.TemporaryDirectory(prefix='studies-') as place:
        desk = Desk(a.keruen, a.instance, place)
        check_compare(desk)
        check_stress(desk, a.top)
        check_bottlenecks(desk, a.top)
    for fault in faults: print(fault)
    print(f'{len(faults)} faults')
    sys.exit(len(faults) > 0)


if __name__ == '__main__':
    main()
