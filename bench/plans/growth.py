#!/usr/bin/env python3
"""Growth: the corridor's freight of 2024, 2025 and 2030 under the plans of 2024 to 2028, allocated by `keruen compare`.

usage: growth.py KERUEN [INSTANCE] [--work FOLDER]      writes growth.csv, growth.svg, and the table in README.md, all beside itself

Freight, from instances/facts/demand.csv, as factors on the data set's July and August 2025:
  2024  all flows times 32 / 35: rail between Kazakhstan and China was 32 Mt in 2024, 35 Mt expected in 2025 (D006, D007)
  2025  as it is
  2030  all flows times (35 / 32) ** 5: five more years of that growth (an assumption); those that cross the Caspian in the
        solve of 2025 instead by what makes them 11 Mt a year (D150, World Bank, all measures taken)
Where freight begins to wait is the first resource by worth (shadow price times capacity); what a plan saves is against plan
2024 at the same freight, in million tonne-hours of transit, weighted, unserved freight at 48 hours a day of the horizon.
"""
import argparse
import csv
import json
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE.parent), str(ROOT / "instances")]

from datasets import datapackage  # noqa: E402
from picture_ink import FONT, INK, QUIET, line, n, rect, text  # noqa: E402

PLANS = ["2024", "base", "2025", "2026", "2028"]
NAMES = {"base": "July 2025", **{p: f"end of {p}" for p in ("2024", "2025", "2026", "2028")}}
CASPIAN = {"AKTAU-ALYAT-sea", "ALYAT-AKTAU-sea", "KURYK-ALYAT-sea_ferry", "ALYAT-KURYK-sea_ferry", "TURKMENBASHI-ALYAT-sea_ferry",
           "AKTAU-TURKMENBASHI-sea"}
MT_2024, MT_2025, CASPIAN_2030_MT = 32, 35, 11
COLUMNS = "year plan factor caspian_factor asked_t served_t served_share mean_transit_days late_tonne_days saved_mega_tonne_hours tightest_1 tightest_2 " \
          "tightest_3 gap".split()
COLOURS = ["#a3b4c2", "#f6df8f", "#fbb843", "#ee7a2c", "#8a2268"]


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def write(path, table):
    with open(path, "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, table[0].keys(), lineterminator="\n")
        w.writeheader()
        w.writerows(table)


def run(*command):
    subprocess.run([str(x) for x in command], check=True, stdout=subprocess.DEVNULL)


def crossing(keruen, instance, work):
    """Shipments that cross the Caspian in 2025, and what crosses it, Mt a year."""
    run(keruen, "solve", instance, "-o", work / "base", "-q")
    lots = {(r["shipment_id"], r["lot"]): float(r["quantity_t"]) for r in rows(work / "base" / "allocation.csv") if r["link_id"] in CASPIAN}
    days = float(rows(instance / "config.csv")[0]["days"])
    return {shipment for shipment, _ in lots}, sum(lots.values()) * 365 / days / 1e6


def scaled(instance, work, name, factor, special, special_factor):
    folder = work / name
    folder.mkdir(parents=True, exist_ok=True)
    for file in instance.iterdir():
        if file.is_file():
            (folder / file.name).write_bytes(file.read_bytes())
    table = rows(instance / "shipment.csv")
    for r in table:
        r["quantity_t"] = f"{float(r['quantity_t']) * (special_factor if r['shipment_id'] in special else factor):.3f}"
    write(folder / "shipment.csv", table)
    return folder


def measure(a):
    growth = MT_2025 / MT_2024
    special, caspian_mt = crossing(a.keruen, a.instance, a.work)
    to_2030 = CASPIAN_2030_MT / caspian_mt
    years = {2024: (1 / growth, 1 / growth), 2025: (1, 1), 2030: (growth ** 5, to_2030)}
    for year, (factor, caspian_factor) in years.items():
        folder = scaled(a.instance, a.work, f"freight-{year}", factor, special, caspian_factor)
        out = a.work / f"compare-{year}"
        run(a.keruen, "compare", folder, "--plans", ",".join(PLANS), "-o", out)
        scenarios = json.loads((out / "summary.json").read_text(encoding="utf-8"))["scenarios"]
        for s, r in zip(scenarios, rows(out / "scenarios.csv")):
            yield {"year": year, "plan": s["plan"], "factor": f"{factor:.3f}", "caspian_factor": f"{caspian_factor:.3f}",
                   "asked_t": f"{s['asked_t']:.0f}", "served_t": f"{s['served_t']:.0f}", "served_share": f"{s['served_t'] / s['asked_t']:.4f}",
                   "mean_transit_days": f"{float(r['mean_transit_days']):.3f}", "late_tonne_days": f"{float(r['late_tonne_days']):.0f}",
                   "saved_mega_tonne_hours": f"{(scenarios[0]['objective'] - s['objective']) / 1e6:.1f}", **{f"tightest_{k}": r[f"tightest_{k}"] for k in (1, 2, 3)},
                   "gap": f"{s['gap']:.1e}"}
    print(f"over the Caspian in 2025: {caspian_mt:.2f} Mt a year; times {to_2030:.2f} in 2030")


def table(results):
    out = ["| freight of | plan | served | mean days | late, t·days | saves, Mt·h | tightest | then |", "|---|---|--:|--:|--:|--:|---|---|"]
    for r in results:
        out.append(f"| {r['year']} | {NAMES[r['plan']]} | {100 * float(r['served_share']):.1f} % | {float(r['mean_transit_days']):.2f} | "
                   f"{int(r['late_tonne_days']):,} | {float(r['saved_mega_tonne_hours']):,.0f} | {r['tightest_1']} | {r['tightest_2']} |")
    return "\n".join(out)


def picture(results):
    """Mean transit by year and plan, the share not served written above."""
    width, height, left, top, bottom = 1000, 420, 60, 70, 350
    years = sorted({r["year"] for r in results}, key=int)
    most = 1.15 * max(float(r["mean_transit_days"]) for r in results)
    step = (width - left - 20) / len(years)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONT}" role="img">', rect(0, 0, width, height, "#fff"),
           text(left, 30, "Mean days from ready to delivered, and the share of the freight that stays", 17, weight=600),
           text(left, 50, "July and August with the freight of each year, under the capacities of each plan", 13, fill=QUIET)]
    for days in range(0, int(most) + 1, 2):
        y = bottom - (bottom - top) * days / most
        out += [line((left, y), (width - 20, y), width=1, stroke="#e3e8ec"), text(left - 8, y + 4, str(days), 12, fill=QUIET, anchor="end")]
    for i, year in enumerate(years):
        group = [r for r in results if r["year"] == year]
        bar = 0.8 * step / len(group)
        for k, r in enumerate(group):
            x, h = left + i * step + 0.1 * step + k * bar, (bottom - top) * float(r["mean_transit_days"]) / most
            out += [rect(x, bottom - h, bar - 4, h, COLOURS[k]),
                    text(x + bar / 2 - 2, bottom - h - 6, f"{100 * (1 - float(r['served_share'])):.0f} %", 11, fill=QUIET, anchor="middle")]
        out.append(text(left + (i + 0.5) * step, bottom + 20, f"freight of {year}", 14, anchor="middle"))
    x = left
    for k, plan in enumerate(PLANS):
        out += [rect(x, bottom + 38, 14, 14, COLOURS[k]), text(x + 20, bottom + 50, NAMES[plan], 13, fill=INK)]
        x += 130
    return "\n".join([*out, "</svg>", ""])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("keruen", type=Path)
    p.add_argument("instance", type=Path, nargs="?", default=ROOT / "instances" / "middle-corridor")
    p.add_argument("--work", type=Path, default=ROOT / "build" / "plans")
    a = p.parse_args()
    a.keruen = a.keruen.resolve()
    a.work.mkdir(parents=True, exist_ok=True)
    results = list(measure(a))
    with open(HERE / "growth.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.DictWriter(f, COLUMNS, lineterminator="\n")
        w.writeheader()
        w.writerows(results)
    datapackage.write_plain(HERE, "growth", "What the plans buy as freight grows", "README.md")
    (HERE / "growth.svg").write_text(picture([{**r, "year": str(r["year"])} for r in results]), encoding="utf-8")
    readme = HERE / "README.md"
    head, mark, rest = readme.read_text(encoding="utf-8").partition("<!-- table: made by growth.py -->\n")
    readme.write_text(head + mark + table(results) + "\n<!-- end of table -->" + rest.partition("<!-- end of table -->")[2], encoding="utf-8")


if __name__ == "__main__":
    main()
