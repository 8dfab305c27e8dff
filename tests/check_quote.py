#!/usr/bin/env python3
"""Quotes against really handing the shipment in, alone.

usage: check_quote.py KERUEN CORRIDOR [--nights N] [--per-night N] [--quotes N] [--scale X] [--seed S] [--spool DIR] [nightly's options]

Some nights fill a spool; then shipments are drawn. Each is quoted, three ways, which must change no byte below the spool; then, in a copy of it
where all that waits is cancelled, it is submitted and the night run: the same tonnes, arrivals, lots, legs, costs, and the same word on
rejection. --spool: one that is filled already, its nights done.
"""
import argparse
import datetime
import hashlib
import json
import pathlib
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import check_nights
import judge_nights


def run(*words, **more): return subprocess.run([str(w) for w in words], capture_output=True, text=True, timeout=check_nights.LIMIT_S, **more)


def snapshot(spool):
    files = sorted(p for p in spool.rglob('*') if p.is_file())
    return [(p.relative_to(spool), p.stat().st_mtime_ns, hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]


def ask(spool, sql):
    db = sqlite3.connect(f'file:{spool}/ledger.db?mode=ro', uri=True)
    try: return [r[0] for r in db.execute(sql)]
    finally: db.close()


class Check:
    def __init__(self, args, spool):
        self.args, self.spool, self.faults, self.seen = args, spool, [], set()
        self.options = args.options
        self.quote_options = ['--lp'] if '--lp' in args.options else []
        if '--fairness' in args.options: self.quote_options += args.options[args.options.index('--fairness'):][:2]
        self.cpu_s = []

    def expect(self, holds, text):
        if not holds: self.faults.append(text)

    def nightly(self, spool, date):
        done = run(self.args.keruen, 'nightly', spool, '--corridor', self.args.corridor, '--date', date, *self.options)
        self.expect(done.returncode == 0, f'the night of {date} ends with {done.returncode}: {done.stderr[-1000:]}')

    def quote(self, date, forwarder, row, *more, text=None):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(self.args.keruen, 'quote', self.spool, forwarder, *row, '--corridor', self.args.corridor, '--date', date, '--json',
                   *self.quote_options, *more, input=text)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.cpu_s.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        self.expect(done.returncode == 0, f'{row}: exit {done.returncode}: {done.stderr}')
        return json.loads(done.stdout) if done.returncode == 0 else None

    def submit_alone(self, spool, date, forwarder, path):
        for receipt in ask(spool, 'SELECT DISTINCT receipt FROM shipment_now WHERE waiting_kg > 0'):
            self.expect(run(self.args.keruen, 'cancel', spool, receipt).returncode == 0, f'{receipt} cannot be cancelled')
        done = run(self.args.keruen, 'submit', spool, forwarder, path, '--receipt', '9')
        self.expect(done.returncode == 0, f'submit: {done.stderr}')
        self.nightly(spool, date)
        return spool / 'forwarder' / forwarder / 'out' / f'9@{forwarder}'

    def compare(self, quote, answer, what):
        row = judge_nights.rows(answer / 'shipment_result.csv')[0]
        for key, column in (('served_t', 'served_t'), ('unserved_t', 'unserved_t'), ('cost_usd', 'cost_usd'), ('co2_kg', 'co2_kg')):
            self.expect(abs(float(row[column]) - quote[key]) <= 1e-6 * (1 + quote[key]), f'{what}: {key} {quote[key]}, really {row[column]}')
        for key in ('first_arrival', 'last_arrival'):
            self.expect((row[key] or None) == quote[key], f'{what}: {key} {quote[key]}, really {row[key]}')
        rejected = any(r['state'] == 'rejected' for r in json.loads((answer / 'summary.json').read_text())['unserved'])
        self.expect(rejected == quote['would_be_rejected'], f'{what}: would be rejected: {quote["would_be_rejected"]}, really {rejected}')
        self.expect(self.really(answer) == self.quoted(quote), f'{what}: other lots')
        self.seen.add('rejected' if rejected else row['status'])
        if quote['price_weighted_tonne_hours']: self.seen.add('priced')
        if quote['last_arrival'] != quote['alone_on_the_network']['arrive']: self.seen.add('delayed')

    @staticmethod
    def unpriced(quote): return quote and quote | {'price_weighted_tonne_hours': None, 'waiting_t': 0}

    @staticmethod
    def really(answer):
        return [(float(r['quantity_t']), r['kind'], r['link_id'] or r['node_id'], r['depart'], r['arrive'])
                for r in judge_nights.rows(answer / 'allocation.csv')]

    @staticmethod
    def quoted(quote):
        return [(lot['quantity_t'], leg['kind'], leg.get('link_id') or leg['node_id'], leg['depart'], leg['arrive'])
                for lot in quote['lots'] for leg in lot['legs']]

    def one(self, folder, date, forwarder, row):
        path, before = folder / 'ask.csv', snapshot(self.spool)
        check_nights.write(path, [row])
        quote = self.quote(date, forwarder, [path])
        text = ','.join(row[c] for c in check_nights.COLUMNS)
        self.expect(self.quote(date, forwarder, ['--row', text]) == quote, f'{text}: another answer to the row')
        self.expect(self.quote(date, forwarder, ['-'], '--no-price', text=path.read_text()) == self.unpriced(quote), f'{text}: another answer to a stream')
        self.expect(snapshot(self.spool) == before, f'{text}: the spool has changed')
        if not quote: return
        shutil.rmtree(folder / 'copy', ignore_errors=True)
        shutil.copytree(self.spool, folder / 'copy')
        self.compare(quote, self.submit_alone(folder / 'copy', date, forwarder, path), text)


def fill(check, args, folder):
    """@return the next night's date, and the generator, which goes on."""
    first = datetime.date.fromisoformat(judge_nights.rows(args.corridor / 'config.csv')[0]['start']) - datetime.timedelta(1)
    generator = check_nights.Generator(args.corridor, random.Random(args.seed), args.scale)
    if args.spool:
        generator.n = 1000000
        return datetime.date(1970, 1, 1) + datetime.timedelta(ask(args.spool, 'SELECT max(date) FROM night')[0] + 1), generator
    for i in range(args.nights):
        check_nights.submit_day(args.keruen, check.spool, generator, first + datetime.timedelta(i), args.per_night, {}, check.faults)
        check.nightly(check.spool, first + datetime.timedelta(i))
    return first + datetime.timedelta(args.nights), generator


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('corridor', type=pathlib.Path)
    parser.add_argument('--nights', type=int, default=3)
    parser.add_argument('--per-night', type=int, default=40)
    parser.add_argument('--quotes', type=int, default=12)
    parser.add_argument('--scale', type=float, default=1.0)
    parser.add_argument('--seed', type=int, default=6)
    parser.add_argument('--spool', type=pathlib.Path)
    args, args.options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        spool = args.spool or folder / 'spool'
        spool.mkdir(exist_ok=True)
        check = Check(args, spool)
        date, generator = fill(check, args, folder)
        check.cpu_s.clear()
        for _ in range(args.quotes):
            _, forwarder, (row,) = generator.submission(date)
            if row['cargo_id'] != 'nothing': check.one(folder, date, forwarder, row | {'shipment_id': f'Q{generator.n}'})
    print(f'{len(check.cpu_s)} quotes: {sorted(check.seen)}; CPU s: mean {sum(check.cpu_s) / len(check.cpu_s):.3f}, most {max(check.cpu_s):.3f}')
    for fault in check.faults: print(fault)
    if not {'served', 'delayed'} <= check.seen: check.faults.append(print('the quotes proved little'))
    sys.exit(1 if check.faults else 0)


if __name__ == '__main__':
    main()
