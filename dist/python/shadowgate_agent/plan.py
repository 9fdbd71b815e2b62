"""The plan that the gate wrote for this instance."""
import json
import math
import os

#: How much the agent captures. A plan may lower or raise each; a value that is no positive integer is refused.
DEFAULT_LIMITS = {
    "depth": 3,
    "fields": 40,
    "items": 50,
    "string": 256,
    "bytes": 1_048_576,
    "nodes": 1_500,
    "digestNodes": 5_000,
    "snapshotCharacters": 262_144,
    "controlHits": 50,
    "backgroundHits": 10,
    "hitsPerExchange": 20,
    "suspectHits": 2_000,
    "idlePassesPerTurn": 100,
    "thrownErrors": 1_000,
    "thrownPerExchange": 20,
    "thrownPerSite": 3,
    "frames": 5,
    "throwBudgetMs": 15,
    "flowEvents": 100_000,
    "flowPerExchange": 500,
    "memoryIntervalMs": 250,
    "queuedRecords": 20_000,
    "queuedCharacters": 16_777_216,
}


class Plan:
    """What the gate asks of this process; see "The plan" in docs/agent-protocol.md."""

    def __init__(self, asked):
        if asked.get("version") != 1:
            raise ValueError(f"plan has version {asked.get('version')}; this agent reads 1")
        if not isinstance(asked.get("root"), str) or not isinstance(asked.get("key"), str):
            raise ValueError("plan has no root or no key")
        self.role = str(asked.get("role"))
        self.root = asked["root"]
        self.real_root = os.path.realpath(self.root)
        self.key = asked["key"]
        self.probes = [one for one in asked.get("probes") or [] if one["file"].endswith(".py")]
        self.coverage_of = [path for path in asked.get("coverageOf") or [] if path.endswith(".py")]
        self.coverage_by_exchange = asked.get("coverageByExchange") is True
        self.thrown_errors = asked.get("thrownErrors") is True
        self.suspects = frozenset(asked.get("suspects") or [])
        self.limits = _read_limits(asked.get("limits") or {})
        self.determinism = _read_determinism(asked.get("determinism"))


def read_plan(path):
    """Raises with a sentence when it cannot be used: the agent then says so and stays out of the service's way."""
    with open(path, encoding="utf-8") as file:
        return Plan(json.load(file))


def _read_limits(asked):
    limits = dict(DEFAULT_LIMITS)
    for name, value in asked.items():
        if name not in DEFAULT_LIMITS:
            raise ValueError(f'plan has an unknown limit "{name}"')
        if type(value) is not int or value < 1:
            raise ValueError(f'limit "{name}" is not a positive integer')
        limits[name] = value
    return limits


def _read_determinism(asked):
    """None when the plan holds nothing steady."""
    if asked is None:
        return None
    starts_at, shift_ms = asked.get("startsAt"), asked.get("shiftMs")
    if not isinstance(asked.get("seed"), str) or not _is_number(shift_ms):
        raise ValueError("determinism has no seed, no start or no shift")
    if starts_at is not None and not _is_number(starts_at):
        raise ValueError("determinism has no seed, no start or no shift")
    return asked


def _is_number(value):
    return type(value) in (int, float) and math.isfinite(value)
