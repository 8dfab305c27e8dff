"""cargo.csv: tonnes that one unit carries. A cargo without a unit cannot use what is counted in it."""
from decimal import Decimal

from . import facts

BULK = facts.tariff("T062")              # 4,500 t in a bulk train
LIGHT = facts.tariff("T062", "low")      # 3,300 t: flour, tank wagons
HANDED = facts.tariff("T061")            # 2,600 t in a train handed over to China
BOX_T = facts.tariff("T065")             # 12 t per TEU
BOXES = facts.tariff("T058") * BOX_T     # 105 TEU in a container train
TRUCK = facts.tariff("T069")             # 20 t
WAGONS = facts.tariff("T074")            # 54 wagons on a ferry
OPEN_WAGON = facts.tariff("T063")        # 70 t

CARGO = {
    "ores": {"name": "Ores and concentrates", "train": BULK, "handover": HANDED, "ferry": WAGONS * OPEN_WAGON},
    "metals": {"name": "Metals", "train": BULK, "handover": HANDED, "ferry": WAGONS * OPEN_WAGON},
    "grain": {"name": "Grain, flour, feed", "train": BULK, "handover": HANDED, "ferry": WAGONS * facts.tariff("T063", "low")},
    "petroleum": {"name": "Petroleum products, chemicals", "train": LIGHT, "handover": HANDED, "ferry": WAGONS * 60},
    "containers": {"name": "Containers", "train": BOXES, "handover": BOXES, "TEU": BOX_T, "ferry": WAGONS * 2 * BOX_T},
    "general": {"name": "General cargo", "train": HANDED, "handover": HANDED, "TEU": BOX_T, "truck": TRUCK,
                "ferry": 50 * TRUCK, "flight": Decimal(15)},
}
