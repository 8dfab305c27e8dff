#!/usr/bin/env python3
"""Months of nights: what a night takes does not grow with the nights behind it.

usage: check_soak.py KERUEN CORRIDOR [--nights 200] [--per-night 20] [--days 21] [--seed S] [options of nightly]

Submissions as in check_nights.py, and its judge over ledger and files after each night. Of every night's process the peak of its memory
and of its open files (looked at every few milliseconds) are kept: the medians of the last third may not be above those of the second by a tenth, or a
single file; no temporary file may be left; the ledger may grow as the submissions do, no faster. The first third is left out, while promises build up.
"""
import argparse
import datetime
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

import check_nights
import judge_nights

LOOK_S = 0.004


def look(pid):
    """(peak of memory in MB, open files) of a process as they are now; that of wait4 would be the peak of whoever started it, too."""
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        peak = next((line for line in status if line.startswith('VmHWM:')), 'VmHWM: 0 kB')
    return int(peak.split()[1]) / 1024, len(os.listdir(f'/proc/{pid}/fd'))


def watched(words):
    """(exit code, last words, peak of memory in MB, peak of open files) of a command."""
    with tempfile.TemporaryFile('w+') as said:
        process = subprocess.Popen([str(w) for w in words], stdout=subprocess.DEVNULL, stderr=said)
        mb = files = 0
        while process.poll() is None:
            try:
                mb, files = map(max, (mb, files), look(process.pid))
            except OSError:
                pass
            time.sleep(LOOK_S)
        said.seek(0)
        return process.returncode, said.read()[-1500:], mb, files


def left_over(spool):
    return [str(p.relative_to(spool)) for p in spool.rglob('*') if '.tmp' in p.name or p.parent.name == 'tmp']


def grown(name, peaks, room):
    """A sentence where the last third is above the second one."""
    third = len(peaks) // 3
    before, after = statistics.median(peaks[third:2 * third]), statistics.median(peaks[2 * third:])
    print(f'{name}: {before:.4g} in the second third, {after:.4g} in the last')
    return [f'{name} grows from {before:.4g} to {after:.4g}'] if after > before + room(before) else []


def soak(args, spool):
    faults, submitted, memory, files, ledger = [], {}, [], [], []
    first = datetime.date.fromisoformat(judge_nights.rows(args.corridor / 'config.csv')[0]['start']) - datetime.timedelta(1)
    generator = check_nights.Generator(args.corridor, random.Random(args.seed), 0.5)
    judge = judge_nights.Judge(spool, args.corridor, '--lp' not in args.options, None)
    for i in range(args.nights):
        date = str(first + datetime.timedelta(i))
        check_nights.submit_day(args.keruen, spool, generator, first + datetime.timedelta(i), args.per_night, submitted, faults)
        code, said, mb, n_files = watched([args.keruen, 'nightly', spool, '--corridor', args.corridor, '--date', date, '--days', args.days, *args.options])
        if code != 0: faults.append(f'{date}: exit {code}: {said}')
        memory.append(mb)
        files.append(n_files)
        ledger.append((spool / 'ledger.db').stat().st_size)
        judge.night(date, submitted)
        if faults or judge.faults: break
        if i % 20 == 19: print(f'{date}: {mb:.1f} MB, {n_files} files, ledger {ledger[-1] / 1e6:.2f} MB', flush=True)
    faults += grown('memory of a night, MB', memory, lambda before: before / 10) + grown('open files of a night', files, lambda _: 0)
    steps = [b - a for a, b in zip(ledger, ledger[1:])]
    third = len(steps) // 3
    if sum(steps[-third:]) > 1.25 * sum(steps[third:2 * third]): faults.append('the ledger grows faster and faster')
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
