"""A life told in plain sentences: what befell the person, year by year, and how the person and the country then stood.

Everything told is in the record; a cause is given where an event holds one. Ordinary things, which come every month,
are gathered by year. How a person stands is known of Decembers alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tumen import telling_state as words
from tumen.codes import code_of
from tumen.lives_read import Book, Event, Near, State
from tumen.months import month_label
from tumen.telling_country import Times
from tumen.telling_kin import Others
from tumen.telling_text import MONTHS, joined, nth, plain_words, sentence, times, when
from tumen.telling_words import ENDS, JOBS, PERSON_IN_OTHER, ROUTINE, clause, offence

QUIET = 5  # years without anything but the ordinary are told together, so many at most
QUIETLY = ("The year passes without an event.", "The years pass without an event.")


@dataclass(frozen=True)
class Passage:
    """A year, or a few quiet ones: what happened, what came often, and how things stood at the end."""

    first: int
    last: int
    happened: str
    often: str
    stands: str
    country: str

    def text(self) -> str:
        span = f"{self.first}" if self.first == self.last else f"{self.first} to {self.last}"
        said = [f"{span}. " + " ".join(part for part in (self.happened, self.often) if part)]
        return "\n".join([*said, *(f"  {part}" for part in (self.stands, self.country) if part)])


class Life:
    """One person's life. Raises UserError where it is not kept."""

    def __init__(self, book: Book, person: int, events: Sequence[Event] | None = None,
                 states: Sequence[State] | None = None) -> None:  # fmt: skip
        self.book, self.person, self.code = book, person, code_of(person)
        if events is None or states is None:
            events, states = book.one(person)
        self.events, self.states = list(events), list(states)
        self.by_year = {s["year"]: s for s in self.states}
        woman = not self.states or words.is_woman(self.states[0])
        self.known_sex = bool(self.states)
        names = ("she", "her", "her", "herself") if woman else ("he", "his", "him", "himself")
        self.word = dict(zip(("she", "her", "him", "herself"), names, strict=True))
        self.she = self.word["she"]

    @cached_property
    def near(self) -> list[Near]:
        """Everybody of the units in which the person lived, December by December."""
        return self.book.near(self.states)

    @cached_property
    def others(self) -> Others:
        return Others(self.states, self.near, self.events)

    @cached_property
    def times(self) -> Times:
        return Times(self.book.run, self.book.first // 12 + 1990)

    @property
    def born(self) -> int | None:
        """Month of birth, counted from January 1990."""
        if self.states:
            return int(self.states[0]["born"])
        return next((e.month for e in self.events if e.kind == "demography.born"), None)

    def says(self, e: Event) -> str:
        """An event as a clause."""
        declared = self.book.about["kinds"][e.kind]["says"]
        text = clause(e.kind, e.amount, declared)
        if "{" not in text:
            return text
        more = {
            **self.word, "amount": f"{e.amount:,}", "charge": offence(e.kind, e.amount, e.other),
            "nth": nth(e.amount), "wait": f" and means to wait {words.number(e.other)} months" if e.other > 1 else "",
            "hands": f" that has gone through {words.number(e.amount)} hands" if e.amount > 1 else "",
            "notice": f"told {words.number(e.amount)} days before" if e.amount else "told a few hours before",
            "custody": "in a prison camp" if e.amount == 3 else "in custody",
            "old": self.book.place(e.amount) if e.kind.startswith("door.") else "",
            "job": JOBS[e.amount] if e.kind.startswith("work.") and e.amount < len(JOBS) else "",
            "whom": self.whom(e) if "{whom}" in text else "",
        }  # fmt: skip
        if e.kind.startswith("door.") and e.kind != "door.married":
            new = self.book.place(e.other)
            more |= {"new": f"another unit of {new}" if e.amount == e.other else new,
                     "from": "" if e.amount == e.other else f", from {more['old']}"}  # fmt: skip
        return " ".join(text.format(**more).split())

    def whom(self, e: Event) -> str:
        """The other person of an event, in words."""
        unknown = "somebody near" if e.kind.startswith("talk.") else "one of the household"
        return self.others.whom(e.other, e.year, self.word["her"], unknown)

    def often(self, events: Sequence[Event]) -> str:
        """What came often in some months, a sentence or two."""
        kinds = defaultdict(list)
        for e in events:
            kinds[e.kind].append(e)
        said = []
        for kind, many in sorted(kinds.items(), key=lambda item: list(ROUTINE).index(item[0])):
            amount = sum(e.amount for e in many)
            fill = {**self.word, "times": times(len(many)), "times2": f"{words.number(len(many))} payments"
                    if len(many) > 1 else "one payment", "sum": f"{amount:,}"}  # fmt: skip
            text = ROUTINE[kind].says
            if "{to}" in text or "{of}" in text:
                fill |= {"to": self._gathered(many, "to"), "of": self._gathered(many, "of")}
            if "{whom}" in text:
                fill["whom"] = self.whom(many[-1])
            said.append(text.format(**fill))
        return sentence(joined(said)) if said else ""

    def _gathered(self, events: Sequence[Event], to: str) -> str:
        people = Counter(self.whom(e) for e in events).most_common()
        if len(people) == 1:
            return f", {'always ' if len(events) > 1 else ''}{to} {people[0][0]}"
        return ": " + ", ".join(f"{to} {who} {times(n)}" for who, n in people)

    @cached_property
    def passages(self) -> list[Passage]:
        """The life in order: each year in which something happened, and the quiet ones between them together."""
        spans: list[list[int]] = []
        quiet = False
        for year in sorted(self._told.keys() | self._plain.keys() | self.by_year.keys()):
            if year not in self._told and quiet and len(spans[-1]) < QUIET:
                spans[-1].append(year)
            else:
                spans.append([year])
            quiet = year not in self._told
        return self._passages(spans)

    def shortened(self, years: Iterable[int]) -> str:
        """The beginning, some of the years, and the end."""
        kept = sorted(set(years) & (self._told.keys() | self.by_year.keys()))
        parts = [self.opening, *(p.text() for p in self._passages([[year] for year in kept])), self.end]
        return "\n\n".join(part for part in parts if part)

    @cached_property
    def _told(self) -> dict[int, list[Event]]:
        return _by_year(e for e in self.events if e.kind not in ROUTINE)

    @cached_property
    def _plain(self) -> dict[int, list[Event]]:
        return _by_year(e for e in self.events if e.kind in ROUTINE)

    def _passages(self, spans: Sequence[list[int]]) -> list[Passage]:
        before = ["", ""]  # place and mind: what was said last of how the person stands
        out = []
        for span in spans:
            told = [e for year in span for e in self._told.get(year, [])]
            often = self.often([e for year in span for e in self._plain.get(year, [])])
            stands = "" if any(e.kind in ENDS for e in told) else self._stands(span[-1], before)
            out.append(Passage(span[0], span[-1], self._months(told), often or ("" if told else
                               QUIETLY[len(span) > 1]), stands, self._country(span[-1])))  # fmt: skip
        return out

    def _months(self, events: Sequence[Event]) -> str:
        by_month: dict[int, list[str]] = defaultdict(list)
        for e in events:
            said = self.says(e)
            if said not in by_month[e.month]:
                by_month[e.month].append(said)
        return " ".join(f"In {MONTHS[m % 12]} {joined(clauses)}." for m, clauses in by_month.items())

    def _stands(self, year: int, before: list[str]) -> str:
        s = self.by_year.get(year)
        if s is None:
            return ""
        she, place, others = self.she, self.book.place(s["place"]), len(self.others.at_home(year))
        at_home = f"{she} {words.company(s, others, '' if before[0] == place else place)}"
        if words.at_table(s) or others:
            whose = "the family at home has" if s["status"] > words.ABROAD else "the household has"
            at_home += f"; {whose} {words.larder(s)}"
        parts = [sentence(at_home), sentence(f"{she} {words.body(s)}")]
        mind = sentence(words.mind(s, she)) if words.grown(s) else ""
        if mind and before[1:] == [plain_words(mind)]:
            mind = f"{she.capitalize()} {'shows and ' if s['status'] <= words.ABROAD else ''}thinks as before."
        before[:] = [place, plain_words(mind) if " as before" not in mind else before[1]]
        return " ".join(part for part in ("December:", *parts, mind) if part)

    def _country(self, year: int) -> str:
        s = self.by_year.get(year) or self.by_year.get(year - 1)
        said = self.times.says(year, self.book.places[s["place"]]["province"] if s else 0)
        return f"The country: {said}." if said else ""

    @property
    def opening_short(self) -> str:
        """Sex and birth."""
        who = {True: "a woman" if self.she == "she" else "a man", False: "a person"}[self.known_sex]
        return who if self.born is None else f"{who}, born in {when(self.born)}"

    @cached_property
    def opening(self) -> str:
        """Who this is, in a sentence or two."""
        said = [f"{self.code}: {self.opening_short}."]
        if self.states:
            s = self.states[0]
            said.append(sentence(f"in December {s['year']} {self.she} {words.doing(s)} and lives in "
                                 f"{self.book.place(s['place'])}, {words.ranks(s)}"))  # fmt: skip
            if s["year"] > self.book.years[0] and s["year"] * 12 - 1990 * 12 - s["born"] > 12:
                said.append(f"Of {self.word['her']} life before there is no record: {self._between()}")
        return " ".join(said)

    def _between(self) -> str:
        if self.book.share > 1:
            return "it is kept from the day when a person comes to the tiers, to a post abroad or to the South."
        return ("below full scale a row stands for many, and rows begin and end where people move between places "
                "whose rows stand for different numbers.")  # fmt: skip

    @cached_property
    def end(self) -> str:
        """How it ends, or how the person stands when the record does."""
        she = self.she
        if any(e.kind in ENDS for e in self.events):
            return ""
        if not self.states or self.states[-1]["year"] < self.book.years[-1]:
            last = self.states[-1]["year"] if self.states else self.events[-1].year
            if "demography.died" in self.book.kinds.values():
                return f"After {last} this rung follows no row of {self.word['him']}: {self._between()}"
            return (f"After {last} there is no row of {self.word['him']} any more: {she} has died, or is one of those "
                    f"whom the record loses. {self._between().capitalize()}")  # fmt: skip
        s = self.states[-1]
        age = (s["year"] * 12 + 11 - 1990 * 12 - s["born"]) // 12
        return f"At the end of the record, in December {s['year']}, {she} is {age} and {words.doing(s)}."

    def text(self) -> str:
        """The whole life, for reading."""
        parts = [self.opening, *(p.text() for p in self.passages), self.end]
        return "\n\n".join(part for part in parts if part)

    def as_json(self) -> dict[str, Any]:
        """The same as plain values: every event with its clause, every December, the country's years, the end."""
        return {
            "code": self.code, "rung": self.book.rung, "seed": self.book.about["seed"],
            "sex": ("woman" if self.she == "she" else "man") if self.known_sex else None,
            "born": None if self.born is None else month_label(self.born),
            "events": [{"month": month_label(e.month), "kind": e.kind, "amount": e.amount, "other": e.other,
                        "with": self._with(e), "says": self.told(e)} for e in self.events],
            "decembers": [{k: v for k, v in s.items() if k != "person"} | {"in": self.book.place(s["place"]),
                          "with": [code_of(o.person) for o in self.others.at_home(s["year"])]} for s in self.states],
            "country": {str(s["year"]): self.times.of(s["year"], self.book.places[s["place"]]["province"])
                        for s in self.states},
            "told": [self.opening, *(p.text() for p in self.passages)], "end": self.end,
        }  # fmt: skip

    def told(self, e: Event) -> str:
        """An event by itself, an ordinary one too, as a clause."""
        return self.often([e]).rstrip(".") if e.kind in ROUTINE else self.says(e)

    def _with(self, e: Event) -> str | None:
        if e.kind not in PERSON_IN_OTHER:
            return None
        found = self.others.find(e.other, e.year)
        return code_of(found.person) if found else None


def _by_year(events: Iterable[Event]) -> dict[int, list[Event]]:
    found: dict[int, list[Event]] = {}
    for e in events:
        found.setdefault(e.year, []).append(e)
    return found
