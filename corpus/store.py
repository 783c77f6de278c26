"""Reading the corpus, for a viewer. Writing it is corpus/intake.py."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Engine, and_, func, select
from sqlalchemy.orm import Session

from corpus.consent import closed_to_studies, consents_of, strictest
from corpus.errors import NotFound
from corpus.granted import require_reading
from corpus.lines import InterviewLine, line_of
from corpus.privacy_layer import hidden_of, layer_of
from corpus.records import ATTRIBUTES, Attributes, Consent, Exchange, Interview, Language, Said, Turn
from corpus.schema import (
    AttributesRow,
    CorpusState,
    ExchangeRow,
    InterviewRow,
    RespondentRow,
    SourceFile,
    TextVersion,
    TurnRow,
)
from corpus.spoken import said_of, spoken_of
from corpus.viewer import Viewer, may, require

Part = TypeVar("Part", TurnRow, ExchangeRow)

_CODE = re.compile(r"[A-Za-z男女]{0,3}[-_]?\d{0,3}")
_MANY = 500  # ids bound to one statement: SQLite allows 32,766, older builds 999
_CURRENT = and_(ExchangeRow.interview_id == InterviewRow.id, ExchangeRow.version == InterviewRow.version)


class Corpus:
    """The interviews of one workspace as `viewer` may see them."""

    def __init__(self, engine: Engine, viewer: Viewer) -> None:
        self._engine = engine
        self.viewer = viewer

    def interview(self, interview_id: str, version: int | None = None) -> Interview:
        """One interview at a text version (default: the current one).

        Raises NotFound for an unknown id or version, NotAllowed where the viewer may neither read transcripts nor was
        granted this one.
        """
        require_reading(self._engine, self.viewer, interview_id)
        with Session(self._engine) as session:
            row = session.get(InterviewRow, interview_id)
            words = session.get(TextVersion, (interview_id, version or row.version)) if row else None
            if row is None or words is None:
                raise NotFound("no_interview", id=interview_id)
            return self._as_seen(_interview(session, row, words))

    def interviews(self, ids: Iterable[str] | None = None) -> list[Interview]:
        """Interviews at their current text version, ordered by id; all of them where `ids` is None."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            query = select(InterviewRow).order_by(InterviewRow.id)
            rows = list(session.scalars(query)) if ids is None else _by_ids(session, sorted(set(ids)))
            return [self._as_seen(one) for one in _interviews(session, rows)]

    def spoken(self, ids: Iterable[str]) -> list[Interview]:
        """Interviews as `interviews` gives them but without their turns: words and exchanges, in a fifth of the time."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            found: list[Interview] = []
            wanted = sorted(set(ids))
            for at in range(0, len(wanted), _MANY):
                found += spoken_of(session, wanted[at : at + _MANY])
            return found

    def _as_seen(self, interview: Interview) -> Interview:
        """With the words that are hidden from this viewer named, and nobody called by a name the file has for them."""
        if may(self.viewer, "import"):
            return interview
        turns = interview.turns
        if any(turn.role == "other" for turn in turns):
            turns = tuple(turn if _is_code(turn) else replace(turn, label="") for turn in turns)
        return replace(interview, masked=interview.hidden, turns=turns)

    def lines(
        self, *, wave: str | None = None, language: Language | None = None, skip: int = 0, most: int = _MANY
    ) -> list[InterviewLine]:
        """Interviews without their words, newest wave and day first, from the `skip`th on."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            query = select(InterviewRow).where(*_of(wave, language))
            newest = (InterviewRow.wave.desc(), InterviewRow.date.desc(), InterviewRow.id)
            return [line_of(row) for row in session.scalars(query.order_by(*newest).offset(skip).limit(most))]

    def count_lines(self, *, wave: str | None = None, language: Language | None = None) -> int:
        """How many interviews `lines` could list."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            query = select(func.count()).select_from(InterviewRow).where(*_of(wave, language))
            return session.scalar(query) or 0

    def exchange_ids(self, *, wave: str | None = None, language: Language | None = None) -> list[int]:
        """Ids of the exchanges of interviews of that wave and language, at their current text version, in order."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            query = select(ExchangeRow.id).join(InterviewRow, _CURRENT).where(*_of(wave, language))
            return list(session.scalars(query.order_by(ExchangeRow.id)))

    def interviews_of(self, exchanges: Sequence[int]) -> dict[int, str]:
        """Exchange id → id of its interview; ids of no current text version are missing."""
        require(self.viewer, "search")
        found: dict[int, str] = {}
        with Session(self._engine) as session:
            for at in range(0, len(exchanges), _MANY):
                query = select(ExchangeRow.id, ExchangeRow.interview_id).join(InterviewRow, _CURRENT)
                rows = session.execute(query.where(ExchangeRow.id.in_(exchanges[at : at + _MANY])))
                found |= {exchange: interview for exchange, interview in rows}
        return found

    def places_of(self, exchanges: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Exchange id → its interview and its position there; ids of no current text version are missing."""
        require(self.viewer, "search")
        found: dict[int, tuple[str, int]] = {}
        with Session(self._engine) as session:
            for at in range(0, len(exchanges), _MANY):
                columns = (ExchangeRow.id, ExchangeRow.interview_id, ExchangeRow.position)
                query = (
                    select(*columns).join(InterviewRow, _CURRENT).where(ExchangeRow.id.in_(exchanges[at : at + _MANY]))
                )
                found |= {exchange: (interview, place) for exchange, interview, place in session.execute(query)}
        return found

    def said(self, exchanges: Sequence[int]) -> dict[int, Said]:
        """Exchange id → what was asked and answered in the original words, hidden ones too: to compare with, never to show.

        Ids of no current text version are missing.
        """
        require(self.viewer, "search")
        found: dict[int, Said] = {}
        with Session(self._engine) as session:
            for at in range(0, len(exchanges), _MANY):
                found |= said_of(session, exchanges[at : at + _MANY])
        return found

    def person(self, respondent: str, wave: str) -> Attributes:
        """One respondent as `attributes` has them in `wave`. Raises NotFound `no_respondent` for an unknown id."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            row = session.get(RespondentRow, respondent)
            if row is None:
                raise NotFound("no_respondent", id=respondent)
            query = select(AttributesRow).where(AttributesRow.respondent_id == respondent)
            here = (InterviewRow.respondent_id == respondent, InterviewRow.wave == wave)
            consent = strictest(
                [own or row.consent for own in session.scalars(select(InterviewRow.consent).where(*here))]
                or [row.consent]
            )
            return _as_in({each.wave: each for each in session.scalars(query)}, respondent, wave, consent)

    def attributes(self) -> dict[tuple[str, str], Attributes]:
        """(respondent, wave) → attributes in that wave, falling back on what was last known before or at all.

        Consent is that of the wave's interviews, the strictest where there are several.
        """
        require(self.viewer, "search")
        with Session(self._engine) as session:
            consent = {row.id: row.consent for row in session.scalars(select(RespondentRow))}
            known: dict[str, dict[str, AttributesRow]] = {}
            for row in session.scalars(select(AttributesRow)):
                known.setdefault(row.respondent_id, {})[row.wave] = row
            rows = session.execute(
                select(InterviewRow.respondent_id, InterviewRow.wave, InterviewRow.consent).distinct()
            )
            agreed: dict[tuple[str, str], list[Consent]] = {}
            for who, wave, own in rows:
                agreed.setdefault((who, wave), []).append(own or consent[who])
            return {pair: _as_in(known.get(pair[0], {}), *pair, strictest(all_)) for pair, all_ in agreed.items()}

    def consents(self, interviews: Iterable[str]) -> dict[str, Consent]:
        """Interview id → how far its words may go; ids that are not in are missing."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            return consents_of(session, interviews)

    def for_studies(self) -> list[Interview]:
        """`interviews` without those whose people do not agree to their being used again."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            closed = closed_to_studies(session)
        return [each for each in self.interviews() if each.id not in closed]

    def lines_for_studies(self) -> list[InterviewLine]:
        """The same without their words, ordered by id: all that judging people needs."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            closed = closed_to_studies(session)
            rows = session.scalars(select(InterviewRow).order_by(InterviewRow.id))
            return [line_of(row) for row in rows if row.id not in closed]

    def size(self) -> tuple[int, int]:
        """(people with an interview, interviews)."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            return _size(session)

    def counts(self) -> dict[str, int]:
        """How much there is: respondents with an interview, interviews, exchanges, files in, files refused."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            by_status = session.execute(select(SourceFile.status, func.count()).group_by(SourceFile.status))
            files = {status: count for status, count in by_status}
            people, interviews = _size(session)
            return {
                "respondents": people,
                "interviews": interviews,
                "exchanges": _count_exchanges(session),
                "files": files.get("in", 0),
                "refused": files.get("refused", 0),
            }

    def stamp(self) -> int:
        """Grows with every change of the corpus: the same stamp is the same corpus."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            return session.scalar(select(CorpusState.stamp)) or 0

    def waves(self) -> list[str]:
        """The waves there are interviews of, oldest first."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            return list(session.scalars(select(InterviewRow.wave).distinct().order_by(InterviewRow.wave)))

    def versions(self) -> dict[str, int]:
        """Interview id → its current text version, without reading a word of it."""
        require(self.viewer, "search")
        with Session(self._engine) as session:
            return {each: version for each, version in session.execute(select(InterviewRow.id, InterviewRow.version))}

    def count_exchanges(self, interviews: Sequence[str], language: Language | None = None) -> int:
        """How many exchanges these interviews (those of the language) hold at their current text versions."""
        require(self.viewer, "search")
        query, total = select(func.count()).select_from(ExchangeRow).join(InterviewRow, _CURRENT), 0
        query = query.where(*_of(None, language))
        with Session(self._engine) as session:
            for at in range(0, len(interviews), _MANY):
                total += session.scalar(query.where(InterviewRow.id.in_(interviews[at : at + _MANY]))) or 0
        return total

    def files(self, status: str | None = None) -> list[SourceFile]:
        """The source files, newest first, optionally of one status."""
        require(self.viewer, "import")
        with Session(self._engine, expire_on_commit=False) as session:
            query = select(SourceFile).order_by(SourceFile.id.desc())
            return list(session.scalars(query.where(SourceFile.status == status) if status else query))


def _is_code(turn: Turn) -> bool:
    """Whether a speaker's label tells speakers apart and nobody's name: P3, 男2."""
    return turn.role != "other" or _CODE.fullmatch(turn.label) is not None


def _size(session: Session) -> tuple[int, int]:
    people, interviews = session.execute(select(func.count(InterviewRow.respondent_id.distinct()), func.count())).one()
    return people, interviews


def _count_exchanges(session: Session) -> int:
    """Those of the current text versions: a correction does not make an exchange two."""
    return session.scalar(select(func.count()).select_from(ExchangeRow).join(InterviewRow, _CURRENT)) or 0


def _of(wave: str | None, language: Language | None) -> list[ColumnElement[bool]]:
    asked = ((InterviewRow.wave, wave), (InterviewRow.language, language))
    return [column == value for column, value in asked if value]


def _by_ids(session: Session, ids: Sequence[str]) -> list[InterviewRow]:
    found: list[InterviewRow] = []
    for at in range(0, len(ids), _MANY):
        found += session.scalars(select(InterviewRow).where(InterviewRow.id.in_(ids[at : at + _MANY])))
    return sorted(found, key=lambda row: row.id)


def _interviews(session: Session, rows: Sequence[InterviewRow]) -> list[Interview]:
    """Whole interviews in four statements a block instead of four an interview."""
    built: list[Interview] = []
    for at in range(0, len(rows), _MANY):
        block = rows[at : at + _MANY]
        words = _current_words(session, block)
        turns, exchanges = _parts(session, TurnRow, block), _parts(session, ExchangeRow, block)
        names = _source_names(session, {row.source_id for row in block})
        built += [
            _build(row, words[row.id], turns.get(row.id, []), exchanges.get(row.id, []), names[row.source_id])
            for row in block
        ]
    return built


def _current_words(session: Session, rows: Sequence[InterviewRow]) -> dict[str, TextVersion]:
    current = {row.id: row.version for row in rows}
    found = session.scalars(select(TextVersion).where(TextVersion.interview_id.in_(current)))
    return {part.interview_id: part for part in found if part.version == current[part.interview_id]}


def _parts(session: Session, table: type[Part], rows: Sequence[InterviewRow]) -> dict[str, list[Part]]:
    """Interview id → its turns or exchanges at the current text version, in order."""
    current = {row.id: row.version for row in rows}
    parts: dict[str, list[Part]] = {}
    for part in session.scalars(select(table).where(table.interview_id.in_(current)).order_by(table.position)):
        if part.version == current[part.interview_id]:
            parts.setdefault(part.interview_id, []).append(part)
    return parts


def _interview(session: Session, row: InterviewRow, words: TextVersion) -> Interview:
    names = _source_names(session, {row.source_id})
    turns, exchanges = _of_version(session, TurnRow, words), _of_version(session, ExchangeRow, words)
    return _build(row, words, turns, exchanges, names[row.source_id])


def _of_version(session: Session, table: type[Part], words: TextVersion) -> list[Part]:
    where = (table.interview_id == words.interview_id, table.version == words.version)
    return list(session.scalars(select(table).where(*where).order_by(table.position)))


def _source_names(session: Session, ids: set[int]) -> dict[int, str]:
    rows = session.execute(select(SourceFile.id, SourceFile.name).where(SourceFile.id.in_(ids)))
    return {source: name for source, name in rows}


def _build(
    row: InterviewRow, words: TextVersion, turns: Sequence[TurnRow], exchanges: Sequence[ExchangeRow], source: str
) -> Interview:
    return Interview(
        id=row.id, respondent=row.respondent_id, wave=row.wave, date=row.date,
        language=row.language, version=words.version, text=words.text, source=source,
        turns=tuple(_turn(turn, words.text, row.language) for turn in turns), exchanges=tuple(_exchange(one) for one in exchanges),
    )  # fmt: skip


def _turn(row: TurnRow, text: str, language: Language) -> Turn:
    removed = tuple((start, end) for start, end in row.removed)
    # Rows older than the layer say nothing of it: their words are looked at as they are read.
    layer = layer_of(text, (row.start, row.end), language) if row.hidden is None else hidden_of(row.hidden)
    made = row.cleaned or {}
    return Turn(
        row.position, row.role, row.label, row.start, row.end, removed, layer, made.get("by", ""), made.get("refused", "")
    )  # fmt: skip


def _exchange(row: ExchangeRow) -> Exchange:
    answer = tuple((start, end) for start, end in row.answer)
    question = (row.question_start, row.question_end)
    return Exchange(row.id, row.interview_id, row.position, question, answer, row.follows)


def _as_in(known: dict[str, AttributesRow], who: str, wave: str, consent: Consent) -> Attributes:
    """The newest attributes not younger than `wave`, else those without a wave, else the oldest younger ones."""
    upto = max((each for each in known if each and each <= wave), default="")
    row = known.get(upto) or known.get("") or (known[min(known)] if known else None)
    values: dict[str, Any] = {name: getattr(row, name) for name in ATTRIBUTES} if row else {}
    return Attributes(respondent=who, wave=wave, consent=consent, **values)
