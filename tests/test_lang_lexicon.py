"""Lexicons are plain tables; a malformed one is named, with its line."""

from pathlib import Path

import pytest

from marsad.errors import PackError
from marsad.lang.ar.forms import expand
from marsad.lang.lexicon import Entry
from marsad.lang.sentence import Sentence, Tag, tag_lexicon
from marsad.lang.tables import load
from marsad.text.fold import Folded, match

TABLE = """# class\tforms\tvalue\tattributes
harm\tمقتل|قتلى\tkilled
harm_verb\tv:أسفر/يسفر\tcauses
actor\tجيش سوري|قوات النظام\tSyrian government forces\tside=government;country=SY
town\tالباب\tAl-Bab
body\tمجلس الأمن\tUN Security Council
police\tأمن\tpolice
trait\tadj:سوري\tSyria
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "words.tsv").write_text(TABLE, encoding="utf-8")
    return tmp_path


def tags(folder: Path, text: str) -> list[Tag]:
    lexicon = load(folder, expand)
    folded = Folded(text)
    sentence = Sentence(folded, lexicon.tokenizer.tokens(folded, 0, len(folded.light)), 0)
    sentence.add(tag_lexicon(sentence, lexicon))
    return sentence.tags


def test_clitics_are_peeled_and_kept(folder: Path) -> None:
    (tag,) = tags(folder, "ومقتلهم")
    assert (tag.cls, tag.value, tag.pro, tag.enc) == ("harm", "killed", "و", "هم")


def test_a_word_written_with_the_article_wants_it(folder: Path) -> None:
    assert [t.cls for t in tags(folder, "دخلوا الباب")] == ["town"]
    assert tags(folder, "دخلوا باب البيت") == []


def test_a_word_written_without_matches_both_and_all_words_of_a_phrase(folder: Path) -> None:
    (tag,) = tags(folder, "للجيش السوري")
    assert (tag.value, tag.first, tag.last, tag.pro, tag.get("country")) == (
        "Syrian government forces",
        0,
        2,
        "ل",
        "SY",
    )


def test_an_entry_inside_a_longer_one_is_not_tagged(folder: Path) -> None:
    assert [t.cls for t in tags(folder, "مجلس الأمن")] == ["body"]
    assert [t.cls for t in tags(folder, "قوات الأمن")] == ["police"]


def test_a_fused_preposition_is_cut_off_a_verb(folder: Path) -> None:
    assert [(t.cls, t.last) for t in tags(folder, "أسفرعن مقتل")] == [("harm_verb", 1), ("harm", 3)]


def test_adjectives_and_verbs_are_inflected() -> None:
    assert {match(form) for form, _ in expand("adj:سوري")} >= {"سوري", "سوريه", "سوريين", "سوريتان"}
    verbs = {form: features["tense"] for form, features in expand("v:نفى/ينفي")}
    assert [verbs[form] for form in ("نفت", "نفوا", "ينفون", "تنفي")] == ["past", "past", "present", "present"]


@pytest.mark.parametrize("row", ["harm\tمقتل", "\tمقتل\tkilled", "harm\t\tkilled", "harm مقتل killed"])
def test_a_malformed_row_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "bad.tsv").write_text(f"# head\n{row}\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"bad\.tsv, line 2"):
        load(tmp_path)


def test_a_word_that_only_looks_as_if_it_had_the_article(folder: Path) -> None:
    (folder / "arms.tsv").write_text("arm\tألغام\tmine\n", encoding="utf-8")
    for text in ("انفجار ألغام", "انفجار الألغام", "إزالة وألغام"):
        assert [t.cls for t in tags(folder, text)] == ["arm"], text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("أعلنت القواتالتي انسحبت", ["اعلنت", "القواتالتي", "انسحبت"]),  # no entry for either half
        ("خسائر الجيشالسوري", ["خساير", "الجيشالسوري"]),
        ("مقتلالسوريين", ["مقتل", "السوريين"]),
    ],
)
def test_two_words_written_as_one_are_cut_only_where_both_are_known(folder: Path, text: str, words: list[str]) -> None:
    folded = Folded(text)
    mended = load(folder, expand).tokenizer.tokens(folded, 0, len(folded.light))
    assert [token.word for token in mended] == words


def test_compiled_tables_are_kept_and_a_broken_cache_is_done_without(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))

    def entries() -> dict[str, list[Entry]]:
        lexicon = load(folder, expand)
        return {stems: lexicon.entries(stems) for stems in lexicon}

    first = entries()
    (kept,) = (cache / "marsad").glob("lexicon-*.bin")
    assert entries() == first
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert entries() == first
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert entries() == first
