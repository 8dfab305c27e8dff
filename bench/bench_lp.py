#!/usr/bin/env python3
"""Measures the LP: ours and, when asked, other solvers', one process at a time, one CSV row per run.

usage: bench_lp.py BUILD [--sets planar,grid,tntp,middle,corridor] [--only NAME,…] [--what lp,plan,warm,peers,reference]
                   [--mcf FOLDER] [--work FOLDER] [--highs FOLDER] [--threads 1,2] [--repeat 3] [-o CSV]

BUILD    a build folder with keruen and bench/bench_lp in it (./run bench builds and passes build/release)
--what   lp: bench_lp, the LP alone, without reading and writing; plan: a whole keruen solve, with 1, 2 and 4 threads, which
         must give the same bytes; warm: solved again from its result after the capacity that matters most fell by a tenth;
         peers: glpsol, clp, HiGHS on the exported models, unless the CSV has them already; reference: the published figures of known.csv, as rows
--mcf    the public instances (known.csv, planar/, grid/, tntp/); read in place, imported below --work
--work   where instances and models go (default build/bench); --highs: where the npm package highs is installed
-o       rows are appended there (default bench/results/lp.csv)

A run whose objective is not the known optimum to 1e-6 gets the status "wrong" and its times are quoted nowhere. Runs under a
second are repeated; bars and pictures take medians.
"""
import argparse
import csv
import datetime as dt
import hashlib
import io
import os
import shutil
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import bench_peers  # noqa: E402
import bench_sets  # noqa: E402
import bench_warm  # noqa: E402
from bench_process import ROOT, commit, machine, run  # noqa: E402
from bench_table import agrees, append  # noqa: E402

LIMIT_S = 3600
REPEAT_BELOW_S = 1.0
ALL_THREADS = (1, 2, 4)


class Bench:
    """What a session of measuring shares: programs, folders, and where rows go."""

    def __init__(self, a):
        self.keruen, self.bench_lp = a.build / "keruen", a.build / "bench" / "bench_lp"
        for program in (self.keruen, self.bench_lp):
            if not program.exists():
                sys.exit(f"{program} is not there; build first: ./run build")
        self.a, self.work = a, a.work
        self.common = dict(commit=commit(), machine=machine())

    def add(self, case, **row):
        """Completes a row, judges its objective, appends it and says so."""
        known = case.known
        if known is not None and row.get("objective") and not agrees(float(row["objective"]), known):
            row.update(status="wrong", note=f"objective is not {known:.12g}")
        row = {**self.common, "date": dt.date.today().isoformat(), "set": case.set, "instance": case.name,
               "known": known, **{k: f"{v:.4f}" if isinstance(v, float) and k.endswith(("_s", "_mib")) else v for k, v in row.items()}}
        append(self.a.output, row)
        quoted = row.get("cpu_s") or row.get("total_cpu_s") or ""
        print(f"{row['instance']:>16} {row['program']:>14} {row['model']:>6} x{row.get('threads', 1)} {row['status']:>12} "
              f"{quoted:>10} s CPU {row.get('note', '')}", flush=True)
        return row


def failed(outcome):
    """What to say of a run that gave nothing."""
    if outcome.code is None:
        return f"not finished in {outcome.wall_s:.0f} s"
    return f"exit code {outcome.code}: " + " ".join(outcome.err.split())[-120:]


def repeated(bench, once):
    """Runs `once` (-> row) --repeat times, or once where that takes long."""
    for _ in range(bench.a.repeat):
        row = once()
        if float(row.get("total_wall_s") or LIMIT_S) > REPEAT_BELOW_S:
            break


def measure_lp(bench, case, threads):
    """The LP alone."""
    def once():
        done = run([bench.bench_lp, case.folder, *case.options, "--threads", threads], limit_s=LIMIT_S)
        row = dict(program="keruen", model="lp", threads=threads, total_cpu_s=done.cpu_s, total_wall_s=done.wall_s)
        if done.code != 0:
            return bench.add(case, **row, status="failed", note=failed(done))
        return bench.add(case, **{**row, **next(csv.DictReader(io.StringIO(done.out)))})
    repeated(bench, once)


def folder_hash(folder):
    """Of the names and bytes of a result."""
    digest = hashlib.sha256()
    for path in sorted(Path(folder).iterdir()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def measure_plan(bench, case, threads):
    """A whole keruen solve: reading, LP, whole kilograms, writing, judging."""
    def once():
        result = bench.work / "result"
        shutil.rmtree(result, ignore_errors=True)
        done = run([bench.keruen, "solve", case.folder, *case.options, "--threads", threads, "--reproducible", "-q", "-o", result],
                   limit_s=LIMIT_S)
        row = dict(program="keruen", model="plan", threads=threads, total_cpu_s=done.cpu_s, total_wall_s=done.wall_s,
                   peak_mib=done.peak_mib)
        if done.code != 0:
            return bench.add(case, **row, status="failed", note=failed(done))
        summary = bench_warm.summary(result)
        row.update({k: summary[k] for k in ("status", "objective", "bound", "gap")}, sha256=folder_hash(result))
        shutil.rmtree(result)
        return bench.add(case, **row)
    repeated(bench, once)


def measure_reference(bench, case):
    """The published figures that known.csv holds for a public instance."""
    row = case.reference
    for program, column, kind in (("highs-cg", "highs_cg_cpu_s", "cpu_s"), ("best-published", "best_cpu_s", "wall_s"),
                                  ("highs-cg-16", "highs_cg_16core_s", "wall_s")):
        if row and row.get(column):
            bench.add(case, program=program, model="cg", threads=1 if kind == "cpu_s" else 16, status="published", nodes=row["nodes"],
                      links=row["arcs"], shipments=row["commodities"], gap="1e-4", **{kind: float(row[column])})


def measure(bench, case):
    what = bench.a.what
    if "reference" in what:
        measure_reference(bench, case)
    for threads in bench.a.threads if "lp" in what else ():
        measure_lp(bench, case, threads)
    for threads in ALL_THREADS if "plan" in what else ():
        measure_plan(bench, case, threads)
    if "warm" in what:
        bench_warm.measure(bench, case)
    if "peers" in what:
        bench_peers.measure(bench, case)


def words(text):
    return text.split(",")


def arguments():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("build", type=Path)
    p.add_argument("--sets", type=words, default=words("planar,grid,tntp,middle,corridor"))
    p.add_argument("--only", type=words)
    p.add_argument("--what", type=words, default=["lp"])
    p.add_argument("--mcf", type=Path)
    p.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    p.add_argument("--highs", type=Path)
    p.add_argument("--threads", type=words, default=["1", "2"])
    p.add_argument("--repeat", type=int, default=3)
    p.add_argument("-o", "--output", type=Path, default=ROOT / "bench" / "results" / "lp.csv")
    return p.parse_args()


def main():
    a = arguments()
    bench = Bench(a)
    os.makedirs(a.work, exist_ok=True)
    for case in bench_sets.cases(bench.keruen, a.work, a.sets, a.mcf, a.only):
        measure(bench, case)


if __name__ == "__main__":
    main()
