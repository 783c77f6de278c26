"""How many valid responses the rule missed: a random few of those left out are looked at here, one after the other."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from corpus.errors import IndexTrouble, QuipuError
from corpus.records import Interview
from research.looks import Look, Looks
from research.missed import Estimate, key_of, left_out, missed, sample_of
from research.outline import OutlineQuestion
from research.pages.escaping import escaped
from research.pages.frame import tell, word
from research.pages.opening import open_workspace
from research.pages.remembered import searcher
from research.pages.responses_loaded import Loaded
from research.pages.transcript import draw_excerpt
from research.pages.transcripts_address import put
from research.pages.who import line_for
from research.responses import Response

NEAREST = 2
"""Exchanges that are shown to each question that was not answered."""

LOOK = "look"
"""In the address while somebody is looked at."""

TROUBLE = "missed-trouble"


def draw_missed(loaded: Loaded) -> None:
    """What is known of whom the rule left out, and the next person to look at; nothing where it left nobody out."""
    people = left_out(loaded.judged)
    if not people:
        return
    seed = loaded.study.brief.seed
    drawn, key = sample_of(people, seed), key_of(loaded.outline, people, seed)
    looks = Looks(loaded.workspace.engine, loaded.workspace.viewer).all(loaded.study.id, key)
    done = [one for one in drawn if one.respondent in looks]
    ahead = [one for one in drawn if one.respondent not in looks]
    with st.container(key="missed", border=True):
        st.markdown(f"**{word('audience.missed.title')}**")
        if trouble := st.session_state.pop(TROUBLE, None):
            tell(trouble)
        st.markdown(_said(len(people), [looks[one.respondent] for one in done]))
        if st.query_params.get(LOOK) and ahead:
            _draw_look(loaded, ahead[0], key, at=len(done) + 1, of=len(drawn))
        else:
            _draw_ways(loaded, done, looks, ahead, of=len(drawn))


def _said(people: int, looks: Sequence[Look]) -> str:
    """The estimate in a sentence; before anybody looked, what there is to look at."""
    if not looks:
        return word("audience.missed.nothing", people=people)
    found = missed(people, len(looks), sum(one.valid for one in looks))
    return word(f"audience.missed.{_kind(found)}", **_values(found))


def _kind(found: Estimate) -> str:
    return "whole" if found.whole else "estimate"


def _values(found: Estimate) -> dict[str, object]:
    return {
        "people": found.left_out, "looked": found.looked, "found": found.found, "low": found.low, "high": found.high,
        "point": found.point,
    }  # fmt: skip


def _draw_ways(
    loaded: Loaded, done: Sequence[Response], looks: Mapping[str, Look], ahead: Sequence[Response], *, of: int
) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="missed-ways"):
        if ahead:
            label = word("audience.missed.go_on" if done else "audience.missed.begin", left=len(ahead), of=of)
            st.button(label, key="missed-begin", icon=":material/visibility:", on_click=_open)
        if done:
            last = max(done, key=lambda one: (looks[one.respondent].made_at, one.respondent))
            said = word("audience.missed.valid" if looks[last.respondent].valid else "audience.missed.not_valid")
            st.caption(word("audience.missed.last", who=escaped(last.respondent), said=said))
            st.button(
                word("audience.missed.undo"), key="missed-undo", type="tertiary", on_click=_undo,
                args=(loaded.study.id, last.respondent),
            )  # fmt: skip


def _draw_look(loaded: Loaded, person: Response, key: str, *, at: int, of: int) -> None:
    """One person: who, which must-have questions lack an answer, and what of theirs comes nearest to each."""
    about = (
        word("audience.missed.at", at=at, of=of),
        line_for(person.respondent, person.wave, loaded.workspace),
        person.wave,
    )
    st.caption(escaped(" · ".join(part for part in about if part)))
    unmet = [one for one in loaded.outline.must_haves if person.statuses.get(one.id) != "answered"]
    st.markdown(word("audience.missed.asks", answered=len(loaded.outline.must_haves) - len(unmet), least=loaded.least))
    for at_question, question in enumerate(unmet):  # one open: with all of them the verdict would be screens away
        with st.expander(f"{escaped(question.id)} {escaped(question.text)}", expanded=at_question == 0):
            _draw_nearest(loaded, person, question)
    with st.container(horizontal=True, key="missed-verdict"):
        for valid in (True, False):
            st.button(
                word("audience.missed.would" if valid else "audience.missed.would_not"),
                key="missed-valid" if valid else "missed-not", type="secondary", on_click=_say,
                args=(loaded.study.id, person.respondent, key, valid),
            )  # fmt: skip
        st.button(word("audience.missed.stop"), key="missed-stop", type="tertiary", on_click=_close)


def _draw_nearest(loaded: Loaded, person: Response, question: OutlineQuestion) -> None:
    """The exchanges of theirs that come nearest to a question, each in its context."""
    try:
        found = nearest(loaded, person, question)
    except IndexTrouble as error:
        tell(error)
        return
    if not found:
        st.caption(word("audience.missed.no_exchange"))
    for at, (interview, position) in enumerate(found):
        key = f"near-{question.id}-{at}"
        with st.container(key=f"words-{key}"):
            draw_excerpt(interview, interview.exchanges[position].answer, key=key)


def nearest(loaded: Loaded, person: Response, question: OutlineQuestion) -> list[tuple[Interview, int]]:
    """(interview, position) of the person's exchanges in the window that come nearest to a question, best first.

    Raises IndexTrouble as opening the index does.
    """
    from index.search import Query  # brings the encoders' libraries

    index = searcher(loaded.workspace)
    among = index.exchanges_of(set(person.interviews))
    hits = index.search([Query(question.text, loaded.outline.language)], among=among, limit=NEAREST)[0]
    places = {hit.exchange: rank for rank, hit in enumerate(hits)}
    found = [
        (places[exchange.id], interview, exchange.position)
        for interview in loaded.workspace.corpus.interviews(person.interviews)
        for exchange in interview.exchanges
        if exchange.id in places
    ]
    return [(interview, position) for _, interview, position in sorted(found, key=lambda one: one[0])]


def _open() -> None:
    put(**{LOOK: "1"})


def _close() -> None:
    put(**{LOOK: None})


def _say(study: str, respondent: str, key: str, valid: bool) -> None:
    _looks(lambda looks: looks.say(study, respondent, key, valid=valid))


def _undo(study: str, respondent: str) -> None:
    _looks(lambda looks: looks.undo(study, respondent))


def _looks(do: Callable[[Looks], None]) -> None:
    workspace = open_workspace()
    try:
        do(Looks(workspace.engine, workspace.viewer))
    except QuipuError as error:
        st.session_state[TROUBLE] = error
