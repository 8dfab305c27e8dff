#!/usr/bin/env python3
"""Months of nights: what a night takes does not grow with the nights behind it.

usage: check_soak.py KERUEN CORRIDOR [--nights 200] [--per-night 20] [--days 21] [--seed S] [options of nightly]

Submissions as in check_nights.py, and its judge over ledger and files after each night. Every night is held to FILES_MOST open files; the peak of its
memory (looked at every few milliseconds) is kept: the median of the last third may not be above that of the second by a tenth; no temporary file may
be left; the ledger may grow as what there is to tell does (each night says something of every shipment that waits), no faster. The first third is left
out, while promises build up.
"""
import argparse
import contextlib
import datetime
import pathlib
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

import check_nights
import judge_nights

LOOK_S = 0.004
FILES_MOST = 16  # a night has 11 open


def look(pid):
    """The peak of a process's memory until now, in MB; that of wait4 would be the peak of whoever started it, too."""
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        peak = next((line for line in status if line.startswith('VmHWM:')), 'VmHWM: 0 kB')
    return int(peak.split()[1]) / 1024


def limit_files(): resource.setrlimit(resource.RLIMIT_NOFILE, (FILES_MOST, FILES_MOST))


def watched(words):
    """(exit code, last words, peak of memory in MB) of a command."""
    with tempfile.TemporaryFile('w+') as said:
        process = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=said, preexec_fn=limit_files)
        mb = 0
        while process.poll() is None:
            try:
                mb = max(mb, look(process.pid))
            except OSError:
                pass
            time.sleep(LOOK_S)
        said.seek(0)
        return process.returncode, said.read()[-1500:], mb


def left_over(spool):
    return [str(p.relative_to(spool)) for p in spool.rglob('*') if '.tmp' in p.name or p.parent.name == 'tmp']


def grown(peaks):
    """A sentence where the memory of the last third is above that of the second."""
    third = len(peaks) // 3
    before, after = statistics.median(peaks[third:2 * third]), statistics.median(peaks[2 * third:])
    print(f'memory of a night: {before:.1f} MB in the second third, {after:.1f} in the last')
    return [f'the memory of a night grows from {before:.1f} to {after:.1f} MB'] if after > 1.1 * before else []


def rows_of(path):
    with contextlib.closing(sqlite3.connect(f'file:{path}?mode=ro', uri=True)) as db:
        tables = [name for name, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return sum(db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables)


def bytes_a_row(sizes):
    (from_bytes, from_rows), (to_bytes, to_rows) = sizes[0], sizes[-1]
    return (to_bytes - from_bytes) / max(1, to_rows - from_rows)


def soak(args, spool):
    faults, submitted, memory, ledger = [], {}, [], []
    first = datetime.date.fromisoformat(judge_nights.rows(args.corridor / 'config.csv')[0]['start']) - datetime.timedelta(1)
    generator = check_nights.Generator(args.corridor, random.Random(args.seed), 0.5)
    judge = judge_nights.Judge(spool, args.corridor, '--lp' not in args.options, None)
    for i in range(args.nights):
        date = str(first + datetime.timedelta(i))
        check_nights.submit_day(args.keruen, spool, generator, first + datetime.timedelta(i), args.per_night, submitted, faults)
        code, said, mb = watched([args.keruen, 'nightly', spool, '--corridor', args.corridor, '--date', date, '--days', args.days, *args.options])
        if code != 0: return faults + [f'{date}: exit {code}: {said}']
        memory.append(mb)
        ledger.append(((spool / 'ledger.db').stat().st_size, rows_of(spool / 'ledger.db')))
        judge.night(date, submitted)
        if faults or judge.faults: return faults + judge.faults
        if i % 20 == 19: print(f'{date}: {mb:.1f} MB, ledger {ledger[-1][0] / 1e6:.2f} MB', flush=True)
    faults += grown(memory)
    third = len(ledger) // 3
    before, after = (bytes_a_row(ledger[from_:to]) for from_, to in ((third - 1, 2 * third), (-third - 1, None)))
    print(f'the ledger grows by {before:.0f} bytes a row in the second third, by {after:.0f} in the last')
    if after > 1.25 * before: faults.append('the rows of the ledger grow')
    faults += [f'left over: {name}' for name in left_over(spool)[:10]]
    return faults + judge.faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('corridor', type=pathlib.Path)
    for name, value in (('--nights', 200), ('--per-night', 20), ('--days', 21), ('--seed', 8)): parser.add_argument(name, type=int, default=value)
    args, args.options = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        spool = pathlib.Path(folder) / 'spool'
        spool.mkdir()
        faults = soak(args, spool)
    for fault in faults[:20]: print(fault)
    print(f'{0 if faults else 1} passed, {len(faults)} failed')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
