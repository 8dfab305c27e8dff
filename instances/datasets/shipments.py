"""shipment.csv: flows cut into block trains, wagon groups, boxes and trucks of several forwarders, seeded."""
import datetime as dt
from decimal import Decimal

from . import freight
from .seeded import Seeded

FORWARDERS = ["ARGYMAK", "BALQASH_LINE", "BARYS_CARGO", "BETEGE", "DALA_RAIL", "ERTIS_TRANS", "KAUSAR_BOX", "QULAN", "SAMAL", "SHYNAR_ROAD"]
HAULIERS = {"trucks": [3, 9, 7, 5], "boxes": [1, 2, 6, 0, 8], "bulk": [4, 0, 3], "wagons": [4, 5, 3, 8]}

# Per product: tonnes of a full train, its share of the flow, and the range of the smaller groups, in multiples of `lot`.
PRODUCT = {
    "bulk": dict(block=Decimal(4500), share=80, small=(900, 1500), lot=60),
    "wagons": dict(block=Decimal(2600), share=40, small=(900, 1500), lot=60),
    "boxes": dict(block=Decimal(1260), share=75, small=(480, 960), lot=12),
    "trucks": dict(block=Decimal(1200), share=45, small=(500, 1000), lot=20),
}
PROMISED = 60           # of 100 shipments have a due date
URGENT = 5              # of 100 with a due date count double
FACTOR = {True: Decimal("1.2"), False: Decimal("1.4")}     # promised days over free-flow days, block trains and groups


def _pieces(quantity, product, rng):
    """Cuts a quantity into [(tonnes, is_block)]; the last piece is what is left."""
    p = PRODUCT[product]
    blocks = int(quantity * p["share"] / 100 / p["block"])
    if rng.below(100) < int(quantity * p["share"] / p["block"]) - 100 * blocks and (blocks + 1) * p["block"] <= quantity:
        blocks += 1
    out, left = [(p["block"], True)] * blocks, quantity - blocks * p["block"]
    low, high = (v // p["lot"] for v in p["small"])
    while left > p["small"][1]:
        size = Decimal(rng.between(low, high) * p["lot"])
        if left - size < p["small"][0]:
            break
        out.append((size, False))
        left -= size
    if left > 0:
        out.append((left, False))
    return out


def _ready(pieces, month, rng):
    """Instants spread over the month by tonnes, moved by up to a day, on six hours."""
    first = dt.datetime(2025, month, 1)
    days = 31
    total, before = sum(p["q"] for p in pieces), Decimal(0)
    for p in pieces:
        steps = int((before + p["q"] / 2) / total * days * 4) + rng.between(-4, 4)
        before += p["q"]
        p["ready"] = first + dt.timedelta(hours=6 * min(max(steps, 0), days * 4 - 1))


def _promise(ready, hours, factor):
    """The day, at 00:00 UTC, by which the freight is promised: the free-flow time by a factor, rounded up to days."""
    due = ready + dt.timedelta(hours=float(hours * factor))
    return due.date() + dt.timedelta(1 if due.time() != dt.time() else 0)


def _flow_month(flow, month, rng, free_flow):
    pieces = [dict(flow=flow, o=o, d=d, q=q, block=block)
              for o, d, cell in freight.cells(flow, month) for q, block in _pieces(cell, flow.product, rng)]
    pieces = rng.shuffled(pieces)
    _ready(pieces, month, rng)
    houses = HAULIERS[flow.product]
    for p in pieces:
        p["forwarder"] = FORWARDERS[houses[rng.below(len(houses))]]
        p["due"], p["weight"] = "", 1
        hours = free_flow(p["o"], p["d"], flow.cargo)
        if rng.below(100) < PROMISED and hours is not None:
            p["due"] = _promise(p["ready"], hours, FACTOR[p["block"]])
            p["weight"] = 2 if p["block"] and rng.below(100) < 4 * URGENT else 1
    return pieces


def _tenth_unsplittable(pieces, rng):
    """Exactly a tenth (rounded) may not be split."""
    order = rng.shuffled(range(len(pieces)))
    for i in order[:(len(pieces) + 5) // 10]:
        pieces[i]["whole"] = True


def build(free_flow, seed=20250701):
    """Every shipment. free_flow(origin, destination, cargo) = hours on an empty network, None without a route."""
    rng, pieces = Seeded(seed), []
    for flow in freight.FLOWS:
        for month in freight.MONTHS:
            pieces += _flow_month(flow, month, rng, free_flow)
    _tenth_unsplittable(pieces, rng)
    pieces.sort(key=lambda p: p["ready"])
    count = {}
    for p in pieces:
        n = count[p["flow"].id] = count.get(p["flow"].id, 0) + 1
        yield dict(shipment_id=f"{p['flow'].id}-{n:04}", forwarder_id=p["forwarder"], origin_node_id=p["o"],
                   destination_node_id=p["d"], cargo_id=p["flow"].cargo, quantity_t=p["q"],
                   ready=p["ready"].strftime("%Y-%m-%dT%H:%MZ"), due=p["due"] and p["due"].isoformat(),
                   weight=p["weight"], splittable=0 if p.get("whole") else 1)
