"""CPU time of a call, for the benchmarks of this folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def cpu(run: Callable[[], T]) -> tuple[float, T]:
    """CPU seconds (user and system, all threads) of a call, and its result."""
    started = time.process_time()
    result = run()
    return time.process_time() - started, result
