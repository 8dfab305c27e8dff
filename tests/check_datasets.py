#!/usr/bin/env python3
"""Checks the data sets in instances/: rebuilt byte by byte, in the form that FORMAT.md asks for, in tonnes equal to the facts.

usage: check_datasets.py [ROOT]     (default: the folder above this file). Exit 1 and one line per fault.
"""
import csv
import datetime as dt
import hashlib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent)
FAULTS = []

NUMBER = re.compile(r"-?\d+(\.\d{1,6})?\Z")
ID = re.compile(r"[\w.:@-]{1,64}\Z")
NUMERIC = {"x_coord", "y_coord", "length", "transit_hours", "cost_usd_per_t", "co2_kg_per_t", "hours", "per_day", "quantity_t", "weight"}
ID_COLUMNS = re.compile(r".*_id\Z|.*mode\Z")
REFERS = {"from_node_id": "node", "to_node_id": "node", "node_id": "node", "origin_node_id": "node", "destination_node_id": "node",
          "cargo_id": "cargo", "resource_id": "resource", "link_id": "link", "plan_id": "plan", "base_plan_id": "plan"}


def fault(text):
    FAULTS.append(text)


def table(folder, name):
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def check_rebuilt(folder):
    """The committed CSVs are what the script makes, byte for byte."""
    with tempfile.TemporaryDirectory() as tmp:
        subprocess.run([sys.executable, str(ROOT / "instances" / "build_middle_corridor.py"), tmp], check=True)
        made = {p.name: p.read_bytes() for p in Path(tmp).iterdir()}
    kept = {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in (".csv", ".json")}
    for name in sorted(made.keys() | kept.keys()):
        if name not in made or name not in kept:
            fault(f"{folder.name}/{name}: {'not committed' if name in made else 'the script does not make it'}")
        elif made[name] != kept[name]:
            at = next((i for i, (a, b) in enumerate(zip(made[name], kept[name])) if a != b), min(len(made[name]), len(kept[name])))
            fault(f"{folder.name}/{name}: differs from what the script makes at byte {at}")


def check_cells(folder, tables):
    """Ids, numbers and references of every row."""
    ids = {n: {r[f"{n}_id"] for r in tables[n]} for n in ("node", "link", "cargo", "resource", "plan")}
    for name, rows in tables.items():
        for line, row in enumerate(rows, 2):
            where = f"{folder.name}/{name}.csv:{line}"
            for column, text in row.items():
                if (column in NUMERIC or column.startswith("t_per_")) and text and not NUMBER.match(text):
                    fault(f"{where}: {column} {text!r} is not a plain decimal")
                if ID_COLUMNS.match(column) and text and not ID.match(text):
                    fault(f"{where}: {column} {text!r} is not an id")
                if column in REFERS and name != REFERS[column] and text and text not in ids[REFERS[column]]:
                    fault(f"{where}: {column} {text!r} is not in {REFERS[column]}.csv")
            for r in filter(None, (row.get("resources") or "").split(";")):
                if r not in ids["resource"]:
                    fault(f"{where}: resource {r!r} is not in resource.csv")
    for name, column in (("node", "node_id"), ("link", "link_id"), ("resource", "resource_id"), ("shipment", "shipment_id")):
        for value, n in Counter(r[column] for r in tables[name]).items():
            if n > 1:
                fault(f"{folder.name}/{name}.csv: {value} stands {n} times")
    for way, n in Counter((r["node_id"], r["from_mode"], r["to_mode"]) for r in tables["transfer"]).items():
        if n > 1:
            fault(f"{folder.name}/transfer.csv: {way} stands {n} times")


def check_dates(folder, tables):
    """No two rows of a plan on one day; the base covers every resource on every day of the horizon."""
    config = tables["config"][0]
    start, days = dt.date.fromisoformat(config["start"]), int(config["days"])
    far = (dt.date(2023, 1, 1), dt.date(2032, 12, 31))
    rows_of = defaultdict(list)
    for name, key in (("capacity", "resource_id"), ("transit", "link_id")):
        for r in tables[name]:
            rows_of[(name, r["plan_id"], r[key])].append(
                (dt.date.fromisoformat(r["from_date"]) if r["from_date"] else far[0],
                 dt.date.fromisoformat(r["to_date"]) if r["to_date"] else far[1], r.get("weekdays") or "1234567"))
    for (name, plan, key), spans in rows_of.items():
        for i, (a, b, w) in enumerate(spans):
            if a > b:
                fault(f"{folder.name}/{name}.csv: {plan!r} {key}: {a} is after {b}")
            for c, d, v in spans[i + 1:]:
                if max(a, c) <= min(b, d) and set(w) & set(v):
                    fault(f"{folder.name}/{name}.csv: {plan!r} {key}: two rows cover {max(a, c)}")
    for r in tables["resource"]:
        spans = rows_of[("capacity", "", r["resource_id"])]
        for day in (start + dt.timedelta(i) for i in range(days)):
            if not any(a <= day <= b and str(day.isoweekday()) in w for a, b, w in spans):
                fault(f"{folder.name}/capacity.csv: {r['resource_id']} has no row for {day}")
                break


def check_used(folder, tables):
    """Every resource limits something; every unit has a column in cargo.csv."""
    used = {x for n in ("link", "transfer") for r in tables[n] for x in (r["resources"] or "").split(";")}
    for r in tables["resource"]:
        if r["resource_id"] not in used:
            fault(f"{folder.name}/resource.csv: nothing uses {r['resource_id']}")
        if r["unit"] != "t" and f"t_per_{r['unit']}" not in tables["cargo"][0]:
            fault(f"{folder.name}/resource.csv: unit {r['unit']!r} is not in cargo.csv")


FORMS = {"number": re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?\Z"), "integer": re.compile(r"-?\d+\Z"), "date": re.compile(r"\d{4}-\d\d-\d\d\Z"), "string": re.compile("")}


def check_package(folder):
    """datapackage.json names every CSV with the columns it has, and every cell is of the type it says."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        data = (folder / resource["path"]).read_bytes()
        if resource["bytes"] != len(data) or resource["hash"] != f"sha256:{hashlib.sha256(data).hexdigest()}":
            fault(f"{folder.name}/datapackage.json: {resource['path']} has other bytes than it says; run build_middle_corridor.py")
    fields = {r["path"]: {f["name"]: f["type"] for f in r["schema"]["fields"]} for r in package["resources"]}
    if set(fields) != {p.name for p in folder.glob("*.csv")}:
        fault(f"{folder.name}/datapackage.json: does not name the files that are there")
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as f:
            rows = csv.DictReader(f)
            if list(fields.get(path.name, {})) != rows.fieldnames:
                fault(f"{folder.name}/datapackage.json: the columns of {path.name} are not what it says")
                continue
            for row in rows:
                for column, text in row.items():
                    if text and not FORMS[fields[path.name][column]].match(text):
                        fault(f"{folder.name}/{path.name}:{rows.line_num}: {column} {text!r} is not a {fields[path.name][column]}")


def facts():
    """{row_id: value} of demand.csv, read here again so that this check shares nothing with the script."""
    with open(ROOT / "instances" / "facts" / "demand.csv", encoding="utf-8", newline="") as f:
        return {r["row_id"]: r["value"] for r in csv.DictReader(f)}


def expected_tonnes():
    """{(flow, month): tonnes}: the formulas of SOURCE.md, section Shipments."""
    d = {k: Decimal(v) for k, v in facts().items() if NUMBER.match(v)}
    rows = dict(ORE_IRON="D052", ORE_NONFERROUS="D053", GRAIN="D054", METALS="D055", PETROLEUM="D056", EXPORT_OTHER="D057", IMPORT="D058",
                CN_CA="D059", CN_RU="D060", RU_CN="D061", CN_EU="D062", EU_CN="D063", CA_CN="D064", CN_TITR="D065", TITR_CN="D066")
    out, mega = {}, Decimal(1000000)
    for month, index in (("07", d["D127"]), ("08", d["D128"])):
        scale = d["D007"] / Decimal("32.0") / 12 * index * mega
        for flow, row in rows.items():
            out[flow, month] = d[row] * scale
        corridor = d["D087"] * 1000 * 12 / 12 - (d["D065"] + d["D066"]) * scale
        kuryk = d["D103"] * mega / 12 / Decimal("1.806")
        europe = d["D118"] * 1000 / 9
        road = d["D117"] * 1000 / 3
        out.update({("TITR_KZ_W", month): corridor * Decimal("0.85"), ("TITR_KZ_E", month): corridor * Decimal("0.15"),
                    ("KURYK_RAIL_W", month): kuryk * Decimal("1.24") * Decimal("0.6"), ("KURYK_RAIL_E", month): kuryk * Decimal("1.24") * Decimal("0.4"),
                    ("KURYK_ROAD_W", month): kuryk * Decimal("0.566") * Decimal("0.6"), ("KURYK_ROAD_E", month): kuryk * Decimal("0.566") * Decimal("0.4"),
                    ("GRAIN_AKTAU", month): d["D112"] * mega / 12, ("ROAD_IMPORT", month): road * Decimal("0.8"),
                    ("ROAD_EXPORT", month): road * Decimal("0.2"), ("ROAD_CN_EU", month): europe,
                    ("ROAD_CN_CA_RU", month): d["D115"] * mega / 12 - europe})
    return out


def check_tonnes(tables):
    """Tonnes by flow and month equal the facts' to the kilogram; sizes of the instance."""
    got = defaultdict(Decimal)
    for r in tables["shipment"]:
        got[r["shipment_id"].rsplit("-", 1)[0], r["ready"][5:7]] += Decimal(r["quantity_t"])
    want = expected_tonnes()
    for key in sorted(got.keys() | want.keys()):
        if abs(got[key] - want.get(key, Decimal(0))) > Decimal("0.0005"):
            fault(f"middle-corridor/shipment.csv: {key} has {got[key]} t, the facts say {want.get(key)}")
    n = len(tables["shipment"])
    whole = sum(r["splittable"] == "0" for r in tables["shipment"])
    if not 3000 <= n <= 6000 or abs(whole / n - 0.1) > 0.005:
        fault(f"middle-corridor/shipment.csv: {n} shipments, {whole} not splittable")


def check_facts_are_in(tables):
    """Every link of the facts has its two places joined; the quotas stand as agreed."""
    joined = {frozenset((r["from_node_id"], r["to_node_id"])) for r in tables["link"]}
    with open(ROOT / "instances" / "facts" / "links.csv", encoding="utf-8", newline="") as f:
        for r in csv.DictReader(f):
            if frozenset((r["from_node"], r["to_node"])) not in joined:
                fault(f"middle-corridor/link.csv: {r['link_id']} of the facts is missing")
    dated = {(r["resource_id"], r["from_date"], r["to_date"]): r["per_day"] for r in tables["capacity"] if not r["plan_id"]}
    agreed = {("DOSTYK_QUOTA", "", "2025-06-30"): "14", ("DOSTYK_QUOTA", "2025-07-01", ""): "28", ("ALTYNKOL_QUOTA", "", "2025-02-28"): "8",
              ("ALTYNKOL_QUOTA", "2025-03-01", ""): "15", ("AKTAU_PORT", "", "2025-12-31"): "383.561644",
              ("AKTAU_PORT", "2026-01-01", ""): "657.534247", ("DOSTYK-AKTOGAY", "", "2025-09-29"): "12",
              ("DOSTYK-AKTOGAY", "2025-09-30", ""): "60"}
    for key, value in agreed.items():
        if dated.get(key) != value:
            fault(f"middle-corridor/capacity.csv: {key} is {dated.get(key)}, agreed {value}")


def main():
    names = ("config", "node", "link", "transfer", "cargo", "resource", "plan", "capacity", "transit", "shipment")
    for folder in (ROOT / "instances" / "middle-corridor", ROOT / "instances" / "tiny-caspian"):
        tables = {n: table(folder, n) for n in names}
        check_cells(folder, tables)
        check_dates(folder, tables)
        check_used(folder, tables)
        check_package(folder)
        if folder.name == "middle-corridor":
            check_rebuilt(folder)
            check_tonnes(tables)
            check_facts_are_in(tables)
    for folder in (ROOT / "instances" / "facts", ROOT / "bench" / "plans"):
        check_package(folder)
    for folder in {p.parent for p in ROOT.glob("instances/*/*.csv")} - {p.parent for p in ROOT.glob("instances/*/datapackage.json")}:
        fault(f"{folder.name}: a data set without datapackage.json")
    for f in FAULTS:
        print(f)
    print(f"data sets: {len(FAULTS)} fault(s)")
    return 1 if FAULTS else 0


if __name__ == "__main__":
    sys.exit(main())
