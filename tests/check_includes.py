"""The arrows between folders go one way, and each third-party header appears in its own file only.

usage: check_includes.py REPOSITORY
"""
import pathlib
import re
import sys

ALLOWED = {
    'graph': {'graph'},
    'instances': {'instances', 'graph'},
    'solver': {'solver', 'graph'},
    'cli/lib': {'cli/lib', 'instances', 'solver', 'graph'},
    'cli/chunks': {'cli/chunks', 'instances', 'graph'},
    'cli/nightly': {'cli/nightly', 'cli/chunks', 'instances', 'solver', 'graph'},
    'cli': {'cli', 'cli/lib', 'cli/chunks', 'cli/nightly', 'instances', 'solver', 'graph'},
    'bench': {'bench', 'cli', 'instances', 'solver', 'graph'},
    'tests': {'tests', 'bench', 'cli', 'cli/lib', 'cli/chunks', 'cli/nightly', 'instances', 'solver', 'graph'},
}
HOMES = {
    'csv.h': {'instances/csv.c'},
    'glpk.h': {'solver/glpk_guard.h', 'tests/arcflow_model.c', 'tests/arcflow_solve.c', 'tests/mip_peer.c', 'tests/fair_peer.c', 'tests/arcflow.c',
               'tests/test_glpk_traps.c', 'tests/test_mps.c'},
    'jansson.h': {'instances/parse_json.h'},
    'sqlite3.h': {'cli/nightly/sql.c'},
    'omp.h': {'solver/threads.h'},
    'zlib.h': {'instances/import_text.c'},
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]')


def room_of(name):
    """The innermost room that a file or header stands in."""
    return max((room for room in ALLOWED if name.startswith(room + '/')), key=len, default=None)


def faults(root):
    for folder, allowed in ALLOWED.items():
        for path in sorted((root / folder).rglob('*.[ch]')):
            name = path.relative_to(root).as_posix()
            if room_of(name) != folder:
                continue
            for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
                match = INCLUDE.match(line)
                if not match:
                    continue
                header = match.group(2)
                if match.group(1) == '"' and room_of(header) not in allowed:
                    yield f'{name}:{number}: {folder} may not include {header}'
                if header in HOMES and name not in HOMES[header]:
                    yield f'{name}:{number}: {header} belongs to {", ".join(sorted(HOMES[header]))}'


def main():
    found = list(faults(pathlib.Path(sys.argv[1])))
    for fault in found:
        print(fault)
    print(f'{0 if found else 1} passed, {len(found)} failed')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
