"""The numbers on a report's page are those of the result files: read back from the page's own elements.

usage: check_report.py KERUEN INSTANCE… ; each is solved as LP, static and integer, compared, and invested in, or stressed and searched for bottlenecks.
"""
import collections
import csv
import datetime
import html.parser
import json
import pathlib
import subprocess
import sys
import tempfile


class Page(html.parser.HTMLParser):
    """Tables as rows of (text, value) by section, <data> values by section, and the JSON in <script>s by id."""

    def __init__(self, text):
        super().__init__()
        self.tables = collections.defaultdict(list)
        self.data = collections.defaultdict(list)
        self.scripts, self.script = {}, None
        self.section, self.cell = '', None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == 'section':
            self.section = names['id']
        elif tag == 'table':
            self.tables[self.section].append([])
        elif tag == 'tr':
            self.tables[self.section][-1].append([])
        elif tag in ('td', 'th'):
            self.cell = ['', None]
            self.tables[self.section][-1][-1].append(self.cell)
        elif tag == 'data':
            value = float(names['value'])
            self.data[self.section].append(value)
            if self.cell is not None:
                self.cell[1] = value
        elif tag == 'script' and 'id' in names:
            self.script = names['id']
            self.scripts[self.script] = ''

    def handle_endtag(self, tag):
        if tag in ('table', 'thead', 'tbody'):
            self.cell = None
        if tag == 'script':
            self.script = None

    def handle_data(self, data):
        if self.script:
            self.scripts[self.script] += data
        elif self.cell is not None:
            self.cell[0] += data


def number(cell):
    """The value of a cell: exact, or as shown; None for an empty one."""
    text, value = cell
    shown = text.strip().replace('\u202f', '')
    return value if value is not None else float(shown) if shown else None


def rows_of(path):
    with open(path, encoding='utf-8', newline='') as file:
        return list(csv.DictReader(file))


def must(holds, what):
    if not holds:
        raise AssertionError(what)


def near(a, b, what, tolerance=1e-6):
    must(abs(a - b) <= tolerance * max(1, abs(a), abs(b)), f'{what}: {a} on the page, {b} in the files')


def instant(text):
    """Hours; a date alone is its midnight, UTC."""
    whole = text if 'T' in text else f'{text}T00:00Z'
    return datetime.datetime.strptime(whole, '%Y-%m-%dT%H:%M%z').timestamp() / 3600


class Files:
    def __init__(self, instance, result):
        self.shipments = {r['shipment_id']: r for r in rows_of(result / 'shipment_result.csv')}
        self.due = {r['shipment_id']: r['due'] for r in rows_of(instance / 'shipment.csv')}
        self.legs = collections.defaultdict(list)
        for leg in rows_of(result / 'allocation.csv'):
            self.legs[leg['shipment_id']].append(leg)
        self.days = rows_of(result / 'resource_day.csv')
        self.summary = json.loads((result / 'summary.json').read_text(encoding='utf-8'))
        self.config = rows_of(instance / 'config.csv')[0]

    def late_lots(self):
        """Tonnes of each lot that is unloaded behind the boundary before its shipment's due."""
        step = float(self.config['step_hours'] or 24)
        for name, legs in self.legs.items():
            due = self.due[name]
            lots = {leg['lot']: leg for leg in legs}  # the last leg of each
            for leg in lots.values() if due and not self.is_static() else ():
                hours = instant(due) - instant(self.config['start'])
                if instant(leg['arrive']) - instant(self.config['start']) > hours // step * step + 1e-9:
                    yield float(leg['quantity_t'])

    def is_static(self):
        return self.summary['options']['static']


def check_lead(page, files):
    """Served, asked, share, mean, 90th percentile, stays, late, gap: in the order of the sentence."""
    shipments = files.shipments.values()
    served = sum(float(s['served_t']) for s in shipments)
    asked = served + sum(float(s['unserved_t']) for s in shipments)
    hours = sum(float(s['served_t']) * float(s['transit_hours'] or 0) for s in shipments)
    late = [s for s in shipments if float(s['late_hours'] or 0) > 0]
    late_t = sum(files.late_lots())
    values = page.data['answer']
    near(values[0], served, 'served')
    near(values[1], asked, 'asked')
    near(values[2], served / asked, 'share')
    near(values[3], hours / served / 24, 'mean transit', 1e-5)
    expected = []
    if asked - served > 0:
        expected.append(asked - served)
    if late:
        expected += [late_t, len(late)]
        near(late_t, files.summary['late_t'], 'late_t in summary.json')
    expected.append(files.summary['gap'])
    for value, wanted in zip(values[5:], expected):
        near(value, wanted, 'in the lead')
    near(served, files.summary['served_t'], 'summary.json')


def check_heat(page, files):
    used = {(d['resource_id'], d['date'][5:]): (float(d['used']), float(d['capacity'])) for d in files.days}
    table, n = page.tables['heat'][0], 0
    dates = [cell[0].strip() for cell in table[0][5:]]
    for row in table[1:]:
        name, total = row[0][0], [0.0, 0.0]
        for date, cell in zip(dates, row[5:]):
            have = used.get((name, '' if files.is_static() else date))
            if have is None or (have[1] == 0 and have[0] == 0):
                must(number(cell) is None, f'{name} {date}: a figure for a closed day')
                continue
            total = [total[0] + have[0], total[1] + have[1]]
            if have[1] > 0:
                must(abs(number(cell) - 100 * have[0] / have[1]) <= 0.5 + 1e-6, f'{name} {date}: {cell[0]} %')
            n += 1
        near(number(row[2]), total[0], f'{name}: used')
        near(number(row[3]), total[1], f'{name}: capacity')
    must(n > 0, 'the heat map has no figures')


def check_prices(page, files):
    worth, peak = collections.Counter(), collections.Counter()
    for d in files.days:
        price = float(d['shadow_price'] or 0)
        worth[d['resource_id']] += price * float(d['capacity'])
        peak[d['resource_id']] = max(peak[d['resource_id']], price)
    rows = page.tables['prices'][0][1:] if page.tables['prices'] else []
    for row in rows:
        near(number(row[3]), peak[row[0][0]], f'{row[0][0]}: highest price')
        near(number(row[5]), worth[row[0][0]], f'{row[0][0]}: price * capacity')
    scarce = [r for r in worth if worth[r] > 1.01e-7 * files.summary['objective']]
    must(len(rows) >= len(scarce), f'{len(rows)} resources with prices, {len(scarce)} in resource_day.csv')


def check_flows(page, files):
    rows = page.tables['flows'][0][1:]
    near(sum(number(row[2]) for row in rows), 3 * files.summary['served_t'], 'tonnes over three stages')


def check_transit(page, files):
    rows = page.tables['transit'][0][1:]
    for i in (1, 2):
        near(sum(number(row[i]) for row in rows), files.summary['served_t'], 'tonnes by days on the way')


def check_shipments(page, files):
    rows = page.tables['shipments'][0][1:]
    must(len(rows) == min(500, len(files.shipments)), f'{len(rows)} rows')
    for row in rows:
        name = row[0][0]
        s = files.shipments[name]
        near(number(row[3]), float(s['served_t']), f'{name}: served')
        near(number(row[4]), float(s['unserved_t']), f'{name}: unserved')
        arrives = s['last_arrival'].rstrip('Z').replace('T', ' ')
        must(row[5][0].strip() == arrives, f'{name}: arrives {row[5][0]}')
        if s['transit_hours']:
            near(number(row[6]), float(s['transit_hours']) / 24, f'{name}: transit')
        late = float(s['late_hours'] or 0)
        must((number(row[8]) is None) == (late == 0), f'{name}: late')
        if late:
            near(number(row[8]), late / 24, f'{name}: late')
    return [row[0][0] for row in rows]


def check_itineraries(page, files, names):
    data = json.loads(page.scripts['itineraries'])
    for name, (ready, _, lots) in zip(names, data['rows']):
        legs = files.legs[name]
        must(sum((len(lot) - 1) // 6 for lot in lots) == len(legs), f'{name}: number of legs')
        at = iter(legs)
        for lot in lots:
            now = ready / 60
            for i in range(1, len(lot), 6):
                leg = next(at)
                near(lot[0], float(leg['quantity_t']), f'{name}: tonnes of a lot')
                if files.is_static():
                    continue
                now += lot[i + 4] / 60
                near(now, instant(leg['depart']), f'{name}: departs', 1e-11)
                now += lot[i + 5] / 60
                near(now, instant(leg['arrive']), f'{name}: arrives', 1e-11)


def check_solve(page, files):
    values = page.data['solve']
    for value, key in zip(values, ('objective', 'bound', 'gap')):
        near(value, files.summary[key], key, 1e-12)
    run = files.summary['run']
    curve = run.get('curve') or run.get('incumbents') or []
    rows = page.tables['solve'][0][1:] if page.tables['solve'] else []
    must(len(rows) == len(curve), f'{len(rows)} rows of {len(curve)} points of the solve')
    for row, point in zip(rows, curve):
        for cell, wanted in zip(row, point):
            if wanted is not None:
                near(number(cell), wanted, 'a point of the solve')


# Of each study: its command, its CSV file, the section of its table, and the columns that are compared: of the page, of the file, their ratio.
STUDIES = {
    'compare': (['--plans', 'base', '--demand', '1,1.5'], 'scenarios.csv', 'plans',
                [(2, 'served_t', 1), (3, 'mean_transit_days', 1), (4, 'p90_transit_days', 1), (5, 'late_tonne_days', 1),
                 (6, 'cost_usd', 1e-6), (7, 'co2_t', 1e-3), (8, 'weighted_tonne_hours', 1), (9, 'gap', 1)]),
    'stress': ([], 'stress.csv', 'resources',
               [(1, 'extra_weighted_tonne_hours', 1), (2, 'extra_unserved_t', 1), (3, 'extra_late_tonne_days', 1)]),
    'bottlenecks': (['--top', '4'], 'bottlenecks.csv', 'resources',
                    [(2, 'added_per_day', 1), (3, 'saved', 1), (4, 'predicted', 1), (5, 'price_per_unit_a_day', 1),
                     (6, 'holds_up_to_per_day', 1)]),
    'invest': (['--budget', '60'], 'invest.csv', 'upgrades',
               [(3, 'cost_musd', 1), (4, 'alone_saves', 1), (5, 'loss_without', 1)]),
}


def check_study(keruen, instance, command, folder):
    options, name, section, columns = STUDIES[command]
    result, page = folder / 'study', folder / 'page.html'
    subprocess.run([keruen, command, instance, *options, '-o', result, '--report', page], check=True, stdout=subprocess.DEVNULL)
    rows, shown = rows_of(result / name), Page(page.read_text(encoding='utf-8')).tables[section][0][1:]
    must(len(shown) == len(rows) > 0, f'{len(shown)} rows of {len(rows)}')
    for row, wanted in zip(shown, rows):
        for i, column, ratio in columns:
            if wanted[column] == '':
                must(number(row[i]) is None, f'{column}: a figure where the file has none')
            else:
                near(number(row[i]), ratio * float(wanted[column]), column)


def check(keruen, instance, option, folder):
    result, page = folder / 'result', folder / 'page.html'
    subprocess.run([keruen, 'solve', instance, '-q', '-o', result, '--report', page, *option], check=True,
                   stdout=subprocess.DEVNULL)
    files, seen = Files(instance, result), Page(page.read_text(encoding='utf-8'))
    check_lead(seen, files)
    check_heat(seen, files)
    check_prices(seen, files)
    check_flows(seen, files)
    check_transit(seen, files)
    check_itineraries(seen, files, check_shipments(seen, files))
    check_solve(seen, files)
    alone = folder / 'alone.html'
    subprocess.run([keruen, 'report', instance, result, '-o', alone], check=True)
    must(alone.read_bytes() == page.read_bytes(), 'report and solve --report differ')


def cases(instance):
    for option in ([], ['--static'], ['--integer', '--iteration-limit', '3']):
        yield check, option
    for command in ('compare', 'invest') if (instance / 'upgrade.csv').exists() else ('compare', 'stress', 'bottlenecks'):
        yield check_study, command


def main():
    keruen, failed, passed = sys.argv[1], 0, 0
    for instance in map(pathlib.Path, sys.argv[2:]):
        for body, what in cases(instance):
            with tempfile.TemporaryDirectory() as folder:
                try:
                    body(keruen, instance, what, pathlib.Path(folder))
                    passed += 1
                except AssertionError as fault:
                    print(f'{instance} {what}: {fault}')
                    failed += 1
    print(f'{passed} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
