"""The tree over a journal: RFC 9162, section 2.1, with SHA-256. Leaf n is the stored bytes of entry n.

Pure functions of bytes; proofs are lists of 32-byte hashes, from the leaf up.
"""

from __future__ import annotations

import hashlib
from typing import Generator, Sequence, Tuple

HASH_BYTES = 32

# The root of the perfect subtree of 2**level leaves that begins at leaf index * 2**level is asked for by (level, index).
Asking = Generator[Tuple[int, int], bytes, bytes]
AskingForProof = Generator[Tuple[int, int], bytes, "list[bytes]"]


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Of neighbours of one level, whose number is a power of two."""
    row = list(hashes)
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_root(start: int, size: int) -> Asking:
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return (yield (level, start >> level))
    left = _split(size)
    first = yield from _range_root(start, left)
    second = yield from _range_root(start + left, size - left)
    return node_hash(first, second)


def inclusion_proof(index: int, size: int, start: int = 0) -> AskingForProof:
    """That leaf `index` is under the root of `size` leaves; index < size."""
    if size == 1:
        return []
    left = _split(size)
    if index < left:
        proof = yield from inclusion_proof(index, left, start)
        sibling = yield from _range_root(start + left, size - left)
    else:
        proof = yield from inclusion_proof(index - left, size - left, start + left)
        sibling = yield from _range_root(start, left)
    return [*proof, sibling]


def consistency_proof(old_size: int, size: int, start: int = 0, whole: bool = True) -> AskingForProof:
    """That the tree of `old_size` leaves is the beginning of that of `size`; 0 < old_size <= size."""
    if old_size == size:
        return [] if whole else [(yield from _range_root(start, size))]
    left = _split(size)
    if old_size <= left:
        proof = yield from consistency_proof(old_size, left, start, whole)
        sibling = yield from _range_root(start + left, size - left)
    else:
        proof = yield from consistency_proof(old_size - left, size - left, start + left, False)
        sibling = yield from _range_root(start, left)
    return [*proof, sibling]


def root_by_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root to which the proof leads from the leaf; None: no proof of that length belongs to them. Any input at all."""
    if not 0 <= index < size or any(len(one) != HASH_BYTES for one in proof):
        return None
    node, last, root = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            root = node_hash(sibling, root)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = node_hash(root, sibling)
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


def proves_consistency(old_root: bytes, old_size: int, root: bytes, size: int, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `old_root` is shown to be the beginning of that of `root`. Any input at all."""
    if not 0 < old_size <= size or any(len(one) != HASH_BYTES for one in proof):
        return False
    if old_size == size:
        return not proof and old_root == root
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == root
