#!/usr/bin/env python3
"""keruen invest against full enumeration: every allowed set of upgrades is written down as a plan of its own and solved.

usage: check_invest.py KERUEN [--seeds 1-4] [--upgrades 12] [--instance FOLDER [--ids U01,…]]

Without --instance: random instances of random_instance.py with random upgrades, dated and static in turn, under the base and under other
plans. For every budget at which enumeration changes its mind, the frontier's set must be as good to the gap, its objective that
of enumeration, its bound below; and the files must be the same for 1 and 2 threads.
"""
import argparse
import csv
import filecmp
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import random_instance  # noqa: E402

GAP = 1e-6
NEAR = 2 * GAP  # an objective solved another way
PER_CALL = 128
LIMIT_S = 3000

faults = []


def run(*command):
    done = subprocess.run([str(x) for x in command], capture_output=True, text=True, timeout=LIMIT_S)
    if done.returncode: sys.exit(f'{" ".join(map(str, command))}: exit {done.returncode}: {done.stderr[-500:]}')
    return done.stdout


def rows(*path):
    path = os.path.join(*path)
    if not os.path.exists(path): return []
    with open(path, encoding='utf-8-sig', newline='') as f: return list(csv.DictReader(f))


def write(columns, table, *path):
    with open(os.path.join(*path), 'w', encoding='utf-8', newline='') as f:
        w = csv.DictWriter(f, columns, restval='', extrasaction='ignore', lineterminator='\n')
        w.writeheader()
        w.writerows(table)


PLAN = ['plan_id', 'name', 'base_plan_id']
CAPACITY = ['plan_id', 'resource_id', 'from_date', 'to_date', 'weekdays', 'per_day']
TRANSIT = ['plan_id', 'link_id', 'from_date', 'to_date', 'transit_hours']
UPGRADE = ['upgrade_id', 'name', 'cost_musd', 'plan_id', 'requires', 'conflicts']


class World:
    """An instance day by day: what each plan says, by walking its chain."""

    def __init__(self, folder):
        import datetime as dt
        self.folder = folder
        config = rows(folder, 'config.csv')[0]
        start = dt.date.fromisoformat(config['start'])
        self.days = [(start + dt.timedelta(i)) for i in range(int(config['days']))]
        self.base_of = {r['plan_id']: r.get('base_plan_id', '') for r in rows(folder, 'plan.csv') if r['plan_id']}
        self.capacity_rows, self.transit_rows = rows(folder, 'capacity.csv'), rows(folder, 'transit.csv')
        self.links = {r['link_id']: Decimal(r['transit_hours']) for r in rows(folder, 'link.csv')}
        self.resources = [r['resource_id'] for r in rows(folder, 'resource.csv')]

    def _lay(self, table, key, plan, value, start):
        chain = [plan]
        while chain[-1]: chain.append(self.base_of[chain[-1]])
        out = dict(start)
        for p in reversed(chain):
            for r in table:
                if r['plan_id'] != p: continue
                for d in self.days:
                    day = d.isoformat()
                    if (r['from_date'] or '0') <= day <= (r['to_date'] or '9') and str(d.isoweekday()) in (r.get('weekdays') or '1234567'):
                        out[r[key], day] = Decimal(r[value])
        return out

    def capacities(self, plan):
        return self._lay(self.capacity_rows, 'resource_id', plan, 'per_day', {})

    def hours(self, plan):
        return self._lay(self.transit_rows, 'link_id', plan, 'transit_hours', {(l, d.isoformat()): h for l, h in self.links.items() for d in self.days})


def add_upgrades(folder, seed, n, plan):
    """Random upgrades over a plan: more of a resource or two, on some days only or on closed ones too; faster links; rules."""
    d, w = random.Random(f'upgrades {seed}'), World(folder)
    capacity, hours = w.capacities(plan), w.hours(plan)
    plans, caps, times, upgrades = rows(folder, 'plan.csv'), w.capacity_rows, w.transit_rows, []
    for i in range(n):
        p = f'with-{i}'
        plans.append(dict(plan_id=p, name=p, base_plan_id=plan))
        for r in d.sample(w.resources, min(len(w.resources), d.choice((1, 1, 2)))):
            usual = max([capacity.get((r, x.isoformat()), Decimal(0)) for x in w.days]) or Decimal(10)
            more, only = (usual * Decimal(d.choice(('0.2', '0.5', '1', '3')))).quantize(Decimal('0.000001')), d.random() < 0.3
            for x in w.days:
                now = capacity.get((r, x.isoformat()), Decimal(0))
                if (now == 0 and d.random() < 0.5) or (only and d.random() < 0.5): continue
                caps.append(dict(plan_id=p, resource_id=r, from_date=x.isoformat(), to_date=x.isoformat(), per_day=f'{now + more:f}'))
        for l in d.sample(sorted(w.links), 1 if d.random() < 0.35 else 0):
            for x in w.days:
                times.append(dict(plan_id=p, link_id=l, from_date=x.isoformat(), to_date=x.isoformat(), transit_hours=f'{(hours[l, x.isoformat()] / 2).quantize(Decimal("0.000001")):f}'))
        needs = f'u{d.randrange(i)}' if i and d.random() < 0.15 else ''
        bars = f'u{d.randrange(i)}' if i and d.random() < 0.15 else ''
        upgrades.append(dict(upgrade_id=f'u{i}', name=p, cost_musd=str(d.choice((0, d.randint(1, 20), Decimal(d.randint(1, 2000)) / 100))), plan_id=p,
                             requires=needs, conflicts=bars if bars != needs else ''))
    write(PLAN, plans, folder, 'plan.csv')
    write(CAPACITY, caps, folder, 'capacity.csv')
    if times: write(TRANSIT, times, folder, 'transit.csv')
    write(UPGRADE, upgrades, folder, 'upgrade.csv')


def allowed_sets(upgrades):
    """Index lists of the sets that hold what they require and nothing that conflicts."""
    index = {u['upgrade_id']: i for i, u in enumerate(upgrades)}
    needs = [[index[x] for x in u['requires'].split(';') if x] for u in upgrades]
    bars = [[index[x] for x in u['conflicts'].split(';') if x] for u in upgrades]
    for mask in range(1 << len(upgrades)):
        s = [i for i in range(len(upgrades)) if mask >> i & 1]
        if all(j in s for i in s for j in needs[i]) and not any(j in s for i in s for j in bars[i]): yield s


def changes_of(w, upgrades):
    out = []
    for u in upgrades:
        base = w.base_of[u['plan_id']]
        before, after = w.capacities(base), w.capacities(u['plan_id'])
        slow, fast = w.hours(base), w.hours(u['plan_id'])
        out.append(({k: v - before.get(k, 0) for k, v in after.items() if v != before.get(k, 0)}, {k: v for k, v in fast.items() if v != slow[k]}))
    return out


def enumerate_all(keruen, folder, upgrades, plan, options, place):
    """[(cost, objective, ids)] of every allowed set, each a plan of its own."""
    w, out = World(folder), []
    changes, capacity, hours = changes_of(w, upgrades), w.capacities(plan), w.hours(plan)
    sets = list(allowed_sets(upgrades))
    other = os.path.join(place, 'enumerated')
    for first in range(0, len(sets), PER_CALL):
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(folder, other)
        os.remove(os.path.join(other, 'upgrade.csv'))
        plans, caps, times = rows(other, 'plan.csv'), list(w.capacity_rows), list(w.transit_rows)
        for k, s in enumerate(sets[first:first + PER_CALL]):
            plans.append(dict(plan_id=f'set{k}', name='set', base_plan_id=plan))
            cap, time = {}, {}
            for i in s:
                for key, more in changes[i][0].items(): cap[key] = cap.get(key, capacity.get(key, Decimal(0))) + more
                for key, h in changes[i][1].items(): time[key] = min(time.get(key, hours[key]), h)
            caps += [dict(plan_id=f'set{k}', resource_id=r, from_date=x, to_date=x, per_day=f'{v:f}') for (r, x), v in cap.items()]
            times += [dict(plan_id=f'set{k}', link_id=l, from_date=x, to_date=x, transit_hours=f'{h:f}') for (l, x), h in time.items()]
        write(PLAN, plans, other, 'plan.csv')
        write(CAPACITY, caps, other, 'capacity.csv')
        if times: write(TRANSIT, times, other, 'transit.csv')
        n = min(PER_CALL, len(sets) - first)
        answer = os.path.join(place, 'compared')
        shutil.rmtree(answer, ignore_errors=True)
        run(keruen, 'compare', other, '--plans', ','.join(f'set{k}' for k in range(n)), '--gap', GAP / 4, '--threads', 2, '-o', answer, *options)
        for s, x in zip(sets[first:first + PER_CALL], json.load(open(os.path.join(answer, 'summary.json')))['scenarios']):
            out.append((sum(Decimal(upgrades[i]['cost_musd']) for i in s), x['objective'], ';'.join(upgrades[i]['upgrade_id'] for i in s)))
    return out


def check(keruen, folder, plan, options, place, name):
    upgrades = rows(folder, 'upgrade.csv')
    outs = [os.path.join(place, f'invest{n}') for n in (1, 2)]
    for n, out in zip((1, 2), outs):
        shutil.rmtree(out, ignore_errors=True)
        run(keruen, 'invest', folder, '--budget', ':', '--gap', GAP, '--threads', n, '-o', out, *(['--plan', plan] if plan else []), *options)
    for file in os.listdir(outs[0]):
        if not filecmp.cmp(os.path.join(outs[0], file), os.path.join(outs[1], file), shallow=False): faults.append(f'{name}: {file} differs with 2 threads')
    frontier = [(Decimal(r['cost_musd']), float(r['objective']), float(r['bound']), Decimal(r['budget_musd']), r['upgrades']) for r in rows(outs[0], 'frontier.csv')]
    every = sorted(enumerate_all(keruen, folder, upgrades, plan, options, place))
    objective = {ids: v for _, v, ids in every}
    work = json.load(open(os.path.join(outs[0], 'summary.json')))['run']
    print(f'{name}: {len(every)} sets, {len(frontier)} efficient, {work["solves"]} solves', flush=True)
    best = float('inf')
    for cost, v, ids in every:
        best = min(best, v)
        at = [f for f in frontier if f[0] <= cost]
        near = NEAR * max(1, abs(best))
        if not at: faults.append(f'{name}: nothing for {cost}')
        elif at[-1][1] > best + near: faults.append(f'{name}: {cost} buys {ids} with {best}, invest says {at[-1][4]} with {at[-1][1]}')
        elif cost <= at[-1][3] and at[-1][2] > best + near: faults.append(f'{name}: {cost}: bound {at[-1][2]} above {best} of {ids}')
    for cost, v, _, _, ids in frontier:
        if abs(v - objective[ids]) > NEAR * max(1, abs(v)): faults.append(f'{name}: {ids} has {v}, solved from nothing {objective[ids]}')
    check_single(keruen, folder, plan, options, place, name, frontier, every)


def check_single(keruen, folder, plan, options, place, name, frontier, every):
    """A budget between: the same set, or one as good."""
    out, budget = os.path.join(place, 'single'), frontier[len(frontier) // 2][0] + Decimal('0.5')
    shutil.rmtree(out, ignore_errors=True)
    run(keruen, 'invest', folder, '--budget', budget, '--gap', GAP, '-o', out, *(['--plan', plan] if plan else []), *options)
    found = json.load(open(os.path.join(out, 'summary.json')))['sets'][0]
    best = min(v for cost, v, _ in every if cost <= budget)
    if Decimal(str(found['cost_musd'])) > budget: faults.append(f'{name}: {found["upgrades"]} cost more than {budget}')
    if abs(found['objective'] - best) > NEAR * max(1, abs(best)): faults.append(f'{name}: {budget}: {found["objective"]}, enumeration {best}')


def check_random(keruen, seed, n, place):
    folder = os.path.join(place, 'instance')
    shutil.rmtree(folder, ignore_errors=True)
    plans = random_instance.generate(seed, folder, 'small', True)
    plan = plans[-1] if seed % 3 == 0 else ''
    if not rows(folder, 'resource.csv'): return
    add_upgrades(folder, seed, n, plan)
    check(keruen, folder, plan, ['--static'] if seed % 2 else [], place, f'seed {seed}')


def check_instance(keruen, instance, ids, n, place):
    folder = os.path.join(place, 'instance')
    shutil.copytree(instance, folder)
    table = rows(folder, 'upgrade.csv')
    write(UPGRADE, [u for u in table if u['upgrade_id'] in ids] if ids else table[:n], folder, 'upgrade.csv')
    check(keruen, folder, '', [], place, os.path.basename(instance))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('--seeds', default='1-4')
    p.add_argument('--upgrades', type=int, default=12)
    p.add_argument('--instance', type=os.path.abspath)
    p.add_argument('--ids', default='')
    a = p.parse_args()
    with tempfile.TemporaryDirectory(prefix='invest-') as place:
        if a.instance: check_instance(a.keruen, a.instance, [x for x in a.ids.split(',') if x], a.upgrades, place)
        else:
            first, _, last = a.seeds.partition('-')
            for seed in range(int(first), int(last or first) + 1): check_random(a.keruen, seed, a.upgrades, place)
    for fault in faults: print(fault)
    print(f'{len(faults)} faults')
    sys.exit(len(faults) > 0)


if __name__ == '__main__':
    main()
