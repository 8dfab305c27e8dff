#!/usr/bin/env python3
"""One picture of a result: where the freight goes, what is tight, and on which days.

usage: picture.py INSTANCE RESULT -o picture.svg

Map: line width is tonnes (square root), freight keeps to the right of the line; colour is the utilisation over the whole
horizon of the tightest resource of the link, of a ringed place that of its tightest port, gauge change or checkpoint. A link
as long as a chain of shorter links of its mode (a through run) is drawn along the chain. Heat map: the resources whose
capacity is worth most at the shadow prices, day by day. The same input gives the same bytes; Python's library is enough.
"""
import argparse
import datetime as dt
import sys
from pathlib import Path

from picture_data import Picture, tightest_rows
from picture_ink import FONT, INK, NO_LIMIT, QUIET, SCALE, circle, colour, line, n, rect, text, text_width
from picture_map import draw_map, width_of

WIDTH = 1200
MARGIN = 22
MAP = (MARGIN, 80, WIDTH - 2 * MARGIN, 410)
LEGEND_Y = 513
HEAT_Y = 566
N_ROWS = 10
ROW = 17.5
NAMES = 324
FULL = 80
CLOSED = "#e3e8ec"


# --- headline ---

def tonnes_phrase(served, total):
    if total >= 1e6:
        return f"{served / 1e6:.2f} of {total / 1e6:.2f} million t"
    return f"{served:,.0f} of {total:,.0f} t"


def proof(summary):
    gap = summary.get("gap")
    if gap is None:
        return "no bound proven"
    if summary["status"] == "optimal":
        return "proven optimal, gap " + (f"{gap:.0e}".replace("e-0", "e-") if gap else "0")
    return f"within {100 * gap:.2g} % of the best possible"


def headline(summary):
    served, total = summary["served_t"], summary["served_t"] + summary["unserved_t"]
    days = summary["transit_tonne_hours"] / served / 24 if served else 0
    share = 100 * served / total if total else 0
    share = min(share, 99.9) if served < total else share  # 100.0 means all of it
    return f"Served {tonnes_phrase(served, total)} ({share:.1f} %), mean transit {days:.2f} days; {proof(summary)}"


def subtitle(picture):
    counts, config = picture.summary["counts"], picture.config
    way = f"{config['days']} days in steps of {config.get('step_hours') or 24} h"
    if picture.summary["options"].get("static"):
        way = f"{config['days']} days taken as one"
    plan = f"plan {picture.summary['plan']}, " if picture.summary.get("plan") else ""
    return (f"{config['dataset_name']}: {plan}{counts['shipments']:,} shipments, {len(picture.places)} places, "
            f"{len(picture.resources)} limits, {way}")


def head(picture):
    first = headline(picture.summary)
    size = min(24, (WIDTH - 2 * MARGIN) / (0.58 * len(first)))
    return [text(MARGIN, 38, first, size, weight=700), text(MARGIN, 65, subtitle(picture), 15, fill=QUIET)]


# --- legend, shared by map and heat map ---

def round_tonnes(most):
    """Three weights to show the widths: about 1, 1/4 and 1/25 of the greatest, in round figures."""
    power = 10 ** (len(str(int(most))) - 1)
    top = max(k for k in (1, 2, 5) if k * power <= max(most, 1)) * power
    return [top, top / 5, top / 50]


def short_tonnes(t):
    return f"{t / 1e6:g} Mt" if t >= 1e6 else f"{t / 1e3:g} kt" if t >= 1e3 else f"{t:g} t"


def scale_legend(x, y):
    out = [text(x, y, "Utilisation of the tightest limit", 13.5, weight=600)]
    x += 238
    for i, (start, shade) in enumerate(SCALE):
        out += [rect(x + 44 * i, y - 11, 44, 13, shade),
                text(x + 44 * i, y + 17, f"{100 * start:.0f}", 13, fill=QUIET, anchor="middle")]
    x += 44 * len(SCALE)
    out += [text(x, y + 17, "100 %", 13, fill=QUIET, anchor="middle"), rect(x + 36, y - 11, 44, 13, NO_LIMIT),
            text(x + 58, y + 17, "no limit", 13, fill=QUIET, anchor="middle")]
    return out, x + 106


def width_legend(x, y, most):
    out = [text(x, y, "Freight keeps right", 13.5, weight=600)]
    x += 150
    for tonnes in round_tonnes(most):
        w = width_of(tonnes, most)
        out += [line((x, y - 5), (x + 24, y - 5), width=w, stroke=QUIET), text(x + 29, y, short_tonnes(tonnes), 13.5)]
        x += 37 + text_width(short_tonnes(tonnes), 13.5)
    return out, x + 14


def legend(picture):
    scale, x = scale_legend(MARGIN, LEGEND_Y)
    widths, x = width_legend(x, LEGEND_Y, max((t for t, _ in picture.flows.values()), default=1.0))
    ring = circle((x, LEGEND_Y - 5), 5, fill="#fff", edge=INK, width=1.6)
    return scale + widths + [ring, text(x + 11, LEGEND_Y, "place with a limit", 13.5)]


# --- heat map ---

def day_label(date):
    day = dt.date.fromisoformat(date)
    return f"{day.day} {day:%b}"


def runs(marked):
    """[(first, count)] of the stretches of true values."""
    out = []
    for i, on in enumerate(marked):
        if on and out and sum(out[-1]) == i:
            out[-1] = (out[-1][0], out[-1][1] + 1)
        elif on:
            out.append((i, 1))
    return out


def cells(rows, dates, x, step):
    """One path per colour: horizontal strokes as high as a cell."""
    out = []
    for shade in [c for _, c in SCALE]:
        d = ""
        for r, row in enumerate(rows):
            same = [day in row.share and colour(row.share[day]) == shade for day in dates]
            d += "".join(f"M{n(x + step * i)} {n(HEAT_Y + ROW * (r + .5))}h{n(step * k)}" for i, k in runs(same))
        if d:
            out.append(f'<path d="{d}" stroke="{shade}" stroke-width="{n(ROW - 2)}"/>')
    return out


def price_marks(rows, dates, x, step):
    d = ""
    for r, row in enumerate(rows):
        d += "".join(f"M{n(x + step * (i + .5))} {n(HEAT_Y + ROW * (r + .5))}h0"
                     for i, day in enumerate(dates) if row.price.get(day, 0) > 0)
    size = min(4.4, step * 0.6)
    return [f'<path d="{d}" stroke="#fff" stroke-width="{n(size)}" stroke-linecap="round"/>'] if d else []


def fitted(title, size, width):
    while text_width(title, size) > width and len(title) > 4:
        title = title[:-2].rstrip(" ,") + "…"
    return title


def axis(dates, x, step, bottom):
    if dates == [""]:
        return [text(x, bottom + 17, "the whole period", 13, fill=QUIET)]
    every = next((k for k in (1, 2, 7, 14, 28, 56) if k * step >= 56), 112)
    out = []
    for i in range(0, len(dates), every):
        out += [line((x + step * i, bottom), (x + step * i, bottom + 5), width=1, stroke=QUIET),
                text(x + step * i, bottom + 19, day_label(dates[i]), 13.5, fill=QUIET)]
    return out


def heat_head(dates, x, right):
    y = HEAT_Y - 7
    title, counted = ("The tightest limits", "used") if dates == [""] else ("The tightest limits, day by day", "days full")
    return [text(MARGIN, y, title, 13.5, weight=600), text(right, y, counted, 13.5, fill=QUIET),
            circle((x + 6, y - 4.5), 5, fill=SCALE[-1][1]), circle((x + 6, y - 4.5), 2.2, fill="#fff"),
            text(x + 18, y, "one more unit would save time (shadow price above 0)", 13.5, fill=QUIET),
            rect(x + 430, y - 11, 13, 13, CLOSED), text(x + 450, y, "closed", 13.5, fill=QUIET)]


def counted(row, dates):
    return f"{100 * row.mean():.0f} %" if dates == [""] else f"{row.n_full} of {len(row.share)}"


def heat_map(rows, dates):
    if not rows:
        return [text(MARGIN, HEAT_Y, "No resource with a limit is used.", 14, fill=QUIET)]
    x, width = MARGIN + NAMES, WIDTH - 2 * MARGIN - NAMES - FULL
    step = width / len(dates)
    out = heat_head(dates, x, x + width + 10) + [rect(x, HEAT_Y, width, ROW * len(rows), CLOSED)]
    out += cells(rows, dates, x, step) + price_marks(rows, dates, x, step)
    for r, row in enumerate(rows):
        y = HEAT_Y + ROW * (r + .5) + 4.9
        out += [text(x - 10, y, fitted(row.title, 14, NAMES - 12), 14, anchor="end"),
                text(x + width + 10, y, counted(row, dates), 13.5, fill=QUIET)]
    return out + axis(dates, x, step, HEAT_Y + ROW * len(rows))


def draw(picture):
    rows, dates = tightest_rows(picture, N_ROWS)
    height = n(HEAT_Y + ROW * len(rows) + 32)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
           f'font-family="{FONT}" fill="none">', f"<title>{headline(picture.summary)}</title>",
           f'<rect width="{WIDTH}" height="{height}" rx="10" fill="#fff"/>']
    return "\n".join(out + head(picture) + draw_map(picture, MAP) + legend(picture) + heat_map(rows, dates) + ["</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description="Draws a result as one SVG picture.")
    parser.add_argument("instance", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    try:
        args.output.write_text(draw(Picture(args.instance, args.result)), encoding="utf-8", newline="\n")
    except OSError as problem:
        return f"picture: cannot read or write {problem.filename}: {problem.strerror}"
    return 0


if __name__ == "__main__":
    sys.exit(main())
