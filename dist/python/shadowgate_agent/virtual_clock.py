"""The clock that the service sees; see "Time and chance" in docs/agent-protocol.md.

In an exchange time starts at the instant at which production got the request; elsewhere at `startsAt`. Both move with real time,
but are seen in whole steps, so that two instances of one build, which differ by milliseconds, read the same.
"""
import math
import time

_real_time = time.time
_real_monotonic = time.monotonic

_STEP_MS = 1_000
#: Start-up and timers are bound to no exchange that begins anew: a step may fall anywhere, so there are few.
_BACKGROUND_STEP_MS = 10_000
#: A wait of a whole second must be seen as one, though a timer fires a little early.
_EARLY_MS = 2
#: Code that reads the clock over and over waits for it to move: so many reads move it by a millisecond.
_READS_PER_MS = 1_000


class Clock:
    """A clock that began at an instant, both in milliseconds."""

    __slots__ = ("instant", "began_at", "step", "reads")

    def __init__(self, instant, began_at, step):
        self.instant, self.began_at, self.step, self.reads = instant, began_at, step, 0

    def passed(self):
        """How much of the time since its beginning this clock shows, in milliseconds; counts as a read of it."""
        self.reads += 1
        real = _real_monotonic() * 1_000 - self.began_at + _EARLY_MS
        return math.floor(real / self.step) * self.step + self.reads // _READS_PER_MS


class VirtualClock:
    """None for `starts_at` leaves time outside exchanges real."""

    def __init__(self, context, starts_at, shift_ms):
        self._context = context
        self._shift_ms = shift_ms
        self._own = None
        if starts_at is not None:
            began_at = context.background.began_at
            self._own = Clock(math.floor(starts_at + shift_ms), began_at, _BACKGROUND_STEP_MS)

    def now(self):
        """Milliseconds since 1970, whole; None where time is left real."""
        clock = self.of_exchange() or self._own
        return None if clock is None else clock.instant + clock.passed()

    def of_exchange(self):
        """The clock of this very exchange, for what measures durations; None outside, where they stay real."""
        exchange = self._context.current()
        if exchange.instant is None:
            return None
        if exchange.clock is None:
            exchange.clock = Clock(exchange.instant + self._shift_ms, exchange.began_at, _STEP_MS)
        return exchange.clock
