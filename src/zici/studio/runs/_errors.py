"""What only the studio can refuse: things that are in use, too large, or not there."""

from __future__ import annotations

from zici.errors import InputError, OutputError, ZiciError


class BusyError(ZiciError):
    """Something that runs now is in the way: another run, or a run that needs this file."""

    status = 409  # of HTTP, for the API


class MissingError(InputError):
    """No upload or run has this number."""

    status = 404


class TooLargeError(InputError):
    """An upload that is larger than the limit, as it came or unpacked."""

    status = 413


class FullError(OutputError):
    """An upload for which the disk has no room."""

    status = 507
