"""A fieldwork order in sentences: its terms, what came in against it, what that changed."""

from corpus.records import Language
from research.fieldwork import Fieldwork
from research.fieldwork_content import cell_said
from research.messages import say
from research.what_changed import Changed, filled


def facts_said(order: Fieldwork, language: Language) -> list[str]:
    """How many interviews, in which language, by when, for how much, who sees to it: what is known of it."""
    terms = order.terms
    facts = [
        say(language, "fieldwork.facts.wanted", n=order.wanted),
        say(language, f"fieldwork.facts.language.{order.language}"),
    ]
    if terms.due:
        facts.append(say(language, "fieldwork.facts.due", due=terms.due))
    if terms.price is not None:
        price = say(language, "fieldwork.facts.price", price=f"{terms.price:,g}", currency=terms.currency)
        facts.append(price.replace("  ", " "))
    if terms.owner:
        facts.append(say(language, "fieldwork.facts.owner", owner=terms.owner))
    return facts


def status_said(order: Fieldwork, language: Language) -> str:
    """Where it stands."""
    return say(language, f"fieldwork.status.{order.status}")


def changed_said(order: Fieldwork, language: Language) -> list[str]:
    """What changed in its study since it was placed, a sentence each; nothing where nothing has come in yet."""
    changed = order.after
    if changed is None:
        return []
    told = [say(language, "fieldwork.valid", before=changed.before.valid, after=changed.after.valid)]
    told += _people(changed, language)
    if changed.moved:
        waves = changed.after.waves
        told.append(say(language, "fieldwork.moved", first=waves[0], last=waves[-1]))
    return told + [
        say(language, "fieldwork.cell", who=cell_said(cell.cell, language), before=was, after=now, wanted=wanted)
        for cell, (was, now, wanted) in zip(order.content.cells, filled(order.content, changed), strict=True)
    ]


def _people(changed: Changed, language: Language) -> list[str]:
    if changed.joined is None or changed.lost is None:
        return [say(language, "fieldwork.unknown")]
    told = [say(language, "fieldwork.joined", n=changed.joined)]
    if changed.lost:
        why = [say(language, f"fieldwork.why.{reason}", n=n) for reason, n in sorted((changed.why or {}).items())]
        told.append(say(language, "fieldwork.lost", n=changed.lost, why=why))
    return told
