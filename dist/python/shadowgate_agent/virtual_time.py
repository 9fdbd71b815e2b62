"""Puts the virtual clock behind `time` and `datetime`, for all modules alike.

`datetime.datetime` stays the class that it is, since libraries look types up by identity and C code makes instances of it: only
its methods that read the clock are replaced, in the dictionary of the class itself.
"""
import ctypes
import functools
import gc
import time

from .in_place_of import in_place_of

_real = {name: getattr(time, name) for name in dir(time)}
#: Modules of Python that measure their own waiting. A coarse clock would make them wait too long, or not at all.
_WAITING_MODULES = (
    "threading",
    "queue",
    "subprocess",
    "selectors",
    "socketserver",
    "sched",
    "multiprocessing.connection",
    "multiprocessing.popen_fork",
    "multiprocessing.synchronize",
    "concurrent.futures._base",
    "asyncio.base_events",
)


def replace_clock(clock, hooks):
    """Time of day. Whatever reads it without an argument reads the virtual one; what is given an instant computes with that."""

    def seconds():
        now = clock.now()
        return _real["time"]() if now is None else now / 1_000

    def nanoseconds():
        now = clock.now()
        return _real["time_ns"]() if now is None else now * 1_000_000

    _replace("time", seconds)
    _replace("time_ns", nanoseconds)
    for name in ("localtime", "gmtime", "ctime"):
        _replace(name, _of_instant(_real[name], seconds))

    def strftime(format, moment=None, /):
        return _real["strftime"](format, _real["localtime"](seconds()) if moment is None else moment)

    def asctime(moment=None, /):
        return _real["asctime"](_real["localtime"](seconds()) if moment is None else moment)

    _replace("strftime", strftime)
    _replace("asctime", asctime)
    hooks.after("datetime", functools.partial(_replace_datetime, seconds))


def replace_durations(clock, hooks):
    """What a service measures of itself while it answers moves in the steps of its exchange; outside it stays real."""

    def coarse_seconds(name):
        real = _real[name]

        def read():
            own = clock.of_exchange()
            return real() if own is None else (own.began_at + own.passed()) / 1_000

        return read

    def coarse_nanoseconds(name):
        real = _real[name]

        def read():
            own = clock.of_exchange()
            return real() if own is None else _whole((own.began_at + own.passed()) * 1_000_000)

        return read

    for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
        _replace(name, coarse_seconds(name))
        _replace(f"{name}_ns", coarse_nanoseconds(f"{name}_ns"))
    for name in _WAITING_MODULES:
        hooks.after(name, _give_real_durations)


def _whole(number):
    return int(number // 1)


def _of_instant(real, seconds):
    def read(instant=None, /):
        return real(seconds() if instant is None else instant)

    return read


def _replace(name, function):
    setattr(time, name, in_place_of(_real[name], function, "time"))


class _RealDurations:
    """Stands in for the module `time` inside a module that waits: its durations are real."""

    def __getattr__(self, name):
        if name in ("monotonic", "perf_counter", "monotonic_ns", "perf_counter_ns"):
            return _real[name]
        return getattr(time, name)


def _give_real_durations(module):
    replaced = {id(getattr(time, name)): _real[name] for name in ("monotonic", "perf_counter")}
    for name, value in list(vars(module).items()):
        if value is time:
            setattr(module, name, _RealDurations())
        elif id(value) in replaced:
            setattr(module, name, replaced[id(value)])


def _replace_datetime(seconds, module):
    timezone = module.timezone
    utc = timezone.utc
    moment_from = module.datetime.fromtimestamp

    def now(cls, tz=None):
        if cls is module.datetime:
            return moment_from(seconds(), tz)
        return cls.fromtimestamp(seconds(), tz)

    def utcnow(cls):
        return cls.fromtimestamp(seconds(), utc).replace(tzinfo=None)

    # `today` of both classes asks `time.time()` by itself.
    _replace_in_class(module.datetime, {"now": classmethod(now), "utcnow": classmethod(utcnow)})


def _replace_in_class(cls, methods):
    """Changes a class that C made. Python must be told, or it would go on to use what it remembers of the class."""
    (namespace,) = [one for one in gc.get_referents(cls.__dict__) if isinstance(one, dict)]
    namespace.update(methods)
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(cls))
