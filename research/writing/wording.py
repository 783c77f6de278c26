"""The model's turn: body prose reworded inside the checks of research.wording, and the report saying so."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from sqlalchemy import Engine

from prompts import load_prompt
from research.messages import say
from research.model import Model
from research.model_cache import CachedModel, StoredReplies
from research.model_settings import ModelSettings
from research.report import MARK, Block, Paragraph, Report, StoredText
from research.spending import Ledger, unkept
from research.wording import Reworded, reword

_REWORDED = ("body", "key", "lead")


def with_model(
    report: Report, drafted_by: str, settings: ModelSettings, engine: Engine, *, spent: Ledger = unkept,
    troubled: Callable[[str], None] = lambda key: None,
) -> Report:  # fmt: skip
    """The report with its prose reworded where the model's version keeps every rule; the rest stays as written.

    The method says what the model did: the outline, the wording, both; a model that failed did nothing, and the
    report is then the rule-made one. troubled: as `write_report` takes it; with "other" where every sentence broke a rule.
    """
    told = _asked(report, settings, engine, spent)
    if told.trouble or (told.refused and "model" not in told.made_by):
        troubled(told.trouble.key if told.trouble else "other")
    new = iter(told.sentences)
    blocks = tuple(
        replace(block, text=next(new)) if isinstance(block, Paragraph) and _is_prose(block) else block
        for block in report.blocks
    )
    did = [part for part, done in (("outline", drafted_by != "rule"), ("wording", "model" in told.made_by)) if done]
    return _signed(replace(report, blocks=blocks), did, settings.name) if did else report


def _asked(report: Report, settings: ModelSettings, engine: Engine, spent: Ledger) -> Reworded:
    prose = [block.text for block in report.blocks if isinstance(block, Paragraph) and _is_prose(block)]
    facts = {mark[0][1:-1]: report.rendered(mark[1], mark[2]) for text in prose for mark in MARK.finditer(text)}
    model = Model(settings, entered=partial(spent, settings.name))
    try:
        return reword(prose, model=CachedModel(model, StoredReplies(engine)), language=report.language, facts=facts)
    finally:
        model.close()


def _is_prose(block: Block) -> bool:
    return isinstance(block, Paragraph) and block.style in _REWORDED


def _signed(report: Report, did: list[str], name: str) -> Report:
    """The method's line on who wrote, with the model's name and the hashes of the prompts it was given."""
    hashes = ", ".join(f"{part} {load_prompt(part, report.language).hash}" for part in did)
    texts, marks = dict(report.texts), []
    for kind, text in (("setting", name), ("id", hashes)):
        mark = f"T{len(texts) + 1:03d}"
        texts[mark] = StoredText(mark, kind, text)
        marks.append(f"{{{mark}}}")
    by_rule = [say(report.language, f"report.method.{key}") for key in ("by_rule", "by_rule_else")]
    line = say(report.language, f"report.method.by_model_{'_'.join(did)}", model=marks[0], prompts=marks[1])
    blocks = tuple(
        replace(block, text=line) if isinstance(block, Paragraph) and block.text in by_rule else block
        for block in report.blocks
    )
    return replace(report, blocks=blocks, texts=texts)
