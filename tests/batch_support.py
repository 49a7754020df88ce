"""What the tests of batches share: reports, a reader that is made to die, and the tables of a batch."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

# Put in front of the reader by Python itself, in every process of a batch. A report whose text holds "dies always"
# kills its process; one that holds "dies once" does so until a file says that it did; "hangs" never comes back.
UNLUCKY = """
import os, signal, time
import marsad.batch.work as work
real = work._claims
def claims(report):
    if "dies always" in report.text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "dies once" in report.text:
        try:
            os.close(os.open(os.environ["DIED"], os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            pass
        else:
            os.kill(os.getpid(), signal.SIGKILL)
    if "hangs" in report.text:
        while True:
            time.sleep(0.01)
    if "trips" in report.text:
        raise ZeroDivisionError("tripped")
    return real(report)
work._claims = claims
"""


def reports(count: int, **words: str) -> list[dict[str, str]]:
    """Return rows of reports; `words` are put into the text of the report of that number ("r7")."""
    texts = (
        "قتل {n} مدنيين في قصف على حلب.",
        "أصيب {n} أشخاص في غارة على إدلب، وفق المرصد.",
        "سيطرت القوات على بلدة خان طومان.",
    )
    return [
        {
            "report_id": f"r{n}", "lang": "ar", "published": "2016-12-05", "outlet": "صحيفة",
            "text": texts[n % 3].format(n=n + 3) + " " + words.get(f"r{n}", ""),
        }
        for n in range(count)
    ]  # fmt: skip


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def environment(folder: Path, *, unlucky: bool = False) -> dict[str, str]:
    """Return the environment of a batch; `unlucky` puts UNLUCKY in front of the reader."""
    found = {**os.environ, "DIED": str(folder / "died"), "PYTHONPATH": str(ROOT)}
    if unlucky:
        (folder / "site").mkdir(exist_ok=True)
        (folder / "site" / "sitecustomize.py").write_text(UNLUCKY, encoding="utf-8")
        found["PYTHONPATH"] = f"{folder / 'site'}{os.pathsep}{ROOT}"
    return found


def command(source: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "marsad.cli", "batch", str(source), str(out), *options]


def batch(source: Path, out: Path, *options: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(source, out, *options), env=env, capture_output=True, text=True, timeout=300)


def rows_of(out: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a table of a batch, in the order of its parts."""
    from marsad.batch.tables import parquet

    return [row for part in sorted((out / name).glob("*.parquet")) for row in parquet().read_table(part).to_pylist()]


def once(folder: str, number: int) -> int:
    """Kill the process at 3, the first time."""
    if number == 3 and not Path(folder, "died").exists():
        Path(folder, "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return number * number


def never(number: int) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return number


def slowly(function: Callable[[Any], Any], given: Any) -> Any:
    time.sleep(0.3)
    return function(given)


def loads_pandas(_: int) -> bool:
    """Make a table, and tell whether that loaded pandas."""
    from marsad.batch.tables import table

    table("outcomes", [{"report_id": "r"}])
    return "pandas" in sys.modules
