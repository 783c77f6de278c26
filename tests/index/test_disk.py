"""An index that finds no room: not begun where that can be told, else undone, and the one there was is still searched.

Files are bounded by the system (RLIMIT_FSIZE), so that what fails is the libraries' own writing, at whatever byte the bound says.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus import disk
from corpus.errors import NoRoom
from index import build
from index.manifest import current
from index.search import Query, Searcher

ROOT = Path(__file__).parents[2]
QUERIES = [Query("Do you drink tea or coffee?", "en"), Query("喝茶还是咖啡？", "zh")]

BOUNDED = """
import json, resource, sys
from pathlib import Path
from corpus.database import open_database
from corpus.errors import NoRoom
from corpus.store import Corpus
from corpus.viewer import LOCAL
from index import spaces
from index.build import update_index
from index.manifest import current
from tests.index.conftest import FakeEncoder

spaces.bundled_encoder = FakeEncoder
home = Path(sys.argv[1])
corpus = Corpus(open_database(f"sqlite:///{home / 'quipu.db'}"), LOCAL)
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
before, told = current(home / "index"), []
for most in json.loads(sys.argv[2]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        update_index(corpus, home / "index", encoder=None, rebuild=sys.argv[3] == "rebuild")
        said = "through"
    except NoRoom as full:
        said = full.key
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    folders = [each for each in (home / "index").iterdir() if each.is_dir()]
    told.append([most, said, current(home / "index") == before, len(folders)])
    if said == "through":
        break
print(json.dumps(told))
"""


def found(home) -> list[list]:
    return Searcher.open(home.root, encoder=None).search(QUERIES)


def bounded(home, bounds: list[int], how: str) -> list[list]:
    home.engine.dispose()
    arguments = [str(home.folder), json.dumps(bounds), how]
    ran = subprocess.run(
        [sys.executable, "-c", BOUNDED, *arguments],
        cwd=ROOT,
        env={**os.environ},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout.splitlines()[-1])


BOUNDS = [1, 40, 200, 400, 800, 1200, 1600, 2000, 2500, 3000, 4000, 5000, 6000, 8000, 10**7]


@pytest.mark.skipif(sys.platform == "win32", reason="bounds of the system's own")
@pytest.mark.parametrize("how", ["rebuild", "add"])
def test_at_whatever_byte_the_disk_is_full_the_index_before_is_searched(home, new_home, how: str) -> None:
    home.update()
    before = found(home)
    if how == "add":
        home.bring("E5", "E6")
    told = bounded(home, BOUNDS, how)
    *failed, (_, last, same, _) = told
    assert last == "through" and not same, told
    assert len(failed) >= 8 and all(
        said == "disk_full" and same and folders == 1 for _, said, same, folders in failed
    ), told
    whole = new_home("whole")
    whole.bring("E1", "E2", "E3", "E4")
    whole.bring("Z1", "Z2", "Z3", "Z4", "Z5", "Z6", chinese=True)
    if how == "add":
        whole.update()
        whole.bring("E5", "E6")
    whole.update()
    assert found(home) == found(whole)
    assert how == "add" or found(home) == before


def test_without_room_no_index_is_begun(home, monkeypatch) -> None:
    home.update()
    home.bring("E5")
    before, stood = sorted(home.root.rglob("*")), current(home.root)
    monkeypatch.setattr(disk, "free_at", lambda _: disk.RESERVE + build.EACH)
    for rebuild in (False, True):
        with pytest.raises(NoRoom) as told:
            home.update(rebuild=rebuild)
        exchanges = 44 if rebuild else 4  # what stays is shared with the index there is
        assert told.value.key == "no_room" and told.value.values["need"] >= disk.RESERVE + exchanges * build.EACH
    assert sorted(home.root.rglob("*")) == before and current(home.root) == stood
    monkeypatch.undo()
