"""Every command that computes something, once over a small corridor: what it writes and says, for tests that repeat it in other circumstances."""
import json
import pathlib
import subprocess

LIMIT_S = 600
NIGHT = '2025-06-30'
LEDGER = {'ledger.db', 'ledger.db-wal', 'ledger.db-shm', 'heartbeat', 'metrics.prom', 'nightly.lock'}
FREIGHT = ('shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,splittable\n'
           'O1,KARAGANDA,URUMQI,ores,5000,2025-07-01,2025-07-04T12:00Z,1\nC1,ALMATY,BAKU,containers,720.5,2025-07-01T08:00+05:00,2025-07-06,0\n')
RESULTS = {
    'dated': (), 'static': ('--static',), 'fair': ('--fairness', 'maxmin'), 'fair-static': ('--fairness', 'proportional', '--static'),
    'interior': ('--master', 'interior'), 'whole': ('--integer', '--iteration-limit', '30'),
}
STUDIES = {
    'compare': ('--plans', 'base,hub,doubled', '--demand', '1,1.3'), 'stress': ('--all', '--days', '2'),
    'bottlenecks': ('--top', '4'), 'invest': ('--budget', '60', '--static'),
}


def say(keruen, *words, env=None):
    """Standard output and error of a command that should work."""
    done = subprocess.run([keruen, *map(str, words)], capture_output=True, text=True, timeout=LIMIT_S, env=env)
    if done.returncode: raise RuntimeError(f'keruen {" ".join(map(str, words))}: exit {done.returncode}: {done.stderr[-600:]}')
    return done.stdout + done.stderr


def timeless(path):
    """A file's bytes, without what a summary tells of the machine's time."""
    if path.name != 'summary.json': return path.read_bytes()
    summary = json.loads(path.read_text(encoding='utf-8'))
    summary.pop('run', None)
    return json.dumps(summary).encode()


def files(folder):
    return {str(p.relative_to(folder)): timeless(p) for p in folder.rglob('*') if p.is_file() and p.name not in LEDGER}


def solves(keruen, instances, into, env=None, threads=1):
    """{what: standard output} of solve in each of its ways, and of what reads a result. Files go to `into`."""
    said, pages = {}, into / 'page.html'
    for instance in instances:
        for name, options in RESULTS.items():
            out = into / f'{instance.name}-{name}'
            said[out.name] = say(keruen, 'solve', instance, '-q', '-o', out, *options, '--threads', threads, env=env)
            said[out.name + ' verify'] = say(keruen, 'verify', instance, out, env=env)
    first = into / f'{instances[0].name}-dated'
    with open(first / 'shipment_result.csv', encoding='utf-8') as f: shipment = f.read().splitlines()[1].split(',')[0]
    said['explain'] = say(keruen, 'explain', instances[0], first, shipment, env=env)
    said['export'] = say(keruen, 'export', '--lp', 'arc', instances[0], into / 'arc.mps', env=env)
    return said


def studies(keruen, instance, upgrades, into, env=None, threads=1):
    """{what: standard output} of the studies; invest over `upgrades`, an instance that has some."""
    return {name: say(keruen, name, upgrades if name == 'invest' else instance, *options, '-o', into / name, '--threads', threads, env=env)
            for name, options in STUDIES.items()}


def night(keruen, corridor, into, env=None, threads=1):
    """{what: standard output} of a night with freight and a what-if, and of what can be asked before and afterwards."""
    spool, drop = into / 'spool', into / 'drop.csv'
    spool.mkdir()
    drop.write_text(FREIGHT, encoding='utf-8')
    say(keruen, 'submit', spool, 'A', drop, '--receipt', 'R1', env=env)
    say(keruen, 'submit', spool, 'B', corridor, '--receipt', 'W1', env=env)
    row = 'Q1,KARAGANDA,URUMQI,ores,40,2025-07-02,,1'
    said = {'quote': say(keruen, 'quote', spool, 'B', '--row', row, '--corridor', corridor, '--date', NIGHT, env=env)}
    say(keruen, 'nightly', spool, '--corridor', corridor, '--date', NIGHT, '--threads', threads, env=env)
    said['status'] = say(keruen, 'status', spool, 'R1@A', env=env)
    said['dump'] = say(keruen, 'ledger', spool, 'dump', env=env)
    return said


def everything(keruen, tiny, corridor, into, env=None, threads=1):
    """Every file and every word. The page is of the first result, with its times, so it is compared apart."""
    into = pathlib.Path(into)
    into.mkdir(parents=True)
    said = solves(keruen, [tiny], into, env, threads) | studies(keruen, tiny, corridor, into, env, threads) | night(keruen, tiny, into, env, threads)
    return files(into) | {f'what {name} says': text.replace(str(into), '.').encode() for name, text in said.items()}
