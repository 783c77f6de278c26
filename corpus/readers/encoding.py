"""Bytes to text. Strict: what could only be guessed at is refused, for a wrong guess changes people's words."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

from corpus.errors import FileRefused

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (BOM_UTF32_LE, "utf-32-le"), (BOM_UTF32_BE, "utf-32-be"), (BOM_UTF8, "utf-8"),
    (BOM_UTF16_LE, "utf-16-le"), (BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
# The characters every longer Chinese text is full of, in both scripts: what a wrong decoding does not produce.
_COMMON = frozenset(
    "的一是不了在有我他这这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多"
    "经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老"
    "给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受"
    "目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权"
    "買這個們來為國時會對說過發後種經學現當沒動進樣開從實無與長機點業將兩間問應戰頭體見產給門員東聲處義條題變總電數報結務場"
    "件計資統區隊決馬書聽達難權吃喝买贵钱嗯啊吧吗呢哦妈您访谁怎让跟答便宜喜欢觉喺嘅唔佢訪談貴錢嗎媽讓覺歡"
    "，。？！：；、“”‘’《》（）—…「」『』"
)
_HANZI = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_EXPECTED = re.compile(r"[\t\n\r\f\v -~\u00a0-\u024f\u2000-\u206f\u20a0-\u20bf\u2190-\u21ff\u2460-\u27bf"
                       r"\u3000-\u303f㐀-䶿一-鿿豈-﫿\uff00-\uffef\ufe0f"
                       r"\U0001f000-\U0001faff\U00020000-\U0003134f]")  # fmt: skip
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_JUDGED = 200_000  # characters looked at to judge a decoding
_WESTERN = re.compile(r"[‘’“”–—…•£€©®°½¼¾·«»\xa0À-ÖØ-öø-ÿŒœŠšŽž]")


def text_of(data: bytes) -> str:
    """The text of a file, its lines ended by "\\n", without a byte order mark.

    Reads UTF-8, UTF-16 (with or without mark), UTF-32 (with), GB18030, Big5 and Windows-1252.
    Raises FileRefused `empty_file`, `unknown_encoding`.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _checked(_decoded(data[len(mark) :], name))
    if not data.strip():
        raise FileRefused("empty_file")
    return _checked(_utf16(data) if b"\0" in data else _decoded(data, "utf-8") or _legacy(data))


def _checked(text: str | None) -> str:
    if text is None or "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 1000:
        raise FileRefused("unknown_encoding")
    text = re.sub(r"\r\n?|[\v\f\x85\u2028\u2029]", "\n", text).replace("\ufeff", "")
    if not text.strip():
        raise FileRefused("empty_file")
    return text


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return None


def _utf16(data: bytes) -> str | None:
    """The likelier of the two byte orders, if either reads like our languages."""
    return _likeliest([_decoded(data, "utf-16-le"), _decoded(data, "utf-16-be")])


def _legacy(data: bytes) -> str | None:
    chinese = _likeliest([_decoded(data, "gb18030"), _decoded(data, "big5"), _decoded(data, "big5hkscs")])
    return chinese if chinese is not None else _western(data)


def _likeliest(readings: list[str | None]) -> str | None:
    likely = [text for text in readings if text is not None and _plausible(text[:_JUDGED])]
    return max(likely, key=lambda text: _commonness(text[:_JUDGED]), default=None)


def _plausible(text: str) -> bool:
    expected = len(_EXPECTED.findall(text))
    return expected >= 0.98 * len(text) and (not _HANZI.search(text) or _commonness(text) >= 0.25)


def _commonness(text: str) -> float:
    """Share of common characters among all beyond ASCII; 1 where there are none beyond."""
    beyond = [character for character in text if ord(character) > 127]
    return sum(character in _COMMON for character in beyond) / len(beyond) if beyond else 1.0


def _western(data: bytes) -> str | None:
    """Windows-1252, for English with curly quotes and pounds: every byte above 127 is such a character, and rare."""
    text = _decoded(data, "cp1252")
    beyond = [character for character in text or "" if ord(character) > 127]
    rare = len(beyond) <= 0.1 * len(data)
    return text if rare and all(_WESTERN.match(character) for character in beyond) else None
