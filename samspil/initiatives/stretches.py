"""Stretches of letters of a word: by them compounds and forms of a word are seen to share a part ('toiletterne', 'skylletoilet')."""

import functools

SIZE = 5  # letters; shorter ones are in too many words


@functools.lru_cache(maxsize=1 << 14)
def stretches(word: str, size: int = SIZE) -> tuple[str, ...]:
    """All stretches of `size` letters of a word, the word itself where it is shorter; none of words of fewer than four letters."""
    return tuple([word[n : n + size] for n in range(max(1, len(word) - size + 1))]) if len(word) > 3 else ()
