"""Ctrl-C in two steps: the first asks to stop at the end of the month, the second breaks off at once."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SAID = b"\nstopping at the end of this month; Ctrl-C again breaks off at once\n"


class Stop:
    """Whether somebody has asked to stop."""

    asked = False


@contextmanager
def stopping() -> Iterator[Stop]:
    """While this lasts, the first Ctrl-C sets `asked` and the second raises KeyboardInterrupt.

    Only where Ctrl-C has Python's own meaning: a program that hears it otherwise, or not at all, is left alone.
    """
    stop = Stop()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield stop
        return

    def heard(_: int, __: Any) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.asked = True
        os.write(2, SAID)  # not through a stream: the handler may run in the middle of writing to it

    signal.signal(signal.SIGINT, heard)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
