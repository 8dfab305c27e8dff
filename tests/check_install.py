#!/usr/bin/env python3
"""What cmake --install puts into a prefix works from there: the program, libkeruen by pkg-config, pages, units, data.

usage: check_install.py CMAKE BUILD CC READER...    READER: a script that is run with the program and library installed
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FAULTS = []


def fault(text):
    FAULTS.append(text)


def run(*words, **more):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, **more)
    if done.returncode:
        sys.exit(f'{" ".join(map(str, words))}: exit code {done.returncode}\n{done.stdout}{done.stderr}')
    return done.stdout


def check_symbols(prefix, library):
    """Out comes what keruen.h declares, and nothing else."""
    header = (prefix / 'include/keruen.h').read_text(encoding='utf-8')
    declared = set(re.findall(r'^KR_API [^(]*?\**(kr_\w+)\(', header, re.M))
    exported = {line.split()[-1] for line in run('nm', '-D', '--defined-only', library).splitlines()}
    if exported != declared or len(declared) < 30:
        fault(f'{library.name}: exported, not declared: {sorted(exported - declared)}; declared, not exported: {sorted(declared - exported)}')
    kept = {line.split()[-1] for line in run('nm', '-g', '--defined-only', prefix / 'lib/libkeruen.a').splitlines() if ' T ' in line}
    if kept != declared:
        fault(f'libkeruen.a: other global functions than declared: {sorted(kept ^ declared)}')
    version = re.search(r'^project\(keruen VERSION (\d+)\.(\d+)', (ROOT / 'CMakeLists.txt').read_text(encoding='utf-8'), re.M).groups()
    if f'libkeruen.so.{".".join(version)}]' not in run('readelf', '-d', library):
        fault(f'{library.name}: the soname does not say {".".join(version)}')


def flags(prefix, *options):
    return run('pkg-config', *options, 'keruen', env={**os.environ, 'PKG_CONFIG_PATH': str(prefix / 'lib/pkgconfig')}).split()


def build_examples(prefix, cc, place):
    """Each against the shared library and against the static one. @return {name: program}"""
    programs = {}
    strict = ['-std=c11', '-Wall', '-Wextra', '-Wpedantic', '-Wconversion', '-Wstrict-prototypes', '-Werror', '-D_POSIX_C_SOURCE=200809L', '-pthread']
    static = [prefix / 'lib/libkeruen.a' if f == '-lkeruen' else f for f in flags(prefix, '--static', '--libs')]
    for source in sorted((prefix / 'share/doc/keruen/examples').glob('*.c')):
        for kind, libraries in (('shared', flags(prefix, '--libs')), ('static', static)):
            program = place / f'{source.stem}-{kind}'
            run(cc, *strict, source, *flags(prefix, '--cflags'), *libraries, '-o', program)
            programs[program.name] = program
    return programs


def check_plan(prefix, program, place):
    """The result that the library writes is that of the program, byte for byte, and so is what it prints of it."""
    instance = prefix / 'share/keruen/instances/tiny-caspian'
    mine, theirs = place / f'{program.name}.result', place / 'result'
    said = run(program, instance, mine, 'hub')
    run(prefix / 'bin/keruen', 'solve', instance, '-q', '--plan', 'hub', '--threads', '2', '-o', theirs)
    for name in ('allocation.csv', 'shipment_result.csv', 'resource_day.csv'):
        if (mine / name).read_bytes() != (theirs / name).read_bytes():
            fault(f'{program.name}: {name} is not what the program writes')
    summary = json.loads((theirs / 'summary.json').read_text(encoding='utf-8'))
    if json.loads((mine / 'summary.json').read_text(encoding='utf-8'))['inputs'] != summary['inputs']:
        fault(f'{program.name}: other inputs in summary.json')
    if f'objective {summary["objective"]:.9g},' not in said or 'clean' not in said:
        fault(f'{program.name}: says {said!r}')
    run(prefix / 'bin/keruen', 'verify', instance, mine)
    shutil.rmtree(theirs)


def check_plans(prefix, program):
    instance = prefix / 'share/keruen/instances/tiny-caspian'
    for plan, objective in re.findall(r'(\S+): (\S+)', run(program, instance)):
        told = json.loads(run(prefix / 'bin/keruen', 'solve', instance, '-q', '--json', '--plan', plan))
        if abs(told['objective'] - float(objective)) > 1e-9 * told['objective']:
            fault(f'{program.name}: plan {plan}: {objective}, the program has {told["objective"]}')


def check_build(program):
    """4 days, a train of 3,000 t a day: 12,000 of 13,500 t."""
    said = run(program)
    moved = sum(map(int, re.findall(r'(\d+) kg,', said)))
    if moved != 12000000 or 'S2: 1500000 kg stay' not in said:
        fault(f'{program.name}: says {said!r}')


def check_files(prefix):
    commands = re.findall(r'^  (\w+) +\S', run(prefix / 'bin/keruen', 'help'), re.M)
    expected = ['keruen.1.gz', *(f'keruen-{c}.1.gz' for c in commands)]
    found = sorted(p.name for p in (prefix / 'share/man/man1').iterdir())
    if sorted(expected) != found:
        fault(f'manual pages: {sorted(set(expected) ^ set(found))}')
    for path in ('share/bash-completion/completions/keruen', 'share/zsh/vendor-completions/_keruen',
                 'share/fish/vendor_completions.d/keruen.fish', 'lib/systemd/system/keruen-nightly.service', 'share/doc/keruen/SECURITY.md'):
        if not (prefix / path).stat().st_size:
            fault(f'{path} is empty')
    run(prefix / 'bin/keruen', 'check', prefix / 'share/keruen/instances/middle-corridor')


def main():
    cmake, build, cc = sys.argv[1:4]
    with tempfile.TemporaryDirectory() as scratch:
        first, place = Path(scratch, 'first'), Path(scratch)
        run(cmake, '--install', build, '--prefix', first)
        prefix = first.rename(Path(scratch, 'moved'))  # nothing in it may know where it was
        library = next((prefix / 'lib').glob('libkeruen.so.*.*.*'))
        os.environ['LD_LIBRARY_PATH'] = str(prefix / 'lib')
        check_files(prefix)
        check_symbols(prefix, library)
        programs = build_examples(prefix, cc, place)
        for kind in ('shared', 'static'):
            check_plan(prefix, programs[f'plan-{kind}'], place)
            check_plans(prefix, programs[f'plans-{kind}'])
            check_build(programs[f'build-{kind}'])
        for reader in sys.argv[4:]:
            print(run(sys.executable, reader, prefix / 'bin/keruen', library).strip())
    for text in FAULTS:
        print(text)
    print(f'install: {len(programs)} programs on the library, {len(FAULTS)} fault(s)')
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
