"""Saturation: themes the last responses of a draw bring, against a slower count, and on the tiny corpus."""

import random

from research.saturation import LAST, Heard, NewThemes, curve, new_themes

MANY = Heard({
    f"R{at:03}": tuple(f"Q1 T{theme}" for theme in range(1, 9) if random.Random(f"{at} {theme}").random() < 0.5 / theme)
    for at in range(120)
})  # fmt: skip
PEOPLE = sorted(MANY.themes)


def slowly(order: list[str]) -> tuple[int, int]:
    seen: list[str] = []
    at_last = 0
    for at, who in enumerate(order):
        for theme in MANY.themes[who]:
            if theme not in seen:
                seen.append(theme)
                at_last += at >= len(order) - LAST
    return at_last, len(seen)


def test_new_themes_are_those_nobody_before_voiced() -> None:
    for n in (20, 35, 60, 120):
        order = random.Random(n).sample(PEOPLE, n)
        assert new_themes(MANY, order) == NewThemes(slowly(order)[0], LAST, slowly(order)[1])


def test_the_more_people_the_fewer_new_themes() -> None:
    def mean(n: int) -> float:
        found = (new_themes(MANY, random.Random(seed).sample(PEOPLE, n)) for seed in range(40))
        return sum(one.new for one in found if one) / 40

    assert mean(20) > mean(40) > mean(100)


def test_too_few_to_tell_say_nothing_and_the_unread_do_not_count() -> None:
    assert new_themes(MANY, PEOPLE[:19]) is None and new_themes(MANY, [*PEOPLE[:19], "unread"]) is None
    assert new_themes(MANY, [*PEOPLE[:20], "unread"]) == new_themes(MANY, PEOPLE[:20])


def test_the_curve_only_rises_and_ends_with_everybody() -> None:
    points = curve(MANY, PEOPLE[:33])
    assert [at for at, _ in points] == [5, 10, 15, 20, 25, 30, 33] and curve(MANY, []) == ()
    assert [n for _, n in points] == sorted(n for _, n in points) and points[-1][1] == slowly(PEOPLE[:33])[1]
