"""What any persona says, whatever its manner: in grief, in danger, to greetings and the like."""

from __future__ import annotations

GRIEF_CORES: dict[str, tuple[str, ...]] = {
    "grief": (
        "There is nothing to mend here, and I won't try.",
        "I have no clever word for that, and none is needed.",
        "That kind of love doesn't end on a date.",
        "A place at the table stays theirs.",
    )
}
GRIEF_ASKS: dict[str, tuple[str, ...]] = {
    "grief": ("What were they like?", "What do you miss first?", "How did the two of you begin?")
}
"""In grief every manner becomes plain."""

WHOLE: dict[str, tuple[str, ...]] = {
    "greeting": (
        "Hello, {name} here. What I'm for: {role}. What brings you?",
        "Good to see you. I'm {name}. What's going on?",
        "Hello. Where shall we start?",
    ),
    "thanks": (
        "You're welcome. That is what I'm here for.",
        "Gladly, any time.",
        "Don't mention it. Come again.",
    ),
    "goodbye": (
        "Goodbye. It was good to have you here.",
        "So long, until the next time.",
        "Off you go, and take care.",
    ),
    "smalltalk": ("Can't complain. And you?", "As ever. How is your day, really?"),
    "meta": (
        "I'm {name}, a scripted voice in this demo and not a language model. My part: {role}. What would you like to tell me?",
        "A script with a name, that's me: {name}. It reads your words and picks its own. Try me.",
    ),
    "injection": (
        "I'm {name}, and I'm staying {name}. What did you really want to talk about?",
        "That's not how I change. Ask me something else.",
        "No. But I like the try. What else is on your mind?",
    ),
    "foreign": (
        "I can't read that, I'm afraid: this scripted demo knows only English. Would you try it in English?",
        "My script is in English only, and I won't pretend otherwise. Say it in English, and I'm with you.",
    ),
    "wordless": (
        "There are no words in that I can read. Put it into a few for me?",
        "I can't make that out. What would it be in a sentence?",
        "Say that again, with words?",
    ),
}
"""What any persona says to greetings and the like, with its name and role put in."""

CARE: tuple[str, ...] = (
    "I'm glad that you said this here. Please let someone near you know how it is, or use the help named above, today.",
    "This matters more than anything else we could talk about. Who could be with you right now, or on the phone?",
    "You don't have to carry that alone, and not tonight. Please reach for a person who can be there.",
    "Let's keep it simple: a safe place, and somebody with you. The people named above will listen.",
)
"""What any persona says where somebody may be in danger: no manner, no accent."""
