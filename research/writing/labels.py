"""Short labels: what a question is about, what an option is called, what a theme is named."""

import re

from corpus.records import Language
from research.evidence import CodedTheme, QuestionEvidence
from research.outline import OutlineQuestion
from research.writing.draft import Draft

_SENTENCE = re.compile(r"[?？。!！\n]")
_ASKS = re.compile(r"(how|what|which|who|whose|where|why|do|does|did|have|has|is|are)\b", re.I)
_LISTED = re.compile(r"[（(][^）)]*[）)]")
_HOW_MUCH = re.compile(r"(大概|大约)?(是|有)?多少(钱|元)?$|是?(多了|少了)([、，还]|$).*$")
_CLAUSE = re.compile(r"[，,；;（(]")


def topic_of(text: str) -> str:
    """What a question is about, in its own words: the clause of its first sentence that asks, else the longest one."""
    first = next((part for part in _SENTENCE.split(_LISTED.sub("", text)) if part.strip()), text)
    clauses = [clause.strip() for clause in _CLAUSE.split(first) if clause.strip()]
    asking = next((clause for clause in clauses if _ASKS.match(clause)), None)
    return _HOW_MUCH.sub("", asking or max(clauses, key=len, default=first)) or first


def option_label(draft: Draft, option: str) -> str:
    """How an option reads in the report: canonical directions in words, others as the outline says them."""
    own = option.split("|")[0].strip()
    if own in ("less", "same", "more", "yes", "no", "depends"):
        return draft.say(f"option.{own}")
    return draft.text("outline", own)


def theme_label(draft: Draft, asked: QuestionEvidence, theme: CodedTheme) -> str:
    """A theme's name as prose shows it: words somebody really said, as a quote, else what people talk of."""
    if theme.name is not None and theme.named_by is not None:
        quote = draft.quote(theme.name, asked.answers[theme.named_by], whole=False)
        return f"{{{quote}}}"
    return draft.say("finding.talk_of", words=theme_words(draft, theme))


def theme_words(draft: Draft, theme: CodedTheme) -> str:
    """The telling words of a theme."""
    return draft.text("words", "/".join(theme.words))


def unit_of(question: OutlineQuestion, language: Language) -> tuple[str, str]:
    """(before, after) a number of this question: its currency, where the question names one."""
    if language == "zh":
        return ("", "元") if re.search(r"元|多少钱|花", question.text) else ("", "")
    currency = re.search(r"£|\$|€|pound|dollar|euro", question.text, re.I)
    signs = {"pound": "£", "dollar": "$", "euro": "€"}
    return (signs.get(currency[0].lower(), currency[0]), "") if currency else ("", "")
