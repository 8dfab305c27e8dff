"""upgrade.csv: what could be bought, each with a plan of its own over the base. Effects are rows of the facts' upgrades.csv;
costs are not in the facts and are assumptions by the unit costs below, but for the loan that U06a names."""
from dataclasses import dataclass
from decimal import Decimal

from .capacities import START, overlay

# Assumed unit costs, millions of dollars.
NEW_LINE_KM, SECOND_TRACK_KM, RENEWED_KM = Decimal(3), Decimal(2), Decimal(1)
TEU_A_YEAR, TONNE_A_YEAR = Decimal("0.0003"), Decimal("0.000015")
TRAIN_A_DAY, CHECKPOINT, SHIP, FLIGHT_A_WEEK = Decimal(5), Decimal(40), Decimal(30), Decimal(1)
YEAR = Decimal(365)


@dataclass
class Upgrade:
    id: str
    name: str
    cost: Decimal
    why: str          # where the cost comes from
    fact: str         # row of upgrades.csv and its basis
    limits: dict      # {limit: date whose value it brings, or units a day}
    requires: str = ""


def _both(a, b, value):
    return {f"{a}-{b}": value, f"{b}-{a}": value}


def _road(checkpoint, value):
    return {f"{checkpoint}_ROAD:{d}": value for d in "WE"}


LATE = "2029-01-01"  # everything is open by then, but running times are other upgrades' too
UPGRADES = [
    Upgrade("U01", "Second track Dostyk - Moyynty, 836 km", 836 * SECOND_TRACK_KM, "836 km of second track", "U01a, U01b; public",
            _both("DOSTYK", "AKTOGAY", "2025-09-30") | _both("AKTOGAY", "MOYYNTY", "2025-09-30")),
    Upgrade("U01R", "Reloading at Dostyk, six trains more a day", 6 * 105 * YEAR * TEU_A_YEAR, "230,000 TEU a year", "nodes.csv Dostyk; public, stage assumed",
            {"DOSTYK_RELOADING": "2025-09-30"}),
    Upgrade("U02", "Almaty bypass Zhetygen - Kazybek Bek, 75 km", 75 * NEW_LINE_KM, "75 km of new line", "U02a; public", _both("ZHETYGEN", "KAZYBEK_BEK", LATE)),
    Upgrade("U03", "Bakhty - Ayagoz line, 303 km, and third crossing", 303 * NEW_LINE_KM, "303 km of new line", "U03a; seed",
            {"BAKHTY-AYAGOZ": LATE, "BAKHTY_CROSSING": LATE}),
    Upgrade("U05", "Altynkol - Zhetygen: 32 km of second track, loops, yard", 32 * SECOND_TRACK_KM + 80, "32 km of second track, and 80 for 5 loops, 8 stations, a yard",
            "U05; public", _both("ALTYNKOL", "ZHETYGEN", "2027-01-01")),
    Upgrade("U06A", "Moyynty - Kyzylzhar new line, 322 km", Decimal(1410), "the loan of USD 1.41 bn of Feb 2026 (upgrades.csv U06a; public)", "U06a; public",
            _both("MOYYNTY", "KYZYLZHAR", LATE)),
    Upgrade("U06B", "Kyzylzhar - Saksaulsky renewed, 661 km", 661 * RENEWED_KM, "661 km renewed", "U06b; public",
            {"KYZYLZHAR-ZHEZKAZGAN": "2027-01-01", "ZHEZKAZGAN-SAKSAULSKY": "2027-01-01"}),
    Upgrade("U07", "Kandyagash - Tobol renewed, 540 km", 540 * RENEWED_KM, "540 km renewed", "U07; public", {"TOBOL-KANDYAGASH": "2028-01-01"}),
    Upgrade("U08", "Darbaza - Maktaaral line, 152 km", 152 * NEW_LINE_KM, "152 km of new line", "U08; public", {"ARYS-MAKTAARAL": LATE}),
    Upgrade("U09", "Aktau container hub", 100000 * TEU_A_YEAR, "100,000 TEU a year", "U09a; seed", {"AKTAU_PORT": LATE}),
    Upgrade("U10B", "Kuryk Sarzha terminal", 10000000 * TONNE_A_YEAR, "10 Mt a year", "U10b; public", {"KURYK_PORT": 16000000 / YEAR}),
    Upgrade("U11", "Two 700-container ships Aktau - Alyat", 2 * SHIP, "two ships", "U11; assumption",
            {"AKTAU-ALYAT_FEEDER": LATE, "ALYAT-AKTAU_FEEDER": LATE}),
    Upgrade("U12A", "Alyat port: efficiency", 50000 * TEU_A_YEAR, "50,000 TEU a year", "U12a; public", {"ALYAT_PORT": 150000 / YEAR}),
    Upgrade("U12B", "Alyat port: phase-1 expansion", 110000 * TEU_A_YEAR, "110,000 TEU a year", "U12b; public, what it adds to U12a", {"ALYAT_PORT": 210000 / YEAR}, "U12A"),
    Upgrade("U17", "Khorgos Gateway: ten new broad-gauge tracks", 260000 * TEU_A_YEAR, "260,000 TEU a year", "U17b; public", {"KHORGOS_GATEWAY": LATE}),
    Upgrade("U18", "Nur Zholy checkpoint open 24 h, bypass", CHECKPOINT, "a checkpoint", "U18; public", _road("NUR_ZHOLY", LATE)),
    Upgrade("U19", "Maykapshagay - Zimunay bridge for heavy trucks", CHECKPOINT, "a checkpoint", "U19; assumption", _road("MAYKAPSHAGAY", LATE)),
    Upgrade("U20A", "New road checkpoint, Almaty region", CHECKPOINT, "a checkpoint", "U20; assumption", _road("NEW_CHECKPOINT_ALMATY", LATE)),
    Upgrade("U20E", "New road checkpoint, East Kazakhstan", CHECKPOINT, "a checkpoint", "U20; assumption", _road("NEW_CHECKPOINT_EAST", LATE)),
    Upgrade("U21B", "Irtysh corridor: Tugyl port, 110 km railway", 110 * NEW_LINE_KM + 50, "110 km of new line, and 50 for the port", "U21b; public", {"TUGYL-PAVLODAR": "2028-07-01"}),
    Upgrade("U22B", "Terminal Budapest, 230,000 TEU", 230000 * TEU_A_YEAR, "230,000 TEU a year", "U22; public", {"BUDAPEST_TERMINAL": LATE}),
    Upgrade("U23", "Flights Xi'an - Almaty, 124 a week", 59 * FLIGHT_A_WEEK, "59 flights a week", "U23; public",
            {"XIAN-ALMATY_FLIGHTS": LATE, "ALMATY-XIAN_FLIGHTS": LATE}),
    Upgrade("U26A", "Yards for 21 trains a day handed over Altynkol - Khorgos", 6 * TRAIN_A_DAY, "six trains a day", "U26: 1.4 times; public, the share of each crossing assumed",
            {"ALTYNKOL_QUOTA": Decimal(21)}),
    Upgrade("U26D", "Yards for 39 trains a day handed over Dostyk - Alashankou", 11 * TRAIN_A_DAY, "eleven trains a day", "U26: 1.4 times; public, the share of each crossing assumed",
            {"DOSTYK_QUOTA": Decimal(39)}),
]


def _value(limit, wanted):
    return limit.at(wanted)[0] if isinstance(wanted, str) else wanted


def plan_rows():
    return [dict(plan_id=f"with-{u.id}", name=f"the base with {u.id}", base_plan_id="") for u in UPGRADES]


def rows():
    return [dict(upgrade_id=u.id, name=u.name, cost_musd=u.cost, plan_id=f"with-{u.id}", requires=u.requires,
                 source=f"effect: upgrades.csv {u.fact}; cost: {u.why}" + ("" if u.id == "U06A" else "; assumption")) for u in UPGRADES]


def capacity_rows(limits):
    by_id = {l.id: l for l in limits}
    return [row for u in UPGRADES for limit, wanted in u.limits.items()
            for row in overlay(f"with-{u.id}", by_id[limit], _value(by_id[limit], wanted), f"upgrades.csv {u.fact}")]


def transit_rows(links):
    """Links over the upgrade's limits, with the hours that they have once it is there."""
    out = []
    for u in UPGRADES:
        for l in links:
            dates = [d for r, d in u.limits.items() if r in l.resources and isinstance(d, str) and d != LATE]
            if dates and l.at(max(dates)) < l.at(START.isoformat()):
                out.append(dict(plan_id=f"with-{u.id}", link_id=l.id, from_date="", to_date="", transit_hours=l.at(max(dates))))
    return out
