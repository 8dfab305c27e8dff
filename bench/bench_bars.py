#!/usr/bin/env python3
"""The bars of the fast LP against what was measured: a table of passed and failed, from the CSV of bench_lp.py.

usage: bench_bars.py [CSV]

Times are medians over the runs at the commit measured last; CPU seconds are those of one thread. A run that is not proven
optimal, or is not the known optimum, has no time: its bar fails. Exit code 1 when a bar fails or was not measured.
"""
import argparse
import math
import sys
from collections import namedtuple
from pathlib import Path

sys.dont_write_bytecode = True

from bench_table import Table, agrees, number, read  # noqa: E402

RESULTS = Path(__file__).resolve().parent / "results" / "lp.csv"
PUBLIC = [f"planar{k}" for k in (30, 50, 80, 100, 150, 300, 500, 1000)] + [f"grid{k}" for k in (1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 13)] \
    + ["Winnipeg", "ChicagoSketch"]
CORRIDORS = [f"corridor-{k}" for k in ("1k", "10k", "100k", "1M")]
CPU_BARS = {"planar500": 0.7, "planar1000": 50, "grid13": 10}
WORTH_S = 0.2           # where the reference takes at least this long its ratio enters the mean
GROWTH = 1.2
WORD = {True: "passed", False: "FAILED", None: "not measured"}

# passed: True, False, or None = not measured
Bar = namedtuple("Bar", "what bar measured passed", defaults=(None,))


def mean(ratios):
    return math.exp(sum(math.log(r) for r in ratios) / len(ratios)) if ratios else None


def at_least(what, bar, value, least, detail=""):
    text = "not measured" if value is None else f"{value:.3g}{detail}"
    return Bar(what, bar, text, None if value is None else value >= least)


def at_most(what, bar, value, most, unit=""):
    return Bar(what, bar, "not measured" if value is None else f"{value:.3g}{unit}", None if value is None else value <= most)


def cpu(t, name, threads="1"):
    """CPU seconds of our LP, None unless every run of it is proven optimal and right."""
    rows = t.of("keruen", "lp", name, threads)
    return t.figure("cpu_s", "keruen", "lp", name, threads) if rows and all(r["status"] == "optimal" for r in rows) else None


def solved(t):
    """Every public instance, within 1e-6 of the known optimum and proven."""
    wrong, missing = [], []
    for name in PUBLIC:
        rows = t.of("keruen", "lp", name)
        fine = [r["status"] == "optimal" and agrees(number(r, "objective"), number(r, "known")) for r in rows]
        (missing if not rows else wrong if not all(fine) else []).append(name)
    text = f"{len(PUBLIC) - len(wrong) - len(missing)} of {len(PUBLIC)}" + (f"; wrong or not proven: {', '.join(wrong)}" if wrong else "")
    return Bar("public instances solved, gap and optimum to 1e-6", "all", text + (f"; not measured: {', '.join(missing)}" if missing else ""),
               False if wrong else None if missing else True)


def against_highs(t):
    ratio = {}
    for name in PUBLIC:
        reference, own = t.figure("cpu_s", "highs-cg", "cg", name), cpu(t, name)
        if reference and own:
            ratio[name] = (reference, reference / own)
    counted = [r for ref, r in ratio.values() if ref >= WORTH_S]
    worst = min(ratio, key=lambda k: ratio[k][1], default=None)
    least = ratio[worst][1] if worst else None
    return [at_least(f"CPU against HiGHS column generation, geometric mean where it takes {WORTH_S} s", "8 times (goal 20)", mean(counted), 8,
                     f" times, {len(counted)} instances"),
            at_least("… the worst of all", "1 time", least, 1, f" times ({worst})")]


def against_best(t):
    ratios = {}
    for name in PUBLIC:
        reference, own = t.figure("wall_s", "best-published", "cg", name, 16), t.figure("wall_s", "keruen", "lp", name, 2)
        if reference and own and cpu(t, name, 2):
            ratios[name] = reference / own
    value = mean(list(ratios.values()))
    ahead = sum(r > 1 for r in ratios.values())
    return at_least("goal: wall seconds on 2 cores against the best published on 16, geometric mean", "1 time", value, 1,
                    f" times; ahead on {ahead} of {len(ratios)}")


def limits(t):
    return [at_most(f"{name}, CPU", f"{most} s", cpu(t, name), most, " s") for name, most in CPU_BARS.items()]


def against_peer(t, peer, least):
    """Over the arc-flow models that the peer finished and agreed on: its solving against our solving."""
    ratios = {}
    for name in t.instances(peer, "arc"):
        rows = t.of(peer, "arc", name)
        if all(r["status"] == "optimal" for r in rows) and cpu(t, name):
            ratios[name] = t.figure("cpu_s", peer, "arc", name) / cpu(t, name)
    low = f", {min(ratios.values()):.3g} to {max(ratios.values()):.3g}" if ratios else ""
    return at_least(f"CPU against {peer} on the arc-flow model, geometric mean", f"{least} times", mean(list(ratios.values())), least,
                    f" times ({len(ratios)} finished{low})")


def plan(t, name, column):
    rows = t.of("keruen", "plan", name, 2)
    return t.figure(column, "keruen", "plan", name, 2) if rows and all(r["status"] == "optimal" for r in rows) else None


def corridors(t):
    out = []
    for name, seconds, gib in (("corridor-100k", 30, 1), ("corridor-1M", 480, 8), ("middle-corridor", 2, 8)):
        out.append(at_most(f"{name}, whole solve on 2 threads, wall", f"{seconds} s", plan(t, name, "total_wall_s"), seconds, " s"))
        if name != "middle-corridor":
            peak = plan(t, name, "peak_mib")
            out.append(at_most(f"{name}, memory", f"{gib} GiB", peak and peak / 1024, gib, " GiB"))
    small, large = cpu(t, "corridor-10k"), cpu(t, "corridor-1M")
    power = math.log(large / small) / math.log(100) if small and large else None
    return out + [at_most("CPU grows from corridor-10k to 1M as N to the power", f"{GROWTH}", power, GROWTH)]


def threads(t):
    """2 threads against 1 on corridor-100k."""
    name = "corridor-100k"
    pricing = [t.figure("pricing_wall_s", "keruen", "lp", name, k) for k in (1, 2)]
    whole = [t.figure("total_wall_s", "keruen", "plan", name, k) for k in (1, 2)]
    lp = [t.figure("wall_s", "keruen", "lp", name, k) for k in (1, 2)]
    ratio = lambda pair: pair[0] / pair[1] if all(pair) else None
    detail = f" times (its LP {ratio(lp):.3g})" if ratio(lp) else " times"
    return [at_least(f"{name}: pricing on 2 threads", "1.8 times", ratio(pricing), 1.8, " times"),
            at_least(f"{name}: whole solve on 2 threads", "1.5 times", ratio(whole), 1.5, detail)]


def physical(t):
    """Total CPU in full passes of pricing: what is left to gain."""
    def passes(name):
        own, one = cpu(t, name), t.figure("pass_cpu_s", "keruen", "lp", name)
        return own / one if own and one else None
    family = {n: passes(n) for n in CORRIDORS}
    public = [p for p in map(passes, PUBLIC) if p]
    known = [p for p in family.values() if p]
    return [at_most("total CPU in full passes of pricing, corridor family, the most", "60", max(known) if len(known) == len(family) else None, 60),
            Bar("… public sets, geometric mean (least to most)", "reported", f"{mean(public):.3g} ({min(public):.3g} to {max(public):.3g})"
                if public else "not measured", True if public else None)]


def warm(t):
    ratio = {}
    for name in t.instances("keruen", "warm"):
        both = [t.figure("cpu_s", "keruen", k, name) for k in ("cold", "warm")]
        fine = all(r["status"] == "optimal" for k in ("cold", "warm") for r in t.of("keruen", k, name))
        if all(both) and fine:
            ratio[name] = both[0] / both[1]
    worst = min(ratio, key=ratio.get, default=None)
    return [at_least("solved again after a tenth less of one capacity, geometric mean", "10 times", mean(list(ratio.values())), 10, " times"),
            at_least("… the worst", "10 times", ratio.get(worst), 10, f" times ({worst}), {len(ratio)} instances")]


def same_bytes(t):
    """Over every instance the results of 1, 2 and 4 threads."""
    unlike, n = [], 0
    for name in t.instances("keruen", "plan"):
        by_threads = [{r["sha256"] for r in t.of("keruen", "plan", name, k)} for k in (1, 2, 4)]
        if all(by_threads):
            n += 1
            if len(set.union(*by_threads)) != 1 or "" in by_threads[0]:
                unlike.append(name)
    return Bar("the same bytes for 1, 2 and 4 threads", "all", f"{n - len(unlike)} of {n}" + (f"; not {', '.join(unlike)}" if unlike else ""),
               None if n == 0 else not unlike)


def bars(t):
    return [solved(t), *against_highs(t), against_best(t), *limits(t), against_peer(t, "clp", 100), against_peer(t, "glpsol", 500),
            *corridors(t), *threads(t), *physical(t), *warm(t), same_bytes(t)]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("csv", nargs="?", default=RESULTS)
    table = bars(Table(read(p.parse_args().csv)))
    for b in table:
        print(f"{WORD[b.passed]:>12}  {b.what}: {b.measured} (bar {b.bar})")
    failed = sum(b.passed is not True for b in table if not b.what.startswith("goal"))
    print(f"\n{len(table) - failed} of {len(table)} bars passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
