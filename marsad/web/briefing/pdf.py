"""A page as PDF, printed by Chromium: it is commonly there, and shapes Arabic as the screen does."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from marsad.errors import ExportError

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_SECONDS = 120
_DATES = re.compile(rb"/(CreationDate|ModDate) \(D:\d{14}[^)]*\)")


def chromium() -> str | None:
    """Return the path of a Chromium, or None. MARSAD_CHROMIUM names another than those on the path."""
    given = os.environ.get("MARSAD_CHROMIUM")
    return shutil.which(given) if given else next((found for name in _NAMES if (found := shutil.which(name))), None)


def printed(html: str, day: dt.date) -> bytes:
    """Return a page as PDF, dated `day`, so that the same page gives the same bytes. Raises ExportError."""
    browser = chromium()
    if browser is None:
        raise ExportError("a PDF is printed by Chromium: install it, or take the HTML page and print that")
    with tempfile.TemporaryDirectory(prefix="marsad-brief-") as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(html, encoding="utf-8")
        options = ["--headless=new", "--disable-gpu", "--no-pdf-header-footer", "--host-resolver-rules=MAP * ~NOTFOUND",
                   "--disable-extensions", "--no-first-run", f"--user-data-dir={folder}/profile"]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium has no sandbox for root
        try:
            subprocess.run([browser, *options, f"--print-to-pdf={target}", source.as_uri()],
                           check=True, capture_output=True, timeout=_SECONDS)  # fmt: skip
            data = target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise ExportError(f"{browser} could not print the page: {type(error).__name__}") from error
    return _dated(data, day)


def _dated(data: bytes, day: dt.date) -> bytes:
    """Return a PDF with another day of making; no byte moves."""

    def other(hit: re.Match[bytes]) -> bytes:
        made = b"/%s (D:%s000000" % (hit[1], day.strftime("%Y%m%d").encode())
        return made + b"+00'00')".rjust(len(hit[0]) - len(made)) if len(hit[0]) >= len(made) + 8 else hit[0]

    return _DATES.sub(other, data)
