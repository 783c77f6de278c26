"""Files that could not be read, pattern by pattern: one of them as it stands, and how all of them are to be read."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from corpus.batch_rows import Batch, BatchFile
from corpus.mappings import FIELDS, Correction, Mappings
from corpus.patterns import STAGED, Pattern, columns_in, lines_in, split_line
from corpus.readers.fields import field_of
from corpus.worklist import entry_of
from research.pages.acting import act_button, typed
from research.pages.corpus_entry import draw_entries, named
from research.pages.corpus_import import batches, show_import, start
from research.pages.corpus_preview import draw_preview
from research.pages.escaping import escaped
from research.pages.frame import word
from research.workspace import Workspace

LINES = 5
"""Lines of the sample."""
LONG = 90
"""Characters of a line of the sample."""
CELL = 28
"""Characters of a cell of the sample."""
FILES = 20
"""Files of a pattern listed one by one."""


def is_staged(file: BatchFile) -> bool:
    """Whether somebody can say how this file is to be read."""
    marked = file.pattern is not None and bool(file.pattern.marks)
    return marked and file.status == "refused" and file.kept and file.refusal is not None and file.refusal.key in STAGED


def draw_patterns(batch: Batch, workspace: Workspace) -> None:
    """The patterns of a batch's unread files, most files first."""
    groups: dict[tuple[str, str], list[BatchFile]] = {}
    for file in batch.files:
        if is_staged(file) and file.pattern and file.refusal:
            groups.setdefault((file.refusal.key, file.pattern.signature), []).append(file)
    ordered = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    for at, ((reason, _), files) in enumerate(ordered):
        with st.container(border=True, key=f"pattern-{files[0].number}"):
            _draw(reason, files, at == 0, workspace)


def _draw(reason: str, files: Sequence[BatchFile], first: bool, workspace: Workspace) -> None:
    """The sample, how it is to be read, how it reads then, and the button that reads all of them so."""
    pattern, key = files[0].pattern or Pattern(""), str(files[0].number)
    data = batches(workspace).bytes_of(files[0].batch, files[0].number)
    st.subheader(word("corpus.why.heading", why=word(f"corpus.why.{reason}"), n=len(files)), anchor=False)
    _draw_sample(files[0], pattern, data)
    correction = (_draw_columns if pattern.headings else _draw_asker)(files, key)
    draw_preview(files[0], correction, data)
    label = word("batches.read_so", n=len(_fitting(files, correction)))
    nothing = not pattern.headings and not correction.interviewer
    act_button(
        label, lambda: _read_so(files, _said(files, key), workspace), key=f"read-so-{key}", then=show_import,
        type="primary" if first else "secondary", disabled=nothing,
    )  # fmt: skip
    with st.expander(word("batches.files", n=len(files)), key=f"files-{key}", on_change="rerun") as folded:
        if folded.open:
            draw_entries([entry_of(each) for each in files[:FILES]], workspace, remedy=False)
            if len(files) > FILES:
                st.caption(word("batches.more", n=len(files) - FILES))


def _draw_sample(file: BatchFile, pattern: Pattern, data: bytes) -> None:
    """The file's first lines with what may be speakers in bold; of a table its columns, each with a few of its cells."""
    st.caption(word("batches.sample", name=named(file.name)))
    with st.container(key=f"sample-{file.number}", gap=None):
        if pattern.headings:
            for heading, cells in list(columns_in(file.name, data).items())[: 2 * LINES]:
                st.markdown(f"**{escaped(heading)}**  {' · '.join(_short(cell, CELL) for cell in cells)}")
            return
        said = [line for line in lines_in(file.name, data) if line.strip()]
        for line in said[:LINES]:
            st.markdown(_line(line, pattern))


def _line(line: str, pattern: Pattern) -> str:
    found = split_line(line)
    if found and found[0] in pattern.labels:
        return f"**{escaped(found[0])}**  {_short(found[1])}"
    return _short(line.strip())


def _short(said: str, most: int = LONG) -> str:
    return escaped(said if len(said) <= most else said[:most] + "…")


def _draw_asker(files: Sequence[BatchFile], key: str) -> Correction:
    """Who asks: each label with the files it is in."""
    counts = Counter(label for file in files if file.pattern for label in file.pattern.labels)
    shown = {label: word("batches.label", label=label, n=count) for label, count in counts.most_common()}
    chosen = st.selectbox(
        word("batches.who_asks"), list(shown), index=None, key=f"asker-{key}", placeholder=word("batches.choose"),
        format_func=shown.__getitem__,
    )  # fmt: skip
    if chosen and counts[chosen] < len(files):
        st.caption(word("batches.without", label=escaped(chosen), n=len(files) - counts[chosen]))
    return Correction(interviewer=chosen or "")


def _draw_columns(files: Sequence[BatchFile], key: str) -> Correction:
    """Which column is what; those the readers know are filled in."""
    headings = files[0].pattern.headings if files[0].pattern else ()
    known = {field: heading for heading in reversed(headings) if (field := field_of(heading)) in FIELDS}
    st.caption(word("batches.columns"))
    columns: dict[str, str] = {}
    with st.container(key=f"columns-{key}"):
        for field in FIELDS:
            chosen = st.selectbox(
                word(f"batches.field.{field}"), headings, key=f"column-{field}-{key}",
                index=headings.index(known[field]) if field in known else None, placeholder=word("batches.none"),
            )  # fmt: skip
            columns |= {field: chosen} if chosen else {}
    return Correction(columns=columns)


def _said(files: Sequence[BatchFile], key: str) -> Correction:
    """How they are to be read by what is chosen now."""
    if files[0].pattern and files[0].pattern.headings:
        chosen = {field: typed(f"column-{field}-{key}") for field in FIELDS}
        return Correction(columns={field: heading for field, heading in chosen.items() if heading})
    return Correction(interviewer=typed(f"asker-{key}") or "")


def _fitting(files: Sequence[BatchFile], correction: Correction) -> list[BatchFile]:
    return [file for file in files if file.pattern and correction.fits(file.pattern)]


def _read_so(files: Sequence[BatchFile], correction: Correction, workspace: Workspace) -> str:
    """Read those so that can be, and remember it for files of this pattern to come. The import."""
    correction.check()
    fitting = _fitting(files, correction)
    sample = fitting[0]
    signature = sample.pattern.signature if sample.pattern else ""
    kept = Mappings(workspace.engine, workspace.viewer).remember(signature, correction, sample.name)
    numbers = [file.number for file in fitting]
    batches(workspace).read_so(sample.batch, numbers, Correction(kept.interviewer, kept.columns))
    return start(sample.batch, workspace)
