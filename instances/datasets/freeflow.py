"""Hours from door to door on an empty network: Dijkstra over (place, mode), exact hours, July 2025."""
import heapq
from collections import defaultdict
from decimal import Decimal


class FreeFlow:
    """open_to(cargo, resource) says whether the cargo may use it and whether it ever opens in the horizon."""

    def __init__(self, links, transfers, open_to, date):
        self.links, self.moves, self.load, self.unload = defaultdict(list), defaultdict(list), defaultdict(list), {}
        self.modes = defaultdict(set)
        self.open_to, self.cache = open_to, {}
        for l in links:
            self.links[(l.a, l.mode)].append(((l.b, l.mode), l.at(date), l.resources))
            self.modes[l.a].add(l.mode)
        for t in transfers:
            way = (t["node_id"], t["from_mode"], t["to_mode"])
            if not way[1]:
                self.load[(way[0], way[2])] = t
            elif not way[2]:
                self.unload[(way[0], way[1])] = t
            else:
                self.moves[way[:2]].append(((way[0], way[2]), t["hours"], t["resources"]))

    def _from(self, origin, cargo):
        best, heap, n, done = {}, [], 0, {}
        for mode in sorted(self.modes[origin] | {m for p, m in self.load if p == origin}):
            t = self.load.get((origin, mode))
            if t is None or self._open(cargo, t["resources"]):
                heap.append((t["hours"] if t else Decimal(0), n, (origin, mode)))
                n += 1
        heapq.heapify(heap)
        while heap:
            h, _, at = heapq.heappop(heap)
            if at in done:
                continue
            done[at] = h
            t = self.unload.get(at)
            if t is None or self._open(cargo, t["resources"]):
                total = h + (t["hours"] if t else 0)
                best[at[0]] = min(best.get(at[0], total), total)
            for to, hours, resources in self.links.get(at, []) + self.moves.get(at, []):
                if to not in done and self._open(cargo, resources):
                    n += 1
                    heapq.heappush(heap, (h + hours, n, to))
        return best

    def _open(self, cargo, resources):
        return all(self.open_to(cargo, r) for r in resources)

    def __call__(self, origin, destination, cargo):
        key = (origin, cargo)
        if key not in self.cache:
            self.cache[key] = self._from(origin, cargo)
        return self.cache[key].get(destination)
