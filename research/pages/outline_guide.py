"""A guide of one's own in place of the outline, looked at before it counts; and the outline as a Word file."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from corpus.errors import BadInput
from research.describing import kind_said
from research.guides import read_own
from research.messages import say
from research.outline import Outline, OutlineQuestion
from research.outline_changes import changes, unanswered
from research.outline_edits import carried
from research.pages.acting import once
from research.pages.escaping import escaped
from research.pages.frame import page_language, tell, word
from research.pages.outline_acts import attempt, close, tell_at
from research.revising import Standing, save_outline, taken_ids
from research.studies import Study
from research.word_comments import Remark, comments_in, known_digests
from research.workspace import Workspace

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_import(study: Study, stands: Standing, workspace: Workspace) -> None:
    """Choose a file, see what was read from it, then replace the outline with it or leave it."""
    st.subheader(word("outline.guide.title"), anchor=False)
    file = st.file_uploader(
        word("outline.guide.about"), ["docx", "txt", "md"], key=f"guide-{study.id}", max_upload_size=20
    )
    guide = _read(file.name, file.getvalue(), study, stands, workspace) if file else None
    remarks = _new_remarks(file.name, file.getvalue(), study, guide, workspace) if file and guide else ()
    if guide:
        _draw_preview(guide, study)
        draw_remarks(remarks)
    tell_at("guide")
    with st.container(horizontal=True):
        if remarks and file and guide:
            here = _new_remarks(file.name, file.getvalue(), study, stands.outline or guide, workspace)
            st.button(
                word("proposals.take", n=len(remarks)), key="take-comments",
                on_click=once(partial(_take, study.id, here)),
                type="primary" if _is_same(stands.outline, guide) else "secondary",
            )  # fmt: skip
        if guide and not (remarks and _is_same(stands.outline, guide)):
            st.button(
                word("proposals.use_both", n=len(remarks)) if remarks else word("outline.guide.use"), key="use-guide",
                type="primary", on_click=once(partial(_use, study.id, stands.number, guide, remarks)),
            )  # fmt: skip
        st.button(word("outline.cancel"), key="cancel", type="tertiary", on_click=close)


def _read(name: str, data: bytes, study: Study, stands: Standing, workspace: Workspace) -> Outline | None:
    """The guide with the criteria and the rule of the outline it replaces; questions that are in both keep their id."""
    try:
        now = {question.id for question in stands.outline.questions} if stands.outline else frozenset()
        guide, own = read_own(name, data, study.brief, study.id, now)
    except BadInput as error:
        tell(error)
        return None
    old = stands.outline
    if old is None:
        return guide
    guide = replace(
        guide, criteria=old.criteria, unread=old.unread, enough=old.enough, window=old.window,
        screener=guide.screener or old.screener, quotas=guide.quotas or old.quotas,
    )  # fmt: skip
    return carried(guide, old, taken_ids(study, workspace), own)


def _draw_preview(guide: Outline, study: Study) -> None:
    core = len(guide.core)
    tied = sum(question.brief_question is not None for question in guide.core)
    of = len(study.brief.questions)
    st.markdown(word("outline.guide.found", n=len(guide.questions), core=core, must=len(guide.must_haves), tied=tied))
    st.caption(word("guide.recruiting", screener=len(guide.screener), quotas=len(guide.quotas)))
    if missing := unanswered(guide, of):
        st.caption(word("outline.guide.missing", numbers=list(missing)))
    draw_questions(guide)


def draw_questions(outline: Outline) -> None:
    """An outline to be looked at before it counts."""
    with st.container(border=True, height=420, key="guide-preview"):
        for section in outline.sections:
            kind = word(f"outline.section.{section.name}")
            st.markdown(
                f"**{escaped(section.title)}**"
                + ("" if kind.casefold() == section.title.casefold() else f" :gray[{kind}]")
            )
            st.markdown("\n".join(_line(question, section.name == "core") for question in section.questions))


def _line(question: OutlineQuestion, core: bool) -> str:
    star = f" :primary[{word('outline.star')}]" if core and question.must_have else ""
    about = [escaped(kind_said(question, page_language()))] if core else []
    about += (
        [say(page_language(), "outline.guide.answers", number=question.brief_question)]
        if question.brief_question
        else []
    )
    about += [word("outline.guide.probes", n=len(question.probes))] if question.probes else []
    return f"- :gray[{question.id}]\u2002{escaped(question.text)}{star}" + (
        f"  \n  :small[:gray[{' · '.join(about)}]]" if about else ""
    )


def _new_remarks(name: str, data: bytes, study: Study, outline: Outline, workspace: Workspace) -> tuple[Remark, ...]:
    """The file's comments that are not here yet, tied to the questions of `outline`."""
    known = known_digests(workspace.comments.all(study.id))
    return tuple(one for one in comments_in(name, data, study.id, outline) if one.digest not in known)


def draw_remarks(remarks: Sequence[Remark]) -> None:
    """The comments a file holds, to be looked at before they count."""
    if not remarks:
        return
    st.markdown(
        word("proposals.in_file", n=len(remarks), names=list(dict.fromkeys(escaped(one.author) for one in remarks)))
    )
    st.markdown(
        "\n".join(
            f"- :gray[{one.question or word('proposals.whole')} · {escaped(one.author)}]\u2002{escaped(one.text)}"
            for one in remarks
        )
    )


def _is_same(now: Outline | None, guide: Outline | None) -> bool:
    return now is not None and guide is not None and not changes(now, guide)


def _take(study_id: str, remarks: Sequence[Remark]) -> None:
    def do(study: Study, workspace: Workspace) -> None:
        workspace.comments.take(study.id, remarks, known_digests(workspace.comments.all(study.id)))

    attempt("guide", do, study_id, then=close)


def _use(study_id: str, number: int, guide: Outline, remarks: Sequence[Remark]) -> None:
    def do(study: Study, workspace: Workspace) -> None:
        save_outline(study, workspace, guide, "imported", beneath=number)
        workspace.comments.take(study.id, remarks, known_digests(workspace.comments.all(study.id)))

    attempt("guide", do, study_id, then=close)


def draw_download(study: Study, outline: Outline, workspace: Workspace) -> None:
    """The outline as a discussion guide in Word, built when it is asked for."""

    def build() -> bytes:
        from exports.outline_word import write_outline  # python-docx takes longer to load than the page to draw

        brief = study.brief.model_copy(update={"title": study.title})
        return write_outline(outline, brief, workspace.comments.all(study.id), study=study.id)

    name = "".join(letter if letter.isalnum() or letter in " -_()" else " " for letter in study.title)[:60].strip()
    st.download_button(
        word("outline.word"), build, word("outline.file", title=name or study.id), WORD, key="outline-word",
        on_click="ignore", type="tertiary", icon=":material/download:",
    )  # fmt: skip
