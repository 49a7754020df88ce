#!/usr/bin/env python3
"""Compile the modules of the reader that pyproject.toml lists under `tool.marsad.compiled`, by mypyc.

    python tools/compile.py                  beside their sources (`make compile`); nothing to do where they are current
    python tools/compile.py --or-notice      says what is missing (a compiler, mypyc) and goes on
    python tools/compile.py --into FOLDER    into another folder: for a wheel
    python tools/compile.py --plain          once: in less than half the time, reads less fast
    python tools/compile.py --quick          once, and not optimized: for tests
    python tools/compile.py --clean          removes what was compiled

They are compiled twice: first to count what is done while the examples are read, then by these counts (gcc's profile-
guided optimization; other compilers keep no such counts and compile once). Everything works without: a module that is
not compiled is read from its source.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GROUP = "marsad"  # names the library that the compiled modules share
SUFFIXES = (".so", ".pyd")
# How the C compiler optimizes: where it is known what is done often, that alone for speed; else for size, as fast here
# as for speed and done in three quarters of the time
TRAINED, PLAIN, QUICK = "2", "s", "0"
# Read between the two compilations of a trained reader: enough of each kind of text to pass through most of it
TEXTS = ("examples/reports", "examples/east-aleppo-2016/reports.jsonl")
TRAINING = """
import sys
from marsad import COMPILED
from marsad.pipeline import read, settle
from marsad.sources.files import take
from marsad.sources.items import Taken
if not COMPILED:
    sys.exit("the reader to be trained is not compiled")
reports = [item.report for item in take(sys.argv[1:]) if isinstance(item, Taken)]
for lang in {report.lang for report in reports}:
    settle(lang)
for _ in range(4):
    for report in reports:
        read(report)
"""
# What is not called from outside is not exported: one compiled module calls another, and Python, without a detour
FLAGS = [] if sys.platform == "win32" else ["-fvisibility=hidden", "-fno-plt"]


class CompileError(RuntimeError):
    """The modules could not be compiled; the message says why."""


def listed(root: Path = ROOT) -> list[str]:
    """Return the files to compile, as pyproject.toml lists them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    files: list[str] = settings["tool"]["marsad"]["compiled"]["files"]
    if missing := [file for file in files if not (root / file).is_file()]:
        raise CompileError(f"pyproject.toml lists files that are not there: {', '.join(missing)}")
    return files


def compile_into(folder: Path, root: Path = ROOT, *, level: str = TRAINED) -> None:
    """Compile the listed modules into `folder`, laid out as the project is, with their record."""
    files = listed(root)
    digests = {file: digest(root / file) for file in files}
    with tempfile.TemporaryDirectory() as work, contextlib.chdir(root):
        log = io.StringIO()
        try:
            with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
                extensions = _extensions(files, Path(work), level)
                flags = _trained(extensions, Path(work), digests, root) if level == TRAINED else ()
                _build(extensions, folder, Path(work), flags)
        except CompileError:
            raise
        except ImportError as error:
            raise CompileError(f"{error.name} is not installed: it comes with the development tools") from error
        except (Exception, SystemExit) as error:  # of mypy, setuptools and the compiler: each has its own
            told = [line for line in log.getvalue().splitlines() if "error" in line] or [str(error)]
            raise CompileError("; ".join(told[:3])[:600]) from error
    _record(folder, digests)


def _record(folder: Path, digests: dict[str, str]) -> None:
    (folder / "marsad").mkdir(parents=True, exist_ok=True)
    (folder / "marsad" / "compiled.json").write_text(json.dumps(digests, indent=0), encoding="utf-8")


def _trained(extensions: list[Any], work: Path, digests: dict[str, str], root: Path) -> Sequence[str]:
    """Read the examples with a reader that counts what it does; return the flags that build one by these counts.

    None where the examples are not there, or the compiler keeps no counts that it reads again.
    """
    texts = [str(root / text) for text in TEXTS if (root / text).exists()]
    if not texts or sys.platform == "win32":
        return ()
    counts, folder = work / "counts", work / "counting"
    _build(extensions, folder, work, [f"-fprofile-generate={counts}", "-fprofile-update=single"])
    _record(folder, digests)
    unwanted = shutil.ignore_patterns("*.so", "desk", "compiled.json", "__pycache__")
    shutil.copytree(root / "marsad", folder / "marsad", ignore=unwanted, dirs_exist_ok=True)
    environment = {**os.environ, "PYTHONPATH": str(folder), "MARSAD_PURE": ""}
    command = [sys.executable, "-c", TRAINING, *texts]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CompileError(f"the examples could not be read: {done.stderr[-300:]}")
    if not list(counts.rglob("*.gcda")):
        return ()
    return f"-fprofile-use={counts}", "-fprofile-partial-training", "-Wno-missing-profile"  # of what was not run


def _extensions(files: list[str], work: Path, level: str) -> list[Any]:
    """Translate the modules to C and return what is to be built of it."""
    from mypyc.build import mypycify

    return mypycify(
        files, opt_level=level, debug_level="0", multi_file=True, target_dir=str(work / "c"), group_name=GROUP
    )


def _build(extensions: list[Any], folder: Path, work: Path, flags: Sequence[str] = ()) -> None:
    """Build the extensions into `folder`. The compiler and the linker are given `flags` too."""
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    class OnAllCores(build_ext):  # type: ignore[misc]  # setuptools comes without types
        """Compiles the files of a library side by side: by itself `build_ext` does so with whole libraries alone."""

        def build_extensions(self) -> None:
            compile_all, compile_one = self.compiler.compile, self.compiler._compile
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                waiting: list[Future[None]] = []

                def compiled(*args: Any, **options: Any) -> Any:
                    objects = compile_all(*args, **options)
                    for each in waiting:
                        each.result()
                    waiting.clear()
                    return objects

                self.compiler._compile = lambda *args: waiting.append(pool.submit(compile_one, *args))
                self.compiler.compile = compiled
                super().build_extensions()

    given = [(extension, extension.extra_compile_args or []) for extension in extensions]
    for extension, own in given:
        extension.extra_compile_args = [*own, *FLAGS, *flags]
        extension.extra_link_args = list(flags)
    command = OnAllCores(Distribution({"name": "marsad", "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(folder), str(work / "objects")
    command.force = True
    command.ensure_finalized()
    command.run()
    for extension, own in given:
        extension.extra_compile_args = own


def digest(file: Path) -> str:
    from marsad.compiled import digest_of

    return digest_of(file)


def current(root: Path = ROOT) -> bool:
    """Tell whether what is compiled is what is listed, from the sources as they are."""
    record = root / "marsad" / "compiled.json"
    if not record.is_file():
        return False
    known = json.loads(record.read_text(encoding="utf-8"))
    return bool(known == {file: digest(root / file) for file in listed(root)})


def in_place(root: Path = ROOT, *, level: str = TRAINED) -> bool:
    """Compile beside the sources; False where that is done already, in whatever way."""
    if current(root):
        return False
    with tempfile.TemporaryDirectory() as made:
        compile_into(Path(made), root, level=level)
        clean(root)
        record = Path("marsad") / "compiled.json"
        (root / record).write_text(json.dumps(dict.fromkeys(listed(root), "")), encoding="utf-8")  # until all are there
        for file in sorted(Path(made).rglob("*")):
            if file.suffix in SUFFIXES:
                shutil.copy2(file, root / file.relative_to(made))
        shutil.copy2(Path(made) / record, root / record)
    return True


def clean(root: Path = ROOT) -> None:
    """Remove what was compiled beside the sources."""
    for suffix in SUFFIXES:
        for file in (*root.glob(f"{GROUP}__mypyc*{suffix}"), *(root / "marsad").rglob(f"*{suffix}")):
            file.unlink()
    (root / "marsad" / "compiled.json").unlink(missing_ok=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, metavar="FOLDER")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--plain", dest="level", action="store_const", const=PLAIN, default=TRAINED)
    how.add_argument("--quick", dest="level", action="store_const", const=QUICK)
    parser.add_argument("--or-notice", action="store_true")
    parser.add_argument("--clean", action="store_true")
    args = parser.parse_args()
    try:
        if args.clean:
            clean()
        elif args.into:
            compile_into(args.into.resolve(), level=args.level)
        else:
            print("reader: compiled" if in_place(level=args.level) else "reader: compiled already", file=sys.stderr)
    except CompileError as error:
        print(f"reader: not compiled: {error}", file=sys.stderr)
        return 0 if args.or_notice else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
