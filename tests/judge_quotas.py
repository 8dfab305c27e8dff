#!/usr/bin/env python3
"""Does a plan keep within every quota? From the files alone: legs of allocation.csv against quota.csv.

usage: judge_quotas.py INSTANCE RESULT [--plan ID] [--static]

A leg counts on each quota of its shipment's forwarder for each of its resources, on the day on which it begins (at the
very end of the horizon: the last day), with tonnes / t_per_<unit> units. A quota is that of the first plan, walking to
the base, with a row for the day; without one there is none. Static: the sum of the days, none where one day has none.
Prints each quota that is exceeded by more than 1e-9 of itself; exit code 1 then.
"""
import collections
import csv
import datetime
import os
import sys
from fractions import Fraction


def rows(folder, name):
    path = os.path.join(folder, name)
    if not os.path.exists(path): return []
    with open(path, encoding='utf-8-sig', newline='') as f: return list(csv.DictReader(f))


def covers(row, day):
    if (row.get('from_date') or '0') > day.isoformat(): return False
    if (row.get('to_date') or '9') < day.isoformat(): return False
    return not row.get('weekdays') or str(day.isoweekday()) in row['weekdays']


def limits(folder, days, plan):
    """(forwarder, resource) to units by day, None = no limit."""
    bases = {p['plan_id']: p.get('base_plan_id') or '' for p in rows(folder, 'plan.csv') if p['plan_id']}
    chain = [plan]
    while chain[-1]: chain.append(bases[chain[-1]])
    table = rows(folder, 'quota.csv')
    quota = {}
    for key in {(r['forwarder_id'], r['resource_id']) for r in table}:
        mine = [r for r in table if (r['forwarder_id'], r['resource_id']) == key]
        quota[key] = [next((Fraction(r['per_day']) for p in chain for r in mine
                            if (r.get('plan_id') or '') == p and covers(r, day)), None) for day in days]
    return quota


def uses(folder, out, days, static):
    """(forwarder, resource, index of the day) to units."""
    shipment = {s['shipment_id']: s for s in rows(folder, 'shipment.csv')}
    cargo = {c['cargo_id']: c for c in rows(folder, 'cargo.csv')}
    unit = {r['resource_id']: r['unit'] for r in rows(folder, 'resource.csv')}
    links = {x['link_id']: x for x in rows(folder, 'link.csv')}
    transfers = {(x['node_id'], x['from_mode'], x['to_mode']): x for x in rows(folder, 'transfer.csv')}
    used = collections.Counter()
    for leg in rows(out, 'allocation.csv'):
        s = shipment[leg['shipment_id']]
        row = links[leg['link_id']] if leg['kind'] == 'link' else transfers[leg['node_id'], leg['from_mode'], leg['to_mode']]
        day = 0 if static else min((datetime.date.fromisoformat(leg['depart'][:10]) - days[0]).days, len(days) - 1)
        for r in filter(None, (row.get('resources') or '').split(';')):
            per = Fraction(cargo[s['cargo_id']][f't_per_{unit[r]}']) if unit[r] != 't' else 1
            used[s['forwarder_id'], r, day] += Fraction(leg['quantity_t']) / per
    return used


def faults(folder, out, plan='', static=False):
    config = rows(folder, 'config.csv')[0]
    start = datetime.date.fromisoformat(config['start'])
    days = [start + datetime.timedelta(i) for i in range(int(config['days']))]
    quota = limits(folder, days, plan)
    for (forwarder, resource, day), used in sorted(uses(folder, out, days, static).items()):
        most = quota.get((forwarder, resource), [None] * len(days))
        if static: most = [None if None in most else sum(most)]
        if most[day] is not None and used > most[day] * (1 + Fraction(1, 10 ** 9)):
            yield f'{forwarder} uses {float(used)} of {resource} on day {day}, its quota is {float(most[day])}'


def main():
    words = sys.argv[1:]
    plan = words[words.index('--plan') + 1] if '--plan' in words else ''
    found = list(faults(words[0], words[1], plan, '--static' in words))
    for fault in found: print(fault)
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
