#!/usr/bin/env python3
"""No two threads touch the same memory unordered: every command under ThreadSanitizer, which Archer tells what OpenMP orders.

usage: check_races.py KERUEN RACE_CONTROL TINY CORRIDOR [--threads N]

KERUEN and RACE_CONTROL (race_control.c) are built by clang with -fsanitize=thread against its libomp. The tool is tried first: it must report the
control's race, and nothing of the control without one. Then every command over TINY, and over CORRIDOR the LP by each master, fair shares, an integer
search whose threads each have their own streams and neighbourhoods (sub-MIPs), compare and stress: a report of the tool is a fault.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

import every_command

RACE = 'WARNING: ThreadSanitizer'
REPORTED = 66
CORRIDOR = {
    'key': ('solve', '--master', 'key'), 'interior': ('solve', '--master', 'interior'), 'static': ('solve', '--static'),
    'fair': ('solve', '--fairness', 'proportional'), 'whole': ('solve', '--integer', '--time-limit', '20'),
    'compare': ('compare', '--plans', 'base,2026', '--demand', '1,1.2'), 'stress': ('stress', '--resources', 'AKTAU_PORT,DOSTYK_RELOADING,KURYK_PORT'),
}
# A search that was cut by its time ends with 4.
FINE = (0, 4)

faults = []


def environment():
    archer = subprocess.run(['clang', '-print-file-name=libarcher.so'], capture_output=True, text=True).stdout.strip()
    if not os.path.isabs(archer): archer = str(next(pathlib.Path('/usr/lib').glob('llvm-*/lib/libarcher.so'), ''))
    if not archer: sys.exit('there is no libarcher.so; install the package libomp-dev')
    return os.environ | {'OMP_TOOL_LIBRARIES': archer, 'OMP_WAIT_POLICY': 'passive',
                         'TSAN_OPTIONS': f'ignore_noninstrumented_modules=1 exitcode={REPORTED} history_size=4'}


def try_the_tool(control, env):
    racy = subprocess.run([control, 'racy'], capture_output=True, text=True, env=env)
    if RACE not in racy.stderr or racy.returncode != REPORTED: sys.exit(f'the tool does not see a race: {racy.stderr[-300:]}')
    clean = subprocess.run([control], capture_output=True, text=True, env=env)
    if clean.returncode: sys.exit(f'the tool sees a race where there is none: {clean.stderr[-600:]}')


def under_the_tool(keruen, words, env):
    done = subprocess.run([keruen, *map(str, words)], capture_output=True, text=True, timeout=every_command.LIMIT_S, env=env)
    if RACE in done.stderr: faults.append(f'{" ".join(map(str, words))}:\n{done.stderr[done.stderr.index(RACE):][:3000]}')
    elif done.returncode not in FINE: faults.append(f'{" ".join(map(str, words))}: exit {done.returncode}: {done.stderr[-600:]}')


def main():
    parser = argparse.ArgumentParser()
    for name in ('keruen', 'race_control', 'tiny', 'corridor'): parser.add_argument(name, type=pathlib.Path)
    parser.add_argument('--threads', type=int, default=4)
    args = parser.parse_args()
    env = environment()
    try_the_tool(args.race_control, env)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        try:
            every_command.everything(args.keruen, args.tiny, args.corridor, scratch / 'small', env, args.threads)
        except RuntimeError as error:
            faults.append(str(error))
        for name, (verb, *options) in CORRIDOR.items():
            under_the_tool(args.keruen, (verb, args.corridor, *options, '-o', scratch / name, '--threads', args.threads), env)
    for fault in faults: print(fault)
    print(f'{0 if faults else 1} passed, {len(faults)} failed')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
