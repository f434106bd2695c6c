"""What a stranger relies on: texts that run, and files that carry nothing of the machine on which they were made."""

import ast
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXT = {"", ".py", ".toml", ".md", ".yaml", ".cff", ".lock", ".txt", ".html", ".js", ".css", ".c", ".csv"}
MACHINE = re.compile(r"(?<![\w./:])/(?:work|root|home|Users|opt)/\w")
HOSTS = re.compile("|".join(("pypi" r"\.org", "python" "hosted", "conda" r"\.anaconda", "npm" r"js\.org", "jsdel" "ivr",
                             "unpkg" r"\.com", " --(?:extra-)?index" "-url", " --find" "-links")))  # fmt: skip
FENCE = re.compile(r"(?P<mark><!-- not run: [^>]+ -->\n+)?^```(?P<kind>[\w{}-]*)\n(?P<body>.*?)^```$", re.M | re.S)


def files() -> list[Path]:
    """All text files of the project that are kept, or would be."""
    said = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    paths = [ROOT / line for line in said.stdout.splitlines()] if said.returncode == 0 else list(ROOT.glob("src/**/*"))
    return [p for p in paths if p.is_file() and p.suffix in TEXT]


def blocks(page: Path, kind: str) -> list[str]:
    """Blocks of this kind, but those marked with the reason why they are not run."""
    return [m["body"] for m in FENCE.finditer(page.read_text()) if m["kind"] == kind and not m["mark"]]


@pytest.mark.parametrize("what, pattern", [("a path of one machine", MACHINE), ("a package host", HOSTS)])
def test_nothing_of_one_machine(what: str, pattern: re.Pattern[str]) -> None:
    found = []
    for path in files():
        if path.suffix == ".csv" and pattern is MACHINE:
            continue  # the addresses of sources are theirs
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if pattern.search(line.replace("--no-emit-", "")) and path != Path(__file__):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, f"{what} stands in\n" + "\n".join(found[:20])


def test_readme_names_the_two_commands() -> None:
    commands = [line for block in blocks(ROOT / "README.md", "console") for line in block.splitlines()]
    assert commands[:2] == ["make run", "make test"]


def test_readme_python_is_twelve_lines() -> None:
    (block,) = blocks(ROOT / "README.md", "python")
    assert len(block.splitlines()) == 12


def test_locks_pin_everything_with_hashes() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        for entry in lock.read_text().replace("\\\n", " ").splitlines():
            assert re.fullmatch(r"[\w.-]+==\S+( ;[^-]*)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry[:80]


def test_code_blocks_are_of_kinds_that_are_checked() -> None:
    """python and console run here, code-cells when the documentation is built; another kind needs a reader's eye."""
    checked = {"python", "console", "{code-cell}", "{toctree}", "{eval-rst}", "yaml", "text", ""}
    for page in PAGES:
        kinds = {m["kind"] for m in FENCE.finditer(page.read_text()) if not m["mark"]}
        assert kinds <= checked, f"{page.name}: {kinds - checked}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_commands_in_the_text_exist(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text()
    for line in (line for block in blocks(page, "console") for line in block.splitlines()):
        program, *words = line.split()
        assert program in {"make", "tumen"}, f"{page.name}: {line}"
        if program == "make":
            assert re.search(rf"^{words[0]}:", makefile, re.M), f"{page.name}: the Makefile has no {words[0]}"
            continue
        command = [w for w in words[:1] if not w.startswith("-")]
        said = subprocess.run([sys.executable, "-m", "tumen.cli", *command, "--help"], capture_output=True, text=True,
                              env={"COLUMNS": "200", "NO_COLOR": "1", "PATH": "", "HOME": "/nonexistent"})  # fmt: skip
        assert said.returncode == 0, f"{page.name}: {line}: {said.stderr[-300:]}"
        for option in (w for w in words if w.startswith("--")):
            assert option in said.stdout, f"{page.name}: {line}: no option {option}"


@pytest.mark.parametrize("page", [p for p in PAGES if blocks(p, "python")], ids=lambda p: p.name)
def test_python_in_the_text_runs(page: Path, tmp_path: Path) -> None:
    """All blocks of a page, one after another, in an empty folder."""
    script = tmp_path / "page.py"
    script.write_text(textwrap.dedent("\n".join(blocks(page, "python"))))
    said = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert said.returncode == 0, said.stderr[-2000:]
    assert said.stdout.strip(), "a reader would see nothing"


@pytest.mark.parametrize("page", [p for p in PAGES if "{code-cell}" in p.read_text()], ids=lambda p: p.name)
def test_what_executed_cells_import_is_there(page: Path) -> None:
    """The cells themselves run when the documentation is built, an hour of machine time later than these tests."""
    for cell in re.findall(r"^```\{code-cell\} python\n(.*?)^```$", page.read_text(), re.M | re.S):
        for node in ast.walk(ast.parse(re.sub(r"^(%|:tags:).*", "", cell, flags=re.M))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("tumen"):
                exec(compile(ast.Module([node], []), page.name, "exec"), {})


def test_links_and_pictures_in_the_readme_are_there() -> None:
    for page in (ROOT / "README.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            assert (ROOT / target).exists(), f"{page.name} points to {target}, which is not there"


def test_the_paper_cites_what_its_bibliography_has() -> None:
    """And the commands of its reproducible run exist."""
    text = (ROOT / "joss" / "paper.md").read_text()
    cited = set(re.findall(r"@([a-z]+\d{4})", text))
    listed = set(re.findall(r"^@\w+\{(\w+),", (ROOT / "joss" / "paper.bib").read_text(), re.M))
    assert cited == listed and len(cited) > 8
    assert {"Summary", "Statement of need", "State of the field"} <= set(re.findall(r"^# (.+)$", text, re.M))
    assert 700 < len(text.split()) < 1500
