"""A paper of questions for the calibrated model, written down before anybody looks at the answers: a YAML file.

Each question asks for one number: arrivals in the South, what leavers of a cohort would say in a survey, or an output
of the run. `MEANINGS` lists what may be asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tumen.explain import PROBLEMS
from tumen.labels import PROVINCES
from tumen.months import FIRST, LAST
from tumen.outputs import OUTPUTS
from tumen.scenario import Name, Text
from tumen.scenario_errors import ScenarioError, listed, nearest, together
from tumen.scenario_yaml import Document, Where, dotted, read
from tumen.survey.questions import QUESTIONS

EXAMPLE = Path(__file__).with_name("questions-example.yaml")
ARRIVALS = "arrivals"
MEANINGS: Mapping[str, str] = {
    ARRIVALS: "arrivals in the South, persons in all of `years`; by sex, home province, years in which they left",
    **{k: f"percent of those who left in `left`: {(f.__doc__ or '').splitlines()[0]}" for k, f in QUESTIONS.items()},
    **{o.name: f"{o.meaning} ({o.unit}); `over` the years: mean, sum or end" for o in OUTPUTS},
}
"""What may be asked for."""
FIRST_YEAR, LAST_YEAR = int(FIRST[:4]), int(LAST[:4])
Year = Annotated[int, Field(strict=True, ge=FIRST_YEAR, le=LAST_YEAR)]
SAMPLE = "people whom the survey asks: the answer then carries its sampling error"
YEARS = f"a year, or a list of the first and the last, {FIRST_YEAR} to {LAST_YEAR}"


class Asked(BaseModel):
    """One question."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[Name, Field(description="a short name in small letters, digits and hyphens")]
    wording: Annotated[Text, Field(description="the question as one would put it to a person, with its question mark")]
    quantity: Annotated[str, Field(strict=True, description="what is asked for: " + listed(MEANINGS, 12))]
    years: Annotated[Year | tuple[Year, Year] | None, Field(description=YEARS)] = None
    left: Annotated[Year | tuple[Year, Year] | None, Field(description=f"when they left: {YEARS}")] = None
    sex: Annotated[Literal["women", "men"] | None, Field(description="women or men; all when left out")] = None
    province: Annotated[Literal[PROVINCES] | None, Field(description="one of " + ", ".join(PROVINCES))] = None  # type: ignore[valid-type]
    over: Annotated[Literal["mean", "sum", "end"], Field(description="mean, sum or end of the years")] = "mean"
    where: Annotated[dict[str, str], Field(description="labels of an output's other axes: {shown_as: zeal}")] = {}
    n: Annotated[int | None, Field(ge=1, le=100_000, strict=True, description=SAMPLE)] = None


class Paper(BaseModel):
    """A file of questions."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    scenario: Annotated[str, Field(strict=True, description="a shipped scenario, or the path of a file")] = "history"
    questions: Annotated[tuple[Asked, ...], Field(min_length=1, max_length=200, description="a list of questions")]


def pair(years: int | tuple[int, int]) -> tuple[int, int]:
    """First and last year."""
    return (years, years) if isinstance(years, int) else years


def read_questions(path: Path) -> Paper:
    """A file of questions, checked. Raises ScenarioError with file, line, field, what is legal, the nearest name."""
    document = read(path)
    try:
        paper = Paper.model_validate(document.data)
    except ValidationError as problem:
        raise together([_told(document, dict(d)) for d in problem.errors(include_url=False)]) from None
    problems = [p for k, q in enumerate(paper.questions) for p in _wrong(document, ("questions", k), q)]
    names = [q.id for q in paper.questions]
    problems += [_error(document, ("questions", k, "id"), "two questions have one name", name, "each name once")
                 for k, name in enumerate(names) if name in names[:k]]  # fmt: skip
    if problems:
        raise together(problems)
    return paper


def _told(document: Document, detail: dict[str, Any]) -> ScenarioError:
    """One of pydantic's findings for the person who wrote the file."""
    where = tuple(part for part in detail["loc"] if part not in ("int", "tuple[int, int]") and "[" not in str(part))
    fields = {k: str(f.description) for k, f in (Asked if len(where) > 2 else Paper).model_fields.items()}
    name, given, near = str(where[-1]), detail["input"], ""
    legal = fields.get(name, "a mapping of: " + ", ".join(fields))
    if detail["type"] == "extra_forbidden":
        given, near, legal = name, nearest(name, fields), "one of: " + ", ".join(fields)
    elif detail["type"] == "missing":
        given = "nothing"
    elif detail["type"] == "literal_error":
        near = nearest(given, PROVINCES if name == "province" else ("women", "men", "mean", "sum", "end"))
    if isinstance(given, dict | list | tuple) and name not in ("years", "left"):
        given = "a mapping" if isinstance(given, dict) else "a list"
    return _error(document, where, PROBLEMS.get(detail["type"], "not legal"), given, legal, near)


def _wrong(document: Document, where: Where, q: Asked) -> Iterable[ScenarioError]:
    """What the fields of a question do not say together."""
    if q.quantity not in MEANINGS:
        legal = "arrivals, a survey question or an output (`tumen predict --list` has all)"
        yield _error(document, (*where, "quantity"), "there is no such quantity", q.quantity, legal,
                     nearest(q.quantity, MEANINGS))  # fmt: skip
        return
    for name in ("years", "left"):
        years = getattr(q, name)
        if years is not None and pair(years)[0] > pair(years)[1]:
            yield _error(document, (*where, name), "the last year is before the first", list(years), YEARS)
    needed, barred = "years", ["left", "sex"]
    if q.quantity in QUESTIONS:
        needed, barred = "left", ["years", "where"]
    elif q.quantity == ARRIVALS:
        barred = ["where"]
    if getattr(q, needed) is None:
        yield _error(document, where, f"{q.quantity} needs {needed}", "nothing", YEARS)
    for name in barred:
        if getattr(q, name):
            yield _error(document, (*where, name), f"{q.quantity} is not told by {name}", getattr(q, name),
                         f"no {name}")


def _error(document: Document, where: Where, problem: str, given: Any, legal: str, near: str = "") -> ScenarioError:
    return ScenarioError(problem, path=document.path, line=document.line(where), field=dotted(where), given=given,
                         legal=legal, nearest=near)  # fmt: skip
