"""link.csv and transit.csv: every link of the facts, the crossings taken apart, and the through runs of trains.

A link here is directed and carries its hours by date: [("", before), ("2025-09-30", after)]. Rail links pay the dwell of
the junction they leave, so that freight passing a junction is charged once, in either direction.
"""
from dataclasses import dataclass, field
from decimal import Decimal

from . import facts, places
from .lines_extra import BORDER, EXTRA, RUNS

# Junctions where the facts' dwell is for trains that pass. At borders, ports and terminals it is a transfer, or already
# in the hours of the facts' link (Saryagash, Boyuk Kesik, Akhalkalaki, Red Bridge).
PASSING = ("LANZHOU JINGHE AKTOGAY AYAGOZ MOYYNTY ZHARYK KYZYLZHAR ZHEZKAZGAN SAKSAULSKY SHALKAR BEYNEU KANDYAGASH AKTOBE "
           "PETROPAVL ASTANA KARAGANDA TOBOL ZHETYGEN KAZYBEK_BEK SHU ARYS ILETSK OZINKI MOSCOW TBILISI ISTANBUL").split()

MODE = {"sea": "sea", "sea_ferry": "ferry", "river": "river", "air": "air"}
CHECKPOINTS = {n for n, r in facts.NODES.items() if r["type"].startswith("road_crossing")} | {
    "NEW_CHECKPOINT_EAST", "NEW_CHECKPOINT_ALMATY"}


@dataclass
class Link:
    id: str
    a: str
    b: str
    mode: str
    km: Decimal
    hours: list  # [(from_date or "", hours)], ascending
    resources: list = field(default_factory=list)
    cost: Decimal = Decimal(0)
    co2: Decimal = Decimal(0)
    name: str = ""

    def at(self, date):
        """Hours in force on a date (ISO text), "" = the earliest."""
        return [h for d, h in self.hours if d == "" or (date and d <= date)][-1]


def _mode(fact, a, b):
    if fact["mode"] in MODE:
        return MODE[fact["mode"]]
    if fact["mode"] == "road":
        return "road_cn" if "CN" in (places.country(a), places.country(b)) else "road"
    return "rail" + fact["gauge_mm"]


def _dated_hours(link_id):
    """The facts' typical hours, and those of its later versions <id>@<date>."""
    later = [(k.split("@")[1], facts.hours(k)) for k in facts.LINKS if k.startswith(link_id + "@")]
    return [("", facts.hours(link_id))] + sorted(later)


def _passing(a, b, mode):
    """Hours charged for the node a train leaves; at Almaty half on the way in and half on the way out."""
    if mode == "rail1520" and "ALMATY" in (a, b) and not {a, b} & {"ZHETYSU_TERMINAL", "GTS2"}:
        extra = facts.dwell("ALMATY") / 2
    else:
        extra = Decimal(0)
    if a == "RU_BORDER_ZHAISAN" or mode.startswith("rail") and a in PASSING:
        extra += facts.dwell(a)
    return extra


def rate(mode, a, b, tracks=""):
    """(USD, kg CO2) per tonne-km by mode and country; the parameters are rows of tariffs.csv."""
    t, land = facts.tariff, {places.country(a), places.country(b)}
    per_teu = facts.tariff("T065")
    if mode == "sea":
        return Decimal(0), t("T049") / 1000
    if mode == "ferry":
        return Decimal(0), t("T052") / 1000
    if mode == "river":
        return t("T008", "low"), t("T038") / 1000
    if mode == "air":
        return Decimal(0), t("T054") / 1000
    if mode.startswith("road"):
        kz = mode == "road" and land <= {"KZ", "UZ"}
        return (t("T027") / 20 / 500 if kz else t("T029") / 20), t("T048") / 1000
    if land & {"PL", "DE", "HU", "RO"}:
        return t("T011") / 2 / per_teu, t("T037") / 1000
    if land == {"CN"} or mode == "rail1435" and "CN" in land:
        return t("T009") / 2 / per_teu, t("T047") / 1000
    if "TR" in land:
        return t("T015") / 2 / per_teu, t("T037") / 1000
    if land & {"AZ", "GE"}:
        return t("T014") / 2 / per_teu, t("T037") / 1000
    if land & {"RU", "BY"}:
        return t("T010") / 2 / per_teu, t("T046") / 1000
    return t("T008"), (t("T044") if tracks == "1" else t("T045")) / 1000


def _fixed_cost(link_id, mode, a, b):
    """What a link costs per tonne whatever its length: freight of the vessel or aircraft, border fees."""
    t, feu = facts.tariff, 2 * facts.tariff("T065")
    if mode == "air":
        return t("T036") * 1000
    if mode == "ferry":
        return t("T025") / t("T063")
    if mode == "sea":
        return (t("T026") if "CONSTANTA" in (a, b) or "POTI" in (a, b) else t("T023")) / feu
    return t("T031") / 20 if link_id in BORDER else Decimal(0)


def _link(link_id, a, b, mode, km, hours, tracks="", resources=()):
    usd, kg = rate(mode, a, b, tracks)
    extra = _passing(a, b, mode)
    return Link(link_id, a, b, mode, km, [(d, h + extra) for d, h in hours], list(resources),
                usd * km + _fixed_cost(link_id, mode, a, b), kg * km, "")


def _singles():
    """Both directions of every link of the facts that is not taken apart in BORDER."""
    taken_apart = {b["fact"] for b in BORDER.values()}
    for link_id, f in facts.LINKS.items():
        if "@" in link_id or link_id in taken_apart:
            continue
        a, b = f["from_node"], f["to_node"]
        mode, dated = _mode(f, a, b), _dated_hours(link_id)
        yield _link(link_id, a, b, mode, facts.km(link_id), dated, f["tracks"])
        yield _link(f"{b}-{a}-{link_id.rsplit('-', 1)[1]}", b, a, mode, facts.km(link_id), dated, f["tracks"])


def _borders():
    for link_id, x in BORDER.items():
        yield _link(link_id, x["a"], x["b"], x["mode"], facts.km(x["fact"]), [("", x["hours"])])


def _extras():
    for a, b, mode, km, hours, _why in EXTRA:
        for u, v in ((a, b), (b, a)):
            yield _link(f"{u}-{v}-{mode[:4]}", u, v, mode, Decimal(km), [("", Decimal(hours))])


def _run(chain, by_ends):
    """One train run over several links: hours, costs and resources added up, so that the step grid rounds once."""
    parts = [by_ends[(u, v)] for u, v in zip(chain, chain[1:])]
    dates = sorted({d for p in parts for d, _ in p.hours})
    resources = [r for p in parts for r in p.resources]
    return Link(f"{chain[0]}-{chain[-1]}-run", chain[0], chain[-1], parts[0].mode, sum(p.km for p in parts),
                [(d, sum(p.at(d) for p in parts)) for d in dates], resources, sum(p.cost for p in parts),
                sum(p.co2 for p in parts), "through run via " + ", ".join(chain[1:-1]))


def build(resources_of):
    """All directed links. resources_of(link) names the limits that one directed link of the facts uses."""
    links = list(_singles()) + list(_borders()) + list(_extras())
    for l in links:
        l.resources = resources_of(l)
    by_ends = {(l.a, l.b): l for l in links if l.mode.startswith("rail")}
    runs = [_run(c, by_ends) for chain in RUNS for c in (chain, chain[::-1])]
    return links + runs
