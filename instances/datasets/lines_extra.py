"""What the facts' links need beside them: crossings taken apart by direction, links they imply, through runs."""
from decimal import Decimal

from . import facts

D = facts.dwell


def _half(fact, receiving_hours):
    """What is left of a crossing's typical hours for the run when the receiving side's reloading is a transfer."""
    return facts.hours(fact) - receiving_hours


DOSTYK, KHORGOS, TACHENG = "ALASHANKOU-DOSTYK-rail_border", "KHORGOS_CN-ALTYNKOL-rail_border", "TACHENG-BAKHTY-rail_border"
BREST, SVISLOCH, KARS = "BREST-MALASZEWICZE-rail_border", "SVISLOCH-WARSAW-rail_border", "AKHALKALAKI-KARS-rail_border"

# The receiving side reloads: the run over the border is on the sender's gauge, the gauge change is a transfer
# (terminals.py). From China: typical hours of the crossing less the receiving dwell. To China: 6.8 h on the Kazakh side
# (CPMM 2022), reloading on the Chinese side.
OUT = Decimal("6.8")
BORDER = {
    "ALASHANKOU-DOSTYK-rail_border": dict(fact=DOSTYK, a="ALASHANKOU", b="DOSTYK", mode="rail1435", hours=_half(DOSTYK, D("DOSTYK"))),
    "DOSTYK-ALASHANKOU-rail_border": dict(fact=DOSTYK, a="DOSTYK", b="ALASHANKOU", mode="rail1520", hours=OUT),
    "KHORGOS_CN-ALTYNKOL-rail_border": dict(fact=KHORGOS, a="KHORGOS_CN", b="ALTYNKOL", mode="rail1435", hours=_half(KHORGOS, D("ALTYNKOL"))),
    "ALTYNKOL-KHORGOS_CN-rail_border": dict(fact=KHORGOS, a="ALTYNKOL", b="KHORGOS_CN", mode="rail1520", hours=OUT),
    "KHORGOS_CN-KHORGOS_GATEWAY-rail_border": dict(fact=KHORGOS, a="KHORGOS_CN", b="KHORGOS_GATEWAY", mode="rail1435", hours=_half(KHORGOS, D("ALTYNKOL"))),
    "KHORGOS_GATEWAY-KHORGOS_CN-rail_border": dict(fact=KHORGOS, a="KHORGOS_GATEWAY", b="KHORGOS_CN", mode="rail1435", hours=OUT),
    "TACHENG-BAKHTY-rail_border": dict(fact=TACHENG, a="TACHENG", b="BAKHTY", mode="rail1435", hours=Decimal(12)),
    "BAKHTY-TACHENG-rail_border": dict(fact=TACHENG, a="BAKHTY", b="TACHENG", mode="rail1520", hours=Decimal(12)),
    "BREST-MALASZEWICZE-rail_border": dict(fact=BREST, a="BREST", b="MALASZEWICZE", mode="rail1520", hours=_half(BREST, D("MALASZEWICZE"))),
    "MALASZEWICZE-BREST-rail_border": dict(fact=BREST, a="MALASZEWICZE", b="BREST", mode="rail1435", hours=_half(BREST, D("MALASZEWICZE"))),
    "SVISLOCH-WARSAW-rail_border": dict(fact=SVISLOCH, a="SVISLOCH", b="WARSAW", mode="rail1435", hours=_half(SVISLOCH, D("SVISLOCH"))),
    "WARSAW-SVISLOCH-rail_border": dict(fact=SVISLOCH, a="WARSAW", b="SVISLOCH", mode="rail1435", hours=_half(SVISLOCH, D("SVISLOCH"))),
    "AKHALKALAKI-KARS-rail_border": dict(fact=KARS, a="AKHALKALAKI", b="KARS", mode="rail1435", hours=_half(KARS, D("AKHALKALAKI"))),
    "KARS-AKHALKALAKI-rail_border": dict(fact=KARS, a="KARS", b="AKHALKALAKI", mode="rail1435", hours=_half(KARS, D("AKHALKALAKI"))),
}

# Links that the facts imply but do not list; km and hours are assumptions (speeds as in links.csv: rail 1,000 km/day in
# China and 800 in Kazakhstan, road 800 and 550).
EXTRA = [
    ("XIAN_TERMINAL", "LANZHOU", "rail1435", 676, "16.2", "the terminal stands in Xi'an: the line Xi'an-Lanzhou"),
    ("URUMQI", "TACHENG", "rail1435", 620, "14.9", "via Kuytun and Karamay; without it the third crossing ends nowhere"),
    ("URUMQI", "YINING", "road_cn", 690, "20.7", "joins Kolzhat and the Ili port to China"),
    ("YINING", "NEW_CHECKPOINT_ALMATY", "road_cn", 150, "4.5", "planned checkpoint"),
    ("NEW_CHECKPOINT_ALMATY", "ALMATY", "road", 330, "14.4", "as Kolzhat-Almaty"),
    ("URUMQI", "NEW_CHECKPOINT_EAST", "road_cn", 560, "16.8", "as Urumqi-Maykapshagay"),
    ("NEW_CHECKPOINT_EAST", "AYAGOZ", "road", 400, "17.5", "planned checkpoint"),
    ("MAYKAPSHAGAY", "TUGYL", "road", 110, "4.8", "99-120 km (upgrades.csv U21b)"),
    ("PAVLODAR", "ASTANA", "rail1520", 440, "13.2", "joins the Irtysh port to the network"),
    ("KUNAYEV", "ALMATY", "road", 80, "3.5", "joins the Ili port to the network"),
    ("ZHETYSU_TERMINAL", "ALMATY", "road", 15, "2", "as the rail link"),
    ("GTS2", "ALMATY", "road", 20, "2", "as the rail link"),
    ("SHYMKENT", "SARYAGASH", "road", 110, "4.8", "joins Uzbekistan by road"),
    ("SARYAGASH", "TASHKENT", "road", 25, "37.1", "1.1 h driving and the dwell of Saryagash, given for rail and road"),
]

_TO_BORDER = [["LANZHOU", "URUMQI", "JINGHE", "ALASHANKOU"], ["LANZHOU", "URUMQI", "JINGHE", "KHORGOS_CN"]]
_CITIES = [["XIAN"], ["XIAN_TERMINAL"], ["CHONGQING"], ["CHENGDU"], ["ZHENGZHOU", "XIAN"], ["WUHAN", "ZHENGZHOU", "XIAN"],
           ["YIWU", "ZHENGZHOU", "XIAN"], ["LIANYUNGANG", "ZHENGZHOU", "XIAN"], []]

RUNS = [c + t for c in _CITIES for t in _TO_BORDER] + [
    ["URUMQI", "JINGHE", "KHORGOS_CN"],
    ["ALTYNKOL", "ZHETYGEN", "ALMATY"],
    ["ALTYNKOL", "ZHETYGEN", "KAZYBEK_BEK", "SHU"],
    ["ALMATY", "KAZYBEK_BEK", "SHU"],
    ["ALMATY", "KAZYBEK_BEK", "SHU", "MOYYNTY"],
    ["SHU", "TARAZ", "SHYMKENT", "ARYS"],
    ["ARYS", "KYZYLORDA", "SAKSAULSKY"],
    ["SAKSAULSKY", "SHALKAR", "BEYNEU"],
    ["SAKSAULSKY", "SHALKAR", "KANDYAGASH"],
    ["KYZYLZHAR", "ZHEZKAZGAN", "SAKSAULSKY"],
    ["DOSTYK", "AKTOGAY", "MOYYNTY"],
    ["DOSTYK", "AKTOGAY", "MOYYNTY", "KARAGANDA"],
    ["DOSTYK", "AKTOGAY", "AYAGOZ"],
    ["DOSTYK", "AKTOGAY", "ALMATY"],
    ["BAKHTY", "AYAGOZ", "AKTOGAY", "MOYYNTY"],
    ["ASTANA", "TOBOL", "KANDYAGASH"],
    ["KANDYAGASH", "AKTOBE", "ILETSK", "SAMARA"],
]
