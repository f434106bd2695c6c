"""Pydantic's findings retold for the person who wrote the file."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from tumen.scenario import RUNGS, Act, Scenario, Setting
from tumen.scenario_errors import ScenarioError, listed, nearest, together
from tumen.scenario_yaml import Document, dotted

PROBLEMS = {
    "extra_forbidden": "there is no such field",
    "unexpected_keyword_argument": "there is no such field",
    "missing": "a field is missing",
    "finite_number": "not a finite number",
    "float_type": "not a number",
    "int_type": "not a whole number",
    "string_type": "not a text",
    "string_pattern_mismatch": "not a legal name",
    "string_too_short": "an empty text",
    "string_too_long": "too long",
    "literal_error": "not one of the choices",
    "list_type": "not a list",
    "tuple_type": "not a list",
    "dict_type": "not a mapping",
    "model_type": "not a mapping",
    "dataclass_type": "not a mapping",
    "greater_than_equal": "too small",
    "less_than": "too large",
    "less_than_equal": "too large",
    "too_short": "too few",
    "too_long": "too many",
}
FIGURE = 'a parameter\'s name, "mechanism.parameter" in small letters'
DATE = 'a month such as "1995-08", or a year such as "1995" for its January'
CALENDAR = {"start": '"1990-01", the month of the founding population', "end": 'a month such as "2025-12"'}


def explain(document: Document, problem: ValidationError) -> ScenarioError:
    """All of pydantic's findings as one error with file, line, field, given, legal, nearest."""
    return together([_one(document, detail) for detail in problem.errors(include_url=False)])


def _one(document: Document, detail: ErrorDetails) -> ScenarioError:
    kind, where = detail["type"], tuple(part for part in detail["loc"] if part != "[key]")
    key = "[key]" in detail["loc"]
    problem, given, near = PROBLEMS.get(kind, "not legal"), detail["input"], ""
    fields, legal = _around(where[:-1]), _legal(where)
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        given, legal, near = where[-1], "one of: " + listed(fields, 20), nearest(where[-1], fields)
    elif kind == "missing":
        given = "nothing"
        near = nearest(where[-1], _strangers(document, where[:-1], fields))
    elif kind == "value_error":
        problem = str(detail.get("ctx", {}).get("error", detail["msg"]))
    elif kind == "literal_error":
        near = nearest(str(given).lower(), RUNGS)
    if key:
        legal = FIGURE if "values" not in where else DATE
        given = where[-1]
        problem = "not a month" if "values" in where else "not a parameter's name"
    if isinstance(given, dict | list | tuple) and kind != "value_error":
        given = "a mapping" if isinstance(given, dict) else "a list"
    return ScenarioError(problem, path=document.path, line=document.line(where), field=dotted(where) or "(file)",
                         given="null" if given is None else given, legal=legal, nearest=near)  # fmt: skip


def _around(where: tuple[int | str, ...]) -> dict[str, str]:
    """The fields that may stand at a place, with what each may hold."""
    model: type[BaseModel] | None = None
    if not where:
        model = Scenario
    elif where[0] == "parameters" and len(where) == 2:
        model = Setting
    elif where[0] in ("events", "decrees") and len(where) == 2:
        model = Act
    elif where == ("calendar",):
        return CALENDAR
    return {name: str(info.description) for name, info in model.model_fields.items()} if model else {}


def _legal(where: tuple[int | str, ...]) -> str:
    """What may stand at a field."""
    if not where:
        return "a mapping of fields: " + listed(_around(()), 20)
    fields = _around(where[:-1])
    if where[-1] in fields:
        return fields[str(where[-1])]
    inner = _around(where)
    if inner:
        return "a mapping of fields: " + listed(inner, 20)
    if where[0] == "seeds":
        return "whole numbers from 0 to 4294967295"
    if where[0] == "drop":
        return "names of the base's acts and parameters"
    return "a finite number, written as 0.5, 12 or 1e3"


def _strangers(document: Document, where: tuple[int | str, ...], fields: dict[str, str]) -> list[str]:
    """What is written where a field is missing and is no field: most likely the missing one misspelt."""
    data: Any = document.data
    for part in where:
        data = data[part]
    return [str(key) for key in data if key not in fields] if isinstance(data, dict) else []
