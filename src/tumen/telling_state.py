"""How a person stands in a December, in words: the household, the body, and what is thought against what is shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from tumen.facts import CLASS, DISABLED, FEMALE, TIER, TRADES
from tumen.labels import CLASSES, SHOWN, STATUSES
from tumen.lives_read import State

ABROAD = STATUSES.index("abroad")
WORK = (
    "is a small child", "goes to school", "studies", "works on a farm", "works in heavy industry", "works in a factory",
    "works in an office or shop", "is an official", "keeps house", "is retired", "serves in the army", "has no work",
)  # fmt: skip
WHERE = ("", "in the army", "abroad", "in a prison camp", "in China", "in the South", "in custody")
POST = (
    "", "writes for the state", "sits in an office that may read foreign books", "serves in security",
    "is a diplomat", "works abroad for the state", "lives abroad with a diplomat of the family",
    "is on the way through China", "is held in China",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def number(n: float) -> str:
    """A count as it is written in a sentence."""
    return NUMBERS[int(n)] if n == int(n) and 0 <= n < len(NUMBERS) else f"{n:,.0f}"


def step(value: float, limits: Sequence[float], words: Sequence[str]) -> str:
    """The word for the step on which a value lies."""
    return words[bisect_right(limits, value)]


def is_woman(state: State) -> bool:
    return bool(state["traits"] & FEMALE)


def doing(s: State) -> str:
    """What the person does, after "she": post before work, and where if not at home."""
    if s["status"] in (3, 5, 6):
        return f"is {WHERE[s['status']]}"
    if s["status"] == 4 and s["post"] not in (7, 8):
        return "is in China"
    if s["post"] and s["post"] < len(POST):
        return POST[s["post"]]
    traded = f" and trades {s['hours']} hours a week" if s["hours"] >= TRADES else ""
    return WORK[s["work"]] + traded


def at_table(s: State) -> bool:
    """Whether the person eats with the household."""
    return STATUSES[s["status"]] == "home"


def company(s: State, members: int, place: str) -> str:
    """With how many the person lives and what the person does, after "she"; the place where it has to be said."""
    if not at_table(s):
        left = f"; at home there {'is' if members == 1 else 'are'} {number(members)}" if members else ""
        return doing(s) + left + (f", in {place}" if members and place else "")
    alone = "lives alone" if not members else f"lives with {number(members)} other{'s' * (members > 1)}"
    return f"{alone}{' in ' + place if place else ''} and {doing(s)}"


def larder(s: State) -> str:
    """Grain, cash and belongings of the household."""
    sets = s["goods"] / 100
    goods = step(sets, (0.1, 0.3, 0.7, 1.5, 4), (
        "next to no belongings", "a fifth of the belongings that were ordinary in 1990", "half of the belongings that "
        "were ordinary in 1990", "ordinary belongings", f"{sets:.1f} times the belongings that were ordinary in 1990",
        f"{sets:.0f} times the belongings that were ordinary in 1990"))  # fmt: skip
    grain = "no grain" if s["grain"] < 1 else f"{s['grain']:,} kg of grain"
    return f"{grain}, {s['cash']:,} won and {goods}"


def body(s: State) -> str:
    """What the person eats and weighs, after "she"."""
    weight = step(s["reserve"], (0.7, 0.8, 0.9, 0.96), ("starved", "emaciated", "thin", "rather thin", "not thin"))
    return f"eats {s['eaten']} g of cereal a day and is {weight} ({100 * s['reserve']:.0f} % of normal weight)"


def thought(s: State) -> list[str]:
    """What the person thinks, after "she", each a clause."""
    return [
        step(s["loyalty"], (-2, -0.5, 0.5, 2), (
            "is against the state", "doubts the state", "is undecided", "is loyal", "is loyal without a doubt")),
        step(s["credibility"], (0.15, 0.4, 0.7), (
            "believes nothing that the state says", "believes little of what the state says",
            "believes half of what the state says", "believes what the state says")),
        step(s["knowledge"], (0.03, 0.15, 0.4), (
            "knows nothing of life outside", "has heard a little of life outside", "knows something of life outside",
            "knows much of life outside")),
        step(s["fear"], (0.15, 0.35, 0.6), ("fears little", "is wary", "is afraid", "is much afraid")),
        step(s["hope"], (0.2, 0.4, 0.6), ("hopes for nothing", "hopes little", "has some hope", "hopes")),
    ]  # fmt: skip


def grown(s: State) -> bool:
    """Loyalty is shown, and asked for, from sixteen."""
    return bool(s["year"] * 12 + 11 - 1990 * 12 - s["born"] >= 16 * 12)


def mind(s: State, she: str) -> str:
    """What is shown against what is thought, as one sentence. Who is held, in China or in the South shows nothing that
    the record knows."""
    loyal, *rest = thought(s)
    said = f"{she} {loyal} ({s['loyalty']:+.1f}), {', '.join(rest[:-1])} and {rest[-1]}"
    if s["status"] > ABROAD:
        return f"for {'herself' if she == 'she' else 'himself'} {said}"
    return f"{she} shows {SHOWN[s['display']]}; in private {said}"


def ranks(s: State) -> str:
    """Class, Party and tier, after "she is"."""
    parts = [f"of the {CLASSES[min((s['traits'] & CLASS) >> 2, 2)]} class"]
    if s["party"]:
        parts.append(("a Party member", "holder of a Party office")[s["party"] - 1])
    if s["grade"] >= TIER:
        parts.append(f"fed as the {('weekly', 'three-day', 'daily')[s['grade'] - TIER]} supply tier")
    if s["traits"] & DISABLED:
        parts.append("disabled")
    return ", ".join(parts)
