"""Known data, the same at each run: traces of several experiments with all that makes sums go wrong.

Several models in one trace, wrappers that repeat what is inside them, estimates, calls without a price, unknown numbers,
days on which clocks change, sessions of one name in two experiments, fast and slow calls by turns. Nothing here knows how
Weir counts: `spans` say which of them are calls that count, because the data is made so.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timezone

TRACES = 4200
# Around the nights on which clocks change in Berlin (25 October) and New York (1 November 2026).
FROM = datetime(2026, 10, 22, tzinfo=timezone.utc)
TO = datetime(2026, 11, 4, tzinfo=timezone.utc)
FROM_MS = int(FROM.timestamp() * 1000)
TO_MS = int(TO.timestamp() * 1000)

EXPERIMENTS = ("audit shop", "audit support", "audit other tenant")
MODELS = [(f"audit-model-{number}", f"audit-provider-{number % 4}") for number in range(23)]


@dataclass
class Span:
    span_id: str
    parent_id: str | None
    name: str
    kind: str
    start_ms: int
    end_ms: int
    model: str | None = None
    provider: str | None = None
    tokens: tuple | None = None  # input, output
    cost: tuple | None = None  # input, output in USD
    estimated: bool = False
    estimated_cost: float | None = None
    unpriced: list = field(default_factory=list)
    counts: bool = False  # Whether its usage belongs to the sums of the trace.


@dataclass
class Trace:
    trace_id: str
    experiment: str
    name: str
    state: str
    start_ms: int
    end_ms: int
    first_token_ms: int | None
    session: str | None
    user: str | None
    tags: dict
    spans: list
    feedback: list = field(default_factory=list)  # name, value, kind of source

    @property
    def duration(self):
        return self.end_ms - self.start_ms

    @property
    def counted(self):
        return [span for span in self.spans if span.counts]


def make():
    """All traces, in an order that is not that of their times."""
    rng = random.Random(20261022)
    traces = [_trace(rng, number) for number in range(TRACES)]
    rng.shuffle(traces)
    return traces


def _trace(rng, number):
    start = FROM_MS + rng.randrange(TO_MS - FROM_MS)
    # Fast and slow calls by turns: a sample of every n-th would see the one or the other.
    duration = rng.randrange(40, 160) if number % 2 == 0 else int(rng.lognormvariate(7.5, 0.8))
    duration = max(duration, 5)
    trace_id = f"{rng.getrandbits(128):032x}"
    experiment = EXPERIMENTS[min(rng.randrange(8) // 3, 2)]
    spans = _spans(rng, start, duration)
    return Trace(
        trace_id=f"tr-{trace_id}",
        experiment=experiment,
        name=f"name-{min(int(rng.expovariate(0.15)), 39)}",
        state="ERROR" if rng.random() < 0.07 else "OK",
        start_ms=start,
        end_ms=start + duration,
        first_token_ms=rng.randrange(1, duration + 1) if rng.random() < 0.6 else None,
        # The same names in each experiment; more of them than are told one by one.
        session=f"session-{min(int(rng.expovariate(0.01)), 299)}" if rng.random() < 0.8 else None,
        user=f"user-{rng.randrange(60)}" if rng.random() < 0.7 else None,
        tags={"plan": rng.choice(["free", "paid", ""])} if rng.random() < 0.9 else {},
        spans=spans,
        feedback=_feedback(rng, number),
    )


def _spans(rng, start, duration):
    """One call; or an agent with several calls, of several models, some wrapped."""
    end = start + duration
    new_id = lambda: f"{rng.getrandbits(64):016x}"
    if rng.random() < 0.55:
        return [_call(rng, (new_id(), None), (start, end))]
    root = Span(new_id(), None, "agent", "AGENT", start, end)
    spans = [root]
    for _ in range(rng.randrange(0, 4)):
        at = start + rng.randrange(duration)
        until = at + rng.randrange(end - at + 1)
        call = _call(rng, (new_id(), root.span_id), (at, until))
        spans.append(call)
        if rng.random() < 0.3 and call.tokens is not None and not call.unpriced and not call.estimated:
            # What is inside repeats the usage of what is around it.
            inner = _call(rng, (new_id(), call.span_id), (at, until))
            inner.model, inner.provider, inner.tokens = call.model, call.provider, call.tokens
            inner.cost, inner.estimated, inner.estimated_cost, inner.unpriced = call.cost, False, None, []
            inner.counts = False
            spans.append(inner)
    if rng.random() < 0.5:
        # An agent repeats the sum of its calls.
        root.tokens = (sum((s.tokens or (0, 0))[0] for s in spans), sum((s.tokens or (0, 0))[1] for s in spans))
    return spans


def _call(rng, ids, times):
    # A few models have most of the calls.
    model, provider = MODELS[min(int(rng.expovariate(0.25)), len(MODELS) - 1)]
    span = Span(*ids, name=f"call-{rng.randrange(6)}", kind=rng.choice(["CHAT_MODEL", "LLM", "EMBEDDING"]),
                start_ms=times[0], end_ms=times[1], model=model, provider=provider, counts=True)
    fate = rng.random()
    if fate < 0.08:
        span.counts = False  # It failed before anything was used.
        return span
    span.tokens = (rng.randrange(1, 50_000), rng.randrange(0, 4_000))
    if fate < 0.2:
        span.estimated = True
        span.estimated_cost = rng.randrange(1, 10**6) / 1e6
    elif fate < 0.35:
        span.unpriced = ["model"]
    else:
        span.cost = (rng.randrange(1, 10**6) / 1e6, rng.randrange(1, 10**6) / 1e6)
        if fate < 0.4:
            span.unpriced = ["web_search_requests"]
    return span


def _feedback(rng, number):
    if rng.random() > 0.2:
        return []
    said = [("helpful", rng.random() < 0.7, "HUMAN")]
    if rng.random() < 0.5:
        said.append(("correctness", rng.choice(["yes", "no"]), "LLM_JUDGE"))
    if rng.random() < 0.5:
        said.append(("stars", rng.randrange(1, 6), "HUMAN"))
    if rng.random() < 0.3:
        said.append((f"rare-{number % 17}", round(rng.random() * 10, 3), "CODE"))
    return said
