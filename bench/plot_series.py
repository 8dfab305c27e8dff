"""What the picture of the LP's cost shows: which runs make a series of points, and the power law through them."""
import math
from collections import namedtuple

from bench_table import number

FITTED = ("planar", "grid")

# program, model, threads, column; label (lines), colour, shape
Series = namedtuple("Series", "program model threads column label colour shape")
OURS = Series("keruen", "lp", 1, "cpu_s", ("Keruen", "1 core, gap 1e-6"), "#4b1380", "circle")
PUBLIC_SERIES = [
    Series("glpsol", "arc", 1, "cpu_s", ("GLPK, arc-flow model", "1 core, to the optimum"), "#8a97a3", "down"),
    Series("clp", "arc", 1, "cpu_s", ("Clp, arc-flow model", "1 core, to the optimum"), "#2f7d8c", "up"),
    Series("highs-cg", "cg", 1, "cpu_s", ("column generation", "over HiGHS, 1 core, gap 1e-4"), "#ca404a", "square"),
    Series("best-published", "cg", 16, "wall_s", ("best published, commercial LP", "16 cores, wall time, gap 1e-4"), "#e58a1f", "diamond"),
    OURS,
]
FAMILY_SERIES = [
    Series("keruen", "plan", 2, "total_wall_s", ("whole solve", "2 cores, wall time, files"), "#b06fd8", "diamond"),
    Series("keruen", "lp", 1, "cpu_s", ("its LP", "1 core"), "#4b1380", "circle"),
    Series("keruen", "lp", 1, "pass_cpu_s", ("one full pricing", "1 core"), "#8a97a3", "square"),
]


def size_of(t, name, family):
    """Shipments, or commodities x nodes; None where no row tells."""
    for row in t.of("keruen", "lp", name) + t.of("highs-cg", "cg", name):
        if row["shipments"]:
            return number(row, "shipments") * (1 if family else number(row, "nodes"))
    return None


def points(t, s, names, family):
    """([(size, seconds)] of the runs that count, ascending, [size] of those that did not finish)."""
    done, over = [], []
    for name in names:
        rows = t.of(s.program, s.model, name, s.threads)
        value = t.figure(s.column, s.program, s.model, name, s.threads)
        if rows and value and all(r["status"] in ("optimal", "published") for r in rows):
            done.append((size_of(t, name, family), value))
        elif rows and rows[-1]["status"] == "unfinished":
            over.append(size_of(t, name, family))
    return sorted(done), sorted(over)


def fitted(done):
    """(a, b) of log y = a + b log x by least squares, None with too few points."""
    if len(done) < 3:
        return None
    xs, ys = [math.log10(x) for x, _ in done], [math.log10(y) for _, y in done]
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mx) ** 2 for x in xs)
    b = sum((x - mx) * (y - my) for x, y in zip(xs, ys)) / spread if spread else 0
    return my - b * mx, b


def trend(t, s, names):
    """The two ends of the power law of a series, [] with too few points."""
    done, _ = points(t, s, [k for k in names if k.startswith(FITTED)], False)
    fit = fitted(done)
    return [(x, 10 ** (fit[0] + fit[1] * math.log10(x))) for x in (done[0][0], done[-1][0])] if fit else []
