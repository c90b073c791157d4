"""Likeness of names in characters, where a word boundary does not exist."""


def bigrams(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters, sorted; of a single character itself."""
    squeezed = text.replace(" ", "")
    return sorted({squeezed[i : i + 2] for i in range(max(len(squeezed) - 1, 1))} - {""})


def dice_similarity(left: str, right: str) -> float:
    """Shared bigrams over the mean number of bigrams, 0 to 1."""
    one, two = set(bigrams(left)), set(bigrams(right))
    return 2 * len(one & two) / (len(one) + len(two)) if one or two else 0.0
