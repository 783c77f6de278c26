"""The three inputs: industry, the questions to answer, the people to ask. One button makes a study of them."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from corpus.errors import NotFound
from corpus.records import Language
from research.brief import Brief, brief_from_fields, read_brief
from research.messages import say
from research.pages.acting import doing, tell_trouble, typed
from research.pages.escaping import escaped
from research.pages.frame import go, word
from research.settings import SAMPLE
from research.workspace import Workspace

FIELDS = ("industry", "questions", "people")
SAMPLED = {"zh": "Z01-2026-Q1", "en": "E01-2026-Q1"}
"""Language → an interview of the sample corpus: where it is in, the sample's own brief is the example."""
KINDS = ("docx", "txt", "md", "yaml", "yml")


def draw_brief(workspace: Workspace, *, examples: bool) -> None:
    """The form; with `examples` beside it where nobody has made a study yet."""
    if examples:
        _draw_examples(workspace)
    with st.container(key="ask"), st.form("brief", border=False):
        st.text_input(
            word("home.industry"), key="home-industry", max_chars=80, placeholder=word("home.industry_example")
        )
        st.text_area(
            word("home.questions"), key="home-questions", height=150, placeholder=word("home.questions_example")
        )
        st.text_input(word("home.people"), key="home-people", max_chars=400, placeholder=word("home.people_example"))
        start = doing(
            lambda: _start(workspace), at="start", then=lambda study: go("study", study=study, step="outline")
        )
        st.form_submit_button(word("home.start"), key="start", type="primary", on_click=start)
    _draw_file(workspace)
    tell_trouble("start")


def _start(workspace: Workspace) -> str:
    """Open the study of this brief; its outline is drafted when it is shown. What is wrong is said; what was typed stays."""
    industry, questions, people = (str(typed(f"home-{name}") or "") for name in FIELDS)
    return workspace.studies.open(brief_from_fields(industry=industry, questions=questions, people=people)).id


def _draw_file(workspace: Workspace) -> None:
    """A brief that is written already: read, and shown back as it was understood."""
    with st.popover(word("home.file"), type="tertiary", icon=":material/upload_file:", key="brief-file"):
        opening = doing(lambda: _open(workspace), at="brief-upload", then=_show)
        st.file_uploader(
            word("home.file_about"), KINDS, key="brief-upload", max_upload_size=20, on_change=opening
        )  # fmt: skip
        tell_trouble("brief-upload")


def _open(workspace: Workspace) -> str:
    """The study of the brief in the file, "" where it was taken away again."""
    file = typed("brief-upload")
    return workspace.studies.open(read_brief(file.name, file.getvalue())).id if file else ""


def _show(study: str) -> None:
    if study:
        go("study", study=study, step="brief")


def _draw_examples(workspace: Workspace) -> None:
    """A Chinese and an English brief that fill the inputs at a click."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center", key="examples"):
        st.caption(word("home.example"), width="content")
        for language, example in _examples(workspace):
            st.button(escaped(example[0]), key=f"example-{language}", type="tertiary", on_click=_fill, args=(example,))


def _examples(workspace: Workspace) -> Sequence[tuple[Language, tuple[str, str, str]]]:
    """(language, (industry, questions, people)): the sample's briefs where its interviews are in, else made-up ones."""
    languages: tuple[Language, ...] = ("zh", "en")
    return [(language, _sample(language, workspace) or _made_up(language)) for language in languages]


def _sample(language: Language, workspace: Workspace) -> tuple[str, str, str] | None:
    path = SAMPLE / "briefs" / f"{language}.yaml"
    try:
        workspace.corpus.interview(SAMPLED[language])
        brief = _read(path)
    except (NotFound, OSError):
        return None
    return brief.industry, "\n".join(brief.questions), brief.people


def _read(path: Path) -> Brief:
    return read_brief(path.name, path.read_bytes())


def _made_up(language: Language) -> tuple[str, str, str]:
    industry, questions, people = (say(language, f"page.home.sample.{field}") for field in FIELDS)
    return industry, questions, people


def _fill(example: tuple[str, str, str]) -> None:
    for field, text in zip(FIELDS, example, strict=True):
        st.session_state[f"home-{field}"] = text
