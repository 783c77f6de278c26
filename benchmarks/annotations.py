"""How well comments on an outline are read by rule: labelled comments in both languages, sets a and b (rules were made with them) and set c (not).

Run: python -m benchmarks.annotations
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.records import Language
from research.acts import Act
from research.annotations import read_annotation
from research.brief import parse_brief
from research.outline import draft_outline

DATA = Path(__file__).parent / "data"
LANGUAGES: tuple[Language, ...] = ("zh", "en")
BRIEFS: dict[Language, str] = {
    "zh": """行业：奶茶
人群：25到45岁的女性，住在一线城市
问题：
- 跟去年比，大家喝奶茶的次数有什么变化？
- 大家在哪里购买奶茶、多久买一次？
- 买奶茶的时候最看重什么，为什么？
- 一个月买奶茶大概花多少钱？
- 大家如何看待价格和包装？
- 明年是否会换品牌？
""",
    "en": """Industry: coffee
Audience: women aged 25-45 in large cities
Questions:
- How has the coffee people drink changed compared with last year?
- Where and how often do they buy coffee?
- What matters most when they choose a coffee, and why?
- How much do they spend on coffee in a month, in pounds?
- How do they feel about the price and the packaging?
- Which brands do they intend to purchase next year?
""",
}


@dataclass(frozen=True)
class Labelled:
    """A comment and what a person would do for it; no acts: it is to stay open."""

    set: str
    on: str | None
    says: str
    acts: tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """... and what the rules propose."""

    labelled: Labelled
    found: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether just what a person would do is proposed."""
        return Counter(self.labelled.acts) == Counter(self.found)


def labelled(language: Language) -> Iterator[Labelled]:
    """The labelled comments of a language."""
    for line in (DATA / f"annotations_{language}.jsonl").read_text("utf-8").splitlines():
        one = json.loads(line)
        yield Labelled(one["set"], one["on"], one["says"], tuple(act for act in one["acts"] if act != "note"))


def named(act: Act) -> str:
    """An act as the labels name it: "drop Q3", "people age", "people -gender" where the criterion goes."""
    if act.kind == "people":
        return f"people {act.becomes.field}" if act.becomes else f"people -{act.was.field if act.was else ''}"
    return "add" if act.kind == "add" else f"{act.kind} {act.question}"


def read_all(language: Language) -> list[Read]:
    """What the rules make of each."""
    brief = parse_brief(BRIEFS[language])
    outline = draft_outline(brief)
    return [
        Read(one, tuple(named(act) for act in read_annotation(one.says, one.on, outline, brief).acts))
        for one in labelled(language)
    ]


def main() -> None:
    """Print the counts and what differs."""
    for language in LANGUAGES:
        for name in ("a", "b", "c"):
            read = [one for one in read_all(language) if one.labelled.set == name]
            proposed = [one for one in read if one.found]
            wanted = [one for one in read if one.labelled.acts]
            right = sum(one.right for one in proposed)
            print(f"{language} {name}: {len(read)} comments; {right} of {len(proposed)} proposals right; ", end="")
            print(f"{sum(one.right for one in wanted)} of {len(wanted)} requests carried out")
            for one in read:
                if not one.right:
                    print(f"   {one.labelled.on or '-'} {one.labelled.says} | {one.labelled.acts} | {one.found}")


if __name__ == "__main__":
    main()
