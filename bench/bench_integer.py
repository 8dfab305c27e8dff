#!/usr/bin/env python3
"""Measures keruen solve --integer, and cbc and glpsol on the arc-flow and path MIPs that keruen export --integer writes, in equal time.

usage: bench_integer.py BUILD [--mcf FOLDER] [--corridors 10k,100k] [--random 1-40] [--only NAMES] [--seconds 60] [--peers cbc,glpsol]
                        [--peer-seconds 60] [--threads-gain] [--seeds 1] [--work FOLDER] [-o CSV]

middle-corridor; corridor-N; planar30 … planar300 and grid1 … grid6 of --mcf with no demand splittable, static; and the random instances of
tests/random_instance.py, dated, to the end. One CSV row per run: plan, bound, gap, CPU and wall seconds, seconds until the
first plan and until gaps of 1 % and 0.2 %. Peers get the same CPU seconds (glpsol: wall seconds) on one thread, reading included; models over
1 GiB are not written. Every plan of ours is judged by `keruen verify` before its row is written.

--threads-gain: instead, what two threads find in --seconds, and after how many seconds one thread has it, which gets twice as long.
"""
import argparse
import csv
import json
import re
import shutil
import subprocess
import sys
from itertools import chain
from pathlib import Path

sys.dont_write_bytecode = True

from bench_process import ROOT, run  # noqa: E402
from bench_sets import corridor_case, known_rows, public_case  # noqa: E402

sys.path.insert(0, str(ROOT / "tests"))

import random_instance  # noqa: E402

COLUMNS = "instance program status objective bound gap cpu_s wall_s first_plan_s to_1_percent_s to_02_percent_s dives nodes note".split()
GAIN_COLUMNS = "instance seed objective_2 gap_2 found_2_s cpu_2_s gap_1 found_1_s cpu_1_s note".split()
WHOLE = [f"planar{k}" for k in (30, 50, 80, 100, 150, 300)] + [f"grid{k}" for k in range(1, 7)]
RANDOM_GAP = "1e-9"
MOST_BYTES = 2 ** 30


def when(incumbents, gap, bound):
    """Seconds of search until a plan within `gap` of the final bound."""
    return next((round(s, 2) for s, plan, _ in incumbents if plan - bound <= gap * abs(plan)), "")


def solve(a, name, folder, view, gap, seconds, threads=0):
    """How the run went, and its summary; None where it failed or its plan does not hold."""
    out = a.work / f"{name}-result"
    shutil.rmtree(out, ignore_errors=True)
    done = run([a.keruen, "solve", folder, "--integer", "--gap", gap, "--time-limit", seconds, "-o", out, "-q", *view,
                *(["--threads", threads] if threads else [])], limit_s=seconds + 60)
    if done.code not in (0, 4) or run([a.keruen, "verify", folder, out]).code != 0:
        return done, None
    return done, json.loads((out / "summary.json").read_text(encoding="utf-8"))


def threads_gain(a, name, folder, view, gap, seed):
    """What two threads find in the time, and when one thread has it; alone on the machine only."""
    two_run, two = solve(a, name, folder, [*view, "--seed", seed], gap, a.seconds, 2)
    one_run, one = solve(a, name, folder, [*view, "--seed", seed], gap, 2 * a.seconds, 1)
    if not one or not two:
        return dict(instance=name, seed=seed, note="failed")
    best = min(plan for _, plan, _ in two["run"]["incumbents"])
    last = max((s for s, plan, _ in two["run"]["incumbents"] if plan == best), default=0)
    when_one = next((round(s, 1) for s, plan, _ in one["run"]["incumbents"] if plan <= best), f">{2 * a.seconds}")
    return dict(instance=name, seed=seed, objective_2=best, found_2_s=round(last, 1), found_1_s=when_one, cpu_2_s=round(two_run.cpu_s, 1),
                cpu_1_s=round(one_run.cpu_s, 1), gap_2=f"{two['gap']:.2e}", gap_1=f"{one['gap']:.2e}")


def ours(a, name, folder, view, gap):
    done, told = solve(a, name, folder, view, gap, a.seconds)
    if not told:
        return dict(instance=name, program="keruen", status="failed", note=done.err[-100:])
    plans = told["run"]["incumbents"]
    return dict(instance=name, program="keruen", status=told["status"], objective=told["objective"], bound=told["bound"], gap=f"{told['gap']:.2e}",
                cpu_s=round(done.cpu_s, 2), wall_s=round(done.wall_s, 2), first_plan_s=when(plans, 1e9, told["bound"]),
                to_1_percent_s=when(plans, 1e-2, told["bound"]), to_02_percent_s=when(plans, 2e-3, told["bound"]),
                dives=told["counts"]["dives"], nodes=told["counts"]["nodes"])


def run_cbc(a, model):
    done = run(["cbc", model, "-ratioGap", "0", "-allowableGap", "0", "-sec", a.peer_seconds, "-timeMode", "cpu", "solve", "-quit"], limit_s=3 * a.peer_seconds + 30)
    plan = re.search(r"^Objective value:\s+(\S+)|^Optimal objective (\S+)", done.out, re.M)
    return done, "Optimal solution found" in done.out or "Optimal objective" in done.out, plan and float(plan.group(1) or plan.group(2))


def run_glpsol(a, model):
    done = run(["glpsol", "--freemps", model, "--tmlim", a.peer_seconds, "-w", a.work / "glpsol.txt"], limit_s=3 * a.peer_seconds + 30)
    file = a.work / "glpsol.txt"
    head = file.read_text(errors="replace")[:2000] if file.exists() else ""
    found = re.search(r"^s mip \d+ \d+ (\w) (\S+)", head, re.M)
    file.unlink(missing_ok=True)
    return done, bool(found and found.group(1) == "o"), float(found.group(2)) if found and found.group(1) in "of" else None


PEERS = {"cbc": run_cbc, "glpsol": run_glpsol}


def peers(a, name, folder, view):
    for kind in ("arc", "path"):
        model = a.work / f"{name}-{kind}.mps"
        done = run([a.keruen, "export", "--lp", "master" if kind == "path" else kind, "--integer", folder, model, *view], limit_s=600,
                   most_bytes=MOST_BYTES)
        if done.code != 0 or not model.exists():
            yield dict(instance=name, program=kind, status="none", note="model not written: too large")
        for program in a.peers if done.code == 0 else ():
            done, is_optimal, plan = PEERS[program](a, model)
            yield dict(instance=name, program=f"{program} {kind}", status="optimal" if is_optimal else "feasible" if plan is not None else "none",
                       objective=plan, cpu_s=round(done.cpu_s, 2), wall_s=round(done.wall_s, 2), note=f"model of {model.stat().st_size / 2 ** 20:.0f} MiB")
        model.unlink(missing_ok=True)


def unsplittable(a, row):
    """A public instance of which no demand may be split."""
    folder = a.work / f"{row['instance']}-whole"
    if not folder.exists():
        shutil.copytree(public_case(a.keruen, a.mcf, a.work, row).folder, folder)
        rows = list(csv.DictReader(open(folder / "shipment.csv", encoding="utf-8", newline="")))
        with open(folder / "shipment.csv", "w", encoding="utf-8", newline="") as f:
            w = csv.DictWriter(f, rows[0].keys(), lineterminator="\n")
            w.writeheader()
            w.writerows({**r, "splittable": "0"} for r in rows)
    return folder


def cases(a):
    """(name, folder, options, gap)"""
    yield "middle-corridor", ROOT / "instances" / "middle-corridor", [], "1e-6"
    for n in filter(None, a.corridors.split(",")):
        yield f"corridor-{n}", corridor_case(a.work, n).folder, [], "1e-6"
    for row in known_rows(a.mcf) if a.mcf else ():
        if row["instance"] in WHOLE:
            yield f"{row['instance']}-whole", unsplittable(a, row), ["--static"], "1e-6"
    first, _, last = a.random.partition("-")
    for seed in range(int(first), int(last) + 1) if first else ():
        folder = a.work / f"random{seed}"
        random_instance.generate(seed, str(folder))
        yield f"random{seed}", folder, [], RANDOM_GAP


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("build", type=Path)
    p.add_argument("--mcf", type=Path)
    p.add_argument("--corridors", default="10k,100k")
    p.add_argument("--random", default="1-40")
    p.add_argument("--seconds", type=int, default=60, help="of ours; 0 = peers only")
    p.add_argument("--peer-seconds", type=int, help="seconds of peers, where they get more than ours")
    p.add_argument("--threads-gain", action="store_true")
    p.add_argument("--seeds", type=int, default=1, help="of --threads-gain")
    p.add_argument("--only", default="", help="names, comma-separated")
    p.add_argument("--peers", type=lambda t: [x for x in t.split(",") if x], default=["cbc", "glpsol"])
    p.add_argument("--work", type=Path, default=ROOT / "build" / "bench")
    p.add_argument("-o", "--output", type=Path, default=ROOT / "bench" / "results" / "integer.csv")
    a = p.parse_args()
    a.peer_seconds = a.peer_seconds or a.seconds
    a.keruen = a.build.resolve() / "keruen"
    a.work.mkdir(parents=True, exist_ok=True)
    with open(a.output, "w", encoding="utf-8", newline="") as f:
        table = csv.DictWriter(f, GAIN_COLUMNS if a.threads_gain else COLUMNS, lineterminator="\n")
        table.writeheader()
        for name, folder, view, gap in cases(a):
            if a.only and name not in a.only.split(","): continue
            if a.threads_gain:
                for seed in range(1, a.seeds + 1):
                    row = threads_gain(a, name, folder, view, gap, seed)
                    table.writerow(row)
                    f.flush()
                    print(row, flush=True)
                continue
            for row in chain([ours(a, name, folder, view, gap)] if a.seconds else [], peers(a, name, folder, view) if a.peers else []):
                table.writerow(row)
                f.flush()
                print(f"{name:20} {row['program']:8} {row['status']:9} {row.get('objective') or '':<18} gap {row.get('gap', '')} {row.get('wall_s', '')} s", flush=True)


if __name__ == "__main__":
    main()
