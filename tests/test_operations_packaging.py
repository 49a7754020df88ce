"""What is shipped for servers: containers and units of systemd, checked without running either."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from marsad.cli import app
from tests.store_support import ROOT

UNITS = sorted((ROOT / "packaging" / "systemd").glob("*.service"))
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_little(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["healthcheck"]["test"][0] == "CMD"
    assert "privileged" not in service
    for port in service.get("ports", ()):
        assert port.startswith("127.0.0.1:"), "nobody else reaches it without TLS"


def test_what_the_desk_keeps_of_a_large_record_lies_on_a_disk() -> None:
    desk = SERVICES["desk"]
    volume, where = desk["volumes"][0].split(":")
    assert desk["environment"]["MARSAD_CACHE"] == where
    assert volume in COMPOSE["volumes"]
    assert not any(where.startswith(each.split(":")[0]) for each in desk["tmpfs"]), "memory is too small for it"


def test_no_password_stands_in_a_file_of_ours() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8") + (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert not re.search(r"(?i)(password|token)_?\w*[ ]*[:=][ ]*(?!/run/secrets/)\S", text)
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("${MARSAD_SECRETS:-./packaging/secrets}/"), "there is a default"
    assert not (ROOT / "packaging" / "secrets").exists() or ignored("packaging/secrets/db-password")
    for name in ("desk", "watcher"):
        assert "db-password" in SERVICES[name]["secrets"]
        assert "@" in SERVICES[name]["environment"]["MARSAD_DB"]
        assert not re.search(r":[^/@]+@", SERVICES[name]["environment"]["MARSAD_DB"])


def ignored(path: str) -> bool:
    return subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["desk", "watcher"])
def test_the_commands_of_containers_are_ours(name: str) -> None:
    """Every option that a service is started with is one that the command has."""
    command, *rest = SERVICES[name]["command"]
    said = CliRunner().invoke(app, [command, "--help"]).output
    for option in rest:
        assert not option.startswith("--") or option in said


def test_the_image_is_built_from_pinned_packages_by_nobody_privileged() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    words = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    assert [rest for word, rest in words if word == "USER"] == ["10001:10001"]
    for _, rest in words:
        for installed in re.findall(r"pip[^&]* install [^&]*", rest):
            assert "--require-hashes" in installed or "--no-deps" in installed
    copied = [source for word, rest in words if word == "COPY" for source in rest.split()[:-1] if "--from" not in rest]
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_a_unit_starts_a_command_of_ours_and_holds_it_in(unit: Path) -> None:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(unit)
    service = parser["Service"]
    program, command, *rest = service["ExecStart"].split()
    assert program == "/usr/local/bin/marsad"
    said = CliRunner().invoke(app, [command, "--help"]).output
    assert all(option in said for option in rest if option.startswith("--"))
    held = {"NoNewPrivileges": "yes", "ProtectSystem": "strict", "PrivateDevices": "yes", "CapabilityBoundingSet": ""}
    assert {name: service[name] for name in held} == held
    assert service["User"] != "root"


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here: units are not verified"
)
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.name))
def test_systemd_takes_a_unit(unit: Path, tmp_path: Path) -> None:
    program = tmp_path / "marsad"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    name = unit.name.replace("@", "@name")
    text = unit.read_text(encoding="utf-8").replace("/usr/local/bin/marsad", str(program))
    (tmp_path / name).write_text(text, encoding="utf-8")
    verified = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True, check=False
    )
    assert [line for line in verified.stderr.splitlines() if "marsad" in line] == []
