"""How much memory the process holds, from what the kernel counts."""
import gc
import time

_monotonic = time.monotonic


class MemorySampler:
    """At the end of an exchange, at most once per interval, and without garbage when the gate asks."""

    def __init__(self, context, interval_ms, send):
        self._context = context
        self._interval = interval_ms / 1_000
        self._send = send
        self._last = -self._interval

    def sample(self, exchange, force=False):
        now = _monotonic()
        if not force and now - self._last < self._interval:
            return
        self._last = now
        self._send(self._record(exchange))

    def measure(self, point):
        gc.collect()
        record = self._record(self._context.background)
        self._send({**record, "point": point, "collected": True, "handles": _handles()})

    def _record(self, exchange):
        rss, private = _resident()
        return {
            "kind": "memory",
            "exchangeId": exchange.id,
            "sequence": self._context.next_sequence(),
            # Python does not count its heap in bytes: this is the memory that is its own and resident.
            "heapUsed": private,
            "external": 0,
            "rss": rss,
        }


def _resident():
    found = {}
    with open("/proc/self/status", encoding="ascii", errors="replace") as status:
        for line in status:
            name, _, value = line.partition(":")
            if name in ("VmRSS", "RssAnon"):
                found[name] = int(value.split()[0]) * 1_024
    return found["VmRSS"], found.get("RssAnon", found["VmRSS"])


def _handles():
    """What keeps the process alive: its threads."""
    import threading

    return {"Thread": sum(not thread.daemon for thread in threading.enumerate())}
