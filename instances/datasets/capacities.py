"""capacity.csv: limits by date, the days of the horizon that differ (storms, sailings, flights), and the plans."""
import datetime as dt
from decimal import Decimal

from . import facts
from .limits import ALWAYS
from .seeded import Seeded

START, DAYS = dt.date(2025, 7, 1), 62
END = START + dt.timedelta(DAYS - 1)
OPEN_SHARE = {7: facts.demand("D139"), 8: facts.demand("D140")}
MEAN_OPEN = sum(facts.demand(f"D{i}") for i in range(133, 145)) / 12
PLANS = [("2024", "2024-12-31", ""), ("2025", "2025-12-31", ""), ("2026", "2026-12-31", "2025"), ("2028", "2028-12-31", "2026")]


def storm_days(seed=2025):
    """Days on which the Caspian ports are closed: the facts' share of each month, drawn with a fixed seed."""
    rng, out, owed = Seeded(seed), [], Decimal(0)
    for month, share in OPEN_SHARE.items():
        days = [START + dt.timedelta(d) for d in range(DAYS) if (START + dt.timedelta(d)).month == month]
        owed += (1 - share) * len(days)
        n = int(owed + Decimal("0.5"))
        owed -= n
        out += rng.shuffled(days)[:n]
    return sorted(out)


def _row(plan, limit, first, last, per_day, source, weekdays=""):
    return dict(plan_id=plan, resource_id=limit.id, from_date=first, to_date=last, weekdays=weekdays, per_day=per_day,
                source=source)


def _weekly(limit, mean):
    """[(weekdays, units)] of a day, from the mean per day: nine sailings a week; flights in whole numbers."""
    if limit.pattern == "sailings":
        return [("13467", mean * 7 / 9), ("25", mean * 14 / 9)]
    weekly = int(mean)              # flights come per week
    busy = weekly % 7
    days = "1234567"
    spread = [(days[busy:], Decimal(weekly // 7)), (days[:busy], Decimal(weekly // 7 + 1))]
    return [s for s in spread if s[0]]


def _open_runs(storms):
    """[(first, last, closed)] covering the horizon."""
    runs, day = [], START
    for s in storms + [END + dt.timedelta(1)]:
        if s > day:
            runs.append((day, s - dt.timedelta(1), False))
        if s <= END:
            runs.append((s, s, True))
        day = s + dt.timedelta(1)
    return runs


def _has_weekday(first, last, weekdays):
    return any(str((first + dt.timedelta(i)).isoweekday()) in weekdays for i in range((last - first).days + 1))


def _weather_rows(plan, limit, value_at, spans):
    """Before and after the horizon the mean share of open days; within it closed days and full ones."""
    rows = [_row(plan, limit, f, l, v * MEAN_OPEN, f"{s}; mean share of open days {MEAN_OPEN:.4f}") for f, l, v, s in spans]
    value, source = value_at(START.isoformat())
    for first, last, closed in _open_runs(storm_days()):
        f, l = first.isoformat(), last.isoformat()
        if closed:
            rows.append(_row(plan, limit, f, l, Decimal(0), "storm (demand.csv D139, D140: share of open days; seeded)"))
        elif limit.pattern == "storms":
            rows.append(_row(plan, limit, f, l, value, source))
        else:
            rows += [_row(plan, limit, f, l, units, source, days) for days, units in _weekly(limit, value)
                     if _has_weekday(first, last, days)]
    return rows


def _before(day):
    return (dt.date.fromisoformat(day) - dt.timedelta(1)).isoformat()


def _spans(limit, hole=False):
    """[(from, to, value, source)] of the periods; with hole, without the days of the horizon."""
    starts = [p[0] for p in limit.periods] + [""]
    out = []
    for i, (first, value, source) in enumerate(limit.periods):
        last = _before(starts[i + 1]) if starts[i + 1] else ""
        if hole and (first or "0") <= START.isoformat() and (last or "9") >= END.isoformat():
            out += [(first, _before(START.isoformat()), value, source), ((END + dt.timedelta(1)).isoformat(), last, value, source)]
        else:
            out.append((first, last, value, source))
    return out


def _season_rows(limit):
    """A river: closed before it opens, then open in its season of the first years, closed between and after."""
    (_, zero, why), (start, value, source) = limit.periods
    rows, closed_from = [], ""
    for year in range(int(start[:4]), int(start[:4]) + 4):
        first, last = max(start, f"{year}-{limit.season[0]}"), f"{year}-{limit.season[1]}"
        rows += [_row("", limit, closed_from, _before(first), zero, why), _row("", limit, first, last, value, source)]
        closed_from = (dt.date.fromisoformat(last) + dt.timedelta(1)).isoformat()
        why = "out of season"
    return rows + [_row("", limit, closed_from, "", zero, why)]


def base_rows(limits):
    rows = []
    for l in limits:
        if l.season:
            rows += _season_rows(l)
        elif l.pattern in ("storms", "sailings"):
            rows += _weather_rows("", l, l.at, _spans(l, hole=True))
        elif l.pattern == "week":
            rows += [_row("", l, f, t, units, s, days) for f, t, v, s in _spans(l) for days, units in _weekly(l, v)]
        else:
            rows += [_row("", l, f, t, v, s) for f, t, v, s in _spans(l)]
    return rows


def overlay(plan, l, value, source):
    """Rows of a plan that gives a limit this value on all days that are open."""
    if l.pattern in ("storms", "sailings"):
        spans = [("", _before(START.isoformat()), value, source), ((END + dt.timedelta(1)).isoformat(), "", value, source)]
        return _weather_rows(plan, l, lambda _day: (value, source), spans)
    if l.pattern == "week":
        return [_row(plan, l, "", "", units, source, days) for days, units in _weekly(l, value)]
    return [_row(plan, l, "", "", value, source)]


def plan_rows(limits):
    """Under each plan the limits as of its date, where they differ from what the plan stands on in July 2025."""
    rows = []
    for l in limits:
        seen = {"": l.at(START.isoformat())[0]}
        for plan, date, base in PLANS:
            value, source = l.at(date)
            if value != seen[base]:
                rows += overlay(plan, l, value, f"as of {date}: {source}")
            seen[plan] = value
    return rows


def transit_rows(links):
    """Dated running times of the base, then each plan's where they differ."""
    rows = []
    for l in links:
        for i, (date, h) in enumerate(l.hours[1:], 1):
            last = _before(l.hours[i + 1][0]) if i + 1 < len(l.hours) else ""
            rows.append(dict(plan_id="", link_id=l.id, from_date=date, to_date=last, transit_hours=h))
    for l in links:
        seen = {"": l.at(START.isoformat())}
        for plan, date, base in PLANS:
            seen[plan] = l.at(date)
            if seen[plan] != seen[base]:
                rows.append(dict(plan_id=plan, link_id=l.id, from_date="", to_date="", transit_hours=seen[plan]))
    return rows
