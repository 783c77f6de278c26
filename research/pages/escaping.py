"""Words of others on screen: shown letter for letter, never as markup. Every page's text goes through `escaped`."""

import re

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_JOINER = "\u2060"

_LIVE = re.compile(
    r":(?=[\w+-]+:)"  # :smile: and :material_home: become pictures
    r"|(?i:https?)(?=://)|(?i:www)(?=\.)|@(?=\w)"  # addresses become links
    r"|(?<!\S)(?=(?:<->|->|<-|--|>=|<=|~=)(?!\S))"  # arrows and dashes become other signs
)
"""What Streamlit changes after it has read the markdown, where a backslash does not help any more."""


def escaped(text: str) -> str:
    """`text` as markdown that reads exactly as the text does, on one line.

    Every ASCII punctuation mark gets a backslash (CommonMark 2.4): no markdown, HTML, formula or directive is left.
    In what Streamlit would still make live an invisible word joiner (U+2060) is set. White space becomes one blank.
    """
    inert = _LIVE.sub(lambda found: found[0] + _JOINER, " ".join(text.split()))
    return _PUNCTUATION.sub(r"\\\1", inert)
