"""Makes coast.txt, the coast and borders behind the map, from Natural Earth.

usage: make_coast.py countries-50m.json > coast.txt

countries-50m.json is in the npm package world-atlas 2.0.2 (`npm install` it outside the repository): Natural
Earth 1:50m admin 0 countries, public domain, as TopoJSON. An arc that one country has is coast, one that two have is a
border. Coast arcs are joined to rings, all is simplified by Visvalingam and Whyatt's effective area (The Cartographic
Journal 30 (1993)) with areas true to the ground, finely where most corridors are, and rounded to hundredths of a degree.

Each line: C (a ring of coast) or B (a border), then longitude and latitude in hundredths of a degree, the first point
as it is, each further one as its difference from the point before.
"""
import heapq
import json
import math
import sys

WORLD = (-180.0, -58.0, 192.0, 84.0)  # west, south, east, north; the east of Siberia lies beyond 180
FINE = (-25.0, 3.0, 150.0, 76.0)
LEAST_AREA = 0.007   # of a corner that stays, in square degrees at the equator, in FINE
LEAST_RING = 0.08    # of an island or lake that stays there
COARSE = 12          # times as much elsewhere
SCALE = 100


def decode_arcs(topology):
    scale, translate = topology['transform']['scale'], topology['transform']['translate']
    arcs = []
    for deltas in topology['arcs']:
        x = y = 0
        arc = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            arc.append((x * scale[0] + translate[0], y * scale[1] + translate[1]))
        arcs.append(arc)
    return arcs


def rings_of(geometry):
    if geometry['type'] == 'Polygon':
        return geometry['arcs']
    return [ring for polygon in geometry['arcs'] for ring in polygon] if geometry['type'] == 'MultiPolygon' else []


def count_uses(topology):
    uses = [0] * len(topology['arcs'])
    for geometry in topology['objects']['countries']['geometries']:
        for ring in rings_of(geometry):
            for arc in ring:
                uses[arc if arc >= 0 else ~arc] += 1
    return uses


def join_rings(arcs):
    """Closed rings of arcs that meet at their ends."""
    at = {}
    for i, arc in enumerate(arcs):
        at.setdefault(arc[0], []).append(i)
        at.setdefault(arc[-1], []).append(i)
    left = set(range(len(arcs)))
    while left:
        i = min(left)
        left.remove(i)
        ring = list(arcs[i])
        while ring[0] != ring[-1]:
            i = next((j for j in at[ring[-1]] if j in left), None)
            if i is None:
                break
            left.remove(i)
            ring += arcs[i][1:] if arcs[i][0] == ring[-1] else arcs[i][-2::-1]
        if len(ring) > 3:
            yield ring[:-1] if ring[0] == ring[-1] else ring


def unwrap(ring):
    """Longitudes that run on beyond 180 where the ring crosses it; nothing for a ring around a pole."""
    out, turn = [], 0
    for i, p in enumerate(ring):
        jump = p[0] - ring[i - 1][0] if i else 0
        turn += 360 if jump < -180 else -360 if jump > 180 else 0
        out.append((p[0] + turn, p[1]))
    return out if abs(out[-1][0] - out[0][0]) < 180 else []


def clip_ring(ring):
    """Sutherland and Hodgman's, against the four sides of WORLD."""
    for axis, limit, sign in ((0, WORLD[0], 1), (0, WORLD[2], -1), (1, WORLD[1], 1), (1, WORLD[3], -1)):
        inside = [sign * (p[axis] - limit) >= 0 for p in ring]
        out = []
        for i, p in enumerate(ring):
            q = ring[i - 1]
            if inside[i] != inside[i - 1]:
                part = (limit - q[axis]) / (p[axis] - q[axis])
                out.append((q[0] + part * (p[0] - q[0]), q[1] + part * (p[1] - q[1])))
            if inside[i]:
                out.append(p)
        ring = out
        if not ring:
            break
    return ring


def clip_line(line):
    run = []
    for p in line:
        if WORLD[0] <= p[0] <= WORLD[2] and WORLD[1] <= p[1] <= WORLD[3]:
            run.append(p)
        else:
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


def area(a, b, c):
    """Of a triangle, longitudes shrunk to the ground."""
    shrink = math.cos(math.radians((a[1] + b[1] + c[1]) / 3))
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) * shrink / 2


def on_edge(p):
    return p[0] in (WORLD[0], WORLD[2]) or p[1] in (WORLD[1], WORLD[3])


def factor(p):
    return 1 if FINE[0] <= p[0] <= FINE[2] and FINE[1] <= p[1] <= FINE[3] else COARSE


def simplify(points, is_ring):
    n = len(points)
    before, after = [i - 1 for i in range(n)], [(i + 1) % n for i in range(n)]
    gone, heap, now = [False] * n, [], [math.inf] * n

    def weigh(i, least):
        if (is_ring or 0 < i < n - 1) and not on_edge(points[i]):
            now[i] = max(least, area(points[before[i]], points[i], points[after[i]]) / factor(points[i]))
            heapq.heappush(heap, (now[i], i))

    for i in range(n):
        weigh(i, 0)
    left = n
    while heap and left > (3 if is_ring else 2):
        size, i = heapq.heappop(heap)
        if gone[i] or size != now[i]:
            continue
        if size >= LEAST_AREA:
            break
        gone[i] = True
        left -= 1
        before[after[i]], after[before[i]] = before[i], after[i]
        for j in (before[i], after[i]):
            weigh(j, size)
    return [p for i, p in enumerate(points) if not gone[i]]


def ring_area(ring):
    shrink = math.cos(math.radians(sum(p[1] for p in ring) / len(ring)))
    return abs(sum(ring[i - 1][0] * p[1] - p[0] * ring[i - 1][1] for i, p in enumerate(ring))) * shrink / 2


def line_of(kind, points):
    rounded = [(round(p[0] * SCALE), round(p[1] * SCALE)) for p in points]
    numbers = [str(v) for v in rounded[0]]
    for a, b in zip(rounded, rounded[1:]):
        if a != b:
            numbers += [str(b[0] - a[0]), str(b[1] - a[1])]
    return kind + ' '.join(numbers)


def main():
    with open(sys.argv[1], encoding='utf-8') as file:
        topology = json.load(file)
    arcs, uses = decode_arcs(topology), count_uses(topology)
    rings = [clip_ring(unwrap(ring)) for ring in join_rings([a for a, n in zip(arcs, uses) if n == 1])]
    rings = [simplify(ring, True) for ring in rings if len(ring) > 2 and ring_area(ring) >= LEAST_RING * factor(ring[0])]
    lines = [simplify(run, False) for a, n in zip(arcs, uses) if n == 2 for run in clip_line(a)]
    rings.sort(key=ring_area, reverse=True)
    for ring in rings:
        print(line_of('C', ring))
    for line in lines:
        print(line_of('B', line))


if __name__ == '__main__':
    main()
