"""datapackage.json (Frictionless Data Package 2.0): what the CSVs are, for tools that are not ours."""
import csv
import hashlib
import json
import re

from . import tables

PROFILE = "https://datapackage.org/profiles/2.0/"
TITLE = {
    "config": "Horizon and objective", "node": "Places", "link": "Links", "transfer": "Mode changes, loading, unloading",
    "cargo": "Tonnes per unit by cargo", "resource": "What has a limit", "plan": "Scenarios", "capacity": "Units per day by date",
    "transit": "Dated running times", "shipment": "Freight to move",
    "upgrade": "What could be bought",
}
NUMBERS = {"x_coord", "y_coord", "length", "transit_hours", "cost_usd_per_t", "co2_kg_per_t", "hours", "per_day", "quantity_t",
           "weight", "unserved_hours", "late_factor", "cost_musd"}
INTEGERS = {"directed", "whole_units", "splittable", "days", "step_hours", "format_version"}
DATES = {"start", "from_date", "to_date"}
KEYS = {"node": "node_id", "link": "link_id", "cargo": "cargo_id", "resource": "resource_id", "plan": "plan_id", "shipment": "shipment_id",
        "upgrade": "upgrade_id"}
REFERS = {
    "from_node_id": ("node", "node_id"), "to_node_id": ("node", "node_id"), "origin_node_id": ("node", "node_id"),
    "destination_node_id": ("node", "node_id"), "node_id": ("node", "node_id"), "cargo_id": ("cargo", "cargo_id"),
    "resource_id": ("resource", "resource_id"), "link_id": ("link", "link_id"), "plan_id": ("plan", "plan_id"),
    "base_plan_id": ("plan", "plan_id"),
}


def _field(name):
    kind = "number" if name in NUMBERS or name.startswith("t_per_") else "integer" if name in INTEGERS else \
        "date" if name in DATES else "string"
    return {"name": name, "type": kind}


def _columns(folder, name):
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as f:
        return next(csv.reader(f))


def _schema(name, columns, present):
    schema = {"$schema": PROFILE + "tableschema.json", "fields": [_field(c) for c in columns], "missingValues": [""]}
    if name in KEYS:
        schema["primaryKey"] = [KEYS[name]]
    keys = [{"fields": [c], "reference": {"resource": REFERS[c][0], "fields": [REFERS[c][1]]}}
            for c in columns if c in REFERS and KEYS.get(name) != c and REFERS[c][0] in present]
    if keys:
        schema["foreignKeys"] = keys
    return schema


def _resource(folder, name, title, schema):
    data = (folder / f"{name}.csv").read_bytes()
    return {"$schema": PROFILE + "dataresource.json", "name": name, "type": "table", "title": title, "path": f"{name}.csv",
            "scheme": "file", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": len(data),
            "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema}


def _write(folder, name, title, source, resources):
    package = {"$schema": PROFILE + "datapackage.json", "name": name, "title": title, "version": "1.0.0",
               "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/"}],
               "sources": [{"title": source, "path": source}], "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def write(folder, name, title):
    """Describes an instance: the CSVs that lie in the folder, in the order of FORMAT.md."""
    present = [t for t in tables.COLUMNS if (folder / f"{t}.csv").exists()]
    _write(folder, name, title, "SOURCE.md",
           [_resource(folder, t, TITLE[t], _schema(t, _columns(folder, t), present)) for t in present])


def _kind(cells):
    """The narrowest type that all cells have which are not blank."""
    cells = [c for c in cells if c]
    for kind, form in (("integer", r"-?\d+"), ("number", r"-?\d+(\.\d+)?(e[+-]?\d+)?"), ("date", r"\d{4}-\d\d-\d\d")):
        if cells and all(re.fullmatch(form, c) for c in cells):
            return kind
    return "string"


def write_plain(folder, name, title, source):
    """Describes any folder of CSVs, in the order of their names; types are what the cells are."""
    resources = []
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8", newline="") as f:
            rows = list(csv.DictReader(f))
        fields = [{"name": c, "type": _kind([r[c] for r in rows])} for c in rows[0]]
        schema = {"$schema": PROFILE + "tableschema.json", "fields": fields, "missingValues": [""]}
        resources.append(_resource(folder, path.stem, path.stem.replace("_", " "), schema))
    _write(folder, name, title, source, resources)
