"""Meetings: what a transcript holds, and how the workplace personas answer from it."""

from mascot.backends.demo.meeting.answers import ANSWERS
from mascot.backends.demo.meeting.focus import meeting_needs, record_of

__all__ = ["ANSWERS", "meeting_needs", "record_of"]
