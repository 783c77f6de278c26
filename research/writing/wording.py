"""The model's turn: body prose reworded inside the checks of research.wording."""

from dataclasses import replace

from sqlalchemy import Engine

from research.model import Model, ModelSettings
from research.model_cache import CachedModel, StoredReplies
from research.report import MARK, Block, Paragraph, Report
from research.wording import reword

_REWORDED = ("body", "key", "lead")


def reworded(report: Report, settings: ModelSettings, engine: Engine) -> Report:
    """The report with its prose reworded where the model's version keeps every rule; the rest stays as written.

    A model that fails changes nothing: the report is then the rule-made one.
    """
    model = Model(settings)
    try:
        prose = [block.text for block in report.blocks if _is_prose(block)]
        facts = {mark[0][1:-1]: report.rendered(mark[1], mark[2]) for text in prose for mark in MARK.finditer(text)}
        asker = CachedModel(model, StoredReplies(engine))
        told = reword(prose, model=asker, language=report.language, facts=facts)
    finally:
        model.close()
    new = iter(told.sentences)
    blocks = tuple(replace(block, text=next(new)) if _is_prose(block) else block for block in report.blocks)  # type: ignore[type-var]
    return replace(report, blocks=blocks)


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style in _REWORDED
