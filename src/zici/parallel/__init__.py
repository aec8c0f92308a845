"""Work spread over threads, processes or any executor: nothing is lost, nothing hangs.

The two functions differ in what they give back: :func:`parallel_map` a list, :func:`parallel_imap` a stream.
"""

from zici.parallel._map import parallel_imap as parallel_imap
from zici.parallel._map import parallel_map as parallel_map
from zici.parallel._options import cpu_count as cpu_count

__all__ = ["cpu_count", "parallel_imap", "parallel_map"]
