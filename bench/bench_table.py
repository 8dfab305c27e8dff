"""The CSV of measurements: one row per run, appended; and the figures that count, taken from it."""
import csv
import os
import statistics
from collections import defaultdict

COLUMNS = ["date", "commit", "machine", "program", "model", "set", "instance", "threads", "status", "nodes", "links", "shipments",
           "objective", "bound", "gap", "known", "overload", "passes", "iterations", "pivots", "columns", "tight_rows",
           "cpu_s", "wall_s", "pricing_cpu_s", "pricing_wall_s", "master_cpu_s", "master_wall_s", "pass_cpu_s", "pass_wall_s",
           "total_cpu_s", "total_wall_s", "peak_mib", "sha256", "note"]


def append(path, row):
    """Adds a row; a header first where the file is new."""
    is_new = not os.path.exists(path)
    os.makedirs(os.path.dirname(os.path.abspath(path)), exist_ok=True)
    with open(path, "a", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, COLUMNS, restval="", lineterminator="\n")
        if is_new:
            out.writeheader()
        out.writerow(row)


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def number(row, column):
    return float(row[column]) if row and row[column] else None


class Table:
    """For every program, model, instance and number of threads the rows of the commit measured last; figures are medians."""

    def __init__(self, rows):
        by_key = defaultdict(list)
        for r in rows:
            by_key[r["program"], r["model"], r["instance"], r["threads"]].append(r)
        self.rows = {k: [r for r in v if r["commit"] == v[-1]["commit"]] for k, v in by_key.items()}

    def of(self, program, model, instance, threads="1"):
        return self.rows.get((program, model, instance, str(threads)), [])

    def figure(self, column, program, model, instance, threads="1"):
        """The median of a column over the runs, None where there is none."""
        values = [number(r, column) for r in self.of(program, model, instance, threads)]
        values = [v for v in values if v is not None]
        return statistics.median(values) if values else None

    def instances(self, program, model):
        seen = {}
        for (p, m, instance, _), rows in self.rows.items():
            if (p, m) == (program, model):
                seen[instance] = rows[-1]["set"]
        return seen


def agrees(value, known, within=1e-6):
    """Whether an objective is the known optimum; a NaN is not."""
    return value is not None and abs(value - known) <= within * max(1.0, abs(known))
