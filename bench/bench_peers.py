"""Other solvers on the models that keruen exports, each a process with a limit of 600 CPU seconds, reading included.

arc: the plain arc-flow model, what one gives a solver that knows nothing of routes. path: the restricted master over the
routes that keruen found, with a row for each shipment: what column generation over that solver has to solve in its last round.
cpu_s is what solving took: the process less a process that only reads (HiGHS tells both itself); total_cpu_s is all of it.
Each runs with its defaults: glpsol primal simplex, clp and HiGHS their own choice.
"""
import json
import re
import shutil

from bench_process import ROOT, run
from bench_table import agrees, number, read

LIMIT_S = 600
MOST_BYTES = 2 ** 30


def export(bench, case, kind):
    """(file, None) or (None, what went wrong)."""
    file = bench.work / f"{case.name}-{kind}.mps"
    lp = "master" if kind == "path" else kind
    done = run([bench.keruen, "export", "--lp", lp, case.folder, file, *case.options], cpu_limit_s=LIMIT_S, most_bytes=MOST_BYTES)
    if done.code == 0:
        return file, None
    file.unlink(missing_ok=True)
    if done.code is None:
        return None, f"model not written in {LIMIT_S} s of CPU"
    if "cannot be written" in done.err:
        return None, f"model over {MOST_BYTES / 2 ** 30:.0f} GiB, or the disk is full"
    return None, "no model: " + " ".join(done.err.split())[-120:]


def run_glpsol(bench, file):
    solution = bench.work / "glpsol.txt"
    done = run(["glpsol", "--freemps", file, "-w", solution], cpu_limit_s=LIMIT_S)
    if done.code is None:
        return done, None
    objective = None
    if done.code == 0 and "OPTIMAL LP SOLUTION FOUND" in done.out:
        head = solution.read_text(encoding="utf-8", errors="replace")[:2000]
        objective = float(re.search(r"^s bas \d+ \d+ f f (\S+)", head, re.M).group(1))
    solution.unlink(missing_ok=True)
    return done, objective and (objective, run(["glpsol", "--check", "--freemps", file], cpu_limit_s=LIMIT_S).cpu_s, "")


def run_clp(bench, file):
    done = run(["clp", file], cpu_limit_s=LIMIT_S)
    found = re.search(r"^Optimal objective (\S+) - (\d+) iterations", done.out, re.M)
    if done.code != 0 or not found:
        return done, None
    return done, (float(found.group(1)), run(["clp", file, "-quit"], cpu_limit_s=LIMIT_S).cpu_s, found.group(2))


def run_highs(bench, file):
    done = run(["node", "--max-old-space-size=16000", ROOT / "bench" / "highs_peer.js", bench.a.highs, file], cpu_limit_s=LIMIT_S)
    if done.code != 0:
        return done, None
    told = json.loads(done.out.splitlines()[-1])
    if told["status"] != "optimal":
        return done, None
    return done, (told["objective"], done.cpu_s - told["solve_cpu_s"], told["iterations"])


PEERS = {"glpsol": run_glpsol, "clp": run_clp, "highs": run_highs}


def available(bench):
    """The peers that are installed; says which are not."""
    for name in PEERS:
        if name == "highs" and not (bench.a.highs and (bench.a.highs / "node_modules" / "highs").exists() and shutil.which("node")):
            print("HiGHS is left out: npm install --prefix FOLDER highs@1.15.3, then --highs FOLDER")
        elif name != "highs" and not shutil.which(name):
            print(f"{name} is left out: apt-get install {'glpk-utils' if name == 'glpsol' else 'coinor-clp'}")
        else:
            yield name


def ours(bench, case):
    """The optimum to compare with: known, or what keruen has proven in this file of results."""
    if case.known is not None:
        return case.known
    rows = [r for r in (read(bench.a.output) if bench.a.output.exists() else []) if r["instance"] == case.name and r["model"] == "lp" and r["status"] == "optimal"]
    return number(rows[-1], "objective") if rows else None


def one(bench, case, name, kind, file):
    """Runs a peer on a model and adds its row."""
    done, found = PEERS[name](bench, file)
    row = dict(program=name, model=kind, threads=1, total_cpu_s=done.cpu_s, total_wall_s=done.wall_s, peak_mib=done.peak_mib,
               note=f"model of {file.stat().st_size / 2 ** 20:.0f} MiB")
    if not found:
        note = f"not finished in {LIMIT_S} s of CPU" if done.code is None else f"no optimum, exit code {done.code}: " + " ".join(done.err.split())[-100:]
        bench.add(case, **{**row, "status": "unfinished" if done.code is None else "failed", "note": f"{note}; {row['note']}"})
        return
    objective, read_s, iterations = found
    known = ours(bench, case)
    status = "unchecked" if known is None else "optimal" if agrees(objective, known) else "wrong"
    bench.add(case._replace(known=known), **row, status=status, objective=objective, iterations=iterations,
              cpu_s=max(done.cpu_s - read_s, 0.001))


def tired_peers(rows, kind):
    """{(set, peer): instance} of what could not be finished: larger members of the set are not tried."""
    return {(r["set"], r["program"]): r["instance"] for r in reversed(rows)
            if r["model"] == kind and r["program"] in PEERS and r["status"] == "unfinished" and "not tried" not in r["note"]}


def measure_kind(bench, case, kind):
    rows = read(bench.a.output) if bench.a.output.exists() else []
    have = {r["program"] for r in rows if r["model"] == kind and r["instance"] == case.name}
    tired = tired_peers(rows, kind)
    names = [n for n in available(bench) if n not in have]
    todo = [n for n in names if (case.set, n) not in tired]
    for name in names:
        if name not in todo:
            bench.add(case, program=name, model=kind, threads=1, status="unfinished",
                      note=f"not tried: {tired[case.set, name]} took over {LIMIT_S} s")
    file, fault = export(bench, case, kind) if todo else (None, None)
    for name in todo:
        if file:
            one(bench, case, name, kind, file)
        else:
            bench.add(case, program=name, model=kind, threads=1, status="unfinished", note=fault)
    if file:
        file.unlink()


def measure(bench, case):
    """Every peer on both models, unless the CSV has it already: what others need does not change with our commits."""
    for kind in ("arc", "path"):
        measure_kind(bench, case, kind)
