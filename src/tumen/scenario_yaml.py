"""YAML 1.2 read strictly: plain data and the line of every field, or an error that says where and why.

The reader builds the data from YAML's nodes itself, so that nothing in a file can do more than be a mapping, a list, a
text, a number, true, false or null. Anchors and aliases are refused altogether (a few lines of them can stand for
gigabytes), and so are tags, duplicate keys, tabs and second documents.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tumen.scenario_errors import ScenarioError

LARGEST = 1 << 17
"""Bytes: the largest legal scenario, a few seconds' reading at most. The longest shipped one is a tenth of it."""
DEEPEST = 12
"""Levels of nesting: a scenario needs four."""
LONGEST = 40
"""Characters of a number: enough for every float64."""

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """The data of a file, with the line of each key and each item by its path, such as ("events", 3, "date")."""

    path: str
    data: dict[str, Any]
    lines: dict[Where, int] = field(default_factory=dict)

    def line(self, where: Where) -> int:
        """The line of a field, or of the nearest field around it when the field itself is missing."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def read(path: Path) -> Document:
    """One scenario file as plain data with lines."""
    text = _text(path)
    for number, line in enumerate(text.split("\n"), 1):
        if "\t" in line:
            raise ScenarioError(
                "a tab",
                path=path,
                line=number,
                field=line.split(":")[0].strip(),
                given=line,
                legal="spaces: YAML indents and separates with spaces, never with tabs",
            )
    return _Builder(str(path)).build(text)


def _text(path: Path) -> str:
    """The file's text: a regular file, neither huge nor empty, in UTF-8."""
    try:
        if path.exists() and not path.is_file():
            raise ScenarioError("not a file", path=path, line=1, given=str(path), legal="a YAML file", field="(file)")
        with path.open("rb") as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > LARGEST:
                raise ScenarioError(
                    "the file is too large",
                    path=path,
                    line=1,
                    field="(file)",
                    given=f"{size:,} bytes",
                    legal=f"at most {LARGEST:,} bytes",
                )
            raw = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise ScenarioError(
            "there is no such file",
            path=path,
            line=1,
            field="(file)",
            given=str(path),
            legal="the path of a YAML file, or the name of a shipped scenario",
        ) from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise ScenarioError(
            "the file cannot be read", path=path, line=1, field="(file)", given=reason, legal="a readable YAML file"
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        raise ScenarioError(
            "not UTF-8 text",
            path=path,
            line=line,
            field="(file)",
            given=f"byte 0x{raw[problem.start]:02x}",
            legal="UTF-8 text",
        ) from None
    if not text.strip():
        raise ScenarioError(
            "the file is empty",
            path=path,
            line=1,
            field="(file)",
            given="nothing",
            legal="a mapping with at least name and question",
        )
    return text


class _Builder:
    """Turns YAML events and nodes into plain data, refusing everything a scenario does not need."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[Where, int] = {}

    def build(self, text: str) -> Document:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError, YAMLError

        try:
            self._guard(YAML(typ="safe", pure=True).parse(text))
            root = YAML(typ="safe", pure=True).compose(text)
        except MarkedYAMLError as problem:
            mark = problem.problem_mark or problem.context_mark
            line = mark.line + 1 if mark else 1
            raise self._error(
                "not YAML", line, given=self._line(text, line), legal=f"YAML 1.2 ({problem.problem or problem.context})"
            ) from None
        except YAMLError as problem:  # characters YAML does not allow carry a position and no line
            line = text[: getattr(problem, "position", 0) or 0].count("\n") + 1
            raise self._error(
                "not YAML",
                line,
                given=self._line(text, line),
                legal="YAML 1.2: printable text without control characters",
            ) from None
        if root is None:
            raise self._error(
                "the file is empty", 1, given="only comments", legal="a mapping with at least name and question"
            )
        data = self._value(root, ())
        if not isinstance(data, dict):
            raise self._error(
                "not a scenario",
                root.start_mark.line + 1,
                given=data,
                legal="a mapping of fields: name, question, base, ...",
            )
        return Document(self.path, data, self.lines)

    def _guard(self, events: Any) -> None:
        """What is refused before any data are built: references, tags, depth, other versions of YAML."""
        depth = 0
        for event in events:
            line, kind = event.start_mark.line + 1, type(event).__name__
            if getattr(event, "anchor", None):
                raise self._error(
                    "anchors and aliases are not allowed",
                    line,
                    given=event.anchor,
                    legal="the value written out where it is used",
                )
            if kind == "DocumentStartEvent" and event.version is not None and tuple(event.version) != (1, 2):
                raise self._error("another version of YAML", line, given=str(event.version), legal="YAML 1.2")
            if isinstance(getattr(event, "tag", None), str):
                raise self._error("tags are not allowed", line, given=event.tag, legal="plain values")
            depth += kind in ("MappingStartEvent", "SequenceStartEvent")
            depth -= kind in ("MappingEndEvent", "SequenceEndEvent")
            if depth > DEEPEST:
                raise self._error("nested too deeply", line, given=f"{depth} levels", legal=f"at most {DEEPEST} levels")

    def _value(self, node: Any, where: Where) -> Any:
        self.lines.setdefault(where, node.start_mark.line + 1)
        if node.id == "mapping":
            found: dict[str, Any] = {}
            for key_node, value_node in node.value:
                line = key_node.start_mark.line + 1
                if key_node.id != "scalar":
                    raise self._error("a key is not a word", line, where, given=key_node.id, legal="a word as the key")
                key = str(key_node.value)
                if key in found:
                    raise self._error(
                        "a key is given twice",
                        line,
                        (*where, key),
                        given=key,
                        legal=f"each key once (first on line {self.lines[(*where, key)]})",
                    )
                self.lines[(*where, key)] = line
                found[key] = self._value(value_node, (*where, key))
            return found
        if node.id == "sequence":
            return [self._value(item, (*where, number)) for number, item in enumerate(node.value)]
        return self._scalar(node, where)

    def _scalar(self, node: Any, where: Where) -> Any:
        text, tag = str(node.value), str(node.tag).rsplit(":", 1)[-1]
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag in ("int", "float"):
            if len(text) > LONGEST:
                raise self._error(
                    "a number is too long",
                    node.start_mark.line + 1,
                    where,
                    given=text,
                    legal=f"at most {LONGEST} characters",
                )
            if tag == "float":
                return float(
                    text.replace(".inf", "inf")
                    .replace(".Inf", "inf")
                    .replace(".INF", "inf")
                    .replace(".nan", "nan")
                    .replace(".NaN", "nan")
                    .replace(".NAN", "nan")
                    .replace("_", "")
                )
            try:
                return int(text.replace("_", ""), 0 if text.lstrip("+-")[:2] in ("0x", "0o") else 10)
            except ValueError:
                return text
        return text  # dates stay text: a month is not a day

    def _error(self, problem: str, line: int, where: Where = (), given: Any = None, legal: str = "") -> ScenarioError:
        field = dotted(where) or "(file)"
        return ScenarioError(problem, path=self.path, line=line, field=field, given=given, legal=legal)

    @staticmethod
    def _line(text: str, line: int) -> str:
        rows = text.split("\n")
        return rows[min(line, len(rows)) - 1].strip()


def dotted(where: Where) -> str:
    """A field's path as it is written in an error: events[3].date."""
    text = ""
    for part in where:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text
