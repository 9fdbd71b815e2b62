"""Errors that code of the service raised, or that reached it from elsewhere: uncaught, caught, and caught in silence alike.

Nothing of an error is kept, since it would keep its frames and all they hold.
"""
import functools
import os
import sys

from . import inspect_value as look

_traceback_of = BaseException.__dict__["__traceback__"].__get__
_MAXIMUM_MESSAGE = 500
#: Of one exchange; a loop that fails over and over says no more with each of them.
_MAXIMUM_ERRORS = 200
#: How Python itself ends loops and generators.
_NO_ERRORS = (StopIteration, StopAsyncIteration, GeneratorExit)


class Errors:
    def __init__(self, plan, context, redactor, send):
        self._roots = tuple({os.path.join(root, "") for root in (plan.root, plan.real_root)})
        self._context = context
        self._redactor = redactor
        self._send = send
        self._paths = {}
        #: The last error of each exchange is told with the next one, or at the end: only then is it known whether somebody caught it.
        self._waiting = {}

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
            if inner is not None and not {"site-packages", "dist-packages", ".venv", "venv"} & set(inner.split(os.sep)):
                return inner
        return None

    def raised(self, code, error, traceback=None):
        """Never raises. Told for every frame that an error passes: the first of the service counts. Before Python 3.12 an error
        that is on its way does not know its traceback yet.
        """
        try:
            path = self.path_of(code)
            if path is not None and not look.isinstance_of(error, _NO_ERRORS):
                self._note(path, error, traceback or _traceback_of(error))
        except Exception:
            pass  # An error that cannot be described is left out; the service must not notice.

    def _note(self, path, error, traceback):
        if traceback is None or self._was_told(traceback.tb_next):
            return
        exchange = self._context.current()
        if self._context.next_occurrence(exchange, "errors") >= _MAXIMUM_ERRORS:
            return
        record = self._describe(error, f"{path}:{traceback.tb_lineno}", exchange)
        self.end_of(exchange)
        self._waiting[exchange] = (id(error), record)

    def _was_told(self, traceback):
        while traceback is not None:
            if self.path_of(traceback.tb_frame.f_code) is not None:
                return True
            traceback = traceback.tb_next
        return False

    def _describe(self, error, at, exchange):
        message = look.message_of(error)[:_MAXIMUM_MESSAGE]
        return {
            "kind": "error",
            "exchangeId": exchange.id,
            "sequence": self._context.next_sequence(),
            "class": look.class_name(error),
            "message": self._redactor.text(message, exchange.taints),
            "at": at,
            "caught": True,
        }

    def end_of(self, exchange):
        """Sends what is still held back of an exchange."""
        _, record = self._waiting.pop(exchange, (None, None))
        if record is not None:
            self._send(record)

    def end_all(self):
        for exchange in list(self._waiting):
            self.end_of(exchange)

    def watch_uncaught(self, hooks):
        hook = sys.excepthook

        @functools.wraps(hook)
        def excepthook(kind, error, traceback):
            self._uncaught(error)
            hook(kind, error, traceback)

        sys.excepthook = excepthook
        hooks.after("threading", self._watch_threads)

    def _watch_threads(self, module):
        hook = module.excepthook

        @functools.wraps(hook)
        def excepthook(given, /):
            self._uncaught(given.exc_value)
            hook(given)

        module.excepthook = excepthook

    def _uncaught(self, error):
        for exchange, (known, record) in list(self._waiting.items()):
            if known == id(error):
                record["caught"] = False
                self.end_of(exchange)
