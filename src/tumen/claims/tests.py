"""The tests of the findings, as stated in `docs/findings.md`: quantity, threshold, and where each must fail or turn.

A flip is what has to happen in a counterfactual: mostly that the finding fails there. A finding that passes where it
must fail has not been explained by what is said to drive it, and that is printed beside its verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tumen.claims.verdicts import Runs, Test

BASE = "base"
Statistic = Callable[[Runs], float]
Passes = Callable[[Runs], bool]


def figure(name: str, run: str = BASE) -> Statistic:
    """The figure of this name in this run."""
    return lambda runs: runs[run][name]


def at_least(name: str, least: float, run: str = BASE) -> Passes:
    return lambda runs: runs[run][name] >= least


def at_most(name: str, most: float, run: str = BASE) -> Passes:
    return lambda runs: runs[run][name] <= most


def below(name: str, bound: float, run: str = BASE) -> Passes:
    return lambda runs: runs[run][name] < bound


def above(name: str, bound: float, run: str = BASE) -> Passes:
    return lambda runs: runs[run][name] > bound


def ratio(name: str, run: str, of: str = BASE) -> Statistic:
    """A figure in one run over that in another."""
    return lambda runs: runs[run][name] / runs[of][name]


def change(name: str, run: str, of: str = BASE) -> Statistic:
    """A figure in one run less that in another."""
    return lambda runs: runs[run][name] - runs[of][name]


def both(*tests: Passes) -> Passes:
    def all_pass(runs: Runs) -> bool:
        said = [test(runs) for test in tests]  # all are asked: a draw that lacks a figure for one does not count
        return all(said)

    return all_pass


def is_not(test: Passes) -> Passes:
    return lambda runs: not test(runs)


def held_fall(run: str) -> Statistic:
    """The tiers' fall of loyalty over the public's."""
    return lambda runs: runs[run]["G2.fall.tiers"] / runs[run]["G2.fall.public"]


def averted_by_grain(runs: Runs) -> float:
    """Deaths averted for each 100 kt that the court's money bought, 1994 to 2000."""
    return averted("grain")(runs) / (runs["grain"]["G5.grain"] - runs[BASE]["G5.grain"])


def averted(with_grain: str, without: str = BASE) -> Statistic:
    """Deaths averted, 1994 to 2000."""
    return lambda runs: runs[without]["G5.deaths"] - runs[with_grain]["G5.deaths"]


def closure(closed: str, open_: str) -> Passes:
    """Goods a head lower by 30 % or more, lean months up by a fifth, closed against open."""
    return lambda runs: (runs[closed]["W1.goods"] <= 0.7 * runs[open_]["W1.goods"]
                         and runs[closed]["W1.lean"] >= 1.2 * runs[open_]["W1.lean"])  # fmt: skip


def binds(what: int, *among: str) -> Passes:
    """Whether this is what bounds the number of warheads in January 2027, in all of these runs."""
    return lambda runs: {runs[run]["W5.bound"] for run in among} == {what}


def court_share(runs: Runs) -> float:
    """Of the inequality of plates in 1997, the part between the tiers and the public."""
    return runs[BASE]["R7.theil.court.1997"] / runs[BASE]["R7.theil.1997"]


def within_public(runs: Runs) -> float:
    """Of the same, the part among people outside the tiers."""
    return runs[BASE]["R7.theil.public.1997"] / runs[BASE]["R7.theil.1997"]


MATERIAL, MONEY = 1, 2  # codes of `bound`, as `tumen.mechanisms.weapons` writes them
UNMOVED = "no figure of the record moves what it rests on"

TESTS: Mapping[str, Test] = {
    "L6": Test(figure("L6.change"), at_most("L6.change", -0.10), {
        "persuaded": above("L6.change", -0.10, "persuaded"),
        "rations-kept": above("L6.change", -0.10, "rations-kept"),
        "no-meetings": lambda r: r["no-meetings"]["L6.change"] >= r[BASE]["L6.change"] / 2}),
    "L9": Test(figure("L9.after"), below("L9.after", 0), {"rewards": at_least("L9.after", 0, "rewards")},
               only_undecided=UNMOVED),
    "G2": Test(
        held_fall(BASE),
        both(lambda r: r[BASE]["G2.fall.public"] > 0 and held_fall(BASE)(r) < 0.5,
             lambda r: ratio("G2.flights", "no-gifts")(r) >= 1.5),
        {"rations-kept-equal": lambda r: (r["rations-kept-equal"]["G2.fall.public"] <= 0
                                          or held_fall("rations-kept-equal")(r) >= 0.5),
         "hunger-binds": lambda r: (r["hunger-binds"]["G2.fall.public"] <= 0 or held_fall("hunger-binds")(r) >= 0.5),
         "gifts-unfelt": lambda r: ratio("G2.flights", "no-gifts-unfelt", "gifts-unfelt")(r) < 1.5},
        only_undecided=UNMOVED),
    "G5": Test(averted("grain"), lambda r: averted("grain")(r) > 0,
               {"rail": lambda r: averted("grain-rail", "rail")(r) < 0.25 * averted("grain")(r)},
               {"deaths averted for each 100 kt of grain": averted_by_grain}),
    "R3": Test(figure("R3.bought"),
               both(lambda r: 0.50 <= r[BASE]["R3.bought"] <= 0.80, below("R3.fall", 10)),
               {"rations-kept": below("R3.bought", 0.30, "rations-kept"),
                "fast-forgetting": at_least("R3.fall", 10, "fast-forgetting")}),
    "R7": Test(figure("R7.ratio"), at_least("R7.ratio", 1.5),
               {"rations-kept-equal": below("R7.ratio", 1.2, "rations-kept-equal")},
               {"tiers over the worst-fed tenth, 1990": figure("R7.tiers_over_tenth.1990"),
                "tiers over the worst-fed tenth, 1997": figure("R7.tiers_over_tenth.1997"),
                "inequality of plates in 1997 (Theil)": figure("R7.theil.1997"),
                "of it, between the tiers and the public, share": court_share,
                "of it, within the public, share": within_public,
                "contested (the poorest country): what everybody ate over what they needed, 1997": figure("R7.fed")}),
    "P6": Test(figure("P6.kcal"), both(at_most("P6.kcal", -0.03), at_most("P6.trader", -0.08)),
               {"equal-and-free": lambda r: abs(r["equal-and-free"]["P6.kcal"]) <= 0.01},
               {"where the member is the trader": figure("P6.trader"),
                "by the share of need that is met, not energy": figure("P6.fed"),
                "office-holders' households, over others without a member": figure("P6.office")}),
    "P7": Test(figure("P7.rho"), both(at_least("P7.rho", 0.10), at_least("P7.rho.least", 0.10)),
               {"no-meetings": at_most("P7.rho", 0, "no-meetings")}, only_undecided=UNMOVED),
    "P8": Test(figure("P8.gap.2005"),
               both(at_least("P8.gap.1990", 0.3), at_most("P8.gap.2005", 0), at_least("P8.display.min", 0)),
               {"rations-kept": above("P8.gap.2005", 0, "rations-kept"),
                "unpicked": below("P8.gap.1990", 0.3, "unpicked")}),
    "P11": Test(figure("P11.talk.share"),
                both(at_least("P11.display", 0), at_most("P11.talk.share", -0.20), at_most("P11.dissent", 0)),
                {"no-fear": lambda r: not resigned(r, "no-fear")},
                {"display after a penalty": figure("P11.display"), "dissent after a penalty": figure("P11.dissent"),
                 "talk after a penalty where offences bring repentance, sign turned":
                     figure("P11.talk.share", "repentant")}, only_undecided=UNMOVED),
    "I6": Test(figure("I6.after"), both(at_most("I6.after", -0.10), lambda r: abs(r[BASE]["I6.lead"]) <= 0.03),
               {"unmoved": above("I6.after", -0.10, "unmoved"),
                "more-relief": above("I6.after", -0.10, "more-relief"),
                "flattered": above("I6.after", -0.10, "flattered")},
               {"before the first film, change of two years": figure("I6.lead")}),
    "I7": Test(figure("I7.slope"), at_most("I7.slope", -0.05),
               {"rations-kept": lambda r: abs(r["rations-kept"]["I7.gap"]) < 0.05,
                "hunger-binds": above("I7.slope", -0.05, "hunger-binds")}),
    "T2b": Test(figure("T2b.fall"),
                both(at_least("T2b.shown.least", 0.9), at_least("T2b.fall", 0.5), above("T2b.slack", 0)),
                {"unpunished": below("T2b.gap", 0.1, "unpunished")}),
    "T8": Test(figure("T8.share"),
               both(at_least("T8.share", 0.3), lambda r: ratio("T8.hazard", BASE, "no-onward")(r) > 1),
               {"no-onward": at_most("T8.share", 0, "no-onward")},
               {"hazard a reader, over that where no book is handed on": ratio("T8.hazard", BASE, "no-onward")},
               only_undecided=UNMOVED),
    "X5": Test(
        lambda r: r[BASE]["X5.attempts.tiers"] / r[BASE]["X5.attempts.border"],
        both(lambda r: r[BASE]["X5.attempts.tiers"] < r[BASE]["X5.attempts.border"],
             lambda r: r[BASE]["X5.success.tiers"] > r[BASE]["X5.success.border"],
             lambda r: r[BASE]["X5.success.posts"] > r[BASE]["X5.success.border"]),
        {"families": lambda r: ratio("X5.flights", "families")(r) >= 2}, only_undecided=UNMOVED),
    "W1": Test(lambda r: r[BASE]["W1.goods"] / r["open"]["W1.goods"] - 1, closure(BASE, "open"),
               {"rigid": is_not(closure("rigid", "rigid-open"))}),
    "W5": Test(ratio("W5.warheads", BASE, "no-deal"), lambda r: ratio("W5.warheads", BASE, "no-deal")(r) >= 1.10,
               {"fissile": lambda r: ratio("W5.warheads", "fissile", "fissile-no-deal")(r) < 1.10,
                "money": lambda r: ratio("W5.warheads", "money", "money-no-deal")(r) >= 1.10},
               {"launches from September 2023 on, with the deal over those without":
                    ratio("W5.launches", BASE, "no-deal"),
                "warheads where material binds, with the deal over those without":
                    ratio("W5.warheads", "fissile", "fissile-no-deal"),
                "warheads where money binds, with the deal over those without":
                    ratio("W5.warheads", "money", "money-no-deal")},
               only_undecided=UNMOVED,
               effect={"fissile": binds(MATERIAL, "fissile", "fissile-no-deal"),
                       "money": binds(MONEY, "money", "money-no-deal")}),
    "S3": Test(figure("S3.gap"), at_least("S3.gap", 0.10),
               {"plain-dress": below("S3.gap", 0.10, "plain-dress"), "novelty": below("S3.gap", 0.10, "novelty"),
                "splendour": below("S3.gap", 0.10, "splendour")},
               only_undecided=UNMOVED),
}  # fmt: skip


def resigned(runs: Runs, run: str) -> bool:
    """Resigned rather than resentful: display holds, confidences fall by a fifth, dissent does not rise."""
    f = runs[run]
    return f["P11.display"] >= 0 and f["P11.talk.share"] <= -0.20 and f["P11.dissent"] <= 0
