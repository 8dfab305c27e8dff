"""Solved again after one capacity changed: from the old result (keruen solve --warm), and from nothing."""
import csv
import json
import shutil
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from bench_process import run

LP_PHASES = ("build", "pricing", "master", "warm")


def summary(result):
    return json.loads((Path(result) / "summary.json").read_text(encoding="utf-8"))


def phase_seconds(told, kind):
    """CPU or wall seconds of the LP in a summary."""
    return sum(v[kind] for k, v in told["run"]["seconds"].items() if k in LP_PHASES)


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def dearest(result):
    """The resource whose capacity is worth most at the shadow prices, and the day of its highest price ('' in static results)."""
    worth, peak = defaultdict(float), {}
    for r in rows(Path(result) / "resource_day.csv"):
        price = float(r["shadow_price"] or 0)
        worth[r["resource_id"]] += price * float(r["capacity"])
        peak[r["resource_id"]] = max(peak.get(r["resource_id"], (0, "")), (price, r["date"]))
    resource = max(sorted(worth), key=lambda k: worth[k])
    return resource, peak[resource][1]


def covers(row, resource, date):
    if row["resource_id"] != resource or row.get("plan_id"):
        return False
    return not date or ((row["from_date"] or "0") <= date <= (row["to_date"] or "9"))


def changed(folder, to, result):
    """A copy of the instance in which one row of capacity.csv is a tenth less: the one of the dearest resource at its peak."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(folder, to)
    resource, date = dearest(result)
    table = rows(to / "capacity.csv")
    row = next(r for r in table if covers(r, resource, date))
    row["per_day"] = f"{(Decimal(row['per_day']) * 9 / 10).quantize(Decimal('0.000001')):f}"
    with open(to / "capacity.csv", "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, list(table[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(table)
    return resource


def solve(bench, case, folder, name, *options):
    """(outcome, result folder) of a keruen solve of one thread."""
    result = bench.work / name
    shutil.rmtree(result, ignore_errors=True)
    return run([bench.keruen, "solve", folder, *case.options, *options, "--threads", 1, "-q", "-o", result], limit_s=3600), result


def solve_changed(bench, case, model, *options):
    """Solves the changed copy and adds the row."""
    done, result = solve(bench, case, bench.work / "changed", model, *options)
    row = dict(program="keruen", model=model, threads=1, total_cpu_s=done.cpu_s, total_wall_s=done.wall_s, peak_mib=done.peak_mib)
    case = case._replace(known=None)
    if done.code != 0:
        bench.add(case, **row, status="failed", note=f"exit code {done.code}: " + " ".join(done.err.split())[-120:])
        return
    told = summary(result)
    bench.add(case, **row, **{k: told[k] for k in ("status", "objective", "bound", "gap")}, passes=told["counts"]["rounds"],
              cpu_s=phase_seconds(told, "cpu"), wall_s=phase_seconds(told, "wall"))


def measure(bench, case):
    """Two rows, model cold and model warm, of the changed instance."""
    done, base = solve(bench, case, case.folder, "base")
    if done.code != 0:
        return
    changed(case.folder, bench.work / "changed", base)
    for _ in range(bench.a.repeat if done.wall_s < 2 else 1):
        solve_changed(bench, case, "cold")
        solve_changed(bench, case, "warm", "--warm", base)
    for name in ("base", "changed", "cold", "warm"):
        shutil.rmtree(bench.work / name, ignore_errors=True)
