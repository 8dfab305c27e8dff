#!/usr/bin/env python3
"""Sets the data set middle-corridor beside published figures, as Markdown tables.

usage: calibration.py KERUEN [--instance DIR] [--result DIR]

First table: days from door to door on the empty network for routes whose times are published. A copy of the instance in a
temporary folder gets one tonne on every day of July for each route; KERUEN solves it dated and static. The dated days
are on the step grid and wait for sailings and storms, the static ones are the sums of hours as given.
Second table, with --result (a result folder of the whole instance): tonnes a day over the crossings, from 11 July to
15 August, when the trains are neither still on their way to the border nor too late to arrive within the horizon.
"""
import argparse
import csv
import datetime as dt
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "instances" / "middle-corridor"
FILES = ["config", "node", "link", "transfer", "cargo", "resource", "plan", "capacity", "transit"]
PROBE_DAYS = range(1, 32)
WINDOW = ("2025-07-11", "2025-08-15")

# label, origin, destination, by the Caspian only, published days (low, high), text, source key of instances/facts/NOTES.md
PROBES = [
    ("Altynkol - Aktau", "ALTYNKOL", "AKTAU", True, 5, 6, "5-6", "NOTES 4: calibration; B2"),
    ("Altynkol - Baku", "ALTYNKOL", "BAKU", True, 9, 9, "9", "B3"),
    ("Altynkol - Poti", "ALTYNKOL", "POTI", True, 12, 12, "12", "B3"),
    ("Altynkol - Constanta", "ALTYNKOL", "CONSTANTA", True, 20, 22, "20-22", "B3"),
    ("Xi'an - Baku", "XIAN_TERMINAL", "BAKU", True, 11, 20, "11 (best) to 15-20", "B4"),
    ("Xi'an - Poti", "XIAN_TERMINAL", "POTI", True, 15, 23, "15-18 claimed, 19-23 (2023)", "B1"),
    ("Dostyk - Brest", "DOSTYK", "BREST", False, 6, 8, "7.3 (6-8)", "B5"),
    ("Xi'an - Duisburg", "XIAN", "DUISBURG", False, 18, 21, "18-21, timetable 13", "B6"),
]

# link ids over the northern borders of the EU, taken out for the Caspian probes (published Constanta times are by Poti)
NORTH = ("BREST-", "MALASZEWICZE-", "SVISLOCH-", "WARSAW-SVISLOCH")

# label, links counted, published tonnes a day, source
CROSSINGS = [
    ("Dostyk to China", ("DOSTYK-ALASHANKOU-",), 2200000 / 59, "D028 (Jan-Feb 2025)"),
    ("Altynkol to China", ("ALTYNKOL-KHORGOS_CN-", "KHORGOS_GATEWAY-KHORGOS_CN-"), 1200000 / 59, "D029 (Jan-Feb 2025)"),
    ("Dostyk, both directions", ("DOSTYK-ALASHANKOU-", "ALASHANKOU-DOSTYK-"), 6200000 / 120, "D021 (Jan-Apr 2025)"),
    ("Altynkol, both directions", ("ALTYNKOL-KHORGOS_CN-", "KHORGOS_GATEWAY-KHORGOS_CN-", "KHORGOS_CN-"), 5200000 / 120, "D022 (Jan-Apr 2025)"),
    ("Dostyk, both directions", ("DOSTYK-ALASHANKOU-", "ALASHANKOU-DOSTYK-"), 18900000 / 365, "D027 (2025)"),
    ("Altynkol, both directions", ("ALTYNKOL-KHORGOS_CN-", "KHORGOS_GATEWAY-KHORGOS_CN-", "KHORGOS_CN-"), 16100000 / 365, "D025 (2025)"),
]


def read(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def write(folder, name, rows):
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, list(rows[0]), lineterminator="\n")
        out.writeheader()
        out.writerows(rows)


def make_probe(instance, folder, probes, without):
    """The instance with one tonne a day per probe instead of its freight, and without some links."""
    for name in FILES:
        if (instance / f"{name}.csv").exists():
            shutil.copy(instance / f"{name}.csv", folder)
    gone = {r["link_id"] for r in read(folder, "link") if r["link_id"].startswith(without)} if without else set()
    for name in ("link", "transit"):
        write(folder, name, [r for r in read(folder, name) if r["link_id"] not in gone])
    year, month = read(folder, "config")[0]["start"].split("-")[:2]
    write(folder, "shipment", [dict(
        shipment_id=f"P{i}-{day:02}", forwarder_id="PROBE", origin_node_id=p[1], destination_node_id=p[2], cargo_id="containers",
        quantity_t=1, ready=f"{year}-{month}-{day:02}", due="", weight=1, splittable=1)
        for i, p in enumerate(probes) for day in PROBE_DAYS])


def solve(keruen, instance, result, *options):
    done = subprocess.run([keruen, "solve", str(instance), "-o", str(result), "-q", *options], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{keruen} solve ended with {done.returncode}:\n{done.stderr[-2000:]}")


def days_of(result):
    """{probe: [days]} over its ready days; unserved ones are left out."""
    out = defaultdict(list)
    for r in read(result, "shipment_result"):
        if float(r["served_t"]) > 0:
            out[int(r["shipment_id"][1:].split("-")[0])].append(float(r["transit_hours"]) / 24)
    return out


def probe(keruen, instance, probes, without):
    """[(probe, dated days, static days)]."""
    with tempfile.TemporaryDirectory() as tmp:
        folder = Path(tmp) / "probe"
        folder.mkdir()
        make_probe(instance, folder, probes, without)
        solve(keruen, folder, Path(tmp) / "dated")
        solve(keruen, folder, Path(tmp) / "static", "--static")
        dated, static = days_of(Path(tmp) / "dated"), days_of(Path(tmp) / "static")
    return [(p, dated[i], static[i]) for i, p in enumerate(probes)]


def misfit(days, low, high):
    if low <= days <= high:
        return "inside"
    near = low if days < low else high
    return f"{100 * (days - near) / near:+.0f} %"


def times_table(keruen, instance):
    rows = probe(keruen, instance, [p for p in PROBES if p[3]], NORTH) + probe(keruen, instance, [p for p in PROBES if not p[3]], ())
    print("| route | days, dated: mean (least - most) | sum of hours, days | published, days | source | misfit dated | misfit sum |")
    print("|---|--:|--:|--:|---|--:|--:|")
    for (label, _, _, _, low, high, text, source), dated, static in rows:
        if not dated:
            print(f"| {label} | no route | | {text} | {source} | | |")
            continue
        mean = sum(dated) / len(dated)
        print(f"| {label} | {mean:.1f} ({min(dated):.1f} - {max(dated):.1f}) | {static[0]:.1f} | {text} | {source} | "
              f"{misfit(mean, low, high)} | {misfit(static[0], low, high)} |")


def crossing_tonnes(result):
    """{link_id: tonnes that entered it in the window}."""
    out = defaultdict(float)
    for r in read(result, "allocation"):
        if r["kind"] == "link" and WINDOW[0] <= r["depart"][:10] <= WINDOW[1]:
            out[r["link_id"]] += float(r["quantity_t"])
    return out


def crossings_table(result):
    first, last = (dt.date.fromisoformat(d) for d in WINDOW)
    days, tonnes = (last - first).days + 1, crossing_tonnes(result)
    print("\n| crossing | t a day in the plan | published t a day | source | misfit |")
    print("|---|--:|--:|---|--:|")
    for label, links, published, source in CROSSINGS:
        got = sum(t for link, t in tonnes.items() if link.startswith(links) and link.endswith("rail_border")) / days
        print(f"| {label} | {got:,.0f} | {published:,.0f} | {source} | {100 * (got - published) / published:+.0f} % |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("keruen", help="the program")
    parser.add_argument("--instance", type=Path, default=HERE)
    parser.add_argument("--result", type=Path, help="a result folder of the whole instance")
    a = parser.parse_args()
    print("# Calibration of middle-corridor\n\nMade by `bench/calibration.py`; the source keys are those of `instances/facts`.\n")
    times_table(a.keruen, a.instance)
    if a.result:
        crossings_table(a.result)


if __name__ == "__main__":
    main()
