"""Draws by name: each is a function of the seed and its label, so that one more row moves no other draw.

    draw.between(120, 280, "width", estate_code)
"""

import hashlib

SEED = "weifang-hitech 1"


def _hash(label):
    text = "\x1f".join([SEED, *map(str, label)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")


def below(limit, *label):
    """A whole number from 0 to limit - 1."""
    return _hash(label) % limit


def between(least, most, *label):
    """A whole number from least to most, both included."""
    return least + below(most - least + 1, *label)


def pick(items, *label):
    return items[below(len(items), *label)]


def shuffled(items, *label):
    """The items in an order of their own; each item's text is its label, so equal items stay neighbours."""
    return sorted(items, key=lambda item: (_hash((*label, item)), str(item)))


def weighted(pairs, *label):
    """One of (item, weight) by weight; weights are whole numbers."""
    at = below(sum(weight for _, weight in pairs), *label)
    for item, weight in pairs:
        if at < weight:
            return item
        at -= weight
    raise AssertionError("weights changed while drawing")
