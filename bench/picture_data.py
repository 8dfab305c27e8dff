"""Instance and result as the picture needs them: places, tonnes and utilisation per stretch, the tightest resources."""
import csv
import heapq
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

LENGTH_MATCH_KM = 0.5
ASCII = str.maketrans("łŁıŁøØđĐ", "lLiLoOdD")


def rows(folder, name):
    with open(Path(folder) / f"{name}.csv", encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def number(text):
    return float(text) if text else 0.0


# --- names ---

def fold(text):
    """Small Latin letters and digits only: Małaszewicze -> malaszewicze, Xi'an -> xian."""
    plain = unicodedata.normalize("NFKD", text.translate(ASCII))
    return "".join(c for c in plain.lower() if c.isascii() and c.isalnum())


def titled(node_id):
    return " ".join(w if any(c.isdigit() for c in w) else w.capitalize() for w in node_id.split("_"))


def short_name(node_id, name):
    """The first words of the name where they spell the id (with its accents), else the id in small letters."""
    head = re.split(r"[(/,]| - ", name)[0]
    latin = " ".join(w for w in head.split() if all("LATIN" in unicodedata.name(c, "") or not c.isalpha() for c in w))
    return latin if fold(latin) and fold(node_id).startswith(fold(latin)) else titled(node_id)


def resource_title(resource, names):
    """The resource's name with place ids spelled as on the map, capital first."""
    text = re.sub(r"[^\s,()]+", lambda m: names.get(m.group(), m.group()), resource.get("name") or resource["resource_id"])
    return text[:1].upper() + text[1:]


# --- through runs ---

def ends(link):
    return link["from_node_id"], link["to_node_id"]


def neighbours(links):
    """mode -> node -> [(neighbour, km)], both ways."""
    graph = defaultdict(lambda: defaultdict(list))
    for link in links:
        if link.get("length"):
            a, b = ends(link)
            graph[link["mode"]][a].append((b, float(link["length"])))
            graph[link["mode"]][b].append((a, float(link["length"])))
    return graph


def chain(graph, link):
    """The places a link runs through: a chain of shorter links of its mode with the same length, else its two ends."""
    start, goal = ends(link)
    limit = number(link.get("length")) + LENGTH_MATCH_KM
    queue, done = [(0.0, start, (start,))], set()
    while queue:
        km, node, path = heapq.heappop(queue)
        if node == goal:
            break
        if node in done:
            continue
        done.add(node)
        for other, length in graph[link["mode"]][node]:
            # a hair less for every stop, so that of equal chains the one with more stops wins
            if km + length <= limit and {node, other} != {start, goal} and other not in done:
                heapq.heappush(queue, (km + length - 1e-6, other, path + (other,)))
    else:
        return start, goal
    return path if abs(km - number(link.get("length"))) <= LENGTH_MATCH_KM else (start, goal)


def stretches(path):
    return list(zip(path, path[1:]))


# --- the result on the map ---

def utilisation(resource_days):
    """resource -> units used over units there were, whole horizon."""
    used, capacity = defaultdict(float), defaultdict(float)
    for row in resource_days:
        used[row["resource_id"]] += number(row["used"])
        capacity[row["resource_id"]] += number(row["capacity"])
    return {r: min(used[r] / capacity[r], 1.0) for r in used if capacity[r] > 0}


def tightest(ids, shares):
    """The highest utilisation among resources written a;b;c, None where nothing has a limit."""
    return max((shares[r.strip()] for r in (ids or "").split(";") if r.strip() in shares), default=None)


def highest(a, b):
    return max((x for x in (a, b) if x is not None), default=None)


class Picture:
    """What is drawn. places: id -> (lon, lat); flows: (from, to) -> [tonnes, utilisation]; idle: pairs without freight."""

    def __init__(self, instance, result):
        self.config = rows(instance, "config")[0]
        nodes = rows(instance, "node")
        self.places = {n["node_id"]: (float(n["x_coord"]), float(n["y_coord"])) for n in nodes}
        self.names = {n["node_id"]: short_name(n["node_id"], n.get("name") or "") for n in nodes}
        self.resources = {r["resource_id"]: r for r in rows(instance, "resource")}
        self.days = rows(result, "resource_day")
        self.summary = json.loads((Path(result) / "summary.json").read_text(encoding="utf-8"))
        self.shares = utilisation(self.days)
        self.read_flows(rows(instance, "link"), rows(result, "allocation"))
        self.read_limits(rows(instance, "transfer"))

    def read_flows(self, links, legs):
        graph, by_id = neighbours(links), {link["link_id"]: link for link in links}
        paths = {link["link_id"]: chain(graph, link) for link in links}
        limits = self.limits_of_stretches(links, paths)
        self.flows, self.traffic = {}, defaultdict(float)
        for leg in legs:
            if leg["kind"] == "link":
                path, t = paths[leg["link_id"]], float(leg["quantity_t"])
                back = leg["from_node_id"] != path[0]
                for a, b in stretches(path[::-1] if back else path):
                    flow = self.flows.setdefault((a, b), [0.0, None])
                    flow[0] += t
                    flow[1] = highest(flow[1], limits.get((by_id[leg["link_id"]]["mode"], a, b)))
                    self.traffic[a] += t
                    self.traffic[b] += t
        used = {frozenset(pair) for pair in self.flows}
        pairs = {frozenset(s) for path in paths.values() for s in stretches(path)}
        self.idle = sorted(tuple(sorted(p)) for p in pairs - used if len(p) == 2)

    def limits_of_stretches(self, links, paths):
        """(mode, from, to) -> utilisation of the tightest resource of the links that run there and nowhere else."""
        out = {}
        for link in links:
            if len(paths[link["link_id"]]) == 2:
                a, b = ends(link)
                share = tightest(link.get("resources"), self.shares)
                for pair in [(a, b)] if link["directed"].strip() == "1" else [(a, b), (b, a)]:
                    out[link["mode"], *pair] = highest(out.get((link["mode"], *pair)), share)
        return out

    def read_limits(self, transfers):
        """limits: place -> utilisation of its tightest port, gauge change or checkpoint."""
        self.limits = {}
        for row in transfers:
            share = tightest(row.get("resources"), self.shares)
            if share:
                self.limits[row["node_id"]] = highest(self.limits.get(row["node_id"]), share)


# --- the days ---

class Row:
    """One resource of the heat map: share used and price per date, days full, and what its capacity is worth."""

    def __init__(self, title):
        self.title, self.share, self.price, self.worth, self.n_full = title, {}, {}, 0.0, 0

    def add(self, day):
        capacity, used, price = number(day["capacity"]), number(day["used"]), number(day["shadow_price"])
        if capacity > 0:
            self.share[day["date"]] = min(used / capacity, 1.0)
            self.price[day["date"]] = price
            self.worth += price * capacity
            self.n_full += used >= capacity * (1 - 1e-4)

    def mean(self):
        return sum(self.share.values()) / max(len(self.share), 1)


def tightest_rows(picture, count):
    """The resources whose capacity is worth most at the shadow prices, then those used most; and all dates."""
    found = {}
    for day in picture.days:
        resource = picture.resources.get(day["resource_id"], {"resource_id": day["resource_id"]})
        title = resource_title(resource, picture.names)
        found.setdefault(day["resource_id"], Row(title)).add(day)
    ranked = sorted(found.items(), key=lambda kv: (-kv[1].worth, -kv[1].mean(), kv[0]))
    return [row for _, row in ranked[:count] if row.mean() > 0], sorted({d["date"] for d in picture.days})
