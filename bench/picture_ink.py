"""Small SVG elements and the colours of the picture."""
from xml.sax.saxutils import escape

FONT = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
INK = "#1c2530"
QUIET = "#55616d"
NO_LIMIT = "#a3b4c2"
# utilisation from .. up; steps of matplotlib's inferno, whose lightness falls evenly for every kind of sight
SCALE = [(0.0, "#f6df8f"), (0.2, "#fbb843"), (0.4, "#ee7a2c"), (0.6, "#ca404a"), (0.8, "#8a2268"), (0.95, "#2f0a5b")]
NARROW, WIDE = set("iljtfrI.,:;'|()- 1"), set("mwMWÜÖÄ%@")


def colour(share):
    if share is None:
        return NO_LIMIT
    return [c for start, c in SCALE if share >= start - 1e-9][-1]


def n(value):
    """A coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def text_width(string, size):
    """A generous guess, since the reader's font is not known."""
    units = sum(0.36 if c in NARROW else 0.92 if c in WIDE else 0.7 if c.isupper() else 0.57 for c in string)
    return units * size


def text(x, y, string, size, *, fill=INK, weight=400, anchor="start", halo=False, extra=""):
    bold = f' font-weight="{weight}"' if weight != 400 else ""
    side = f' text-anchor="{anchor}"' if anchor != "start" else ""
    edge = ' stroke="#fff" stroke-width="3.4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{bold}{side}{edge}{extra}>{escape(string)}</text>'


def line(a, b, *, width=None, stroke=None):
    pen = (f' stroke="{stroke}"' if stroke else "") + (f' stroke-width="{n(width)}"' if width else "")
    return f'<path d="M{n(a[0])} {n(a[1])}L{n(b[0])} {n(b[1])}"{pen}/>'


def rect(x, y, w, h, fill):
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{fill}"/>'


def circle(at, radius, *, fill, edge=None, width=1.0):
    pen = f' stroke="{edge}" stroke-width="{n(width)}"' if edge else ""
    return f'<circle cx="{n(at[0])}" cy="{n(at[1])}" r="{n(radius)}" fill="{fill}"{pen}/>'
