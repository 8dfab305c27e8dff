"""What has to move: tonnes of every flow in July and August 2025, exactly as the facts and one formula give them, and the
shares of origins and destinations within a flow (assumptions unless a fact is named)."""
from collections import namedtuple
from decimal import Decimal, ROUND_HALF_UP

from . import facts

Flow = namedtuple("Flow", "id facts direction commodity cargo product origins destinations")

MONTHS = (7, 8)
INDEX = {7: facts.demand("D127"), 8: facts.demand("D128")}
GROWTH = facts.demand("D007") / sum(facts.demand(f"D{i:03}") for i in range(52, 67))     # 35.0 / 32.0

# Trains by city, demand.csv D036-D041.
TRAINS = {"XIAN": 3849, "CHENGDU": 2285, "CHONGQING": 2059, "ZHENGZHOU": 2052, "YIWU": 812, "WUHAN": 742}
# Trade with Kazakhstan and Central Asia also starts in Xinjiang, Gansu and at the sea: 30 % (assumption).
NEAR = {**{c: n * 70 for c, n in TRAINS.items()}, "URUMQI": sum(TRAINS.values()) * 15,
        "LIANYUNGANG": sum(TRAINS.values()) * 10, "LANZHOU": sum(TRAINS.values()) * 5}
EUROPE = {"WARSAW": 25, "LODZ": 20, "MALASZEWICZE": 10, "DUISBURG": 28, "HAMBURG": 17}
RUSSIA = {"MOSCOW": 50, "SELYATINO": 15, "SAMARA": 15, "CHELYABINSK": 20}
IMPORT = {"ALMATY": 10, "ZHETYSU_TERMINAL": 20, "GTS2": 15, "ASTANA": 20, "SHYMKENT": 15,      # D058: 45/20/15/20
          "KARAGANDA": 8, "AKTOBE": 7, "KYZYLORDA": 5}

RAIL = [
    Flow("ORE_IRON", ["D052"], "E", "iron ore", "ores", "bulk", {"TOBOL": 80, "KARAGANDA": 20},
         {"URUMQI": 55, "LANZHOU": 30, "XIAN": 15}),
    Flow("ORE_NONFERROUS", ["D053"], "E", "non-ferrous ore & concentrates", "ores", "bulk",
         {"AKTOGAY": 35, "AYAGOZ": 15, "ZHEZKAZGAN": 15, "KARAGANDA": 20, "AKTOBE": 15}, {"LANZHOU": 45, "URUMQI": 40, "LIANYUNGANG": 15}),
    Flow("GRAIN", ["D054"], "E", "grain, flour, feed", "grain", "bulk", {"TOBOL": 35, "PETROPAVL": 30, "ASTANA": 25, "KARAGANDA": 10},
         {"XIAN": 45, "URUMQI": 25, "LIANYUNGANG": 20, "CHENGDU": 10}),
    Flow("METALS", ["D055"], "E", "ferrous & non-ferrous metals", "metals", "wagons", {"KARAGANDA": 50, "AKTOBE": 20, "ZHEZKAZGAN": 30},
         {"URUMQI": 35, "LANZHOU": 20, "XIAN": 25, "CHONGQING": 20}),
    Flow("PETROLEUM", ["D056"], "E", "petroleum products, chemicals", "petroleum", "wagons", {"SHYMKENT": 60, "AKTOBE": 40}, {"URUMQI": 70, "LANZHOU": 30}),
    Flow("EXPORT_OTHER", ["D057"], "E", "other/containers", "containers", "boxes", {"ALMATY": 60, "ASTANA": 20, "SHYMKENT": 20}, {"XIAN": 50, "URUMQI": 30, "LIANYUNGANG": 20}),
    Flow("IMPORT", ["D058"], "W", "consumer goods, machinery, vehicles (containers)", "containers", "boxes", NEAR, IMPORT),
    Flow("CN_CA", ["D059"], "W", "consumer goods, machinery, vehicles", "containers", "boxes", NEAR, {"TASHKENT": 100}),
    Flow("CN_RU", ["D060"], "W", "consumer goods, cars", "general", "wagons", TRAINS, RUSSIA),
    Flow("RU_CN", ["D061"], "E", "timber, chemicals, foods, metals", "general", "wagons", {"CHELYABINSK": 45, "SAMARA": 25, "MOSCOW": 30},
         {"XIAN": 40, "URUMQI": 20, "CHENGDU": 20, "LIANYUNGANG": 20}),
    Flow("CN_EU", ["D062"], "W", "containers", "containers", "boxes", TRAINS, EUROPE),
    Flow("EU_CN", ["D063"], "E", "containers", "containers", "boxes", EUROPE, TRAINS),
    Flow("CA_CN", ["D064"], "E", "cotton, copper, chemicals", "general", "wagons", {"TASHKENT": 100}, {"URUMQI": 35, "XIAN": 35, "LIANYUNGANG": 30}),
    # D093: of 317 trains 119 went beyond Azerbaijan; how far is an assumption. One train a month is consigned to Budapest.
    Flow("CN_TITR", ["D065"], "W", "containers", "containers", "boxes", {"XIAN_TERMINAL": 100},
         {"BAKU": 62, "POTI": 13, "TBILISI": 5, "ISTANBUL": 10, "CONSTANTA": 6, "BUDAPEST": 4}),
    Flow("TITR_CN", ["D066"], "E", "containers", "containers", "boxes", {"BAKU": 60, "TBILISI": 20, "POTI": 20}, {"XIAN_TERMINAL": 100}),
]

KZ_ROAD = {"ALMATY": 50, "ASTANA": 15, "SHYMKENT": 15, "TARAZ": 5, "AYAGOZ": 5, "AKTOBE": 10}
CN_ROAD = {"URUMQI": 70, "XIAN": 20, "YINING": 10}

OTHER = [
    # Corridor containers that do not cross the Chinese border: the rest of 77,000 TEU a year; 85 % westbound (notes, section 1).
    Flow("TITR_KZ_W", ["D087"], "W", "containers", "containers", "boxes", {"ALMATY": 35, "KARAGANDA": 20, "AKTOBE": 20, "TASHKENT": 25},
         {"BAKU": 40, "TBILISI": 15, "POTI": 30, "ISTANBUL": 15}),
    Flow("TITR_KZ_E", ["D087"], "E", "containers", "containers", "boxes", {"BAKU": 50, "TBILISI": 20, "POTI": 30}, {"ALMATY": 50, "ASTANA": 25, "TASHKENT": 25}),
    Flow("KURYK_RAIL_W", ["D103", "D102"], "W", "all (wagons)", "metals", "wagons", {"KARAGANDA": 50, "AKTOBE": 50}, {"BAKU": 50, "TBILISI": 30, "POTI": 20}),
    Flow("KURYK_RAIL_E", ["D103", "D102"], "E", "all (wagons)", "metals", "wagons", {"BAKU": 70, "TBILISI": 30}, {"AKTOBE": 60, "ALMATY": 40}),
    Flow("KURYK_ROAD_W", ["D103", "D102"], "W", "all (trucks)", "general", "trucks", {"AKTOBE": 60, "KURYK": 40}, {"ALYAT": 50, "TBILISI": 50}),
    Flow("KURYK_ROAD_E", ["D103", "D102"], "E", "all (trucks)", "general", "trucks", {"ALYAT": 40, "TBILISI": 60}, {"AKTOBE": 70, "KURYK": 30}),
    Flow("GRAIN_AKTAU", ["D112"], "S", "grain", "grain", "bulk", {"TOBOL": 55, "ASTANA": 30, "PETROPAVL": 15}, {"AKTAU": 100}),
    Flow("ROAD_IMPORT", ["D117"], "W", "general", "general", "trucks", CN_ROAD, KZ_ROAD),
    Flow("ROAD_EXPORT", ["D117"], "E", "general", "general", "trucks", {"ALMATY": 60, "AYAGOZ": 20, "SHYMKENT": 20}, {"URUMQI": 80, "YINING": 20}),
    Flow("ROAD_CN_CA_RU", ["D115", "D118"], "W", "general", "general", "trucks", {"URUMQI": 85, "XIAN": 15}, {"TASHKENT": 60, "MOSCOW": 20, "SAMARA": 10, "CHELYABINSK": 10}),
    Flow("ROAD_CN_EU", ["D118"], "W", "e-commerce, autos", "general", "trucks", {"URUMQI": 60, "XIAN": 40}, {"WARSAW": 60, "LODZ": 20, "DUISBURG": 20}),
]

FLOWS = RAIL + OTHER
WEST = Decimal("0.85")        # corridor containers, notes section 1
KURYK_WEST = Decimal("0.6")   # assumption
ROAD_WEST = Decimal("0.8")    # assumption


def _kuryk(part):
    """Monthly tonnes over Kuryk by wagon or truck: 2.2 Mt a year (D103) in the proportion of D102's note."""
    return facts.demand("D103") * 1000000 / 12 * Decimal(part) / (Decimal("1.24") + Decimal("0.566"))


def tonnes(flow, month):
    """Tonnes of a flow in a month, to the kilogram."""
    d, mega = facts.demand, Decimal(1000000)
    if flow in RAIL:
        value = d(flow.facts[0]) * mega * GROWTH / 12 * INDEX[month]
    elif flow.id.startswith("TITR_KZ"):
        china = (d("D065") + d("D066")) * mega * GROWTH / 12 * INDEX[month]
        rest = d("D087") * 1000 / 12 * facts.tariff("T065") - china
        value = rest * (WEST if flow.direction == "W" else 1 - WEST)
    elif flow.id.startswith("KURYK"):
        share = KURYK_WEST if flow.direction == "W" else 1 - KURYK_WEST
        value = _kuryk("1.24" if "RAIL" in flow.id else "0.566") * share
    elif flow.id == "GRAIN_AKTAU":
        value = d("D112") * mega / 12
    elif flow.id in ("ROAD_IMPORT", "ROAD_EXPORT"):
        value = d("D117") * 1000 / 3 * (ROAD_WEST if flow.direction == "W" else 1 - ROAD_WEST)
    else:
        europe = d("D118") * 1000 / 9
        value = europe if flow.id == "ROAD_CN_EU" else d("D115") * mega / 12 - europe
    return value.quantize(Decimal("0.001"), rounding=ROUND_HALF_UP)


def cells(flow, month):
    """[(origin, destination, tonnes)]: the flow by its shares, in whole tonnes but for the largest cell, which takes the rest."""
    total = tonnes(flow, month)
    weight = sum(flow.origins.values()) * sum(flow.destinations.values())
    out = [(o, d, (total * wo * wd / weight).quantize(Decimal(1)))
           for o, wo in flow.origins.items() for d, wd in flow.destinations.items()]
    big = max(range(len(out)), key=lambda i: out[i][2])
    rest = total - sum(q for _, _, q in out)
    out[big] = (out[big][0], out[big][1], out[big][2] + rest)
    return [c for c in out if c[2] > 0]
