#!/usr/bin/env python3
"""Quotas through every command, on random instances that have some; and the same instances without quota.csv.

usage: check_quotas.py KERUEN --seeds 1-12 [--jobs N]

A quota can be said without quota.csv, at length: its holder's cargo is a cargo of its own, and the quota a resource of a
unit that only this cargo fills (of all others 10^12 tonnes fit into one). For every seed with quotas, dated and static:
both must come to the same bound, to 1e-6. Then the result is falsified, once for each quota that is full: a kilogram
more on a lot that counts on it, a use or a price that is not true; `keruen verify` must refuse each with exit code 7
and, for the kilogram, name the quota. Then check, compare, bottlenecks, stress and explain must do their work.
"""
import argparse
import csv
import datetime
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import judge_quotas
import random_instance
from agree import Disagreement, expect, rows, run

TOLERANCE = 1e-6


def write(folder, name, table):
    with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as f:
        sheet = csv.DictWriter(f, list(table[0]), lineterminator='\n')
        sheet.writeheader()
        sheet.writerows(table)


def summary(out):
    with open(os.path.join(out, 'summary.json'), encoding='utf-8') as f: return json.load(f)


# ---- without quota.csv ----

def spell_out(folder, long):
    """Writes the instance at length into `long`; only for quotas of the base, without open days."""
    shutil.copytree(folder, long)
    os.remove(os.path.join(long, 'quota.csv'))
    table, cargo = rows(folder, 'quota.csv'), rows(folder, 'cargo.csv')
    unit = {r['resource_id']: r['unit'] for r in rows(folder, 'resource.csv')}
    pairs = sorted({(q['forwarder_id'], q['resource_id']) for q in table})
    holders = sorted({f for f, _ in pairs})
    at = {pair: i for i, pair in enumerate(pairs)}
    copies = [dict(c, cargo_id=f'{c["cargo_id"]}:{h}', own=h) for c in cargo for h in range(len(holders))]
    all_cargo = [dict(c, own=None) for c in cargo] + copies
    for c in all_cargo:
        for (f, r), i in at.items():
            own = c['own'] is not None and holders[c['own']] == f
            c[f't_per_q{i}'] = (c[f't_per_{unit[r]}'] if unit[r] != 't' else '1') if own else '1000000000000'
        del c['own']
    write(long, 'cargo.csv', all_cargo)
    write(long, 'resource.csv', rows(folder, 'resource.csv') +
          [dict(rows(folder, 'resource.csv')[0], resource_id=f'Q{i}', name='quota', unit=f'q{i}', whole_units='0') for i in at.values()])
    capacity = rows(folder, 'capacity.csv')
    blank = {k: '' for k in capacity[0]} if capacity else dict(plan_id='', resource_id='', from_date='', to_date='', weekdays='', per_day='')
    more = [dict(blank, plan_id='', resource_id=f'Q{at[q["forwarder_id"], q["resource_id"]]}', from_date=q.get('from_date') or '',
                 to_date=q.get('to_date') or '', weekdays=q.get('weekdays') or '', per_day=q['per_day']) for q in table]
    write(long, 'capacity.csv', [dict(r, weekdays=r.get('weekdays') or '') for r in capacity + more])
    for name in ('link.csv', 'transfer.csv'):
        legs = rows(folder, name)
        for leg in legs:
            own = [r for r in (leg.get('resources') or '').split(';') if r]
            leg['resources'] = ';'.join(own + [f'Q{i}' for (f, r), i in at.items() if r in own])
        if legs: write(long, name, legs)
    shipments = rows(folder, 'shipment.csv')
    for s in shipments:
        if s['forwarder_id'] in holders: s['cargo_id'] = f'{s["cargo_id"]}:{holders.index(s["forwarder_id"])}'
    write(long, 'shipment.csv', shipments)


def fill_days(folder):
    """Quotas for every day, much where there is no row, none of 0 (a capacity of 0 would close the way to all)."""
    config = rows(folder, 'config.csv')[0]
    table = [q for q in rows(folder, 'quota.csv') if not q.get('plan_id')]
    start = datetime.date.fromisoformat(config['start'])
    days = [start + datetime.timedelta(i) for i in range(int(config['days']))]
    out = []
    for f, r in sorted({(q['forwarder_id'], q['resource_id']) for q in table}):
        mine = [q for q in table if (q['forwarder_id'], q['resource_id']) == (f, r)]
        for day in days:
            today = next((q['per_day'] for q in mine if judge_quotas.covers(q, day)), '100000000')
            out.append(dict(forwarder_id=f, resource_id=r, from_date=day.isoformat(), to_date=day.isoformat(), per_day=today if float(today) else '0.000001'))
    if out: write(folder, 'quota.csv', out)
    return bool(out)


def check_long(args, folder, out, long, view):
    run(args.keruen, 'solve', folder, '-o', out, '-q', *view)
    run(args.keruen, 'solve', long, '-o', out + '-long', '-q', *view)
    one, other = summary(out)['bound'], summary(out + '-long')['bound']
    expect(abs(one - other) <= TOLERANCE * max(1, abs(one)), f'bound {one!r}, said at length {other!r}')
    return one


# ---- falsified results ----

def refused(args, folder, out, name, change, word):
    """Changes a table of a copy of the result; verify must refuse it."""
    false = out + '-false'
    shutil.copytree(out, false)
    table = rows(out, name)
    change(table)
    write(false, name, table)
    done = subprocess.run([args.keruen, 'verify', folder, false], capture_output=True, text=True)
    shutil.rmtree(false)
    expect(done.returncode == 7, f'{name} falsified: exit code {done.returncode}')
    expect(word in done.stderr, f'{name} falsified: nothing about {word!r} in {done.stderr[-300:]!r}')


def add_kilogram(forwarder_of, resources_of, full):
    """A kilogram more on the first lot of the holder over the resource on the day of a full quota."""
    def change(table):
        for leg in table:
            on_day = not full['date'] or leg['depart'][:10] == full['date']
            if forwarder_of[leg['shipment_id']] != full['forwarder_id'] or not on_day: continue
            if full['resource_id'] not in resources_of(leg): continue
            key = leg['shipment_id'], leg['lot']
            for other in table:
                if (other['shipment_id'], other['lot']) == key:
                    other['quantity_t'] = f'{float(other["quantity_t"]) + 0.001:.3f}'
            return
        raise Disagreement(f'no lot counts on {full}')
    return change


def set_cell(key, column, value):
    def change(table):
        for row in table:
            if all(row[k] == key[k] for k in ('forwarder_id', 'resource_id', 'date')): row[column] = value(row)
    return change


def check_false(args, folder, out):
    forwarder_of = {s['shipment_id']: s['forwarder_id'] for s in rows(folder, 'shipment.csv')}
    links = {x['link_id']: x for x in rows(folder, 'link.csv')}
    transfers = {(x['node_id'], x['from_mode'], x['to_mode']): x for x in rows(folder, 'transfer.csv')}
    def resources_of(leg):
        row = links[leg['link_id']] if leg['kind'] == 'link' else transfers[leg['node_id'], leg['from_mode'], leg['to_mode']]
        return (row.get('resources') or '').split(';')
    n = 0
    for full in rows(out, 'quota_day.csv'):
        quota, used = float(full['quota']), float(full['used'])
        if quota > 0 and used >= quota * (1 - 1e-12) and quota < 1000:  # a kilogram is more than its billionth
            word = f'quota of {full["forwarder_id"]} on {full["resource_id"]}'
            refused(args, folder, out, 'allocation.csv', add_kilogram(forwarder_of, resources_of, full), word)
            n += 1
        if quota > 0:
            refused(args, folder, out, 'quota_day.csv', set_cell(full, 'used', lambda r: f'{float(r["used"]) + 0.01:.6f}'), 'said to be used')
        if float(full['shadow_price'] or 0) * max(quota, 1) > 1e-3 * summary(out)['objective']:
            refused(args, folder, out, 'quota_day.csv', set_cell(full, 'shadow_price', lambda r: f'{float(r["shadow_price"]) * 50:.9f}'), 'bound')
    return n


def check_commands(args, folder, out):
    run(args.keruen, 'check', folder)
    run(args.keruen, 'bottlenecks', folder, '--top', '2')
    run(args.keruen, 'stress', folder, '--days', '3')
    run(args.keruen, 'compare', folder, '--plans', 'base', '--demand', '1.0,1.2')
    for s in rows(out, 'shipment_result.csv')[:2]: run(args.keruen, 'explain', folder, out, s['shipment_id'])


def check_seed(task):
    args, seed = task
    faults, full = [], 0
    with tempfile.TemporaryDirectory(prefix=f'quotas{seed}-') as place:
        folder, long = os.path.join(place, 'instance'), os.path.join(place, 'long')
        random_instance.generate(seed, folder, 'small')
        if not os.path.exists(os.path.join(folder, 'quota.csv')) or not fill_days(folder): return 0, 0, []
        spell_out(folder, long)
        for i, view in enumerate(([], ['--static'])):
            out = os.path.join(place, f'out{i}')
            try:
                check_long(args, folder, out, long, view)
                full += check_false(args, folder, out)
                if not view: check_commands(args, folder, out)
            except Disagreement as fault: faults.append(f'seed {seed} {" ".join(view) or "dated"}: {fault}')
    return 2, full, faults


def main():
    p = argparse.ArgumentParser(description='Quotas through every command.')
    p.add_argument('keruen', type=os.path.abspath)
    p.add_argument('--seeds', required=True, help='first-last')
    p.add_argument('--jobs', type=int, default=2)
    args = p.parse_args()
    first, _, last = args.seeds.partition('-')
    cases = full = failed = 0
    with multiprocessing.Pool(args.jobs) as pool:
        for n, n_full, faults in pool.imap(check_seed, [(args, s) for s in range(int(first), int(last or first) + 1)]):
            cases, full, failed = cases + n, full + n_full, failed + len(faults)
            for fault in faults: print(fault, flush=True)
    print(f'{cases} solves with quotas, {full} full quotas exceeded by a kilogram; {failed} failed')
    return 1 if failed or not full else 0


if __name__ == '__main__':
    sys.exit(main())
