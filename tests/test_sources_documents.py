"""PDF and Word documents become reports (marsad/sources/formats/pdf.py, docx.py)."""

from __future__ import annotations

import pytest

from marsad.errors import SourceError
from marsad.sources.formats.pdflines import Letter, read_line
from marsad.sources.items import Defaults
from tests.formats_support import TEXT, document, pdf, read, taken, zipped


def test_a_pdf_in_latin_letters() -> None:
    (item,) = taken(read("pdf", pdf("Five civilians were killed in Aleppo.", "Ten were wounded.")))
    assert item.report.text.split() == "Five civilians were killed in Aleppo. Ten were wounded.".split()
    assert (item.report.lang, item.media_type) == ("en", "application/pdf")
    assert item.original.startswith(b"%PDF")


@pytest.mark.parametrize(
    "line",
    [
        "قتل خمسة مدنيين في قصف على السوق",
        "الاثنين 5 كانون الأول 2016",
        "في 05/12/2016 قالت منظمة Human Rights Watch كلاما",
        "نزح 1,250 شخصا (بينهم 42 طفلا) من الحي",
        "ولا تزال الحصيلة مرشحة للارتفاع",
    ],
)
def test_arabic_is_read_from_right_to_left(line: str) -> None:
    report = taken(read("pdf", pdf("قصف على سوق المدينة القديمة.", line)))[0].report
    assert report.text.split("\n")[1:] == [line]


def test_letters_are_sorted_along_their_line() -> None:
    def letters(*places: tuple[str, float]) -> list[Letter]:
        return [Letter(char, at, at + 5, 0, 10) for char, at in places]

    assert read_line(letters(("ب", 20), ("ا", 25), ("ب", 15), ("1", 0), ("2", 5))) == "ابب 12"
    assert read_line(letters(("A", 0), ("B", 5), ("ح", 20), ("ب", 15)), False) == "AB حب"


def test_a_scanned_pdf_says_so() -> None:
    with pytest.raises(SourceError, match=r"it is scanned \(1 page without text\)"):
        read("pdf", pdf(""))


def test_an_encrypted_pdf_says_so() -> None:
    with pytest.raises(SourceError, match="it is encrypted"):
        read("pdf", pdf("Five killed", encrypted=True))


@pytest.mark.parametrize("data", [b"%PDF-1.4", pdf("Five killed")[:300], b"%PDF-1.7\n" + bytes(1000)])
def test_a_broken_pdf_says_so(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"not a whole PDF|scanned"):
        read("pdf", data)


def test_a_word_document_with_a_table() -> None:
    data = document("قصف على السوق", TEXT, table=[["الحي", "القتلى"], ["الشعار", "12"]])
    (item,) = taken(read("zip", data))
    assert item.report.text == f"قصف على السوق\n{TEXT}\nالحي | القتلى\nالشعار | 12"
    assert item.detail("author") == "سمير العلي"
    assert item.original == data
    assert item.report.published is None


def test_a_word_document_without_words() -> None:
    with pytest.raises(SourceError, match="no words"):
        read("zip", document())


def test_a_word_document_over_the_limit() -> None:
    with pytest.raises(SourceError, match=r"unpacks to more than|text is larger"):
        read("zip", document(TEXT * 100), Defaults(limit=3000))


def test_a_damaged_word_document() -> None:
    with pytest.raises(SourceError, match="Word document"):
        read("zip", zipped({"word/document.xml": b"<w:document", "[Content_Types].xml": b"<Types/>"}))


@pytest.mark.parametrize(("name", "words"), [("xl/workbook.xml", r"\.csv"), ("content.xml", r"\.docx")])
def test_other_documents_say_what_to_save_them_as(name: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read("zip", zipped({name: b"<x/>"}))
