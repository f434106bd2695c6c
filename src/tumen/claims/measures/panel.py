"""Before and after, person by person: a meeting with the leader (L9), a penalty (P11), a first film (I6).

Decembers are compared: of the year before the event, and of the second year after it. Each person's change is set
against that of people of the same province, place, work, sex and age (and supply grade, for the admitted) to whom it
did not happen. At home on both days; the dead and the departed cannot be compared.
"""

from __future__ import annotations

from collections import defaultdict, deque

import numpy as np

from tumen.claims.measures.look import Look, Measure
from tumen.claims.measures.matching import matched, spread
from tumen.columns import Array
from tumen.country import Country
from tumen.simulate import Moment

AFTER = 2  # years
FILMS = range(2005, 2016)
PENALTIES = ("penal.warned", "penal.fined", "penal.condemned", "penal.held")
KEPT = ("identity", "loyalty", "display", "meetings", "viewed", "cell", "weight", "grade", "grown")
Look_ = dict[str, Array]


class Panel(Measure):
    """Keeps the last five Decembers of everybody who is grown, sorted by identity."""

    claims = frozenset({"L9", "P11", "I6"})

    def __init__(self, country: Country, look: Look | None = None) -> None:
        super().__init__(country, look)
        self._years: deque[tuple[int, Look_]] = deque(maxlen=5)
        self._found: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._penal: dict[int, list[Array]] = defaultdict(list)
        self._talk: dict[int, list[Array]] = defaultdict(list)
        self._sd = float("nan")
        kinds = {name: code for code, name in country.kinds.items()}
        self._penalties = [kinds[k] for k in PENALTIES if k in kinds]
        self._confided = kinds.get("talk.confided", -1)
        country.listen()

    def add(self, moment: Moment) -> None:
        year = moment.month.year
        for rows in moment.told:
            who = (rows[:, 1].astype(np.uint64) << np.uint64(32)) | rows[:, 0]
            self._penal[year].append(who[np.isin(rows[:, 2], self._penalties)])
            self._talk[year].append(who[rows[:, 2] == self._confided])
        if moment.month.moy != 12:
            return
        p = self.look.people(moment)
        here = np.flatnonzero(p["grown"])
        now = {k: p[k][here] for k in KEPT}
        order = np.argsort(now["identity"])
        now = {k: v[order] for k, v in now.items()}
        for name, parts in (("penalised", self._penal), ("talked", self._talk)):
            now[name] = np.isin(now["identity"], np.concatenate(parts.pop(year, [np.empty(0, np.uint64)])))
        if year == 1990:
            self._sd = spread(now["loyalty"], now["weight"])
        self._years.append((year, now))
        self._studies(year)

    def _studies(self, year: int) -> None:
        """Events of two years ago, by now."""
        by = dict(self._years)
        before, then, between, after = (by.get(year - k) for k in (AFTER + 1, AFTER, 1, 0))
        if before is None or then is None or between is None or after is None:
            return
        a, b, c = common(before, then, after)
        old, mid, new = ({k: v[at] for k, v in look.items()} for look, at in ((before, a), (then, b), (after, c)))
        w, cell = old["weight"].astype(np.float64), old["cell"]
        loyalty = (new["loyalty"] - old["loyalty"]).astype(np.float64) / self._sd
        met = (old["meetings"] == 0) & (mid["meetings"] > 0)
        rank = cell * 16 + old["grade"]
        self._take("L9.after", loyalty, met, (new["meetings"] == 0) | met, rank, w)
        hit = mid["penalised"] & ~old["penalised"]
        later = np.isin(old["identity"], between["identity"][between["penalised"]])
        others = ~mid["penalised"] & ~old["penalised"] & ~later & ~new["penalised"]
        for name, change in (
            ("P11.display", new["display"].astype(np.float64) - old["display"]),
            ("P11.talk", new["talked"].astype(np.float64) - old["talked"]),
            ("P11.dissent", (new["display"] == 0).astype(np.float64) - (old["display"] == 0)),
        ):
            self._take(name, change, hit, others | hit, cell, w)
        self._take("P11.talked", old["talked"].astype(np.float64), hit, hit, cell * 0, w)
        if year - AFTER in FILMS:
            months = (mid["viewed"].astype(np.int64)) // 12 + 1990
            first = (mid["viewed"] > -32000) & (months == year - AFTER)
            never = new["viewed"] <= -32000
            self._take("I6.after", loyalty, first, first | never, cell, w)
            earlier = by.get(year - AFTER - 2)
            if earlier is not None:
                x, y = common(earlier, old)
                lead = np.full(len(w), np.nan)
                lead[y] = (old["loyalty"][y] - earlier["loyalty"][x]) / self._sd
                known = np.isfinite(lead)
                self._take("I6.lead", np.where(known, lead, 0.0), first & known, (first | never) & known, cell, w)

    def _take(self, name: str, change: Array, treated: Array, among: Array, cell: Array, weight: Array) -> None:
        if not treated.any():
            return
        t = treated[among]
        if treated.sum() == among.sum():  # a level, not a comparison
            self._found[name].append((float(np.average(change[among], weights=weight[among])),
                                      float(weight[treated].sum())))  # fmt: skip
            return
        value = matched(change[among], t, cell[among], weight[among])
        if np.isfinite(value):
            self._found[name].append((value, float(weight[treated].sum())))

    def figures(self) -> dict[str, float]:
        out = {}
        for name, parts in self._found.items():
            values, weights = np.array(parts).T
            out[name] = float(np.average(values, weights=weights))
            out[f"{name}.years"] = float(len(values))
        if "P11.talk" in out and out.get("P11.talked", 0) > 0:
            out["P11.talk.share"] = out["P11.talk"] / out["P11.talked"]
        return out


def common(*looks: Look_) -> tuple[Array, ...]:
    """Positions, in each of these sorted looks, of the identities that all of them have."""
    shared = looks[0]["identity"]
    for look in looks[1:]:
        shared = np.intersect1d(shared, look["identity"], assume_unique=True)
    return tuple(np.searchsorted(look["identity"], shared) for look in looks)
