"""Many lives at once, each in a line or in three: for lists and for draws."""

from __future__ import annotations

from collections.abc import Sequence

from tumen.lives_read import Book
from tumen.telling import Life
from tumen.telling_kin import Others
from tumen.telling_text import joined, pick, sentence, when
from tumen.telling_words import ENDS, ROUTINE


def several(book: Book, persons: Sequence[int]) -> list[Life]:
    """Lives read in one go, without looking for those who lived beside them."""
    read = book.many(persons)
    lives = [Life(book, person, *read[person]) for person in persons]
    for life in lives:
        life.others = Others(life.states, [], life.events)
    return lives


def line(life: Life, most: int = 3) -> str:
    """One line: who, where, what mattered, how it ends."""
    sex = {True: "woman" if life.she == "she" else "man", False: "person"}[life.known_sex]
    parts = [f"{sex} born {1990 + life.born // 12}" if life.born is not None else sex]
    if life.states:
        parts.append(life.book.place(life.states[0]["place"]))
    told = [e for e in life.events if e.kind not in ROUTINE]
    end = [e for e in told if e.kind in ENDS]
    short = pick([e for e in told if e.kind not in ENDS], most) + end
    parts += [f"{e.year} {life.says(e).removeprefix(life.she + ' ')}" for e in short]
    if not end and life.states and life.states[-1]["year"] == life.book.years[-1]:
        parts.append(f"in the record to its end in {life.states[-1]['year']}")
    elif not end:
        parts.append(f"in the record to {life.states[-1]['year'] if life.states else life.events[-1].year}")
    return "; ".join(parts)


def three_lines(life: Life, year: int) -> str:
    """Who it is and how the person stood in a December, what mattered before and after, how it ends."""
    from tumen import telling_state as words

    s = life.by_year[year]
    stood = f"in December {year} {life.she} {words.doing(s)}; {life.she} {words.body(s)}"
    mind = f"; {words.mind(s, life.she)}" if words.grown(s) else ""
    told = [e for e in life.events if e.kind not in ROUTINE and e.kind not in ENDS]
    kept = [f"in {e.year} {life.says(e)}" for e in pick(told, 4)]
    most = joined(kept or ["nothing but the ordinary is recorded"])
    last = life.end or f"{when(life.events[-1].month)}: {life.says(life.events[-1])}"
    who = f"{life.code}: {life.opening_short}; {stood}{mind}"
    return "\n  ".join((f"{who}.", sentence(most), sentence(last)))
