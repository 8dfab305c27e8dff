"""Judges what nights have left behind, from the ledger (read only), the corridor's files and all that was published.

It shares nothing with the program: capacities, running times and what a lot uses are worked out anew. Exactly once is every shipment
served, waiting or rejected with a reason; no promise changes from night to night, but for those that were moved where that was allowed: reported, priced,
served all the same, not departed, and not late unless it was before; no capacity is exceeded by all promises together
(whole units of one cargo each where resource.csv says so); every published file says what the ledger says.
"""
import collections
import csv
import datetime
import json
import math
import sqlite3

EPOCH = datetime.date(1970, 1, 1)
DAY_MIN = 1440
TOLERANCE = 1e-9


def rows(path):
    if not path.exists(): return []
    with open(path, newline='', encoding='utf-8') as file: return list(csv.DictReader(file))


def day_of(text): return (datetime.date.fromisoformat(text) - EPOCH).days


def minutes_of(text):
    if len(text) == 10: return day_of(text) * DAY_MIN
    assert text.endswith('Z'), text
    return day_of(text[:10]) * DAY_MIN + int(text[11:13]) * 60 + int(text[14:16])


def kg_of(text): return round(float(text) * 1000)


class Network:
    """The corridor under the base."""

    def __init__(self, folder):
        self.step_min = int(rows(folder / 'config.csv')[0]['step_hours']) * 60
        self.links = {r['link_id']: r for r in rows(folder / 'link.csv')}
        self.transfers = {(r['node_id'], r['from_mode'], r['to_mode']): r for r in rows(folder / 'transfer.csv')}
        self.cargo = {r['cargo_id']: r for r in rows(folder / 'cargo.csv')}
        self.resources = {r['resource_id']: r for r in rows(folder / 'resource.csv')}
        self.capacity_rows = self.by_id(folder / 'capacity.csv', 'resource_id')
        self.transit_rows = self.by_id(folder / 'transit.csv', 'link_id')

    @staticmethod
    def by_id(path, key):
        found = collections.defaultdict(list)
        for r in rows(path):
            if not r['plan_id']: found[r[key]].append(r)
        return found

    @staticmethod
    def holds(row, day):
        weekdays = row.get('weekdays') or '1234567'
        return ((not row['from_date'] or day_of(row['from_date']) <= day) and (not row['to_date'] or day <= day_of(row['to_date']))
                and str((EPOCH + datetime.timedelta(day)).isoweekday()) in weekdays)

    def capacity(self, resource, day):
        return sum(float(r['per_day']) for r in self.capacity_rows[resource] if self.holds(r, day))

    def per_unit_t(self, cargo, resource):
        unit = self.resources[resource]['unit']
        return 1.0 if unit == 't' else float(self.cargo[cargo]['t_per_' + unit])

    def part(self, leg):
        """What a leg travels or does: its row."""
        if leg['kind'] == 'link': return self.links[leg['link']]
        return self.transfers[(leg['node'], leg['from_mode'], leg['to_mode'])]

    def used(self, leg): return [r for r in self.part(leg)['resources'].split(';') if r]

    def takes_min(self, leg):
        if leg['kind'] != 'link': return math.ceil(float(self.part(leg)['hours']) * 60 / self.step_min - 1e-9) * self.step_min
        hours = [r['transit_hours'] for r in self.transit_rows[leg['link']] if self.holds(r, leg['depart_min'] // DAY_MIN)]
        hours = float(hours[0] if hours else self.part(leg)['transit_hours'])
        return max(1, math.ceil(hours * 60 / self.step_min - 1e-9)) * self.step_min


def fetch(db, query):
    db.row_factory = sqlite3.Row
    return [dict(r) for r in db.execute(query)]


class Judge:
    def __init__(self, spool, corridor, is_whole=True, move_h=None):
        """@param move_h hours per tonne at which promises may be moved; None: never"""
        self.spool, self.network, self.move_h, self.n_moved = spool, Network(corridor), move_h, 0
        self.promised, self.faults = {}, []
        self.is_whole, self.peak = is_whole, 0.0

    def expect(self, holds, what):
        if not holds and len(self.faults) < 50: self.faults.append(what)

    def night(self, date, submitted):
        """After the night of a date. @param submitted {receipt: rows of its shipment.csv}, of all nights so far"""
        day = day_of(date)
        with sqlite3.connect(f'file:{self.spool}/ledger.db?mode=ro', uri=True) as db:
            self.expect(fetch(db, 'PRAGMA integrity_check')[0]['integrity_check'] == 'ok', 'the ledger is not sound')
            self.nights = {n['date']: n for n in fetch(db, 'SELECT * FROM night')}
            self.jobs = {s['receipt']: s for s in fetch(db, 'SELECT * FROM submission')}
            self.shipments = {s['name']: s for s in fetch(db, 'SELECT * FROM shipment')}
            all_lots = fetch(db, 'SELECT * FROM lot')
            lots = [lot for lot in all_lots if lot['withdrawn'] is None]
            legs = fetch(db, 'SELECT * FROM leg ORDER BY shipment, lot, number')
            decisions = fetch(db, 'SELECT * FROM decision')
            uses = fetch(db, 'SELECT resource, date, shipment, lot, leg, kg FROM capacity_used')
        db.close()
        self.lots = {(lot['shipment'], lot['number']): lot | {'legs': []} for lot in lots}
        self.withdrawn = {(lot['shipment'], lot['number']): lot | {'legs': []} for lot in all_lots if lot['withdrawn'] is not None}
        for leg in legs: (self.lots.get((leg['shipment'], leg['lot'])) or self.withdrawn[leg['shipment'], leg['lot']])['legs'].append(leg)
        self.served = collections.Counter()
        for lot in lots: self.served[lot['shipment']] += lot['quantity_kg']
        self.decisions = {(d['night'], d['shipment']): d for d in decisions}
        self.expect(len(self.decisions) == len(decisions), 'a shipment has two decisions in one night')
        self.expect(self.nights[day]['state'] == 'done', f'the night of {date} is {self.nights[day]["state"]}')
        self.check_submissions(submitted)
        self.check_fates(day)
        self.check_promises(date)
        for lot in self.lots.values():
            if lot['night'] == day: self.check_route(lot)
        self.check_capacity([u for u in uses if (u['shipment'], u['lot']) in self.lots])
        self.check_answers()
        self.check_result(date, (day + 1) * DAY_MIN)
        self.expect(not [p for p in self.spool.rglob('.*') if p.name != '.ticket'], 'something was left behind')

    def check_submissions(self, submitted):
        freight = {r for r, job in self.jobs.items() if job['kind'] == 'freight'}
        self.expect(freight == set(submitted), f'{len(submitted)} submissions, {len(freight)} in the ledger')
        rejected = {r for r in freight if self.jobs[r]['state'] == 'rejected'}
        self.expect(all(self.jobs[r]['reason'] for r in rejected), 'rejected without a reason')
        self.expect(all(self.jobs[r]['state'] == 'done' for r in freight - rejected), 'a submission is not done')
        asked = {f"{r.split('@')[1]}:{row['shipment_id']}": (kg_of(row['quantity_t']), r)
                 for r, own in submitted.items() if r not in rejected for row in own}
        known = {name: (s['quantity_kg'], s['receipt']) for name, s in self.shipments.items()}
        self.expect(asked == known, 'the ledger has other shipments than were handed in')

    def check_fates(self, day):
        """Served, waiting or rejected with a reason: one of them, and tonight's decision says which."""
        for name, s in self.shipments.items():
            promised = self.served[name]
            tonight = self.decisions.get((day, name))
            wanted = ('rejected' if s['closed'] == 'rejected' else 'served' if promised == s['quantity_kg'] else
                      'partial' if promised else 'waiting')
            moves = any(k[0] == name and lot['arrive_min'] > (day + 1) * DAY_MIN for k, lot in self.of(name))
            self.expect(promised <= s['quantity_kg'], f'{name}: more is promised than there is')
            if tonight is None:
                last = max((n for n, other in self.decisions if other == name), default=None) if wanted != 'served' or moves else day
                self.expect(not moves and (wanted == 'served' or wanted == 'rejected') and last is not None, f'{name}: {wanted}, but nothing was decided tonight')
                continue
            self.expect(tonight['status'] == wanted, f'{name}: {wanted}, decided {tonight["status"]}')
            waits = 0 if wanted == 'rejected' else s['quantity_kg'] - promised
            self.expect(tonight['waiting_kg'] == waits, f'{name}: {waits} kg wait, decided {tonight["waiting_kg"]}')
            new = sum(lot['quantity_kg'] for _, lot in self.of(name) if lot['night'] == day)
            self.expect(tonight['served_kg'] == new, f'{name}: {new} kg promised tonight, decided {tonight["served_kg"]}')
            self.expect(tonight['reason'] or not (waits or wanted == 'rejected'), f'{name}: {wanted} without a reason')

    def of(self, name):
        if getattr(self, 'index_of', None) is not self.lots:
            self.index = collections.defaultdict(list)
            for key, lot in self.lots.items(): self.index[key[0]].append((key, lot))
            self.index_of = self.lots
        return self.index[name]

    def check_promises(self, date):
        now = {k: (lot['quantity_kg'], tuple(tuple(leg.values()) for leg in lot['legs'])) for k, lot in self.lots.items()}
        tonight = {k: lot for k, lot in self.withdrawn.items() if lot['withdrawn'] == day_of(date)}
        for key, promise in self.promised.items():
            self.expect(key in tonight or now.get(key) == promise, f'lot {key[1]} of {key[0]} is not as it was promised')
        self.check_moves(date, tonight)
        self.promised = now

    def check_moves(self, date, tonight):
        """What was withdrawn tonight: allowed, promised and not departed, said in moved.csv, and promised anew in time."""
        said = {(r['shipment_id'], int(r['lot'])): r for r in rows(self.spool / 'nights' / date / 'result' / 'moved.csv')}
        self.n_moved += len(tonight)
        self.expect(not tonight or self.move_h is not None, f'{date}: {len(tonight)} promises were moved, and none may be')
        self.expect(set(said) == set(tonight), f'{date}: moved.csv has other lots than were withdrawn')
        for key in set(said) & set(tonight): self.check_move(date, tonight[key], said[key])
        for name in {key[0] for key in tonight}:
            old, new = [lot for lot in tonight.values() if lot['shipment'] == name], [lot for _, lot in self.of(name) if lot['night'] == day_of(date)]
            for limit in sorted({self.limit(lot) for lot in old}):
                due, there = (sum(lot['quantity_kg'] for lot in some) for some in
                              ([lot for lot in old if self.limit(lot) <= limit], [lot for lot in new if lot['arrive_min'] <= limit]))
                self.expect(there >= due, f'{date}: {name}: {due} kg were to be there by minute {limit}, moved there are {there}')
            self.expect('moved for others' in self.decisions[day_of(date), name]['reason'], f'{date}: {name} was moved, and its decision does not say so')

    def limit(self, lot):
        """When a lot must be there, were it moved."""
        due = self.shipments[lot['shipment']]['due_min']
        return math.inf if due is None else max(due, lot['arrive_min'])

    def check_move(self, date, lot, said):
        name, shipment = f"{date}: lot {lot['number']} of {lot['shipment']}", self.shipments[lot['shipment']]
        route = lambda one: [[v for k, v in leg.items() if k != 'lot'] for leg in one['legs']]
        same = sum(new['quantity_kg'] for _, new in self.of(lot['shipment']) if new['night'] == day_of(date) and route(new) == route(lot))
        self.expect((lot['shipment'], lot['number']) in self.promised, f'{name} is moved, and was not promised')
        self.expect(lot['depart_min'] >= (day_of(date) + 1) * DAY_MIN, f'{name} is moved, and had departed')
        self.expect(kg_of(said['quantity_t']) == lot['quantity_kg'] and minutes_of(said['arrive']) == lot['arrive_min'], f'{name}: moved.csv says otherwise')
        self.expect(kg_of(said['moved_t']) == lot['quantity_kg'] - same > 0, f"{name}: {said['moved_t']} t moved, {same} kg go as before")
        price = (self.move_h or 0) * shipment['weight_u'] / 1e6 * kg_of(said['moved_t']) / 1000
        self.expect(abs(float(said['price_tonne_hours']) - price) <= 1e-6 * price, f"{name}: at {said['price_tonne_hours']}, should be {price}")

    def check_route(self, lot):
        """Tonight's lots go from origin to destination, not before they may, and take as long as it takes."""
        s, name = self.shipments[lot['shipment']], f"lot {lot['number']} of {lot['shipment']}"
        node, mode, now = s['origin'], None, max(s['ready_min'], (lot['night'] + 1) * DAY_MIN)
        for leg in lot['legs']:
            at = leg['from_node'] if leg['kind'] == 'link' else leg['node']
            self.expect(at == node and mode in (None, leg['from_mode']), f'{name} jumps')
            self.expect(leg['depart_min'] >= now, f'{name} departs before it is there')
            self.expect(leg['arrive_min'] - leg['depart_min'] == self.network.takes_min(leg), f'{name}: a leg takes another time')
            node, mode, now = leg['to_node'] or node, leg['to_mode'], leg['arrive_min']
        self.expect(node == s['destination'], f'{name} ends elsewhere')
        self.expect(lot['arrive_min'] == now and lot['depart_min'] == lot['legs'][0]['depart_min'], f'{name}: other times')

    def check_capacity(self, uses):
        kg, told = collections.defaultdict(collections.Counter), set()
        for lot in self.lots.values():
            cargo = self.shipments[lot['shipment']]['cargo']
            for leg in lot['legs']:
                for resource in self.network.used(leg):
                    kg[resource, leg['depart_min'] // DAY_MIN][cargo] += lot['quantity_kg']
                    told.add((resource, leg['depart_min'] // DAY_MIN, lot['shipment'], lot['number'], leg['number'], lot['quantity_kg']))
        self.expect(told == {tuple(u.values()) for u in uses}, 'capacity_used is not what the legs use')
        for (resource, day), of_cargo in kg.items():
            units = {c: q / 1000 / self.network.per_unit_t(c, resource) for c, q in of_cargo.items()}
            most = self.network.capacity(resource, day)
            if self.is_whole and self.network.resources[resource]['whole_units'] == '1':
                need = sum(math.ceil(u - TOLERANCE) for u in units.values())
                self.expect(need <= math.floor(most), f'{resource} on {EPOCH + datetime.timedelta(day)}: {need} whole units of {most}')
            self.expect(sum(units.values()) <= most * (1 + TOLERANCE), f'{resource} on {EPOCH + datetime.timedelta(day)}: {sum(units.values())} of {most}')
            if most: self.peak = max(self.peak, sum(units.values()) / most)

    @staticmethod
    def cells(leg, lot, shipment):
        return (shipment, str(lot['number']), lot['quantity_kg'], str(leg['number']), leg['kind'], leg['link'], leg['node'], leg['from_mode'],
                leg['to_mode'], leg['from_node'], leg['to_node'], leg['depart_min'], leg['arrive_min'])

    @staticmethod
    def published(path):
        return [(r['shipment_id'], r['lot'], kg_of(r['quantity_t']), r['leg'], r['kind'], r['link_id'], r['node_id'], r['from_mode'], r['to_mode'],
                 r['from_node_id'], r['to_node_id'], minutes_of(r['depart']), minutes_of(r['arrive'])) for r in rows(path)]

    def check_answers(self):
        owned = collections.defaultdict(list)
        for name, s in sorted(self.shipments.items()): owned[s['receipt']].append(name)
        there = {p.name: p for p in self.spool.glob('forwarder/*/out/*')}
        wanted = {r for r, job in self.jobs.items() if job['kind'] == 'freight' and job['state'] == 'done'}
        self.expect(wanted <= set(there), f'{len(wanted - set(there))} submissions have no answer')
        for receipt in sorted(wanted & set(there)): self.check_answer(receipt, there[receipt], owned[receipt])

    def check_answer(self, receipt, folder, names):
        self.expect({p.name for p in folder.iterdir()} == {'allocation.csv', 'shipment_result.csv', 'summary.json'}, f'{receipt}: other files')
        legs = [self.cells(leg, lot, self.shipments[n]['own_id']) for n in names for _, lot in sorted(self.of(n), key=lambda x: x[0]) for leg in lot['legs']]
        self.expect(self.published(folder / 'allocation.csv') == legs, f'{receipt}: allocation.csv is not what was promised')
        said = {r['shipment_id']: r for r in rows(folder / 'shipment_result.csv')}
        self.expect(set(said) == {self.shipments[n]['own_id'] for n in names}, f'{receipt}: other shipments')
        for n in names:
            s, row = self.shipments[n], said.get(self.shipments[n]['own_id'])
            if row is None: continue
            promised = self.served[n]
            self.expect((kg_of(row['served_t']), kg_of(row['unserved_t'])) == (promised, s['quantity_kg'] - promised), f'{n}: published otherwise')
            self.expect(row['reason'] or promised == s['quantity_kg'], f'{n}: published without a reason')
            if promised: self.expect(minutes_of(row['last_arrival']) == max(lot['arrive_min'] for _, lot in self.of(n)), f'{n}: another arrival')
        summary = json.loads((folder / 'summary.json').read_text(encoding='utf-8'))
        self.expect(kg_of(str(summary['promised_t'])) == sum(self.served[n] for n in names), f'{receipt}: summary.json')
        waits = sum(0 if self.shipments[n]['closed'] else self.shipments[n]['quantity_kg'] - self.served[n] for n in names)
        self.expect(kg_of(str(summary['waiting_t'])) == waits, f'{receipt}: summary.json')

    def check_result(self, date, start_min):
        """The corridor's own answer has the lots that the ledger has under way, under the same numbers."""
        result = self.spool / 'nights' / date / 'result'
        said = sorted(self.published(result / 'allocation.csv'))
        counts = json.loads((result / 'summary.json').read_text(encoding='utf-8'))['counts']
        lots = len({row[:2] for row in said})
        self.expect((counts['legs'], counts['lots']) == (len(said), lots), f'{date}: summary.json counts {counts}, there are {len(said)} legs, {lots} lots')
        wanted = sorted(self.cells(leg, lot, lot['shipment']) for lot in self.lots.values() if lot['arrive_min'] > start_min for leg in lot['legs'])
        self.expect(said == wanted, f'{date}: the corridor\'s allocation.csv is not what the ledger has')
