"""What the corpus cannot answer, in the order a curator would mend it."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine

from corpus.coverage import FEW, SEGMENTS, THIN, Coverage, Segment, coverage_of
from corpus.records import Language
from corpus.subjects import Subject
from corpus.viewer import Viewer

OLD = 2
"""Waves without a question after which a subject is old."""


@dataclass(frozen=True)
class Gap:
    """kind      old: not asked for some waves; few, thin: too few people, of all or of a segment's value

    people    how many there are; of: how many of the segment were interviewed at all (0: all people)
    newest    the newest wave it was asked in
    waves     waves since then
    """

    kind: Literal["old", "few", "thin"]
    subject: Subject
    segment: Segment | None
    value: str
    people: int
    of: int
    newest: str
    waves: int


def gaps_of(engine: Engine, viewer: Viewer, language: Language) -> list[Gap]:
    """Subjects with too few people or asked too long ago, then segments missing in subjects that have enough.

    A segment is only missed where so many of it were interviewed that it could be there: at least THIN people.
    """
    over_waves = coverage_of(engine, viewer, language, "wave")
    found = [gap for one in over_waves.subjects if (gap := _of_subject(one, over_waves))]
    small = {gap.subject.id for gap in found if gap.kind != "old"}
    missing: list[Gap] = []
    for segment in SEGMENTS:
        across = coverage_of(engine, viewer, language, segment)
        missing += [
            gap for one in across.subjects if one.id not in small for value in across.columns
            if value and (gap := _of_segment(one, segment, value, across))
        ]  # fmt: skip
    order = {"few": 0, "thin": 1, "old": 2}
    found.sort(key=lambda gap: (order[gap.kind], gap.people, gap.newest))
    return [*found, *sorted(missing, key=lambda gap: (order[gap.kind], gap.people / gap.of))]


def _of_subject(one: Subject, found: Coverage) -> Gap | None:
    people, newest = found.of(one.id).people, found.newest.get(one.id, "")
    since = sum(wave > newest for wave in found.columns)
    kind: Literal["old", "few", "thin"] | None = (
        "few" if people < FEW else "thin" if people < THIN else "old" if since >= OLD else None
    )
    return Gap(kind, one, None, "", people, 0, newest, since) if kind else None


def _of_segment(one: Subject, segment: Segment, value: str, found: Coverage) -> Gap | None:
    people, of = found.of(one.id, value).people, found.of(0, value).people
    if of < THIN or people >= THIN:
        return None
    kind: Literal["few", "thin"] = "few" if people < FEW else "thin"
    return Gap(kind, one, segment, value, people, of, found.newest.get(one.id, ""), 0)
