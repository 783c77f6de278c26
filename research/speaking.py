"""A client's question as it is said to the one who answers it: to "you", one thing at a time."""

import re

from corpus.records import Language
from research.outline import asked_as
from research.speaking_words import guide_words

_ENDS = {"zh": "？", "en": "?"}


def spoken(text: str, language: Language) -> tuple[str, tuple[str, ...]]:
    """(what is asked first, what is asked after it), of a question as the client wrote it.

    Options in brackets are for the card and not for the ear: where they were read as such, they are left out.
    """
    kind, options = asked_as(text, language)
    first, *more = [part.strip() for part in re.split(r"(?<=[?？])\s*", text) if part.strip()]
    if kind in ("ranking", "choice") and options:
        first = re.sub(r"\s*[（(][^）)]*[）)]\s*", "", first)
    first, after = (first, []) if kind == "ranking" else apart(first, language)
    said = [part for each in (*after, *more) if (part := _said(each, language))]
    return turned(first, language), tuple(dict.fromkeys(said))


def apart(text: str, language: Language) -> tuple[str, list[str]]:
    """(the first question of a sentence, those it goes on with)."""
    words = guide_words(language)
    if language == "en":
        first, *rest = re.split(words["apart"], text)
        return _ended(first, language), rest
    first, *clauses = re.split("，", text)
    after = list[str]()
    for clause in clauses:
        asks = re.search(words["asks"], first) and re.search(words["asks"], clause.rstrip("？?"))
        if after or (asks and not re.search(words["never_apart"], clause)):
            after.append(clause)
        else:
            first = f"{first}，{clause}"
    return _ended(first, language), after


def _said(text: str, language: Language) -> str:
    """A question that follows, as a probe."""
    words = guide_words(language)
    if language == "en" and re.match(words["why"], text, re.IGNORECASE):
        return "Why, or why not?" if "not" in text else "Why is that?"
    if language == "zh":
        said = _ended(_third_persons(re.sub(r"^(?:背后的?|那)", "", text), language), language)
        return f"您{said}" if re.match(words["straight"], said) else said
    return turned(text, language)


def turned(text: str, language: Language) -> str:
    """The question said to the one who answers, wherever it speaks of third persons."""
    return addressed(_third_persons(text.strip(), language), language)


def addressed(text: str, language: Language) -> str:
    """A question put to somebody in so many words, where it names nobody (Chinese); a capital and a mark around it."""
    said = re.sub("你们?", "您", text.strip()) if language == "zh" else text.strip()
    if language == "zh" and "您" not in said:
        words = guide_words(language)
        time = re.match(words["time"], said)
        at = time.end() if time else 0
        if not re.match(words["opens"], said[at:]):
            said = f"{said[:at]}您{said[at:]}"
    return _ended(said[:1].upper() + said[1:], language)


def _third_persons(text: str, language: Language) -> str:
    words = guide_words(language)
    for pattern, you in words["you"]:
        kept = words.get("kept", "(?!)")

        def say(found: re.Match[str], kept: str = kept, you: str = you) -> str:
            before = found.string[: found.start()]
            return found[0] if re.search(kept, before, re.IGNORECASE) else found.expand(you)

        text = re.sub(pattern, say, text, flags=re.IGNORECASE)
    return text


def _ended(text: str, language: Language) -> str:
    """With a question mark at its end, whatever else stood there."""
    bare = re.sub(r"[\s,，;；。.?？]+$", "", text)
    return f"{bare}{_ENDS[language]}" if bare else ""


def without_lead_in(text: str, language: Language) -> str:
    """Without the words that only join a question to the one before it."""
    return re.sub(guide_words(language)["lead_in"], "", text, flags=re.IGNORECASE)


def asks_openly(text: str, language: Language) -> bool:
    """Whether a question asks for more than yes or no."""
    return re.search(guide_words(language)["openly"], text, re.IGNORECASE) is not None


def facets(text: str, language: Language) -> frozenset[int]:
    """Which things a question asks for: when, who, where, how much, by their place in the lexicon."""
    found = enumerate(guide_words(language)["facets"])
    return frozenset(at for at, cue in found if re.search(cue, text, re.IGNORECASE))
