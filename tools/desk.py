#!/usr/bin/env python3
"""Open the desk on a record in the background, and close it: what `make run` ends with, and `make stop`.

    python tools/desk.py open FILE --port 8787
    python tools/desk.py close

What is open is kept in build/desk.json, what it says in build/desk.log.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.error import URLError

BUILD = Path(__file__).resolve().parent.parent / "build"
OPEN, LOG = BUILD / "desk.json", BUILD / "desk.log"
PATIENCE = 90  # seconds


def open_desk(record: str, port: int) -> int:
    """Serve `record` at `port` of this machine; return 0 once it answers, 1 where it does not."""
    close()
    BUILD.mkdir(exist_ok=True)
    marsad = Path(sys.executable).with_name("marsad")
    with LOG.open("w", encoding="utf-8") as log:
        serving = subprocess.Popen(
            [marsad, "serve", "--db", record, "--port", str(port)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and serving.poll() is None:
        if _answers(address):
            OPEN.write_text(json.dumps({"pid": serving.pid, "address": address}), encoding="utf-8")
            print(f"The desk is open at {address} (make stop closes it).")
            return 0
        time.sleep(0.2)
    serving.kill()
    print(f"The desk did not open: {LOG.read_text(encoding='utf-8').strip() or 'it never answered'}", file=sys.stderr)
    print("Where something else has the port: make run PORT=8790", file=sys.stderr)
    return 1


def close() -> bool:
    """Close the desk that `open_desk` opened; return whether there was one."""
    if not OPEN.exists():
        return False
    pid = json.loads(OPEN.read_text(encoding="utf-8"))["pid"]
    OPEN.unlink()
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(50):
            os.kill(pid, 0)
            time.sleep(0.1)
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    return True


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    opening = commands.add_parser("open")
    opening.add_argument("record")
    opening.add_argument("--port", type=int, default=8787)
    commands.add_parser("close")
    asked = parser.parse_args()
    if asked.command == "open":
        return open_desk(asked.record, asked.port)
    print("The desk is closed." if close() else "No desk is open.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
