"""What becomes of the blocks of an index when the corpus has changed."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from index.blocks import block_size
from index.manifest import Manifest

FEW = 8
"""Blocks that may be less than half full before they are put together: each import leaves one."""


@dataclass(frozen=True)
class Plan:
    """kept     blocks that stay as they are
    hit      blocks that hold something gone or corrected
    groups   (old blocks, interviews) that are written as new blocks together; vectors are taken from the old ones
    changed  interviews that are new, gone or corrected
    """

    kept: list[str]
    hit: list[str]
    groups: list[tuple[list[str], list[str]]]
    changed: Set[str]

    @property
    def written(self) -> list[str]:
        """All interviews that are written."""
        return [each for _, interviews in self.groups for each in interviews]


def plan_of(manifest: Manifest, now: Mapping[str, int]) -> Plan:
    """What becomes of each block of an index so that it is of the interviews there are now, at their versions.

    A corrected interview stays in its block. Blocks that are less than half full are put together once there are more
    than FEW of them.
    """
    known = manifest.interviews
    changed = {each for each in known.keys() | now.keys() if known.get(each) != now.get(each)}
    hit = [name for name, block in manifest.blocks.items() if not changed.isdisjoint(block.interviews)]
    groups = [([name], [each for each in manifest.blocks[name].interviews if each in now]) for name in hit]
    kept, new = [name for name in manifest.blocks if name not in hit], sorted(changed - known.keys())
    size = block_size(manifest.exchanges)
    small = [name for name in kept if manifest.blocks[name].exchanges * 2 < size] if new else []
    if len(small) >= FEW:
        kept = [name for name in kept if name not in small]
        new = [*(each for name in small for each in manifest.blocks[name].interviews), *new]
        groups.append((small, new))
    elif new:
        groups.append(([], new))
    return Plan(kept, hit, groups, changed)
