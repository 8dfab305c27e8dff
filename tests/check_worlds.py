#!/usr/bin/env python3
"""The same bytes in every world: any number of threads, any locale, any time zone.

usage: check_worlds.py KERUEN HOST_LOCALE EXAMPLE TINY CORRIDOR [--all]

Every command runs over TINY in each world, and a dated LP and an integer search over CORRIDOR; every file (but what a summary tells of the machine's
time) and every word said must be those of the first world: C, UTC, one thread. Then one result's pages, and EXAMPLE (cli/lib/examples/plan.c), which calls the library in that world. HOST_LOCALE is the library of host_locale.c,
which makes the locale hold for the whole process. Without --all the matrix of locales and zones is thinned out to one zone each. Locales that are not
installed are made for the run (localedef); it fails where that is not possible.
"""
import argparse
import itertools
import os
import pathlib
import subprocess
import sys
import tempfile

import every_command

LOCALES = {'kk_KZ.UTF-8': ('kk_KZ', 'UTF-8'), 'ru_RU.UTF-8': ('ru_RU', 'UTF-8'), 'de_DE.UTF-8': ('de_DE', 'UTF-8'), 'zh_CN.GB18030': ('zh_CN', 'GB18030')}
ZONES = ('UTC', 'Asia/Almaty', 'Asia/Shanghai')
# What each zone has to make of the first second of 1970, so that a machine without zone files is found out; Almaty was six hours ahead then.
ZONE_HOURS = {'UTC': '00', 'Asia/Almaty': '06', 'Asia/Shanghai': '08'}
COUNTS = (1, 2, 4, 8)
LANGUAGES = ('en', 'ru', 'kk', 'zh')

faults = []


def make_locales(folder):
    for name, (source, charmap) in LOCALES.items():
        done = subprocess.run(['localedef', '-i', source, '-f', charmap, str(folder / name)], capture_output=True, text=True)
        if not (folder / name / 'LC_NUMERIC').exists(): sys.exit(f'localedef cannot make {name}: {done.stderr[-300:]}; install the package locales')


def check_zones():
    for zone, hour in ZONE_HOURS.items():
        said = subprocess.run(['date', '-d', '@0', '+%H'], capture_output=True, text=True, env={**os.environ, 'TZ': zone}).stdout.strip()
        if said != hour: sys.exit(f'the zone {zone} is not installed; install the package tzdata')


def environment(folder, library, locale, zone):
    kept = {name: value for name, value in os.environ.items() if not name.startswith('LC_') and name not in ('LANG', 'LANGUAGE')}
    world = kept | {'TZ': zone, 'LC_ALL': locale, 'OMP_WAIT_POLICY': 'passive'}
    return world if locale == 'C' else world | {'LOCPATH': str(folder), 'LD_PRELOAD': str(library)}


def worlds(is_all):
    yield from (('C', 'UTC', n) for n in COUNTS)
    pairs = itertools.product(LOCALES, ZONES) if is_all else zip(LOCALES, itertools.cycle(ZONES[1:]))
    yield from ((locale, zone, COUNTS[i % 4]) for i, (locale, zone) in enumerate(pairs))


def compare(wanted, found, world):
    other = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if other: faults.append(f'{world}: other than with C, UTC and one thread: {other[:6]}')


def pages(keruen, tiny, result, into, env):
    """The four pages and the GeoJSON of one result."""
    into.mkdir(parents=True)
    for language in LANGUAGES:
        every_command.say(keruen, 'report', tiny, result, '-o', into / f'{language}.html', '--language', language, '--geojson', into / f'{language}.json', env=env)
    return every_command.files(into)


def corridor(keruen, instance, into, env, threads):
    into.mkdir(parents=True)
    for name, options in (('lp', ()), ('whole', ('--integer', '--iteration-limit', '3'))):
        every_command.say(keruen, 'solve', instance, '-q', '-o', into / name, '--threads', threads, *options, env=env)
    return every_command.files(into)


def library(example, tiny, into, env):
    """What the library writes; what the example itself prints of it is in its locale."""
    into.mkdir(parents=True)
    done = subprocess.run([example, tiny, into / 'result', 'hub'], capture_output=True, text=True, env=env)
    if done.returncode: raise RuntimeError(f'{example} ends with {done.returncode}: {done.stdout}{done.stderr}')
    return every_command.files(into)


def one_world(args, scratch, env, threads, result):
    """Every file and word there. The folder's name is the same length everywhere, and not in what is compared."""
    found = every_command.everything(args.keruen, args.tiny, args.corridor, scratch / 'small', env, threads)
    found |= {f'corridor {name}': what for name, what in corridor(args.keruen, args.corridor, scratch / 'corridor', env, threads).items()}
    found |= {f'library {name}': what for name, what in library(args.example, args.tiny, scratch / 'library', env).items()}
    return found | {f'page {name}': what for name, what in pages(args.keruen, args.tiny, result, scratch / 'pages', env).items()}


def main():
    parser = argparse.ArgumentParser()
    for name in ('keruen', 'host_locale', 'example', 'tiny', 'corridor'): parser.add_argument(name, type=pathlib.Path)
    parser.add_argument('--all', action='store_true')
    args = parser.parse_args()
    check_zones()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        locales, result, wanted, n = scratch / 'locales', scratch / 'result', None, 0
        locales.mkdir()
        make_locales(locales)
        every_command.say(args.keruen, 'solve', args.tiny, '-q', '-o', result)
        for n, (locale, zone, threads) in enumerate(worlds(args.all), 1):
            found = one_world(args, scratch / f'world{n}', environment(locales, args.host_locale, locale, zone), threads, result)
            if wanted is None: wanted = found
            compare(wanted, found, (locale, zone, threads))
    for fault in faults: print(fault)
    print(f'{n} worlds, {len(wanted)} files and answers each')
    print(f'{0 if faults else 1} passed, {len(faults)} failed')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
