"""node.csv: the facts' places under their local spelling, and three that the facts only mention."""
from . import facts

SPELLING = {
    "URUMQI": "Ürümqi", "ALYAT": "Ələt (Port of Baku)", "BAKU": "Bakı / Abşeron", "BOYUK_KESIK": "Böyük Kəsik",
    "MALASZEWICZE": "Małaszewicze", "LODZ": "Łódź", "WARSAW": "Warszawa", "CONSTANTA": "Constanța", "ISTANBUL": "İstanbul",
    "SVISLOCH": "Свіслач", "DOSTYK": "Достық", "AKTAU": "Ақтау", "KURYK": "Құрық", "KYZYLORDA": "Қызылорда", "SHU": "Шу",
    "MOYYNTY": "Мойынты", "ALMATY": "Алматы", "ASTANA": "Астана", "KARAGANDA": "Қарағанды", "ZHEZKAZGAN": "Жезқазған",
    "XIAN": "西安 Xi'an", "LANZHOU": "兰州 Lanzhou", "POTI": "ფოთი Poti", "MOSCOW": "Москва", "TURKMENBASHI": "Türkmenbaşy",
}

TYPES = {
    "rail_crossing_cn": "crossing", "rail_crossing_kz": "crossing", "road_crossing": "crossing", "rail_crossing_eu": "crossing",
    "rail_crossing_tr": "crossing", "road_crossing;rail_crossing_planned": "crossing", "rail_crossing_cn_planned": "crossing",
    "rail_border_eaeu": "crossing", "rail_border_uz": "crossing", "rail_border_uz_planned": "crossing", "rail_border": "crossing",
    "road_border_eaeu": "crossing", "seaport": "port", "river_port": "port", "destination": "terminal", "hub": "junction",
}

# Mentioned by the facts without a row of their own. Positions are assumptions, to 0.1 degree.
EXTRA = [
    ("XIAN_TERMINAL", "西安 Xi'an, Kazakhstan terminal", "109.0661", "34.3983", "terminal", "CN"),
    ("NEW_CHECKPOINT_EAST", "New road checkpoint, East Kazakhstan region (planned)", "84.5", "46.9", "crossing", "KZ"),
    ("NEW_CHECKPOINT_ALMATY", "New road checkpoint, Almaty region (planned)", "80.2", "42.9", "crossing", "KZ"),
]


def _plain(text):
    return format(float(text), ".4f").rstrip("0").rstrip(".")


def rows():
    """Every place of the facts, in their order, then the extra ones."""
    for node_id, n in facts.NODES.items():
        yield {"node_id": node_id, "name": SPELLING.get(node_id, n["name"]), "x_coord": _plain(n["lon"]),
               "y_coord": _plain(n["lat"]), "node_type": TYPES.get(n["type"], n["type"]), "country": n["country"]}
    for node_id, name, lon, lat, kind, country in EXTRA:
        yield {"node_id": node_id, "name": name, "x_coord": lon, "y_coord": lat, "node_type": kind, "country": country}


def country(node_id):
    if node_id in facts.NODES:
        return facts.NODES[node_id]["country"]
    return next(e[5] for e in EXTRA if e[0] == node_id)
