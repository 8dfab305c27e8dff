#!/usr/bin/env python3
"""What compare, bottlenecks and stress say, against instances in which the change is written down and solved from nothing.

usage: check_studies.py KERUEN INSTANCE [--top N] [--explain N] [--only NAME]
       check_studies.py KERUEN --seeds A-B [--explain N]      only explain, on small random instances

compare: every plan and level of demand has the objective of its own cold solve to 2e-6, and the same bytes for 1 and 2
threads. stress: so has each of the N dearest losses. bottlenecks: with `holds_up_to` units more a day the cold solve saves
what the price says, to 1 %, for each of the N dearest. explain: every relief serves the shipment, and a twentieth less of it, or a
day less, does not; the same for static results, and for integer ones that it serves the shipment.
"""
import argparse
import csv
import datetime as dt
import filecmp
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

import random_instance

NEAR = 2e-6
HOLDS = 0.0101
LIMIT_S = 600
PLANS, DEMANDS = 'base,2024,2026', '1,1.3'
DAYS = 9
LATE_H = 1e-4  # less is a kilogram's rounding
MORE = re.compile(r'([0-9.]+) more \S+ of (quota of \S+ on \S+|\S+) (?:on ([0-9-]+)|over the horizon)$')
ITERATIONS = '100'  # those of explain
EARLIER = re.compile(r'ready ([0-9]+) days? earlier$')

faults = []


def run(*command):
    done = subprocess.run([str(x) for x in command], capture_output=True, text=True, timeout=LIMIT_S)
    if done.returncode: sys.exit(f'{" ".join(map(str, command))}: exit {done.returncode}: {done.stderr[-500:]}')
    return done.stdout


def rows(*path):
    with open(os.path.join(*path), encoding='utf-8-sig', newline='') as f: return list(csv.DictReader(f))


def write(path, table):
    columns = dict.fromkeys(column for row in table for column in row)
    with open(path, 'w', encoding='utf-8', newline='') as f:
        w = csv.DictWriter(f, columns, restval='', lineterminator='\n')
        w.writeheader()
        w.writerows(table)


def days_before(instant, days):
    """An instant of an instance: a date, or with a time and Z or an offset."""
    t = dt.datetime.fromisoformat(instant.replace('Z', '+00:00'))
    t = t.astimezone(dt.timezone.utc) if t.tzinfo else t
    return (t - dt.timedelta(days)).strftime('%Y-%m-%dT%H:%MZ')


def expect(what, said, found, near):
    if abs(said - found) > near * max(1, abs(found)): faults.append(f'{what}: {said!r}, solved from nothing {found!r}')


class Desk:
    def __init__(self, keruen, instance, place):
        self.keruen, self.instance, self.place = keruen, instance, place
        self.start = dt.date.fromisoformat(rows(instance, 'config.csv')[0]['start'])
        self.base = self.solve(instance, '1e-9')
        self.capacity = {}
        for r in rows(self.place, 'out', 'resource_day.csv'):
            self.capacity.setdefault(r['resource_id'], []).append((r['date'], float(r['capacity'])))
        self.quotas = {}  # by the name that explain gives them
        for r in rows(self.place, 'out', 'quota_day.csv') if os.path.exists(os.path.join(self.place, 'out', 'quota_day.csv')) else []:
            name = f'quota of {r["forwarder_id"]} on {r["resource_id"]}'
            self.quotas[name] = {'forwarder_id': r['forwarder_id'], 'resource_id': r['resource_id']}
            self.capacity.setdefault(name, []).append((r['date'], float(r['quota'])))

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

    def earlier(self, shipment, days):
        folder = self.copy()
        table = rows(folder, 'shipment.csv')
        for r in table:
            if r['shipment_id'] == shipment: r['ready'] = days_before(r['ready'], days)
        write(os.path.join(folder, 'shipment.csv'), table)
        return folder

    def day_of(self, date):
        return (dt.date.fromisoformat(date) - self.start).days if date else 0

    def with_capacity(self, resource, change):
        return self.with_capacities([resource], lambda _, i, capacity: change(i, capacity))

    def with_capacities(self, resources, change):
        """The instance under a plan `changed` that gives resources other capacities: change(resource, day number, capacity)."""
        folder = self.copy()
        plans = rows(folder, 'plan.csv') if os.path.exists(os.path.join(folder, 'plan.csv')) else []
        write(os.path.join(folder, 'plan.csv'), [*plans, {'plan_id': 'changed', 'name': 'changed', 'base_plan_id': ''}])
        table, quotas = rows(folder, 'capacity.csv'), rows(folder, 'quota.csv') if self.quotas else []
        for resource, date, capacity in [(r, *day) for r in sorted(resources) for day in self.capacity[r]]:  # days without any are not listed
            now = change(resource, self.day_of(date), capacity)
            if now != capacity:
                row = {'plan_id': 'changed', 'resource_id': resource, 'from_date': date, 'to_date': date, 'per_day': f'{now:.6f}'}
                (quotas if resource in self.quotas else table).append(row | self.quotas.get(resource, {}))
        write(os.path.join(folder, 'capacity.csv'), table)
        if quotas: write(os.path.join(folder, 'quota.csv'), quotas)
        return folder


def check_compare(d):
    outs = [os.path.join(d.place, f'compare{n}') for n in (1, 2)]
    for n, out in zip((1, 2), outs): run(d.keruen, 'compare', d.instance, '--plans', PLANS, '--demand', DEMANDS, '--threads', n, '-o', out)
    for name in os.listdir(outs[0]):
        if not filecmp.cmp(os.path.join(outs[0], name), os.path.join(outs[1], name), shallow=False): faults.append(f'{name} differs with 2 threads')
    for name in ('compare.svg', 'pareto.svg'): xml.etree.ElementTree.parse(os.path.join(outs[0], name))
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


def reliefs(said):
    """Alternatives of explain: each a list of (units, resource, date), or days."""
    _, _, tail = said.partition('solved anew each time, with\n')
    found = []
    for line in tail.splitlines():
        more, days = MORE.search(line), EARLIER.search(line)
        if more and line.startswith('  and '): found[-1].append(more.groups())
        elif more: found.append([more.groups()])
        elif days: found.append(int(days.group(1)))
    return found


def with_relief(d, relief, share):
    """The instance with this share of a relief under the plan `changed`; without a date on the first day that is open."""
    def day_of(resource, date):
        days = [day for day, capacity in d.capacity[resource] if capacity > 0]
        return d.day_of(date or days[0])

    more = {(r, day_of(r, date)): float(units) * share for units, r, date in relief}
    return d.with_capacities({r for r, _ in more}, lambda r, i, capacity: capacity + more.get((r, i), 0))


def check_relief(d, relief, row, view):
    """It suffices when it is written down, and, of LP results, a twentieth less, or a day less, does not."""
    shipment, in_time = row['shipment_id'], float(row['late_hours'] or 0) > LATE_H
    for is_less in (False,) if '--integer' in view else (False, True):
        if isinstance(relief, int): folder, options = d.earlier(shipment, relief - is_less), []
        else: folder, options = with_relief(d, relief, 0.95 if is_less else 1), ['--plan', 'changed']
        d.solve(folder, gap_of(view), *options, *view)
        row = next(r for r in rows(d.place, 'out', 'shipment_result.csv') if r['shipment_id'] == shipment)
        served = float(row['unserved_t']) == 0 and not (in_time and float(row['late_hours'] or 0) > LATE_H)
        if served == is_less: faults.append(f'explain: {view}: {shipment}: {"less than " if is_less else ""}{relief}: {"" if served else "not "}served')


def gap_of(view): return '1e-3' if '--integer' in view else '1e-6'


def check_explain(d, n, view=()):
    result = os.path.join(d.place, 'explained')
    shutil.rmtree(result, ignore_errors=True)
    run(d.keruen, 'solve', d.instance, '-o', result, '-q', '--gap', gap_of(view), *view)
    table = [r for r in rows(result, 'shipment_result.csv') if r['reason'] and not r['reason'].startswith('no route')]
    random.Random(1).shuffle(table)
    table.sort(key=lambda r: r['reason'].startswith('cannot arrive'))  # for these there are earlier days only
    count = 0
    for row in table[:n]:
        for relief in reliefs(run(d.keruen, 'explain', d.instance, result, row['shipment_id'])):
            count += 1
            check_relief(d, relief, row, view)
    print(f'{count} reliefs of {len(table[:n])} shipments {" ".join(view)}')


VIEWS = {'explain': (), 'static': ('--static',), 'integer': ('--integer', '--iteration-limit', ITERATIONS)}


def check_instance(a):
    with tempfile.TemporaryDirectory(prefix='studies-') as place:
        desk = Desk(a.keruen, a.instance, place)
        checks = {'compare': lambda: check_compare(desk), 'stress': lambda: check_stress(desk, a.top), 'bottlenecks': lambda: check_bottlenecks(desk, a.top)}
        for name, check in checks.items():
            if a.only in ('', name): check()
        for name, view in VIEWS.items():
            if a.only in ('', name): check_explain(desk, a.explain, view)


def check_random(a):
    for seed in a.seeds:
        with tempfile.TemporaryDirectory(prefix='studies-') as place:
            instance = os.path.join(place, 'instance')
            random_instance.generate(seed, instance, large=True)
            desk = Desk(a.keruen, instance, place)
            for view in VIEWS.values():
                before = len(faults)
                check_explain(desk, a.explain, view)
                faults[before:] = [f'seed {seed}: {fault}' for fault in faults[before:]]


def main():
    p = argparse.ArgumentParser()
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('instance', type=os.path.abspath, nargs='?')
    p.add_argument('--seeds', type=lambda text: range(int(text.split('-')[0]), int(text.split('-')[1]) + 1))
    p.add_argument('--top', type=int, default=5)
    p.add_argument('--explain', type=int, default=5, help='late or unserved shipments to explain')
    p.add_argument('--only', default='', help='one of compare, stress, bottlenecks, explain, static, integer (of explain)')
    a = p.parse_args()
    if a.seeds: check_random(a)
    else: check_instance(a)
    for fault in faults: print(fault)
    print(f'{len(faults)} faults')
    sys.exit(len(faults) > 0)


if __name__ == '__main__':
    main()
