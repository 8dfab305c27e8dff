#!/usr/bin/env python3
"""Makes the data set middle-corridor from the facts in instances/facts.

usage: build_middle_corridor.py [FOLDER]     (default: instances/middle-corridor)

Without FOLDER it also writes the datapackage.json of facts and tiny-caspian. The same facts give the same bytes, whatever the machine. Which number comes from where: SOURCE.md in the folder.
"""
import sys
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from datasets import capacities, datapackage, freeflow, limits, lines, places, shipments, tables, terminals, upgrades  # noqa: E402
from datasets.cargo import CARGO  # noqa: E402

HERE = Path(__file__).resolve().parent / "middle-corridor"


def _merge(links):
    """A pair of opposite links that share everything becomes one undirected row."""
    rows, gone = [], set()
    by_ends = {(l.a, l.b, l.mode, l.id.rsplit("-", 1)[1]): l for l in links}
    for l in links:
        if l.id in gone:
            continue
        back = by_ends.get((l.b, l.a, l.mode, l.id.rsplit("-", 1)[1]))
        same = back is not None and (back.hours, back.resources, back.km) == (l.hours, l.resources, l.km)
        if same:
            gone.add(back.id)
        rows.append((l, 0 if same else 1))
    return rows


def _link_row(l, directed):
    n = tables.number
    return dict(link_id=l.id, from_node_id=l.a, to_node_id=l.b, directed=directed, mode=l.mode, length=n(l.km),
                transit_hours=n(l.at("")), resources=";".join(l.resources), cost_usd_per_t=n(l.cost, 3),
                co2_kg_per_t=n(l.co2, 3), name=l.name)


def _transfer_row(t):
    n = tables.number
    return {**t, "hours": n(t["hours"]), "resources": ";".join(t["resources"]), "cost_usd_per_t": n(t["cost_usd_per_t"], 3),
            "co2_kg_per_t": n(t["co2_kg_per_t"], 3)}


def _free_flow(links, transfers, all_limits):
    """Free-flow hours over what is open at any time of the horizon."""
    by_id = {l.id: l for l in all_limits}
    start = capacities.START.isoformat()

    def open_to(cargo, resource):
        limit = by_id[resource]
        return limit.at(start)[0] > 0 and (limit.unit == "t" or CARGO[cargo].get(limit.unit) is not None)

    return freeflow.FreeFlow(links, transfers, open_to, start)


def build(folder):
    all_limits, resources_of = limits.build()
    links, transfers = lines.build(resources_of), terminals.build()
    kept = _merge(links)
    kept_ids = {l.id for l, _ in kept}
    n = tables.number
    write = lambda name, rows: tables.write(folder, name, rows)
    write("config", [dict(dataset_name="Middle corridor, July and August 2025", format_version=1,
                          start=capacities.START.isoformat(), days=capacities.DAYS, step_hours=6, unserved_hours="", late_factor=1)])
    write("node", places.rows())
    write("link", [_link_row(*k) for k in kept])
    write("transfer", [_transfer_row(t) for t in transfers])
    write("cargo", [dict(cargo_id=c, name=v["name"], **{f"t_per_{u}": n(v.get(u)) for u in
                    ("train", "handover", "TEU", "truck", "ferry", "flight")}) for c, v in CARGO.items()])
    write("resource", [dict(resource_id=l.id, name=l.name, unit=l.unit, whole_units=l.whole) for l in all_limits])
    write("plan", [dict(plan_id=p, name=f"the network as of {d}", base_plan_id=b) for p, d, b in capacities.PLANS] + upgrades.plan_rows())
    rows = capacities.base_rows(all_limits) + capacities.plan_rows(all_limits) + upgrades.capacity_rows(all_limits)
    write("capacity", [{**r, "per_day": n(r["per_day"])} for r in rows])
    kept_links = [l for l in links if l.id in kept_ids]
    rows = capacities.transit_rows(kept_links) + upgrades.transit_rows(kept_links)
    write("transit", [{**r, "transit_hours": n(r["transit_hours"])} for r in rows])
    rows = shipments.build(_free_flow(links, transfers, all_limits))
    write("shipment", [{**r, "quantity_t": n(r["quantity_t"], 3)} for r in rows])
    write("upgrade", [{**r, "cost_musd": n(r["cost_musd"])} for r in upgrades.rows()])
    datapackage.write(folder, "middle-corridor", "Freight China - Kazakhstan - Caspian - Europe, July and August 2025")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    target.mkdir(parents=True, exist_ok=True)
    build(target)
    if target == HERE:  # beside it lie what it is made of, and the small one, made by hand
        datapackage.write_plain(HERE.parent / "facts", "facts", "What is published about the corridor, with sources", "NOTES.md")
        datapackage.write(HERE.parent / "tiny-caspian", "tiny-caspian",
                          "Two crossings, a port and a feeder: eight shipments with the optimum worked out by hand")
