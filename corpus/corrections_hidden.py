"""What a curator decided about identifying words holds in the next text version too."""

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from corpus.schema import TextVersion, TurnRow

DECIDED = ("accepted", "dismissed")


def carry_decisions(session: Session, interview: str, version: int) -> None:
    """Give the turns of `version` the layer of identifying words that they had in the version before.

    A turn that reads as before has it as before; in one that was corrected, what was found anew is decided as the same
    words were.
    """
    before, after = _turns(session, interview, version - 1), _turns(session, interview, version)
    same: dict[str, list[TurnRow]] = defaultdict(list)
    for row, text in before:
        same[text].append(row)
    for row, text in after:
        if row.hidden is None:
            continue
        if same[text]:
            _copy(same[text].pop(0), row)
        else:
            _decide(row, text, before)


def _turns(session: Session, interview: str, version: int) -> list[tuple[TurnRow, str]]:
    text = session.get_one(TextVersion, (interview, version)).text
    query = select(TurnRow).where(TurnRow.interview_id == interview, TurnRow.version == version)
    return [(row, text[row.start : row.end]) for row in session.scalars(query.order_by(TurnRow.position))]


def _copy(old: TurnRow, new: TurnRow) -> None:
    shift = new.start - old.start
    if old.hidden is not None:
        new.hidden = [[start + shift, end + shift, kind, state] for start, end, kind, state in old.hidden]


def _decide(row: TurnRow, text: str, before: list[tuple[TurnRow, str]]) -> None:
    decided = {
        (said[start - old.start : end - old.start], kind): state
        for old, said in before
        for start, end, kind, state in old.hidden or ()
        if state in DECIDED
    }
    row.hidden = [
        [start, end, kind, decided.get((text[start - row.start : end - row.start], kind), state)]
        for start, end, kind, state in row.hidden or ()
    ]
