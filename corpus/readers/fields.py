"""What research staff call things: column and head-line names in both languages, and the forms of waves and dates."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from corpus.errors import FileRefused
from corpus.records import Span
from corpus.script import simplified

_NAMES: dict[str, str] = {
    "respondent": "respondent|respondentid|respondentcode|participant|participantid|participantcode|responseid|pid|rid|id"
    "|interviewee|受访者|受访者编号|受访者id|受访者代码|受访人|受访人编号|被访者|被访者编号|被访者id|编号|样本编号|用户编号|用户id",
    "wave": "wave|waveid|round|quarter|期次|访谈期次|调研期次|波次|季度|轮次|调查期次",
    "date": "date|interviewdate|dateofinterview|日期|访谈日期|访问日期|采访日期|访谈时间|访问时间|调研日期|时间",
    "speaker": "speaker|speakername|speakerrole|role|说话人|说话者|角色|发言人|发言者|讲话人|身份",
    "text": "text|content|utterance|transcript|verbatim|said|speech|words"
    "|内容|文本|话语|原话|说话内容|发言内容|发言|对话|对话内容|访谈内容",
    "question": "interviewerquestion|访员问题|访员提问|访问员问题|主持人提问|question|questiontext|questionasked|问题|提问|问|问题内容",
    "answer": "answer|answertext|response|reply|回答|答案|答复|答|回答内容|回复|受访者回答|被访者回答|受访者答案|respondentanswer|participantanswer",
    "birth_year": "birthyear|yearofbirth|yob|born|出生年|出生年份|出生日期|dateofbirth|dob",
    "gender": "gender|sex|性别",
    "city": "city|town|城市|所在城市|居住城市|常住城市",
    "city_tier": "citytier|tier|城市级别|城市等级|城市层级|城市线级|层级|线级",
    "region": "region|area|区域|地区|大区|省份",
    "occupation": "occupation|job|profession|职业|工作|行业职业",
    "income": "income|incomeband|incomebracket|monthlyincome|householdincome"
    "|收入|月收入|收入段|收入水平|家庭月收入|个人月收入",
    "household": "household|householdtype|family|livingsituation|家庭|家庭结构|家庭情况|家庭类型|婚育",
    "consent": "consent|consentscope|permission|授权|授权范围|使用授权|同意范围|同意书",
    "reuse": "reuse|mayreuse|reuseconsent|consenttoreuse|可复用|复用|复用授权|再次使用|同意复用|可再用",
    "recording": "recordingconsent|recordingmaybepassedon|mayshowrecording|passonrecording|consenttorecording"
    "|录音授权|录音可提供|录音可对外|可提供录音|同意提供录音|录像授权|影音授权",
    "quoting": "quoting|mayquote|quotable|quotingconsent|consenttoquote|可引用|引用|引用授权|同意引用|原话可引用",
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split("|")}
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]|/.*$")

_WAVE = re.compile(
    r"(?<!\d)(20\d\d)\s{0,4}(?:年度?|[-_/])?\s{0,4}(?:Q|第)?\s{0,4}([1-4一二三四])\s*(?:季度?)?(?!\d)", re.IGNORECASE
)
_WAVE_REVERSED = re.compile(r"(?<![A-Za-z0-9])Q([1-4])[-_/ ,]*(20\d\d)(?!\d)", re.IGNORECASE)
_DIGITS = dict(zip("一二三四", "1234", strict=True))
_ISO_LIKE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
_SERIAL = re.compile(r"^([3-5]\d{4})(?:\.\d{1,12})?$")
_DAY_ZERO = date(1899, 12, 30)
_WHOLE = re.compile(r"^(\d{1,18})\.0$")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+(20\d\d)", re.IGNORECASE)
_MONTH_FIRST = re.compile(rf"\b{_MONTH}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(20\d\d)", re.IGNORECASE)


def field_of(heading: str) -> str | None:
    """The field a column heading or a head line's name stands for, else None. Case, blanks and asides do not count."""
    if len(heading) > 60:
        return None
    bare = re.sub(r"[\s_\-.*#:：?？]+", "", _ASIDE.sub("", simplified(heading))).lower()
    return _FIELD_OF.get(bare)


def wave_of(said: str) -> str | None:
    """A wave in the form "2026-Q1" ("2026Q1", "2026年第一季度", "Q1 2026"); other words as they are, blank as None."""
    said = said.strip()
    return next((wave for _, wave in waves_in(said)), said or None)


def waves_in(said: str) -> Iterator[tuple[Span, str]]:
    """Where a text names waves, and which in the form "2026-Q1"; year before quarter first: `2025-Q4 2026-05-12`."""
    for found in _WAVE.finditer(said):
        if re.search(r"Q|季", found[0], re.IGNORECASE):
            yield found.span(), f"{found[1]}-Q{_DIGITS.get(found[2], found[2])}"
    for found in _WAVE_REVERSED.finditer(said):
        yield found.span(), f"{found[2]}-Q{found[1]}"


def date_of(said: str) -> str | None:
    """A date in ISO form, None where there is none or where day and month cannot be told apart (11/02/2026)."""
    if found := _ISO_LIKE.search(said) or _COMPACT.match(said.strip()):
        return _iso(found[1], found[2], found[3])
    if found := _DAY_FIRST.search(said):
        return _iso(found[3], str(_MONTHS.index(found[2].lower()) + 1), found[1])
    if found := _MONTH_FIRST.search(said):
        return _iso(found[3], str(_MONTHS.index(found[1].lower()) + 1), found[2])
    return None


def date_in_cell(said: str) -> str | None:
    """As `date_of`, and a date that a table holds as the number of days since 1899."""
    if found := _SERIAL.match(said.strip()):
        return (_DAY_ZERO + timedelta(days=int(found[1]))).isoformat()
    return date_of(said)


def respondent_of(said: str, line: int) -> str:
    """A respondent's id as it stands in a cell, a whole number without its point.

    Raises FileRefused `bad_row` where it is no id but a text.
    """
    said = said.strip()
    if found := _WHOLE.match(said):
        return found[1]
    if len(said) > 64 or not said.isprintable():
        raise FileRefused("bad_row", line=line, column="respondent", value=ascii(said[:40]))
    return said


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None
