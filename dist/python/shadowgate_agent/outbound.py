"""Calls that leave the service over `http.client`, which also carries urllib, urllib3 and requests.

Each call is one record, sent when it is answered or fails. Where something stands in for the services outside, a call bears the
exchange that made it; the stand-in takes that off again.
"""
import functools
import os
import weakref

from .http_requests import TAG_HEADER
from .redact_url import redact_url

_LOOPBACK = ("localhost", "127.", "::1", "[::1]", "0.0.0.0")


class Outbound:
    def __init__(self, context, redactor, send):
        self._context = context
        self._redactor = redactor
        self._send = send
        self._pending = weakref.WeakKeyDictionary()
        self._door = os.environ.get("SHADOWGATE_OUTBOUND")

    def watch(self, hooks):
        hooks.after("http.client", self._watch_client)

    def _watch_client(self, module):
        connection = module.HTTPConnection
        begin, send_head, answer = connection.putrequest, connection.endheaders, connection.getresponse

        @functools.wraps(begin)
        def putrequest(this, method, url, *given, **named):
            result = begin(this, method, url, *given, **named)
            self._guarded(self._begin, this, method, url)
            return result

        @functools.wraps(send_head)
        def endheaders(this, *given, **named):
            self._guarded(self._tag, this)
            try:
                return send_head(this, *given, **named)
            except BaseException:
                self._guarded(self._finish, this)
                raise

        @functools.wraps(answer)
        def getresponse(this, *given, **named):
            try:
                response = answer(this, *given, **named)
            except BaseException:
                self._guarded(self._finish, this)
                raise
            self._guarded(self._finish, this, response.status)
            return response

        connection.putrequest, connection.endheaders, connection.getresponse = putrequest, endheaders, getresponse

    @staticmethod
    def _guarded(work, *given):
        try:
            work(*given)
        except Exception:
            pass  # A call that cannot be described is left out; the service must not notice.

    def _begin(self, connection, method, url):
        exchange = self._context.current()
        origin, path = _target_of(connection, url)
        self._pending[connection] = {
            "kind": "outbound-call",
            "exchangeId": exchange.id,
            "sequence": self._context.next_sequence(),
            "method": str(method),
            "url": redact_url(origin, path, self._redactor, exchange.taints),
        }

    def _tag(self, connection):
        exchange = self._context.running()
        if self._door is None or exchange is None:
            return
        is_here = connection.host.startswith(_LOOPBACK) and f"{connection.host}:{connection.port}" != self._door
        if not is_here or getattr(connection, "_tunnel_host", None):
            connection.putheader(TAG_HEADER, exchange.id)

    def _finish(self, connection, status=None):
        record = self._pending.pop(connection, None)
        if record is not None:
            self._send(record if status is None else {**record, "status": status})

    def flush(self):
        """Sends what nobody has answered yet."""
        for connection in list(self._pending):
            self._finish(connection)


def _target_of(connection, url):
    """Origin and path as the service meant them, whether or not a proxy stands between."""
    if "://" in url.split("?", 1)[0]:
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        return f"{scheme}://{host}", slash + path
    is_secure = connection.default_port == 443 or bool(getattr(connection, "_tunnel_host", None))
    scheme, usual = ("https", 443) if is_secure else ("http", 80)
    host = getattr(connection, "_tunnel_host", None) or connection.host
    port = (connection._tunnel_port if getattr(connection, "_tunnel_host", None) else connection.port) or usual
    return f"{scheme}://{host}" + ("" if port == usual else f":{port}"), url
