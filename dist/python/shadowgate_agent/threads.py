"""Carries the exchange into the threads that it starts, and into the work that it hands to a pool. Tasks carry it themselves."""
import functools


def follow_threads(hooks, context):
    hooks.after("threading", functools.partial(_follow_thread, context))
    hooks.after("concurrent.futures.thread", functools.partial(_follow_pool, context))


def _follow_thread(context, module):
    start, bootstrap = module.Thread.start, module.Thread._bootstrap
    begun_in = {}

    @functools.wraps(start)
    def start_within(self):
        exchange = context.running()
        if exchange is not None:
            begun_in[id(self)] = exchange
        try:
            return start(self)
        except BaseException:
            begun_in.pop(id(self), None)
            raise

    def bootstrap_within(self):
        # The thread's context is new and ends with it: there is nothing to undo.
        context.enter(begun_in.pop(id(self), None))
        bootstrap(self)

    module.Thread.start = start_within
    module.Thread._bootstrap = bootstrap_within


def _follow_pool(context, module):
    submit = module.ThreadPoolExecutor.submit

    @functools.wraps(submit)
    def submit_within(self, fn, /, *given, **named):
        exchange = context.running()
        return submit(self, _Within(context, exchange, fn), *given, **named)

    module.ThreadPoolExecutor.submit = submit_within


class _Within:
    """A call made in an exchange, run elsewhere in the same one; its threads are used again by others."""

    __slots__ = ("_context", "_exchange", "_call")

    def __init__(self, context, exchange, call):
        self._context, self._exchange, self._call = context, exchange, call

    def __call__(self, *given, **named):
        token = self._context.enter(self._exchange)
        try:
            return self._call(*given, **named)
        finally:
            self._context.leave(token)
