"""Function words around words of control, folded to match form when loaded."""

from __future__ import annotations

from marsad.text.fold import match


def _set(words: str) -> frozenset[str]:
    return frozenset(match(words).split())


QUOTES = _set("\" ' « » #")
MARKS = QUOTES | _set("، , ( )")
RELATIVE = _set("الذي التي الذين اللذين اللتين اللذان اللتان ممن")
# Prepositions whose noun is no subject
GOVERNING = _set(
    "علي ضد من في الي عن مع بين تجاه باتجاه نحو بعد منذ حسب بحسب وفق لدي قرب حول داخل خلال عقب"
    " بدعم باسناد بقياده بمسانده بمشاركه قبضه ايدي يد"
)
# What may stand between a verb and its subject
LIGHT = _set(
    "قد كان كانت كانوا ايضا لا ما لم لن تزال يزال زال زالت زالوا مازالت مازال باتت بات باتوا سوف اليوم امس حاليا الان"
    " عليها عليه عليهما هناك فيها فيه منها منه هذه هذا تلك فصيل"
)
# Number or part of those who act: "hundreds of fighters"
PARTS_OF_FORCES = _set("طلائع بقيه بعض كل جميع صفوف فلول مئات الاف عشرات المئات الالاف العشرات من عدد")
# Before a word that may be noun or verb: the noun
NOUN_AFTER = _set(
    "في من علي الي بعد قبل منذ عن مع تحت اثر عقب خلال اي نحو جراء نتيجه غداه حتي"
    " استمرار بدء اعلان خبر مقابل بشان مناطق اجل مزيد تم تمت جري يتم"
)
DONE = _set("تم تمت جرى جرت يتم")  # before a noun: the passive
# Behind من, before the name of who loses ground
HELD = _set("ايدي يد سيطره قبضه جيوب")
# Forces that join others: their arrival holds ground, and takes none
REINFORCEMENTS = tuple(match("تعزيزات تعزيزاتها تعزيزاته أرتال رتل قافلة").split())
# Agreement
HUMAN_HEADS = _set("عناصر مقاتلو مقاتلي مسلحو مسلحي جنود افراد ثوار ابناء رجال انقلابيون متمردو متمردي")
MASCULINE_COUNTRIES = _set("العراق لبنان السودان الاردن المغرب اليمن الصومال")
FEMININE_PLURALS = _set("قوات فصائل كتائب الويه وحدات قوي سرايا فرق دول")
# Ground
OBJECT_ENDS = _set(
    "بعد قبل منذ خلال عقب اثر بهدف لمنع وذلك مما حيث بدعم باسناد بمسانده عندما كما بسبب رغم ضد وفق بحسب حسب"
    " الذي التي الذين بايدي بيد مع لكن بينما فيما لمده وسط . ؛"
)
NOT_GROUND = _set(
    "الحريق حريق الحرائق حرائق الوضع السلطه الحكم النيران الفيروس الوباء السوق الاسعار الدوله مقاليد زمام مجريات مفاصل"
)
BEFORE_GROUND = QUOTES | _set(
    "من في المئه المائه بالمئه بالمائه % تلك هذه هذا ذلك عدد كبير اي ايه ، ("
    " كلم كم كيلومتر كيلومترا كيلومترات مربع مربعا مربعه دونم دونما هكتار هكتارا"
)
LISTED = QUOTES | _set("، , و او")
AND_ON = _set("وعلي")  # before a further object of a word that takes على
COMMA = (("،",), (",",))
WITHIN = (("في",), ())  # between a place and the one around it
WAS = _set("كان كانت كانا كانتا كانوا")
PREPOSITIONS = _set("من في علي ب")
SIDES_OF = _set("شمال جنوب شرق غرب وسط شمالي جنوبي شرقي غربي قرب الشرقيه الغربيه الشماليه الجنوبيه")
ASIDES = tuple(match("مدعوم المدعوم بدعم باسناد بمسانده بمشاركه بقياده بغطاء تدعم مسنود").split())
# Objects
ON = _set("علي")
ON_IT = _set("عليها عليه عليهما")
FROM = _set("من")
INTO = _set("الي")
TOWARD = _set("الي نحو باتجاه صوب في داخل من علي تجاه عند")
AWAY = _set("الي نحو باتجاه صوب تجاه مقابل")
AT = _set("في علي حول قرب داخل عند قباله وسط خارج ضمن")
# Before سيطرة
LOST = _set("خارج فقدان خساره")
UNDER = _set("تحت مناطق المناطق منطقه")
# Before a noun: it is what talks or a deal are about
MATTER = _set("شان بشان حول لبحث بخصوص")
# What has less ground: "the shrinking of the areas held by"
LESS = _set("تقليص تقلص انحسار انكماش تراجع")
KEEPING = _set("استمرار ابقت ابقي تعزيز")
# Behind سيطرة, هيمنة: no ground is held
UNARMED = _set("السياسيه الاقتصاديه الثقافيه الدينيه الاعلاميه الفكريه الماليه التجاريه الدبلوماسيه")
