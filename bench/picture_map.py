"""The schematic map: projection, stretches in both directions, the crowded part enlarged."""
import csv
import math
from pathlib import Path

from picture_ink import INK, circle, colour, line, n, text, text_width
from picture_labels import N_LABELS, WELL_KNOWN, draw_labels, ink_boxes, overlap, place_labels

# Coastlines and the border of Kazakhstan: Natural Earth 1:50m (public domain), simplified to 0.1 degree.
OUTLINES = Path(__file__).resolve().parent / "outlines.csv"
WARP = 0.35
EIGHTHS = 8
PADDING = 34
APART = 11.0
WIDEST = 10.0
CROWD, CROWD_RADIUS = 7, 45
INSET, INSET_APART = (256, 286), 44.0
SEA = "#dce8f0"
SHORE = 'stroke="#b9cbd6" stroke-width=".8"'
GROUND = {"land": f'fill="#f4f2ec" {SHORE}', "sea": f'fill="{SEA}" {SHORE}', "country": 'fill="#fffdf6" stroke="#cdbf9c"'}

# --- projection ---

class Axis:
    """One coordinate to pixels, stretched a little where places are dense (hence a schematic map)."""

    def __init__(self, values):
        values = sorted(values)
        self.first, self.last = values[0], values[-1]
        self.warp = WARP * min(len(values) / 40, 1)
        self.knots = [values[round(i * (len(values) - 1) / EIGHTHS)] for i in range(EIGHTHS + 1)]

    def dense(self, value):
        """The share of places below a value, joined by straight lines, put on the scale of the coordinate."""
        for i, (a, b) in enumerate(zip(self.knots, self.knots[1:])):
            if a <= value <= b and b > a:
                return self.first + (self.last - self.first) * (i + (value - a) / (b - a)) / EIGHTHS
        return value

    def offset(self, value):
        """Degrees from the middle, stretched."""
        return (1 - self.warp) * value + self.warp * self.dense(value) - (self.first + self.last) / 2


class Projection:
    """Longitude and latitude to the frame, north up."""

    def __init__(self, points, frame):
        self.x0, self.y0, self.width, self.height = frame
        self.lon, self.lat = Axis([p[0] for p in points]), Axis([p[1] for p in points])
        squeeze = math.cos(math.radians((self.lat.first + self.lat.last) / 2))
        span_x = max((self.lon.last - self.lon.first) * squeeze, 1.0)
        span_y = max(self.lat.last - self.lat.first, 0.7)
        fit_x, fit_y = (self.width - 2 * PADDING) / span_x, (self.height - 2 * PADDING) / span_y
        self.scale_x, self.scale_y = min(fit_x, 1.25 * fit_y) * squeeze, min(fit_y, 1.25 * fit_x)

    def __call__(self, lon, lat):
        return (self.x0 + self.width / 2 + self.lon.offset(lon) * self.scale_x,
                self.y0 + self.height / 2 - self.lat.offset(lat) * self.scale_y)


def spread(points, busy, apart):
    """Moves busy places that lie closer than `apart` away from each other, in a fixed order; idle ones stay."""
    out = {k: list(points[k]) for k in sorted(points)}
    names = [k for k in out if k in busy]
    for _ in range(120):
        for i, a in enumerate(names):
            for j, b in enumerate(names[i + 1:]):
                dx, dy = out[b][0] - out[a][0], out[b][1] - out[a][1]
                gap = math.hypot(dx, dy)
                if gap < apart:
                    if gap < 1e-6:
                        dx, dy = math.cos(i + 2.4 * j), math.sin(i + 2.4 * j)
                    push = (apart - gap) / 2 / max(math.hypot(dx, dy), 1e-6) * 0.5
                    for k, sign in ((a, -1), (b, 1)):
                        out[k][0] += sign * dx * push
                        out[k][1] += sign * dy * push
    return {k: tuple(v) for k, v in out.items()}


# --- background ---

def outlines(project, frame):
    """(kind, name, points) of the coastlines, the border and the region names that reach into the frame."""
    out = []
    with open(OUTLINES, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            values = [float(v) for v in row["points"].split()]
            points = cut([project(*p) for p in zip(values[::2], values[1::2])], frame)
            if points:
                out.append((row["kind"], row["name"], points))
    return out


def cut(points, frame):
    """A polygon (or a point) cut to the frame, side by side (Sutherland and Hodgman, 1974)."""
    x, y, w, h = frame
    for axis, limit, sign in ((0, x - 2, 1), (0, x + w + 2, -1), (1, y - 2, 1), (1, y + h + 2, -1)):
        out = []
        for p, q in zip([points[-1]] + points, points):
            p_in, q_in = (p[axis] - limit) * sign >= 0, (q[axis] - limit) * sign >= 0
            if p_in != q_in:
                f = (limit - p[axis]) / (q[axis] - p[axis])
                out.append((p[0] + f * (q[0] - p[0]), p[1] + f * (q[1] - p[1])))
            if q_in:
                out.append(q)
        if not out:
            return []
        points = out
    return points


def background(shapes, frame):
    x, y, w, h = frame
    out = [f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{SEA}"/>']
    for kind, name, points in shapes:
        if kind in GROUND:
            path = "L".join(f"{px:.0f} {py:.0f}" for px, py in points)
            out.append(f'<path d="M{path}Z" {GROUND[kind]}/>')
        elif kind == "sea name":
            out.append(text(*points[0], name, 12, fill="#5f88a3", anchor="middle", extra=' font-style="italic"'))
        else:
            out.append(text(*points[0], name.upper(), 15, fill="#b9b09a", anchor="middle", extra=' letter-spacing="4"'))
    return out


def region_boxes(shapes):
    """Where the region names are, for labels to keep off."""
    out = []
    for kind, name, points in shapes:
        if kind not in GROUND:
            w = text_width(name, 12) if kind == "sea name" else text_width(name.upper(), 15) + 4 * len(name)
            out.append((points[0][0] - w / 2, points[0][1] - 12, w, 14))
    return out


# --- stretches ---

def width_of(tonnes, most):
    return max(WIDEST * math.sqrt(tonnes / most), 1.2)


def beside(a, b, shift):
    """The line a-b moved to the right of its direction by `shift`."""
    length = math.hypot(b[0] - a[0], b[1] - a[1]) or 1.0
    dx, dy = -(b[1] - a[1]) / length * shift, (b[0] - a[0]) / length * shift
    return (a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy)


def stretch_lines(picture, at):
    """[(from point, to point, width, utilisation)], busiest first, each direction on its right-hand side."""
    most = max((t for t, _ in picture.flows.values()), default=1.0)
    out = []
    for (a, b), (tonnes, share) in sorted(picture.flows.items(), key=lambda kv: (-kv[1][0], kv[0])):
        if a != b:
            width = width_of(tonnes, most)
            shift = width / 2 + 0.3 if (b, a) in picture.flows else 0
            out.append((*beside(at[a], at[b], shift), width, share))
    return out


def draw_stretches(picture, at, drawn):
    out = ['<g stroke="#c3c3bd" stroke-width="1">'] + [line(at[a], at[b]) for a, b in picture.idle] + ["</g>"]
    out.append('<g stroke="#fff" stroke-linecap="round">')
    out += [line(a, b, width=w + 1.6) for a, b, w, _ in drawn] + ["</g>", '<g stroke-linecap="round">']
    free_first = sorted(drawn, key=lambda d: -1 if d[3] is None else d[3])
    return out + [line(a, b, width=w, stroke=colour(s)) for a, b, w, s in free_first] + ["</g>"]


def draw_places(picture, at):
    out = []
    for key in sorted(at):
        if key in picture.limits and key in picture.traffic:
            out.append(circle(at[key], 5, fill=colour(picture.limits[key]), edge=INK, width=1.6))
        elif key in picture.traffic:
            out.append(circle(at[key], 2.6, fill="#fff", edge=INK, width=1.3))
        else:
            out.append(circle(at[key], 1.8, fill="#a9a9a3"))
    return out


# --- charts ---

class Chart:
    """A map in a frame (x, y, width, height), fitted to the places `keys` and kept `apart` pixels from each other."""

    def __init__(self, picture, frame, keys, apart):
        self.picture, self.frame, self.keys = picture, frame, sorted(keys)
        self.project = Projection([picture.places[k] for k in self.keys], frame)
        self.at = spread({k: self.project(*p) for k, p in picture.places.items()}, picture.traffic, apart)
        self.drawn, self.guides = stretch_lines(picture, self.at), []
        self.shapes = outlines(self.project, frame)

    def ink(self):
        """Boxes that labels had better not cover."""
        places = [self.at[k] for k in sorted(self.picture.traffic)]
        return ink_boxes(self.drawn + self.guides, places) + region_boxes(self.shapes)

    def draw(self, named, must, obstacles=()):
        """Background, lines, places, and labels of the places `named` (of `must` even where crowded) clear of `obstacles`."""
        out = background(self.shapes, self.frame) + draw_stretches(self.picture, self.at, self.drawn)
        out += draw_places(self.picture, self.at)
        return out + draw_labels(place_labels(self, named, obstacles, must))


def clipped(elements, frame, name, edge=""):
    x, y, w, h = frame
    box = f'x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="6"'
    return [f'<clipPath id="{name}"><rect {box}/></clipPath>', f'<g clip-path="url(#{name})">', *elements, "</g>"] + (
        [f'<rect {box} {edge}/>'] if edge else [])


def crowd(chart):
    """The busy places within CROWD_RADIUS of the one that has most such neighbours."""
    busy = sorted(chart.picture.traffic)
    spots = {k: chart.project(*chart.picture.places[k]) for k in busy}
    near = {k: [j for j in busy if math.dist(spots[k], spots[j]) <= CROWD_RADIUS] for k in busy}
    return max(near.values(), key=len, default=[])


def box_around(points, margin):
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs) - margin, min(ys) - margin, max(xs) - min(xs) + 2 * margin, max(ys) - min(ys) + 2 * margin


def free_frame(chart, source):
    """Where in the frame an inset covers no place, few lines, and is near its source."""
    x, y, w, h = chart.frame
    lines, spots = ink_boxes(chart.drawn, []), ink_boxes([], [chart.at[k] for k in sorted(chart.picture.traffic)]) + [source]
    middle, best = (source[0] + source[2] / 2, source[1] + source[3] / 2), None
    for i in range(25):
        for j in range(9):
            at = x + 6 + (w - 12 - INSET[0]) * i / 24, y + 6 + (h - 12 - INSET[1]) * j / 8
            frame = (*at, *INSET)
            hidden = sum(1 for b in spots if overlap(frame, b)) * 1000 + sum(overlap(frame, b) for b in lines) * 0.3
            found = (hidden + math.dist((at[0] + INSET[0] / 2, at[1] + INSET[1] / 2), middle), frame)
            best = min(best or found, found)
    return best[1]


def leaders(source, frame):
    """The two lines from the corners of the source to those of its enlargement, as stretches."""
    right = frame[0] > source[0] + source[2]
    a, b = (source[0] + source[2], frame[0]) if right else (source[0], frame[0] + frame[2])
    return [((a, source[1]), (b, frame[1]), 5, None), ((a, source[1] + source[3]), (b, frame[1] + frame[3]), 5, None)]


def draw_inset(chart, keys):
    """(elements, boxes covered): the crowded part, enlarged, where the map is empty."""
    source = box_around([chart.at[k] for k in keys], 9)
    frame = free_frame(chart, source)
    inset, guides = Chart(chart.picture, frame, keys, INSET_APART), leaders(source, frame)
    x, y, w, h = source
    out = [f'<g stroke="{INK}" stroke-width=".9" stroke-dasharray="3 2">', *[line(a, b) for a, b, _, _ in guides],
           f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="3"/></g>']
    out += clipped(inset.draw(keys, keys), frame, "inset", f'stroke="{INK}" stroke-width="1.2"')
    chart.guides = guides
    return out, [source, frame]


def draw_map(picture, frame):
    """The whole map as SVG elements, with an inset where many places lie close together."""
    chart = Chart(picture, frame, picture.traffic or picture.places, APART)
    crowded, busy = crowd(chart), list(picture.traffic)
    must = busy if len(busy) <= N_LABELS else WELL_KNOWN
    if len(crowded) < CROWD:
        return clipped(chart.draw(busy, must), frame, "map")
    inset, covered = draw_inset(chart, crowded)
    return clipped(chart.draw([k for k in busy if k not in crowded], must, covered), frame, "map") + inset
