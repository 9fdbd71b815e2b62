"""Which exchange the running code belongs to, and the order of everything the agent sees."""
import contextvars
import itertools
import time

_real_monotonic = time.monotonic


class Exchange:
    """One exchange as the agent carries it along: its id, the secrets that came with it, and when production got it."""

    __slots__ = ("id", "taints", "instant", "began_at", "clock", "streams", "occurrences", "is_over", "flow_events")

    def __init__(self, exchange_id, taints=(), instant=None):
        self.id = exchange_id
        self.taints = taints
        #: Milliseconds since 1970; None when that is not known.
        self.instant = instant
        #: Milliseconds of the real monotonic clock.
        self.began_at = _real_monotonic() * 1_000
        self.clock = None
        self.streams = {}
        self.occurrences = {}
        self.is_over = False
        self.flow_events = 0


class Context:
    """One per process. Work outside any exchange (start-up, timers) belongs to the exchange with the empty id."""

    def __init__(self):
        self.background = Exchange("")
        self._running = contextvars.ContextVar("shadowgate_exchange", default=None)
        self._sequence = itertools.count()
        #: Called where work for an exchange begins: this thread may have lost what follows its lines.
        self.watch_here = None

    def current(self):
        return self._running.get() or self.background

    def enter(self, exchange):
        """From here on this thread, or this task, works for the exchange; for none with None. Gives what undoes it."""
        if exchange is not None and self.watch_here is not None:
            self.watch_here()
        return self._running.set(exchange)

    def leave(self, token):
        self._running.reset(token)

    def running(self):
        """The exchange itself, None outside: for what carries it into another thread."""
        return self._running.get()

    def next_sequence(self):
        return next(self._sequence)

    @staticmethod
    def next_occurrence(exchange, probe_id):
        """How often a probe was passed before in an exchange; counts this pass."""
        before = exchange.occurrences.get(probe_id, 0)
        exchange.occurrences[probe_id] = before + 1
        return before
