"""Criteria in words, judged from what people said: looked for once for each text version, kept for every study.

Interviews are found by searching; only those that are found are read. What nobody said is unknown, never "no".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from corpus.lines import InterviewLine
from corpus.records import Language
from corpus.store import Corpus
from corpus.viewer import Viewer, require
from research.audience import SAID
from research.held import digest
from research.outline import Outline
from research.said_rule import Sought, read_by_rule, sought
from research.studies import now
from research.tables import SaidVerdictRow
from research.verdicts import Verdict, Verdicts

if TYPE_CHECKING:
    from index.search import Searcher

METHOD = "1"
"""Changed whenever the rule reads the same words in another way."""

RULE = "rule"
_MANY = 500  # values of one statement


class KeptVerdicts:
    """The verdicts that were made before."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def of(self, words: str, language: Language, lines: Iterable[InterviewLine], by: str = RULE) -> dict[str, Verdict]:
        """Interview → verdict on its text as it is now; interviews nobody looked at are missing."""
        require(self.viewer, "search")
        current = {each.id: each.version for each in lines}
        with Session(self._engine) as session:
            rows = session.scalars(select(SaidVerdictRow).where(SaidVerdictRow.criterion == _key(words, language, by)))
            return {row.interview_id: _verdict(row) for row in rows if current.get(row.interview_id) == row.version}

    def keep(
        self, words: str, language: Language, verdicts: Iterable[Verdict], versions: Mapping[str, int], by: str = RULE
    ) -> None:
        """Keep verdicts instead of older ones on the same interviews."""
        require(self.viewer, "search")
        key, made = _key(words, language, by), list(verdicts)
        with Session(self._engine) as session, session.begin():
            for at in range(0, len(made), _MANY):
                part = made[at : at + _MANY]
                old = SaidVerdictRow.interview_id.in_([each.interview for each in part])
                session.execute(delete(SaidVerdictRow).where(SaidVerdictRow.criterion == key, old))
                session.add_all(_row(key, each, versions[each.interview], self.viewer) for each in part)

    def state(self, words: str, language: Language, by: str = RULE) -> str:
        """64 digits that stand for all verdicts kept under `by`: others after anything was kept."""
        require(self.viewer, "search")
        columns = (SaidVerdictRow.interview_id, SaidVerdictRow.version, SaidVerdictRow.holds)
        query = select(*columns).where(SaidVerdictRow.criterion == _key(words, language, by))
        with Session(self._engine) as session:
            return digest(repr(tuple(row)) for row in session.execute(query.order_by(SaidVerdictRow.interview_id)))


def words_of(outline: Outline) -> tuple[str, ...]:
    """The criteria in words of an outline."""
    return tuple(dict.fromkeys(one.values[0] for one in outline.criteria if one.field == SAID))


def verdicts_for(
    outline: Outline, *, corpus: Corpus, searcher: "Searcher", kept: KeptVerdicts, judge: str = ""
) -> Verdicts:
    """The verdicts on the outline's criteria in words, of every interview in its language that studies may use.

    What is not kept yet is looked for by rule and then kept.

    judge   whose verdicts count where the rule cannot tell (said_asked.judge_of): those that are kept; "" for nobody's
    """
    words = words_of(outline)
    if not words:
        return {}
    lines = _lines(outline, corpus)
    return {
        each: _with_judge(_looked_for(each, outline.language, lines, corpus, searcher, kept), each, lines, kept, judge)
        for each in words
    }


def kept_verdicts(
    outline: Outline, *, corpus: Corpus, kept: KeptVerdicts, judge: str = ""
) -> tuple[Verdicts, bool]:  # fmt: skip
    """The verdicts that are kept, and whether they are all the rule has to make: without a search, for pages."""
    words = words_of(outline)
    if not words:
        return {}, True
    lines = _lines(outline, corpus)
    found = {each: kept.of(each, outline.language, lines) for each in words}
    whole = all(len(each) == len(lines) for each in found.values())
    return {each: _with_judge(told, each, lines, kept, judge) for each, told in found.items()}, whole


def _with_judge(
    rule: Mapping[str, Verdict], words: str, lines: Sequence[InterviewLine], kept: KeptVerdicts, judge: str
) -> Mapping[str, Verdict]:
    """The rule's verdicts, and where it cannot tell the judge's that does."""
    if not judge or not lines:
        return rule
    said = kept.of(words, lines[0].language, lines, judge)
    silent = {one for one in rule if rule[one].holds is None}
    return {**rule, **{one: each for one, each in said.items() if one in silent and each.holds is not None}}


def _lines(outline: Outline, corpus: Corpus) -> list[InterviewLine]:
    return [each for each in corpus.lines_for_studies() if each.language == outline.language]


def _looked_for(
    words: str, language: Language, lines: Sequence[InterviewLine], corpus: Corpus, searcher: "Searcher",
    kept: KeptVerdicts,
) -> Mapping[str, Verdict]:  # fmt: skip
    """The verdicts of all `lines` on one criterion."""
    known = kept.of(words, language, lines)
    new = {each.id: each.version for each in lines if each.id not in known}
    if not new:
        return known
    wanted = sought(words, language)
    read = {} if wanted is None else _read(wanted, set(new), language, corpus, searcher)
    made = {each: read.get(each, Verdict(each, None)) for each in new}
    kept.keep(words, language, made.values(), new)
    return known | made


def _read(
    wanted: Sought, among: set[str], language: Language, corpus: Corpus, searcher: "Searcher"
) -> dict[str, Verdict]:
    """What the interviews tell in which something like it is found."""
    from index.search import Query  # brings the encoders' libraries

    exchanges = searcher.exchanges_of(among)
    queries = [Query(text, language) for text in wanted.search]
    hits = {hit.exchange for found in searcher.search(queries, among=exchanges) for hit in found}
    ids = set(corpus.interviews_of(sorted(hits)).values())
    return {each.id: read_by_rule(each, wanted) for each in corpus.spoken(ids)}


def _key(words: str, language: Language, by: str) -> str:
    return digest([METHOD, words, language, by])


def _row(key: str, verdict: Verdict, version: int, viewer: Viewer) -> SaidVerdictRow:
    start, end = verdict.span or (None, None)
    return SaidVerdictRow(
        criterion=key, interview_id=verdict.interview, version=version, holds=verdict.holds, start=start, end=end,
        how=verdict.how, made_by=verdict.by, made_at=now(),
    )  # fmt: skip


def _verdict(row: SaidVerdictRow) -> Verdict:
    span = (row.start, row.end) if row.start is not None and row.end is not None else None
    return Verdict(row.interview_id, row.holds, span, "inferred" if row.how == "inferred" else "stated", row.made_by)
