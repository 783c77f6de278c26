"""Criteria in words judged by a model where the rule cannot tell: what is sent, what counts, and that a model that misbehaves changes nothing."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import pytest

from corpus.records import Language
from corpus.refinement import MASK
from research.audience import in_words
from research.brief import parse_brief
from research.messages import say
from research.outline import Outline, draft_outline
from research.said_asked import SaidAsked
from research.said_by_model import UNUSABLE_AT_MOST, judge_doubtful
from research.said_of_people import KeptVerdicts, verdicts_for
from research.said_passages import CHARACTERS_PER_ANSWER
from research.saved import to_json
from research.verdicts import Verdict, Verdicts
from research.workspace import Workspace
from tests.model_server import KEY, Behaviour, ModelServer, asked, echoes, fails, hangs, says
from tests.said_people import (
    BOTH,
    DENIED,
    NEAR,
    SECRET,
    SHOWS,
    TOLD,
    WORDS,
    all_of,
    interview,
    judges,
    one,
    only_known,
    person,
    read,
)
from tests.tiny import BRIEFS, Home, WordHashes


@dataclass(frozen=True)
class Corner:
    """The corpus opened, an outline that asks for people by what they said, and what the rule says of them."""

    space: Workspace
    searcher: Any
    outline: Outline
    rule: Verdicts


JUDGES = count()
"""Each test's verdicts are kept under a judge of its own."""


@pytest.fixture(scope="module", params=BOTH)
def corner(said_made: Home, request: pytest.FixtureRequest) -> Iterator[Corner]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.spaces.bundled_encoder", WordHashes)
        language: Language = request.param
        space = said_made.space()
        outline = replace(draft_outline(parse_brief(BRIEFS[language])), criteria=(in_words(WORDS[language]),))
        searcher, kept = space.searcher(), KeptVerdicts(space.engine, space.viewer)
        yield Corner(space, searcher, outline, verdicts_for(outline, corpus=space.corpus, searcher=searcher, kept=kept))


class Held(dict[str, str]):
    """Replies kept in memory."""

    def put(self, key: str, reply: str, tokens: int) -> None:
        self[key] = reply


def ask(
    corner: Corner, *script: Behaviour, most: int = 200, replies: Held | None = None, seconds: float = 2.0
) -> "Done":
    """Have a model with this script judge, and read its verdicts as they are kept."""
    kept, judge = KeptVerdicts(corner.space.engine, corner.space.viewer), f"judge {next(JUDGES)}"
    with asked(*script, timeout_seconds=seconds) as (model, server):
        made = judge_doubtful(
            corner.outline, corner.rule, corpus=corner.space.corpus, searcher=corner.searcher, kept=kept, judge=judge,
            model=model, replies=Held() if replies is None else replies, most=most,
        )  # fmt: skip
    (words,) = made.words
    lines = corner.space.corpus.lines_for_studies()
    return Done(made, kept.of(words, corner.outline.language, lines, judge), server, corner)


@dataclass(frozen=True)
class Done:
    """What came of it. verdicts: by interview, the model's alone."""

    made: SaidAsked
    verdicts: Mapping[str, Verdict]
    server: ModelServer
    corner: Corner

    def of(self, who: str) -> Verdict | None:
        return self.verdicts.get(interview(who, self.corner.outline.language))

    def words(self, who: str) -> str:
        verdict = self.of(who)
        assert verdict and verdict.span
        return self.corner.space.corpus.interview(verdict.interview).words(verdict.span)

    @property
    def sent(self) -> str:
        return "\n".join(self.server.told(at) for at in range(len(self.server.requests)))


def test_where_the_rule_cannot_tell_the_model_names_the_words(corner: Corner) -> None:
    done = ask(corner, judges())
    language, made = corner.outline.language, done.made
    verdict = done.of("near")
    assert verdict and (verdict.holds, verdict.how, verdict.by) == (True, "inferred", "m")
    assert done.words("near") == SHOWS[language]
    assert corner.rule[WORDS[language]][verdict.interview].holds is None
    assert (made.holds, made.denied, made.failed, made.dropped, made.trouble) == (2, 0, 0, 0, "")
    assert made.doubtful == made.judged == len(done.verdicts)
    assert (made.replies, made.tokens) == (len(done.server.requests), 15 * len(done.server.requests))
    for lang in BOTH:
        told = {"failed": None, "why": None, "beyond": None, "dropped": None, **made.told}
        assert str(made.doubtful) in say(lang, "cli.said", **told)


def test_what_the_rule_tells_is_never_sent_and_nobody_is_named(corner: Corner) -> None:
    done, language = ask(corner, judges()), corner.outline.language
    sent = done.sent
    assert TOLD[language] not in sent and DENIED[language] not in sent and NEAR[language] in sent
    assert "2026-Q1" not in sent and person("near", language) not in sent
    assert done.of("told") is None and done.of("denied") is None


def test_hidden_words_are_masked_and_show_nothing(corner: Corner) -> None:
    words = SECRET[corner.outline.language]
    for named in (words, MASK * len(words)):
        done = ask(corner, only_known(lambda entry, named=named: one(entry, "yes", named)))  # type: ignore[misc]
        assert words not in done.sent and MASK * len(words) in done.sent
        assert done.of("secret") is None and done.made.dropped == done.made.doubtful


def test_a_long_answer_is_sent_from_both_its_ends(corner: Corner) -> None:
    done = ask(corner, judges())
    said = [each for entry in read(done.sent) for each in entry["said"]]
    assert max(len(each["answer"]) for each in said) <= CHARACTERS_PER_ANSWER
    at_the_end = only_known(lambda entry: one(entry, "yes", f"x{SHOWS[corner.outline.language]}"))
    assert ask(corner, at_the_end).words("long") == f"x{SHOWS[corner.outline.language]}"


MISBEHAVING: dict[str, tuple[Behaviour, str]] = {
    "no json": (says("everybody has a dog"), "model_reply_not_json"),
    "nothing": (says(None), "model_reply_empty"),
    "another shape": (says('["yes"]'), "model_reply_shape"),
    "another language": (judges(lambda all_, _: [{**each, "holds": "符合"} for each in all_]), "model_reply_shape"),
    "ids of its own": (judges(lambda all_, _: [{**each, "id": str(at)} for at, each in enumerate(all_)]), "model_reply_shape"),
    "one missing": (judges(lambda all_, _: all_[1:]), "model_reply_shape"),
    "it obeys: all hold": (all_of("yes"), "model_graded_blindly"),
    "it obeys: none holds": (all_of("no"), "model_graded_blindly"),
    "the prompt back": (echoes, "model_reply_not_json"),
    "too many requests": (fails(429), "model_rate_limited"),
    "a broken server": (fails(503), "model_server_error"),
    "no such key": (fails(401), "model_key_refused"),
    "silence": (hangs, "model_too_slow"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISBEHAVING)
def test_a_model_that_misbehaves_says_nothing_and_why_is_told(corner: Corner, name: str) -> None:
    behaviour, trouble = MISBEHAVING[name]
    replies = Held()
    done = ask(corner, behaviour, replies=replies, seconds=0.2 if behaviour is hangs else 2.0)
    assert not done.verdicts and not replies
    assert done.made.failed == done.made.doubtful > 0 and done.made.trouble == trouble and done.made.left
    assert KEY not in json.dumps(to_json(done.made)) and done.made.told["trouble"] == trouble


WRONG_WORDS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "another language": lambda entry: one(entry, "yes", "Rex doit sortir deux fois par jour, 雷克斯每天要出门"),
    "nobody said them": lambda entry: one(entry, "yes", "I have a dog", "stated"),
    "none": lambda entry: one(entry, "yes"),
    "the question's": lambda entry: one(entry, "no", entry["said"][0]["asked"]),
    "a single sign": lambda entry: one(entry, "yes", entry["said"][0]["answer"][0]),
}


@pytest.mark.parametrize("name", WRONG_WORDS)
def test_a_verdict_without_the_persons_own_words_counts_for_nothing(corner: Corner, name: str) -> None:
    replies = Held()
    done = ask(corner, only_known(WRONG_WORDS[name]), replies=replies)
    assert done.made.dropped == done.made.doubtful > 0 and done.made.holds == done.made.denied == 0
    assert not done.verdicts and done.made.left and not replies, "what counts for nothing is not kept"
    assert ask(corner, judges(), replies=replies).of("near")


def test_instructions_in_a_transcript_stay_inside_their_entry(corner: Corner) -> None:
    done = ask(corner, judges())
    prompts = [str(request["messages"][1]["content"]) for request in done.server.requests]
    (holding,) = [prompt for prompt in prompts if "every entry holds" in prompt]
    assert holding.count('<data name="people">') == 1 and holding.count("\n</data>") == 1
    verdict = done.of("smuggled")
    assert verdict and verdict.holds is None


def test_a_reply_is_repaired_once(corner: Corner) -> None:
    done = ask(corner, says("sorry"), judges())
    assert done.made.failed == 0 and done.of("near") and done.made.replies == len(done.server.requests) >= 2
    assert len(done.server.requests[1]["messages"]) == 4


def test_one_unusable_reply_costs_its_own_entries_only(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.said_passages.ENTRIES_PER_BATCH", 2)
    made = ask(corner, says("no"), says("no"), judges()).made
    assert made.failed == 2 and made.judged == made.doubtful - 2 > 0 and made.trouble == "model_reply_not_json"


def test_a_model_that_cannot_do_it_is_asked_no_more(corner: Corner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.said_passages.ENTRIES_PER_BATCH", 1)
    done = ask(corner, says("no"))
    assert done.made.doubtful > UNUSABLE_AT_MOST and done.made.failed == done.made.doubtful
    assert len(done.server.requests) == 2 * UNUSABLE_AT_MOST and done.made.tokens == 30 * UNUSABLE_AT_MOST


def test_the_same_asked_again_sends_nothing_and_the_budget_holds(corner: Corner) -> None:
    replies = Held()
    first = ask(corner, judges(), most=2, replies=replies)
    assert (first.made.judged, first.made.most) == (2, 2) and first.made.beyond == first.made.doubtful - 2 > 0
    # Who is asked is told by the address too: another server's replies are others'.
    kept, judge = KeptVerdicts(corner.space.engine, corner.space.viewer), f"judge {next(JUDGES)}"
    with asked(fails(500), base_url=first.server.url) as (model, server):
        again = judge_doubtful(
            corner.outline, corner.rule, corpus=corner.space.corpus, searcher=corner.searcher, kept=kept, judge=judge,
            model=model, replies=replies, most=2,
        )  # fmt: skip
    assert not server.requests and (again.judged, again.kept, again.tokens) == (0, 2, 0)
