"""What a file's name says: the person, whatever the wave and the copy; and the wave in all its forms."""

import pytest

from corpus import naming
from corpus.errors import BadInput
from corpus.naming import id_in, made_up, person_id, pseudonym, wave_in, wave_of


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("E01_2026-Q1.txt", "E01"),
        ("q1/R-Z12 2026Q1 final.docx", "Z12"),
        ("2026-Q1_E01.txt", "E01"),
        ("Z92 2026年第二季度 王女士.txt", "Z92"),
        ("E92 Q2 2026 final.txt", "E92"),
        ("访谈纪要-E05-2026-05-12.txt", "E05"),
        ("Interview E07 (2).txt", "E07"),
        ("E20260512.txt", "E20260512"),
        ("P_2012.txt", "P_2012"),
        ("wang_2026-Q1.txt", None),
        ("wang_2026.txt", None),
        ("WANG_2026-05-12.txt", None),
        ("Q2_李雷.txt", None),
        ("v2 Mary.txt", None),
        ("李雷访谈.txt", None),
    ],
)
def test_the_id_a_name_begins_with(name: str, who: str | None) -> None:
    assert id_in(name) == who


@pytest.mark.parametrize(
    "names",
    [
        (
            "李雷访谈.txt",
            "李雷_2026-Q2.txt",
            "李雷 2026年第三季度 终稿.docx",
            "旧/李雷（2）.txt",
            "采访 李雷 2026-05-12.txt",
        ),
        ("wang_2026-Q1.txt", "Wang 2025Q4 final.txt", "interview with wang - copy 2.txt", "wang_2026.txt"),
        ("张三 2026-Q2 终稿.txt", "张三.txt"),
    ],
)
def test_the_same_name_is_the_same_person(names: tuple[str, ...]) -> None:
    assert len({pseudonym(name) for name in names}) == 1
    assert all(pseudonym(name) in made_up(name) for name in names)


def test_other_names_are_other_people_and_no_name_is_nobody_twice() -> None:
    names = ["李雷.txt", "韩梅梅.txt", "wang.txt", "li/访谈 2026-Q1.txt", "han/访谈 2026-Q1.txt", "访谈 2026-Q2.txt"]
    assert len({pseudonym(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("said", "wave"),
    [
        ("2026年第二季度", "2026-Q2"), ("2026 q2", "2026-Q2"), ("Q2 2026", "2026-Q2"), ("2026年二季度", "2026-Q2"),
        ("２０２６-Ｑ２", "2026-Q2"), (" 2026Q2 ", "2026-Q2"),
    ],
)  # fmt: skip
def test_a_wave_in_its_forms(said: str, wave: str) -> None:
    assert wave_of(said) == wave


@pytest.mark.parametrize("said", ["spring", "2026-Q5", "2026-Q1 or so", "2026-1", "", "12026-Q1"])
def test_what_is_no_wave(said: str) -> None:
    with pytest.raises(BadInput, match="bad_wave"):
        wave_of(said)


def test_a_wave_that_lies_ahead_is_questioned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "this_quarter", lambda: "2026-Q2")
    assert wave_of("2026-Q2") == "2026-Q2"
    with pytest.raises(BadInput, match="future_wave"):
        wave_of("2026年第三季度")


def test_the_wave_of_a_name() -> None:
    assert wave_in("E01 2025-Q4 2026-05-12") == "2025-Q4"
    assert wave_in("2026-01-15 E01 Q2 2026") == "2026-Q2"
    assert wave_in("E01 2026-05-12") is None


@pytest.mark.parametrize("said", ["", "  ", "x" * 65, "a\nb"])
def test_what_is_no_person(said: str) -> None:
    with pytest.raises(BadInput, match="bad_person"):
        person_id(said)
