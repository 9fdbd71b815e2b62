"""Where each server of Python hands a request to the service: there the exchange of the request begins.

None is imported for it: each is met when the service imports it. Frameworks need nothing of their own, since all of them are
called by one of these, by WSGI or by ASGI.
"""
import functools
import sys

from .http_requests import is_ours, take_from_message, take_from_pairs


def watch_servers(hooks, requests):
    hooks.after("socketserver", functools.partial(_watch_socketserver, requests))
    hooks.after("http.server", functools.partial(_watch_http_server, requests))
    hooks.after("gunicorn.http.wsgi", functools.partial(_watch_gunicorn, requests))
    hooks.after("waitress.task", functools.partial(_watch_waitress, requests))
    hooks.after("uvicorn.config", functools.partial(_watch_uvicorn, requests))
    hooks.after("hypercorn.app_wrappers", functools.partial(_watch_hypercorn, requests))
    for name in ("hypercorn.asyncio.run", "hypercorn.trio.run"):
        hooks.after(name, functools.partial(_watch_older_hypercorn, requests))
    hooks.after("daphne.server", functools.partial(_watch_daphne, requests))
    hooks.after("aiohttp.web_protocol", functools.partial(_watch_aiohttp, requests))


def _wrap(owner, name, around):
    """Puts `around(original, self, *given)` in the place of a method."""
    original = getattr(owner, name)

    @functools.wraps(original)
    def wrapped(self, *given, **named):
        return around(original, self, *given, **named)

    setattr(owner, name, wrapped)


def _watch_socketserver(requests, module):
    def handle_connection(original, self, *given, **named):
        try:
            return original(self, *given, **named)
        finally:
            requests.end_here()

    _wrap(module.BaseRequestHandler, "__init__", handle_connection)


def _watch_http_server(requests, module):
    """Also `wsgiref` and the development servers of Flask and Django, whose handlers inherit from this one."""

    def parse_request(original, self):
        requests.end_here()
        is_request = original(self)
        if is_request:
            requests.begin_here(take_from_message(self.headers))
        return is_request

    def handle_one_request(original, self):
        try:
            return original(self)
        except Exception as error:
            requests.on_error(error)
            raise
        finally:
            requests.end_here()

    _wrap(module.BaseHTTPRequestHandler, "parse_request", parse_request)
    _wrap(module.BaseHTTPRequestHandler, "handle_one_request", handle_one_request)


def _watch_gunicorn(requests, module):
    create = module.create

    @functools.wraps(create)
    def create_environ(request, *given, **named):
        response, environ = create(request, *given, **named)
        requests.begin_wsgi(environ)
        request.headers = [pair for pair in request.headers if not pair[0].upper().startswith("X-SHADOWGATE-")]
        return response, environ

    module.create = create_environ

    def close(original, self):
        try:
            return original(self)
        finally:
            requests.end_here()

    _wrap(module.Response, "close", close)


def _watch_waitress(requests, module):
    def execute(original, self):
        try:
            return original(self)
        finally:
            requests.end_here()

    def get_environment(original, self):
        environ = original(self)
        requests.begin_wsgi(environ)
        return environ

    _wrap(module.WSGITask, "execute", execute)
    _wrap(module.WSGITask, "get_environment", get_environment)


def _watch_uvicorn(requests, module):
    def load(original, self):
        original(self)
        requests.on_serving()
        self.loaded_app = _asgi_app(requests, self.loaded_app)

    _wrap(module.Config, "load", load)


def _watch_hypercorn(requests, module):
    def wrap_app(original, self, app, *given, **named):
        original(self, _asgi_app(requests, app), *given, **named)

    async def call_wsgi(original, self, *given, **named):
        return await _asgi_app(requests, functools.partial(original, self))(*given, **named)

    _wrap(module.ASGIWrapper, "__init__", wrap_app)
    _wrap(module.WSGIWrapper, "__call__", call_wsgi)


def _watch_older_hypercorn(requests, module):
    """Before 0.14 it serves the application as it was given."""
    if "hypercorn.app_wrappers" in sys.modules:
        return
    serve = module.worker_serve

    @functools.wraps(serve)
    def worker_serve(app, *given, **named):
        return serve(_asgi_app(requests, app), *given, **named)

    module.worker_serve = worker_serve


def _watch_daphne(requests, module):
    def make_server(original, self, application, *given, **named):
        original(self, _asgi_app(requests, application), *given, **named)

    _wrap(module.Server, "__init__", make_server)


def _asgi_app(requests, app):
    """An ASGI application around another: each request is a task of its own, and so has a context of its own."""

    async def observed(scope, receive, send, *more):
        if scope.get("type") not in ("http", "websocket"):
            requests.on_serving()
            return await app(scope, receive, send, *more)
        headers = list(scope.get("headers") or ())
        exchange = requests.begin(take_from_pairs(headers))
        if exchange is None:
            return await app(scope, receive, send, *more)
        return await _in_exchange(requests, exchange, app({**scope, "headers": headers}, receive, send, *more))

    return observed


async def _in_exchange(requests, exchange, answer):
    token = requests.context.enter(exchange)
    try:
        return await answer
    except Exception as error:
        requests.on_error(error)
        raise
    finally:
        requests.context.leave(token)
        requests.end(exchange)


def _watch_aiohttp(requests, module):
    async def handle_request(original, self, request, *given, **named):
        exchange = requests.begin(_take_from_aiohttp(request))
        answer = original(self, request, *given, **named)
        return await (answer if exchange is None else _in_exchange(requests, exchange, answer))

    _wrap(module.RequestHandler, "_handle_request", handle_request)


def _take_from_aiohttp(request):
    """Its headers cannot be changed: those of ours are left out of a copy that takes their place."""

    def take(name):
        value = request.headers.get(name)
        if value is not None and is_ours(name):
            kept = request.headers.copy()
            del kept[name]
            headers = type(request.headers)(kept)
            raw = tuple(pair for pair in request._message.raw_headers if pair[0].lower() != name.encode("ascii"))
            request._headers = headers
            request._message = request._message._replace(headers=headers, raw_headers=raw)
        return value

    return take
