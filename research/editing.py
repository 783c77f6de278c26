"""A written report as its owner edited it. The same report, evidence and edits always give the same result.

What an edit is about is found again by what it is; what cannot be placed any more stays in the log and is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from corpus.records import Interview
from research.block_keys import block_keys, is_named, nearest
from research.edits import Edit, Kind, live
from research.evidence import Evidence
from research.finishing import Keyed, registered, signed
from research.fixed import fixed_keys, taken_along
from research.parts import ConsentGone, Part, Placing, Unplaceable, place_of, taken_apart
from research.report import Block, Chart, Heading, Paragraph, QuoteBlock, Report, Table
from research.writing.draft import Draft


@dataclass(frozen=True)
class Note:
    """What became of an edit on this report.

    unplaced          it is not in the report: what it is about, or what it shows, is not there any more
    beneath_changed   it holds, but the text it replaces has been written differently since
    numbers_changed   it holds, but a figure in it reads otherwise than its writer saw it, or counts another theme
    withdrawn         no edit (number 0): somebody the report quotes may not be quoted any more

    respondent   whose consent is gone, where that is the reason; else ""
    """

    number: int
    kind: Literal["unplaced", "beneath_changed", "numbers_changed", "withdrawn"]
    edit: Kind | None
    respondent: str = ""


@dataclass(frozen=True)
class Edited:
    """The report as edited; its id is left as it is.

    keys       the key of each of its blocks
    left_out   keys of the blocks left out, in their order
    """

    report: Report
    keys: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    left_out: tuple[str, ...] = ()


def edited(
    report: Report, evidence: Evidence, edits: Sequence[Edit], *, interviews: Mapping[str, Interview],
    may_quote: Callable[[str], bool] = lambda who: True,
) -> Edited:  # fmt: skip
    """`report` after `edits`.

    interviews   those of the evidence, by id; read only where an edit shows words the report does not quote
    may_quote    whether a respondent agrees, by now, to be quoted; asked as `interviews` is
    """
    held = live(edits)
    if not held:
        return Edited(report, block_keys(report))
    work = _Work(report, evidence, Draft.of(report, evidence, interviews), may_quote)
    for edit in held:
        work.apply(edit)
    return work.done()


def beneath_of(block: Block, report: Report, evidence: Evidence) -> list[Part]:
    """What stands in a block, by what its marks are: the same on other data as long as it is written alike."""
    if isinstance(block, QuoteBlock):
        return [{"quote": place_of(report.quotes[block.quote])}]
    if isinstance(block, Heading | Paragraph):
        return taken_apart(block.text, report, evidence)
    return [block.id] if isinstance(block, Chart | Table) else []


def siblings(key: str, blocks: Sequence[Keyed]) -> list[str]:
    """The keys of those `key` can change places with, itself among them: sections of one part, conclusions of page one."""
    at = next(at for at, (each, _) in enumerate(blocks) if each == key)
    block = blocks[at][1]
    if not isinstance(block, Heading):
        return [each for each, one in blocks if isinstance(one, Paragraph) and one.style == "key"]
    above = [at for at, (_, one) in enumerate(blocks) if isinstance(one, Heading) and one.level < block.level]
    start = max((one for one in above if one < at), default=-1)
    end = min((one for one in above if one > at), default=len(blocks))
    return [each for each, one in blocks[start + 1 : end] if isinstance(one, Heading) and one.level == block.level]


@dataclass
class _Work:
    """A report on its way through its edits, one after the other."""

    written: Report
    evidence: Evidence
    draft: Draft
    may_quote: Callable[[str], bool]
    title: str = ""
    blocks: list[Keyed] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)
    placed: bool = False
    """Whether any edit has a place here: a report none of whose edits has one is as it was written."""

    def __post_init__(self) -> None:
        self.title = self.written.title
        self.blocks = list(zip(block_keys(self.written), self.written.blocks, strict=True))
        self._beneath = {key: beneath_of(block, self.written, self.evidence) for key, block in self.blocks}
        self._placing = Placing(self.draft, self.written, self.may_quote)
        self._fixed = fixed_keys(self.written)

    def apply(self, edit: Edit) -> None:
        """One edit; what cannot be placed is noted."""
        do: dict[str, Callable[[Edit], None]] = {
            "title": self._retitle, "heading": self._rewrite, "text": self._rewrite, "drop": self._drop,
            "restore": self._restore, "move": self._move, "swap": self._swap,
        }  # fmt: skip
        try:
            do[edit.kind](edit)
            self.placed = True
        except ConsentGone as gone:
            self.notes.append(Note(edit.number, "unplaced", edit.kind, str(gone)))
        except Unplaceable:
            self.notes.append(Note(edit.number, "unplaced", edit.kind))

    def done(self) -> Edited:
        """The result."""
        gone = self._gone()
        left = [(key, block) for key, block in self.blocks if key not in gone]
        left = signed(left, self.written.language) if self.placed else left
        blocks = registered([block for _, block in left], self.draft, self.written)
        draft = self.draft
        quoted = {id_: words for id_, words in draft.quoted.items() if id_ in draft.quotes}
        report = replace(
            self.written, title=self.title, blocks=blocks, figures=draft.figures, quotes=draft.quotes,
            texts=draft.texts, quoted=quoted,
        )  # fmt: skip
        left_out = tuple(key for key, _ in self.blocks if key in self.dropped)
        return Edited(report, tuple(key for key, _ in left), tuple(self.notes), left_out)

    def _retitle(self, edit: Edit) -> None:
        self.title = str(edit.content["text"])

    def _rewrite(self, edit: Edit) -> None:
        key = self._find(edit)
        text = self._placing.text(edit.content["parts"])
        if self._placing.turned:
            self.notes.append(Note(edit.number, "numbers_changed", edit.kind))
        self._put(key, lambda block: replace(block, text=text) if isinstance(block, Heading | Paragraph) else block)

    def _drop(self, edit: Edit) -> None:
        key = self._find(edit)
        if taken_along(key, self.written) & self._fixed:
            raise Unplaceable(key)
        self.dropped.add(key)

    def _restore(self, edit: Edit) -> None:
        self.dropped.discard(self._find(edit))

    def _swap(self, edit: Edit) -> None:
        key = self._find(edit)
        quote = self._placing.quote(edit.content["quote"])
        if any(isinstance(one, QuoteBlock) and one.quote == quote and each != key for each, one in self.blocks):
            raise Unplaceable(quote)  # the writer has come to quote the same words: never twice
        self._put(key, lambda block: QuoteBlock(quote))

    def _move(self, edit: Edit) -> None:
        keys = [key for key, _ in self.blocks]
        target, before = nearest(edit.target, keys), edit.content["before"]
        if target not in keys or target in self._fixed:
            raise Unplaceable(target)
        like = siblings(target, self.blocks)
        before = None if before is None else nearest(before, keys)
        if target == before or (before is not None and before not in like):
            raise Unplaceable(str(before))
        start, end = self._extent(target)
        unit = self.blocks[start:end]
        last = self._extent(like[-1])[1]
        to = last if before is None else keys.index(before)
        if not start <= to <= end:
            left = self.blocks[:start] + self.blocks[end:]
            to -= len(unit) if to > start else 0
            self.blocks = [*left[:to], *unit, *left[to:]]

    def _find(self, edit: Edit) -> str:
        """The key of the block an edit is about. Raises Unplaceable where there is none, or none to be changed."""
        key = self._found(edit)
        if key in self._fixed:
            raise Unplaceable(key)
        return key

    def _found(self, edit: Edit) -> str:
        """Where the same stands, else what bears its name or shares a figure."""
        beneath, keys = edit.content.get("beneath"), [key for key, _ in self.blocks]
        target = nearest(edit.target, keys)
        if target in keys and self._beneath[target] == beneath:
            return target
        like = [key for key in keys if _place(key) == _place(target)]
        same = next((key for key in like if beneath and self._beneath[key] == beneath), None)
        if same is not None:
            return same
        if target not in keys or not (is_named(target) or self._is_about(target, beneath, like)):
            raise Unplaceable(edit.target)
        if edit.kind == "drop" and _quotes(beneath or ()):
            raise Unplaceable(edit.target)  # other words stand there now: nobody has dropped those
        if target not in self._fixed:
            self.notes.append(Note(edit.number, "beneath_changed", edit.kind))
        return target

    def _is_about(self, target: str, beneath: Sequence[Part] | None, like: Sequence[str]) -> bool:
        """Whether what stands at a bare place is what was edited: a quote's place, the only one, or the same figure."""
        figures = [part["figure"] for part in beneath or () if isinstance(part, dict) and "figure" in part]
        now = [part["figure"] for part in self._beneath[target] if isinstance(part, dict) and "figure" in part]
        return bool(_quotes(beneath or ())) or len(like) == 1 or any(one in now for one in figures)

    def _put(self, key: str, change: Callable[[Block], Block]) -> None:
        self.blocks = [(each, change(block) if each == key else block) for each, block in self.blocks]

    def _extent(self, key: str) -> tuple[int, int]:
        """Where a section begins and ends; any other block is one long."""
        start = next(at for at, (each, _) in enumerate(self.blocks) if each == key)
        block = self.blocks[start][1]
        if not isinstance(block, Heading):
            return start, start + 1
        after = range(start + 1, len(self.blocks))
        return start, next((at for at in after if _ends(self.blocks[at][1], block.level)), len(self.blocks))

    def _gone(self) -> set[str]:
        extents = [self._extent(key) for key in self.dropped]
        return {key for start, end in extents for key, _ in self.blocks[start:end]}


def _place(key: str) -> str:
    """A key without the number at its end: section and kind."""
    return key if is_named(key) else key.rpartition("/")[0]


def _quotes(parts: Sequence[Any]) -> list[Any]:
    return [part for part in parts if isinstance(part, dict) and "quote" in part and len(parts) == 1]


def _ends(block: Block, level: int) -> bool:
    return isinstance(block, Heading) and block.level <= level
