"""Names on the map: greedy placement over candidate spots, so that no two overlap."""
import math

from picture_ink import INK, line, text, text_width

N_LABELS = 30
LAST_RESORT, FREE_SPOT = 600, 40
LABEL_SIZE = 14.0
BOLD = 1.15
# named first when they are in the instance; then the places with most traffic
WELL_KNOWN = ("DOSTYK ALTYNKOL KHORGOS_CN KHORGOS KHORGOS_GATEWAY ALMATY AKTAU KURYK ALYAT POTI XIAN URUMQI MOSCOW "
              "BREST MALASZEWICZE DUISBURG SARYAGASH TASHKENT ASTANA ISTANBUL BUDAPEST TBILISI BAKU WARSAW SAMARA LANZHOU "
              "CHONGQING LIANYUNGANG").split()


def candidates(x, y, w, h):
    """Boxes (x, y, w, h) around a place, best first, each with its penalty."""
    for ring, gap in enumerate((6, 9, 14, 22, 32)):
        near, far = gap * .7, -gap * .7
        spots = [(gap, -h / 2), (-gap - w, -h / 2), (-w / 2, -gap - h), (-w / 2, gap),
                 (near, far - h), (near, near), (far - w, far - h), (far - w, near),
                 (-w / 4, gap), (-3 * w / 4, gap), (-w / 4, -gap - h), (-3 * w / 4, -gap - h)]
        for i, (dx, dy) in enumerate(spots):
            yield (x + dx, y + dy, w, h), 10 * ring + i * 0.5


def distance(box, point):
    dx = max(box[0] - point[0], point[0] - box[0] - box[2], 0)
    dy = max(box[1] - point[1], point[1] - box[1] - box[3], 0)
    return math.hypot(dx, dy)


def overlap(a, b):
    """Area shared by two boxes."""
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def ink_boxes(drawn, spots):
    """What a label had better not cover: small boxes along the lines, and the places."""
    out = []
    for (x1, y1), (x2, y2), width, _ in drawn:
        steps = max(int(math.hypot(x2 - x1, y2 - y1) / 8), 1)
        size = max(width, 2.0)
        for i in range(steps + 1):
            f = i / steps
            out.append((x1 + f * (x2 - x1) - size / 2, y1 + f * (y2 - y1) - size / 2, size, size))
    return out + [(x - 6, y - 6, 12, 12) for x, y in spots]


def pushed_in(box, frame):
    """The box moved sideways into the frame."""
    return (min(max(box[0], frame[0] + 4), frame[0] + frame[2] - 4 - box[2]), *box[1:])


def inside(box, frame):
    return (box[0] >= frame[0] + 4 and box[1] >= frame[1] + 4 and box[0] + box[2] <= frame[0] + frame[2] - 4
            and box[1] + box[3] <= frame[1] + frame[3] - 4)


def cost(box, key, ink, at, busy):
    """What a label there covers, and 60 for every other place that it could be taken to name."""
    own = distance(box, at[key])
    rivals = sum(1 for k in busy if k != key and distance(box, at[k]) < own + 3)
    return sum(overlap(box, i) for i in ink) + 60 * rivals


def place_labels(chart, named, obstacles, must):
    """[(box, name, place)], the well-known first, then by traffic; a place without a free spot goes unnamed."""
    traffic, names, at = chart.picture.traffic, chart.picture.names, chart.at
    order = sorted(named, key=lambda k: (WELL_KNOWN.index(k) if k in WELL_KNOWN else len(WELL_KNOWN), -traffic[k], k))
    ink, placed = chart.ink(), []
    for key in order:
        if len(placed) == N_LABELS or names[key] in {p[1] for p in placed}:
            continue
        size = text_width(names[key], LABEL_SIZE) * BOLD, LABEL_SIZE * 1.15
        taken = [p[0] for p in placed] + list(obstacles)
        spots = [(pushed_in(box, chart.frame), penalty) for box, penalty in candidates(*at[key], *size)]
        near = [i for i in ink if abs(i[0] - at[key][0]) < size[0] + 120 and abs(i[1] - at[key][1]) < 80]
        best = min(((penalty + cost(box, key, near, at, traffic), box) for box, penalty in spots
                    if inside(box, chart.frame) and not any(overlap(box, t) for t in taken)), default=None)
        if best and best[0] < (LAST_RESORT if key in must else FREE_SPOT):
            placed.append((best[1], names[key], at[key]))
    return placed


def draw_labels(placed):
    out = []
    for (x, y, w, h), name, at in placed:
        near = min(max(at[0], x + 4), x + w - 4), min(max(at[1], y + 3), y + h - 3)
        if distance((x, y, w, h), at) > 11:
            out.append(line(at, near, width=1, stroke=INK))
        out.append(text(x + w / 2, y + h * 0.79, name, LABEL_SIZE, weight=600, anchor="middle", halo=True))
    return out
