#!/usr/bin/env python3
"""Compile the modules of the reader that pyproject.toml lists under `tool.marsad.compiled`, by mypyc.

    python tools/compile.py                  beside their sources (`make compile`); nothing to do where they are current
    python tools/compile.py --or-notice      says what is missing (a compiler, mypyc) and goes on
    python tools/compile.py --into FOLDER    into another folder: for a wheel
    python tools/compile.py --quick          in half the time, less fast: for tests
    python tools/compile.py --clean          removes what was compiled

Everything works without: a module that is not compiled is read from its source.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import tomllib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GROUP = "marsad"  # names the library that the compiled modules share
SUFFIXES = (".so", ".pyd")
# How the C compiler optimizes: for size, as fast here as for speed (2) and done in three quarters of the time
LEVEL, QUICK = "s", "0"
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


def compile_into(folder: Path, root: Path = ROOT, *, level: str = LEVEL) -> None:
    """Compile the listed modules into `folder`, laid out as the project is, with their record."""
    files = listed(root)
    digests = {file: digest(root / file) for file in files}
    with tempfile.TemporaryDirectory() as work, contextlib.chdir(root):
        log = io.StringIO()
        try:
            with contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
                _build(files, folder, Path(work), level)
        except ImportError as error:
            raise CompileError(f"{error.name} is not installed: it comes with the development tools") from error
        except (Exception, SystemExit) as error:  # of mypy, setuptools and the compiler: each has its own
            told = [line for line in log.getvalue().splitlines() if "error" in line] or [str(error)]
            raise CompileError("; ".join(told[:3])[:600]) from error
    (folder / "marsad").mkdir(parents=True, exist_ok=True)
    (folder / "marsad" / "compiled.json").write_text(json.dumps(digests, indent=0), encoding="utf-8")


def _build(files: list[str], folder: Path, work: Path, level: str) -> None:
    from mypyc.build import mypycify
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

    extensions = mypycify(
        files, opt_level=level, debug_level="0", multi_file=True, target_dir=str(work / "c"), group_name=GROUP
    )
    for extension in extensions:
        extension.extra_compile_args = [*(extension.extra_compile_args or ()), *FLAGS]
    command = OnAllCores(Distribution({"name": "marsad", "ext_modules": extensions}))
    command.build_lib, command.build_temp = str(folder), str(work / "objects")
    command.ensure_finalized()
    command.run()


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


def in_place(root: Path = ROOT) -> bool:
    """Compile beside the sources; False where that is done already."""
    if current(root):
        return False
    with tempfile.TemporaryDirectory() as made:
        compile_into(Path(made), root)
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
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--or-notice", action="store_true")
    parser.add_argument("--clean", action="store_true")
    args = parser.parse_args()
    try:
        if args.clean:
            clean()
        elif args.into:
            compile_into(args.into.resolve(), level=QUICK if args.quick else LEVEL)
        else:
            print("reader: compiled" if in_place() else "reader: compiled already", file=sys.stderr)
    except CompileError as error:
        print(f"reader: not compiled: {error}", file=sys.stderr)
        return 0 if args.or_notice else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
