"""Another encoder's index grows beside the one in use, which serves until the new one is whole, and survives whatever comes between."""

from typing import Any

import pytest

from corpus.errors import Busy, IndexTrouble
from index import manifest, spaces, switching
from index.manifest import Manifest, current
from index.search import Query, Searcher
from index.switching import beside, forget_next, needs_switch, switch_index, take_out_of_next
from tests.index.conftest import FakeEncoder
from tests.index.test_build import withdraw

QUERIES = [Query("Do you drink tea or coffee?", "en"), Query("喝茶还是咖啡？", "zh")]


class Named(FakeEncoder):
    """A shared encoder called as the setting says; `lost` is not there."""

    read = 0

    def __init__(self, name: str) -> None:
        if name == "lost":
            raise IndexTrouble("encoder_not_found", name=name)
        self.id = f"fake:{name}"

    def encode(self, texts):
        Named.read += len(texts)
        return super().encode(texts)


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four interviews a piece."""
    monkeypatch.setattr(spaces, "SentenceEncoder", Named)
    monkeypatch.setattr(switching, "FIRST", 16)
    monkeypatch.setattr(switching, "LARGEST", 16)
    monkeypatch.setattr(switching, "SMALLEST", 16)
    Named.read = 0


def hits(home, **options: Any) -> list:
    found = Searcher.open(home.root, **({"encoder": None, "own": True} | options)).search(QUERIES, limit=12)
    return [[(hit.exchange, round(hit.score, 4)) for hit in each] for each in found]


def encoder_of(home) -> str | None:
    return Manifest.load(current(home.root)).encoder


class Stop(Exception):
    """What comes between two pieces."""


def stopping_after(pieces: int):
    left = [pieces]

    def between() -> None:
        left[0] -= 1
        if left[0] <= 0:
            raise Stop

    return between


def test_the_old_index_serves_until_the_new_one_is_whole(home) -> None:
    home.update()
    before, served, said = hits(home), [], []

    def between() -> None:
        served.append((encoder_of(home), hits(home, encoder="ours") == before))

    result = switch_index(
        home.corpus, home.root, encoder="ours", progress=lambda *each: said.append(each), between=between
    )
    assert len(served) == 3 and set(served) == {(None, True)}
    assert (result.kind, result.interviews, result.exchanges) == ("built", 10, 40)
    assert said == sorted(said) and said[-1] == (40, 40)
    assert encoder_of(home) == "ours" and not beside(home.root).exists()
    assert home.update(encoder="ours").kind == "unchanged"
    grown = hits(home, encoder="ours", own=False)
    home.update(encoder="ours", rebuild=True)
    assert hits(home, encoder="ours", own=False) == grown, "it finds what one made at once finds"


def test_back_to_the_encoders_of_the_start(home) -> None:
    home.update()
    before = hits(home)
    switch_index(home.corpus, home.root, encoder="ours")
    assert needs_switch(home.root, None) and not needs_switch(home.root, "ours")
    switch_index(home.corpus, home.root, encoder=None)
    assert not needs_switch(home.root, None) and hits(home, own=False) == before, (
        "fitted on all, not on its first piece"
    )


@pytest.mark.parametrize("pieces", [1, 2])
def test_what_broke_off_goes_on_from_its_last_piece(home, pieces: int) -> None:
    home.update()
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="ours", between=stopping_after(pieces))
    assert encoder_of(home) is None and hits(home)
    (beside(home.root) / "half").mkdir()  # what a kill leaves
    said: list[tuple[int, int]] = []
    switch_index(home.corpus, home.root, encoder="ours", progress=lambda *each: said.append(each))
    assert Named.read == 80, "each question and each answer once"
    assert encoder_of(home) == "ours" and said[-1][1] == 40 - 16 * pieces
    assert not (home.root / "half").exists()


def test_begun_for_another_encoder_it_begins_anew(home) -> None:
    home.update()
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="first", between=stopping_after(1))
    switch_index(home.corpus, home.root, encoder="ours")
    assert Manifest.load(current(home.root)).spaces == {"all": "fake:ours"}
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="first", between=stopping_after(1))
    folder = current(beside(home.root))
    (folder / "manifest.json").write_text("{", encoding="utf-8")
    switch_index(home.corpus, home.root, encoder="first")
    assert encoder_of(home) == "first", "nor does a damaged one stand in the way"


def test_what_comes_in_and_goes_meanwhile_is_in_it_and_is_not(home) -> None:
    home.update()
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="ours", between=stopping_after(2))
    home.bring("E9")
    assert home.update(encoder="ours", own=True).kind == "added" and encoder_of(home) is None
    gone = next(iter(Manifest.load(current(beside(home.root))).interviews))
    withdraw(home, gone)
    take_out_of_next(home.corpus, home.root)
    for each in beside(home.root).iterdir():
        assert not each.is_dir() or gone not in Manifest.load(each).interviews
    switch_index(home.corpus, home.root, encoder="ours")
    assert Manifest.load(current(home.root)).interviews == home.corpus.versions()
    assert "E9-2026-Q1" in home.corpus.versions() and gone not in home.corpus.versions()


def test_who_is_gone_leaves_an_index_whose_encoder_is_gone_too(home, monkeypatch) -> None:
    home.update()
    take_out_of_next(home.corpus, home.root)  # there is none
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="ours", between=stopping_after(2))
    withdraw(home, next(iter(Manifest.load(current(beside(home.root))).interviews)))
    monkeypatch.setattr(spaces, "SentenceEncoder", lambda name: Named("lost"))
    take_out_of_next(home.corpus, home.root)
    assert current(beside(home.root)) is None and not [each for each in beside(home.root).iterdir() if each.is_dir()]


def test_an_encoder_that_cannot_be_loaded_leaves_the_index_as_it_was(home) -> None:
    home.update()
    before = hits(home)
    with pytest.raises(IndexTrouble, match="encoder_not_found"):
        switch_index(home.corpus, home.root, encoder="lost")
    assert hits(home, encoder="lost") == before


def test_an_index_whose_own_encoder_is_gone_says_what_mends_it(home, monkeypatch) -> None:
    home.update(encoder="ours")
    monkeypatch.setattr(spaces, "SentenceEncoder", lambda name: Named("lost"))
    for call in (lambda: hits(home), lambda: home.update(encoder=None, own=True)):
        with pytest.raises(IndexTrouble) as refused:
            call()
        assert (refused.value.key, refused.value.values) == ("encoder_mismatch", {"built": "ours", "set": "default"})
    with pytest.raises(IndexTrouble, match="encoder_not_found"):
        hits(home, encoder="ours")
    switch_index(home.corpus, home.root, encoder=None)
    assert hits(home, own=False)


def test_killed_between_the_two_steps_of_taking_its_place_nothing_is_read_again(home, monkeypatch) -> None:
    home.update()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(switching, "swap", killed)
    with pytest.raises(KeyboardInterrupt):
        switch_index(home.corpus, home.root, encoder="ours")
    assert encoder_of(home) is None and hits(home)
    monkeypatch.setattr(switching, "swap", manifest.swap)
    switch_index(home.corpus, home.root, encoder="ours")
    assert encoder_of(home) == "ours" and Named.read == 80


def test_two_are_not_made_at_once_and_one_in_the_making_is_not_removed(home) -> None:
    home.update()
    refused: list[str] = []

    def between() -> None:
        forget_next(home.root)
        try:
            switch_index(home.corpus, home.root, encoder="other")
        except Busy as busy:
            refused.append(busy.key)

    switch_index(home.corpus, home.root, encoder="ours", between=between)
    assert set(refused) == {"indexing_running"} and encoder_of(home) == "ours"
    with pytest.raises(Stop):
        switch_index(home.corpus, home.root, encoder="other", between=stopping_after(1))
    forget_next(home.root)
    assert not beside(home.root).exists()
