"""The compiled reader reads what the sources read, and never stands in for a source that has changed."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from marsad.compiled import Sources, changed, digest_of, module_of

ROOT = Path(__file__).resolve().parent.parent
READ = f"""
import hashlib, json
from marsad import COMPILED
from marsad.interchange import reading_to_dict
from marsad.pipeline import read
from marsad.sources.files import take
from marsad.sources.items import Taken

inputs = [{str(ROOT / "examples" / "reports")!r}, {str(ROOT / "examples" / "east-aleppo-2016" / "reports.jsonl")!r}]
readings = [reading_to_dict(read(item.report)) for item in take(inputs) if isinstance(item, Taken)]
claims = sum(len(reading["claims"]) for reading in readings)
print(COMPILED, claims, hashlib.sha256(json.dumps(readings, ensure_ascii=False).encode()).hexdigest())
"""


def test_files_are_named_as_modules() -> None:
    assert module_of("marsad/text/fold.py") == "marsad.text.fold"
    assert module_of("marsad/lang/ar/frames/__init__.py") == "marsad.lang.ar.frames"


def test_a_source_that_changed_or_is_gone_is_told() -> None:
    known = {"marsad/records.py": digest_of(ROOT / "marsad" / "records.py")}
    assert changed(known) == []
    assert changed({**known, "marsad/errors.py": "another", "marsad/gone.py": "any"}) == [
        "marsad/errors.py",
        "marsad/gone.py",
    ]


def test_a_source_is_found_in_place_of_what_was_compiled() -> None:
    found = Sources(["marsad/lang/ar/frames/__init__.py"]).find_spec("marsad.lang.ar.frames")
    assert found is not None
    assert found.origin == str(ROOT / "marsad" / "lang" / "ar" / "frames" / "__init__.py")
    assert found.submodule_search_locations is not None
    assert Sources([]).find_spec("marsad.lang.ar.frames") is None


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with its modules compiled, which takes a minute."""
    if not os.environ.get("MARSAD_EVERY"):
        pytest.skip("NOT TESTED: the reader is compiled with MARSAD_EVERY=1 alone")
    compiler = (sysconfig.get_config_var("CC") or "cc").split()[0]
    if not shutil.which(compiler) or not importlib.util.find_spec("setuptools"):
        pytest.skip("NOT TESTED: there is no C compiler, or no setuptools, to compile the reader with")
    root = tmp_path_factory.mktemp("compiled")
    unneeded = shutil.ignore_patterns("__pycache__", "desk", "*.so", "compiled.json")
    shutil.copytree(ROOT / "marsad", root / "marsad", ignore=unneeded)
    subprocess.run([sys.executable, str(ROOT / "tools" / "compile.py"), "--quick", "--into", str(root)], check=True)
    return root


def run(root: Path, code: str, pure: str = "") -> tuple[list[str], str]:
    environment = {**os.environ, "MARSAD_PURE": pure, "PYTHONPATH": str(root)}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split(), done.stderr


def test_compiled_and_not_the_claims_are_the_same(compiled: Path) -> None:
    (fast, claims, digest), _ = run(compiled, READ)
    (slow, *rest), _ = run(compiled, READ, pure="1")
    assert (fast, slow) == ("True", "False")
    assert int(claims) > 100
    assert rest == [claims, digest]


def test_a_changed_source_is_read_and_said_loudly(compiled: Path) -> None:
    with (compiled / "marsad" / "text" / "fold.py").open("a", encoding="utf-8") as source:
        source.write("\n# changed\n")
    (state,), told = run(compiled, "import marsad; print(marsad.COMPILED)")
    assert state == "False"
    assert "marsad/text/fold.py changed since it was compiled" in told
