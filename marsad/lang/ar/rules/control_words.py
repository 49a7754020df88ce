"""Function words around words of control, folded to match form when loaded."""

from __future__ import annotations

from typing import Final

from marsad.text.fold import match


def _set(words: str) -> frozenset[str]:
    return frozenset(match(words).split())


QUOTES: Final = _set("\" ' « » #")
MARKS: Final = QUOTES | _set("، , ( )")
RELATIVE: Final = _set("الذي التي الذين اللذين اللتين اللذان اللتان ممن")
# Prepositions whose noun is no subject
GOVERNING: Final = _set(
    "علي ضد من في الي عن مع بين تجاه باتجاه نحو بعد منذ حسب بحسب وفق لدي قرب حول داخل خلال عقب"
    " بدعم باسناد بقياده بمسانده بمشاركه قبضه ايدي يد"
)
# What may stand between a verb and its subject
LIGHT: Final = _set(
    "قد كان كانت كانوا ايضا لا ما لم لن تزال يزال زال زالت زالوا مازالت مازال باتت بات باتوا سوف اليوم امس حاليا الان"
    " عليها عليه عليهما هناك فيها فيه منها منه هذه هذا تلك فصيل"
)
# Number or part of those who act: "hundreds of fighters"
PARTS_OF_FORCES: Final = _set("طلائع بقيه بعض كل جميع صفوف فلول مئات الاف عشرات المئات الالاف العشرات من عدد")
# Before a word that may be noun or verb: the noun
NOUN_AFTER: Final = _set(
    "في من علي الي بعد قبل منذ عن مع تحت اثر عقب خلال اي نحو جراء نتيجه غداه حتي"
    " استمرار بدء اعلان خبر مقابل بشان مناطق اجل مزيد تم تمت جري يتم"
)
DONE: Final = _set("تم تمت جرى جرت يتم")  # before a noun: the passive
# Behind من, before the name of who loses ground
HELD: Final = _set("ايدي يد سيطره قبضه جيوب")
# Forces that join others: their arrival holds ground, and takes none
REINFORCEMENTS: Final = tuple(match("تعزيزات تعزيزاتها تعزيزاته أرتال رتل قافلة").split())
# Agreement
HUMAN_HEADS: Final = _set("عناصر مقاتلو مقاتلي مسلحو مسلحي جنود افراد ثوار ابناء رجال انقلابيون متمردو متمردي")
MASCULINE_COUNTRIES: Final = _set("العراق لبنان السودان الاردن المغرب اليمن الصومال")
FEMININE_PLURALS: Final = _set("قوات فصائل كتائب الويه وحدات قوي سرايا فرق دول")
# Ground
OBJECT_ENDS: Final = _set(
    "بعد قبل منذ خلال عقب اثر بهدف لمنع وذلك مما حيث بدعم باسناد بمسانده عندما كما بسبب رغم ضد وفق بحسب حسب"
    " الذي التي الذين بايدي بيد مع لكن بينما فيما لمده وسط . ؛"
)
NOT_GROUND: Final = _set(
    "الحريق حريق الحرائق حرائق الوضع السلطه الحكم النيران الفيروس الوباء السوق الاسعار الدوله مقاليد زمام مجريات مفاصل"
)
BEFORE_GROUND: Final = QUOTES | _set(
    "من في المئه المائه بالمئه بالمائه % تلك هذه هذا ذلك عدد كبير اي ايه ، ("
    " كلم كم كيلومتر كيلومترا كيلومترات مربع مربعا مربعه دونم دونما هكتار هكتارا"
)
LISTED: Final = QUOTES | _set("، , و او")
AND_ON: Final = _set("وعلي")  # before a further object of a word that takes على
COMMA: Final = (("،",), (",",))
WITHIN: Final = (("في",), ())  # between a place and the one around it
WAS: Final = _set("كان كانت كانا كانتا كانوا")
PREPOSITIONS: Final = _set("من في علي ب")
SIDES_OF: Final = _set("شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي قرب الشرقيه الغربيه الشماليه الجنوبيه")
ASIDES: Final = tuple(match("مدعوم المدعوم بدعم باسناد بمسانده بمشاركه بقياده بغطاء تدعم مسنود").split())
# Objects
ON: Final = _set("علي")
ON_IT: Final = _set("عليها عليه عليهما")
FROM: Final = _set("من")
INTO: Final = _set("الي")
TOWARD: Final = _set("الي نحو باتجاه صوب في داخل من علي تجاه عند")
AWAY: Final = _set("الي نحو باتجاه صوب تجاه مقابل")
AT: Final = _set("في علي حول قرب داخل عند قباله وسط خارج ضمن")
# Before سيطرة
LOST: Final = _set("خارج فقدان خساره")
UNDER: Final = _set("تحت مناطق المناطق منطقه")
# Before a noun: it is what talks or a deal are about
MATTER: Final = _set("شان بشان حول لبحث بخصوص")
# What has less ground: "the shrinking of the areas held by"
LESS: Final = _set("تقليص تقلص انحسار انكماش تراجع")
KEEPING: Final = _set("استمرار ابقت ابقي تعزيز")
# Behind سيطرة, هيمنة: no ground is held
UNARMED: Final = _set("السياسيه الاقتصاديه الثقافيه الدينيه الاعلاميه الفكريه الماليه التجاريه الدبلوماسيه")
