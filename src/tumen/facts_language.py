"""The language of facts: "party and traded and arrived = 2009", read into a tree. It has no strings of SQL in it.

    fact           a name of `tumen.facts` alone (woman) or compared (fear > 0.5, post = writer, province = HG),
                   or the name of an event alone (arrived) or by year or month (arrived = 2009, held >= 1996-07)
    and or not ( )
    ... in 1998    of facts about how a person stands: in that December
    ... at end     in the last December that the person is in
    once ( ... )   all of it in one and the same December

A fact about how a person stands holds for a life if it does so in any December; an event, if it ever happened.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tumen.facts import NAMES, Seen
from tumen.months import month_index
from tumen.scenario_errors import ScenarioError, nearest

OPERATORS = ("=", "!=", "<=", ">=", "<", ">")
WORDS = ("and", "or", "not", "once", "in", "at")
LONGEST, DEEPEST = 2000, 40
_TOKEN = re.compile(r"""\s*(?:(?P<month>\d{4}-\d{2}(?!\d))|(?P<number>-?\d+(?:\.\d+)?)|(?P<text>"[^"]*"|'[^']*')
                        |(?P<op><=|>=|!=|==|=|<|>|\(|\))|(?P<name>[A-Za-z_][\w.]*))""", re.VERBOSE)  # fmt: skip


@dataclass(frozen=True)
class Stands:
    """How a person stands in a December: a name, and for what is no yes-or-no an operator and a figure or code."""

    name: str
    op: str = ""
    value: float = 0.0

    def holds(self, seen: Seen) -> Any:
        found = NAMES[self.name].column(seen)
        return found if not self.op else COMPARE[self.op](found, self.value)


@dataclass(frozen=True)
class Happened:
    """An event of one of these kinds, with its month within `first` and `last`, or outside where `outside` is set."""

    kinds: tuple[str, ...]
    first: int = -(2**15)
    last: int = 2**15 - 1
    outside: bool = False


@dataclass(frozen=True)
class Not:
    part: Tree


@dataclass(frozen=True)
class Both:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Either:
    parts: tuple[Tree, ...]


@dataclass(frozen=True)
class Once:
    """All of it in one December: any (None), that of a year, or the person's last (0)."""

    part: Tree
    year: int | None = None


Tree = Stands | Happened | Not | Both | Either | Once

COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b, "<": lambda a, b: a < b, "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


def holds(tree: Tree, seen: Seen) -> Any:
    """Who meets it, over the columns of one month. Raises ValueError for what columns cannot tell: events, years."""
    import numpy as np

    if isinstance(tree, Stands):
        return np.asarray(tree.holds(seen), np.bool_)
    if isinstance(tree, Not):
        return ~holds(tree.part, seen)
    if isinstance(tree, Both):
        return np.logical_and.reduce([holds(part, seen) for part in tree.parts])
    if isinstance(tree, Either):
        return np.logical_or.reduce([holds(part, seen) for part in tree.parts])
    raise ValueError("columns of one month tell how people stand, neither events nor years")


def read(text: str, kinds: Iterable[str] = (), field: str = "--where") -> Tree:
    """The tree of a text. kinds: the kinds of event that may be asked for. Raises ScenarioError that says where."""
    return _Reader(text, kinds, field).whole()


class _Reader:
    """Reads by descent: or, and, not, one fact."""

    def __init__(self, text: str, kinds: Iterable[str], field: str) -> None:
        self.text, self.field = text, field
        self.events: dict[str, tuple[str, ...]] = {}
        for kind in kinds:
            self.events[kind] = (kind,)
            short = kind.rsplit(".", 1)[-1]
            if short != kind:
                self.events[short] = (*self.events.get(short, ()), kind)
        if len(text) > LONGEST:
            raise self.wrong("it is too long", 0, f"at most {LONGEST} characters")
        self.tokens = list(self._tokens())
        self.at = self.deep = 0

    def _tokens(self) -> Iterable[tuple[str, str, int]]:
        at, text = 0, self.text.rstrip()
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None or found.lastgroup is None:
                raise self.wrong("this is no part of the language", at, "names, numbers, \"texts\", ( ) and " +
                                 " ".join(OPERATORS))  # fmt: skip
            yield found.lastgroup, found[found.lastgroup], found.start(found.lastgroup)
            at = found.end()
        yield "end", "", len(text)

    def wrong(self, problem: str, at: int, legal: str, near: str = "") -> ScenarioError:
        given = f"{self.text[max(0, at - 30) : at]}>>>{self.text[at : at + 30]}" if self.text else "nothing"
        return ScenarioError(f"{problem}, at character {at + 1}", path="command line", field=self.field, given=given,
                             legal=legal, nearest=near)  # fmt: skip

    def whole(self) -> Tree:
        tree = self.either()
        kind, word, at = self.tokens[self.at]
        if kind != "end":
            raise self.wrong("something is left over", at, "and, or, or the end", nearest(word, ("and", "or")))
        return tree

    def word(self) -> str:
        """The next token, lower case where it is a word of the language."""
        kind, word, _ = self.tokens[self.at]
        return word.lower() if kind in ("name", "op") else ""

    def accept(self, *words: str) -> bool:
        if self.word() not in words:
            return False
        self.at += 1
        return True

    def either(self) -> Tree:
        parts = [self.both()]
        while self.accept("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Tree:
        parts = [self.negation()]
        while self.accept("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def negation(self) -> Tree:
        self.deep += 1
        if self.deep > DEEPEST:
            raise self.wrong("too many brackets or nots within another", self.tokens[self.at][2], f"up to {DEEPEST}")
        tree = Not(self.negation()) if self.accept("not") else self.dated()
        self.deep -= 1
        return tree

    def dated(self) -> Tree:
        """A fact or a bracket, and the December it is asked of."""
        begin = self.tokens[self.at][2]
        once = self.accept("once")
        if self.accept("("):
            tree = self.either()
            if not self.accept(")"):
                raise self.wrong("a bracket is not closed", self.tokens[self.at][2], ")")
        elif once:
            raise self.wrong("once takes a bracket", self.tokens[self.at][2], "once ( ... )")
        else:
            tree = self.fact()
        year: int | None = None
        if self.accept("in"):
            year, once = self.year(), True
        elif self.accept("at"):
            if not self.accept("end"):
                raise self.wrong("at what?", self.tokens[self.at][2], "at end")
            year, once = 0, True
        if not once:
            return tree
        if not _stands_only(tree):
            raise self.wrong("a December is asked of how people stand, not of events", begin,
                             "events by year: arrived = 2009")  # fmt: skip
        return Once(tree, year)

    def year(self) -> int:
        kind, word, at = self.tokens[self.at]
        if kind != "number" or not word.isdigit() or len(word) != 4:
            raise self.wrong("in what year?", at, "a year, such as 1998")
        self.at += 1
        return int(word)

    def fact(self) -> Tree:
        kind, word, at = self.tokens[self.at]
        name = word.lower()
        known = [*NAMES, *self.events]
        if kind != "name" or name in WORDS:
            raise self.wrong("a fact is missing" if kind == "end" or name in WORDS else "a fact begins with its name",
                             at, "a name, such as party, fear > 0.5, arrived = 2009")  # fmt: skip
        if name not in known:
            raise self.wrong(f"there is no fact {word}", at, "a name of how people stand or of an event: "
                             "`tumen find RUN --facts` lists them", nearest(name, known))  # fmt: skip
        self.at += 1
        op = self.tokens[self.at][1] if self.tokens[self.at][0] == "op" else ""
        op = {"==": "="}.get(op, op)
        if op in OPERATORS:
            self.at += 1
        else:
            op = ""
        return self.standing(name, op, at) if name in NAMES else self.event(name, op)

    def standing(self, name: str, op: str, at: int) -> Tree:
        about = NAMES[name]
        if about.is_yes:
            if op:
                raise self.wrong(f"{name} is yes or no and is not compared", at, f"{name}, or not {name}")
            return Stands(name)
        if not op:
            if about.words:
                legal = f"{name} = one of {', '.join(about.words)}"
            else:
                legal = f"{name} > 1, with one of {' '.join(OPERATORS)}"
            raise self.wrong(f"{name} is compared with something", at, legal)
        kind, word, at = self.tokens[self.at]
        self.at += 1
        if not about.words:
            if kind != "number":
                raise self.wrong(f"{name} is a number", at, f"a number: {about.meaning}")
            return Stands(name, op, float(word))
        if op not in ("=", "!=") and not about.ordered:
            raise self.wrong(f"{name} knows no more and less", at, f"{name} = ..., or !=")
        return Stands(name, op, float(self.code(name, word.strip("\"'") if kind == "text" else word, at)))

    def code(self, name: str, word: str, at: int) -> int:
        """The code of a word: of `post` writer is 1."""
        about = NAMES[name]
        folded = [w.lower() for w in about.words]
        also = [w.lower() for w in about.also]
        if word.lower() in folded:
            return folded.index(word.lower())
        if word.lower() in also:
            return also.index(word.lower())
        legal = ", ".join(f'"{w}"' if not w.isalpha() else w for w in about.words)
        raise self.wrong(f"{name} is never {word or 'nothing'}", at, legal, nearest(word.lower(), folded))

    def event(self, name: str, op: str) -> Tree:
        kinds = self.events[name]
        if not op:
            return Happened(kinds)
        kind, word, at = self.tokens[self.at]
        self.at += 1
        try:
            if kind not in ("number", "month"):
                raise ValueError
            first = month_index(word)
        except ValueError:
            raise self.wrong("an event is asked for by time", at, "a year or a month: 2009, 2009-03") from None
        last = first if kind == "month" else first + 11
        return {
            "=": Happened(kinds, first, last), "!=": Happened(kinds, first, last, outside=True),
            "<": Happened(kinds, last=first - 1), "<=": Happened(kinds, last=last),
            ">": Happened(kinds, last + 1), ">=": Happened(kinds, first),
        }[op]  # fmt: skip


def _stands_only(tree: Tree) -> bool:
    if isinstance(tree, Both | Either):
        return all(_stands_only(part) for part in tree.parts)
    return _stands_only(tree.part) if isinstance(tree, Not) else isinstance(tree, Stands)


