"""Imports run one way, from draws to the lab. A new file takes its place here, or shares its layer's first word."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tumen import _cache

PACKAGE = Path(__file__).parents[1] / "src" / "tumen"
ORDER = """_cache; draws loops; columns; events; parameters; evidence; mechanism; months onlooker observer;
scenario explain figures overlays labels codes facts whole records; population; mechanisms; bind state seats country;
door census simulate persons archetypes scenes replay books checkpoint lives telling find tape origin; conformance;
differences; provenance headcount inputs outputs record recorder results; stopping workplace course;
rundir; verify; forks lineage survey; claims;
chart charts; report; experiments ensemble; calibration; bench; doctor odd; commands cli __main__; lab"""
LAYERS = [layer.split() for layer in ORDER.split(";")]
HEAVY = {"xarray", "pandas", "dask", "distributed", "altair", "fastapi", "zarr"}
LATE = {  # imports inside a function that point to the right: conveniences of the notebook, each with its reason
    ("results", "charts"): "result.plot draws",
    ("results", "rundir"): "result.save writes a folder, tumen.run simulates",
    ("rundir", "report"): "a run directory holds its report",
}


def place(module: str) -> int:
    first = module.split(".")[0]
    found = [k for k, layer in enumerate(LAYERS) if any(first == w or first.startswith(w + "_") for w in layer)]
    assert found, f"{module} has no place in the order of imports: add it to ORDER in {Path(__file__).name}"
    return found[0]


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module, and whether the import waits inside a function; not those for type checking alone."""

    def walk(node: ast.AST, late: bool) -> Iterator[tuple[str, bool]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
                continue
            if isinstance(child, ast.Import):
                yield from ((a.name, late) for a in child.names)
            elif isinstance(child, ast.ImportFrom):
                assert child.level == 0, f"{path}: write the full name of the module"
                whole = child.module == "tumen"
                yield from ((f"tumen.{a.name}", late) for a in child.names) if whole else [(str(child.module), late)]
            else:
                yield from walk(child, late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef))

    yield from walk(ast.parse(path.read_text()), False)


def test_imports_run_one_way() -> None:
    wrong = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")
        if name == "__init__":
            continue  # the public names, from everywhere
        for module, late in imports(path):
            root, _, inner = module.partition(".")
            if root in HEAVY and place(name) < place("recorder"):
                wrong.append(f"{name} imports {root}: results are labelled in recorder.py and right of it")
            if root != "tumen" or not inner:
                continue
            if name.startswith("mechanisms") and inner != "mechanism":
                wrong.append(f"{name} imports {inner}: a mechanism imports tumen.mechanism and nothing else")
            allowed = late and (name, inner.split(".")[0]) in LATE
            if place(inner) > place(name) and not allowed:
                wrong.append(f"{name} imports {inner}, which stands to its right")
    assert not wrong, "\n".join(wrong)


def test_only_country_knows_the_mechanisms() -> None:
    knowing = {
        path.stem
        for path in PACKAGE.rglob("*.py")
        for module, _ in imports(path)
        if module.startswith("tumen.mechanisms") and path.parent.name != "mechanisms"
    }
    assert knowing <= {"country"}, f"the schedule in country.py alone names mechanisms, not {sorted(knowing)}"


def test_the_models_hash_covers_all_that_runs_a_month() -> None:
    """A receipt is believed while this hash is the same: whatever the loop imports has to be in it."""
    reached, todo = set(), {"simulate", "country"}
    while todo:
        name = todo.pop()
        reached.add(name)
        path = PACKAGE / f"{name.replace('.', '/')}.py"
        if not path.exists():
            continue  # populations and mechanisms are taken whole
        named = {module.partition("tumen.")[2] for module, late in imports(path) if not late} - {""}
        todo |= {n for n in named if not n.startswith(("population", "mechanisms"))} - reached
    data_and_words = {"_cache", "evidence", "evidence_index", "scenario_errors", "scenario_yaml"}
    assert reached - data_and_words <= set(_cache.COMPILED + _cache.LOOP)
