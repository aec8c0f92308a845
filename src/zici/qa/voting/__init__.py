"""One answer from many passages."""

from zici.qa.voting._official import official_vote as official_vote
from zici.qa.voting._vote import RULES as RULES
from zici.qa.voting._vote import combine as combine
from zici.qa.voting._vote import vote as vote

__all__ = ["RULES", "combine", "official_vote", "vote"]
