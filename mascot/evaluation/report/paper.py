"""The paper's own figures, to stand beside a run's.

Source: "MASCOT: Towards Multi-Agent Socio-Collaborative Companion Systems" (arXiv 2601.14230):
the overall figures on EmpatheticDialogues by valence, the ablations on the pooled test, and the
sweeps of director and speaker size. Scores times 20. Where the paper has a figure that is not here
(QMSum by domain, single criteria), the report leaves the place empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SOURCE = "arXiv 2601.14230"

OVERALL: Mapping[tuple[str, str, str], float] = MappingProxyType(
    {
        (system, measure, f"ed-{valence}"): value
        for system, measure, row in (
            ("zero-shot", "agent", (58.8, 55.1, 58.4)),
            ("few-shot-cot", "agent", (62.4, 60.7, 62.6)),
            ("sft", "agent", (47.1, 44.1, 46.7)),
            ("self-consistency", "agent", (66.7, 60.6, 65.5)),
            ("multi-agent-esc", "agent", (67.6, 63.0, 68.5)),
            ("mascot", "agent", (76.9, 70.5, 76.4)),
            ("mascot", "group", (57.9, 55.9, 57.3)),
        )
        for valence, value in zip(("positive", "negative", "neutral"), row, strict=True)
    }
)
"""By system, composite and task."""

ABLATIONS: Mapping[tuple[str, str], float] = MappingProxyType(
    {
        ("mascot", "agent"): 73.7,
        ("mascot", "group"): 56.8,
        ("mascot-p", "agent"): 69.6,
        ("mascot-p", "group"): 53.9,
        ("mascot-c", "agent"): 72.8,
        ("mascot-c", "group"): 48.5,
    }
)
"""On the pooled test of EmpatheticDialogues, by system and composite."""

SWEEPS: Mapping[tuple[str, str], Mapping[str, float]] = MappingProxyType(
    {
        ("sweep-director", "agent"): {"0.6b": 63.9, "1.7b": 67.2, "8b": 68.4},
        ("sweep-director", "group"): {"0.6b": 51.7, "1.7b": 69.1, "8b": 71.5},
        ("sweep-speaker", "agent"): {"0.6b": 57.6, "1.7b": 64.5, "8b": 68.4},
        ("sweep-speaker", "group"): {"0.6b": 50.5, "1.7b": 65.2, "8b": 71.5},
    }
)
"""By task and composite, then by the size that a point's name holds. They do not match the levels
of the main table, in the paper itself: the shape is what compares."""
