"""Writing CSV as FORMAT.md wants it: decimal point, at most six decimals, no exponent, LF."""
import csv
from decimal import Decimal, ROUND_HALF_UP

COLUMNS = {
    "config": ["dataset_name", "format_version", "start", "days", "step_hours", "unserved_hours", "late_factor"],
    "node": ["node_id", "name", "x_coord", "y_coord", "node_type", "country"],
    "link": ["link_id", "from_node_id", "to_node_id", "directed", "mode", "length", "transit_hours", "resources",
             "cost_usd_per_t", "co2_kg_per_t", "name"],
    "transfer": ["node_id", "from_mode", "to_mode", "hours", "resources", "cost_usd_per_t", "co2_kg_per_t"],
    "cargo": ["cargo_id", "name", "t_per_train", "t_per_handover", "t_per_TEU", "t_per_truck", "t_per_ferry", "t_per_flight"],
    "resource": ["resource_id", "name", "unit", "whole_units"],
    "plan": ["plan_id", "name", "base_plan_id"],
    "capacity": ["plan_id", "resource_id", "from_date", "to_date", "weekdays", "per_day", "source"],
    "transit": ["plan_id", "link_id", "from_date", "to_date", "transit_hours"],
    "shipment": ["shipment_id", "forwarder_id", "origin_node_id", "destination_node_id", "cargo_id", "quantity_t", "ready",
                 "due", "weight", "splittable"],
    "upgrade": ["upgrade_id", "name", "cost_musd", "plan_id", "requires", "conflicts", "source"],
}


def number(value, decimals=6):
    """The shortest decimal text of an exact number, rounded half up to `decimals` places."""
    if value == "" or value is None:
        return ""
    d = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    text = format(d, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write(folder, name, rows):
    """Writes rows (dicts) as <name>.csv; a missing key is a blank, an unknown key is our mistake."""
    columns = COLUMNS[name]
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as f:
        out = csv.DictWriter(f, columns, restval="", lineterminator="\n")
        out.writeheader()
        out.writerows(rows)
