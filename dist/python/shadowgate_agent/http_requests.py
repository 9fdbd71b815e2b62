"""Puts every tagged request into the context of its exchange, and takes the tags off before the service sees them."""
import math

from .context import Exchange

#: Header by which the gate tells which exchange a request is.
TAG_HEADER = "x-shadowgate-exchange"
#: Header that tells when production got it, in milliseconds since 1970.
INSTANT_HEADER = "x-shadowgate-instant"
_SHORTEST_TAINT = 8
#: The last instant that Python can hold as a time, in milliseconds.
_LATEST_INSTANT = 253_402_300_799_000


class Requests:
    """Begins and ends exchanges; `on_start` and `on_end` are told of each, `on_error` of what a handler did not catch, and
    `on_serving` of every sign that this process answers requests, since some servers listen where Python cannot see it (uvloop).
    """

    def __init__(self, context, on_serving, on_start, on_end, on_error):
        self.context = context
        self.on_serving = on_serving
        self._on_start = on_start
        self._on_end = on_end
        self.on_error = on_error
        self._under_way = set()

    def begin(self, take):
        """`take` gives a header by its lower-case name, and removes those of ours. Gives the exchange, None when there is no tag."""
        self.on_serving()
        try:
            instant = _read_instant(take(INSTANT_HEADER))
            exchange_id = take(TAG_HEADER)
            if not exchange_id:
                return None
            exchange = Exchange(exchange_id, _taints(take("authorization"), take("cookie")), instant)
            self._on_start(exchange)
            self._under_way.add(exchange)
            return exchange
        except Exception:
            return None

    def begin_here(self, take):
        """For servers that answer one request after the other in a thread: the one before ends now at the latest."""
        self.end_here()
        exchange = self.begin(take)
        if exchange is not None:
            self.context.enter(exchange)

    def end_here(self):
        exchange = self.context.running()
        if exchange is not None:
            self.context.enter(None)
            self.end(exchange)

    def end(self, exchange):
        if exchange.is_over:
            return
        exchange.is_over = True
        self._under_way.discard(exchange)
        try:
            self._on_end(exchange)
        except Exception:
            pass  # The agent may lose a sample; the service must not notice.

    def end_all(self):
        """A client has its answer a moment before the handler is through: what the gate waits for no longer is over."""
        for exchange in list(self._under_way):
            self.end(exchange)

    def begin_wsgi(self, environ):
        def take(name):
            key = "HTTP_" + name.upper().replace("-", "_")
            return environ.pop(key, None) if is_ours(name) else environ.get(key)

        self.begin_here(take)


def take_from_message(headers):
    """For headers as `email.message` keeps them."""

    def take(name):
        value = headers.get(name)
        if value is not None and is_ours(name):
            del headers[name]
        return value

    return take


def take_from_pairs(pairs):
    """For a list of pairs of bytes, as ASGI has them; it is changed in place."""

    def take(name):
        wanted = name.encode("ascii")
        found = [value for key, value in pairs if key.lower() == wanted]
        if found and is_ours(name):
            pairs[:] = [pair for pair in pairs if pair[0].lower() != wanted]
        return found[0].decode("latin-1") if found else None

    return take


def is_ours(name):
    return name in (TAG_HEADER, INSTANT_HEADER)


def _read_instant(text):
    try:
        instant = float(text or "nan")
    except ValueError:
        return None
    return math.floor(instant) if 0 < instant <= _LATEST_INSTANT else None


def _taints(authorization, cookie):
    """Secrets that came with the request itself: they are redacted wherever they turn up during the exchange."""
    found = []
    if authorization:
        found.append(authorization.split(" ", 1)[-1])
    for part in (cookie or "").split(";"):
        found.append(part.split("=", 1)[-1])
    return tuple(text for text in found if len(text) >= _SHORTEST_TAINT)
