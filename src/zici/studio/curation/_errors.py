"""What two people can do to each other."""

from __future__ import annotations

from datetime import datetime

from zici.errors import InputError


class ConflictError(InputError):
    """Somebody else has decided on a word in the meantime; nothing was changed.

    Attributes:
        word: the word.
        author: who decided.
        time: when, in UTC.
    """

    def __init__(self, word: str, author: str, time: datetime) -> None:
        super().__init__(
            f"{word!r}: {author} decided on it at {time:%Y-%m-%d %H:%M:%S} UTC; look at it again, then decide"
        )
        self.word, self.author, self.time = word, author, time

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.word, self.author, self.time))
