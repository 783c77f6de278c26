"""One person of the grid: what they were asked and answered, in its context; taken in or left out by hand here."""

from collections.abc import Sequence

import streamlit as st

from corpus.errors import QuipuError
from corpus.records import Interview, Span
from research.grid import answered_of, cell_of
from research.matches import Match, by_respondent
from research.outline import OutlineQuestion
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.responses_decided import draw_decided
from research.pages.responses_grid import note
from research.pages.responses_loaded import Loaded
from research.pages.responses_rulings import draw_decision
from research.pages.transcript import draw_excerpt
from research.pages.transcripts_address import link_to, put
from research.pages.who import line_for
from research.responses import Response

LEVELS = ((0.95, "sure"), (0.8, "very_likely"), (0.6, "likely"), (0.0, "perhaps"))
"""From which probability on a word is used."""


def draw_person(loaded: Loaded) -> None:
    """Open the person of ?person= over the page, at the question of ?asked= where it names one."""
    asked = st.query_params.get("person")
    if not asked:
        return
    response = next((one for one in loaded.judged.all if one.respondent == asked), None)
    if response is None:
        st.info(word("responses.person.unknown", id=escaped(asked[:80])))
        return
    question = next((one for one in loaded.outline.core if one.id == st.query_params.get("asked")), None)
    title = escaped(f"{response.respondent} · {question.id}" if question else response.respondent)
    st.dialog(title, width="medium", on_dismiss=close)(_draw)(loaded, response, question)


def close() -> None:
    """Take the person out of the address again."""
    put(person=None, asked=None)


def _draw(loaded: Loaded, response: Response, question: OutlineQuestion | None) -> None:
    line = (line_for(response.respondent, response.wave, loaded.workspace), response.wave)
    st.caption(escaped(" · ".join(part for part in line if part)))
    try:
        if question:
            _draw_question(loaded, response, question)
            st.divider()
            _draw_standing(loaded, response)
        else:
            _draw_standing(loaded, response)
            _draw_overview(loaded, response)
        draw_decision(loaded, response)  # last: somebody is read before being taken in or left out
    except QuipuError as error:
        tell(error)


def _draw_question(loaded: Loaded, response: Response, question: OutlineQuestion) -> None:
    """The outline's question, then each wave's exchange that asked it: the newest open, older ones folded."""
    st.markdown(f"**{escaped(question.text)}**")
    found = _matches(loaded, response).get(question.id, [])
    if not found:
        st.markdown(word("responses.person.not_asked"))
        _draw_interviews(response)
    for at, match in enumerate(reversed(found)):
        if at == 0:
            st.markdown(f":small[:gray[{_told(match)}]]")
        with st.container() if at == 0 else st.expander(_told(match)):
            _draw_match(loaded, match, key=f"{question.id}-{at}")


def _matches(loaded: Loaded, response: Response) -> dict[str, list[Match]]:
    own = [one for one in loaded.matches if one.respondent == response.respondent and one.wave in loaded.judged.waves]
    return {name: list(found) for name, found in by_respondent(own).get(response.respondent, {}).items()}


def _draw_match(loaded: Loaded, match: Match, *, key: str) -> None:
    """The answer with its probes highlighted in the turns around them."""
    interview = loaded.workspace.corpus.interview(match.interview)
    spans = answer_spans(interview, match)
    if spans is None:
        st.info(word("responses.person.changed"))
    else:
        with st.container(key=f"words-{key}"):
            draw_excerpt(interview, spans, key=key)


def answer_spans(interview: Interview, match: Match) -> tuple[Span, ...] | None:
    """The words of the match's answer and of its probes'; None where the text has other exchanges by now."""
    positions = (match.exchange, *match.probes)
    if max(positions) >= len(interview.exchanges):
        return None
    return tuple(span for at in positions for span in interview.exchanges[at].answer)


def _told(match: Match) -> str:
    """The wave, the grade, by which model where it was one, and how sure the match is, in words."""
    level = next(name for least, name in LEVELS if match.probability >= least)
    told = [match.wave, word(f"responses.state.{match.grade}"), word(f"responses.person.matched.{level}")]
    if match.graded_by != "rule":
        told.insert(2, word("responses.graded.by", model=match.graded_by))
    return escaped(" · ".join(told))


def _draw_overview(loaded: Loaded, response: Response) -> None:
    """Every question of the outline with what became of it, and the interviews to read."""
    found = _matches(loaded, response)
    for question in loaded.outline.core:
        _draw_status(question, found.get(question.id, ()))
    _draw_interviews(response)


def _draw_status(question: OutlineQuestion, found: Sequence[Match]) -> None:
    """A question and what became of it; where it was asked, that leads to the words."""
    state = word(f"responses.state.{cell_of(found)}")
    with st.container(key=f"status-{question.id}"):
        st.markdown(f"**{escaped(question.id)}** {escaped(question.text)}")
        if not found:
            st.caption(state)
        elif st.button(state, key=f"to-{question.id}", type="tertiary", icon=":material/arrow_forward:"):
            put(asked=question.id)
            st.rerun()


def _draw_interviews(response: Response) -> None:
    with st.container(horizontal=True, key="person-interviews"):
        for interview in response.interviews:
            link_to(interview, label=escaped(interview))


def _draw_standing(loaded: Loaded, response: Response) -> None:
    """How the person stands by the rule and by hand, and what each criterion was decided by."""
    answered, of = answered_of(response, loaded.outline)
    valid = word("responses.person.valid", answered=answered, of=of)
    st.markdown(escaped(note(response, loaded)) or valid)
    draw_decided(loaded, response)
