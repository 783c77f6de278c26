"""A figure's forms at the bases where the rules change."""

import pytest

from corpus.records import Language
from research.figures import Figure


def figure(n: int, base: int | None, *, shares: bool = True) -> Figure:
    return Figure("F001", {}, n, base, shares=shares)


@pytest.mark.parametrize(
    ("n", "base", "language", "full", "share"),
    [
        (18, 29, "en", "18 of 29", "18 of 29"),
        (18, 29, "zh", "29人中18人", "29人中18人"),
        (18, 30, "en", "18 of 30 (60%, indicative 42–75%)", "60%"),
        (18, 30, "zh", "30人中18人（60%，参考区间42–75%）", "60%"),
        (18, 99, "en", "18 of 99 (18%, indicative 12–27%)", "18%"),
        (18, 99, "zh", "99人中18人（18%，参考区间12–27%）", "18%"),
        (18, 100, "en", "18 of 100 (18%, indicative 12–27%)", "18%"),
        (18, 100, "zh", "100人中18人（18%，参考区间12–27%）", "18%"),
    ],
)
def test_shares_begin_at_thirty(n: int, base: int, language: Language, full: str, share: str) -> None:
    one = figure(n, base)
    assert (one.shown("full", language), one.shown("share", language)) == (full, share)
    assert one.has_share == (base >= 30)
    assert (one.shown("n", language), one.shown("base", language)) == (str(n), str(base))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("base", [29, 30, 99, 100, 400])
def test_a_draw_without_shares_shows_counts(base: int, language: Language) -> None:
    one = figure(12, base, shares=False)
    of = f"12 of {base}" if language == "en" else f"{base}人中12人"
    assert not one.has_share
    assert {one.shown(form, language) for form in ("full", "of", "share", "interval")} == {of}
    assert "%" not in "".join(one.shown(form, language) for form in ("full", "of", "n", "base", "share", "interval"))


def test_a_plain_count_has_no_base() -> None:
    assert {figure(46, None).shown(form, "en") for form in ("full", "n", "of", "share")} == {"46"}


def test_none_and_all() -> None:
    assert figure(0, 50).shown("full", "en") == "0 of 50 (0%, indicative 0–7%)"
    assert figure(50, 50).shown("full", "en") == "50 of 50 (100%, indicative 93–100%)"


def test_a_statistic_is_its_value() -> None:
    assert Figure("F1", {}, 12, None, 40.0).shown("value", "en") == "40"
    assert Figure("F1", {}, 12, None, 12.5).shown("full", "zh") == "12.5"


@pytest.mark.parametrize("base", [None, 12, 50])
@pytest.mark.parametrize("form", ["value", "shares", ""])
def test_a_form_it_does_not_have(form: str, base: int | None) -> None:
    with pytest.raises(KeyError):
        figure(9, base).shown(form, "en")
