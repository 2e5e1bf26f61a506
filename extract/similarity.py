"""How alike two texts are: similarity of their three-word shingles, and values that like texts are likely to share."""

import re
from hashlib import blake2b

from rensa import RMinHash

WORD = re.compile(r"\w+")
WIDTH = 3
BANDS, ROWS = 8, 3
"""Of like texts (Jaccard 0.7) 96 % share a band, of unlike ones (0.3) 20 %, which the exact comparison sorts out."""
SEED = 1


def shingles(text: str) -> frozenset[int]:
    """Return the hashes of every run of three words, of a shorter text the words as they are."""
    words = WORD.findall(text.lower())
    if len(words) < WIDTH:
        return frozenset(map(hash, words))
    return frozenset(map(hash, zip(words, words[1:], words[2:], strict=False)))


def jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    """Return shared ÷ all shingles, 0…1; two empty texts are not alike.

    >>> jaccard(shingles("we build small boats"), shingles("we build small ships"))
    0.3333333333333333
    """
    shared = len(one & other)
    union = len(one) + len(other) - shared
    return shared / union if union else 0.0


def contained(one: frozenset[int], other: frozenset[int]) -> float:
    """Return shared shingles ÷ those of the smaller text, 0…1: aggregators cut the texts they relay.

    >>> contained(shingles("we build small boats"), shingles("at our yard we build small boats"))
    1.0
    """
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def bands(text: str) -> tuple[int, ...]:
    """Return `BANDS` signed 64-bit values of the text's MinHash (Broder 1997), equal in every process."""
    words = WORD.findall(text.lower())
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    minhash.update([" ".join(run) for run in zip(words, words[1:], words[2:], strict=False)])
    values = minhash.digest()
    return tuple(
        int.from_bytes(
            blake2b(repr((band, values[band * ROWS : (band + 1) * ROWS])).encode(), digest_size=8).digest(), signed=True
        )
        for band in range(BANDS)
    )
