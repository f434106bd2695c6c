"""What people see and read of the outside, and how a book comes back to the one who lent it."""

from typing import Any

import numpy as np

from tumen.mechanism import Schedule
from tumen.scenes import Scene
from tumen.scenes.stage import Stage

LICENSED, COPY = 2, 1
HOUSEWIFE, RETIRED, NONE = 8, 9, 11


def licensed_books(schedule: Schedule) -> None:
    stage = Stage(schedule, {"media.read": 1.0, "media.lend": 0.0, "media.smuggling": 0.0})
    grown = stage.people(lambda s: (s["age"] > 30) & (s["age"] < 50) & (s["status"] == 0) & (s["post"] == 0), 80)
    office, others = grown[::2], grown[1::2]
    stage.put("post", office, LICENSED)
    stage.months(12)
    inside, outside = np.nanmedian(stage.get("knowledge", office)), np.nanmedian(stage.get("knowledge", others))
    assert inside > outside + 0.2, f"readers with a licence know {inside:.2f} of the outside, others {outside:.2f}"


def books_go_round(schedule: Schedule) -> None:
    at_second_hand = {}
    for onward in (0.8, 0.0):
        given = {
            "media.read": 1.0, "media.lend": 1.0, "media.caution": 0.0, "media.borrow_near": 1.0, "media.borrow": 0.3,
            "media.onward": onward, "media.least": 1.0, "media.tells": 1.0,
        }  # fmt: skip
        stage = Stage(schedule, given)
        poets = stage.people(
            lambda s: (s["age"] > 30) & (s["age"] < 50) & (s["status"] == 0) & (s["soul"] % 97 == 0), 8
        )
        stage.put("post", poets, LICENSED)
        stage.months(8)
        read, named = stage.happened("media.borrowed"), stage.happened("media.named", poets)
        assert read > 0, "nobody outside the office read a lent book"
        assert named > 0, "no reader who was found led back to the one who lent"
        assert not stage.happened("media.borrowed", poets), "who has the licence need not borrow"
        code = [c for c, kind in stage.country.kinds.items() if kind == "media.borrowed"]
        at_second_hand[onward] = sum(int((e.amount[np.isin(e.kind, code)] > 1).sum()) for e in stage.events)
    assert at_second_hand[0.8] > at_second_hand[0.0] == 0, f"books are handed on where people do: {at_second_hand}"


def films_cross(schedule: Schedule) -> None:
    seen = {}
    for smuggling in (1.0, 0.0):
        given = {
            "media.smuggling": smuggling, "media.supply": 1.0, "media.players": 1.0, "media.across": 0.01,
            "media.show": 0.006, "media.keep": 0.5, "media.belief": 0.0,
        }  # fmt: skip
        stage = Stage(schedule, given, start=18)
        counts = stage.tally("viewed_ever").astype(float)
        seen[smuggling] = counts[:, 0] / np.maximum(counts[:, 1], 1)
    interior, border = seen[1.0]
    assert border > 0.1, f"{border:.3f} of the people at the border saw a film that came over it"
    assert border > interior > 0, f"copies travel on from the border ({border:.3f}) inland ({interior:.3f})"
    assert not seen[0.0].any(), "where nothing is smuggled in, nobody sees a film"


def to_kill_time(schedule: Schedule) -> None:
    given = {"media.players": 1.0, "media.show": 0.003, "media.keep": 0.0, "media.belief": 0.0, "media.replay": 0.0}
    stage = Stage(schedule, given, start=1)
    stage.put("shelf", stage.people(lambda s: s["soul"] % 5 == 0, 100_000), COPY)

    def at_home(s: dict[str, Any]) -> Any:
        return (s["age"] > 31) & (s["age"] < 55) & (s["status"] == 0) & (s["soul"] % 5 != 0)

    def of_leisure(s: dict[str, Any]) -> Any:
        return np.isin(s["work"], (HOUSEWIFE, RETIRED, NONE))

    idle = stage.people(lambda s: at_home(s) & of_leisure(s))
    busy = stage.people(lambda s: at_home(s) & ~of_leisure(s))
    loyal, disloyal = busy[::2], busy[1::2]
    stage.put("loyalty", loyal, 3.0)
    stage.put("loyalty", disloyal, -3.0)
    stage.put("fear", np.concatenate([idle, busy]), 0.2)
    stage.months(4)
    share = {k: float((stage.get("viewed", who) >= 0).mean()) for k, who in
             dict(idle=idle, busy=busy, loyal=loyal, disloyal=disloyal).items()}  # fmt: skip
    assert share["busy"] > 0.02, f"those who work saw something too: {share}"
    assert share["idle"] > 1.2 * share["busy"], f"who has time watches more: {share}"
    assert abs(share["loyal"] - share["disloyal"]) < 0.25 * share["busy"], f"loyalty decides nothing by itself: {share}"


SCENES = [
    Scene("I1", "In an office with licensed books people come to know the outside; others do not.", "media",
          licensed_books),
    Scene("I3", "Readers with a licence lend to friends, books are handed on, and a reader who is found leads back to"
          " the first lender.", "media", books_go_round),
    Scene("I4", "Films come over the border and travel on inland by copies; without smuggling nobody sees one.",
          "media", films_cross, "no-smuggled-media"),
    Scene("I5", "Housewives and pensioners watch more than those who work; the loyal and the disloyal alike.", "media",
          to_kill_time, "media-doubled"),
]  # fmt: skip
