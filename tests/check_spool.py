#!/usr/bin/env python3
"""The spool under fire: 50 submits at once lose nothing; a submit or a cancel killed at any moment leaves all or nothing.

usage: check_spool.py KERUEN [--kills N] [--seed S]

Kills: `kill -9` at a random moment of a submit, N times. Whatever lies in new/ afterwards is whole, byte for byte, and every
receipt that was printed lies there. Then of a cancel: what is not cancelled is received still, and the ledger is sound.
"""
import argparse
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

AT_ONCE = 50
FORWARDERS = ('BETEGE', 'DALA_RAIL', 'ARGYMAK')
HEADER = 'shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready\n'
LIMIT_S = 120

faults = []


def expect(holds, what):
    if not holds: faults.append(what)


def freight(rows):
    return HEADER + ''.join(f'S{i},ALTYNKOL,AKTAU,box,{i % 97 + 1}.5,2025-07-01T06:00Z\n' for i in range(rows))


def start(keruen, *words):
    return subprocess.Popen([keruen, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(keruen, *words):
    return subprocess.run([keruen, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_S)


def received(spool, place='new'):
    """{receipt: text of its shipment.csv, None where there is none}"""
    found = {}
    for folder in spool.glob(f'forwarder/*/{place}/*'):
        path = folder / 'shipment.csv'
        found[folder.name] = path.read_text(encoding='utf-8') if path.exists() else None
    return found


def many_at_once(keruen, scratch):
    spool, file = scratch / 'many', scratch / 'many.csv'
    spool.mkdir()
    file.write_text(freight(20), encoding='utf-8')
    running = [start(keruen, 'submit', spool, FORWARDERS[i % len(FORWARDERS)], file) for i in range(AT_ONCE)]
    receipts = []
    for p in running:
        out, err = p.communicate(timeout=LIMIT_S)
        expect(p.returncode == 0 and not err, f'one of {AT_ONCE} submits at once: exit {p.returncode}: {err}')
        receipts.append(out.strip())
    found = received(spool)
    expect(len(set(receipts)) == AT_ONCE, 'two submits have the same receipt')
    expect(set(found) == set(receipts), f'{AT_ONCE} submits at once, {len(found)} are there')
    expect(set(found.values()) == {freight(20)}, 'one of the submissions is not what was handed in')
    expect(not list(spool.glob('forwarder/*/tmp/*')), 'something was left in tmp/')
    # One receipt for all: exactly one gets it.
    running = [start(keruen, 'submit', spool, 'ONE', file, '--receipt', 'R1') for _ in range(10)]
    codes = sorted(p.wait(timeout=LIMIT_S) for p in running)
    for p in running: p.communicate()
    expect(codes == [0] + 9 * [2], f'ten submits with one receipt end with {codes}')
    return spool


def kill_at(process, after_s):
    """Kills after so many seconds. @return what it had printed, whether it had ended by itself"""
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    out, _ = process.communicate(timeout=LIMIT_S)
    return out.strip(), process.returncode == 0


def time_of(keruen, *words):
    begun = time.monotonic()
    done = run(keruen, *words)
    expect(done.returncode == 0, f'{words[0]}: exit {done.returncode}: {done.stderr}')
    return time.monotonic() - begun


def killed_submits(keruen, scratch, kills, rng):
    spool, file = scratch / 'killed', scratch / 'killed.csv'
    spool.mkdir()
    (spool / 'spool.csv').write_text('most_new\n100000\n', encoding='utf-8')
    text = freight(5000)
    file.write_text(text, encoding='utf-8')
    whole_s = max(time_of(keruen, 'submit', spool, 'BETEGE', file) for _ in range(3))
    printed, ended = [], 0
    for _ in range(kills):
        receipt, by_itself = kill_at(start(keruen, 'submit', spool, 'BETEGE', file), rng.uniform(0, 1.3 * whole_s))
        ended += by_itself
        if receipt: printed.append(receipt)
    found = received(spool)
    expect(all(receipt in found for receipt in printed), 'a receipt was printed, but its submission is not there')
    expect(all(t == text for t in found.values()), 'a submission is there in part')
    left = len(list(spool.glob('forwarder/*/tmp/*')))
    expect(0 < ended < kills and left > 0, f'the kills proved nothing: {ended} ended before, {left} left in tmp/')
    os.utime(next(spool.glob('forwarder/*/tmp/*')), (0, 0))
    run(keruen, 'submit', spool, 'BETEGE', file)
    expect(len(list(spool.glob('forwarder/*/tmp/*'))) == left - 1, 'what is old in tmp/ is not swept out')
    print(f'{kills} submits killed: {ended} had ended, {len(found)} are there, all whole; {left} were left in tmp/')


def killed_cancels(keruen, spool, kills, rng):
    receipts = sorted(received(spool))
    whole_s = time_of(keruen, 'cancel', spool, receipts.pop())
    ended = 0
    for receipt in receipts[:kills]:
        _, by_itself = kill_at(start(keruen, 'cancel', spool, receipt), rng.uniform(0, 1.3 * whole_s))
        ended += by_itself
        said = run(keruen, 'status', spool, receipt).stdout
        wanted = ('cancelled',) if by_itself else ('cancelled', 'received')
        expect(said.split()[1:] and said.split()[1] in wanted, f'a killed cancel leaves {said!r}')
    expect(0 < ended < kills, f'the kills of cancels proved nothing: {ended} of {kills} had ended')
    with sqlite3.connect(spool / 'ledger.db') as db:
        expect(db.execute('PRAGMA integrity_check').fetchone() == ('ok',), 'the ledger is not sound')
    again = [run(keruen, 'cancel', spool, receipt).returncode for receipt in receipts]
    expect(set(again) <= {0, 2}, f'cancelled once more: exit codes {sorted(set(again))}')
    said = run(keruen, 'ledger', spool, 'dump').stdout
    expect(said.count('\nsubmission|') + said.startswith('submission|') == len(receipts) + 1, 'a cancel is lost or doubled')
    print(f'{kills} cancels killed: {ended} had ended; each submission is cancelled once')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--seed', type=int, default=6)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        spool = many_at_once(args.keruen, scratch)
        killed_submits(args.keruen, scratch, args.kills, rng)
        killed_cancels(args.keruen, spool, 40, rng)
    for fault in faults: print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
