"""Errors of the service: those that are told to somebody, always, and every one that is thrown, where the plan wants that.

Told is what nobody caught, what a server of Python caught in the place of the service, and what was printed or logged. Nothing of an
error is kept, since it would keep its frames and all they hold.
"""
import functools
import os
import sys

from . import inspect_value as look

_traceback_of = BaseException.__dict__["__traceback__"].__get__
_MAXIMUM_MESSAGE = 500
_MAXIMUM_NAMES = 24
_INSTALLED = frozenset(("site-packages", "dist-packages", ".venv", "venv"))
#: How Python itself ends loops and generators.
_NO_ERRORS = (StopIteration, StopAsyncIteration, GeneratorExit)


class Errors:
    def __init__(self, plan, context, capture, send):
        self._plan = plan
        self._roots = tuple({os.path.join(root, "") for root in (plan.root, plan.real_root)})
        self._context = context
        self._capture = capture
        self._send = send
        self._paths = {}
        self._thrown = 0
        self._sites = {}
        #: The last error that was told of each exchange, by its number: one that is logged and then printed is told once.
        self._told = {}

    def path_of(self, code):
        """The file of some code from the folder of the instance; None for what is no code of the service."""
        name = code.co_filename
        if name not in self._paths:
            self._paths[name] = self._relative(name)
        return self._paths[name]

    def _relative(self, name):
        if name.startswith("<"):
            return None
        path = os.path.abspath(name)
        for root in self._roots:
            inner = path[len(root) :] if path.startswith(root) else None
            if inner is not None and not _INSTALLED & set(inner.split(os.sep)):
                return inner
        return None

    def raised(self, frame, error, traceback=None):
        """Never raises. Told for every frame that an error passes: the first of the service counts. Before Python 3.12 an error
        that is on its way does not know its traceback yet.
        """
        try:
            exchange = self._context.running()
            if exchange is None or self.path_of(frame.f_code) is None or look.isinstance_of(error, _NO_ERRORS):
                return
            traceback = traceback or _traceback_of(error)
            if traceback is not None and not self._places(traceback.tb_next):
                self._throw(frame, error, exchange)
        except Exception:
            pass  # An error that cannot be described is left out; the service must not notice.

    def _throw(self, frame, error, exchange):
        limits = self._plan.limits
        self._thrown += 1
        thrown = self._context.next_occurrence(exchange, "thrown")
        if thrown >= limits["thrownPerExchange"] or self._thrown > limits["thrownErrors"]:
            if self._context.next_occurrence(exchange, "unwatched") == 0:
                self._send({"kind": "throws-unwatched", **self._place_in(exchange)})
            return
        at = f"{self.path_of(frame.f_code)}:{frame.f_lineno}"
        record = {"kind": "throw", **self._place_in(exchange), **self._describe(error, exchange), "at": at}
        self._send({**record, "frames": self._frames(frame, f"{record['class']} {at}", exchange)})

    def _place_in(self, exchange):
        return {"exchangeId": exchange.id, "sequence": self._context.next_sequence()}

    def _describe(self, error, exchange):
        message = look.message_of(error)[:_MAXIMUM_MESSAGE]
        return {"class": look.class_name(error), "message": self._capture.redacted(message, exchange.taints)}

    def _frames(self, frame, site, exchange):
        """Functions of the service that the error is thrown through, the innermost first."""
        has_room = exchange.id in self._plan.suspects or self._spend_site(site)
        frames = []
        while frame is not None and len(frames) < self._plan.limits["frames"]:
            path = self.path_of(frame.f_code)
            if path is not None and frame.f_code.co_name != "<module>":
                told = {"at": f"{path}:{frame.f_lineno}", "function": frame.f_code.co_name[:200], "values": {}}
                if has_room:
                    told["values"] = self._variables(frame, exchange)
                frames.append(told if has_room else {**told, "reason": "budget"})
            frame = frame.f_back
        return frames

    def _spend_site(self, site):
        self._sites[site] = self._sites.get(site, 0) + 1
        return self._sites[site] <= self._plan.limits["thrownPerSite"]

    def _variables(self, frame, exchange):
        names = list(frame.f_locals.items())[:_MAXIMUM_NAMES]
        return {name: self._capture.value(value, name, exchange.taints) for name, value in names}

    def told(self, error, is_caught=True):
        """Never raises. Somebody was told of an error: a person by a log, or nobody because the program goes down."""
        try:
            exchange = self._context.current()
            if error is None or self._told.get(exchange.id) == id(error):
                return
            self._told = {exchange.id: id(error)}
            places = self._places(_traceback_of(error))
            at = places[-1] if places else ""
            record = {"kind": "error", **self._place_in(exchange), **self._describe(error, exchange)}
            self._send({**record, "at": at, "caught": is_caught})
        except Exception:
            pass  # As above.

    def _places(self, traceback):
        """Where an error passed code of the service, the outermost first."""
        places = []
        while traceback is not None:
            path = self.path_of(traceback.tb_frame.f_code)
            if path is not None:
                places.append(f"{path}:{traceback.tb_lineno}")
            traceback = traceback.tb_next
        return places


def watch_told_errors(hooks, errors):
    """Stands in front of all ways by which Python tells of an error: its logs, its tracebacks, and what it does when nobody caught it."""
    hook = sys.excepthook

    @functools.wraps(hook)
    def excepthook(kind, error, traceback):
        errors.told(error, False)
        hook(kind, error, traceback)

    sys.excepthook = excepthook
    hooks.after("threading", functools.partial(_watch_threads, errors))
    hooks.after("traceback", functools.partial(_watch_tracebacks, errors))
    hooks.after("logging", functools.partial(_watch_logs, errors))


def _watch_threads(errors, module):
    hook = module.excepthook

    @functools.wraps(hook)
    def excepthook(given, /):
        errors.told(given.exc_value, False)
        hook(given)

    module.excepthook = excepthook


def _watch_tracebacks(errors, module):
    make = module.TracebackException.__init__

    @functools.wraps(make)
    def init(self, exc_type, exc_value, *given, **named):
        if named.get("_seen") is None:
            errors.told(exc_value)
        make(self, exc_type, exc_value, *given, **named)

    module.TracebackException.__init__ = init


def _watch_logs(errors, module):
    handle = module.Logger.handle

    @functools.wraps(handle)
    def handle_record(self, record):
        if type(record.exc_info) is tuple:
            errors.told(record.exc_info[1])
        return handle(self, record)

    module.Logger.handle = handle_record
