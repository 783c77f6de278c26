"""Valid responses: the respondents who fit the audience and answered enough, and why everyone else is left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from corpus.records import Attributes
from corpus.store import Corpus
from research.audience import Criterion, Fit, judge
from research.matches import Match, by_respondent
from research.outline import Outline
from research.rulings import Ruling
from research.verdicts import NONE, Verdicts, told_by

Reason = Literal["language", "audience", "window", "not_asked", "no_answer", "by_hand"]
Status = Literal["answered", "no_answer", "off_topic", "not_asked"]


RULE = ("corpus", "reuse", "language", "window", "audience", "asked", "answered")
"""The steps of the funnel the rule decides, in their order; `reuse`: who agrees that a study uses their words."""

BY_HAND = ("taken_in", "left_out")
"""What the researcher decided, beside the funnel."""


@dataclass(frozen=True)
class Response:
    """A respondent judged. `reason` is None for a valid response.

    by_hand   why the researcher took them in or left them out, "" where the rule decided
    rule      the rule's own reason where they were taken in by hand

    wave      the newest wave in the window, the one whose profile was judged
    statuses  question → what happened to it in the window (the newest answer counts)
    held      interviews the corpus holds of the person; spoken: those in the study's language
    detail    the criterion that failed, as said in the brief; or how many of how many were answered
    preferred how many of the preferred criteria hold
    """

    respondent: str
    wave: str
    interviews: tuple[str, ...]
    statuses: dict[str, Status]
    reason: Reason | None
    detail: str = ""
    failed: str = ""
    score: float = 0.0
    held: int = 0
    spoken: int = 0
    by_hand: str = ""
    rule: Reason | None = None
    preferred: int = 0


@dataclass(frozen=True)
class Responses:
    """Everybody a study may use, judged; ordered by respondent id. funnel: step → (respondents, interviews).

    Raises ValueError where the funnel lacks a step, as one saved by an earlier release does.
    """

    all: tuple[Response, ...]
    funnel: dict[str, tuple[int, int]]
    waves: tuple[str, ...]

    def __post_init__(self) -> None:
        if lacking := {*RULE, *BY_HAND, "valid"} - self.funnel.keys():
            raise ValueError(f"a funnel without {sorted(lacking)}")

    @property
    def valid(self) -> tuple[Response, ...]:
        """The valid responses."""
        return tuple(one for one in self.all if one.reason is None)


def has_answered(response: Response) -> bool:
    """Whether they answered any question of the outline, must-have or not."""
    return "answered" in response.statuses.values()


def judge_responses(
    outline: Outline, matches: Sequence[Match], *, corpus: Corpus,
    rulings: Mapping[str, Ruling] = MappingProxyType({}), verdicts: Verdicts = NONE,
) -> Responses:  # fmt: skip
    """Judge every respondent of the corpus whose words may be used again by the outline's rule, then by the researcher's decisions.

    verdicts   on the criteria that are judged from what people said (said_of_people.verdicts_for, kept_verdicts)

    Somebody with no interview in the language and the window, or who answered none of the questions, cannot be taken
    in: there is nothing to count.
    """
    waves = waves_of(outline, corpus.waves())
    matched = by_respondent([match for match in matches if match.wave in waves])
    people: dict[str, list[tuple[str, str, str]]] = {}
    for interview in corpus.lines_for_studies():
        people.setdefault(interview.respondent, []).append((interview.wave, interview.id, interview.language))
    profiles = corpus.attributes()
    judged = tuple(
        _ruled(
            _judge(who, sorted(interviews), outline, waves, profiles, matched.get(who, {}), verdicts), rulings.get(who)
        )
        for who, interviews in sorted(people.items())
    )
    return Responses(judged, _funnel(judged, corpus.size()), waves)


def waves_of(outline: Outline, held: Sequence[str]) -> tuple[str, ...]:
    """The waves whose interviews count, oldest first: those the audience names, else the newest ones of the window.

    held   the waves there are interviews of, oldest first
    """
    named = [one for one in outline.criteria if one.field == "wave" and one.required]
    if not named:
        return tuple(held[-outline.window :])
    return tuple(wave for wave in held if all((wave in one.values) != (one.op == "not_in") for one in named))


def _judge(
    who: str, interviews: Sequence[tuple[str, str, str]], outline: Outline, waves: Sequence[str],
    profiles: Mapping[tuple[str, str], Attributes], matched: Mapping[str, Sequence[Match]], verdicts: Verdicts,
) -> Response:  # fmt: skip
    spoken = [one for one in interviews if one[2] == outline.language]
    inside = [one for one in spoken if one[0] in waves]
    statuses = {question.id: status_of(matched.get(question.id, ())) for question in outline.core}
    newest = (inside or spoken or list(interviews))[-1][0]
    ids = tuple(identity for _, identity, _ in inside)

    def left_out(reason: Reason, detail: str = "", failed: str = "") -> Response:
        return Response(who, newest, ids, statuses, reason, detail, failed, 0.0, len(interviews), len(spoken))

    if not spoken:
        return left_out("language")
    if not inside:
        return left_out("window")
    fit = fit_of(outline, profiles[who, newest], newest, ids, verdicts)
    if fit.failed:
        return replace(left_out("audience", fit.failed.said, fit.failed.field), preferred=fit.preferred)
    whole = Response(who, newest, ids, statuses, None, "", "", _score(matched), len(interviews), len(spoken))
    return _enough(outline, replace(whole, preferred=fit.preferred))


def personal(outline: Outline) -> tuple[Criterion, ...]:
    """The criteria on who somebody is; a required one on waves says which interviews count."""
    return tuple(one for one in outline.criteria if one.field != "wave" or not one.required)


def fit_of(
    outline: Outline, profile: Attributes, wave: str, interviews: Sequence[str], verdicts: Verdicts = NONE
) -> Fit:
    """Whether somebody meets the outline's personal criteria.

    wave   their newest in the window; interviews: theirs in it, oldest first
    """
    asked = personal(outline)
    words = [one.values[0] for one in asked if one.op == "said"]
    said = {each: verdict.holds for each in words if (verdict := told_by(verdicts, each, interviews))}
    return judge(profile, asked, wave=wave, language=outline.language, said=said)


def best_first(response: Response) -> tuple[float, int, float, str]:
    """What the draw by best match sorts by: how well the answers match, to a tenth of a question; among equals who meets
    more of what is preferred."""
    return -round(response.score, 1), -response.preferred, -response.score, response.respondent


def _enough(outline: Outline, response: Response) -> Response:
    wanted = [question.id for question in outline.must_haves]
    answered = sum(response.statuses[question] == "answered" for question in wanted)
    asked = sum(response.statuses[question] != "not_asked" for question in wanted)
    if answered >= outline.least:
        return response
    reason: Reason = "not_asked" if asked < outline.least else "no_answer"
    return replace(response, reason=reason, detail=f"{answered}/{len(wanted)}", score=0.0)


def status_of(matches: Sequence[Match]) -> Status:
    """What happened to a question: answered in any wave counts, else the newest attempt says."""
    if not matches:
        return "not_asked"
    if any(match.grade in ("answered", "partly") for match in matches):
        return "answered"
    return "no_answer" if matches[-1].grade == "no_answer" else "off_topic"


def _ruled(response: Response, ruling: Ruling | None) -> Response:
    """The response as the researcher's decision leaves it."""
    if ruling is None or not response.interviews or ruling.included == (response.reason is None):
        return response
    if ruling.included and not has_answered(response):
        return response
    if ruling.included:
        return replace(response, reason=None, by_hand=ruling.reason, rule=response.reason)
    return replace(response, reason="by_hand", by_hand=ruling.reason, score=0.0)


def _score(matched: Mapping[str, Sequence[Match]]) -> float:
    """How well a person's answers match, for the draw by best match: the sum of their best probabilities."""
    return round(sum(max(match.probability * match.fit for match in found) for found in matched.values()), 6)


def _funnel(judged: Sequence[Response], held: tuple[int, int]) -> dict[str, tuple[int, int]]:
    """corpus → reuse → language → window → audience → asked → answered → valid, as people and interviews: all of them, those
    in the language, and from the window on those within it. Up to `answered` the rule decides; `taken_in` and
    `left_out` are the researcher's own decisions, which make `valid` of it."""
    steps: dict[str, Reason] = {
        "language": "language", "window": "window", "audience": "audience", "asked": "not_asked", "answered": "no_answer",
    }  # fmt: skip
    left = list(judged)
    funnel = {"corpus": held, "reuse": (len(left), sum(one.held for one in left))}
    for step, reason in steps.items():
        left = [one for one in left if (one.rule or one.reason) != reason]
        funnel[step] = _counted(left)
    spoken = [one for one in judged if one.reason != "language"]
    return funnel | {
        "language": (len(spoken), sum(one.spoken for one in spoken)),
        "taken_in": _counted([one for one in judged if one.rule]),
        "left_out": _counted([one for one in judged if one.reason == "by_hand"]),
        "valid": _counted([one for one in judged if one.reason is None]),
    }


def _counted(responses: Sequence[Response]) -> tuple[int, int]:
    return len(responses), sum(len(one.interviews) for one in responses)
