"""Reads the facts of instances/facts; nothing is changed on the way."""
import csv
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "facts"


def _table(name, key):
    with open(FOLDER / name, encoding="utf-8", newline="") as f:
        return {row[key]: row for row in csv.DictReader(f)}


NODES = _table("nodes.csv", "node_id")
LINKS = _table("links.csv", "link_id")
UPGRADES = _table("upgrades.csv", "upgrade_id")
TARIFFS = _table("tariffs.csv", "param_id")
DEMAND = _table("demand.csv", "row_id")


def demand(row_id):
    """The value of one row of demand.csv, exactly."""
    return Decimal(DEMAND[row_id]["value"])


def tariff(param_id, column="typical"):
    return Decimal(TARIFFS[param_id][column])


def dwell(node_id):
    """Typical dwell in hours of a node, as compiled."""
    return Decimal(NODES[node_id]["dwell_typ_h"])


def hours(link_id):
    """Typical running time in hours of a link, as compiled."""
    return Decimal(LINKS[link_id]["transit_typ_h"])


def km(link_id):
    return Decimal(LINKS[link_id]["distance_km"])


def capacity(link_id):
    return Decimal(LINKS[link_id]["capacity"])
