"""The whole way of somebody's words through the workspace, by a real worker, and back out of every live file.

Files are looked into as they lie: packed ones unpacked, in whatever encoding; the words of an index and of an encoder are
files too. Before the withdrawal the same look finds them where they are, so that it can fail.
"""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from corpus.batches import Batches
from corpus.corrections import Corrections, Mended
from corpus.viewer import LOCAL
from exports.word import Links, write_word
from index.build import update_index
from index.manifest import current
from index.words import WordIndex
from research.brief import parse_brief
from research.jobs import Job
from research.model_cache import StoredReplies
from research.opened import open_report
from research.tables import JobRow
from research.withdrawing import ask_withdrawal, withdrawn
from research.workspace import Workspace
from tests.research.test_withdraw import PLANTED, SAID, WHO, forms
from tests.tiny import BRIEFS, Home, transcript
from tests.worker_process import until, worker_on

BOTH = ("zh", "en")


def parts_of(data: bytes) -> Iterator[bytes]:
    """A file's bytes, and those of what is packed in it."""
    yield data
    if zipfile.is_zipfile(BytesIO(data)):
        with zipfile.ZipFile(BytesIO(data)) as packed:
            for name in packed.namelist():
                yield from parts_of(packed.read(name))


def places(folder: Path) -> set[tuple[str, str]]:
    """(language, first part of the path) of each file that holds a planted word, or a piece of it an index cuts."""
    pieces = {"zh": ("玄鹄岭", "玄鹄", "鹄岭"), "en": ("Quillwhistle", "quillwhistl")}
    found = set()
    for path in [each for each in folder.rglob("*") if each.is_file()]:
        for part in parts_of(path.read_bytes()):
            for language, own in pieces.items():
                if any(form in part for word in own for form in forms(word)):
                    found.add((language, where(path.relative_to(folder))))
    return found | {(one, "terms") for one in BOTH if set(pieces[one]) & terms_of(folder / "index")}


def where(path: Path) -> str:
    """`quipu.db`, `uploads`, `exports`; of an index which part: `words`, `encoder-zh`."""
    return path.parts[2] if path.parts[0] == "index" and len(path.parts) > 2 else path.parts[0]


def terms_of(index: Path) -> set[str]:
    """Every term of every word index, those packed in tantivy's own way included."""
    folders = [each for each in index.iterdir() if (each / "words").is_dir()]
    return {term for folder in folders for term in WordIndex.open(folder / "words").terms()}


def ended(space: Workspace, job: Job) -> Job:
    return until(lambda: one if not (one := space.jobs.get(job.id)).live else None, f"{job.kind} ends")


def done(space: Workspace, kind, subject: str) -> Job:
    job = ended(space, space.jobs.ask(kind, subject))
    assert job.status == "done", job.trouble
    return job


def bring_in(space: Workspace) -> None:
    """By the worker, as a batch: both people, and one file that is refused and stays on the shelf."""
    files = [(f"{WHO[one]}_2026-Q1.txt", transcript(SAID[one], one).encode()) for one in BOTH]
    people = "\n".join(
        ["respondent,birth_year,gender,city_tier,consent", *(f"{WHO[one]},1990,woman,县城,report" for one in BOTH)]
    )
    files += [("respondents.csv", people.encode()), (f"{WHO['en']}.txt", "\n".join(SAID["en"]).encode("utf-16"))]
    batch = Batches(space.engine, LOCAL, space.settings.uploads).open(files)
    assert done(space, "import", batch.id).result["in"] == 3


def study(space: Workspace, language: str) -> str:
    """Written by the worker, exported into the home, remarked on, and remembered by a model."""
    id_ = space.studies.open(parse_brief(BRIEFS[language])).id
    report = done(space, "write", id_).result["report"]
    assert WHO[language] in space.studies.report(report).evidence["respondents"]
    space.settings.exports.mkdir(exist_ok=True)
    (space.settings.exports / f"{language}.docx").write_bytes(
        write_word(open_report(report, space).report, links=Links(None))
    )
    StoredReplies(space.engine).put(language, SAID[language][1], 1)
    space.comments.add(id_, f"“{SAID[language][1]}”")
    return report


def correct(space: Workspace, language: str) -> None:
    """A word of theirs was misheard: the version before is kept."""
    interview = f"{WHO[language]}-2026-Q1"
    said = Mended((f"{SAID[language][0]} {PLANTED[language]}!",), "respondent")
    assert Corrections(space.engine, LOCAL).mend(interview, 1, 1, said) == 2
    empty = Batches(space.engine, LOCAL, space.settings.uploads).open_empty()
    done(space, "import", empty.id)


def test_no_live_file_holds_a_word_of_theirs(tiny: Home) -> None:
    space, home = tiny.space(), tiny.folder
    with worker_on(home):
        bring_in(space)
        reports = {language: study(space, language) for language in BOTH}
        for language in BOTH:
            correct(space, language)
        update_index(space.corpus, space.settings.index, encoder=None, rebuild=True)  # fitted on their words too
        held = places(home)
        assert {("en", "terms"), ("zh", "terms"), ("zh", "exports")} <= held
        assert ("zh", "encoder-zh") in held and ("en", "uploads") in held
        assert {one for one, place in held if place.startswith("quipu.db")} == set(BOTH)
        generations = {current(space.settings.index)}
        for language in BOTH:
            ask_withdrawal(WHO[language], space)
            (job,) = [one for one in space.jobs.live() if one.kind == "withdraw"]
            assert ended(space, job).status == "done"
            generations.add(current(space.settings.index))
        assert places(home) == set() and not list(space.settings.exports.iterdir())
        assert all(each.finished for each in withdrawn(space)) and len(withdrawn(space)) == 2
        assert [each for each in space.settings.index.iterdir() if each.is_dir()] == [current(space.settings.index)]
        assert len(generations) == 3
    assert places(home) == set(), "nor what a worker writes when it ends"
    names = [WHO[one].encode() for one in BOTH]
    assert not any(name in part for name in names for part in parts_of((home / "jobs.db").read_bytes()))
    log = (home / "worker.log").read_bytes()
    assert not any(name in log for name in names)
    with Session(space.engine) as session:
        rows = [(row.subject, row.result, row.trouble_values) for row in session.query(JobRow)]
        assert rows and not any(WHO[one] in repr(row) for row in rows for one in BOTH)
    assert set(reports) == set(BOTH)


@pytest.mark.parametrize(("at", "job_lost"), [("index", False), ("erase", True)])
def test_a_worker_killed_in_the_middle_leaves_it_to_the_next(tiny: Home, at: str, job_lost: bool) -> None:
    """Even where nobody remembers that it was asked for: the person's own row does."""
    space = tiny.space()
    ask_withdrawal("E01", space)
    with worker_on(tiny.folder, DIES_IN=at) as process:
        until(process.poll, "it dies")
    assert process.returncode == -9 and [one.finished for one in withdrawn(space)] == [False]
    if job_lost:
        with Session(space.engine) as session, session.begin():
            session.query(JobRow).delete()
    with worker_on(tiny.folder):
        until(lambda: all(one.finished for one in withdrawn(space)) or None, "it is finished")
        (job,) = space.jobs.recent()
        assert ended(space, job).status == "done"
    assert space.searcher() and "pub" not in terms_of(space.settings.index)
