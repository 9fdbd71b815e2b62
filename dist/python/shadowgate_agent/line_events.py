"""Follows lines of wanted code, and, where `errors` is not None, what is thrown in code of the service: by `sys.monitoring` where Python has it, by `sys.settrace`
before. Other code runs untouched.
"""
import dis
import sys
import threading

_TOOL_NAME = "shadowgate"


def start_line_events(watched, probes, errors):
    """Gives what makes every line be told anew, which an exchange that is measured by itself asks for, and what makes this thread be
    watched again.
    """
    if hasattr(sys, "monitoring"):
        return _Monitoring(watched, probes, errors).start()
    return _Tracing(watched, probes, errors).start()


class _Monitoring:
    """Costs nothing where nothing is wanted: a line that was counted, and has no probe, is told no more."""

    def __init__(self, watched, probes, errors):
        self._watched = watched
        self._probes = probes
        self._errors = errors
        self._tool = None

    def start(self):
        monitoring, events = sys.monitoring, sys.monitoring.events
        self._tool = next(tool for tool in (4, 3, 1, 5, 2, 0) if monitoring.get_tool(tool) is None)
        monitoring.use_tool_id(self._tool, _TOOL_NAME)
        monitoring.register_callback(self._tool, events.PY_START, self._on_start)
        monitoring.register_callback(self._tool, events.LINE, self._on_line)
        monitoring.register_callback(self._tool, events.PY_RETURN, self._on_return)
        monitoring.register_callback(self._tool, events.RAISE, self._on_raise)
        monitoring.set_events(self._tool, events.PY_START | (events.RAISE if self._errors else 0))
        return monitoring.restart_events, lambda: None

    def _on_start(self, code, _offset):
        monitoring, events = sys.monitoring, sys.monitoring.events
        watch = self._watched.watch_of(code)
        if watch is not None:
            wanted = events.LINE | (events.PY_RETURN if watch.at_end else 0)
            if monitoring.get_local_events(self._tool, code) != wanted:
                monitoring.set_local_events(self._tool, code, wanted)
        return monitoring.DISABLE

    def _on_raise(self, _code, _offset, error):
        self._errors.raised(sys._getframe(1), error)

    def _on_line(self, code, line):
        watch = self._watched.watch_of(code)
        if watch is None:
            return sys.monitoring.DISABLE
        if watch.counts_lines:
            self._watched.count(watch, line)
        if line not in watch.in_lines:
            return sys.monitoring.DISABLE
        frame = sys._getframe(1)
        wanted = watch.by_offset.get(frame.f_lasti)
        if wanted is not None and not self._probes.passed(wanted, frame) and not watch.counts_lines:
            return sys.monitoring.DISABLE
        return None

    def _on_return(self, code, _offset, _value):
        watch = self._watched.watch_of(code)
        frame = sys._getframe(1)
        if watch is None or not watch.is_plain_end(frame.f_lineno):
            return None
        self._probes.passed(watch.at_end, frame)
        return None


class _Tracing:
    """Every call of a function is told; all but those of wanted code are let go at once."""

    def __init__(self, watched, probes, errors):
        self._watched = watched
        self._probes = probes
        self._errors = errors

    def start(self):
        sys.settrace(self._on_call)
        threading.settrace(self._on_call)
        return lambda: None, self._watch_here

    def _watch_here(self):
        """Where the stack overflows Python cannot call what traces, and takes it off the thread for good."""
        if sys.gettrace() is None:
            sys.settrace(self._on_call)

    def _on_call(self, frame, event, _argument):
        if event != "call":
            return None
        watch = self._watched.watch_of(frame.f_code)
        if watch is not None:
            return self._follow(watch)
        if self._errors is None or self._errors.path_of(frame.f_code) is None:
            return None
        frame.f_trace_lines = False
        return self._on_error

    def _on_error(self, frame, event, argument):
        if event == "exception":
            self._errors.raised(frame, argument[1], argument[2])
        return self._on_error

    def _follow(self, watch):
        previous = 0

        def on_event(frame, event, argument):
            nonlocal previous
            if event == "line":
                self._on_line(watch, frame, previous)
                previous = frame.f_lineno
            elif event == "exception" and self._errors is not None:
                self._errors.raised(frame, argument[1], argument[2])
            elif event == "return" and watch.at_end:
                self._on_return(watch, frame)
            return on_event

        return on_event

    def _on_line(self, watch, frame, previous):
        if watch.counts_lines:
            self._watched.count(watch, frame.f_lineno)
        wanted = watch.by_offset.get(frame.f_lasti)
        if wanted is None or _goes_round(watch, frame, previous):
            return
        self._probes.passed(wanted, frame)

    def _on_return(self, watch, frame):
        """An error that leaves the function, or a value that a generator gives, is told like a return."""
        instruction = dis.opname[frame.f_code.co_code[frame.f_lasti]]
        if instruction == "RETURN_VALUE" and watch.is_plain_end(frame.f_lineno):
            self._probes.passed(watch.at_end, frame)


def _goes_round(watch, frame, previous):
    """Up to Python 3.9 a loop jumps back to where it began: from inside of it, it does not begin anew."""
    if sys.version_info >= (3, 10):
        return False
    first, last = watch.compound.get(frame.f_lasti, (1, 0))
    return first <= previous <= last
