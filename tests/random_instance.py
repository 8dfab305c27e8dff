#!/usr/bin/env python3
"""Write a small random instance of the corridor format: the same seed always gives the same files.

usage: random_instance.py SEED DIR [--size small|medium] [--round]

Over the seeds every rule of the format occurs: one way and two way links, parallel ones, shared resources in several
units, cargo that cannot use a unit, transfers of no and of several steps and in circles, loading and unloading rows and
their absence, chains of plans, weekdays, open dates, days without a capacity row, dated running times, every step
length, freight ready before the horizon or after it, due dates in the past, running times one millionth beside the
grid; and on paper: byte order marks, CRLF, quoted fields, line breaks in fields, unknown and missing optional columns,
ids of several scripts. Capacities are drawn around the demand so that many of them bind. Two seeds in five have quotas,
some of forwarders who ship nothing. Commitments are never made.

--size   small: up to 6 nodes and 10 shipments; medium: up to 10 and 30; without it two seeds in three are small
--round  tonnages so large that rounding to whole kilograms hardly moves the objective
"""
import argparse
import csv
import datetime
import io
import math
import os
import random

STEPS = (1, 2, 3, 4, 6, 8, 12, 24)
MODES = ('rail1435', 'rail1520', 'road', 'sea', 'río', 'паром')
PLACES = ('Алматы', 'Ürümqi', '喀什', 'Κάρς', 'n5', 'Bakı_2', 'A.b:c', 'Poti-port', '7', 'تبریز', 'x@y', 'Ақтау')
OFFSETS = ('+08:00', '+05:30', '-03:30', '+00:00', '-11:00', '+14:00')
LIMITS = {'small': dict(nodes=(2, 6), modes=3, shipments=10, steps=60, budget=5000),
          'medium': dict(nodes=(4, 10), modes=4, shipments=30, steps=100, budget=14000)}
OPTIONAL = {  # columns that may be left out where every field is blank
    'config.csv': ('step_hours', 'unserved_hours', 'late_factor'),
    'link.csv': ('cost_usd_per_t', 'co2_kg_per_t', 'name'), 'transfer.csv': ('cost_usd_per_t', 'co2_kg_per_t'),
    'resource.csv': ('whole_units',), 'plan.csv': ('base_plan_id',), 'capacity.csv': ('weekdays', 'source'),
    'shipment.csv': ('due', 'weight', 'splittable'), 'quota.csv': ('source',)}

KEPT = OPTIONAL['config.csv'] + ('whole_units', 'base_plan_id', 'weekdays')  # blank only where drawn so


class Dice(random.Random):
    """A generator with the few throws that are needed here."""

    def chance(self, p):
        return self.random() < p

    def decimal(self, low, high, most=6):
        """Text of a number between low and high with up to `most` decimals, never below low."""
        digits = self.randint(0, most)
        unit = 10 ** digits
        return plain(max(math.ceil(low * unit), math.floor(self.uniform(low, high) * unit)) / unit, digits)

    def some(self, things, most):
        return self.sample(things, min(len(things), self.randint(0, most)))


def plain(x, digits=6):
    """A number as text without exponent and without needless zeros."""
    text = f'{x:.{digits}f}'
    return text.rstrip('0').rstrip('.') if '.' in text else text


class Draft:
    """An instance on its way: tables as lists of dicts, and what the later tables need of the earlier ones."""

    def __init__(self, seed, size, large):
        self.dice = d = Dice(f'keruen {seed}')
        self.limit = LIMITS[size or ('small' if seed % 3 else 'medium')]
        self.large = large
        self.h = d.choice(STEPS)
        steps = 336 if d.chance(0.05) else self.limit['steps']
        self.days = d.randint(1, max(1, min(14, steps * self.h // 24)))
        self.n_steps = self.days * 24 // self.h
        self.start = datetime.date(2024, 1, 1) + datetime.timedelta(d.choice((55, 362, d.randint(0, 1500))))
        self.scale = 1e5 if large else 10 ** d.uniform(0, 3.7)
        self.tables = {}

    def table(self, name, columns, rows):
        self.tables[name] = (columns.split(), rows)

    def day(self, offset):
        return (self.start + datetime.timedelta(offset)).isoformat()

    def hours(self, most_steps):
        """A duration, often on the grid or one millionth beside it."""
        d, whole = self.dice, self.dice.randint(1, most_steps) * self.h
        return d.choice((plain(whole), plain(whole), plain(whole - 1e-6), plain(whole + 1e-6), '0',
                         d.decimal(max(0, whole - self.h), whole), d.decimal(max(0, whole - self.h), whole, 1)))

    def costs(self):
        d = self.dice
        return dict(cost_usd_per_t=d.choice(('', '0', d.decimal(0, 90))),
                    co2_kg_per_t=d.choice(('', d.decimal(0, 30, 3))))

    def listed(self, most):
        """Resource ids of one link or transfer."""
        return ';'.join(self.dice.some(self.resources, most))


def make_config(w):
    d = w.dice
    horizon = w.n_steps * w.h
    unserved = d.choice(('', '', d.decimal(0.1 * horizon, 0.8 * horizon), d.decimal(0.5 * horizon, 2 * horizon),
                         plain(500 * w.days)))
    row = dict(dataset_name=f'seed, "{w.scale:.0f}"', format_version='1', start=w.start.isoformat(), days=w.days,
               step_hours='' if w.h == 24 and d.chance(0.5) else w.h, unserved_hours=unserved,
               late_factor=d.choice(('', '0', '1', '2.5', d.decimal(0, 3))))
    w.table('config.csv', 'dataset_name format_version start days step_hours unserved_hours late_factor', [row])


def make_nodes(w):
    d = w.dice
    w.nodes = d.sample(PLACES, d.randint(*w.limit['nodes']))
    rows = [dict(node_id=n, name=d.choice((f'{n} station', 'Port "A", east', 'Ж/д станция')),
                 x_coord=d.decimal(-180, 180), y_coord=d.decimal(-90, 90),
                 node_type=d.choice(('port', 'dry_port', 'junction', 'crossing')),
                 country=d.choice(('KZ', 'CN', 'GE', ''))) for n in w.nodes]
    w.table('node.csv', 'node_id name x_coord y_coord node_type country', rows)


def make_resources(w):
    d = w.dice
    w.units = d.some(('train', 'TEU', 'truck', 'Wagen'), 4)
    w.resources = [f'{d.choice(("r", "путь", "R:"))}{i}' for i in range(d.randint(0, 8))]
    w.unit = {r: d.choice(['t'] + 2 * w.units) for r in w.resources}
    w.whole = {r: d.chance(0.4) for r in w.resources}
    rows = [dict(resource_id=r, name=f'resource {r}', unit=w.unit[r],
                 whole_units='1' if w.whole[r] else d.choice(('0', ''))) for r in w.resources]
    w.table('resource.csv', 'resource_id name unit whole_units', rows)


def make_cargo(w):
    d = w.dice
    size = dict(t=(1, 1), train=(300, 2500), TEU=(4, 24), truck=(5, 26), Wagen=(20, 80))
    w.cargo = d.sample(('grain', 'металл', 'containers', 'oil'), d.randint(1, 4))
    rows = []
    for c in w.cargo:
        row = dict(cargo_id=c, name=d.choice((c, f'{c}, bulk')))
        row.update((f't_per_{u}', '' if d.chance(0.08) else d.decimal(*size[u])) for u in w.units)
        rows.append(row)
    w.t_per = {u: sum(size[u]) / 2 for u in size}
    w.table('cargo.csv', 'cargo_id name ' + ' '.join(f't_per_{u}' for u in w.units), rows)


def make_links(w):
    """A random tree, so that most places can be reached, then more links, some beside others."""
    d = w.dice
    w.modes = d.sample(MODES, d.randint(1, w.limit['modes']))
    ends = [(d.choice(w.nodes[:i]), w.nodes[i], d.choice(w.modes)) for i in range(1, len(w.nodes))]
    for _ in range(d.randint(0, len(w.nodes) + 2)):
        ends.append(d.choice(ends) if d.chance(0.3) else (*d.sample(w.nodes, 2), d.choice(w.modes)))
    rows = []
    for i, (u, v, mode) in enumerate(ends):
        u, v = d.choice(((u, v), (v, u)))
        rows.append(dict(link_id=f'{d.choice(("L", "линк", "l."))}{i}', from_node_id=u, to_node_id=v,
                         directed=int(d.chance(0.4)), mode=mode, length=d.choice(('', d.decimal(0, 3000, 3))),
                         transit_hours=w.hours(max(1, w.n_steps // 8)), resources=w.listed(3),
                         name=d.choice(('', 'a line, "old"')), **w.costs()))
    w.links = rows
    w.table('link.csv', 'link_id from_node_id to_node_id directed mode length transit_hours resources cost_usd_per_t'
            ' co2_kg_per_t name', rows)


def make_transfers(w):
    d, rows = w.dice, {}
    most = max(1, w.n_steps // 10)
    strange = w.modes + ['склад'] * d.chance(0.1)  # a mode that no link has: only transfers lead in and out

    def put(node, a, b, hours, uses):
        if (a or b) and a != b:
            rows[node, a, b] = dict(node_id=node, from_mode=a, to_mode=b, hours=hours, resources=w.listed(uses),
                                    **w.costs())

    for n in w.nodes:
        here = sorted({x['mode'] for x in w.links if n in (x['from_node_id'], x['to_node_id'])})
        here += [m for m in strange if m not in here and d.chance(0.2)]
        for a in here:
            for b in here:
                if d.chance(0.85): put(n, a, b, d.choice(('0', '0', w.hours(1), w.hours(most))), d.choice((0, 0, 2)))
            if d.chance(0.25): put(n, '', a, d.choice(('0', w.hours(most))), 2)
            if d.chance(0.25): put(n, a, '', d.choice(('0', w.hours(most))), 2)
    w.table('transfer.csv', 'node_id from_mode to_mode hours resources cost_usd_per_t co2_kg_per_t',
            list(rows.values()))


def make_plans(w):
    d, rows = w.dice, []
    w.plans = ['']
    for p in d.some(('storm', 'план', 'more-trains', 'p4'), 3):
        rows.append(dict(plan_id=p, name=f'plan {p}', base_plan_id=d.choice(w.plans)))
        w.plans.append(p)
    d.shuffle(rows)
    if rows or d.chance(0.2): w.table('plan.csv', 'plan_id name base_plan_id', rows)


def spans(w, by_weekday):
    """Dates that never overlap, some days left out: dicts of from_date, to_date and weekdays."""
    d = w.dice
    cuts = sorted(d.sample(range(-2, w.days + 3), d.randint(1, 3)))
    between = [(w.day(a), w.day(b - 1)) for a, b in zip(cuts, cuts[1:])]
    ranges = [('', w.day(cuts[0] - 1)), *between, (w.day(cuts[-1]), '')]
    digits = d.sample('1234567', 7)
    cut = d.randint(1, 6)
    groups = [''.join(digits[:cut]), ''.join(sorted(digits[cut:]))]
    kind = d.choice(('always', 'ranges', 'weekdays', 'both') if by_weekday else ('always', 'ranges'))
    if kind == 'always': out = [('', '', '')]
    elif kind == 'ranges': out = [(*r, '') for r in ranges if d.chance(0.85)]
    elif kind == 'weekdays': out = [(*d.choice((('', ''), ('', ''), ranges[-1])), g) for g in groups if d.chance(0.9)]
    else: out = [(*r, g) for r in ranges for g in groups if d.chance(0.85)]
    return [dict(from_date=a, to_date=b, weekdays=c) for a, b, c in out]


def make_capacities(w):
    d, rows = w.dice, []
    total = w.scale * w.n_shipments / 2
    for p in w.plans:
        for r in w.resources:
            if d.chance(0.07 if p == '' else 0.6): continue
            level = d.uniform(0.1, 1.5) * total / w.t_per[w.unit[r]] / w.days
            for span in spans(w, True):
                most = level * d.choice((0.4, 1, 1, 2))
                if d.chance(0.07): amount = '0'
                else: amount = plain(math.ceil(most)) if d.chance(0.3) else d.decimal(0.6 * most, most)
                rows.append(dict(plan_id=p, resource_id=r, **span, per_day=amount,
                                 source=d.choice(('', 'timetable, p. 3'))))
    d.shuffle(rows)
    w.table('capacity.csv', 'plan_id resource_id from_date to_date weekdays per_day source', rows)


def make_transits(w):
    d, rows = w.dice, []
    for p in w.plans:
        for x in w.links:
            if d.chance(0.75): continue
            for span in spans(w, False):
                del span['weekdays']
                rows.append(dict(plan_id=p, link_id=x['link_id'], **span,
                                 transit_hours=w.hours(max(1, w.n_steps // 6))))
    if d.chance(0.6): w.table('transit.csv', 'plan_id link_id from_date to_date transit_hours', rows)


def instant(w, minutes):
    d = w.dice
    t = datetime.datetime.combine(w.start, datetime.time()) + datetime.timedelta(minutes=minutes)
    if minutes % 1440 == 0 and d.chance(0.6): return t.date().isoformat()
    if d.chance(0.7): return t.strftime('%Y-%m-%dT%H:%MZ')
    offset = d.choice(OFFSETS)
    shift = int(offset[:3]) * 60 + int(offset[0] + offset[4:])
    return (t + datetime.timedelta(minutes=shift)).strftime('%Y-%m-%dT%H:%M') + offset


def ready_minutes(w):
    d, end = w.dice, w.n_steps * w.h * 60
    return d.choice((0, -d.randint(1, 5000), d.randint(0, w.n_steps // 3) * w.h * 60,
                     d.randint(0, w.n_steps // 3) * w.h * 60, d.randint(0, end // 3),
                     d.randint(0, end) if d.chance(0.8) else end + d.randint(0, 2000)))


def due_text(w, ready):
    d, end = w.dice, w.n_steps * w.h * 60
    if d.chance(0.3): return ''
    return instant(w, d.choice((d.randint(0, w.n_steps) * w.h * 60, d.randint(0, end), ready - d.randint(0, 3000),
                                end + d.randint(0, 5000))))


def journey(w):
    """Two different places, mostly with some way from the first to the second."""
    d = w.dice
    origin, destination = d.sample(w.nodes, 2)
    if d.chance(0.15): return origin, destination
    at = origin
    for _ in range(d.randint(1, 4)):
        out = [x['to_node_id'] for x in w.links if x['from_node_id'] == at]
        out += [x['from_node_id'] for x in w.links if x['to_node_id'] == at and not x['directed']]
        if not out: break
        at = d.choice(out)
    return (origin, at) if at != origin else (origin, destination)


def count_shipments(w):
    """As many as keep the time-expanded graph small enough for a plain linear program."""
    platforms = len({(n, x['mode']) for x in w.links for n in (x['from_node_id'], x['to_node_id'])})
    most = w.limit['budget'] // (platforms * (w.n_steps + 1))
    most = max(1, min(w.limit['shipments'], most))
    w.n_shipments = w.dice.randint(max(1, most // 3), most)


def resemble(w, row, like):
    """What makes two shipments alike to the solver, but for the due time."""
    for column in ('origin_node_id', 'destination_node_id', 'cargo_id', 'ready', 'weight'): row[column] = like[column]
    row['due'] = w.dice.choice((like['due'], row['due'] if like['due'] else ''))


def make_shipments(w):
    d, rows, twins = w.dice, [], w.dice.choice((0, 0.2, 0.7))
    for i in range(w.n_shipments):
        origin, destination = journey(w)
        ready = ready_minutes(w)
        quantity = plain(d.randint(1, 10) * w.scale / 10, 0) if w.large else d.decimal(0.001, w.scale, 3)
        rows.append(dict(shipment_id=f's{i}' if d.chance(0.8) else f'груз:{i}',
                         forwarder_id=d.choice(('DB', 'КТЖ', 'f3')),
                         origin_node_id=origin, destination_node_id=destination, cargo_id=d.choice(w.cargo),
                         quantity_t=quantity, ready=instant(w, ready), due=due_text(w, ready),
                         weight=d.choice(('', '1', '0.5', '3', d.decimal(0.1, 4))),
                         splittable=d.choice(('', '1', '0'))))
        if i and d.chance(twins): resemble(w, rows[-1], d.choice(rows[:-1]))
    w.table('shipment.csv', 'shipment_id forwarder_id origin_node_id destination_node_id cargo_id quantity_t ready due'
            ' weight splittable', rows)


def make_quotas(w, seed):
    """By dice of their own: all else of a seed is as it was without them."""
    others, w.dice = w.dice, Dice(f'quotas {seed}')
    d, rows = w.dice, []
    share = w.scale * w.n_shipments / 6
    for p in w.plans if d.chance(0.4) else []:
        for f in ('DB', 'КТЖ', 'f3', 'nobody'):
            for r in w.resources:
                if d.chance(0.5 if p == '' else 0.8): continue
                level = d.uniform(0.05, 1) * share / w.t_per[w.unit[r]] / w.days
                rows += [dict(plan_id=p, forwarder_id=f, resource_id=r, **span,
                              per_day=d.choice(('0', d.decimal(0.5 * level, level), d.decimal(0.5 * level, level))),
                              source='') for span in spans(w, True)]
    if rows: w.table('quota.csv', 'plan_id forwarder_id resource_id from_date to_date weekdays per_day source', rows)
    w.dice = others


def dress(w, name, columns, rows):
    """The table as other programs might have written it: column order, columns left out, columns of their own."""
    d, columns = w.dice, list(columns)
    for c in OPTIONAL.get(name, ()):
        if c not in KEPT and d.chance(0.12):
            for row in rows: row[c] = ''
        if all(row[c] == '' for row in rows) and d.chance(0.5): columns.remove(c)
    if d.chance(0.2): d.shuffle(columns)
    if d.chance(0.15):
        columns.insert(d.randint(0, len(columns)), 'remark')
        for row in rows: row['remark'] = d.choice(('', 'x', 'say "hm", then', 'two\nlines', 'ölçü'))
    if name == 'link.csv' and d.chance(0.1):
        columns.append('capacity')
        for row in rows: row['capacity'] = d.choice(('', '1800'))
    return columns


def write(w, folder, name):
    d, (columns, rows) = w.dice, w.tables[name]
    columns = dress(w, name, columns, rows)
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator='\r\n' if d.chance(0.25) else '\n',
                       quoting=csv.QUOTE_ALL if d.chance(0.2) else csv.QUOTE_MINIMAL)
    sheet.writerow(columns)
    sheet.writerows([row[c] for c in columns] for row in rows)
    text = out.getvalue()
    if d.chance(0.1): text = text.rstrip('\r\n')
    with open(os.path.join(folder, name), 'wb') as f:
        f.write((b'\xef\xbb\xbf' if d.chance(0.15) else b'') + text.encode())


def generate(seed, folder, size=None, large=False):
    """Writes the instance of `seed` into `folder` and returns its plan ids, the base '' first."""
    w = Draft(seed, size, large)
    for make in (make_config, make_nodes, make_resources, make_cargo, make_links, make_transfers, make_plans,
                 count_shipments, make_capacities, make_transits, make_shipments):
        make(w)
    make_quotas(w, seed)
    os.makedirs(folder, exist_ok=True)
    for name in ('plan.csv', 'transit.csv', 'quota.csv'):  # optional; those of an earlier seed must not stay
        if os.path.exists(os.path.join(folder, name)): os.remove(os.path.join(folder, name))
    for name in w.tables: write(w, folder, name)
    return w.plans


def main():
    p = argparse.ArgumentParser(description='Write a small random instance.')
    p.add_argument('seed', type=int)
    p.add_argument('folder')
    p.add_argument('--size', choices=sorted(LIMITS))
    p.add_argument('--round', action='store_true', help='large tonnages, so that whole kilograms hardly matter')
    a = p.parse_args()
    generate(a.seed, a.folder, a.size, a.round)


if __name__ == '__main__':
    main()
