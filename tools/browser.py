"""The browser that looks at the desk: for pictures (tools/screens.py) and tests (tests/desk)."""

from __future__ import annotations

from marsad.web.briefing.pdf import chromium

CHROMIUM = chromium() or "/usr/bin/chromium"
# Drawn without a graphics card, and asking nothing of its maker
FLAGS = (
    "--use-angle=swiftshader --enable-unsafe-swiftshader --no-sandbox --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
