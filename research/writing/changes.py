"""What changed for the people who came back: the same people in every wave, counted, never tested below the base."""

from dataclasses import dataclass

from research.evidence import QuestionEvidence
from research.figures import LOW_BASE
from research.outline import Outline, OutlineQuestion
from research.people import Condition, people
from research.report import Chart, Table
from research.statistics import false_discovery, mcnemar
from research.writing.draft import Draft
from research.writing.labels import option_label, theme_label, topic_of
from research.writing.themes_shown import shown_themes

SHOWN = 6
"""Views that changed most, over all questions."""


@dataclass(frozen=True)
class Moved:
    """A view and how many of the returners hold it in each wave. `condition` lacks the wave.

    p   exact McNemar of the last wave against the first, over the returners who answered in both; 1 below LOW_BASE
    """

    condition: Condition
    label: str
    topic: str
    counts: tuple[int, ...]
    p: float

    @property
    def change(self) -> int:
        """Last wave less first."""
        return self.counts[-1] - self.counts[0]


def write_changes(draft: Draft, outline: Outline) -> None:
    """The part on change over waves; says so where nobody came back."""
    evidence = draft.evidence
    draft.heading(2, draft.say("change.title"))
    if len(evidence.returned) < 3 or len(evidence.waves) < 2:
        draft.paragraph(draft.say("change.nobody"))
        return
    returned = draft.count([{"returned": True}])
    first, last = (draft.text("wave", wave) for wave in (evidence.waves[0], evidence.waves[-1]))
    draft.paragraph(draft.say("change.who", n=draft.mark(returned, "n"), first=first, last=last))
    moved = [one for question in outline.core for one in _views(draft, question)]
    proven = {id(one) for one, real in zip(moved, false_discovery([one.p for one in moved]), strict=True) if real}
    moved = sorted((one for one in moved if abs(one.change) >= 2), key=lambda one: -abs(one.change))[:SHOWN]
    if not moved:
        draft.paragraph(draft.say("change.nothing"))
        return
    for one in moved[:3]:
        draft.paragraph(_told(draft, one) + (draft.say("change.proven") if id(one) in proven else ""), "bullet")
    _chart(draft, moved[:3])
    _table(draft, moved)
    draft.paragraph(draft.say("change.no_test" if len(evidence.returned) < LOW_BASE else "change.tested"), "note")


def _views(draft: Draft, question: OutlineQuestion) -> list[Moved]:
    asked = draft.evidence.questions[question.id]
    found: list[Moved] = []
    topic = topic_of(question.text)
    for theme in shown_themes(asked):
        found.append(
            _moved(draft, {"question": question.id, "theme": theme.id}, theme_label(draft, asked, theme), topic)
        )
    for option in _options(asked) if question.kind == "choice" else ():
        found.append(_moved(draft, {"question": question.id, "option": option}, option_label(draft, option), topic))
    return found


def _options(asked: QuestionEvidence) -> list[str]:
    return sorted(
        {value.option for values in asked.values_by_wave.values() for value in values.values() if value.option}
    )


def _moved(draft: Draft, condition: Condition, label: str, topic: str) -> Moved:
    counts = [
        len(people([{"returned": True}, condition | {"wave": wave}], draft.evidence)) for wave in draft.evidence.waves
    ]
    return Moved(condition, label, topic, tuple(counts), _paired(draft, condition))


def _paired(draft: Draft, condition: Condition) -> float:
    """p that as many took a view up as gave it up, first wave to last, among those who answered in both."""
    first, last = draft.evidence.waves[0], draft.evidence.waves[-1]
    both: list[Condition] = [{"returned": True}]
    both += [{"question": condition["question"], "answered_in": wave} for wave in (first, last)]
    asked = people(both, draft.evidence)
    if len(asked) < LOW_BASE:
        return 1.0
    then, now = (asked & people([condition | {"wave": wave}], draft.evidence) for wave in (first, last))
    return mcnemar(len(now - then), len(then - now))


def _figures(draft: Draft, one: Moved) -> list[str]:
    question = one.condition["question"]

    def figure(wave: str) -> str:
        base: list[Condition] = [{"returned": True}, {"question": question, "answered_in": wave}]
        return draft.count([one.condition | {"wave": wave}], base).id

    return [figure(wave) for wave in draft.evidence.waves]


def _told(draft: Draft, one: Moved) -> str:
    marks = [f"{{{figure}:of}}" for figure in _figures(draft, one)]
    topic = draft.text("outline", one.topic)
    return draft.say("change.told", topic=topic, name=one.label, counts=draft.say("change.then").join(marks))


def _chart(draft: Draft, moved: list[Moved]) -> None:
    draft.blocks.append(Chart(
        id="changes", kind="line", form="n", caption=draft.say("change.chart"),
        categories=tuple(draft.text("wave", wave) for wave in draft.evidence.waves),
        series=tuple((one.label, tuple(_figures(draft, one))) for one in moved),
        note=draft.say("change.note", n=draft.mark(draft.count([{"returned": True}]), "n")),
    ))  # fmt: skip


def _table(draft: Draft, moved: list[Moved]) -> None:
    waves = draft.evidence.waves
    header = (draft.say("change.view"), *(draft.text("wave", wave) for wave in waves))
    rows = tuple((one.label, *(f"{{{figure}:of}}" for figure in _figures(draft, one))) for one in moved)
    widths = (0.52, *(0.48 / len(waves) for _ in waves))
    draft.blocks.append(Table("changes", draft.say("change.table"), header, rows, widths))
