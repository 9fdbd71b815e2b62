"""Captures variables at the places of the plan. Hits are chosen by their index, never by the clock, so that two builds choose the same."""
import builtins
import decimal

from .evaluate import evaluate, parse_expression
from .plain_values import NotComputed
from .source_places import entries_of, scope_of_code


class Probe:
    def __init__(self, asked):
        self.id = asked["id"]
        self.file = asked["file"]
        self.line, self.column = asked["line"], asked["column"]
        self.names = [name for name in asked.get("names", ()) if name.isidentifier()]
        self.expressions = {name: parse_expression(text) for name, text in (asked.get("expressions") or {}).items()}
        self.hits = self.control = self.suspect = self.background = 0
        self.is_disarmed = False
        self.is_bound = False
        self.note = "no code was loaded at this place"


class Probes:
    def __init__(self, plan, context, capture, send):
        self._limits = plan.limits
        self._suspects = plan.suspects
        self._context = context
        self._send = send
        self._capture = capture
        self.all = [Probe(asked) for asked in plan.probes]

    def bind(self, path, source, code):
        """What of the plan lies in one code object: probes by the offset at which they look, and those of its end; and from which
        to which line the compound statement goes that begins at an offset."""
        by_offset, at_end, compound = {}, [], {}
        for probe in self.all:
            if probe.file != path:
                continue
            place = source.place_at(probe.line, probe.column)
            if place is None:
                probe.note = "no statement begins there"
            elif place.scope == scope_of_code(code):
                self._bind_in(probe, place, code, (by_offset, at_end, compound))
        return by_offset, at_end, compound

    @staticmethod
    def _bind_in(probe, place, code, found):
        by_offset, at_end, compound = found
        offsets = () if place.is_end else entries_of(code, place)
        for offset in offsets:
            by_offset.setdefault(offset, []).append(probe)
            if place.last > place.head:
                compound[offset] = (place.first, place.last)
        if place.is_end:
            at_end.append(probe)
        if offsets or place.is_end:
            probe.is_bound = True
        else:
            probe.note = "it shares its line with another statement"

    def passed(self, probes, frame):
        """Never raises. Whether any of the probes may want to see this place again."""
        try:
            exchange = self._context.current()
            for probe in probes:
                self._pass(probe, exchange, frame)
        except Exception:
            pass  # A hit that cannot be captured is missing from the trace; the service must not notice.
        return any(not probe.is_disarmed for probe in probes)

    def _pass(self, probe, exchange, frame):
        if probe.is_disarmed:
            return
        probe.hits += 1
        occurrence = self._context.next_occurrence(exchange, probe.id)
        if not self._is_wanted(probe, exchange, occurrence):
            return
        values = {name: self._variable(name, frame, exchange) for name in probe.names}
        for name, node in probe.expressions.items():
            values[name] = self._expression(name, node, frame, exchange)
        self._send(
            {
                "kind": "hit",
                "probeId": probe.id,
                "exchangeId": exchange.id,
                "occurrence": occurrence,
                "sequence": self._context.next_sequence(),
                "values": values,
            }
        )

    def _is_wanted(self, probe, exchange, occurrence):
        """Counts a hit against the budget it belongs to; false when that is used up."""
        limits = self._limits
        if exchange.id == "":
            return self._spend(probe, "background", limits["backgroundHits"])
        if occurrence >= limits["hitsPerExchange"]:
            return False
        if exchange.id in self._suspects:
            return self._spend(probe, "suspect", limits["suspectHits"])
        return self._spend(probe, "control", limits["controlHits"])

    def _spend(self, probe, budget, limit):
        spent = getattr(probe, budget)
        if spent >= limit:
            return False
        setattr(probe, budget, spent + 1)
        last = self._limits["suspectHits"] if self._suspects else self._limits["controlHits"]
        if budget != "background" and spent + 1 >= last and budget == ("suspect" if self._suspects else "control"):
            probe.is_disarmed = True
        return True

    def _variable(self, name, frame, exchange):
        try:
            value = _lookup(name, frame)
        except NotComputed as error:
            return {"type": "not-captured", "reason": str(error)}
        return self._capture.value(value, name, exchange.taints)

    def _expression(self, name, node, frame, exchange):
        try:
            if node is None:
                raise NotComputed("getter")
            # What decimals leave behind in the context of the service is undone.
            with decimal.localcontext():
                value = evaluate(node, lambda one: _lookup(one, frame, True))
        except NotComputed as error:
            return {"type": "not-captured", "reason": str(error)}
        return self._capture.value(value, name, exchange.taints)

    def states(self):
        for probe in self.all:
            known = {"kind": "probe", "probeId": probe.id, "hits": probe.hits}
            if probe.is_disarmed:
                yield {**known, "state": "disarmed", "note": f"after {probe.hits} hits"}
            elif probe.is_bound:
                yield {**known, "state": "bound"}
            else:
                yield {**known, "state": "unbound", "note": probe.note}


def _lookup(name, frame, with_builtins=False):
    local = frame.f_locals
    if name in local:
        return local[name]
    code = frame.f_code
    if name in code.co_varnames or name in code.co_cellvars or name in code.co_freevars:
        raise NotComputed("not-initialised")
    if name in frame.f_globals:
        return frame.f_globals[name]
    if with_builtins and name in vars(builtins):
        return vars(builtins)[name]
    raise NotComputed("not-in-scope")
