"""Commands whose modules are imported when one of them is asked for, so that `marsad read` starts quickly."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

# Modules of marsad/commands, each with a function `register(app)`, and the commands that it registers, in the order of
# `marsad --help`. A test holds that the names are those that the modules register.
MODULES: dict[str, tuple[str, ...]] = {
    "record": ("add", "reread", "verify", "unreadable", "upgrade"),
    "backup": ("backup", "restore"),
    "demo": ("demo",),
    "sources": ("fetch", "watch", "timestamp", "sources"),
    "people": ("search", "judge", "remove"),
    "ledgers": ("casualties", "control", "diplomacy", "positions", "timeline", "show"),
    "events": ("fuse", "events", "export"),
    "review": ("review",),
    "gold": ("gold",),
    "publication": ("brief", "edition"),
    "batch": ("batch",),
    "load": ("load",),
    "serve": ("serve",),
    "renew": ("renew",),
}
_MODULE_OF = {name: module for module, names in MODULES.items() for name in names}


@cache
def registered(module: str) -> Any:
    """Return the group of commands that `marsad.commands.<module>` registers."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    import_module(f"marsad.commands.{module}").register(app)
    app.callback()(lambda: None)  # a group, even of one command
    return get_group(app)


class Commands(TyperGroup):
    """A group with the commands of MODULES after its own."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [*super().list_commands(ctx), *_MODULE_OF]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        own = super().get_command(ctx, cmd_name)
        if own is None and cmd_name in _MODULE_OF:
            return registered(_MODULE_OF[cmd_name]).get_command(ctx, cmd_name)
        return own
