"""transfer.csv: gauge changes, ports, road checkpoints, terminals. Hours are the facts' typical dwell."""
from decimal import Decimal

from . import facts

D = facts.dwell
FEU_T = 2 * facts.tariff("T065")                     # tonnes in a 40 ft container
GAUGE_COST = facts.tariff("T032") / FEU_T            # 329 USD a container at Dostyk
PORT_COST = facts.tariff("T022") / FEU_T
ROAD_BORDER_COST = facts.tariff("T033") / 20
MOVE_CO2 = facts.tariff("T055") / FEU_T

CHECKPOINT_DWELL = {c: D(c) for c in ("NUR_ZHOLY", "KOLZHAT", "BAKHTY", "MAYKAPSHAGAY", "ALAKOL")}
CHECKPOINT_DWELL.update(NEW_CHECKPOINT_EAST=D("MAYKAPSHAGAY"), NEW_CHECKPOINT_ALMATY=D("KOLZHAT"))

# node, from, to, hours, resources. To China the Chinese side reloads in the low dwell of Alashankou (6 h).
GAUGE = [
    ("DOSTYK", "rail1435", "rail1520", D("DOSTYK"), ["DOSTYK_RELOADING"]),
    ("ALASHANKOU", "rail1520", "rail1435", Decimal(6), []),
    ("ALTYNKOL", "rail1435", "rail1520", D("ALTYNKOL"), ["ALTYNKOL_RELOADING"]),
    ("KHORGOS_CN", "rail1520", "rail1435", Decimal(6), []),
    ("KHORGOS_GATEWAY", "rail1435", "rail1520", D("KHORGOS_GATEWAY"), ["KHORGOS_GATEWAY"]),
    ("KHORGOS_GATEWAY", "rail1520", "rail1435", D("KHORGOS_GATEWAY"), ["KHORGOS_GATEWAY"]),
    ("BAKHTY", "rail1435", "rail1520", Decimal(12), []),
    ("TACHENG", "rail1520", "rail1435", Decimal(12), []),
    ("MALASZEWICZE", "rail1520", "rail1435", D("MALASZEWICZE"), []),
    ("BREST", "rail1435", "rail1520", D("BREST"), []),
    ("SVISLOCH", "rail1520", "rail1435", D("SVISLOCH"), ["SVISLOCH_TERMINAL"]),
    ("SVISLOCH", "rail1435", "rail1520", D("SVISLOCH"), ["SVISLOCH_TERMINAL"]),
    ("AKHALKALAKI", "rail1520", "rail1435", D("AKHALKALAKI"), ["AKHALKALAKI"]),
    ("AKHALKALAKI", "rail1435", "rail1520", D("AKHALKALAKI"), ["AKHALKALAKI"]),
]

# node, one mode, other mode, hours, resources (the same row both ways)
PORTS = [
    ("AKTAU", "rail1520", "sea", D("AKTAU"), ["AKTAU_PORT"]),
    ("ALYAT", "sea", "rail1520", D("ALYAT"), ["ALYAT_PORT"]),
    ("ALYAT", "sea", "road", D("ALYAT"), ["ALYAT_PORT"]),
    ("KURYK", "rail1520", "ferry", D("KURYK"), ["KURYK_PORT", "KURYK_RAIL_BERTH"]),
    ("KURYK", "road", "ferry", D("KURYK"), ["KURYK_PORT"]),
    ("ALYAT", "ferry", "rail1520", D("ALYAT"), []),
    ("ALYAT", "ferry", "road", D("ALYAT"), []),
    ("TURKMENBASHI", "sea", "ferry", D("TURKMENBASHI"), ["TURKMENBASHI_PORT"]),
    ("POTI", "rail1520", "sea", D("POTI"), ["POTI_PORT"]),
    ("POTI", "road", "sea", D("POTI"), ["POTI_PORT"]),
    ("BATUMI", "rail1520", "sea", D("BATUMI"), ["BATUMI_PORT"]),
    ("CONSTANTA", "sea", "rail1435", D("CONSTANTA"), []),
    ("ISTANBUL", "sea", "rail1435", D("ISTANBUL"), []),
    ("TUGYL", "road", "river", Decimal(24), []),
    ("PAVLODAR", "river", "rail1520", Decimal(24), ["PAVLODAR_PORT"]),
    ("YINING", "road_cn", "river", Decimal(24), []),
    ("KUNAYEV", "river", "road", Decimal(24), []),
]

TERMINALS = [
    ("ZHETYSU_TERMINAL", "rail1520", "road", D("ZHETYSU_TERMINAL"), ["ZHETYSU_TERMINAL"]),
    ("GTS2", "rail1520", "road", D("GTS2"), []),
    ("URUMQI", "rail1435", "road_cn", D("URUMQI"), []),
    ("BREST", "road", "rail1520", D("BREST"), []),
]

# node, mode, hours, resources: forming trains with customs at the origin, handing over at the destination
LOADING = [(c, "rail1435", D(c), []) for c in
           ("XIAN", "CHONGQING", "CHENGDU", "ZHENGZHOU", "WUHAN", "YIWU", "LIANYUNGANG", "URUMQI")] + [
    ("XIAN_TERMINAL", "rail1435", D("XIAN"), ["XIAN_TERMINAL"]),
    ("XIAN", "air", Decimal(24), []),
    ("ALMATY", "air", Decimal(24), []),
]
UNLOADING = [(c, "rail1435", D(c), []) for c in ("DUISBURG", "HAMBURG", "WARSAW", "LODZ")] + [
    ("BUDAPEST", "rail1435", D("BUDAPEST"), ["BUDAPEST_TERMINAL"]),
    ("ZHETYSU_TERMINAL", "rail1520", D("ZHETYSU_TERMINAL"), ["ZHETYSU_TERMINAL"]),
    ("GTS2", "rail1520", D("GTS2"), []),
    ("SELYATINO", "rail1520", D("SELYATINO"), []),
    ("XIAN_TERMINAL", "rail1435", Decimal(0), ["XIAN_TERMINAL"]),
    ("XIAN", "air", Decimal(12), []),
    ("ALMATY", "air", Decimal(12), []),
]


def _row(node, a, b, hours, resources, cost=Decimal(0), co2=Decimal(0)):
    return dict(node_id=node, from_mode=a, to_mode=b, hours=hours, resources=list(resources), cost_usd_per_t=cost,
                co2_kg_per_t=co2)


def build():
    """Every transfer, loading and unloading row."""
    rows = [_row(*g, GAUGE_COST, MOVE_CO2) for g in GAUGE]
    for node, a, b, hours, resources in PORTS + TERMINALS:
        rows += [_row(node, u, v, hours, resources, PORT_COST, MOVE_CO2) for u, v in ((a, b), (b, a))]
    for c, hours in CHECKPOINT_DWELL.items():
        rows.append(_row(c, "road_cn", "road", hours, [c + "_ROAD:W"], ROAD_BORDER_COST))
        rows.append(_row(c, "road", "road_cn", hours, [c + "_ROAD:E"], ROAD_BORDER_COST))
    rows += [_row(n, "", m, hours, r) for n, m, hours, r in LOADING]
    rows += [_row(n, m, "", hours, r) for n, m, hours, r in UNLOADING]
    return rows
