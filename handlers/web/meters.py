"""Counters of this process, and figures of the database, for Prometheus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from domain.reports.figures import Figure


class Meters:
    """What this process has seen; one for each app, so that tests do not share it."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "netkhata_requests", "Answers by route and status.", ["route", "status"],
            registry=self._registry,
        )  # fmt: skip
        self.webhooks = Counter(
            "netkhata_webhooks", "Notifications by gateway and outcome.",
            ["kind", "gateway", "outcome"], registry=self._registry,
        )  # fmt: skip

        self._known: dict[tuple[str, int], Counter] = {}

    def answered(self, route: str, status: int) -> None:
        """Count an answer."""
        key = (route, status)
        if key not in self._known:
            self._known[key] = self._requests.labels(route, str(status))
        self._known[key].inc()

    def text(self, figures: Iterable[Figure]) -> bytes:
        """Everything in the text format of Prometheus."""
        whole = CollectorRegistry()
        whole.register(_Figures(figures))
        return generate_latest(self._registry) + generate_latest(whole)


class _Figures(Collector):
    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = list(figures)

    def collect(self) -> Iterator[Metric]:
        families: dict[str, GaugeMetricFamily] = {}
        for figure in self._figures:
            if figure.name not in families:
                families[figure.name] = GaugeMetricFamily(
                    f"netkhata_{figure.name}",
                    figure.name.replace("_", " ").capitalize() + ".",
                    labels=list(figure.labels),
                )
            families[figure.name].add_metric(list(figure.labels.values()), figure.value)
        yield from families.values()
