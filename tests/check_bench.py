"""The bench on a tiny scale: the corridor family is sound and scales, a measurement gives a row, bars and picture take it.

usage: check_bench.py KERUEN BENCH_LP
"""
import csv
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BENCH = ROOT / 'bench'
sys.dont_write_bytecode = True
sys.path.insert(0, str(BENCH))
import bench_bars
import bench_table
import corridor_family
import plot_lp

FAULTS = []


def expect(good, text):
    if not good: FAULTS.append(text)


def run(*command):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=300)
    expect(done.returncode == 0, f'{" ".join(map(str, command[:3]))} ends with {done.returncode}: {done.stderr[-400:]}')
    return done.stdout


def rows(folder, name):
    with open(pathlib.Path(folder) / f'{name}.csv', encoding='utf-8', newline='') as f:
        return list(csv.DictReader(f))


def tonnes(shipments):
    return sum(round(1000 * float(s['quantity_t'])) for s in shipments) / 1000


def check_family(keruen, place):
    """200 shipments: accepted, the right number and tonnes, capacities in proportion, and the same bytes again."""
    for name in ('a', 'b'):
        run(sys.executable, BENCH / 'corridor_family.py', '200', place / name)
    run(sys.executable, BENCH / 'corridor_family.py', '0.2k', place / 'c', '--seed', '2')
    a, b, c = ((place / name / 'shipment.csv').read_bytes() for name in 'abc')
    expect(a == b, 'the same seed gives other bytes')
    expect(a != c, 'another seed gives the same bytes')
    model, made = rows(ROOT / 'instances' / 'middle-corridor', 'shipment'), rows(place / 'a', 'shipment')
    share = 200 / len(model)
    expect(len(made) == 200, f'{len(made)} shipments instead of 200')
    want = tonnes(model) * share * corridor_family.LOAD / 100
    expect(abs(tonnes(made) - want) < 0.01, f'{tonnes(made)} t instead of {want}')
    for old, new in zip(rows(ROOT / 'instances' / 'middle-corridor', 'capacity'), rows(place / 'a', 'capacity')):
        expect(abs(float(old['per_day']) * share - float(new['per_day'])) < 1e-6, f'capacity {new}')
    expect('200, ' in run(keruen, 'check', place / 'a'), 'keruen check does not count 200 shipments')


def check_row(bench_lp):
    """tiny-caspian has its optimum worked out by hand: 1,549,296 (SOURCE.md)."""
    header, values = run(bench_lp, ROOT / 'instances' / 'tiny-caspian').splitlines()
    row = dict(zip(header.split(','), values.split(',')))
    expect(set(row) <= set(bench_table.COLUMNS), f'columns that the table lacks: {set(row) - set(bench_table.COLUMNS)}')
    expect(row['status'] == 'optimal' and row['shipments'] == '8', f'row {row}')
    expect(bench_table.agrees(float(row['objective']), 1549296), f'objective {row["objective"]}')
    expect(bench_table.agrees(float(row['bound']), 1549296), f'bound {row["bound"]}')
    for column in ('cpu_s', 'pricing_cpu_s', 'master_cpu_s', 'pass_cpu_s', 'columns', 'passes', 'tight_rows', 'peak_mib'):
        expect(float(row[column]) >= 0, f'{column} {row[column]}')


def check_table(keruen, bench_lp, place):
    """A measuring session over tiny pieces: rows are appended, bars are computed, the picture is drawn."""
    build = place / 'build'
    (build / 'bench').mkdir(parents=True)
    os.symlink(keruen, build / 'keruen')
    os.symlink(bench_lp, build / 'bench' / 'bench_lp')
    table = place / 'lp.csv'
    os.rename(place / 'a', place / 'corridor-1k')   # stands for it, so that nothing large is solved
    run(sys.executable, BENCH / 'bench_lp.py', build, '--sets', 'corridor', '--only', 'corridor-1k', '--what', 'lp,plan', '--repeat', '1',
        '--work', place, '-o', table)
    found = bench_table.read(table)
    expect(len(found) == 5, f'{len(found)} rows instead of 2 of the LP and 3 of whole solves')
    expect(all(r['status'] == 'optimal' for r in found), f'status {[r["status"] for r in found]}')
    t = bench_table.Table(found)
    expect(bench_bars.same_bytes(t).passed is True, 'the threads give other bytes')
    expect(bench_bars.solved(t).passed is None, 'instances that were not measured pass')
    expect('Corridor family' in plot_lp.svg(t), 'no picture')


def check_bars():
    """By hand: geometric mean of 4 / 1 and 9 / 1 is 6; a wrong objective has no time."""
    row = dict.fromkeys(bench_table.COLUMNS, '') | dict(commit='c', threads='1', set='grid')
    ours = row | dict(program='keruen', model='lp', status='optimal', cpu_s='1.0', objective='5', known='5')
    theirs = row | dict(program='clp', model='arc', status='optimal')
    table = [ours | dict(instance='grid1'), ours | dict(instance='grid2'), ours | dict(instance='grid3', status='wrong'),
             theirs | dict(instance='grid1', cpu_s='4'), theirs | dict(instance='grid2', cpu_s='9'), theirs | dict(instance='grid3', cpu_s='1')]
    bar = bench_bars.against_peer(bench_table.Table(table), 'clp', 6)
    expect(bar.measured.startswith('6 times (2 finished'), bar.measured)
    expect(bench_bars.solved(bench_table.Table(table)).passed is False, 'a wrong objective passes')
    expect(not bench_table.agrees(float('nan'), 1.0), 'NaN agrees')
    expect(bench_table.agrees(1000000.9, 1e6) and not bench_table.agrees(1000001.1, 1e6), '1e-6 is not where it should be')


def main():
    keruen, bench_lp = map(os.path.abspath, sys.argv[1:3])
    with tempfile.TemporaryDirectory() as tmp:
        place = pathlib.Path(tmp)
        check_family(keruen, place)
        check_row(bench_lp)
        check_table(keruen, bench_lp, place)
        check_bars()
    for fault in FAULTS: print(fault)
    print(f'{0 if FAULTS else 1} passed, {len(FAULTS)} failed')
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
