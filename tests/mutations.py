"""One change at a time to a result folder, or to its instance: what a judge must find (check_mutants.py).

A mutation takes a Result and dice and gives (path, new text), or None where it does not apply. Excluded by argument,
because the folder stays true in every sense: rows in another order, but for the legs of a lot (FORMAT.md orders nothing
else); a link against a parallel one with the same resources; a leg moved by whole steps (freight may wait anywhere);
shadow prices a little higher or lower (any prices >= 0 prove some bound); a number changed by less than its last written
place can tell, or an objective by less than 1e-13 of itself, which is what sums of doubles leave open; what only the run
itself knows (rounds, columns, seconds, options, version).
"""
import csv
import datetime
import io
import json
import os

UNTOLD = 2e-13  # of an objective


class Result:
    """A true result: its instance, its folder, its files as tables when they are asked for."""

    def __init__(self, name, folder, out):
        self.name, self.folder, self.out = name, folder, out
        with open(os.path.join(out, 'summary.json'), encoding='utf-8') as f: self.summary = json.load(f)
        self.is_static = self.summary['options']['static']
        self.is_integer = self.summary['options']['integer']
        self.step_hours = int(self.read_instance('config.csv')[0].get('step_hours') or 24)

    def path(self, name):
        return os.path.join(self.out, name)

    def has(self, name):
        return os.path.exists(self.path(name))

    def read_instance(self, name):
        with open(os.path.join(self.folder, name), encoding='utf-8-sig', newline='') as f: return list(csv.DictReader(f))

    def text(self, name):
        with open(self.path(name), encoding='utf-8', newline='') as f: return f.read()

    def table(self, name):
        rows = list(csv.reader(io.StringIO(self.text(name), newline='')))
        return rows[0], rows[1:]


def told(result, name, columns, rows):
    out = io.StringIO(newline='')
    csv.writer(out, lineterminator='\n').writerows([columns] + rows)
    return result.path(name), out.getvalue()


def nudge(number, by):
    """A decimal with its value moved, no exponent."""
    text = f'{float(number or 0) + by:.6f}'.rstrip('0').rstrip('.')
    return '0' if text == '-0' else text


def some_row(result, name, dice, fits=lambda row: True):
    """A table and the number of one of its rows that fits, or None."""
    if not result.has(name): return None
    columns, rows = result.table(name)
    good = [i for i, row in enumerate(rows) if fits(dict(zip(columns, row)))]
    return (columns, rows, dice.choice(good)) if good else None


def set_cell(name, column, change, fits=lambda row: True):
    """A mutation of one cell of a row that fits; change(text, row, dice, result) gives its new text or None."""
    def mutate(result, dice):
        found = some_row(result, name, dice, fits)
        if not found: return None
        columns, rows, i = found
        at = columns.index(column)
        text = change(rows[i][at], dict(zip(columns, rows[i])), dice, result)
        if text is None or text == rows[i][at]: return None
        rows[i][at] = text
        return told(result, name, columns, rows)
    return mutate


def change_rows(name, fits=lambda row: True):
    """Makes change(rows, i, result, dice), which gives the rows that a file is to have instead, a mutation; row i fits."""
    def wrap(change):
        def mutate(result, dice):
            found = some_row(result, name, dice, fits)
            if not found: return None
            columns, rows, i = found
            changed = change(rows, i, result, dice)
            return None if changed is None else told(result, name, columns, changed)
        return mutate
    return wrap


# ---- allocation.csv ----

LEGS = 'allocation.csv'


@change_rows(LEGS)
def lot_a_kilogram_off(rows, i, result, dice):
    lot, by = rows[i][:2], dice.choice((-0.001, 0.001))
    return [row[:2] + [nudge(row[2], by)] + row[3:] if row[:2] == lot else row for row in rows]


@change_rows(LEGS)
def leg_dropped(rows, i, result, dice):
    return rows[:i] + rows[i + 1:]


@change_rows(LEGS)
def leg_doubled(rows, i, result, dice):
    return rows[:i + 1] + rows[i:]


@change_rows(LEGS)
def lot_dropped(rows, i, result, dice):
    return [row for row in rows if row[:2] != rows[i][:2]]


@change_rows(LEGS)
def lot_doubled(rows, i, result, dice):
    return rows + [[row[0], '99'] + row[2:] for row in rows if row[:2] == rows[i][:2]]


@change_rows(LEGS, lambda row: row['lot'] != '1')
def lot_number_doubled(rows, i, result, dice):
    return [[row[0], '1'] + row[2:] if row[:2] == rows[i][:2] else row for row in rows]


@change_rows(LEGS, lambda row: row['leg'] != '1')
def legs_exchanged(rows, i, result, dice):
    return rows[:i - 1] + [rows[i], rows[i - 1]] + rows[i + 1:]


@change_rows(LEGS, lambda row: row['kind'] == 'link')
def link_swapped(rows, i, result, dice):
    """For one that another resource limits, or that runs elsewhere."""
    links = {row['link_id']: row for row in result.read_instance('link.csv')}
    mine = links[rows[i][5]]
    def limits(link): return sorted(r.strip() for r in (link['resources'] or '').split(';') if r.strip())
    def ends(link): return sorted((link['from_node_id'], link['to_node_id']))
    others = [x for x in links if limits(links[x]) != limits(mine) or ends(links[x]) != ends(mine) or links[x]['mode'] != mine['mode']]
    if not others: return None
    rows[i][5] = dice.choice(others)
    return rows


def leg_an_hour_off(result, dice):
    """Off the grid of steps: by an hour, or half of one where that is a step."""
    if result.is_static: return None
    found = some_row(result, LEGS, dice)
    if not found: return None
    columns, rows, i = found
    by = datetime.timedelta(minutes=dice.choice((-1, 1)) * (60 if result.step_hours > 1 else 30))
    for column in dice.choice(((11,), (12,), (11, 12))):
        at = datetime.datetime.strptime(rows[i][column], '%Y-%m-%dT%H:%MZ') + by
        rows[i][column] = at.strftime('%Y-%m-%dT%H:%MZ')
    return told(result, LEGS, columns, rows)


leg_of_another_quantity = set_cell(LEGS, 'quantity_t', lambda x, row, dice, result: nudge(x, 0.001), lambda row: row['leg'] != '1')
shipment_renamed = set_cell(LEGS, 'shipment_id', lambda x, row, dice, result: x + 'x')
direction_turned = set_cell(LEGS, 'from_node_id', lambda x, row, dice, result: row['to_node_id'], lambda row: row['kind'] == 'link')
kind_changed = set_cell(LEGS, 'kind', lambda x, row, dice, result: dice.choice(('load', 'link', 'transfer', 'unload', 'fly')))
mode_changed = set_cell(LEGS, 'from_mode', lambda x, row, dice, result: '' if x else 'road')


@change_rows(LEGS)
def shipment_confused(rows, i, result, dice):
    """A lot goes to another shipment."""
    ids = [row['shipment_id'] for row in result.read_instance('shipment.csv')]
    if len(ids) < 2: return None
    lot, other = rows[i][:2], dice.choice([x for x in ids if x != rows[i][0]])
    return [[other, '98'] + row[2:] if row[:2] == lot else row for row in rows]


# ---- shipment_result.csv ----

def another(*words):
    return lambda x, row, dice, result: dice.choice([w for w in words if w != x])


def by(amount):
    return lambda x, row, dice, result: nudge(x, amount)


ROWS = 'shipment_result.csv'
status_of_shipment_changed = set_cell(ROWS, 'status', another('served', 'partial', 'unserved'))
served_a_kilogram_more = set_cell(ROWS, 'served_t', by(0.001))
unserved_a_kilogram_more = set_cell(ROWS, 'unserved_t', by(0.001))
transit_hours_off = set_cell(ROWS, 'transit_hours', by(0.00001), lambda row: row['transit_hours'])
transit_hours_blank = set_cell(ROWS, 'transit_hours', lambda x, row, dice, result: '' if x else '3')
late_hours_off = set_cell(ROWS, 'late_hours', by(0.00001), lambda row: row['late_hours'])
cost_off = set_cell(ROWS, 'cost_usd', by(0.01))
co2_off = set_cell(ROWS, 'co2_kg', by(0.01))
reason_taken = set_cell(ROWS, 'reason', lambda x, row, dice, result: '' if x else 'no capacity left')
reason_garbled = set_cell(ROWS, 'reason', lambda x, row, dice, result: x[:-2] + 'q' if x else 'late for want of capacity')
reason_confused = set_cell(ROWS, 'reason', lambda x, row, dice, result: 'late for want of capacity', lambda row: row['unserved_t'] != '0')
forwarder_changed = set_cell(ROWS, 'forwarder_id', lambda x, row, dice, result: x + 'x')


def hour_later(x, row, dice, result):
    return (datetime.datetime.strptime(x, '%Y-%m-%dT%H:%MZ') + datetime.timedelta(hours=1)).strftime('%Y-%m-%dT%H:%MZ') if x else None


first_arrival_later = set_cell(ROWS, 'first_arrival', hour_later)
last_arrival_later = set_cell(ROWS, 'last_arrival', hour_later)


@change_rows(ROWS, lambda row: row['served_t'] != row['unserved_t'])
def served_and_unserved_swapped(rows, i, result, dice):
    rows[i][3], rows[i][4] = rows[i][4], rows[i][3]
    return rows


def some_table(dice, result):
    return dice.choice([n for n in (ROWS, 'resource_day.csv', 'quota_day.csv', 'forwarder.csv') if result.has(n)])


def row_dropped(result, dice):
    return change_rows(some_table(dice, result))(lambda rows, i, *_: rows[:i] + rows[i + 1:])(result, dice)


def row_doubled(result, dice):
    return change_rows(some_table(dice, result))(lambda rows, i, *_: rows + [rows[i]])(result, dice)


# ---- resource_day.csv, quota_day.csv, forwarder.csv ----

DAYS = 'resource_day.csv'
capacity_one_more = set_cell(DAYS, 'capacity', by(1))
capacity_a_millionth_more = set_cell(DAYS, 'capacity', by(0.000001), lambda row: float(row['capacity']) < 1e6)
used_a_little_more = set_cell(DAYS, 'used', by(0.000002))
unit_changed = set_cell(DAYS, 'unit', lambda x, row, dice, result: x + 's')
price_turned = set_cell(DAYS, 'shadow_price', lambda x, row, dice, result: '-' + x, lambda row: float(row['shadow_price'] or 0) > 0)
price_taken = set_cell(DAYS, 'shadow_price', lambda x, row, dice, result: '0', lambda row: float(row['shadow_price'] or 0) > 0)
price_made = set_cell(DAYS, 'shadow_price', lambda x, row, dice, result: '0.001', lambda row: float(row['shadow_price'] or 0) == 0)
price_blank = set_cell(DAYS, 'shadow_price', lambda x, row, dice, result: '' if x else '1')
day_changed = set_cell(DAYS, 'date', lambda x, row, dice, result: '' if x else '2025-01-01')
quota_one_more = set_cell('quota_day.csv', 'quota', by(1))
quota_used_more = set_cell('quota_day.csv', 'used', by(0.000002))
share_off = set_cell('forwarder.csv', 'share', by(0.000003))
floor_raised = set_cell('forwarder.csv', 'floor_t', by(0.001))
asked_more = set_cell('forwarder.csv', 'asked_t', by(0.001))
served_share_more = set_cell('forwarder.csv', 'served_t', by(0.001))
target_lowered = set_cell('forwarder.csv', 'target_t', by(-0.001), lambda row: float(row['target_t']) >= 0.001)
floor_price_turned = set_cell('forwarder.csv', 'floor_price', lambda x, row, dice, result: '-1')


# ---- summary.json ----

def retell(result, change):
    summary = json.loads(result.text('summary.json'))
    if change(summary) is False: return None
    return result.path('summary.json'), json.dumps(summary, indent=2) + '\n'


def in_last_place(number, sign):
    """A number as it is written, one more or less in its last digit."""
    text = repr(number)
    if 'e' in text: return None
    decimals = len(text.split('.')[1]) if '.' in text and not text.endswith('.0') else 0
    return round(number + sign * 10 ** -decimals, decimals)


def objective_in_its_last_digit(result, dice):
    def change(s):
        moved = in_last_place(s['objective'], dice.choice((-1, 1)))
        if moved is None or abs(moved - s['objective']) <= UNTOLD * max(1, abs(s['objective'])): return False
        s['objective'] = moved
    return retell(result, change)


def bound_above_the_objective(result, dice):
    def change(s): s['bound'] = s['objective'] + dice.choice((1e-3, 1, 1000)) * max(1e-6, abs(s['objective']))
    return retell(result, change)


def bound_moved(result, dice):
    """The gap does not follow then."""
    def change(s):
        if s['bound'] is None: return False
        s['bound'] -= 1e-9 * max(1, abs(s['objective']))
    return retell(result, change)


def gap_changed(result, dice):
    def change(s): s['gap'] = (s['gap'] or 0) + dice.choice((1e-9, 0.1))
    return retell(result, change)


def status_changed(result, dice):
    if result.summary.get('fairness', {}).get('settled') is False and result.summary['status'] == 'optimal': return None
    def change(s): s['status'] = 'feasible' if s['status'] == 'optimal' else 'optimal'
    return retell(result, change)


def total_off(result, dice):
    def change(s): s[dice.choice(('served_t', 'unserved_t', 'transit_tonne_hours', 'late_t'))] += 0.001
    return retell(result, change)


def totals_swapped(result, dice):
    def change(s):
        if s['served_t'] == s['unserved_t']: return False
        s['served_t'], s['unserved_t'] = s['unserved_t'], s['served_t']
    return retell(result, change)


def count_off(result, dice):
    told_of = ['shipments', 'served', 'partial', 'unserved', 'late', 'lots', 'legs'] + ['priced_resource_days'] * (not result.is_integer)
    def change(s): s['counts'][dice.choice(told_of)] += 1
    return retell(result, change)


def plan_unknown(result, dice):
    def change(s): s['plan'] = 'nowhere'
    return retell(result, change)


def view_changed(result, dice):
    """Where there are lots: dated ones have times, static ones none. Or there are days, or prices."""
    if not result.table(LEGS)[1]: return None
    def change(s): s['options']['static'] = not s['options']['static']
    return retell(result, change)


def integer_changed(result, dice):
    if not result.table(DAYS)[1]: return None
    def change(s): s['options']['integer'] = not s['options']['integer']
    return retell(result, change)


def member_dropped(result, dice):
    def change(s):
        del s[dice.choice(('schema', 'status', 'objective', 'bound', 'gap', 'served_t', 'unserved_t', 'transit_tonne_hours', 'counts',
                           'plan', 'options', 'inputs'))]
    return retell(result, change)


def hash_changed(result, dice):
    def change(s):
        entry = s['inputs'][dice.choice(sorted(s['inputs']))]
        entry['sha256'] = ('0' if entry['sha256'][0] != '0' else '1') + entry['sha256'][1:]
    return retell(result, change)


def input_dropped(result, dice):
    def change(s): del s['inputs'][dice.choice(sorted(s['inputs']))]
    return retell(result, change)


def fairness_off(result, dice):
    def change(s):
        if 'fairness' not in s: return False
        s['fairness'][dice.choice(('price_tonne_hours', 'short_t'))] += 1
    return retell(result, change)


# ---- any file ----

def file_cut(result, dice):
    """Within the table, not within its very last cell: there a shorter number may be as good."""
    name = dice.choice([n for n in (LEGS, ROWS, DAYS, 'summary.json') if result.has(n)])
    text = result.text(name)
    end = text.rstrip('}\n').rfind(',')
    return (result.path(name), text[:dice.randrange(0, end)]) if end > 0 else None


def instance_changed(result, dice):
    """A line break more at the end says nothing new: the bytes are others all the same."""
    name = dice.choice(sorted(result.summary['inputs']))
    path = os.path.join(result.folder, name)
    with open(path, encoding='utf-8', newline='') as f: return path, f.read() + '\n'


for _name, _mutation in list(globals().items()):
    if callable(_mutation) and getattr(_mutation, '__name__', '') == 'mutate': _mutation.__name__ = _name
ALL = [m for n, m in sorted(globals().items()) if callable(m) and getattr(m, '__module__', '') == __name__ and getattr(m, '__code__', None)
       and m.__code__.co_varnames[:m.__code__.co_argcount] == ('result', 'dice')]
