"""Names, home addresses and employers in English, each by the words around it; brands and places are none."""

import re
from collections.abc import Iterator
from functools import cache

from corpus.privacy_lexicon import RawWords, words

_PART = r"[A-Z][a-z]+(?:['-][A-Z][a-z]+)?"
_NAME = rf"{_PART}(?: {_PART})?"
_STREETS = r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Terrace|Crescent|Gardens|Square|Boulevard|Grove|Mews|Way|Place)\b"
_TENS = r"(?:[Tt]en|[Ee]leven|[Tt]welve|(?:[Tt]hir|[Ff]our|[Ff]if|[Ss]ix|[Ss]even|[Ee]igh|[Nn]ine)teen|[Tt]wenty|[Tt]hirty|[Ff]orty|[Ff]ifty|[Ss]ixty|[Ss]eventy|[Ee]ighty|[Nn]inety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
_STREET = re.compile(
    rf"\b(?:(?:[Ff]lat|[Aa]partment|[Uu]nit) \d+[A-Za-z]?,? )?(?:\d{{1,4}}[A-Za-z]?,?|{_TENS}) (?:(?:[A-Z][a-z']+|\d+(?:st|nd|rd|th)) ){{1,3}}{_STREETS}"
    r"(?:,? (?:Apt|Unit|Flat|#) ?\d+[A-Za-z]?)?(?:, [A-Z][a-z]+)?"
)
_LIVES = re.compile(
    rf"\b(?:live|lives|lived|living|moved|house is|home is) (?:on|in|at|to|off) (?P<who>(?!High )(?:[A-Z][a-z']+ ){{1,2}}{_STREETS})"
)
_BLOCK = re.compile(
    r"\b(?:[Ff]lat|[Aa]partment|[Aa]pt|[Uu]nit|[Rr]oom) \d+[A-Za-z]?,? (?:[A-Z][a-z']+ ){1,2}(?:House|Court|Mansions|Lodge|Tower|Building|Heights)\b"
)
_BOX = re.compile(r"\bP\.?O\.? Box \d+(?:, [A-Z][a-z]+)?")
_DOOR = re.compile(r"\b(?:unit|apt|apartment|flat|Apt|Flat) (?P<who>\d+[A-Z])\b")
_POSTCODE = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,2})\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])")
_PLACES = (_BLOCK, _BOX)

_OWN = re.compile(
    rf"\b(?i:my (?:full )?name is|my name's|i am called|i'm called|call me|put me down as|named) (?P<who>{_NAME})"
)
_OWN_SMALL = re.compile(
    r"\b[Mm]y name(?:'s| is) (?P<who>[a-z]+(?: (?!and\b|um\b|uh\b|er\b|but\b|i\b|i'm\b|so\b)[a-z]+)?)"
)
_TITLE = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Professor|Prof)\.? (?P<who>{_NAME})")
_GREETED = re.compile(rf"\b(?:I'm|I am|[Tt]his is|It's) (?P<who>{_NAME})(?=[,.!]| and |$)")
_THANKED = re.compile(r"\b(?:Thanks|Thank you|Hi|Hello|Hey|Cheers|Sorry),? (?P<who>[A-Z][a-z]+)(?=[,.!?])")
_BESIDE = re.compile(r"\b[Mm]e and (?P<who>[A-Z][a-z]+)\b")
_CALLED = re.compile(
    r"\b(?:people|everyone|everybody|friends|mates|they) (?:all )?(?:say|calls? me) (?P<who>[A-Z][a-z]+)(?=[,.!?]|$)"
)
_WHOSE = re.compile(
    rf"\b(?P<who>{_PART})(?:'s| is|, that's|, he's|, she's|, who's) (?:my|our) (?!favou?rite|go-to|usual|choice)"
)
_FROM = re.compile(rf"\b(?P<who>{_NAME}) (?:from work|next door|at work|across the road|down the road|upstairs)\b")
_OUR = re.compile(r"\b[Oo]ur (?P<who>[A-Z][a-z]+)\b(?= [a-z']+(?:s|n't|ed)?\b|[,.])")
_PAIR = re.compile(rf" and (?P<who>{_PART})(?=[,.!?]|$)")

_ROLES = "engineer|nurse|manager|consultant|porter|driver|cleaner|cashier|assistant|supervisor|technician|chef|analyst|solicitor|developer|accounts"
_FIRM = rf"(?:the )?[A-Z][\w&'.-]*(?: (?:and |& |of )?(?:& )?[A-Z][\w&'-]*){{0,4}}(?: (?:on|in) (?:[A-Z][a-z]+ ){{1,2}}{_STREETS})?"
_WORKS = re.compile(
    rf"\b(?:work|works|worked|working|job|employed|drives|drive|driving|(?:teach|teaches|taught)(?: \w+){{0,3}}|{_ROLES}) (?:at|for|with|by) (?P<who>{_FIRM})"
)
_BEEN = re.compile(rf"\b[Bb]een (?:with|at) (?P<who>{_FIRM})(?= for | since | all my)")
_RUNS = re.compile(
    rf"\b(?:run|runs|own|owns|started|opened) (?:a|an|my|our|the) [\w ]{{2,24}}? (?:called|named) (?P<who>{_FIRM})"
)
_SMALL = re.compile(r"\bi work (?:at|for) (?P<who>[a-z]\w+)")


def english_words(text: str) -> Iterator[RawWords]:
    """Everything of these kinds in `text`; what overlaps is for the caller to sort out."""
    if " name" in text or "i work " in text:
        yield from _small(text)
    if not (_CAPITAL.search(text, 1) or _DIGIT.search(text) or _FIRST.match(text)):
        return
    yield from _names(text)
    yield from _kin(text)
    yield from _addresses(text)
    if _says(text, " at ", " for ", " with ", " by ", "called", "named"):
        yield from _employers(text)


_CAPITAL, _DIGIT = re.compile(r"[A-HJ-Z]|I[A-Za-z]"), re.compile(r"\d")
_FIRST = re.compile(r"[A-Z][a-z]+(?:'s | is |, )")
"""Without a capital behind the first word's there is nothing that is looked for here."""


def _says(text: str, *parts: str) -> bool:
    return any(map(text.__contains__, parts))


_HOUSED = re.compile(rf"\d|[A-Z][a-z]+ {_STREETS}")
"""Neither a number nor a street: no address."""


def _names(text: str) -> Iterator[RawWords]:
    given, none = words("en", "given"), words("en", "capitals")
    for found in _OWN.finditer(text) if _says(text, "name", "NAME", "all me", "called", "put me") else ():
        if (first := found["who"].split()[0]) not in none:
            yield found.span("who"), "name", first in given or found[0][:4].lower() != "call"  # call me Dracula
    for found in _TITLE.finditer(text) if _says(text, "Mr", "Ms", "Miss", "Dr", "Prof") else ():
        if found["who"].split()[0] not in words("en", "brands") | none:
            yield found.span("who"), "name", True
    if not _begins_of_given().isdisjoint(_CAPITALISED.findall(text)):
        for pattern, sure in _GIVEN:
            for found in pattern.finditer(text):
                if found["who"].split()[0] in given:
                    yield found.span("who"), "name", sure
    for found in _CALLED.finditer(text) if _says(text, " say ", " call") else ():
        if found["who"] not in none:
            yield found.span("who"), "name", found["who"] in given


_CAPITALISED = re.compile(r"[A-Z][a-z]+")


@cache
def _begins_of_given() -> frozenset[str]:
    """The first part of each given name: where a text has none of them, no pattern finds one."""
    return frozenset(found[0] for name in words("en", "given") if (found := _CAPITALISED.match(name)))


_GIVEN = ((_GREETED, True), (_THANKED, True), (_BESIDE, True), (_WHOSE, True), (_FROM, False), (_OUR, False))
"""Names only where they begin with a given name that is on the list."""


def _kin(text: str) -> Iterator[RawWords]:
    """Somebody of the family or the neighbourhood, and who is named with them: the kids, Noah and Isla."""
    for found in _KIN.finditer(text):
        first = found["who"].split()[0]
        if first in words("en", "capitals") | words("en", "brands"):
            continue
        known = first in words("en", "given")
        if known or found["link"]:  # "my mum Heinz": only what is set apart is taken for a name that is on no list
            yield found.span("who"), "name", known
            if also := _PAIR.match(text, found.end()):
                yield also.span("who"), "name", also["who"] in words("en", "given")


_KIN = re.compile(
    rf"\b(?i:my|our|his|her|the) (?:\w+ )?(?:{'|'.join(sorted(words('en', 'kin')))})(?P<link>,| is called| called|'s called|'s name is)? (?P<who>{_NAME})\b"
)


def _small(text: str) -> Iterator[RawWords]:
    """What a transcriber wrote without capitals."""
    for found in _OWN_SMALL.finditer(text):
        if found["who"].split()[0].capitalize() in words("en", "given"):
            yield found.span("who"), "name", True
    for found in _SMALL.finditer(text):
        if found["who"] not in words("en", "no_firm"):
            yield found.span("who"), "employer", False


def _addresses(text: str) -> Iterator[RawWords]:
    if not _HOUSED.search(text):
        return
    yield from ((found.span(), "address", True) for found in _STREET.finditer(text))
    for pattern in _PLACES:
        yield from ((found.span(), "address", True) for found in pattern.finditer(text))
    yield from ((found.span("who"), "address", True) for found in _LIVES.finditer(text))
    yield from ((found.span("who"), "address", True) for found in _DOOR.finditer(text))
    areas = words("en", "areas")
    yield from ((found.span(), "address", True) for found in _POSTCODE.finditer(text) if found[1] in areas)


def _employers(text: str) -> Iterator[RawWords]:
    for pattern in (_WORKS, _BEEN, _RUNS):
        for found in pattern.finditer(text):
            first, before = found["who"].removeprefix("the ").split()[0], text[: found.start()].rstrip()
            if first in words("en", "capitals") or before.lower().endswith(("it", "that", "this", "which", "they")):
                continue  # "it works for Android" is no employer
            yield (
                (found.start("who"), found.start("who") + len(found["who"].rstrip(".,'"))),
                "employer",
                " with " not in found[0][: found.start("who") - found.start()] or pattern is _BEEN,
            )
