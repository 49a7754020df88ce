"""Imports go one way, and never in a circle (docs/reading.md, Layers)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "marsad"

# A layer imports from layers of a lower number, and from itself.
LAYERS = {
    "compiled": 0,
    "record": -2,
    "values": -1,
    "records": 0,
    "errors": 0,
    "logs": 0,
    "text": 1,
    "summary": 1,
    "interchange": 1,
    "lang": 2,
    "sources": 4,
    "reading": 3,
    "places": 3,
    "dates": 3,
    "claims": 4,
    "pipeline": 5,
    "fusion": 5,
    "views": 6,
    "exports": 7,
    "store": 7,
    "terminal": 7,
    "batch": 8,
    "review": 8,
    "people": 8,
    "briefing": 9,
    "web": 10,
    "commands": 11,
    "cli": 12,
}


def module_of(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_of(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def layer_of(module: str) -> str:
    return module.split(".")[1] if "." in module else "marsad"


@cache
def imports(module: str) -> frozenset[str]:
    """Return the modules of the package that `module` imports, wherever in the file it does so."""
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    return frozenset(name for name in _imported(tree) if name != module)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield from (name for name in (full, node.module or "") if name in MODULES)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in MODULES)


@pytest.mark.parametrize("module", [name for name in MODULES if name != "marsad"])
def test_imports_go_down_the_layers(module: str) -> None:
    layer = layer_of(module)
    assert layer in LAYERS, f"{layer} has no place among the layers"
    for other in imports(module) - {"marsad"}:
        below = layer_of(other)
        assert below == layer or LAYERS[below] < LAYERS[layer], f"{module} imports {other}"


def test_no_import_goes_in_a_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join((*path[path.index(module) :], module))
        if module in done:
            return
        for other in sorted(imports(module)):
            if not module.startswith(f"{other}."):  # a package's own __init__ is no circle
                visit(other, (*path, module))
        done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    source = MODULES[module].read_text(encoding="utf-8")
    assert not source.strip() or ast.get_docstring(ast.parse(source)), f"{module} has no docstring"


def test_no_file_names_a_machine_or_a_registry() -> None:
    private = re.compile(
        r"(?<![\w.])/(?:work|tmp|home|root|opt)/\w|https?://(?:pypi|files\.python|registry)|--index-url"
    )
    places = ("marsad", "desk", "docs", "tools", "benchmarks", "examples", "packaging", ".ci")
    files = [file for name in places for file in (ROOT / name).rglob("*") if file.is_file()]
    files += [ROOT / name for name in ("README.md", "CHANGELOG.md", "Makefile", "pyproject.toml", "requirements.lock")]
    built = (ROOT / "marsad" / "web" / "desk", ROOT / "desk" / "node_modules")
    for file in files:
        if file.suffix in (".pyc", ".so", ".pyd", ".gz", ".bin", ".png") or "__pycache__" in file.parts:
            continue
        if any(folder in file.parents for folder in built):
            continue  # made from the sources, and in no commit
        hit = private.search(file.read_text(encoding="utf-8"))
        assert hit is None, f"{file.relative_to(ROOT)} holds {hit.group()!r}"


@pytest.mark.parametrize(("name", "wanted"), [
    ("requirements.lock", {"typer==", "rich==", "hijridate==", "hatchling=="}),
    ("requirements-dev.lock", {"typer==", "pytest==", "prometheus-client=="}),
    ("packaging/requirements.lock", {"typer==", "psycopg==", "prometheus-client=="}),
])  # fmt: skip
def test_the_locks_hold_hashes_and_no_address(name: str, wanted: set[str]) -> None:
    lock = (ROOT / name).read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
    assert wanted <= set(re.findall(r"^[a-z0-9-]+==", lock, re.MULTILINE))
