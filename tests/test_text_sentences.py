"""Sentences hold quotations together and survive those that never close."""

import pytest

from marsad.text.fold import light
from marsad.text.sentences import sentences


def split(text: str) -> list[str]:
    folded = light(text)
    return [folded[start:end] for start, end in sentences(folded)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصف في دوما. مقتل مدني.", ["قصف في دوما.", "مقتل مدني."]),
        ("هل انتهى القصف؟ لا.", ["هل انتهى القصف؟", "لا."]),
        ("سطر أول\nسطر ثان", ["سطر أول", "سطر ثان"]),
        ("سطر أول\r\n\r\nسطر ثان\u2028ثالث", ["سطر أول", "سطر ثان", "ثالث"]),
        ("ذكرت أ.ف.ب. أن 3.5 مليون نزحوا.", ["ذكرت أ.ف.ب. أن 3.5 مليون نزحوا."]),
        ("انسحبوا .. ثم عادوا... لاحقا.", ["انسحبوا .. ثم عادوا... لاحقا."]),
        ('قال "وصلنا. ثم غادرنا." وأضاف.', ['قال "وصلنا. ثم غادرنا."', "وأضاف."]),
        ("قال «وصلنا. ثم غادرنا». وأضاف.", ["قال «وصلنا. ثم غادرنا».", "وأضاف."]),
        ('قال "وصلنا. ثم غادرنا.\nسطر. آخر.', ['قال "وصلنا.', "ثم غادرنا.", "سطر.", "آخر."]),
        ("انظر example.org/a.b للمزيد.", ["انظر example.org/a.b للمزيد."]),
        ("Gen. Smith spoke. He left.", ["Gen. Smith spoke.", "He left."]),
        ("", []),
        (" \n\t\n ", []),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_quotation_longer_than_any_is_one_that_was_not_closed() -> None:
    text = 'قال "' + "جملة قصيرة. " * 100 + '" انتهى.'
    assert len(split(text)) > 20
