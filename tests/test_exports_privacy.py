"""No export names a private person; masks keep every span at its words. And what holds for every format."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile

import pytest

from marsad.errors import ExportError
from marsad.exports.dataset import Dataset, prepare
from marsad.exports.formats import EXPORTERS, exporter
from marsad.exports.loss import Losses
from marsad.exports.tables import rows_of
from marsad.pipeline import read
from marsad.records import Report
from tests.exports_support import STAMP, dataset, killed, seed

ARABIC = (
    "قُتل الطفل أحمد خالد الحسن وشقيقته مريم في قصف على بلدة سراقب أمس. واغتيل المحامي فادي نصار أمام منزله في درعا. "
    "ومن بين القتلى محمد الأحمد ويوسف كنعان. وقالت أم حسين، من سكان الحي، إنها فقدت ابنها. "
    "وقال وزير الخارجية الروسي سيرغي لافروف إن الجولة ستبدأ الثلاثاء. وقُتل الصحفي سامر الدرويش برصاص قناص في درعا."
)
ENGLISH = (
    "Ahmad Khaled, a 9-year-old boy, was killed in shelling on Saraqib on Sunday. Journalist Samer Darwish was shot "
    "dead in Daraa. Among the dead were Mohammed al-Ahmad and Yousef Kanaan. Fatima Hassan, a resident, said her son "
    "was missing. Russian Foreign Minister Sergei Lavrov said talks would start."
)
PRIVATE = {
    "ar": ["أحمد", "خالد", "الحسن", "مريم", "فادي", "نصار", "الأحمد", "كنعان", "حسين", "سامر", "الدرويش"],
    "en": ["Ahmad", "Khaled", "Samer", "Darwish", "Mohammed", "Yousef", "Kanaan", "Fatima", "Hassan"],
}
PUBLIC = {"ar": "لافروف", "en": "Lavrov"}


def reading(lang: str) -> Dataset:
    text = ARABIC if lang == "ar" else ENGLISH
    report = Report("r", text, lang, dt.date(2016, 12, 5), "Outlet", title=text.split(".")[0])
    return Dataset(tuple((report, claim) for claim in read(report).claims))


def needs(name: str) -> None:
    """Skip the test, and say so, where a format needs what is not installed."""
    if EXPORTERS[name].extra:
        pytest.importorskip("pyarrow", reason="NOT CHECKED: pyarrow is not installed (development group)")


def written(name: str, data: bytes) -> str:
    if name == "evidence":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = b"\n".join(archive.read(member) for member in archive.namelist())
    if name == "geoparquet":
        parquet = pytest.importorskip("pyarrow.parquet", reason="NOT CHECKED: pyarrow is not installed")
        data = str(parquet.read_table(io.BytesIO(data)).to_pylist()).encode()
    return data.decode("utf-8", "replace")


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("name", EXPORTERS)
def test_no_private_name_is_in_any_file(name: str, lang: str) -> None:
    needs(name)
    text = written(name, EXPORTERS[name].make(reading(lang), STAMP).data)
    assert [word for word in PRIVATE[lang] if word in text] == []


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_who_speaks_in_office_is_named_and_spans_stay(lang: str) -> None:
    given = reading(lang)
    rows = prepare(given).rows
    report = given.claims[0][0]
    shown = rows[0].report
    assert len(shown.document) == len(report.document)
    assert PUBLIC[lang] in shown.document
    assert [word for word in PRIVATE[lang] if word in shown.document] == []
    for row in rows:
        for place in row.claim.place:
            assert place.span.of(shown.document) == place.text == place.span.of(report.document)
    lines = json.loads(EXPORTERS["jsonl"].make(given, STAMP).data)
    document = f"{lines['title']}\n{lines['text']}"
    assert all(made["evidence"] == document[slice(*made["span"])] for made in lines["claims"])


def test_masked_claims_are_counted() -> None:
    losses = EXPORTERS["jsonl"].make(reading("ar"), STAMP).losses
    assert len(losses.of("names of private persons")) == 3


def test_in_a_language_without_names_every_letter_is_masked() -> None:
    report = Report("r", "Juan Pérez fue asesinado ayer en la calle principal", "es")
    rows = prepare(Dataset(((report, killed("k", 1, place=())),))).rows
    assert set(rows[0].report.document) == {"█", " "}


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_says_who_made_it_when_and_from_what(name: str) -> None:
    needs(name)
    if name == "geoparquet":
        parquet = pytest.importorskip("pyarrow.parquet", reason="NOT CHECKED: pyarrow is not installed")
        data = EXPORTERS[name].make(seed(), STAMP).data
        text = str(parquet.read_schema(io.BytesIO(data)).metadata)
    else:
        text = written(name, EXPORTERS[name].make(seed(), STAMP).data)
    assert "Marsad 0." in text
    assert "2016-12-06" in text
    assert "2016-11-15" in text
    assert "unreviewed" in written(name, EXPORTERS[name].make(seed(), STAMP).data)


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_claim_given_is_written_or_lost(name: str) -> None:
    needs(name)
    losses = EXPORTERS[name].make(seed(), STAMP).losses
    assert losses.given == 6
    assert losses.written == 6 - len(losses.dropped)
    counts = losses.summary()
    assert sum(counts["dropped"].values()) >= len(losses.dropped)
    assert [loss["claims"] for loss in losses.to_dict()["losses"]] == [list(loss.claims) for loss in losses.losses]


@pytest.mark.parametrize("name", EXPORTERS)
def test_an_empty_record_is_a_file_too(name: str) -> None:
    needs(name)
    losses = EXPORTERS[name].make(dataset(), STAMP).losses
    assert (losses.given, losses.written, losses.losses) == (0, 0, ())


def test_file_names_say_what_the_file_is() -> None:
    assert EXPORTERS["acled-like"].file_name("aleppo") == "aleppo.acled-like.csv"
    assert EXPORTERS["ucdp-ged-like"].file_name("aleppo") == "aleppo.ucdp-ged-like.csv"
    with pytest.raises(ExportError, match="acled-like"):
        exporter("acled")


def test_a_loss_of_fate_dropped_outweighs_reduced() -> None:
    losses = Losses()
    losses.reduce("less", "a", "b")
    losses.drop("gone", "a", "a")
    report = losses.report(["a", "b", "c"])
    assert [(loss.fate, loss.claims) for loss in report.losses] == [("dropped", ("a",)), ("reduced", ("b",))]
    assert (report.given, report.written) == (3, 2)


def test_country_codes_are_whole() -> None:
    rows = rows_of("country_codes.tsv")
    assert len({row[0] for row in rows}) == len(rows) == 250
    assert all(len(row[0]) == 2 and len(row[1]) == 3 for row in rows)
