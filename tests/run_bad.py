"""Every bad input is refused with exactly the messages that its expected.txt holds, and nothing is written.

usage: run_bad.py KERUEN [CASES...]

A case is a folder of tests/bad: the files that differ from tests/bad/base, perhaps absent.txt (files of the base to
leave out, one a line), and expected.txt: what `keruen check` and `keruen solve` must print on stderr.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / 'bad'
OURS = {'expected.txt', 'absent.txt'}


def overlay(case, folder):
    """The base with the case's files laid over it."""
    shutil.copytree(HERE / 'base', folder)
    absent = case / 'absent.txt'
    for name in absent.read_text(encoding='utf-8').split() if absent.exists() else []:
        (folder / name).unlink()
    for path in case.iterdir():
        if path.name not in OURS:
            shutil.copyfile(path, folder / path.name)


def faults(keruen, case, scratch):
    folder, out = scratch / 'instance', scratch / 'out'
    overlay(case, folder)
    expected = (case / 'expected.txt').read_text(encoding='utf-8')
    for command in (['check', folder], ['solve', folder, '-o', out]):
        run = subprocess.run([keruen, *map(str, command)], capture_output=True, timeout=60)
        said = run.stderr.decode('utf-8', 'backslashreplace')
        if run.returncode != 2:
            yield f'{command[0]}: exit code {run.returncode}, not 2'
        if said != expected:
            yield f'{command[0]} said\n{said}and not\n{expected}'
        if run.stdout:
            yield f'{command[0]} printed on stdout: {run.stdout[:200]!r}'
        if sorted(path.name for path in scratch.iterdir()) != ['instance']:
            yield f'{command[0]}: something was written: {sorted(path.name for path in scratch.iterdir())}'


def base_fault(keruen):
    """The base itself is sound, else the cases would prove nothing."""
    run = subprocess.run([keruen, 'check', str(HERE / 'base')], capture_output=True, timeout=60)
    return None if run.returncode == 0 and not run.stderr else f'base: exit code {run.returncode}, {run.stderr!r}'


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    names = sys.argv[2:] or sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name != 'base')
    fault = base_fault(sys.argv[1])
    if fault:
        sys.exit(fault)
    wrong = 0
    for name in names:
        with tempfile.TemporaryDirectory() as scratch:
            found = list(faults(sys.argv[1], HERE / name, pathlib.Path(scratch)))
        for fault in found:
            print(f'{name}: {fault}')
        wrong += bool(found)
    print(f'{len(names)} bad inputs, {wrong} not refused as they should be')
    sys.exit(1 if wrong or len(names) < 70 and not sys.argv[2:] else 0)


if __name__ == '__main__':
    main()
