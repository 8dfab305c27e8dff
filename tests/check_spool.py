#!/usr/bin/env python3
"""The spool under fire: 50 submits at once lose nothing; a submit or a cancel killed at any moment leaves all or nothing.

usage: check_spool.py KERUEN FAILING_CALL [--kills N] [--seed S]

Kills: `kill -9` at a random moment of a submit, N times. Whatever lies in new/ afterwards is whole, byte for byte, and every
receipt that was printed lies there. Then of a cancel: what is not cancelled is received still, and the ledger is sound.
Calls: a submit and a cancel are killed at each call that changes the disk, then each such call fails, the disk full or
failing by turns: exit code 6, nothing there, and the same command works afterwards. FAILING_CALL is the library of failing_call.c.
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


def run(keruen, *words, env=None):
    return subprocess.run([keruen, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_S, env=env)


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
    # Cancelled at once, by as many as make the ledger that is not there yet.
    running = [start(keruen, 'cancel', spool, receipt) for receipt in receipts[:20]]
    for p in running:
        _, err = p.communicate(timeout=LIMIT_S)
        expect(p.returncode == 0, f'one of 20 cancels at once: exit {p.returncode}: {err}')
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
    said = run(keruen, 'ledger', spool, 'dump').stdout.splitlines()
    known = sorted(line.split('|')[1] for line in said if line.startswith('submission|'))
    expect(known == sorted(received(spool, 'cur')) and not received(spool), 'a cancel is lost or doubled')
    print(f'{kills} cancels killed: {ended} had ended; each submission is cancelled once')


def trapped(library, **trap):
    """The environment in which a call of a process fails, or kills it. With sanitizers their library wants to be first."""
    return os.environ | {'LD_PRELOAD': library, 'ASAN_OPTIONS': 'verify_asan_link_order=0'} | {k: str(v) for k, v in trap.items()}


def at_each_call(keruen, library, prepare, words, look):
    """`look(said, is_killed)` after a process was killed, then has failed, at its 1st, 2nd … call. @return how many calls"""
    n_calls = 0
    for number in range(1, 1000):
        said = run(keruen, *words(prepare()), env=trapped(library, KERUEN_KILL=number))
        look(said, True)
        if said.returncode != -signal.SIGKILL: break
        n_calls = number
    for number in range(1, n_calls + 1):
        look(run(keruen, *words(prepare()), env=trapped(library, KERUEN_FAIL=number, KERUEN_ERRNO=(28, 5)[number % 2])), False)
    return n_calls


def each_call_of_submit(keruen, library, scratch):
    file, text = scratch / 'call.csv', freight(3)
    file.write_text(text, encoding='utf-8')
    spools = []

    def prepare():
        spools.append(scratch / f'call{len(spools)}')
        spools[-1].mkdir()
        return spools[-1]

    def look(said, is_killed):
        found, receipt = received(spools[-1]), said.stdout.strip()
        expect(all(t == text for t in found.values()), 'a submission is there in part')
        expect((said.returncode == 0) == bool(receipt), f'exit {said.returncode}, but printed {receipt!r}')
        expect(not receipt or receipt in found, 'a receipt was printed, but its submission is not there')
        if is_killed: return
        expect(said.returncode == 6 and said.stderr.startswith('keruen: '), f'a failing disk: exit {said.returncode}: {said.stderr}')
        expect(not found, 'the disk failed, but a submission is there')
        again = run(keruen, 'submit', spools[-1], 'BETEGE', file)
        expect(again.returncode == 0 and again.stdout.strip() in received(spools[-1]), f'it does not work afterwards: {again.stderr}')

    n = at_each_call(keruen, library, prepare, lambda spool: ('submit', spool, 'BETEGE', file), look)
    expect(n >= 10, f'a submit made {n} calls only: is {library} in place?')
    print(f'a submit killed and failed at each of its {n} calls: all or nothing')


def each_call_of_cancel(keruen, library, scratch):
    file, spools = scratch / 'call.csv', []

    def prepare():
        spools.append(scratch / f'cancel{len(spools)}')
        spools[-1].mkdir()
        run(keruen, 'submit', spools[-1], 'BETEGE', file, '--receipt', 'R1')
        return spools[-1]

    def look(said, is_killed):
        state = run(keruen, 'status', spools[-1], 'R1@BETEGE').stdout.split()[1:]
        expect(state in (['received'], ['cancelled']), f'a stopped cancel leaves {state}')
        expect(said.returncode != 0 or state == ['cancelled'], 'a cancel said it was done, and was not')
        expect(is_killed or said.returncode in (0, 6), f'a failing disk: exit {said.returncode}: {said.stderr}')
        again = run(keruen, 'cancel', spools[-1], 'R1@BETEGE')
        expect(again.returncode == (2 if state == ['cancelled'] else 0), f'it does not work afterwards: {again.stderr}')
        dump = run(keruen, 'ledger', spools[-1], 'dump').stdout
        expect(dump.count('submission|') == 1 and dump.count('history|') == 1, f'the ledger is not what it should be: {dump}')

    n = at_each_call(keruen, library, prepare, lambda spool: ('cancel', spool, 'R1@BETEGE'), look)
    expect(n >= 10, f'a cancel made {n} calls only: is {library} in place?')
    print(f'a cancel killed and failed at each of its {n} calls: all or nothing')


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('keruen')
    parser.add_argument('library')
    parser.add_argument('--kills', type=int, default=200)
    parser.add_argument('--seed', type=int, default=6)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        spool = many_at_once(args.keruen, scratch)
        killed_submits(args.keruen, scratch, args.kills, rng)
        killed_cancels(args.keruen, spool, 25, rng)
        each_call_of_submit(args.keruen, args.library, scratch)
        each_call_of_cancel(args.keruen, args.library, scratch)
    for fault in faults: print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
