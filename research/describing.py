"""An outline in words: what a criterion asks for, how an option reads. For the screen and for the discussion guide."""

from corpus.records import Language
from research.audience import Criterion
from research.messages import say, texts
from research.outline import Outline, OutlineQuestion

CANONICAL = ("less", "same", "more", "yes", "no", "depends")
"""Options that stand for words in any language."""


def described(criterion: Criterion, language: Language) -> str:
    """A criterion as people say it: "Age: 18–55", "性别：女"."""
    field = say(language, f"outline.field.{criterion.field}")
    return say(language, "outline.criterion", field=field, values=values_of(criterion, language))


def values_of(criterion: Criterion, language: Language) -> str:
    """What a criterion wants of its field."""
    if criterion.op == "between":
        pairs = zip(criterion.values[::2], criterion.values[1::2], strict=True)
        said = [_range(low, high, language) for low, high in pairs]
    else:
        said = list(criterion.values)
    either = say(language, "outline.or").join(said)
    return say(language, "outline.not_in", values=either) if criterion.op == "not_in" else either


def _range(low: str, high: str, language: Language) -> str:
    if low and high:
        return low if low == high else say(language, "outline.from_to", low=low, high=high)
    return say(language, "outline.from", low=low) if low else say(language, "outline.to", high=high)


def option_said(option: str, language: Language) -> str:
    """How an option reads; the other ways of saying it, behind the bars, are left out."""
    own = option.split("|")[0].strip()
    return say(language, f"report.option.{own}") if own in CANONICAL else own


def option_meant(said: str, language: Language) -> str:
    """The option somebody wrote as `said`: the reverse of `option_said`."""
    labels = texts(language, "report.option")
    return next((option for option in CANONICAL if labels[option] == said), said)


def kind_said(question: OutlineQuestion, language: Language) -> str:
    """The type of a question, with its options where it names some."""
    kind = say(language, f"report.kind.{question.kind}")
    options = say(language, "outline.between").join(option_said(one, language) for one in question.options)
    return say(language, "outline.kind_options", kind=kind, options=options) if options else kind


def rule_said(outline: Outline, language: Language) -> str:
    """From when on somebody is a valid response."""
    return say(language, "outline.rule", share=round(outline.enough * 100), window=outline.window)
