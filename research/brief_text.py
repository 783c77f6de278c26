"""What is derived from a brief's free words: terms about people, questions, people, industry, number of responses.

What words mean is data: research/lexicon/audience.yaml.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from corpus.language import CJK
from corpus.records import Language
from corpus.script import simplified

Op = Literal["in", "between", "contains", "not_in", "said"]
_OPS: dict[str, Op] = {"age": "between", "income": "between", "occupation": "contains", "city": "contains"}
_DIGITS = {sign: at for at, sign in enumerate("零一二三四五六七八九")}
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70}
_PARTS = {
    "{N}": r"(?:(?<![\d.,£$€¥])\d{2}(?!\d)|[一二三四五六七八九]?十[一二三四五六七八九]?)",
    "{D}": r"(?:-|–|—|~|～|到|至|\bto\b|\band\b)",
    "{A}": r"[£$€¥]?\s*\d[\d,]*(?:\.\d+)?\s*(?:k\b|[千万w])?\s*[元块]?",
    "{Y}": r"(?:\s*(?:a|per)\s+(?:year|month)|\s+(?:annually|monthly))?",
}


@dataclass(frozen=True)
class Term:
    """Words [start, end) of a text about people: (field, op, codes or values) each; none where they say "anyone"."""

    start: int
    end: int
    means: tuple[tuple[str, Op, tuple[str, ...]], ...]
    vague: bool = False
    """From a phrase, not a number: "young" gives way where years are named."""


@cache
def lexicon() -> dict[str, Any]:
    """research/lexicon/audience.yaml, all scalars as text: YAML would read `no` as false."""
    data = (Path(__file__).parent / "lexicon" / "audience.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.load(data, Loader=yaml.BaseLoader)
    return read


def small_words(language: Language | None = None) -> str:
    """A pattern for one word that carries no criterion. Atomic: 的人 read as 的+人 too would take exponential time."""
    kinds = [language] if language else ["zh", "en"]
    words = sorted((word for kind in kinds for word in lexicon()["filler"][kind]), key=len, reverse=True)
    return "(?>" + "|".join(re.escape(word) if CJK.search(word) else _bounded(word) for word in words) + ")"


def any_of(words: Sequence[str]) -> re.Pattern[str]:
    """Finds the longest of `words`; Latin ones as whole words, a lone Chinese character only by itself."""
    return re.compile("|".join(_bounded(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE)


def _bounded(word: str) -> str:
    if not CJK.search(word):
        return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
    return word if len(word) > 1 else rf"(?<![一-鿿]){word}(?![一-鿿])"


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    parts = {**_PARTS, "{U}": lexicon()["units"], "{M}": f"(?:{lexicon()['money']})"}
    built = []
    for pattern in lexicon()[kind]:
        for blank, part in parts.items():
            pattern = pattern.replace(blank, part)
        built.append(re.compile(pattern, re.IGNORECASE))
    return tuple(built)


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, dict[str, list[str]]]]:
    known = {word.casefold(): entry for entry in lexicon()["phrases"] for word in entry["say"]}
    known.update({city.casefold(): {"city": [city]} for city in lexicon()["cities"] if city.casefold() not in known})
    known.update({word.casefold(): {} for word in lexicon()["any"]})
    return any_of(list(known)), known


def terms_in(text: str) -> list[Term]:
    """The words of `text` that say something about people, in order and disjoint; the longer of two at one place."""
    text = simplified(text)
    best: list[Term] = []
    for term in sorted(_all_terms(text), key=lambda each: (each.start, -each.end)):
        if not best or term.start >= best[-1].end:
            best.append(term)
    return best


def _all_terms(text: str) -> Iterator[Term]:
    pattern, known = _phrases()
    for found in pattern.finditer(text):
        entry = known[found[0].casefold()]
        fields = [field for field in entry if field not in ("say", "no")]
        means = tuple((field, _op(field, field in entry.get("no", ())), tuple(entry[field])) for field in fields)
        yield Term(found.start(), found.end(), means, vague=True)
    readers: list[tuple[str, str, Callable[[re.Match[str]], tuple[str, ...]]]] = [
        ("age_patterns", "age", _ages), ("income_patterns", "income", _incomes),
        ("city_patterns", "city", lambda found: (found[0],)),
    ]  # fmt: skip
    for kind, field, read in readers:
        for pattern in _patterns(kind):
            for found in pattern.finditer(text):
                if values := read(found):
                    yield Term(found.start(), found.end(), ((field, _op(field, False), values),))


def _op(field: str, excluded: bool) -> Op:
    return "not_in" if excluded else _OPS.get(field, "in")


def _years(said: str) -> int:
    """35, 三十五, 十八, 二十 or "thirties" as a number."""
    if said.isdigit():
        return int(said)
    if said.casefold() in _DECADES:
        return _DECADES[said.casefold()]
    tens, _, ones = said.partition("十")
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def _ages(found: re.Match[str]) -> tuple[str, ...]:
    said = {name: value for name, value in found.groupdict().items() if value}
    if "cohort" in said:
        return _cohort(said["cohort"], said.get("cohort_from", said["cohort"]))
    if "low_ten" in said:
        return (f"{_DIGITS[said['low_ten']]}0", f"{_DIGITS[said['high_ten']]}9")
    years = {name: _years(value) for name, value in said.items()}
    if "decade" in years:
        return (str(years["decade"]), str(years["decade"] + 9))
    low = years.get("low", years.get("exact"))
    high = years["below"] - 1 if "below" in years else years.get("high", years.get("exact"))
    if low is not None and high is not None and low > high:
        return ()
    return ("" if low is None else str(low), "" if high is None else str(high))


def _cohort(last: str, first: str) -> tuple[str, ...]:
    """90后 → 1990–1999, 95后 → 1995–1999, 80、90后 → 1980–1999. Nobody interviewed is born after 2029."""
    begin, end = ((1900 if int(each) >= 30 else 2000) + int(each) for each in (first, last))
    return (str(begin), str(end // 10 * 10 + 9))


def amount(text: str) -> float:
    """The first amount in `text`: 5000, "5,000", 5千, 1.5万, "£30k". 万 alone is 10,000."""
    found = re.search(r"(\d[\d,]*(?:\.\d+)?)?\s*(k\b|[千万w])?", text.lower().lstrip("£$€¥ "))
    number, unit = (found[1], found[2]) if found else (None, None)
    return float((number or "1").replace(",", "")) * {"k": 1e3, "千": 1e3, "万": 1e4, "w": 1e4}.get(unit or "", 1)


def _incomes(found: re.Match[str]) -> tuple[str, ...]:
    said = found.groupdict()
    low, high = (said.get("low") or "").strip(), (said.get("high") or "").strip()
    if high and low and amount(low) < 100 <= amount(high):  # 5-8千 means 5千 to 8千
        low += re.sub(r"[^k千万w]", "", high.lower())
    months = 12 if re.search(r"年|year|annual", found[0], re.IGNORECASE) else 1
    sign = next((each for each in "£$€" if each in found[0]), "")
    tail = "元" if not sign and CJK.search(found[0]) else ""
    return tuple(f"{sign}{round(amount(each) / months)}{tail}" if each else "" for each in (low, high))


_MARKER = re.compile(
    r"^\s*(?:[-*•·▪●]\s+|[(（]?\d{1,2}[.、)）:：]\s*|[(（]?[一二三四五六七八九十]{1,3}[、.)）]\s*"
    r"|(?:Q|问题?)\d{1,2}[.:：、]?\s*)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？!?；;\n.]+(?:\.(?=\S)[^。！？!?；;\n.]*)*[。！？!?；;.]*")
_WANT = re.compile(
    r"(?:想要?|希望|需要|主要|重点|打算|帮我们?|请)?(?:了解|知道|看看|问问|搞清楚|弄清楚|搞明白|弄明白)(?:一下|的是)?[:：，]?"
    r"|想问(?:问|一下)?[:：，]?"
    r"|\b(?:want|like|need|hope|aim|trying|keen|wish)(?:\s+to|ing\s+to)"
    r"\s+(?:know|understand|learn|find out|see|explore|ask|hear)(?:\s+about)?\b[:,]?"
    r"|\b(?:find out|interested in|curious about|wondering|tell us)\b[:,]?",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]|为什么|为何|是否|有没有|是不是|会不会|怎么|怎样|如何|(?<!没)(?<!没有)什么|哪[些里儿个种]|多少|谁|几[次个]|吗$|是[^，。]{1,15}还是|([一-鿿])不\1"
    r"|^\W*(?:and\s+)?(?:what|how|why|whether|which|who|whose|where|when|do|does|did|is|are|have|has|would|will|can|if)\b",
    re.IGNORECASE,
)
_BARE_WHY = re.compile(
    r"^(?:以及|和|还有|并且|and\s+)?(?:因?为什么|为何|原因(?:是什么)?|理由(?:是什么)?"
    r"|why(?: not)?|(?:for )?what reasons?|the reasons?)[?？]?$",
    re.IGNORECASE,
)
_NO_TOPIC = re.compile(r"^.{0,4}?在?(?:什么时候|何时|哪[里儿]|什么地方|什么场合)$")
_ORDER = re.compile(r"先.{0,12}再|首先|\bfirst\b.*\b(?:then|second)\b", re.IGNORECASE)
_JOINTS: dict[Language, str] = {
    "zh": r"[，,、；;]\s*(?:以及|还有|并且)?|以及|还有",
    "en": r"\s*[,;]\s*(?:and\s+)?(?=(?:what|how|why|whether|which|who|whose|where|when|if)\b)"
    r"|\s+and\s+(?=(?:what|how|why|whether|where)\b)",
}
_RESPONSES = re.compile(
    r"(?<![\d.\-–~～到至])(?<!\d to )(?<!\d and )(?<!aged )(\d{1,5}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]?百)\s*"
    r"(?:份|(?:个|位|名)(?!月|星期|小时|问题|方面)|人(?![民口])"
    r"|(?:\w+ )?(?:responses?|people|interviews?|respondents?|participants?|consumers|completes|women|men|mothers|fathers|parents|adults)\b)"
    r"|(?:样本量?|n\s*=)\s*[:：为是]?\s*(\d{1,5})",
    re.IGNORECASE,
)


_COUNT_TAIL = re.compile(rf"[，,;；]\s*[^，,;；\d]{{0,8}}(?:{_RESPONSES.pattern})[^，,;；?？]{{0,3}}$", re.IGNORECASE)


def questions_in(lines: Sequence[str], language: Language, *, all_ask: bool = False) -> tuple[str, ...]:
    """The questions of free text: list items that ask whole, sentences that ask split where they list several.

    all_ask  the lines stand under a heading "questions": each of them is one, whatever its wording
    """
    found: list[str] = []
    listing = all_ask
    for line in (each for each in lines if each.strip()):
        item = _MARKER.sub("", line).strip()
        is_item = _MARKER.match(line) is not None
        listing = all_ask or (listing and is_item)
        if listing or (is_item and _asks(item)):
            found.append(item) if is_item or not all_ask else found.extend(_of_line(item, language) or (item,))
        elif item.endswith((":", "：")):
            listing = True
        else:
            found.extend(_of_line(item, language))
    return tuple(dict.fromkeys(each for each in map(_tidy, found) if each))


def _asks(sentence: str) -> bool:
    return bool(_ASKS.search(sentence.strip()) or _WANT.search(sentence))


def _of_line(line: str, language: Language) -> tuple[str, ...]:
    """The questions of one line of prose; a bare "why?" is read with what stands before it."""
    found: list[str] = []
    before = ""
    for sentence in (each.strip() for each in _SENTENCE.findall(line)):
        if _BARE_WHY.match(sentence) and before:
            found.append(_join_why(before, sentence, language))
        elif _asks(sentence):
            found.extend(_split(sentence, language))
        before = found[-1] if found else sentence
    return tuple(found)


def _split(sentence: str, language: Language) -> tuple[str, ...]:
    """The topics of a sentence that asks, where each of them clearly asks by itself; else the sentence as one."""
    want = _WANT.search(sentence)
    lead, rest = (sentence[: want.start()], sentence[want.end() :]) if want else ("", sentence)
    rest = _tidy(_COUNT_TAIL.sub("", _tidy(rest)))
    if _BARE_WHY.match(rest) and _tidy(lead):
        return (_join_why(_tidy(lead), rest, language),)
    parts = [_tidy(part) for part in re.split(_JOINTS[language], rest, flags=re.IGNORECASE) if _tidy(part)]
    if len(parts) < 2 or _ORDER.search(rest) or not all(_stands(part, language) for part in parts):
        return (rest,) if rest else ()
    made: list[str] = []
    for part in parts:
        made.append(_join_why(made[0], part, language) if _BARE_WHY.match(part) and made else part)
    return tuple(made)


def _stands(part: str, language: Language) -> bool:
    if _BARE_WHY.match(part):
        return True
    long = len(part) >= 3 if language == "zh" else len(part.split()) >= 3
    return long and _ASKS.search(part) is not None and not _NO_TOPIC.match(part)


def _join_why(topic: str, why: str, language: Language) -> str:
    return f"{topic.rstrip('?？。.，, ')}{'，' if language == 'zh' else ', '}{why.lower()}"


def _tidy(text: str) -> str:
    return text.strip().strip("，,；;、:：。 　").removesuffix(".").strip()


def responses_said(text: str) -> int | None:
    """How many responses are wanted: 30份, 30位, "30 interviews"; None where it is not said."""
    found = _RESPONSES.search(simplified(text))
    if found is None:
        return None
    said = found[1] or found[2]
    return int(said) if said.isdigit() else _years(said) if "十" in said else _DIGITS.get(said[:-1], 1) * 100


def industry_said(text: str, language: Language) -> str:
    """The industry most often named in `text`, by the lexicon's words; "" where none is."""
    text = simplified(text)
    counts = [(len(any_of(each["say"]).findall(text)), each[language]) for each in lexicon()["industries"]]
    most = max(count for count, _ in counts)
    return next((name for count, name in counts if count == most), "") if most else ""


_PEOPLE_CUE = re.compile(
    r"(?:访谈对象|调研对象|目标人群|目标用户|受访者|人群|对象)(?:是|为|:|：|主要是)|针对|面向|访谈(?=[\d一-十])"
    r"|(?:想|要)?[找访](?=\d+[个位名])|\b(?:among|target(?:ing)?|audience is|talk to|speak to|interview)\b",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"的?(?:人群|人士|消费者|用户|居民|群体|受访者|人)|\s+(?:people|consumers|shoppers|residents)\b", re.IGNORECASE
)
_NOUN = re.compile(r"的人|人群|消费者|用户|居民|\b(?:people|consumers|shoppers|residents)\b", re.IGNORECASE)


def people_said(text: str, language: Language) -> str:
    """The words of free text that say whom to ask: the clause after a cue, else the first run of words about people.

    Sentences that state a preference or an exclusion are added; "" where nothing is said.
    """
    sentences = [each.strip() for each in _SENTENCE.findall(text) if terms_in(each)]
    runs = [run for sentence in sentences for run in _runs(sentence, language)]
    stated = [each for each in sentences if not _asks(each)]
    cued = [_after_cue(each) for each in stated if _PEOPLE_CUE.search(each)]
    chosen = (cued or [run for run in runs if _is_people(run)] or runs)[:1]
    lead, trail = lexicon()["prefer"]["lead"], lexicon()["prefer"]["trail"]
    extra = any_of([*lead, *trail, *(word for word in lexicon()["exclude"] if len(word) > 2)])
    marked = [each for each in stated if extra.search(each) and not _PEOPLE_CUE.search(each)]
    clauses = [_tidy(clause) for each in marked for clause in re.split("[，,]", each)]
    chosen += [each for each in clauses if terms_in(each) and each not in "".join(chosen)]
    whole = [each for each in dict.fromkeys(chosen) if not any(each in other for other in chosen if other != each)]
    return ("，" if language == "zh" else ", ").join(whole)


def _after_cue(sentence: str) -> str:
    """What follows the cue, without the number of people: 访谈30位县城妈妈 → 县城妈妈."""
    cue = _PEOPLE_CUE.search(sentence)
    said = _tidy(sentence[cue.end() :] if cue else sentence)
    return re.sub(r"^(?:\d+|[一二三四五六七八九十百]+)\s*(?:[个位名]|(?=\D)(?!\s*(?:-|到|至|to|岁)))", "", said).strip()


def _is_people(run: str) -> bool:
    fields = {field for term in terms_in(run) for field, _, _ in term.means}
    return bool(fields & {"gender", "age", "household", "occupation", "income"} or _NOUN.search(run))


def _runs(sentence: str, language: Language) -> list[str]:
    """Stretches of terms about people with nothing but small words between, and those small words around them."""
    small = small_words(language)
    gap = re.compile(rf"(?:{small}|[\s、，,（）()])*+", re.IGNORECASE)
    before = re.compile(rf"(?:{small}|\s)*+$", re.IGNORECASE)
    spans: list[tuple[int, int]] = []
    for term in terms_in(sentence):
        if spans and gap.fullmatch(sentence, spans[-1][1], term.start):
            spans[-1] = (spans[-1][0], term.end)
        else:
            spans.append((term.start, term.end))
    return [_tidy(sentence[_reach(before, sentence, start) : _after(sentence, end)]) for start, end in spans]


def _reach(before: re.Pattern[str], sentence: str, start: int) -> int:
    near = max(0, start - 12)
    found = before.search(sentence[near:start])
    return near + found.start() if found else start


def _after(sentence: str, end: int) -> int:
    """Where the people end: with a noun for people, or a clause "who …" up to its punctuation."""
    verbs = "still|now|currently|actually|would|will|have|had|are|do|did"  # where the sentence goes on after the people
    who = re.match(rf"\s+(?:who|whose|that)\b[^,.;?]*?(?=[,.;?]|$|\s+(?:{verbs})\b)", sentence[end:])
    found = _NOUN_AFTER.match(sentence, end)
    return end + who.end() if who else found.end() if found else end
