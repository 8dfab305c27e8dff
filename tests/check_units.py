#!/usr/bin/env python3
"""The systemd units: systemd's own checker finds nothing, and calls the service safe.

usage: check_units.py KERUEN SYSTEMD_ANALYZE FOLDER
"""
import pathlib
import subprocess
import sys
import tempfile

MOST_EXPOSURE = '10'  # tenths: 1.0 of 10


def main():
    keruen, analyze, folder = sys.argv[1:]
    with tempfile.TemporaryDirectory() as place:
        units = []
        for unit in sorted(pathlib.Path(folder).glob('keruen-nightly.*')):
            text = unit.read_text(encoding='utf-8').replace('/usr/bin/keruen', str(pathlib.Path(keruen).resolve()))
            text = '\n'.join(line for line in text.split('\n') if not line.startswith('Documentation='))  # the page is not installed here
            units.append(pathlib.Path(place, unit.name))
            units[-1].write_text(text, encoding='utf-8')
        if len(units) != 2: sys.exit(f'{folder}: not two units but {len(units)}')
        done = subprocess.run([analyze, 'verify', *units], capture_output=True, text=True)
        if done.returncode or done.stderr: sys.exit(f'verify: {done.stderr}')
        done = subprocess.run([analyze, 'security', '--offline=yes', f'--threshold={MOST_EXPOSURE}', units[0]], capture_output=True, text=True)
        if done.returncode: sys.exit(f'security: {done.stdout[-300:]}{done.stderr}')
        print(done.stdout.strip().splitlines()[-1])


if __name__ == '__main__':
    main()
