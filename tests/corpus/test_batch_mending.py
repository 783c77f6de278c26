"""Mending what was refused: replacements, second interviews, and one person's words under the name of another."""

from pathlib import Path

import pytest

from corpus.errors import BadInput


def talk(said: str = "Twice a week.") -> bytes:
    return f"Interviewer: How often do you buy tea?\nRespondent: {said}\n".encode()


def on_disk(kept: Path) -> list[str]:
    return sorted(str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file())


def test_a_replacement_that_is_refused_too_leaves_the_case_as_it_was(batches, bring_all, corpus, kept) -> None:
    batch = batches.open([("E01_2026-Q1.txt", b"Respondent: alone")])
    bring_all(batch.id)
    second = batches.put_in_place(batch.id, 1, "E01_2026-Q1.txt", b"Respondent: still alone")
    assert batches.file(batch.id, 1).refusal.key == "no_speakers"  # while the copy waits
    bring_all(batch.id)
    assert batches.get(batch.id).counts == {"refused": 2} and corpus.counts()["refused"] == 2
    assert on_disk(kept) == [f"{batch.id}/1", f"{batch.id}/2"]
    batches.put_in_place(batch.id, second.number, "E01_2026-Q1.txt", talk())
    bring_all(batch.id)
    assert batches.get(batch.id).counts == {"dismissed": 2, "in": 1} and corpus.counts()["refused"] == 0
    assert on_disk(kept) == []


def test_a_batch_in_the_place_of_a_file_without_bytes(batches, bring_all, corpus) -> None:
    first = batches.open([("E01.txt", talk())])
    bring_all(first.id)
    case = batches.file(first.id, 1).sha256
    second = batches.open([("E01 b.txt", talk("b"))], instead=[case])
    bring_all(second.id)
    assert corpus.counts()["refused"] == 2  # not in: the wave is still lacking
    batches.retry(second.id, [1], wave="2026年第一季度")
    bring_all(second.id)
    assert corpus.counts()["refused"] == 0 and batches.file(first.id, 1).status == "dismissed"


def test_a_second_interview_waits_for_somebody_to_say_whose(batches, bring_all, corpus) -> None:
    files = {"E05_2026-Q1.txt": talk(), "E05_2026-Q1 b.txt": talk("b"), "E05_2026-Q1 c.txt": talk("c")}
    batch = batches.open(files.items())
    bring_all(batch.id)
    refused = [file.number for file in batches.get(batch.id).files if file.status == "refused"]
    assert len(refused) == 2 and {r and r.key for r in (batches.file(batch.id, n).refusal for n in refused)} == {
        "second_interview"
    }
    batches.identify(batch.id, refused[0], None)
    batches.identify(batch.id, refused[1], " E55 ")
    assert sorted(file.interviews for file in bring_all(batch.id)) == [("E05-2026-Q1-2",), ("E55-2026-Q1",)]
    assert corpus.counts()["respondents"] == 2
    with pytest.raises(BadInput, match="not_refused"):
        batches.identify(batch.id, refused[0], None)


def test_another_id_that_has_an_interview_too_is_asked_about_again(batches, bring_all) -> None:
    batch = batches.open([("E05_2026-Q1.txt", talk()), ("E06_2026-Q1.txt", talk("b")), ("x.txt", b"x")])
    bring_all(batch.id)
    other = batches.open([("E05_2026-Q1 b.txt", talk("c"))])
    bring_all(other.id)
    batches.identify(other.id, 1, "E06")
    (again,) = bring_all(other.id)
    assert again.refusal.values["who"] == "E06"
    with pytest.raises(BadInput, match="bad_person"):
        batches.identify(other.id, 1, "a\nb")
    batches.identify(other.id, 1, "E07")
    assert bring_all(other.id)[0].interviews == ("E07-2026-Q1",)


def test_copies_under_the_names_of_two_people_are_two_files(batches, bring_all, corpus) -> None:
    batch = batches.open([("E91_2026-Q1.txt", talk()), ("E03_2026-Q1.txt", talk()), ("E91_2026-Q1 b.txt", talk())])
    assert [(file.name, file.also) for file in batch.files] == [
        ("E91_2026-Q1.txt", ("E91_2026-Q1 b.txt",)), ("E03_2026-Q1.txt", ()),
    ]  # fmt: skip
    bring_all(batch.id)
    assert sorted((file.status, file.refusal and file.refusal.key) for file in batches.get(batch.id).files) == [
        ("in", None), ("refused", "other_person"),
    ]  # fmt: skip
    assert corpus.counts() | {"exchanges": 0} == {
        "respondents": 1, "interviews": 1, "exchanges": 0, "files": 1, "refused": 1,
    }  # fmt: skip
    later = batches.open([("E04_2026-Q1.txt", talk())])
    (file,) = bring_all(later.id)
    assert file.refusal.values == {"who": "E04", "id": "E03-2026-Q1"} and file.kept
    batches.put_in_place(later.id, 1, "E04_2026-Q1.txt", talk("mine"))
    bring_all(later.id)
    assert corpus.counts()["refused"] == 1 and corpus.counts()["interviews"] == 2
