"""Turns to exchanges: one interviewer question and everything the respondent said to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.records import Language, SpeakerRole, Turn
from corpus.script import simplified

# An interviewer's sound of listening neither ends an answer nor takes the place of a question.
_BACKCHANNEL = re.compile(
    r"^(嗯+|哦+|噢+|啊|对|是的?|好的?|明白|了解|这样|m+-?h+m+|uh-?huh|right|ok(ay)?|yeah|i see|sure|go on|yes)$", re.I
)
# A probe is short, or fairly short and takes up a word of the answer before it: lengths in characters.
_SHORT: dict[Language, int] = {"zh": 8, "en": 30}
_FAIRLY_SHORT: dict[Language, int] = {"zh": 15, "en": 55}
_NEW_TOPIC = re.compile(
    r"换个话题|再问|下一个问题|最后(问|一个)|接下来(聊|问|说)|moving on|next question|different (topic|subject)|let's (leave|turn|talk)",
    re.I,
)
_PLAIN_PAIRS = frozenset(
    "一个 什么 时候 就是 这个 那个 怎么 没有 有没 不是 是不 现在 自己 我们 你们 他们 您们 一下 还是 是什 么时 也是 的时 "
    "平时 平常 东西 一般 会不 不会 喜欢 觉得 知道 为什 为啥 不过 可以 多少 的话 有什 买的 吃的 喝的 家里 孩子".split()
)
_PLAIN_WORDS = frozenset(
    "about after again anything because been before being could does doing down else ever from going have into just kind "
    "know like made make more most much never nothing only other over really right same should some something still such "
    "than that their them then there these they thing things think this those though time used very want what when where "
    "which while with would year years your yours".split()
)


@dataclass(frozen=True)
class Paired:
    """Positions of the turns that make an exchange; `follows` is the index of the exchange it probes."""

    question: int
    answers: tuple[int, ...]
    follows: int | None


def pair_turns(turns: Sequence[Turn], text: str, language: Language) -> list[Paired]:
    """Exchanges of an interview in order. A question nobody answered makes no exchange."""
    pairs: list[Paired] = []
    for question, answers in _runs(turns, text):
        asked = text[turns[question].start : turns[question].end]
        before = "".join(text[turns[at].start : turns[at].end] for at in pairs[-1].answers) if pairs else ""
        probes = bool(pairs) and reads_like_probe(asked, before, language)
        pairs.append(Paired(question, answers, _main_question(pairs) if probes else None))
    return pairs


def _runs(turns: Sequence[Turn], text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
    question: int | None = None
    answers: list[int] = []
    for turn in turns:
        if turn.role == "respondent" and question is not None:
            answers.append(turn.position)
        elif turn.role == "interviewer" and not (question is not None and _listens(text[turn.start : turn.end])):
            if question is not None and answers:
                yield question, tuple(answers)
            question, answers = turn.position, []
    if question is not None and answers:
        yield question, tuple(answers)


def _listens(said: str) -> bool:
    return bool(_BACKCHANNEL.match(re.sub(r"[\s,，.。!！…~～]+", " ", simplified(said)).strip()))


def reads_like_probe(asked: str, before: str, language: Language) -> bool:
    """Whether `asked` follows up the answer `before` rather than opens a question of its own.

    Measured on the sample corpus: precision .89, recall .68 in Chinese; .89, .54 in English (docs/MEASUREMENTS.md).
    """
    asked, before = simplified(asked), simplified(before)
    if _NEW_TOPIC.search(asked) or len(asked) > _FAIRLY_SHORT[language]:
        return False
    return len(asked) <= _SHORT[language] or bool(_content(asked, language) & _content(before, language))


def _content(said: str, language: Language) -> set[str]:
    """Words that carry a topic: character pairs in Chinese, words of four letters and more in English."""
    if language == "en":
        return set(re.findall(r"[a-z]{4,}", said.lower())) - _PLAIN_WORDS
    runs = re.findall(r"[一-鿿]+", said)
    return {run[at : at + 2] for run in runs for at in range(len(run) - 1)} - _PLAIN_PAIRS


def _main_question(pairs: list[Paired]) -> int:
    """Index of the exchange that the newest one probes: the last, or the one the last itself probes."""
    last = pairs[-1].follows
    return last if last is not None else len(pairs) - 1


def roles_of(labels: Sequence[str], texts: Sequence[str], interviewer: str | None) -> dict[str, SpeakerRole]:
    """Speaker label → role. Interviewers are the one named and all whose label says so, else who asks most.

    Bystanders, relatives, translators and observers, are "other": what they say is nobody's answer.
    """
    names = list(dict.fromkeys(labels))
    people = [name for name in names if name == interviewer or not is_bystander(name)]
    askers = _askers(people, labels, texts, interviewer)
    rest: dict[str, SpeakerRole] = {name: "respondent" if name in people else "other" for name in names}
    return rest | {name: "interviewer" for name in askers}


def _askers(people: list[str], labels: Sequence[str], texts: Sequence[str], interviewer: str | None) -> list[str]:
    said = [name for name in people if name == interviewer or is_interviewer_label(name)]
    if said and len(said) < len(people):
        return said
    if interviewer in people:
        return [interviewer]
    sure = [name for name in said if _INTERVIEWER.match(_bare(name))]  # "I" and "M" may be a person too
    if sure or not people:
        return sure
    return [max(people, key=lambda name: _asks(name, labels, texts))]


_NUMBERED = r"[\s#_-]*(?:[a-z]{0,2}\d{1,4}|[a-z])?"
_INTERVIEWER = re.compile(
    r"^(?:主持人?|主访|访员|访问[员者人]|访谈[员者人]|采访[员者人]|提问[者人员]?|问题|研究[员者]|调查员|调研员|督导|追问|问题[一二三四五六七八九十]{1,3}"
    rf"|interviewer|interv|moderator|facilitator|researcher|question|follow-?up){_NUMBERED}$",
    re.I,
)
# Short or ordinary: they count where somebody else is left to answer.
_PERHAPS_INTERVIEWER = re.compile(r"^(?:(?:q|问|访|采访|m|mod|int|i|iv|host)\s*\d*|host\s*[a-z]|me|我)$", re.I)
_BYSTANDER = re.compile(
    r"^(?:(?:受访者|被访者)的?)?(?:家属|家人|旁人|旁听[者人]?|观察[员者]|丈夫|妻子|老公|老婆|爱人|伴侣|妈妈|爸爸|母亲|父亲|孩子|儿子|女儿"
    r"|婆婆|公公|岳母|岳父|奶奶|爷爷|外婆|外公|姥姥|姥爷|朋友|同事|室友|记录[员者]|速记员?|翻译|口译员?|众人|全体|其他人?)"
    rf"{_NUMBERED}$"
    r"|^(?:(?:respondent|participant|interviewee)'s )?(?:husband|wife|partner|spouse|mother|mum|mom|father|dad|parent"
    r"|son|daughter|child|kid|friend|colleague|flatmate|roommate|relative|bystander|observer|translator|interpreter"
    rf"|note-? ?taker|all|others?|unknown(?: speaker)?){_NUMBERED}$",
    re.I,
)
_LONGEST_LABEL = 200  # beyond it the patterns would take their time, and nobody is called so
_ASIDE = re.compile(r"\s*[(（\[【][^)）\]】]*[)）\]】]\s*$")


def is_interviewer_label(label: str) -> bool:
    """Whether a speaker label by itself says "interviewer", in either language."""
    bare = _bare(label)
    return bool(_INTERVIEWER.match(bare) or _PERHAPS_INTERVIEWER.match(bare))


def is_bystander(label: str) -> bool:
    """Whether a speaker label says that this is neither interviewer nor respondent."""
    return bool(_BYSTANDER.match(_bare(label)))


def _bare(label: str) -> str:
    """The label without blanks, colons and asides around it: 丈夫（插话）： is 丈夫. What is too long is no label."""
    if len(label) > _LONGEST_LABEL:
        return ""
    return _ASIDE.sub("", simplified(label).strip(" \t\n\u3000:：*")).strip()


def _asks(name: str, labels: Sequence[str], texts: Sequence[str]) -> float:
    said = [text for label, text in zip(labels, texts, strict=True) if label == name]
    return sum(bool(re.search(r"[?？]|[吗呢]\s*$", simplified(text))) for text in said) / len(said)
