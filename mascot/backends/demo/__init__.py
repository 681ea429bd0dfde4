"""The embedded demo: scripted, instant, no network, and plainly labelled as such."""

from mascot.backends.demo.model import DEMO_LABEL, DemoChatModel

__all__ = ["DEMO_LABEL", "DemoChatModel"]
