"""Every hostile input is met with its exit code and exactly its messages; nothing is written, nothing hangs.

usage: run.py KERUEN [CASES...] [--record]

A case is an edit of a sound base; expected.txt holds, for each case, its commands, their exit codes and their stderr.
--record writes expected.txt anew from what the program says: read every change of it before you believe it.
"""
import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading

import command_cases
import instance_cases
import night_cases
import result_cases
import value_cases

HERE = pathlib.Path(__file__).resolve().parent
BASE = HERE.parent / 'bad' / 'base'
UPGRADES = ('upgrade_id,name,cost_musd,plan_id,requires,conflicts\n'
            'U1,Second ferry,120,more_ferries,,\nU2,Both,200,all,U1,\n')
SECONDS, KILOBYTES, LINES = 120, 300000, 40  # of a command
NIGHT = ['--corridor', 'base', '--date', '2025-01-06']
HIGHEST = [64, 7, 6, 5, 2]

CHECK = [['check', 'case'], ['solve', 'case', '-o', 'made', '-q']]
ALL = CHECK + [['compare', 'case', '--plans', 'base', '-o', 'made'], ['bottlenecks', 'case', '-o', 'made'],
               ['stress', 'case', '-o', 'made'], ['invest', 'case', '--budget', '1', '-o', 'made'],
               ['explain', 'case', 'result', 'S1'], ['verify', 'case', 'result'],
               ['export', '--lp', 'arc', 'case', 'made.mps'], ['submit', 'spool', 'KTZ', 'one.csv', '--corridor', 'case'],
               ['nightly', 'spool', '--corridor', 'case', '--date', '2025-01-08'],
               ['quote', 'fresh', 'KTZ', 'one.csv', '--corridor', 'case', '--date', '2025-01-08']]
JUDGE = [['verify', 'base', 'case'], ['explain', 'base', 'case', 'S1', '--no-relief'],
         ['solve', 'base', '--warm', 'case', '-q', '-o', 'made']]
SUBMIT = [['submit', 'spool', 'KTZ', 'case/one.csv', '--corridor', 'base'], 
          ['quote', 'fresh', 'KTZ', 'case/one.csv', *NIGHT]]
LIMIT = [['submit', 'case', 'KTZ', 'one.csv'], ['status', 'case', '1@KTZ'], ['nightly', 'case', *NIGHT]]
CHUNK = [['nightly', 'run', 'case', '--date', '2025-01-06', '--chunk', '0']]
LEDGER = [['ledger', 'case', 'night'], ['status', 'case', '1@KTZ'], ['nightly', 'case', *NIGHT]]


def catalogue():
    """name -> (what the case is a copy of, edits, commands)"""
    cases = {}

    def enter(found, of, commands):
        for name, edits in found.items():
            assert name not in cases, name
            cases[name] = (of, edits, commands(name))
    enter(instance_cases.CASES | value_cases.CASES, 'base',
          lambda name: ALL if name in instance_cases.EVERY else CHECK[:1 if name in instance_cases.LARGE else 2])
    enter(value_cases.WARNED, 'base', lambda name: [['check', 'case']])
    enter(result_cases.CASES, 'result', lambda name: JUDGE)
    enter(night_cases.SUBMITTED, 'hand', lambda name: SUBMIT)
    enter(night_cases.LIMITS, 'spool', lambda name: LIMIT)
    enter(night_cases.CHUNKS, 'spool', lambda name: CHUNK)
    enter(night_cases.LEDGERS, 'spool', lambda name: LEDGER)
    for name, (arguments, edits) in command_cases.CASES.items():
        cases[name] = (None, edits, [arguments])
    return cases


def call(keruen, arguments):
    """@return exit code, stdout, stderr, kilobytes at most"""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen([keruen, *map(str, arguments)], stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        watch = threading.Timer(SECONDS, process.kill)
        watch.start()
        _, status, usage = os.wait4(process.pid, 0)
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        code = 'hangs' if process.returncode == -signal.SIGKILL else process.returncode
        return code, *((file.seek(0), file.read())[1] for file in (out, err)), usage.ru_maxrss


def is_sanitized(keruen):
    """Then it is larger and slower."""
    return b'__asan_init' in pathlib.Path(keruen).read_bytes()


def tree(folder):
    """Every file below, with its size and time: what a failure must leave as it was."""
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            info = os.lstat(os.path.join(where, name))
            found[os.path.join(where, name)] = (info.st_size, info.st_mtime_ns, info.st_ino)
    return found


# Doors of the spool, and its sign of life, are no result; a night begun is meant to be gone on with.
OURS = {'nightly.lock', 'heartbeat', 'ledger.db', 'metrics.prom'}


def written(before, after):
    return sorted(path for path in before.keys() | after.keys()
                  if before.get(path) != after.get(path) and os.path.basename(path) not in OURS)


def shortened(text):
    """Long answers as their first lines, how many follow and their hash, and the last."""
    lines = text.splitlines(keepends=True)
    if len(lines) <= LINES:
        return text
    digest = hashlib.sha256(''.join(lines[3:-1]).encode()).hexdigest()
    return ''.join(lines[:3]) + f'[{len(lines) - 4} more lines, sha256 {digest}]\n' + lines[-1]


def judge(keruen, commands, may_pass, faults):
    """The commands' exit codes and messages, as expected.txt has them."""
    said = []
    for arguments in commands:
        before = tree('.')
        code, out, err, size = call(keruen, arguments)
        has_part = arguments[0] in ('import', 'nightly') and arguments[1] in ('commalab', 'tntp', 'run')
        label = ' '.join(arguments[:1 + has_part])
        if code not in HIGHEST and not (may_pass and code == 0):
            faults.append(f'{label}: exit code {code}: {err[-400:]!r}')
        if code != 0 and out:
            faults.append(f'{label}: printed on stdout: {out[:200]!r}')
        if code != 0 and written(before, tree('.')):
            faults.append(f'{label}: something was written: {written(before, tree("."))[:5]}')
        if size > KILOBYTES and not is_sanitized(keruen):
            faults.append(f'{label}: {size} kB')
        text = shortened(re.sub(r'tmp-\d+', 'tmp-PID', err.decode('utf-8', 'backslashreplace')))
        if said and said[-1][1:] == (code, text):
            said[-1][0].append(label)
        else:
            said.append(([label], code, text))
    return ''.join(f'$ {", ".join(labels)}: {code}\n{text}' for labels, code, text in said)


def prepare(keruen, folder):
    """The sound things that cases are made of; they must be sound, else the cases prove nothing."""
    def sound(*arguments):
        code, _, err, _ = call(keruen, arguments)
        assert code == 0, f'{arguments}: {code} {err!r}'
    os.chdir(folder)
    shutil.copytree(BASE, 'base')
    pathlib.Path('base/upgrade.csv').write_text(UPGRADES)
    sound('check', 'base')
    sound('solve', 'base', '-o', 'result', '-q')
    sound('verify', 'base', 'result')
    night_cases.make_spool(sound, pathlib.Path('spool'))
    pathlib.Path('hand').mkdir()
    pathlib.Path('fresh').mkdir()
    shutil.copy('one.csv', 'hand')


def run_case(keruen, sound, case):
    of, edits, commands = case
    faults = []
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copytree(sound, scratch, dirs_exist_ok=True)
        os.chdir(scratch)
        if of:
            shutil.copytree(of, 'case')
        for edit in edits:
            edit(pathlib.Path('case' if of else '.'))
        return judge(keruen, commands, of in ('base', 'spool', 'result'), faults), faults


def read_expected():
    parts = (HERE / 'expected.txt').read_text(encoding='utf-8').split('== ')[1:]
    return dict(part.split('\n', 1) for part in parts)


def main():
    names = [name for name in sys.argv[2:] if name != '--record']
    keruen, cases, is_record = os.path.abspath(sys.argv[1]), catalogue(), '--record' in sys.argv
    expected = {} if is_record else read_expected()
    wrong, said = 0, {}
    with tempfile.TemporaryDirectory() as sound:
        prepare(keruen, sound)
        for name in names or cases:
            said[name], faults = run_case(keruen, sound, cases[name])
            if not is_record and said[name] != expected.get(name):
                faults.append(f'said\n{said[name]}and not\n{expected.get(name)}')
            wrong += bool(faults)
            for fault in faults:
                print(f'{name}: {fault}')
        os.chdir('/')
    if is_record:
        text = ''.join(f'== {name}\n{text}' for name, text in said.items())
        (HERE / 'expected.txt').write_text(text, encoding='utf-8')
    for name in expected.keys() - cases.keys():
        print(f'{name}: expected, but no case')
        wrong += 1
    print(f'{len(said)} hostile inputs, {wrong} not met as they should be')
    sys.exit(1 if wrong or len(said) < 150 and not names else 0)


if __name__ == '__main__':
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main()
