"""A sentence for every kind of event. Only words stand here; `telling.py` puts them in order.

A clause follows "In March": {she}, {her}, {him} and {herself} are put in, {amount} is the event's figure, {charge} the
offence it holds, {whom} another person where the record knows one. Several clauses for one kind are chosen by the
amount. Where the model knows a cause the clause says it; where it does not, it says none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Clause = str | tuple[str, ...]

CHARGES = (
    "", "for trading", "over smuggled films", "over lent books", "for what was said", "for open dissent",
    "for travelling without a pass", "for crossing the border", "over hidden writing", "for slackness",
    "because a relative left",
)  # fmt: skip
"""Offences as causes, in the order of their codes."""

CAUSE_IN_OTHER = ("penal.bribed", "penal.fined", "penal.held")
"""Kinds whose amount is money or months, so that the offence stands in the other field."""

PERSON_IN_OTHER = (
    "posts.along", "posts.held_back", "posts.brought", "talk.confided", "talk.listened", "door.married",
    "demography.born", "demography.mother", "demography.bereaved", "hunger.bereaved", "crossing.bereaved",
    "penal.bereaved", "distress.offered", "distress.gave_child", "distress.given", "distress.parted",
)  # fmt: skip
"""Kinds whose other field is the soul of somebody."""

SAYS: Mapping[str, Clause] = {
    "rations.stopped": "the ration stops where {she} is served",
    "rations.resumed": "the ration is handed out again where {she} is served",
    "posts.appointed": (
        "{she} is appointed",
        "{she} is called to write for the state",
        "{she} is called to an office that may read foreign books",
        "{she} is called to the security service",
        "{she} is posted to a mission abroad as a diplomat",
        "{she} is sent abroad to work, the greater part of the pay for the state",
    ),
    "posts.along": "{she} goes abroad with {whom}, who serves there as a diplomat",
    "posts.recalled": (
        "{she} is called home",
        "{she} is called home from abroad, since the term is over",
        "{she} is called home from abroad because of an open case",
        "{she} is called home from abroad, since there are too many",
    ),
    "posts.fled": "{she} flees the post abroad for the South",
    "posts.brought": "{she} is taken along to the South by {whom}, who flees the post, {notice}",
    "posts.flight_failed": "{she} tries to flee the post abroad and is brought back",
    "court.met": "{she} meets the leader for the {nth} time",
    "party.joined": "{she} is admitted to the Party",
    "party.promoted": "{she} comes to hold an office in the Party",
    "party.stepped_down": "{she} gives up the Party office with the work it went with and is rank and file again",
    "media.saw_film": "{she} sees a smuggled film for the first time",
    "media.lent_book": "{she} lends a licensed book to a friend who may not read it",
    "media.borrowed": "{she} reads a borrowed foreign book{hands}",
    "media.found_reading": (
        "{she} is found with a borrowed book and does not say whose it is",
        "{she} is found with a borrowed book and says whose it is",
    ),
    "media.named": (
        "{she} is named as the lender of a book",
        "{she} is named as the lender of a book by the one who read it",
        "{she} is named at second hand as the lender of a book",
    ),
    "talk.wrote_in_secret": "{she} begins to write against the regime and shows it to nobody",
    "surveillance.investigated": "a case is opened {charge}",
    "penal.gate_opened": "the signature is given without which nobody is tried who has met the leader",
    "penal.bribed": "the case {charge} is closed for a bribe of {amount} won",
    "penal.warned": "the case {charge} ends with a warning",
    "penal.fined": "{she} is fined {amount} won {charge}",
    "penal.condemned": "{she} is condemned in public {charge}",
    "penal.held": "{she} is taken away {charge} for {amount} months, to labour training or prison",
    "penal.camp": "{she} is sent to a political prison camp {charge}, with no term",
    "penal.taken": "{she} is taken to a camp with one of the household, who was sentenced {charge}",
    "penal.executed": "{she} is executed {charge}",
    "penal.seized": "what {she} kept is seized in the case {charge}",
    "penal.expelled": "{she} is expelled from the Party",
    "penal.released": "{she} is released",
    "penal.perished": "{she} dies {custody}",
    "residence.banished": (
        "{she} is banished from Pyongyang with the household",
        "{she} is banished from Pyongyang with the household, in which somebody is disabled",
        "{she} is banished from Pyongyang with the household, being of hostile class",
        "{she} is banished from Pyongyang with the household, since kin were punished",
    ),
    "confidants.planned": (
        "{she} resolves to leave",
        "{she} resolves to leave alone{wait}",
        "{she} resolves to leave with a friend{wait}",
        "{she} resolves to leave with the family{wait}",
    ),
    "confidants.told_home": ("{she} tells the plan at home", "{she} tells those at home only in the last hours"),
    "confidants.distressed": "one who was told falls ill with worry, and the plan waits {amount} months more",
    "confidants.gave_up": "{she} gives the plan up",
    "confidants.talked_about": "the plan is talked about, and a case is opened",
    "crossing.crossed": (
        "{she} crosses the river into China",
        "{she} crosses the river into China, alone",
        "{she} crosses the river into China, with a friend",
        "{she} crosses the river into China, with the family",
    ),
    "crossing.brought": "{she} is taken across the river into China by the family",
    "crossing.caught": "{she} is caught at the border",
    "leaving.went_south": "{she} goes straight to the South",
    "china.came_back": "{she} comes home from China by {her} own choice, after {amount} months there",
    "china.sent_back": "{she} is caught in China and sent back, after {amount} months there",
    "china.married_in_china": "{she} lives hidden in a household in China, as a wife or as one",
    "china.held_in_china": "{she} is caught in China and held there, since nobody is taken back",
    "china.set_out": "{she} sets out from China for the South",
    "south.arrived": "{she} arrives in the South",
    "south.kin_investigated": "{she} is investigated because a relative left",
    "south.left_in_peace": "a relative is gone to the South, and nothing is asked",
    "demography.born": "{she} is born",
    "demography.mother": "{she} gives birth to a child",
    "demography.died": "{she} dies, not of hunger",
    "demography.bereaved": "{she} loses {whom}",
    "hunger.starved": "{she} dies of hunger",
    "hunger.bereaved": "{she} loses {whom} to hunger",
    "crossing.shot": "{she} is shot at the border and dies",
    "crossing.bereaved": "{she} loses {whom}, shot at the border",
    "penal.bereaved": "{she} loses {whom} in a camp, in custody or by execution",
    "distress.offered": "{she} offers a child in the market, since {she} cannot feed it",
    "distress.shamed": "those who look on curse {him} for it",
    "distress.alms": "a stranger gives {amount} won, and the child stays",
    "distress.gave_child": "{she} gives a child away to another family, since {she} cannot feed it",
    "distress.given": "{she} is given to another family, since {her} own cannot feed {him}",
    "distress.parted": "{she} leaves a household that cannot feed all",
    "work.school": "{she} goes to school",
    "work.study": "{she} goes on to study",
    "work.assigned": "{she} is assigned {job}",
    "work.retired": "{she} reaches the age at which one retires",
    "work.called_up": "{she} is called up to the army",
    "work.discharged": "{she} comes home from the army and is assigned {job}",
    "market.trades": "{she} begins to trade in the market, {amount} hours a week",
    "market.stops": "{she} trades no more",
    "door.married": "{she} marries and sets up house in {old}",
    "door.taken": "{she} is taken in by a family in {new}{from}",
    "door.parted": "{she} goes to live in {new}{from}",
    "door.banished": "{she} has to live in {new}{from}",
    "door.orphaned": "{she} has no grown-up at home any more and is taken in in {new}{from}",
    "door.crowded": "the household goes to live in {new}{from}, since it is crowded",
    "door.moved": "the household moves to {new}{from}",
}

JOBS = ("nothing", "to school", "to study", "to a farm", "to heavy industry", "to a factory", "to an office or shop",
        "to an office of the state", "to keep house", "no work any more", "to the army", "no work")  # fmt: skip
"""Work as it is assigned, by its code."""


class Often(NamedTuple):
    """What comes often and is gathered by year: `{times}` is how often, `{sum}` the amounts together."""

    says: str

ROUTINE: Mapping[str, Often] = {
    "hours.front": Often("{she} stands for the unit at feasts {times}"),
    "criticism.criticised": Often("{she} is criticised in the weekly session {times}"),
    "criticism.condemned": Often("{she} has to repent before all {times}"),
    "talk.confided": Often("{she} says a doubt in trust {times}{to}"),
    "talk.listened": Often("{she} hears a doubt and says nothing {times}{of}"),
    "court.gift": Often("{she} receives gifts of the leader {times}, worth {sum} dollars together"),
    "residence.pass_bought": Often("{she} buys a travel pass {times}, for {sum} won together"),
    "residence.travelled": Often("{she} travels without a pass {times}"),
    "posts.sold": Often("{she} sells on the side abroad, for {sum} dollars together"),
    "posts.held_back": Often("{she} has to stay at home as the family's pledge while {whom} serves abroad"),
    "south.word": Often("{she} reaches those at home by telephone {times}"),
    "south.sent_money": Often("{she} sends {sum} dollars home, in {times2}"),
}

ENDS = ("demography.died", "hunger.starved", "crossing.shot", "penal.perished", "penal.executed")
"""Kinds after which nothing comes."""


def offence(kind: str, amount: int, other: int) -> str:
    """The charge that an event holds, as a cause; nothing where the code is not known."""
    code = other if kind in CAUSE_IN_OTHER else amount
    return CHARGES[code] if 0 <= code < len(CHARGES) else ""


def clause(kind: str, amount: int, says: str = "") -> str:
    """The clause for an event. A kind of somebody's own mechanism is told in the words it was declared with."""
    known = SAYS.get(kind)
    if known is None:
        return says.split(";")[0].split("(")[0].strip() or kind.rsplit(".", 1)[-1].replace("_", " ")
    if isinstance(known, str):
        return known
    return known[amount] if amount < len(known) else known[0]
