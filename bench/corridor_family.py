#!/usr/bin/env python3
"""Makes corridor-N, an instance of any number of shipments grown from middle-corridor.

usage: corridor_family.py N FOLDER [--seed S]      (N as 1k, 10k, 100k, 1M or a plain number; FOLDER must be free or empty)

With F = N / 5,584 (middle-corridor's shipments):
scales with F      every capacity of every day and plan; and, 6 % more, the tonnes of the whole and of each cell, a cell being
                   origin, destination, cargo, weight and flow (which implies the direction). More shipments even out the
                   days, which makes it easier; the 6 % make up for that: whatever N is, as many resource-days or more are full
                   and have a price as in middle-corridor, and shipments are about as large on average.
does not scale     places, links, transfers, running times, cargoes, plans, closed days, sailings, 62 days, steps of 6 h.
is drawn anew      sizes: log-normal (sigma 0.7, median to 97.5 % one to four), whole kilograms, adding up to the cell's
                   tonnes; ready: to the minute, up to a day before or after a shipment of the same cell in middle-corridor, so
                   that the freight comes in the same waves; due: where that shipment has one, the time it allows times
                   0.85 to 1.25, to the hour, so that due times differ.
is inherited       forwarder, weight, whether there is a due and whether it may be split, in middle-corridor's shares of tonnes.

Where F is far below 1 a cell may be left without a shipment; its tonnes then go to the next cell, mostly of the same flow. Capacities
in trains become fractions: the family is for the LP. The same N and seed give the same bytes, whatever the machine.
"""
import argparse
import csv
import datetime as dt
import shutil
import statistics
import sys
from collections import defaultdict, namedtuple
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "instances"))
sys.dont_write_bytecode = True

from datasets import datapackage, tables  # noqa: E402
from datasets.seeded import Seeded  # noqa: E402

MODEL = ROOT / "instances" / "middle-corridor"
AS_IT_IS = ("node", "link", "transfer", "cargo", "resource", "plan", "transit")
SIGMA, N_SIZES = 0.7, 1024
ALLOWED = (850, 1250)        # thousandths of the model shipment's time between ready and due
LOAD = 106                   # of 100: freight over what the capacities have grown by
MINUTES = 24 * 60
MOVED = MINUTES             # at most, between a shipment's ready time and its model's

Shipment = namedtuple("Shipment", "kg ready allowed forwarder splittable")      # of the model: minutes, allowed None = no due
Cell = namedtuple("Cell", "flow origin destination cargo weight shipments")


def size_table():
    """Log-normal sizes at even quantiles, rounded so that no machine's logarithm shows."""
    normal = statistics.NormalDist()
    return [round(1e6 * 2.718281828459045 ** (SIGMA * normal.inv_cdf((i + 0.5) / N_SIZES))) for i in range(N_SIZES)]


def minute(text, start):
    """An instant of the model, in minutes after the horizon's start."""
    moment = dt.datetime.fromisoformat(text.removesuffix("Z")) - dt.datetime.combine(start, dt.time())
    return moment.days * MINUTES + moment.seconds // 60


def rows_of(name):
    with open(MODEL / f"{name}.csv", encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def model_cells(start):
    """The freight of the model by cell; cells of one flow and origin are neighbours."""
    cells = defaultdict(list)
    for r in rows_of("shipment"):
        flow = r["shipment_id"].rsplit("-", 1)[0]
        ready = minute(r["ready"], start)
        allowed = minute(r["due"], start) - ready if r["due"] else None
        cells[flow, r["origin_node_id"], r["destination_node_id"], r["cargo_id"], r["weight"]].append(
            Shipment(int(Decimal(r["quantity_t"]) * 1000), ready, allowed, r["forwarder_id"], r["splittable"]))
    return [Cell(*key, cells[key]) for key in sorted(cells)]


def shares(total, weights):
    """Whole parts of a total in proportion to the weights, by rounding the running sum: they add up exactly."""
    whole, before, given, out = sum(weights), 0, 0, []
    for w in weights:
        before += w
        upto = (2 * total * before + whole) // (2 * whole)
        out.append(upto - given)
        given = upto
    return out


def models(cell, n, rng):
    """n model shipments of a cell, ascending by ready time: each stands for an n-th of the cell's kilograms."""
    by_time = sorted(cell.shipments, key=lambda s: s.ready)
    total, i, upto, out = sum(s.kg for s in by_time), 0, by_time[0].kg, []
    for k in range(n):
        at = (k * 65536 + rng.below(65536)) * total // (n * 65536)
        while at >= upto:
            i += 1
            upto += by_time[i].kg
        out.append(by_time[i])
    return out


def cell_freight(cell, n, kg, horizon, sizes, rng):
    """n shipments of a cell that weigh kg together: [(ready, due or None, kg, cell, forwarder, splittable)]."""
    parts, out = shares(kg - n, [sizes[rng.below(N_SIZES)] for _ in range(n)]), []
    for part, like in zip(parts, models(cell, n, rng)):
        ready = min(max(like.ready + rng.between(-MOVED, MOVED), 0), horizon - 1)
        due = None
        if like.allowed is not None:
            due = -((ready + like.allowed * rng.between(*ALLOWED) // 1000) // -60) * 60
        out.append((ready, due, part + 1, cell, like.forwarder, like.splittable))
    return out


def freight(n, start, days, seed):
    """All n shipments, by ready time."""
    cells, sizes, rng, out, carried = model_cells(start), size_table(), Seeded(seed), [], 0
    n_model, kg_model = sum(len(c.shipments) for c in cells), sum(s.kg for c in cells for s in c.shipments)
    counts = shares(n, [len(c.shipments) for c in cells])
    masses = shares(kg_model * n * LOAD // (n_model * 100), [sum(s.kg for s in c.shipments) for c in cells])
    for cell, count, kg in zip(cells, counts, masses):
        carried += kg
        if count:
            out += cell_freight(cell, count, carried, days * MINUTES, sizes, rng)
            carried = 0
    ready, due, kg, *rest = out[-1]
    out[-1] = (ready, due, kg + carried, *rest)
    out.sort(key=lambda s: s[0])
    return out


class Clock:
    """Minutes after the start, written as instants."""

    def __init__(self, start):
        self.start, self.days = start, {}
        self.times = [f"T{m // 60:02}:{m % 60:02}Z" for m in range(MINUTES)]

    def __call__(self, minutes):
        day, rest = divmod(minutes, MINUTES)
        if day not in self.days:
            self.days[day] = (self.start + dt.timedelta(day)).isoformat()
        return self.days[day] + self.times[rest]


def write_shipments(folder, n, start, days, seed):
    clock, count = Clock(start), defaultdict(int)
    with open(folder / "shipment.csv", "w", encoding="utf-8", newline="") as f:
        f.write(",".join(tables.COLUMNS["shipment"]) + "\n")
        for ready, due, kg, cell, forwarder, splittable in freight(n, start, days, seed):
            count[cell.flow] += 1
            f.write(f"{cell.flow}-{count[cell.flow]:06},{forwarder},{cell.origin},{cell.destination},{cell.cargo},"
                    f"{kg // 1000}.{kg % 1000:03},{clock(ready)},{'' if due is None else clock(due)},{cell.weight},{splittable}\n")


def write_capacities(folder, n, n_model):
    tables.write(folder, "capacity", [{**r, "per_day": tables.number(Decimal(r["per_day"]) * n / n_model),
                                       "source": f"middle-corridor x {n} / {n_model}"} for r in rows_of("capacity")])


def make(folder, n, seed):
    """Writes corridor-n into an empty folder."""
    config = rows_of("config")[0]
    start, days, n_model = dt.date.fromisoformat(config["start"]), int(config["days"]), len(rows_of("shipment"))
    tables.write(folder, "config", [{**config, "dataset_name": f"corridor-{n}, seed {seed}, grown from middle-corridor"}])
    for name in AS_IT_IS:
        shutil.copyfile(MODEL / f"{name}.csv", folder / f"{name}.csv")
    write_capacities(folder, n, n_model)
    write_shipments(folder, n, start, days, seed)
    (folder / "SOURCE.md").write_text(f"Made by `bench/corridor_family.py {n} --seed {seed}` from middle-corridor.\n", encoding="utf-8")
    datapackage.write(folder, f"corridor-{n}", "A scaling family grown from middle-corridor")


def number(text):
    """1k, 2.5M or 5584."""
    factor = {"k": 1000, "M": 1000000}.get(text[-1:], 1)
    value = Decimal(text.rstrip("kM")) * factor
    if value != int(value) or not 1 <= value <= 10 ** 8:
        raise ValueError(text)
    return int(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("n", metavar="N", type=number)
    parser.add_argument("folder", metavar="FOLDER", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    a = parser.parse_args()
    a.folder.mkdir(parents=True, exist_ok=True)
    if any(a.folder.iterdir()):
        sys.exit(f"{a.folder}: not empty; name a new folder")
    make(a.folder, a.n, a.seed)


if __name__ == "__main__":
    main()
