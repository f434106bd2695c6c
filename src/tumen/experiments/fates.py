"""What became of those who were alive when two runs parted: one fate each in each run, and how many go where.

Fates exclude each other, and the gravest comes first. Whoever lives at home, in the army or at a post is told apart by
what they think and what they show: loyal (private loyalty above nought), silent (not loyal, and shows compliance or
zeal), open (not loyal, and shows it). Below full scale a few persons become persons between rows when they move to a
place of another weight: they are not followed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tumen.country import Country
from tumen.facts import FEMALE, STRATUM
from tumen.labels import SHOWN, STATUSES
from tumen.lives_read import Book
from tumen.persons import flat

if TYPE_CHECKING:
    import pandas as pd

FATES = ("loyal", "silent", "open", "left", "camp or prison", "killed or died in custody", "starved", "died",
         "not followed")  # fmt: skip
DEATHS = {
    "hunger.starved": "starved", "demography.died": "died", "penal.perished": "killed or died in custody",
    "penal.executed": "killed or died in custody", "crossing.shot": "killed or died in custody",
}  # fmt: skip
CAMP, CHINA, SOUTH, HELD = (STATUSES.index(word) for word in ("camp", "China", "South", "held"))
COMPLIES = SHOWN.index("compliance")


def people(country: Country) -> pd.DataFrame:
    """Everybody alive, by identity: `weight` (persons of the row), `province`, `stratum`, `female`, `age`."""
    import pandas as pd

    seen = flat(country, ("traits", "grade", "party"))
    table = pd.DataFrame({
        "person": seen["identity"], "weight": seen["weight"], "province": seen["province"],
        "stratum": STRATUM.column(seen), "female": (seen["traits"] & FEMALE).astype(bool), "age": seen["age"],
    })  # fmt: skip
    return table.set_index("person")


def fates(country: Country, lives: Path, who: Any) -> pd.Series[Any]:
    """The fate at the end of a run of each identity in the index `who`, as a number in the order of `FATES`."""
    import pandas as pd

    seen = flat(country, ("status", "loyalty", "display"))
    status, loyal, shows = seen["status"], seen["loyalty"] > 0, seen["display"] >= COMPLIES
    fate = np.where(loyal, 0, np.where(shows, 1, 2))
    fate = np.where((status == CHINA) | (status == SOUTH), 3, fate)
    fate = np.where((status == CAMP) | (status == HELD), 4, fate)
    living = pd.Series(fate, index=seen["identity"])
    book = Book(lives)
    codes = {code: FATES.index(DEATHS[name]) for code, name in book.kinds.items() if name in DEATHS}
    listed = ", ".join(map(str, codes))
    died = book.rows(f"SELECT DISTINCT ON (person) person, kind FROM {book.events_sql()} WHERE kind IN ({listed})")
    dead = pd.Series({person: codes[kind] for person, kind in died}, dtype="int64")
    dead.index = dead.index.astype("uint64")
    known = living.combine_first(dead) if len(dead) else living  # nobody is in both: the dead have left the table
    out: pd.Series[Any] = known.reindex(who).fillna(FATES.index("not followed")).astype("int64")
    return out


def flows(a: pd.Series[Any], b: pd.Series[Any], weight: pd.Series[Any]) -> pd.DataFrame:
    """Persons by fate in one run and in the other: columns `fate_a`, `fate_b`, `persons`."""
    import pandas as pd

    table = pd.DataFrame({"a": a, "b": b, "persons": weight}).groupby(["a", "b"])["persons"].sum().reset_index()
    names = dict(enumerate(FATES))
    return pd.DataFrame({"fate_a": table["a"].map(names), "fate_b": table["b"].map(names), "persons": table["persons"]})
