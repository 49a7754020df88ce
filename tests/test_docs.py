"""The documents keep up with the program: commands and options, rules, lexicons, slots and values."""

from __future__ import annotations

import dataclasses
import re
import typing
from pathlib import Path

import pytest
import typer.main

from marsad import records
from marsad.cli import app
from marsad.pipeline import pack_of

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ar", "en")
DETAILS = (
    records.Casualty,
    records.Control,
    records.Attack,
    records.Statement,
    records.Diplomacy,
    records.Humanitarian,
)


def documents() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "docs").glob("*.md")))


def codebook() -> str:
    return (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")


def options() -> list[str]:
    group = typer.main.get_command(app)
    commands = [group, *getattr(group, "commands", {}).values()]
    return sorted({name for command in commands for p in command.params for name in p.opts if name.startswith("--")})


@pytest.mark.parametrize("option", options())
def test_every_option_is_described(option: str) -> None:
    assert re.search(rf"`[^`\n]*{option}\b", documents())


@pytest.mark.parametrize("name", sorted(getattr(typer.main.get_command(app), "commands", {})))
def test_every_command_is_described(name: str) -> None:
    assert f"`marsad {name}" in documents()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_rule_is_described_and_has_its_examples(lang: str) -> None:
    for rule in pack_of(lang).rules:
        assert f"`{rule.name}`" in documents(), f"the rule {rule.name} is not in docs/"
        page = ROOT / "tests" / "corpus" / lang / f"{rule.name}.md"
        assert page.exists(), f"the rule {rule.name} has no examples in {page.relative_to(ROOT)}"


@pytest.mark.parametrize(
    "table", sorted((ROOT / "marsad").rglob("*.tsv")), ids=lambda table: str(table.relative_to(ROOT / "marsad"))
)
def test_every_table_of_data_is_listed(table: Path) -> None:
    assert f"`{table.name}`" in documents()


@pytest.mark.parametrize("detail", DETAILS, ids=lambda detail: detail.__name__)
def test_the_codebook_has_every_slot(detail: type[typing.Any]) -> None:
    section = codebook().split(f"## {detail.__name__.lower()}\n")[1].split("\n## ")[0]
    for slot in dataclasses.fields(detail):
        assert f"`{slot.name}`" in section, f"{detail.__name__}.{slot.name} is not in the codebook"


@pytest.mark.parametrize(
    "values",
    [records.Kind, records.Certainty, records.Qualifier, records.Precision, records.Granularity],
    ids=["kind", "certainty", "qualifier", "precision", "granularity"],
)
def test_the_codebook_has_every_value(values: object) -> None:
    for value in typing.get_args(values):
        assert f"`{value}`" in codebook()


def test_links_between_documents_lead_somewhere() -> None:
    for file in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "examples").glob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", file.read_text(encoding="utf-8")):
            assert (file.parent / target).exists(), f"{file.name} links to {target}"
