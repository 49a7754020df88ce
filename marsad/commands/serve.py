"""`marsad serve`: the API and the desk, from one process, without the network."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from marsad.commands.console import DATABASE, FAILED, Database, opened_for_long, say

if TYPE_CHECKING:
    from marsad.people.oidc import Provider
    from marsad.records import Place

_SHORTEST_TOKEN = 16


def register(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    db: Database = DATABASE,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes a free port.")] = 8787,
    host: Annotated[str, typer.Option(help="On which address.")] = "127.0.0.1",
    public: Annotated[bool, typer.Option("--public", help="Answer from what was published alone.")] = False,
    team: Annotated[bool, typer.Option("--team", help="People sign in; others see what was published.")] = False,
    https: Annotated[
        bool, typer.Option("--https", help="A server before this one speaks HTTPS: cookies are sent over it alone.")
    ] = False,
    oidc: Annotated[
        Path | None, typer.Option("--oidc", metavar="FILE", help="A provider to sign in at (docs/people.md).")
    ] = None,
    tiles: Annotated[
        str | None, typer.Option(metavar="FILE|URL", help="A base map: a PMTiles file, or the address of tiles.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="A host name that this server answers for.")
    ] = None,
    proxy: Annotated[
        list[str] | None,
        typer.Option(metavar="ADDRESS", help="A server before this one: who asks is whom it says (X-Forwarded-For)."),
    ] = None,
    metrics_token: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", envvar="MARSAD_METRICS_TOKEN_FILE", help="A file with the token that /metrics asks for."
        ),
    ] = None,
    sensitive: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Places whose point the public is not to see: id ⇥ kilometres.")
    ] = None,
) -> None:
    """Serve the record to a browser and to other programs.

    On the loopback interface one person sees all of it, what the machine read labelled as such. On any other, what was
    published alone (--public), or what the role of who is signed in allows (--team).
    """
    if not public and not team and not is_loopback(host):
        say(f"--host {host} can be reached by others: add --public, and it answers from published records alone,")
        say("or --team, and people sign in")
        raise typer.Exit(FAILED)
    if team and not https and not is_loopback(host):
        say(f"--host {host}: passwords would go over the network in the open: put a server that speaks HTTPS before it")
        say("and say --https")
        raise typer.Exit(FAILED)
    from marsad.web.basemap import basemap_of
    from marsad.web.run import run

    try:
        basemap_of(tiles)
    except ValueError as error:
        raise typer.BadParameter(f"--tiles {error}") from None
    token = _token(metrics_token)
    store = opened_for_long(db)
    open_to_all = (public or team) and not name
    hosts = None if open_to_all else frozenset(("localhost", "127.0.0.1", "::1", host, *(name or ())))
    run(store, host=host, port=port, public=public, hosts=hosts, tiles=tiles, blur=_blur(sensitive), team=team,
        https=https, oidc=_provider(oidc), metrics_token=token, proxies=_addresses(proxy))  # fmt: skip


def is_loopback(host: str) -> bool:
    """Tell whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _addresses(given: list[str] | None) -> tuple[str, ...]:
    for one in given or ():
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            raise typer.BadParameter(f"--proxy {one}: {error}: give its address") from None
    return tuple(given or ())


def _token(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        token = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeError) as error:
        raise typer.BadParameter(f"--metrics-token {os.fspath(file)}: {error}") from None
    if len(token) < _SHORTEST_TOKEN:
        raise typer.BadParameter(f"--metrics-token {os.fspath(file)}: fewer than {_SHORTEST_TOKEN} characters")
    return token


def _provider(file: Path | None) -> Provider | None:
    """Return the provider of a file of JSON: issuer, client_id, client_secret, redirect_uri."""
    if file is None:
        return None
    import json

    from marsad.people.oidc import Provider

    try:
        return Provider(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise typer.BadParameter(f"--oidc {os.fspath(file)}: {error}") from None


def _blur(table: Path | None) -> Callable[[Place], Place] | None:
    if table is None:
        return None
    from marsad.web.blur import blur_of

    try:
        return blur_of(table.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise typer.BadParameter(f"--sensitive {os.fspath(table)}: {error}") from None
