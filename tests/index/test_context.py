"""What a conversation, and in a discussion what stands beside, adds to an exchange."""

import json
from pathlib import Path

import numpy as np
import pytest

from corpus.intake import import_files
from corpus.viewer import LOCAL
from index.context import BESIDE, CONVERSATION, Surroundings, of_conversation
from index.roll import Roll
from index.search import Query, Searcher
from index.talk import Talk


def talk_of(rows: list[tuple[int, int, int]]) -> Talk:
    """Exchanges 1, 2, 3 … : interview, conversation, place."""
    entries = np.array([(at + 1, interview, 0) for at, (interview, _, _) in enumerate(rows)], np.int32)
    return Talk(np.array([row[1:] for row in rows], np.int64), Roll([entries]))


def test_the_best_and_the_best_three_of_a_conversation() -> None:
    scores = np.array([1.0, 5.0, 3.0, 0.0, 2.0])
    conversation = np.array([7, 7, 7, 7, 9])
    assert of_conversation(scores, conversation).tolist() == [4.0, 4.0, 4.0, 4.0, 2.0]


def test_beside_in_the_order_of_talk_and_never_into_another_conversation() -> None:
    talk = talk_of([(0, 5, 4), (1, 5, 0), (1, 5, 2), (2, 6, 0), (3, 6, 1), (4, 8, 0), (4, 8, 1)])
    every = np.arange(1, 8)
    assert talk.beside(every, 1).tolist() == [-1, 3, 1, 5, -1, -1, -1]
    assert talk.beside(every, -2).tolist() == [2, -1, -1, -1, -1, -1, -1]


def test_neighbours_count_less_the_farther_and_only_where_they_are_among_the_rows() -> None:
    talk = talk_of([(0, 5, 0), (1, 5, 1), (0, 5, 2), (2, 8, 0), (2, 8, 1)])
    blurred = np.array([1 + BESIDE**2 * 4, BESIDE * 5, 4 + BESIDE**2, 1, 1])
    lifted = Surroundings.of(np.arange(1, 6), talk).lifted(np.array([1.0, 0.0, 4.0, 1.0, 1.0]))
    assert lifted == pytest.approx(blurred + CONVERSATION * of_conversation(blurred, np.array([5, 5, 5, 8, 8])))
    two = np.array([1 + BESIDE**2 * 4, 4 + BESIDE**2])
    lifted = Surroundings.of(np.array([1, 3]), talk).lifted(np.array([1.0, 4.0]))
    assert lifted == pytest.approx(two + CONVERSATION * of_conversation(two, np.array([5, 5])))


def test_people_of_one_discussion_are_one_conversation_in_the_index(home) -> None:
    said = ["I drink green tea.", "Coffee for me.", "Tea too, never coffee.", "Milk in it.", "Cheap tea.", "Online."]
    turns = []
    for at, each in enumerate(said):
        turns += [
            {"speaker": "Moderator", "text": f"And you, number {at}, what do you drink?"},
            {"speaker": f"P{at % 2 + 1}", "text": each},
        ]
    path = Path(home.folder) / "group.json"
    path.write_text(json.dumps({"wave": "2026-Q1", "turns": turns}), encoding="utf-8")
    (result,) = import_files([path], engine=home.engine, viewer=LOCAL, lock=home.folder / "lock")
    assert len(result.interviews) == 2
    home.update()
    talk = Searcher.open(home.root, encoder=None)._finder.talk
    own = {each.id: [one.id for one in each.exchanges] for each in home.corpus.interviews(result.interviews)}
    first, second = own.values()
    assert len(set(talk.conversations(np.array(first + second)).tolist())) == 1
    assert set(talk.beside(np.array(first), 1).tolist()) & set(second)
    others = [one.id for each in home.corpus.interviews() if each.id not in own for one in each.exchanges]
    assert (talk.beside(np.array(others), 1) == -1).all()
    assert Searcher.open(home.root, encoder=None).search([Query("cheap tea", "en")])[0]
