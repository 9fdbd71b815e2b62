"""What of the plan lies in each code object of the service: the lines that are counted, the places that are looked at."""
import dis
import os

from .source_places import SourceFile, scope_of_code


class CodeWatch:
    """One code object of a wanted file."""

    __slots__ = ("code", "path", "source", "counts_lines", "by_offset", "at_end", "compound", "in_lines")

    def __init__(self, code, path, source, counts_lines, bound):
        self.code, self.path, self.source, self.counts_lines = code, path, source, counts_lines
        self.by_offset, self.at_end, self.compound = bound
        #: Lines that must go on being told, because a probe looks at one of their places.
        self.in_lines = frozenset(
            line for start, line in _line_starts(code) if start in self.by_offset
        )

    def is_plain_end(self, line):
        """Whether a return at a line is that of a function that ran out of statements."""
        return bool(self.at_end) and not self.source.is_return(scope_of_code(self.code), line)


class WatchedCode:
    """All wanted code of this process. `ran` gathers lines by file; `fresh` those since it was last taken."""

    def __init__(self, plan, probes):
        self._probes = probes
        self._paths = {}
        for path in {*plan.coverage_of, *(probe.file for probe in (probes.all if probes else ()))}:
            for root in (plan.root, plan.real_root):
                self._paths[os.path.join(root, path)] = path
        self._counted = frozenset(plan.coverage_of)
        self._sources = {}
        self._watches = {}
        self.ran = {}
        self.fresh = {}

    def watch_of(self, code):
        """None when the plan wants nothing of this code."""
        if code in self._watches:
            return self._watches[code]
        watch = self._watches[code] = self._look_at(code)
        return watch

    def _look_at(self, code):
        path = self._paths.get(code.co_filename) or self._paths.get(os.path.abspath(code.co_filename))
        if path is None:
            return None
        try:
            if path not in self._sources:
                self._sources[path] = SourceFile(code.co_filename)
            source = self._sources[path]
            bound = self._probes.bind(path, source, code) if self._probes else ({}, [], {})
        except Exception:
            return None  # A file that this Python reads otherwise than it lies there; its probes stay unbound.
        if path in self._counted:
            self.ran.setdefault(path, set())
        return CodeWatch(code, path, source, path in self._counted, bound)

    def count(self, watch, line):
        lines = watch.source.unit_of(line)
        self.ran[watch.path].update(lines)
        self.fresh.setdefault(watch.path, set()).update(lines)

    def take_fresh(self):
        fresh, self.fresh = self.fresh, {}
        return fresh


def _line_starts(code):
    return [(offset, line) for offset, line in dis.findlinestarts(code) if line is not None]
