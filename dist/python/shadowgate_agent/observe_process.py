"""Starts every part of the agent in this process."""
import atexit
import os
import platform

from .capture import Capture
from .channel import Channel
from .context import Context
from .cut_to_bound import Bound
from .errors import Errors, watch_told_errors
from .flow import Flow
from .http_requests import Requests
from .import_hooks import ImportHooks
from .in_place_of import in_place_of
from .line_events import start_line_events
from .memory import MemorySampler
from .outbound import Outbound
from .plan import DEFAULT_LIMITS, read_plan
from .probes import Probes
from .redact import Redactor
from .seeded_random import replace_random
from .servers import watch_servers
from .threads import follow_threads
from .virtual_clock import VirtualClock
from .virtual_time import replace_clock, replace_durations
from .watched_code import WatchedCode


def observe_process(plan_file, socket_path):
    """A part that cannot start is left out and named in the hello record; none may keep another, or the service, from running."""
    parts = Parts()
    parts.plan = parts.attempt("plan", lambda: read_plan(plan_file))
    limits = DEFAULT_LIMITS if parts.plan is None else parts.plan.limits
    bound = None if parts.plan is None else Bound(limits, Redactor(parts.plan.key))
    parts.channel = Channel(socket_path, limits, parts.hello, parts.answer, bound)
    if parts.plan is None:
        parts.channel.open()
    else:
        parts.start()
    atexit.register(parts.finish_at_exit)
    parts.attempt("end of forks", parts.finish_before_exit)


class Parts:
    """What runs in this process, and what the gate can ask of it."""

    def __init__(self):
        self.degraded = []
        self.context = Context()
        self.plan = None
        self.channel = None
        self.memory = None
        self.requests = None
        self.errors = None
        self.outbound = None
        self.probes = None
        self.watched = None
        self.tell_lines_anew = None

    def attempt(self, part, work):
        try:
            return work()
        except Exception as error:
            self.degraded.append(f"{part}: {str(error)[:200] or type(error).__name__}"[:400])
            return None

    def hello(self):
        return {
            "kind": "hello",
            "version": 1,
            "language": "python",
            "runtime": f"{platform.python_implementation()} {platform.python_version()}",
            "pid": os.getpid(),
            "thread": 0,
            "role": "" if self.plan is None else self.plan.role,
            "degraded": self.degraded[:20],
        }

    def answer(self, message):
        if message.get("kind") == "finish":
            self.finish()
        if message.get("kind") == "measure-memory" and type(message.get("point")) is int:
            self.attempt("memory", lambda: self.memory.measure(message["point"]))

    def start(self):
        plan, context, send = self.plan, self.context, self.channel.send
        hooks = ImportHooks(self.attempt)
        self.memory = MemorySampler(context, plan.limits["memoryIntervalMs"], send)
        redactor = Redactor(plan.key)
        self.requests = Requests(context, self.channel.open, self.on_start, self.on_end, self.on_error)
        self.attempt("threads", lambda: follow_threads(hooks, context))
        self.attempt("requests", lambda: watch_servers(hooks, self.requests))
        self.attempt("listening", lambda: hooks.after("socket", self.watch_listening))
        if plan.determinism is not None:
            self.attempt("determinism", lambda: self.hold_still(hooks))
        self.outbound = Outbound(context, redactor, send)
        self.attempt("outbound calls", lambda: self.outbound.watch(hooks))
        self.attempt("request flow", lambda: Flow(plan, context, redactor, send).watch(hooks))
        self.attempt("probes, coverage and errors", lambda: self.watch_code(redactor, hooks))

    def hold_still(self, hooks):
        asked, context = self.plan.determinism, self.context
        if asked["random"] == "seeded":
            replace_random(context, asked["seed"], self.plan.root, hooks)
        clock = VirtualClock(context, asked["startsAt"], asked["shiftMs"])
        if asked["clock"] == "recorded":
            replace_clock(clock, hooks)
        if asked["durations"] == "coarse":
            replace_durations(clock, hooks)

    def watch_code(self, redactor, hooks):
        def send(record):
            self.channel.send(record)
            self.channel.open()

        plan, context = self.plan, self.context
        capture = Capture(plan.limits, redactor)
        self.errors = Errors(plan, context, capture, self.channel.send)
        watch_told_errors(hooks, self.errors)
        self.probes = Probes(plan, context, capture, send)
        self.watched = WatchedCode(plan, self.probes)
        if plan.probes or plan.coverage_of or plan.thrown_errors:
            thrown = self.errors if plan.thrown_errors else None
            self.tell_lines_anew, context.watch_here = start_line_events(self.watched, self.probes, thrown)

    def watch_listening(self, module):
        """A process that listens is the service, not a wrapper of it."""
        channel, plain = self.channel, module.socket

        def listen(self, *given):
            result = super(plain, self).listen(*given)
            if self.family != module.AF_UNIX:
                channel.open()
            return result

        plain.listen = listen

    def on_start(self, exchange):
        if self.plan.coverage_by_exchange and self.tell_lines_anew is not None:
            # What ran before it, such as the loading of modules, is not its own.
            self.watched.take_fresh()
            self.tell_lines_anew()

    def on_end(self, exchange):
        if self.plan.coverage_by_exchange and self.tell_lines_anew is not None:
            for path, lines in sorted(self.watched.take_fresh().items()):
                reached = {"kind": "reached", "exchangeId": exchange.id, "path": path, "lines": sorted(lines)}
                self.channel.send(reached)
        self.memory.sample(exchange)

    def on_error(self, error):
        """An error that the service left to its server."""
        if self.errors is not None:
            self.errors.told(error)

    def finish(self):
        """Everything that is only known at the end, then `done`. Runs when the gate asks, and when the process ends."""
        if self.plan is not None:
            self.attempt("requests", self.requests.end_all)
            self.attempt("outbound calls", self.outbound.flush)
            self.attempt("memory", lambda: self.memory.sample(self.context.background, True))
        if self.tell_lines_anew is not None:
            self.attempt("probes and coverage", self.tell_what_ran)
        self.channel.send({"kind": "done", "dropped": self.channel.dropped, "degraded": self.degraded[:20]}, True)
        self.channel.flush()

    def tell_what_ran(self):
        for state in self.probes.states():
            self.channel.send(state, True)
        for path, lines in sorted(self.watched.ran.items()):
            self.channel.send({"kind": "coverage", "path": path, "lines": sorted(lines)}, True)

    def finish_at_exit(self):
        """A fork of the service worked for it, if it only ran a few lines."""
        if self.channel.is_fork_of_service:
            self.channel.open()
        if self.channel.is_open():
            self.finish()

    def finish_before_exit(self):
        """Forks end in this way, those of `multiprocessing` too, and pass over whatever was registered for the end."""
        leave = os._exit

        def finish_and_leave(status):
            self.attempt("end", self.finish_at_exit)
            leave(status)

        os._exit = in_place_of(leave, finish_and_leave, "os")
