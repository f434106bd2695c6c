"""The calibration finds what was put in, not what the data do not hold, and goes on where it was broken off."""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import invented_runs
from tumen.calibration import aims, checking, outcome, posterior, sensitivity
from tumen.calibration.calibrate import Done, calibrate
from tumen.calibration.chart_joint import GROUPS, joint
from tumen.calibration.chart_sensitivity import squares
from tumen.calibration.emulator import fit
from tumen.calibration.fitting import learn, sample
from tumen.calibration.plan import WAVES, plan, seed_of
from tumen.calibration.priors import draw_at, draws, free, points
from tumen.calibration.runs import work
from tumen.commands.plan import known
from tumen.experiments.drawn import split
from tumen.experiments.members import Member, processes, run_members
from tumen.scenario import load
from tumen.scenario_errors import UserError
from tumen.survey.targets import Target, targets

BELIEF = tuple(q for q in free() if q.name in invented_runs.NEEDED)
AIMS = tuple(t for t in targets() if t.id in ("bloodline.to_2000", "bloodline.change"))
SMALL = tuple(replace(w, runs=n) for w, n in zip(
    (w for w in WAVES if w.name in ("prior", "belief", "check")), (32, 24, 40), strict=True))  # fmt: skip


def fitted(folder: Path, workers: int, **more: Any) -> Done:
    return calibrate(folder, SMALL, invented_runs.work, lambda: ThreadPoolExecutor(workers), of=BELIEF, aims=AIMS,
                     steps=200, **more)  # fmt: skip


def test_every_prior_is_a_parameter_of_the_model_within_its_range() -> None:
    declared = known()
    for draw in draws(64):
        sets, _ = split(draw)
        load("history").with_overrides(sets).validate_parameters(declared)
    names = {q.name.partition("@")[0] for q in free()}
    assert {n for n in names if not n.startswith("reporting.")} <= set(declared)
    assert {q.number for q in free()} >= set(range(1, 32))


def test_priors_are_what_they_say() -> None:
    cube = np.linspace(0.005, 0.995, 199)
    by_name = {q.name: q.values(cube) for q in free()}
    assert abs(np.median(by_name["belief.mean"]) - 1) < 0.01 and abs(by_name["belief.mean"].std() - 0.7) < 0.05
    assert abs(np.median(by_name["reporting.reported"]) - 0.5) < 0.01
    ends = by_name["leaving.base"]
    assert ends[0] > 0.08 and ends[-1] < 0.8 and abs(np.median(ends) - (0.08 * 0.8) ** 0.5) < 0.01


def test_a_block_has_a_dozen_parameters_at_most() -> None:
    """Which is why no screening has to throw any out."""
    assert all(sum(q.block == b for q in free()) <= 12 for b in ("food", "market", "belief", "exit"))


def test_the_plan_follows_from_the_budget_alone() -> None:
    eight = plan(8 * 3600, "250k")
    assert [w.name for w in eight] == ["prior", "food", "market", "belief", "exit", "joint", "check"]
    assert all(w.runs >= 100 for w in eight) and eight[-1].runs == 100
    assert all(w.runs == 0 or w.runs >= 24 for w in plan(1200, "250k"))
    assert len({seed_of(1, w, k, r) for w in ("prior", "food") for k in range(50) for r in range(2)}) == 200


def test_an_emulator_guesses_what_it_has_not_seen() -> None:
    cube = points(128, 5)
    said = 3 * cube[:, 0] + np.sin(4 * cube[:, 7]) + np.random.default_rng(0).normal(0, 0.05, 128)
    emulator = fit(cube, said)
    new = points(256, 6)
    truth = 3 * new[:, 0] + np.sin(4 * new[:, 7])
    assert np.sqrt(np.mean((emulator(new) - truth) ** 2)) < 0.15
    assert {0, 7} <= set(emulator.active.tolist())
    assert 0.0005 < emulator.noise < 0.05, "the luck between seeds is told from the curve"


def test_the_same_posterior_on_one_worker_and_on_three(tmp_path: Path) -> None:
    one, three = fitted(tmp_path / "one", 1), fitted(tmp_path / "three", 3)
    assert list(one.figures) == list(three.figures) and one.figures == three.figures
    assert all((one.points[n] == three.points[n]).all() for n in one.draws)


class Broken(ThreadPoolExecutor):
    """Breaks off after some runs, as a killed program does: receipts are there, answers are not."""

    left = 40

    def submit(self, call: Any, /, *given: Any, **named: Any) -> Future[Any]:
        if Broken.left == 0:
            raise KeyboardInterrupt
        Broken.left -= 1
        return super().submit(call, *given, **named)


def test_a_calibration_that_was_killed_goes_on_to_the_same_end(tmp_path: Path) -> None:
    whole = fitted(tmp_path / "whole", 2)
    with pytest.raises(KeyboardInterrupt):
        calibrate(tmp_path / "cut", SMALL, invented_runs.work, lambda: Broken(2), of=BELIEF, aims=AIMS, steps=200)
    done = len(list((tmp_path / "cut" / "members").glob("*.json")))
    assert 30 <= done <= 40
    again = fitted(tmp_path / "cut", 2)
    assert again.figures == whole.figures and again.draws == whole.draws


def test_what_the_data_do_not_hold_apart_is_not_told_apart(tmp_path: Path) -> None:
    """Own hunger, seen hunger, films, cohorts: two surveys see their sum. The sum is found, none of them is."""
    done = fitted(tmp_path, 2)
    cube = np.stack([done.points[n] for n in done.draws])
    drawn = [draw_at(p, BELIEF) for p in cube]
    wear = np.array([-d["belief.blame"] + d["belief.seen_hunger"] + d["belief.comparison"] + 10 * d["belief.drift"]
                     for d in drawn])  # fmt: skip
    prior = [draw_at(p, BELIEF) for p in points(256, 9, BELIEF)]
    before = np.array([-d["belief.blame"] + d["belief.seen_hunger"] + d["belief.comparison"] + 10 * d["belief.drift"]
                       for d in prior])  # fmt: skip
    assert wear.std() < 0.8 * before.std(), "the sum is learnt"
    spread = cube.std(0) / outcome.SPREAD
    for k, q in enumerate(BELIEF):
        if q.name != "belief.mean":
            assert spread[k] > 0.6, f"{q.name} cannot be told from the others"


def test_the_outcome_is_written_shipped_and_read_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = fitted(tmp_path, 2)
    outcome.write(tmp_path, done, BELIEF, AIMS, {"rung": "25k"})
    told = json.loads((tmp_path / "posterior.json").read_text())
    assert told["runs"] == {"prior": 32, "belief": 24, "check": 40} and told["draws"] == 40
    rows = checking.read(tmp_path / "targets.csv")
    assert {r.id for r in rows} == {t.id for t in AIMS}
    slope = next(r for r in rows if r.id == "bloodline.change")
    assert abs(slope.distance) < 2 and slope.posterior_score < slope.prior_score
    assert slope.posterior_low < slope.recorded < slope.posterior_high
    assert sensitivity.read(tmp_path / "sensitivity.csv") == []  # these runs tell no headline
    finer = checking.again(rows, [{"bloodline.change": slope.recorded}], AIMS, [{"bloodline.change": 9.0}])
    assert [r.id for r in finer] == ["bloodline.change"] and finer[0].distance == 0 and finer[0].prior_median == 9
    assert checking.again(rows, [{"bloodline.change": 0.0}], AIMS)[0].prior_median == slope.prior_median
    here = tmp_path / "package"
    here.mkdir()
    (here / "targets-250k.csv").touch()  # a check of other draws
    monkeypatch.setattr(outcome, "HERE", here)
    outcome.ship(tmp_path)
    assert sorted(p.name for p in here.iterdir()) == sorted(outcome.FILES)


def test_aims_are_of_both_sexes_and_of_changes() -> None:
    """Ten runs with ten to nineteen tenths of the men and women of 2005, none with the year 2000."""
    record = {t.id: t.value for t in targets()}
    both = record["arrivals.men.2005"] + record["arrivals.women.2005"]
    runs = [{"arrivals.2005": both * (1 + k / 10)} for k in range(10)]
    (one,) = aims.arrivals(runs, targets())
    assert one.year == 2005 and one.recorded == both and one.median == pytest.approx(1.45 * both) and not one.inside
    (two,) = aims.arrivals([*runs, {"arrivals.2005": 0.9 * both}], targets())
    assert two.inside
    rows = checking.read(outcome.HERE / "targets.csv")
    assert {name for name, *_ in aims.slopes(rows)} >= {"never_ration", "state_only", "bribed", "bloodline"}
    recorded = {name: then for name, then, _ in aims.slopes(rows)}
    assert recorded["never_ration"] == pytest.approx(10.2) and recorded["state_only"] == pytest.approx(-19.9)


def test_the_clock_stops_a_calibration_and_never_changes_it(tmp_path: Path) -> None:
    whole = fitted(tmp_path / "whole", 2)
    first = fitted(tmp_path / "slow", 1, budget=1e-9)
    assert first.stopped == "prior: 32 of 32 runs are not done" and not first.draws
    fitted(tmp_path / "slow", 1)
    for lost in (tmp_path / "slow" / "members").glob("check-*[05].json"):
        lost.unlink()
    second = fitted(tmp_path / "slow", 1, budget=1e-9)
    assert second.stopped == "check: 8 of 40 runs are not done" and not second.draws and not second.skipped
    last = fitted(tmp_path / "slow", 3, budget=600)
    assert not last.stopped and last.figures == whole.figures and last.draws == whole.draws


def test_where_the_budget_has_no_room_for_a_check_the_emulators_tell_the_posterior(tmp_path: Path) -> None:
    short = (*SMALL[:2], replace(SMALL[2], runs=0))
    done = calibrate(tmp_path, short, invented_runs.work, lambda: ThreadPoolExecutor(2), of=BELIEF, aims=AIMS,
                     steps=200)  # fmt: skip
    assert done.skipped == ["check: the budget has no room for it"] and len(done.draws) == 100
    assert not done.stopped and all(name in done.points for name in done.draws)


def test_where_every_run_fails_there_is_nothing_to_fit(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing to fit"):
        calibrate(tmp_path, SMALL, invented_runs.broken, lambda: ThreadPoolExecutor(2), of=BELIEF, aims=AIMS, steps=200)


# --- on the model itself: four parameters, 25 thousand, five years, one design for all

FOUR = tuple(q for q in free() if q.name in ("rations.reserve", "market.push", "belief.mean", "hunger.growth_pace"))
SEEN = {"ration.1994": "linear", "bought_share.1994": "linear", "loyal_share.1994": "linear", "stunting.1994": "linear"}
DESIGN, TRUTHS = 40, 20


@pytest.fixture(scope="module")
def five_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[np.ndarray, list[dict[str, float]]]]:
    cube = np.concatenate([points(DESIGN, 11, FOUR), np.random.default_rng(12).random((TRUTHS, len(FOUR)))])
    members = [Member(f"m-{k:03d}", "history", draw_at(p, FOUR), k, "25k", "1994-12") for k, p in enumerate(cube)]
    report = run_members(members, tmp_path_factory.mktemp("five"), work, lambda: processes(2))
    assert not report.failed
    yield cube, [report.figures[m.name] for m in members]


def test_parameters_that_were_put_in_are_found(five_years: Any) -> None:
    """Twenty runs whose parameters are known stand for the record. The nine-tenths intervals hold them as often as
    they say, and are narrower than the prior's."""
    cube, figures = five_years
    inside, width = [], []
    for k in range(TRUTHS):
        record = figures[DESIGN + k]
        told = []
        for name, scale in SEEN.items():
            said = np.array([f[name] for f in figures[:DESIGN]])
            noise = np.sqrt(fit(cube[:DESIGN], np.log(said) if scale == "log" else said).noise)
            told.append(Target(name, record[name], float(noise), 0, 0, 0, "food", scale, "", "", "", ""))
        learnt = learn(cube[:DESIGN], figures[:DESIGN], told)
        drawn = sample(learnt, len(FOUR), 400, k, steps=300)
        low, high = np.quantile(drawn, [0.05, 0.95], axis=0)
        inside.append((low <= cube[DESIGN + k]) & (cube[DESIGN + k] <= high))
        width.append(high - low)
    share = float(np.mean(inside))
    assert 0.80 <= share <= 0.98, share
    by = dict(zip([q.name for q in FOUR], np.mean(width, 0), strict=True))
    assert by["belief.mean"] < 0.15 and by["hunger.growth_pace"] < 0.5 and by["rations.reserve"] < 0.75, by
    assert by["market.push"] > 0.6, "before the markets of the famine nothing tells how people are drawn into trade"


def test_a_small_calibration_of_the_model_goes_through_all_its_waves(tmp_path: Path) -> None:
    """Three years at 25 thousand, two free figures, a record that is a run with known ones: stopped by the clock on two
    processes, gone on with on one, it finds what was put in."""
    two = tuple(q for q in FOUR if q.name in ("belief.mean", "hunger.growth_pace"))
    waves = [replace(w, until="1992-12", runs=n) for w, n in zip(
        (w for w in WAVES if w.name in ("prior", "food", "check")), (24, 12, 24), strict=True)]  # fmt: skip
    truth = np.array([0.8, 0.3])
    record = run_members([Member("record", "history", draw_at(truth, two), 5, "25k", "1992-12")], tmp_path / "record",
                         work, lambda: processes(1)).figures["record"]  # fmt: skip
    record_of = [Target(name, record[name], 0, 0, 0.5, 0, "food", "linear", "", "", "", "")
            for name in ("loyal_share.1992", "stunting.1992")]  # fmt: skip

    def go(workers: int, budget: float | None = None) -> Done:
        return calibrate(tmp_path, waves, work, lambda: processes(workers), of=two, aims=record_of, rung="25k",
                         steps=300, budget=budget)  # fmt: skip

    assert go(2, 1).stopped, "a second is not enough"
    done = go(1)
    drawn = np.stack([done.points[n] for n in done.draws])
    assert len(drawn) == 24 and not done.failed
    low, high = np.quantile(drawn, [0.02, 0.98], axis=0)
    assert (low <= truth).all() and (truth <= high).all() and (high - low < (0.4, 0.7)).all(), (low, high)


def test_what_moves_an_output_is_ranked_and_what_emulators_cannot_tell_is_said() -> None:
    """Of eight figures two move the first output, the second is luck alone: told of runs that were left out."""
    of = [q for q in free() if not q.name.startswith("reporting.")][:7]
    answers = next(q for q in free() if q.name == "reporting.bribe")
    cube, luck = points(101, 3, (*of, answers)), np.random.default_rng(4)
    figures = [{"curve": float(4 * p[0] + 2 * (p[1] - 0.5) ** 2 + luck.normal(0, 0.1)),
                "luck": float(luck.normal(0, 1))} for p in cube]  # fmt: skip
    rows = sensitivity.indices(cube, figures, (*of, answers), ["curve", "luck"])
    curve = {r.parameter: r for r in rows if r.output == "curve"}
    assert answers.name not in curve, "how people answer touches no run"
    assert curve[of[0].name].total > 0.8 and curve[of[0].name].told > 0.9
    assert max(r.total for name, r in curve.items() if name not in (of[0].name, of[1].name)) < 0.05
    assert next(r.told for r in rows if r.output == "luck") < 0.1, "101 points of luck are fitted, and foretell nothing"
    assert next(iter(sensitivity.importance(rows))) == of[0].name


def test_charts_of_what_ships_are_drawn() -> None:
    """Pairs of every degenerate set, and what moves which headline."""
    for names in GROUPS.values():
        spec = joint(posterior.draws(), names).to_dict(validate=False)
        assert len(spec["datasets"]["draws"]) == len(posterior.draws()) == posterior.origin()["draws"]
    rows = sensitivity.read()
    spec = squares(rows).to_dict(validate=False)
    assert {r["parameter"] for r in spec["datasets"]["indices"]} <= {q.name for q in free()}
    assert set(posterior.draws()[0]) == {q.name for q in free()}


def test_what_ships_says_how_it_was_made() -> None:
    origin = posterior.origin()
    assert origin["rung"] and sum(origin["runs"].values()) > 100 and origin["draws"] == len(posterior.draws())
    assert set(origin["not_moved"]) == {k for k, v in origin["spread"].items() if v > outcome.UNMOVED}
    rows = checking.read(outcome.HERE / "targets.csv")
    assert {r.id for r in rows} == {t.id for t in targets()} - set(origin["not_weighed"])
