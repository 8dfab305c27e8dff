"""resource.csv: everything that has a limit, with its value by date and where the value comes from."""
from dataclasses import dataclass
from decimal import Decimal

from . import facts
from .lines_extra import BORDER

YEAR = Decimal(365)
ALWAYS = ""


@dataclass
class Limit:
    id: str
    name: str
    unit: str
    whole: int
    periods: list        # [(from_date or "", per_day, source)], ascending
    pattern: str = ""    # "", "storms" or "sailings": how days of the horizon differ, see weather.py
    season: tuple = ()   # a navigation season as MM-DD, MM-DD; closed outside

    def at(self, date):
        """(per_day, source) in force on a date."""
        return [p for p in self.periods if p[0] == ALWAYS or p[0] <= date][-1][1:]


def _per_day(value, unit):
    """(per day, unit of the model) from the facts' unit text."""
    if unit.startswith("Mt/yr"):
        return value * 1000000 / YEAR, "t"
    if unit.startswith("TEU/yr"):
        return value / YEAR, "TEU"
    return value, "train"


def _source(link_id):
    f = facts.LINKS[link_id]
    return f"links.csv {link_id}; {f['capacity_basis'] or f['basis']}"


def _periods(link_id):
    """Values by date of a link and its later versions; 0 before a planned link opens."""
    f, out = facts.LINKS[link_id], []
    if f["status"] != "open" and f["valid_from"]:
        out.append((ALWAYS, Decimal(0), f"not open yet; {_source(link_id)}"))
    for key in [link_id] + sorted(k for k in facts.LINKS if k.startswith(link_id + "@")):
        g = facts.LINKS[key]
        start = g["valid_from"] if out else ALWAYS
        out.append((start, _per_day(facts.capacity(key), g["capacity_unit"])[0], _source(key)))
    return out


# Links of the facts whose capacity is held by something else below.
ELSEWHERE = {"AKTAU-ALYAT-sea", "KURYK-ALYAT-sea_ferry", "NUR_ZHOLY-ALMATY-road", "XIAN-ALMATY-air",
             "TBILISI-AKHALKALAKI-rail", "TUGYL-PAVLODAR-river"}


def _sections():
    """Sections: pairs a day limit each direction alone; trains a day and Mt a year both directions together."""
    limits, uses = [], {}
    for link_id, f in facts.LINKS.items():
        if "@" in link_id or not f["capacity"] or f["mode"] == "rail_border" or link_id in ELSEWHERE:
            continue
        a, b = f["from_node"], f["to_node"]
        unit = _per_day(Decimal(1), f["capacity_unit"])[1]
        pairs = f["capacity_unit"].startswith("pairs")
        for u, v in ((a, b), (b, a)):
            key = f"{u}-{v}" if pairs or (u, v) == (a, b) else f"{a}-{b}"
            uses[(u, v, f["mode"][:4])] = [key]
            if key not in {l.id for l in limits}:
                label = f"section {u} to {v}" if pairs else f"section {a} - {b}, both directions"
                limits.append(Limit(key, label, unit, int(unit == "train"), _periods(link_id)))
    return limits, uses


def _quota(u04, name, rid):
    u = facts.UPGRADES[u04]
    return Limit(rid, name, "handover", 1, [
        (ALWAYS, Decimal(u["before"]), f"upgrades.csv {u04}; seed"), (u["valid_from_typ"], Decimal(u["after"]), f"upgrades.csv {u04}; seed")])


def _mt(rid, name, periods):
    return Limit(rid, name, "t", 0, [(d, Decimal(v) * 1000000 / YEAR, s) for d, v, s in periods])


def _teu(rid, name, periods, pattern=""):
    return Limit(rid, name, "TEU", 0, [(d, Decimal(v) / YEAR, s) for d, v, s in periods], pattern)


def _trucks(checkpoint, periods):
    return [Limit(f"{checkpoint}_ROAD:{d}", f"road checkpoint {checkpoint}, trucks {way}", "truck", 0,
                  [(day, Decimal(v), s) for day, v, s in periods])
            for d, way in (("W", "from China"), ("E", "to China"))]


def _crossings():
    peak = "nodes.csv; public: observed peak of both directions, taken as upper bound of one"
    one_1520 = "links.csv; assumption"
    return [
        _quota("U04b", "trains handed over Dostyk to Alashankou", "DOSTYK_QUOTA"),
        _quota("U04a", "trains handed over Altynkol to Khorgos", "ALTYNKOL_QUOTA"),
        Limit("ALASHANKOU_TRAINS", "trains Alashankou to Dostyk", "handover", 1, [(ALWAYS, Decimal(30), peak)]),
        Limit("KHORGOS_TRAINS", "trains Khorgos to Altynkol", "handover", 1, [(ALWAYS, Decimal(27), peak)]),
        _mt("BAKHTY_CROSSING", "third crossing Bakhty - Tacheng, both directions", [
            (ALWAYS, 0, "not open yet; seed 002"), ("2028-01-01", 25, "links.csv TACHENG-BAKHTY-rail_border; seed")]),
        Limit("MALASZEWICZE", "trains Brest - Malaszewicze, both directions", "train", 1, [(ALWAYS, Decimal(16), one_1520)]),
        Limit("SVISLOCH", "trains Svisloch - Warsaw, both directions", "train", 1, [(ALWAYS, Decimal(4), one_1520)]),
        _mt("AKHALKALAKI-KARS", "Akhalkalaki - Kars, both directions", [
            (ALWAYS, 1, "upgrades.csv U13a; public"), ("2024-05-20", 5, "upgrades.csv U13a; public")]),
        _mt("TBILISI-AKHALKALAKI", "section Tbilisi - Akhalkalaki, both directions", [
            (ALWAYS, 1, "upgrades.csv U13a; public"), ("2024-05-20", 5, "upgrades.csv U13a; public")]),
        _mt("AKHALKALAKI", "gauge change at Akhalkalaki, both directions", [
            (ALWAYS, 1, "nodes.csv; public"), ("2024-05-20", 5, "nodes.csv; public")]),
    ]


def _checkpoints():
    new = [(ALWAYS, 0, "not open yet; seed 002/003"), ("2028-01-01", 200, "upgrades.csv U20; assumption")]
    table = {
        "NUR_ZHOLY": [(ALWAYS, 600, "upgrades.csv U18 before; public"), ("2025-11-01", 750, "nodes.csv; public"),
                      ("2026-12-31", 1200, "upgrades.csv U18 after, latest date; public")],
        "KOLZHAT": [(ALWAYS, 200, "nodes.csv; assumption")],
        "BAKHTY": [(ALWAYS, 150, "nodes.csv; assumption")],
        "MAYKAPSHAGAY": [(ALWAYS, 100, "nodes.csv; assumption"), ("2028-01-01", 300, "upgrades.csv U19, new bridge; assumption")],
        "ALAKOL": [(ALWAYS, 10, "nodes.csv: trucks a day in 2021; public"), ("2025-01-01", 100, "nodes.csv, new checkpoint; assumption")],
        "NEW_CHECKPOINT_EAST": new, "NEW_CHECKPOINT_ALMATY": new,
    }
    return [l for c, periods in table.items() for l in _trucks(c, periods)]


def _terminals():
    teu_2018, later = "nodes.csv: 760 TEU/day and {} trains of 105 TEU; public, stage assumed", "2025-09-30"
    return [
        Limit("DOSTYK_RELOADING", "reloading 1435 to 1520 at Dostyk", "TEU", 0, [
            (ALWAYS, Decimal(760 + 6 * 105), teu_2018.format(6)), (later, Decimal(760 + 12 * 105), teu_2018.format(12))]),
        Limit("ALTYNKOL_RELOADING", "reloading 1435 to 1520 at Altynkol", "TEU", 0, [(ALWAYS, Decimal(5000), "nodes.csv; public (2018)")]),
        _teu("KHORGOS_GATEWAY", "KTZE-Khorgos Gateway", [
            (ALWAYS, 540000, "upgrades.csv U17b; public"), ("2025-11-30", 800000, "upgrades.csv U17b; public")]),
        _teu("XIAN_TERMINAL", "Kazakhstan terminal in Xi'an", [
            (ALWAYS, 66500, "nodes.csv; seed 000, public"), ("2025-05-01", 133000, "nodes.csv; public")]),
        _teu("ZHETYSU_TERMINAL", "Zhetysu container terminal, Almaty", [(ALWAYS, 115000, "nodes.csv; seed 000, public")]),
        _teu("SVISLOCH_TERMINAL", "terminal Svisloch (4 trains of 105 TEU)", [
            (ALWAYS, 0, "opens 2026; seed 001/004"), ("2026-12-31", 4 * 105 * 365, "links.csv; assumption")]),
        _teu("BUDAPEST_TERMINAL", "terminal Budapest", [
            (ALWAYS, 0, "opens 2026; seed 001/004"), ("2026-12-31", 230000, "nodes.csv; public")]),
    ]


def _ports():
    feeder = [(ALWAYS, 89000, "links.csv AKTAU-ALYAT-sea; public"), ("2027-06-30", 170000, "upgrades.csv U11; assumption")]
    calls = [(ALWAYS, Decimal(599) / 304, "nodes.csv: 599 ferries in Jan-Oct 2023; public")]
    flights = [(ALWAYS, 65, "links.csv XIAN-ALMATY-air; seed 003"), ("2026-01-01", 124, "upgrades.csv U23; public")]
    both = lambda a, b, kind: ((f"{a}-{b}_{kind}", f"{a} to {b}"), (f"{b}-{a}_{kind}", f"{b} to {a}"))
    return [_teu(i, f"feeder {n}", feeder, "sailings") for i, n in both("AKTAU", "ALYAT", "FEEDER")] + \
        [Limit(i, f"ferry {n}", "ferry", 0, calls, "storms") for i, n in both("KURYK", "ALYAT", "FERRY")] + \
        [Limit(i, f"flights {n}", "flight", 1, [(d, Decimal(v), s) for d, v, s in flights], "week")
         for i, n in both("XIAN", "ALMATY", "FLIGHTS")] + [
        _teu("AKTAU_PORT", "containers over Aktau, both directions", [
            (ALWAYS, 140000, "upgrades.csv U09a; seed 002/003"), ("2026-01-01", 240000, "upgrades.csv U09a; seed 002/003")]),
        _teu("ALYAT_PORT", "containers over Alyat, both directions", [
            (ALWAYS, 100000, "upgrades.csv U12a; public"), ("2025-10-01", 150000, "upgrades.csv U12a; public"),
            ("2027-12-31", 260000, "upgrades.csv U12b; public")]),
        _teu("POTI_PORT", "containers over Poti, both directions", [
            (ALWAYS, 650000, "nodes.csv; assumption"), ("2027-12-31", 1050000, "upgrades.csv U14; public")]),
        _teu("BATUMI_PORT", "containers over Batumi, both directions", [(ALWAYS, 200000, "nodes.csv; assumption")]),
        _mt("KURYK_PORT", "port of Kuryk, both directions", [(ALWAYS, 6, "nodes.csv; public")]),
        _mt("KURYK_RAIL_BERTH", "rail ferry berth Kuryk, both directions", [(ALWAYS, Decimal("4.1"), "links.csv KURYK-ALYAT-sea_ferry; public")]),
        _mt("TURKMENBASHI_PORT", "port of Turkmenbashi, both directions", [(ALWAYS, 17, "nodes.csv; public")]),
        _mt("PAVLODAR_PORT", "river port Pavlodar", [(ALWAYS, Decimal("0.65"), "nodes.csv; public")]),
        Limit("TUGYL-PAVLODAR", "Irtysh, Tugyl - Pavlodar, both directions", "t", 0, [
            (ALWAYS, Decimal(0), "not open yet; seed 003"),
            ("2027-05-01", Decimal(2600000) / 192, "links.csv TUGYL-PAVLODAR-river: 2.6 Mt over 192 days; public")], season=("04-15", "10-23")),
    ]


USES = {
    "DOSTYK-ALASHANKOU-rail_border": ["DOSTYK_QUOTA"], "ALASHANKOU-DOSTYK-rail_border": ["ALASHANKOU_TRAINS"],
    "ALTYNKOL-KHORGOS_CN-rail_border": ["ALTYNKOL_QUOTA"], "KHORGOS_GATEWAY-KHORGOS_CN-rail_border": ["ALTYNKOL_QUOTA"],
    "KHORGOS_CN-ALTYNKOL-rail_border": ["KHORGOS_TRAINS"], "KHORGOS_CN-KHORGOS_GATEWAY-rail_border": ["KHORGOS_TRAINS"],
    "TACHENG-BAKHTY-rail_border": ["BAKHTY_CROSSING"], "BAKHTY-TACHENG-rail_border": ["BAKHTY_CROSSING"],
    "BREST-MALASZEWICZE-rail_border": ["MALASZEWICZE"], "MALASZEWICZE-BREST-rail_border": ["MALASZEWICZE"],
    "SVISLOCH-WARSAW-rail_border": ["SVISLOCH"], "WARSAW-SVISLOCH-rail_border": ["SVISLOCH"],
    "AKHALKALAKI-KARS-rail_border": ["AKHALKALAKI-KARS"], "KARS-AKHALKALAKI-rail_border": ["AKHALKALAKI-KARS"],
    "TBILISI-AKHALKALAKI-rail": ["TBILISI-AKHALKALAKI"], "AKHALKALAKI-TBILISI-rail": ["TBILISI-AKHALKALAKI"],
    "AKTAU-ALYAT-sea": ["AKTAU-ALYAT_FEEDER"], "ALYAT-AKTAU-sea": ["ALYAT-AKTAU_FEEDER"],
    "KURYK-ALYAT-sea_ferry": ["KURYK-ALYAT_FERRY"], "ALYAT-KURYK-sea_ferry": ["ALYAT-KURYK_FERRY"],
    "XIAN-ALMATY-air": ["XIAN-ALMATY_FLIGHTS"], "ALMATY-XIAN-air": ["ALMATY-XIAN_FLIGHTS"],
    "TUGYL-PAVLODAR-river": ["TUGYL-PAVLODAR"], "PAVLODAR-TUGYL-river": ["TUGYL-PAVLODAR"],
}


def build():
    """(limits, resources_of): every limit, and what a directed link of the facts uses."""
    sections, by_section = _sections()
    limits = sections + _crossings() + _checkpoints() + _terminals() + _ports()
    assert set(BORDER) <= set(USES)

    def resources_of(link):
        if link.id in USES:
            return list(USES[link.id])
        kind = {"rail1435": "rail", "rail1520": "rail", "ferry": "sea_"}.get(link.mode, link.mode[:4])
        return list(by_section.get((link.a, link.b, kind), []))

    return limits, resources_of
