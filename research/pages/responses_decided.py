"""What each criterion was decided by for one person, as the reader may be told: the profile's field, or the very words."""

import streamlit as st

from corpus.errors import NotFound
from corpus.viewer import may
from research.attribute_values import told_value
from research.deciding import Decided, decided
from research.describing import described
from research.messages import say
from research.pages.escaping import escaped
from research.pages.frame import page_language, word
from research.pages.responses_loaded import Loaded
from research.pages.transcript import draw_excerpt
from research.pages.who import profile_for
from research.responses import Response

SIGNS = {True: ":material/check:", False: ":material/close:", None: ":material/question_mark:"}


def draw_decided(loaded: Loaded, response: Response) -> None:
    """Each criterion with whether it holds and what says so; nothing where none was judged."""
    if not response.interviews:
        return
    profile = loaded.attributes[response.respondent, response.wave]
    found = decided(response, loaded.outline, profile, loaded.verdicts)
    if not found:
        return
    preferred = [one for one in found if not one.criterion.required]
    with st.container(key="decided", gap="xsmall"):
        st.markdown(f"**{word('audience.decided.title')}**")
        if preferred:
            st.caption(
                word("audience.decided.preferred", met=sum(one.holds is True for one in preferred), of=len(preferred))
            )
        for at, one in enumerate(found):
            st.markdown(
                f"{SIGNS[one.holds]} {_criterion(one)}  \n:small[:gray[{escaped(_said_by(one, response, loaded))}]]"
            )
            if one.verdict and one.verdict.span:
                _draw_words(loaded, one, key=f"decided-{at}")


def _criterion(one: Decided) -> str:
    language = page_language()
    level = say(language, f"page.outline.level.{'required' if one.criterion.required else 'preferred'}")
    holds = word(f"audience.holds.{ {True: 'yes', False: 'no', None: 'unknown'}[one.holds] }")
    return f"{escaped(described(one.criterion, language))} :gray[· {level} · {holds}]"


def _said_by(one: Decided, response: Response, loaded: Loaded) -> str:
    """The source in a sentence. A value that could identify is named by its field alone."""
    if one.source == "words" and one.verdict:
        return word(f"audience.by.{one.verdict.how}", interview=one.verdict.interview, by=_judge(one))
    if one.source == "nothing":
        return word("audience.by.not_said" if one.criterion.field == "said" else "audience.by.nothing")
    field = say(page_language(), f"outline.field.{one.criterion.field}")
    value = value_told(one.criterion.field, one.value, response.respondent, response.wave, loaded)
    if one.source == "birth_year":
        born = one.born if may(loaded.workspace.viewer, "import") else None
        return word("audience.by.birth_year", value=value, wave=response.wave, born=born)
    return word(f"audience.by.{one.source}_{one.how}", field=field, value=value, wave=response.wave)


def _judge(one: Decided) -> str:
    return "" if one.verdict is None or one.verdict.by == "rule" else one.verdict.by


def value_told(field: str, value: str, respondent: str, wave: str, loaded: Loaded) -> str:
    """A profile's value: to a curator as it stands, to others as they may be told it, "" where they may not."""
    if may(loaded.workspace.viewer, "import") or field in ("wave", "language"):
        return told_value(value, page_language())
    shown = profile_for(respondent, wave, loaded.workspace).get(field, "")
    return told_value(shown, page_language()) if shown else ""


def _draw_words(loaded: Loaded, one: Decided, *, key: str) -> None:
    """The words that tell, in the turns around them; nothing where their interview is gone or reads otherwise by now."""
    if one.verdict is None or one.verdict.span is None:
        return
    try:
        interview = loaded.workspace.corpus.interview(one.verdict.interview)
    except NotFound:
        return
    with st.container(key=f"words-{key}"):
        draw_excerpt(interview, (one.verdict.span,), key=key)
