"""The evidence pack: a ZIP of claims with their spans, hashes of the texts, judgements, and a manifest of SHA-256.

The texts are not in it. Who has a report can hash it and compare; who has the pack can see that nothing in it was
changed since (`verify_pack`), as far as the pack's own hash was noted elsewhere: whoever can rewrite all of it can
rewrite the manifest too. The same claims and stamp give the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marsad.errors import ExportError
from marsad.exports.dataset import Dataset, Exported, Prepared, Row, Stamp, prepare
from marsad.exports.jsonl import by_report, claim_of, json_lines
from marsad.exports.privacy import Mask
from marsad.records import Judgement, Report
from marsad.views.rows import reference

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
_FORMAT = "marsad-evidence-1"
_LARGEST = 2**31  # bytes of one member that are read
_README = """Evidence pack of Marsad.

claims.jsonl      the claims, unreviewed unless a person looked at them; names of private persons are masked
reports.jsonl     the reports they were read in, with the SHA-256 of the document: title, line feed, text in UTF-8
spans.jsonl       where the words of each slot stand: [start, end) in code points of the document, SHA-256 of the words
judgements.jsonl  what people decided of these claims
losses.json       what is not in this pack, and why
manifest.json     what made it, when, from which filters; size and SHA-256 of every file
SHA256SUMS        the same for sha256sum -c

Check it with: marsad verify FILE
"""


def export(dataset: Dataset, stamp: Stamp) -> Exported:
    """Return the ZIP."""
    prepared = prepare(dataset)
    report = prepared.report()
    rows = prepared.rows
    keys = {row.key for row in rows}
    judged = [j for j in dataset.judgements if j.a in keys or j.b in keys]
    files = {
        "README.txt": _README.encode(),
        "claims.jsonl": json_lines([{"report_id": r.report.report_id, **claim_of(r, stamp)} for r in rows]),
        "reports.jsonl": json_lines(_reports(prepared)),
        "spans.jsonl": json_lines([span for row in rows for span in _spans(row)]),
        "judgements.jsonl": json_lines([_judgement(judgement, prepared) for judgement in judged]),
        "losses.json": _json(report.to_dict()),
    }
    listed = {name: {"bytes": len(data), "sha256": _hash(data)} for name, data in sorted(files.items())}
    files[MANIFEST] = _json({"format": _FORMAT, **stamp.to_dict(), "losses": report.summary(), "files": listed})
    files[SUMS] = "".join(f"{_hash(data)}  {name}\n" for name, data in sorted(files.items())).encode()
    return Exported(_zip(files, stamp), report)


def _zip(files: dict[str, bytes], stamp: Stamp) -> bytes:
    out = io.BytesIO()
    moment = (max(stamp.made.year, 1980), stamp.made.month, stamp.made.day, 0, 0, 0)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, moment), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "backslashreplace")


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def hash_of(report: Report) -> str:
    """Return the SHA-256 of a report's document in UTF-8."""
    return _hash(report.document.encode("utf-8", "backslashreplace"))


def _reports(prepared: Prepared) -> list[dict[str, Any]]:
    return [
        {
            "report_id": rows[0].report.report_id,
            "outlet": rows[0].report.outlet,
            "published": rows[0].report.published.isoformat() if rows[0].report.published else None,
            "lang": rows[0].report.lang,
            "url": rows[0].report.url,
            "title": rows[0].report.title,
            "document_sha256": hash_of(rows[0].original),
            "code_points": len(rows[0].original.document),
        }
        for rows in by_report(prepared)
    ]


def _spans(row: Row) -> list[dict[str, Any]]:
    """Return the spans of a claim; words that hold a masked name have no hash, since a name could be guessed by it."""
    printed, shown = row.original.document, row.report.document
    return [
        {
            "claim": row.key,
            "report_id": row.report.report_id,
            "slot": slot,
            "span": [span.start, span.end],
            "sha256": _hash(span.of(printed).encode()) if span.of(printed) == span.of(shown) else None,
        }
        for slot, span in reference(row.original, row.claim).spans
    ]


def _judgement(judgement: Judgement, prepared: Prepared) -> dict[str, Any]:
    """Return a judgement; the names that its claims mask are masked in what people wrote too."""
    fields = {
        "a": judgement.a,
        "b": judgement.b,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "why": judgement.why,
        "at": judgement.at.isoformat(),
        "value": dict(judgement.value) if judgement.value is not None else None,
    }
    masks = [prepared.masks[key] for key in (judgement.a, judgement.b) if key and key in prepared.masks]
    for mask in masks:
        fields["why"], fields["value"] = _hidden(fields["why"], mask), _hidden(fields["value"], mask)
    return fields


def _hidden(value: Any, mask: Mask) -> Any:
    if isinstance(value, str):
        return mask.hide(value) if not mask.everything else value
    if isinstance(value, dict):
        return {name: _hidden(part, mask) for name, part in value.items()}
    return [_hidden(part, mask) for part in value] if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a pack: the file in it, and how."""

    file: str
    problem: str


def verify_pack(path: Path) -> tuple[Fault, ...]:
    """Return what was changed in a pack since it was made, each file by its name; nothing where it is whole.

    Raises ExportError where the file is no evidence pack at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            faults = [Fault(name, "is there twice") for name in sorted({n for n in names if names.count(n) > 1})]
            contents = {name: _content(archive, name) for name in names}
    except (OSError, zipfile.BadZipFile) as error:
        raise ExportError(f"{path} is no evidence pack: {error}") from error
    if MANIFEST not in contents and SUMS not in contents:
        raise ExportError(f"{path} is no evidence pack: it has neither {MANIFEST} nor {SUMS}")
    return tuple(faults + _faults(contents))


def _content(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return a file of the archive, None where it is damaged or too large."""
    try:
        return archive.read(name) if archive.getinfo(name).file_size <= _LARGEST else None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
        return None


def _faults(contents: dict[str, bytes | None]) -> list[Fault]:
    """Compare every file with the manifest and with the sums; where the two differ, the one that fits stands."""
    manifest, sums = _manifest(contents.get(MANIFEST)), _sums(contents.get(SUMS))
    faults = [
        Fault(name, "is missing or damaged") for name, listed in ((MANIFEST, manifest), (SUMS, sums)) if listed is None
    ]
    by_manifest, by_sums = manifest or {}, sums or {}
    for name in sorted({*by_manifest, *by_sums, *contents} - {SUMS}):
        if name == MANIFEST and None in (manifest, sums):
            continue  # it is said already, or there is nothing to hold it against
        expected = {listed[name] for listed in (by_manifest, by_sums) if name in listed}
        faults += _fault(name, name in contents, contents.get(name), expected)
    agreed = all(by_sums.get(name, digest) == digest for name, digest in by_manifest.items())
    if manifest is not None and sums is not None and not agreed and not faults:
        faults.append(Fault(SUMS, "was changed"))
    return faults


def _fault(name: str, there: bool, data: bytes | None, expected: set[str]) -> list[Fault]:
    if not expected:
        return [Fault(name, "does not belong to the pack")]
    if not there:
        return [Fault(name, "is missing")]
    if data is None:
        return [Fault(name, "is damaged")]
    return [] if _hash(data) in expected else [Fault(name, "was changed")]


def _manifest(data: bytes | None) -> dict[str, str] | None:
    try:
        files = json.loads(data or b"")["files"]
        return {str(name): str(entry["sha256"]) for name, entry in files.items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _sums(data: bytes | None) -> dict[str, str] | None:
    lines = (data or b"").decode("utf-8", "replace").splitlines()
    pairs = [line.split("  ", 1) for line in lines]
    return {pair[1]: pair[0] for pair in pairs} if pairs and all(len(pair) == 2 for pair in pairs) else None
