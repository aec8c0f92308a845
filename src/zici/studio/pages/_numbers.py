"""Numbers as a page shows them."""

from __future__ import annotations

from datetime import datetime

SIZES = ("B", "KB", "MB", "GB", "TB")


def size(count: float) -> str:
    """Bytes in about three figures.

    Example:
        >>> size(512), size(1_234_567), size(512 * 2**20)
        ('512 B', '1.18 MB', '512 MB')
    """
    for name in SIZES[:-1]:
        if count < 1024:
            return f"{count:.0f} {name}" if count >= 100 or name == "B" else f"{count:.3g} {name}"
        count /= 1024
    return f"{count:,.3g} {SIZES[-1]}"


def duration(seconds: float) -> str:
    """A time as few digits.

    Example:
        >>> duration(7.26), duration(125), duration(7380)
        ('7.3 s', '2:05 min', '2:03 h')
    """
    if round(seconds, 1) < 60:
        return f"{seconds:.1f} s"
    name, whole = ("min", round(seconds)) if seconds < 3599.5 else ("h", round(seconds / 60))
    return f"{whole // 60}:{whole % 60:02} {name}"


def rate(number: float) -> str:
    """So many a second, in about three figures.

    Example:
        >>> rate(3.456), rate(1_234_567.0)
        ('3.5', '1,230,000')
    """
    if number < 100:
        return f"{number:.1f}"
    digits = len(str(int(number))) - 3
    return f"{round(number / 10**digits) * 10**digits:,}"


def percent(value: float | None, digits: int = 1) -> str:
    """A share in percent; a dash for none.

    Example:
        >>> percent(0.1234), percent(None)
        ('12.3 %', '–')
    """
    return "–" if value is None else f"{100 * value:.{digits}f} %"


def moment(time: datetime | None) -> str:
    """A time on this machine's clock, to the minute.

    Example:
        >>> moment(None), moment(datetime(2024, 5, 1, 9, 30))
        ('', '2024-05-01 09:30')
    """
    return "" if time is None else time.astimezone().strftime("%Y-%m-%d %H:%M")
