"""`marsad renew`: who runs the server lets in somebody whom no administrator can (docs/people.md)."""

from __future__ import annotations

from typing import Annotated

import typer

from marsad.commands.console import DATABASE, FAILED, Database, opened, out, say

_ON_THE_SERVER = "-"  # who made it, in the log: nobody was signed in


def register(app: typer.Typer) -> None:
    app.command()(renew)


def renew(
    login: Annotated[str, typer.Argument(help="The login of the account.")],
    db: Database = DATABASE,
) -> None:
    """Print a one-time token by which the owner of an account sets a new password; one-time codes are off then."""
    from marsad.people.signin import renewal
    from marsad.store.accounts import Accounts

    with opened(db) as store:
        accounts = Accounts(store)
        found = accounts.by_login(login)
        if found is None:
            say(f"{login}: there is no account with that login")
            raise typer.Exit(FAILED)
        token = renewal(accounts, found.alias, _ON_THE_SERVER)
    out(f"{token}\n")
    say(f"It works once, for a day: {found.alias} opens the desk with #renew={token} behind its address.")
