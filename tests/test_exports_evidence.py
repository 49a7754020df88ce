"""The evidence pack: the same bytes each time, no text in it, and whatever is changed is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from marsad.errors import ExportError
from marsad.exports import evidence
from marsad.exports.dataset import Dataset
from marsad.exports.evidence import MANIFEST, SUMS, Fault, verify_pack
from marsad.records import Judgement
from tests.exports_support import STAMP, TEXT, dataset, killed, report, seed

FILES = (
    "README.txt", "claims.jsonl", "judgements.jsonl", "losses.json", MANIFEST, "reports.jsonl", SUMS, "spans.jsonl",
)  # fmt: skip


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.fixture
def files() -> dict[str, bytes]:
    return contents(evidence.export(seed(), STAMP).data)


def test_a_whole_pack_has_no_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(evidence.export(seed(), STAMP).data)
    assert verify_pack(path) == ()


def test_the_same_claims_give_the_same_bytes() -> None:
    given = seed()
    turned = Dataset(given.claims[::-1])
    assert evidence.export(given, STAMP).data == evidence.export(turned, STAMP).data


def test_the_pack_holds_hashes_and_spans_and_no_text(files: dict[str, bytes]) -> None:
    assert tuple(sorted(files)) == tuple(sorted(FILES))
    assert not [name for name, data in files.items() if TEXT.encode() in data]
    (one,) = map(json.loads, files["reports.jsonl"].splitlines())
    assert one["document_sha256"] == hashlib.sha256(report().document.encode()).hexdigest()
    assert one["code_points"] == len(report().document)
    for span in map(json.loads, files["spans.jsonl"].splitlines()):
        words = report().document[slice(*span["span"])]
        assert span["sha256"] == hashlib.sha256(words.encode()).hexdigest()
    manifest = json.loads(files[MANIFEST])
    assert (manifest["made"], manifest["filters"]["place"]) == ("2016-12-06", "Aleppo")
    assert manifest["losses"] == {"given": 6, "written": 6, "dropped": {}, "reduced": {}}


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    data = files[name]
    if name in (MANIFEST, SUMS):  # stays readable: a digit of a hash is another one
        at = data.index(hashlib.sha256(files["claims.jsonl"]).hexdigest().encode())
        data = data[:at] + (b"0" if data[at : at + 1] != b"0" else b"1") + data[at + 1 :]
    else:
        data = data[:-2] + b"!" + data[-1:]
    faults = verify_pack(packed({**files, name: data}, tmp_path / "a.zip"))
    assert [fault.file for fault in faults] == [name]


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(name: str, files: dict[str, bytes], tmp_path: Path) -> None:
    del files[name]
    faults = verify_pack(packed(files, tmp_path / "a.zip"))
    assert [fault.file for fault in faults] == [name]
    assert "missing" in faults[0].problem


def test_a_file_too_many_is_named(files: dict[str, bytes], tmp_path: Path) -> None:
    path = packed({**files, "../evil.txt": b"x"}, tmp_path / "a.zip")
    assert verify_pack(path) == (Fault("../evil.txt", "does not belong to the pack"),)


def test_a_flipped_byte_of_any_file_is_found(tmp_path: Path) -> None:
    whole = evidence.export(dataset(killed("k", 5)), STAMP).data
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = archive.infolist()
    for member in members:
        first = member.header_offset + 30 + len(member.filename)
        for at in range(first, first + member.compress_size, 1 + member.compress_size // 6):
            flipped = whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]
            path.write_bytes(flipped)
            faults = [fault.file for fault in verify_pack(path)]
            # the first bit of a deflated stream says that no other block follows: the file is still the same
            assert faults == [member.filename] or (at == first and contents(flipped) == contents(whole))


def test_what_is_no_pack_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"no zip")
    with pytest.raises(ExportError, match="no evidence pack"):
        verify_pack(path)
    with pytest.raises(ExportError, match="no evidence pack"):
        verify_pack(packed({"a.txt": b"x"}, path))
    with pytest.raises(ExportError, match="no evidence pack"):
        verify_pack(tmp_path / "absent.zip")


def test_judgements_of_the_claims_are_in_it() -> None:
    at = dt.datetime(2016, 12, 6, tzinfo=dt.UTC)
    judgements = (
        Judgement("k", None, "accept", "analyst", "read it", at),
        Judgement("other", None, "reject", "analyst", "", at),
    )
    found = contents(evidence.export(dataset(killed("k", 5), judgements=judgements), STAMP).data)
    (one,) = map(json.loads, found["judgements.jsonl"].splitlines())
    assert (one["a"], one["verdict"], one["why"]) == ("k", "accept", "read it")
    assert json.loads(found["claims.jsonl"])["status"] == "accepted"
