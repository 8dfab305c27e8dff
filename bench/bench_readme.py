#!/usr/bin/env python3
"""Writes what was measured into bench/README.md, between its two marks: the bars, then a row for every instance.

usage: bench_readme.py [CSV]      (default: bench/results/lp.csv)
"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from bench_bars import CORRIDORS, PUBLIC, RESULTS, WORD, bars, cpu  # noqa: E402
from bench_table import Table, read  # noqa: E402

README = Path(__file__).resolve().parent / "README.md"
BEGIN, END = "<!-- measured: made by bench_readme.py -->", "<!-- end of measured -->"


def short(value):
    """Three figures, thousands separated; an en dash where there is nothing."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value >= 0.001 else f"{value:.1g}"


def peer(t, program, name):
    rows = t.of(program, "arc", name)
    if rows and all(r["status"] == "optimal" for r in rows):
        return short(t.figure("cpu_s", program, "arc", name))
    return rows[-1]["status"] if rows else "–"


def ours(t, name):
    own, one = cpu(t, name), t.figure("pass_cpu_s", "keruen", "lp", name)
    of = lambda column, threads=1: t.figure(column, "keruen", "lp", name, threads)
    return [name, short(of("shipments")), short(own), short(of("wall_s", 2)), short(of("passes")), short(of("columns")),
            short(of("tight_rows")), short(own / one if own and one else None), short(of("peak_mib"))]


def public_table(t):
    yield "| instance | commodities | CPU, s | wall on 2 cores, s | passes | routes | tight | CPU in passes | MiB | HiGHS CG, CPU s | best published, wall s | Clp arc, CPU s | GLPK arc | HiGHS arc |"
    yield "|---|" + "--:|" * 13
    for name in (k for k in PUBLIC if t.of("keruen", "lp", k)):
        theirs = [short(t.figure("cpu_s", "highs-cg", "cg", name)), short(t.figure("wall_s", "best-published", "cg", name, 16)),
                  peer(t, "clp", name), peer(t, "glpsol", name), peer(t, "highs", name)]
        yield "| " + " | ".join(ours(t, name) + theirs) + " |"


def dated_table(t):
    yield "| instance | shipments | CPU, s | wall on 2 cores, s | passes | routes | tight | CPU in passes | MiB | whole solve on 2 cores, wall s | MiB |"
    yield "|---|" + "--:|" * 10
    for name in (k for k in ["middle-corridor", *CORRIDORS] if t.of("keruen", "lp", k)):
        whole = [short(t.figure(c, "keruen", "plan", name, 2)) for c in ("total_wall_s", "peak_mib")]
        yield "| " + " | ".join(ours(t, name) + whole) + " |"


def measured(t):
    rows = [r for v in t.rows.values() for r in v if r["program"] == "keruen"]
    commits = sorted({r["commit"] for r in rows})
    yield f"{', '.join(sorted({r['machine'] for r in rows}))}; commit {', '.join(commits)}.\n"
    yield "| what | bar | measured | |\n|---|---|---|---|"
    for b in bars(t):
        yield f"| {b.what} | {b.bar} | {b.measured} | {WORD[b.passed]} |"
    yield "\nPublic sets:\n"
    yield from public_table(t)
    yield "\nDated instances:\n"
    yield from dated_table(t)


def main():
    t = Table(read(sys.argv[1] if len(sys.argv) > 1 else RESULTS))
    before, rest = README.read_text(encoding="utf-8").split(BEGIN)
    after = rest.split(END)[1]
    README.write_text(before + BEGIN + "\n" + "\n".join(measured(t)) + "\n" + END + after, encoding="utf-8")


if __name__ == "__main__":
    main()
