"""Persons found in recorded lives: by facts of one's own, or as near as any comes to an archetype."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tumen.archetypes import Archetype
from tumen.facts import NAMES, sql_of
from tumen.facts_language import Both, Either, Happened, Not, Once, Stands, Tree
from tumen.lives_read import Book
from tumen.scenario_errors import ScenarioError

STATES = "stands"  # the name under which queries here have the table of Decembers


@dataclass(frozen=True)
class Found:
    """Persons who meet what was asked, in the order of their identities. total: how many there are."""

    persons: list[int]
    total: int


def where(book: Book, tree: Tree, limit: int = 20) -> Found:
    """Those whose lives meet it. Raises ScenarioError for a year that is not in the record."""
    query = _Query(book)
    condition = query.of_life(tree)
    tables = []
    if query.stands:
        columns = ", ".join(f"{sql} AS {name}" for name, sql in query.stands.items())
        tables.append(f"(SELECT person, {columns} FROM {STATES} GROUP BY person)")
    if query.events:
        kinds = ", ".join(map(str, sorted(query.kinds)))
        columns = ", ".join(f"bool_or({sql}) AS {name}" for name, sql in query.events.items())
        tables.append(f"(SELECT person, {columns} FROM {book.events_sql()} WHERE kind IN ({kinds}) GROUP BY person)")
    # whoever is in no December and in no event asked for is still somebody of whom "not" is true
    everybody = f"(SELECT DISTINCT person FROM {STATES} UNION SELECT DISTINCT person FROM {book.events_sql()})"
    source = everybody if query.negated else tables.pop(0)
    joins = "".join(f" LEFT JOIN {table} AS t{k} USING (person)" for k, table in enumerate(tables))
    rows = book.rows(
        f"WITH {STATES} AS {_plain(book.states_sql(query.years))} "
        f"SELECT person, count(*) OVER () FROM {source} AS base{joins} WHERE {condition} "
        f"ORDER BY person LIMIT {limit:d}"
    )
    return Found([row[0] for row in rows], rows[0][1] if rows else 0)


class _Query:
    """Gathers what has to be known of each person, as columns to be made in one pass over each kind of file."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.stands: dict[str, str] = {}
        self.events: dict[str, str] = {}
        self.kinds: set[int] = set()
        self.negated = False
        self._asked: set[int] | None = set()  # Decembers that suffice; None: all

    @property
    def years(self) -> list[int] | None:
        return None if self._asked is None or not self._asked or self.negated else sorted(self._asked)

    def of_life(self, tree: Tree) -> str:
        """The condition on a person, over the gathered columns."""
        if isinstance(tree, Both):
            return "(" + " AND ".join(self.of_life(part) for part in tree.parts) + ")"
        if isinstance(tree, Either):
            self.negated = True  # one side may be of people whom the other side's table does not have
            return "(" + " OR ".join(self.of_life(part) for part in tree.parts) + ")"
        if isinstance(tree, Not):
            self.negated = True
            return f"(NOT {self.of_life(tree.part)})"
        if isinstance(tree, Happened):
            return self._event(tree)
        part, year = (tree.part, tree.year) if isinstance(tree, Once) else (tree, None)
        if year and year not in self.book.years:
            raise ScenarioError("there is no such December in these lives", path="command line", field="--where",
                                given=f"in {year}", legal=f"{self.book.years[0]} to {self.book.years[-1]}")  # fmt: skip
        row = row_sql(self.book, part)
        if year:
            if self._asked is not None:
                self._asked.add(year)
            made = f"bool_or(year = {year:d} AND {row})"
        else:
            self._asked = None
            made = f"arg_max({row}, year)" if year == 0 else f"bool_or({row})"
        name = f"s{len(self.stands)}"
        self.stands[name] = made
        return f"coalesce({name}, false)"

    def _event(self, asked: Happened) -> str:
        codes = [code for code, kind in self.book.kinds.items() if kind in asked.kinds]
        self.kinds |= set(codes)
        inside = f"month BETWEEN {asked.first:d} AND {asked.last:d}"
        name = f"e{len(self.events)}"
        kinds = ", ".join(map(str, codes))
        self.events[name] = f"kind IN ({kinds}) AND {'NOT ' if asked.outside else ''}({inside})"
        return f"coalesce({name}, false)"


def row_sql(book: Book, tree: Tree) -> str:
    """What holds of a person in one December, over rows of states."""
    if isinstance(tree, Both | Either):
        word = " AND " if isinstance(tree, Both) else " OR "
        return "(" + word.join(row_sql(book, part) for part in tree.parts) + ")"
    if isinstance(tree, Not):
        return f"(NOT {row_sql(book, tree.part)})"
    if not isinstance(tree, Stands):
        raise ValueError("within one December only facts about how a person stands hold")
    sql = sql_of(tree.name, STATES, book.places)
    return sql if not tree.op else f"({sql} {'<>' if tree.op == '!=' else tree.op} {tree.value!r})"


def far_sql(book: Book, tree: Tree) -> str:
    """How far a person is from it in one December: nought where it holds, one where a yes-or-no does not, and for a
    figure by its distance from the bound."""
    if isinstance(tree, Both):
        return "(" + " + ".join(far_sql(book, part) for part in tree.parts) + ")"
    if isinstance(tree, Either):
        return "least(" + ", ".join(far_sql(book, part) for part in tree.parts) + ")"
    holds = row_sql(book, tree)
    if isinstance(tree, Stands) and NAMES[tree.name].spread:
        gap = f"abs({sql_of(tree.name, STATES, book.places)} - {tree.value!r}) / {NAMES[tree.name].spread!r}"
        return f"(CASE WHEN {holds} THEN 0.0 ELSE least({gap}, 1.0) END)"
    return f"(CASE WHEN {holds} THEN 0.0 ELSE 1.0 END)"


@dataclass(frozen=True)
class Near:
    """A person in the December in which an archetype is come nearest to. far: how far the unmet facts are, together;
    unmet: what is lacking, with the person's figure where there is one."""

    person: int
    year: int
    met: int
    far: float
    unmet: list[str]


@dataclass(frozen=True)
class Likeness:
    """How near the lives of a run come to an archetype. whole: persons who meet every fact in one December; most: how
    many facts anybody meets at once."""

    archetype: Archetype
    whole: int
    nearest: list[Near]


def like(book: Book, archetype: Archetype, limit: int = 20, closest: bool = False) -> Likeness:
    """Those who meet every fact in a December of the archetype's years, or, where there are none or `closest` is
    asked, those nearest. Raises ScenarioError where none of those years is in the record."""
    first, last = archetype.years
    years = [year for year in book.years if first <= year <= last]
    if not years:
        raise ScenarioError("these lives hold no December in which this life is looked for", path="command line",
                            field="--like", given=archetype.name, legal=f"a run that reaches {first}")  # fmt: skip
    facts = [fact.tree for fact in archetype.facts]
    met = ", ".join(f"{row_sql(book, tree)} AS f{k}" for k, tree in enumerate(facts))
    far = " + ".join(far_sql(book, tree) for tree in facts)
    count = " + ".join(f"CAST(f{k} AS INT)" for k in range(len(facts)))
    table = (f"WITH {STATES} AS {_plain(book.states_sql(years))}, facts AS (SELECT *, {met} FROM {STATES}), "
             f"counted AS (SELECT *, {count} AS met FROM facts) ")  # fmt: skip
    whole = book.rows(f"{table}SELECT count(DISTINCT person) FROM counted WHERE met = {len(facts)}")[0][0]
    if whole and not closest:
        rows = book.rows(f"{table}SELECT person, min(year), {len(facts)}, 0.0 FROM counted WHERE met = {len(facts)} "
                         f"GROUP BY person ORDER BY person LIMIT {limit:d}")  # fmt: skip
        return Likeness(archetype, whole, [Near(person, year, n, 0.0, []) for person, year, n, _ in rows])
    figures = [atom for tree in facts for atom in _figures(tree)]
    values = "".join(f", {sql_of(atom.name, STATES, book.places)}" for atom in figures)
    flags = ", ".join(f"f{k}" for k in range(len(facts)))
    rows = book.rows(f"{table}SELECT person, year, met, {far} AS far, {flags}{values} FROM counted "
                     f"ORDER BY met DESC, far, person, year LIMIT {limit * len(years):d}")  # fmt: skip
    found: dict[int, Near] = {}
    for person, year, n, distance, *rest in rows:
        if person not in found and len(found) < limit:
            known = dict(zip(figures, rest[len(facts) :], strict=True))
            lacking = [_lacks(fact.says, fact.tree, known)
                       for fact, yes in zip(archetype.facts, rest[: len(facts)], strict=True) if not yes]  # fmt: skip
            found[person] = Near(person, year, n, float(distance), lacking)
    return Likeness(archetype, whole, list(found.values()))


def _figures(tree: Tree) -> list[Stands]:
    if isinstance(tree, Both | Either):
        return [atom for part in tree.parts for atom in _figures(part)]
    return [tree] if isinstance(tree, Stands) and NAMES[tree.name].spread else []


def _lacks(says: str, tree: Tree, known: dict[Stands, Any]) -> str:
    figures = [f"{atom.name} {float(known[atom]):g}, not {atom.op} {atom.value:g}" for atom in _figures(tree)]
    return f"{says} ({'; '.join(figures)})" if figures else says


def _plain(table: str) -> str:
    """A table as a query of its own."""
    return f"(SELECT * FROM {table})"
