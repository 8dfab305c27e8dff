#!/usr/bin/env python3
"""The cost of the LP against its size, as a picture (SVG) made from the CSV of bench_lp.py.

usage: plot_lp.py [CSV] [-o picture.svg]      (default: bench/results/lp.csv, bench/pictures/lp-cost.svg)

Left: the public sets, CPU seconds over commodities x nodes, both scales logarithmic; a line is a power law fitted to the
points of its solver on planar and grid (the road networks have ten times the commodities and hardly any congestion).
Right: the corridor family over its shipments. Only runs that agree with the known optimum are drawn; a hollow mark at the
top is a run that was not done in 600 s. The same CSV gives the same bytes.
"""
import argparse
import math
import sys
from collections import namedtuple
from pathlib import Path

sys.dont_write_bytecode = True

from bench_bars import CORRIDORS, PUBLIC, cpu, mean  # noqa: E402
from bench_table import Table, read  # noqa: E402
from picture_ink import FONT, QUIET, line, n, rect, text  # noqa: E402
from plot_series import FAMILY_SERIES, OURS, PUBLIC_SERIES, points, size_of, trend  # noqa: E402

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT, MARGIN = 1200, 640, 22
TOP, BOTTOM = 128, 566
GRID = "#e3e8ec"
LIMIT_S = 600

Panel = namedtuple("Panel", "x0 x1 low_x high_x low_y high_y")      # pixels, then decades


def at(panel, x, y):
    """Pixels of a point given in its own units."""
    fx = (math.log10(x) - panel.low_x) / (panel.high_x - panel.low_x)
    fy = (math.log10(y) - panel.low_y) / (panel.high_y - panel.low_y)
    return panel.x0 + fx * (panel.x1 - panel.x0), BOTTOM - fy * (BOTTOM - TOP)


# --- marks ---

SHAPES = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)], "diamond": [(0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)],
    "up": [(0, -1.3), (1.25, 1), (-1.25, 1)], "down": [(0, 1.3), (1.25, -1), (-1.25, -1)],
}


def mark(where, shape, colour, size, hollow=False):
    x, y = where
    fill = f'fill="#fff" stroke="{colour}" stroke-width="1.5"' if hollow else f'fill="{colour}" stroke="#fff" stroke-width=".8"'
    if shape == "circle":
        return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(size)}" {fill}/>'
    path = "L".join(f"{n(x + size * dx)} {n(y + size * dy)}" for dx, dy in SHAPES[shape])
    return f'<path d="M{path}Z" {fill}/>'


def mark_size(s):
    return 5.6 if s.shape == "circle" else 4.2


# --- axes ---

def seconds_label(power):
    return {-4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s", 0: "1 s", 1: "10 s", 2: "100 s", 3: "1,000 s", 4: "10,000 s"}.get(power, f"1e{power} s")


def size_label(power):
    return {3: "1,000", 4: "10 k", 5: "100 k", 6: "1 M", 7: "10 M", 8: "100 M"}.get(power, f"{10 ** power:,}")


def axes(panel, title, caption):
    out = [text(panel.x0, TOP - 18, title, 15.5, weight=600), text((panel.x0 + panel.x1) / 2, BOTTOM + 46, caption, 13.5, fill=QUIET, anchor="middle")]
    for p in range(math.ceil(panel.low_y), math.floor(panel.high_y) + 1):
        _, y = at(panel, 10 ** panel.low_x, 10 ** p)
        out += [line((panel.x0, y), (panel.x1, y), width=1, stroke=GRID), text(panel.x0 - 8, y + 4.5, seconds_label(p), 13, fill=QUIET, anchor="end")]
    for p in range(math.ceil(panel.low_x), math.floor(panel.high_x) + 1):
        x, _ = at(panel, 10 ** p, 10 ** panel.low_y)
        out += [line((x, TOP), (x, BOTTOM), width=1, stroke=GRID), text(x, BOTTOM + 20, size_label(p), 13, fill=QUIET, anchor="middle")]
    return out


def spread(wanted, gap):
    """Heights near the wanted ones (ascending) and at least the gaps apart."""
    out = list(wanted)
    for _ in range(200):
        for i in range(len(out) - 1):
            short = gap[i] - (out[i + 1] - out[i])
            if short > 0:
                out[i] -= short / 2
                out[i + 1] += short / 2
    return out


def labels(ends, x):
    """Names beside the right ends of their series, in the order of their heights."""
    order = sorted(ends, key=lambda e: e[1])
    heights = spread([y for _, y in order], [17 * len(s.label) + 12 for s, _ in order])
    out = []
    for (s, _), y in zip(order, heights):
        out.append(mark((x + 7, y - 4.5), s.shape, s.colour, mark_size(s)))
        for i, words in enumerate(s.label):
            out.append(text(x + 20, y + 17 * i, words, 14 if i == 0 else 13, fill=s.colour if i == 0 else QUIET, weight=600 if i == 0 else 400))
    return out


def stroke(panel, s, ends, opacity):
    """A polyline through points of a panel."""
    return [f'<g opacity="{opacity}">{line(at(panel, *a), at(panel, *b), width=2.6 if s.program == "keruen" else 1.8, stroke=s.colour)}</g>'
            for a, b in zip(ends, ends[1:])]


def draw_public(panel, t, names):
    below, above, ends = [], [], []
    for s in PUBLIC_SERIES:
        done, over = points(t, s, names, False)
        if not done:
            continue
        fit = trend(t, s, names)
        below += stroke(panel, s, fit, .9 if s is OURS else .55)
        above += [mark(at(panel, x, LIMIT_S), s.shape, s.colour, mark_size(s), hollow=True) for x in over]
        above += [mark(at(panel, *p), s.shape, s.colour, mark_size(s)) for p in done]
        ends.append((s, at(panel, *(fit or done)[-1])[1]))
    return below + above + labels(ends, panel.x1 + 14)


def draw_family(panel, t, names):
    below, above, ends = [], [], []
    for s in FAMILY_SERIES:
        done, _ = points(t, s, names, True)
        below += stroke(panel, s, done, .8)
        above += [mark(at(panel, *p), s.shape, s.colour, mark_size(s)) for p in done]
        ends += [(s, at(panel, *done[-1])[1])] if done else []
    return below + above + labels(ends, panel.x1 + 10)


def decades(values, pad=0.12):
    values = [math.log10(v) for v in values]
    return min(values) - pad, max(values) + pad


def limit_line(panel):
    _, y = at(panel, 10 ** panel.low_x, LIMIT_S)
    return [f'<path d="M{n(panel.x0)} {n(y)}H{n(panel.x1)}" stroke="{QUIET}" stroke-dasharray="4 4"/>',
            text(panel.x0 + 6, y - 7, "hollow: not done in 10 minutes", 13, fill=QUIET)]


def proportion(panel, t, names):
    """A dashed line of cost in proportion to N, from the LP of the second member on."""
    done, _ = points(t, FAMILY_SERIES[1], names, True)
    if len(done) < 3:
        return []
    (x, y), last = done[1], done[-1][0]
    a, b = at(panel, x, y), at(panel, last, y * last / x)
    return [f'<path d="M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}" stroke="{QUIET}" stroke-dasharray="3 4"/>',
            text(b[0] - 8, b[1] + 4, "in proportion", 13, fill=QUIET, anchor="end", halo=True)]


def headline(t):
    ratios = [t.figure("cpu_s", "highs-cg", "cg", k) / cpu(t, k) for k in PUBLIC
              if (t.figure("cpu_s", "highs-cg", "cg", k) or 0) >= 0.2 and cpu(t, k)]
    if not ratios:
        return "What the LP costs"
    return f"Keruen's LP: {mean(ratios):.0f} times less CPU than column generation over HiGHS, at a gap 100 times smaller"


def subtitle(t):
    machine = next((rows[-1]["machine"] for (p, m, _, _), rows in t.rows.items() if p == "keruen" and m == "lp"), "")
    return f"Seconds against size, both logarithmic; {machine}. Geometric mean over the public instances that take HiGHS 0.2 s or more."


def picture(t):
    public = [k for k in PUBLIC if size_of(t, k, False)]
    family = [k for k in CORRIDORS if size_of(t, k, True)]
    gathered = [points(t, s, public, False) for s in PUBLIC_SERIES]
    seconds = [y for done, _ in gathered for _, y in done] + [LIMIT_S * 1.6]
    body = []
    if public:
        left = Panel(86, 566, *decades([size_of(t, k, False) for k in public]), *decades(seconds))
        body += axes(left, "Public multicommodity-flow sets: planar, grid, road networks", "commodities × nodes")
        body += limit_line(left) + draw_public(left, t, public)
    if family:
        ys = [y for s in FAMILY_SERIES for _, y in points(t, s, family, True)[0]]
        right = Panel(856, 1030, *decades([size_of(t, k, True) for k in family], 0.16), *decades(ys, 0.25))
        body += axes(right, "Corridor family, 62 days, 6 h", "shipments") + proportion(right, t, family)
        body += draw_family(right, t, family)
    return body


def svg(t):
    first = headline(t)
    head = [text(MARGIN, 38, first, min(24, (WIDTH - 2 * MARGIN) / (0.56 * len(first))), weight=700), text(MARGIN, 65, subtitle(t), 15, fill=QUIET)]
    return "\n".join([f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="{FONT}" fill="none">',
                      f"<title>{first}</title>", rect(0, 0, WIDTH, HEIGHT, "#fff"), *head, *picture(t), "</svg>", ""])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("csv", nargs="?", default=HERE / "results" / "lp.csv")
    p.add_argument("-o", "--output", type=Path, default=HERE / "pictures" / "lp-cost.svg")
    a = p.parse_args()
    a.output.write_text(svg(Table(read(a.csv))), encoding="utf-8")


if __name__ == "__main__":
    main()
