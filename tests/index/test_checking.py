"""Checksums: whichever byte of whichever file is flipped, the check names the file."""

from random import Random

import pytest

from corpus.errors import IndexTrouble
from index.checking import check_index, check_sizes
from index.manifest import Manifest, current
from index.search import Searcher


def flip(path, at: int, bit: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1 << bit
    path.write_bytes(data)


@pytest.mark.parametrize("seed", range(3))
def test_any_flipped_bit_of_any_file_is_found(home, seed) -> None:
    home.update()
    home.bring("E5")
    home.update()
    folder, draw = current(home.root), Random(seed)
    files = [each for each in sorted(folder.rglob("*")) if each.is_file() and each.suffix != ".lock"]
    assert check_index(home.root) == (len(files) - 2, [])  # the manifest and its own checksum are not in its list
    for path in files:
        data = path.read_bytes()
        places = range(len(data)) if len(data) < 20 else [0, len(data) - 1, *draw.sample(range(len(data)), 8)]
        for at in places:
            flip(path, at, draw.randrange(8))
            if path.name.startswith("manifest."):
                with pytest.raises(IndexTrouble) as refused:
                    check_index(home.root)
                assert refused.value.key in ("index_damaged", "index_old_format")
            else:
                assert check_index(home.root)[1] == [path.relative_to(folder).as_posix()]
            path.write_bytes(data)
    assert check_index(home.root)[1] == []


def test_a_file_of_another_size_is_found_at_opening(home) -> None:
    home.update()
    folder = current(home.root)
    files = Manifest.load(folder).files
    check_sizes(folder, files)
    path = next(folder.glob("terms/*.npy"))
    path.write_bytes(path.read_bytes() + b"x")
    for call in (lambda: check_sizes(folder, files), lambda: Searcher.open(home.root, encoder=None)):
        with pytest.raises(IndexTrouble) as refused:
            call()
        assert (refused.value.key, refused.value.values) == ("index_damaged", {"part": "terms"})
    path.unlink()
    assert check_index(home.root)[1] == [path.relative_to(folder).as_posix()]


def test_no_index_is_said(home) -> None:
    home.root.mkdir()
    with pytest.raises(IndexTrouble, match="no_index"):
        check_index(home.root)
