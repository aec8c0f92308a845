"""What requests and answers have in common, and errors."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator


class Asked(BaseModel):
    """A request; a field that it doesn't have is refused, since it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, data: Any) -> Any:
        """JSON can hold half a character, which no file and no answer can."""
        _check_text(data)
        return data


def _check_text(value: Any) -> None:
    waiting = [value]  # not by recursion: JSON may be deeper than Python's stack
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            try:
                one.encode()
            except UnicodeEncodeError as error:
                raise ValueError(f"expected text, found half a character ({one[error.start]!a})") from None
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend((*one, *one.values()))


class Told(BaseModel):
    """An answer, made of the library's own objects."""

    model_config = ConfigDict(from_attributes=True)


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    error: str | None = None
    errors: list[dict[str, Any]] | None = None
