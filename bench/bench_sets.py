"""The instances that are measured: public sets read in place from a folder of the user's, the corridor family, middle-corridor."""
import csv
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

from bench_process import ROOT, run

CORRIDORS = ["1k", "10k", "100k", "1M"]

# known: optimum or None; factor multiplies tntp capacities; reference: row of known.csv or None
Case = namedtuple("Case", "set name folder options known reference")


def known_rows(mcf):
    with open(Path(mcf) / "known.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def _source(mcf, row):
    """The files of a public instance, as they are named in the collections."""
    folder, name = Path(mcf) / row["set"], row["instance"]
    if row["set"] == "tntp":
        return [next(folder.glob(f"{name}_net*")), next(folder.glob(f"{name}_trips*"))]
    return [next(p for p in folder.iterdir() if p.name.split(".")[0] == name)]


def public_case(keruen, mcf, work, row):
    """Imports a public instance, once."""
    folder = Path(work) / row["instance"]
    if not folder.exists():
        form = "tntp" if row["set"] == "tntp" else "commalab"
        factor = ["--capacity-factor", row["capacity_factor"]] if row["capacity_factor"] else []
        done = run([keruen, "import", form, *_source(mcf, row), *factor, "-o", folder])
        if done.code != 0:
            sys.exit(f"{row['instance']} could not be imported:\n{done.err}")
    return Case(row["set"], row["instance"], folder, ["--static"], float(row["optimum"]), row)


def corridor_case(work, size):
    """Makes a member of the corridor family, once."""
    folder = Path(work) / f"corridor-{size}"
    if not folder.exists():
        subprocess.run([sys.executable, str(ROOT / "bench" / "corridor_family.py"), size, str(folder)], check=True)
    return Case("corridor", f"corridor-{size}", folder, [], None, None)


def middle_case():
    return Case("middle", "middle-corridor", ROOT / "instances" / "middle-corridor", [], None, None)


def cases(keruen, work, sets, mcf=None, only=None):
    """Every case of the sets named, smallest first within a set."""
    Path(work).mkdir(parents=True, exist_ok=True)
    wanted = lambda name: not only or name in only
    if {"planar", "grid", "tntp"} & set(sets):
        if not mcf:
            sys.exit("name the folder of the public instances: --mcf FOLDER (it holds known.csv, planar/, grid/, tntp/)")
        for row in known_rows(mcf):
            if row["set"] in sets and wanted(row["instance"]):
                yield public_case(keruen, mcf, work, row)
    if "middle" in sets and wanted("middle-corridor"):
        yield middle_case()
    if "corridor" in sets:
        for size in CORRIDORS:
            if wanted(f"corridor-{size}"):
                yield corridor_case(work, size)
