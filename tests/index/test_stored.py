"""Vectors on disk: what is about to be read is asked for, all of it and little beyond."""

import mmap

import numpy as np
import pytest

from index.stored import ahead, mapped

ROW = 768  # bytes
HEADER = 128  # of an array file


class Watched(mmap.mmap):
    """A map that remembers which of its pages the system was asked for."""

    def madvise(self, option, start, length):
        assert option == mmap.MADV_WILLNEED
        self.asked.append((start // mmap.PAGESIZE, -(-(start + length) // mmap.PAGESIZE)))
        super().madvise(option, start, length)


@pytest.fixture
def watched():
    held = Watched(-1, HEADER + 400 * ROW)
    held.asked = []
    return held, np.ndarray((400, ROW // 2), np.float16, buffer=held, offset=HEADER)


def pages(rows) -> set[int]:
    """Every page one of the rows lies on."""
    spans = [(HEADER + row * ROW, HEADER + (row + 1) * ROW - 1) for row in rows]
    return {page for low, high in spans for page in range(low // mmap.PAGESIZE, high // mmap.PAGESIZE + 1)}


@pytest.mark.parametrize("rows", [[0], [399], [3, 4, 5, 200, 390], range(0, 400, 17), range(400), [10, 11, 17, 80]])
def test_every_page_of_what_is_read_is_asked_for_and_once(watched, rows) -> None:
    held, array = watched
    rows = np.array(rows)
    ahead(array, rows, rows + 1)
    asked = [page for low, high in held.asked for page in range(low, high)]
    assert len(asked) == len(set(asked))
    assert set(asked) == pages(rows.tolist())


def test_part_of_an_array_is_asked_for_where_it_lies(watched) -> None:
    held, array = watched
    ahead(array[300:], np.array([2]), np.array([3]))
    assert {page for low, high in held.asked for page in range(low, high)} == pages([302])


def test_spans_without_rows_and_arrays_that_are_not_mapped_ask_for_nothing(watched, tmp_path) -> None:
    held, array = watched
    ahead(array, np.array([], int), np.array([], int))
    ahead(np.zeros((5, 3)), np.array([1]), np.array([2]))
    assert held.asked == []


def test_a_file_read_ahead_reads_the_same(tmp_path) -> None:
    kept = np.random.default_rng(1).normal(size=(2000, 384)).astype(np.float16)
    np.save(tmp_path / "a.npy", kept)
    array = mapped(tmp_path / "a.npy", scattered=True)
    rows = np.arange(0, 2000, 7)
    ahead(array, rows, rows + 1)
    assert (array[rows] == kept[rows]).all()
