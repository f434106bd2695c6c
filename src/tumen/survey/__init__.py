"""Surveys: the model's own leavers answer what real ones were asked, and a run says its target figures.

    leavers, counts = watching = watch(country)      # before the first month
    for moment in months(country):
        for o in watching: o.add(moment)
    figures = leavers.figures() | counts.figures()   # all target ids, with default reporting
    keep(leavers.table(), path)
    reasked(figures, read(path), Reporting(recall=0.02))  # the same run, answered otherwise

Nothing here changes a bit of a run, and nothing here is a rule of the model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tumen.survey.asking import ask as ask
from tumen.survey.asking import sample as sample
from tumen.survey.asking import surveys as surveys
from tumen.survey.asking import thin as thin
from tumen.survey.counts import Counts as Counts
from tumen.survey.counts import reported
from tumen.survey.leavers import Leavers as Leavers
from tumen.survey.questions import Reporting as Reporting
from tumen.survey.table import Table as Table
from tumen.survey.table import join as join
from tumen.survey.table import keep as keep
from tumen.survey.table import read as read
from tumen.survey.targets import Target as Target
from tumen.survey.targets import distances as distances
from tumen.survey.targets import missing as missing
from tumen.survey.targets import targets as targets

if TYPE_CHECKING:
    from tumen.country import Country


def observers(country: Country) -> tuple[Leavers, Counts]:
    """Who has to watch a country from before its first month so that its target figures can be told: the interviewer,
    whose table can be asked again, and the counter. To be attached as all observers are (`watch` does it)."""
    return Leavers(country), Counts(country)


def watch(country: Country) -> tuple[Leavers, Counts]:
    """The observers, attached; each has still to be given every moment by `add`."""
    both = observers(country)
    country.onlookers += both
    return both


def reasked(figures: Mapping[str, float], table: Table, reporting: Reporting) -> dict[str, float]:
    """A run's figures with all that depends on reporting told anew."""
    return {**figures, **ask(table, reporting), **reported(figures, reporting)}
