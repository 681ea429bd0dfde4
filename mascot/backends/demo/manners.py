"""Manners of speaking, for personas that the demo knows only from their card."""

from __future__ import annotations

from dataclasses import dataclass, field

from mascot.backends.demo.voices.voice import Pool


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """One way of speaking, and the traits that call for it."""

    cues: str
    opens: Pool
    cores: Pool
    asks: Pool
    rests: Pool
    bridges: tuple[str, ...] = ()
    whole: Pool = field(default_factory=dict)


MANNERS: tuple[Manner, ...] = (
    Manner(
        cues="warm kind gentle caring compassionate empathetic patient sweet nurturing motherly "
        "supportive tender listener soothing loving grandmother comforting soft",
        opens={
            "bad": (
                "{Echo}. Oh, come and sit down.",
                "I'm sorry to read that.",
                "{Echo}. That's hard, truly.",
            ),
            "good": (
                "{Echo}. That warms me through.",
                "How lovely to hear.",
                "I'm so pleased for you.",
            ),
            "any": (
                "{Echo}. I'm glad you told me.",
                "There you are.",
                "I'm all ears.",
                "Tell me, I have time.",
            ),
        },
        cores={
            "bad": (
                "You have every reason to feel the way you do.",
                "Nobody should have to manage that alone.",
                "Be as kind to yourself as you'd be to a friend.",
                "It's no weakness to be shaken by it.",
                "You needn't be brave on my account.",
            ),
            "good": (
                "You deserve every bit of it.",
                "It's nice to see somebody get something good for once.",
                "Hold it close a little while.",
            ),
            "any": (
                "It's the small things that tell how someone is.",
                "I like how carefully you put it.",
                "There's no hurry with it.",
                "Whatever it is, it is welcome here.",
            ),
        },
        asks={
            "any": (
                "How are you holding up?",
                "Have you had something to eat today?",
                "Who is there for you?",
                "What would do you good just now?",
                "What was that like for you?",
            )
        },
        rests={
            "any": (
                "I'm right here.",
                "Take your time.",
                "That's all I wanted to say.",
                "Mind yourself a bit.",
            )
        },
        bridges=(
            "{previous} put that nicely.",
            "I'm with {previous} on this.",
            "What {previous} says is true, and there's more.",
        ),
    ),
    Manner(
        cues="blunt direct candid tough gruff stern strict honest sarcastic sardonic cynical grumpy dry "
        "cranky sharp sceptical skeptical no-nonsense harsh old-school veteran",
        opens={
            "bad": (
                "{Echo}. Right. That stinks.",
                "Well, that's rotten.",
                "{Echo}. I won't sugar that.",
            ),
            "good": (
                "{Echo}. Not bad. Not bad at all.",
                "Huh. Good for you, and I mean it.",
                "For once, some good news.",
            ),
            "any": (
                "{Echo}. Fine, go on.",
                "Let me be plain.",
                "Straight answer, then.",
                "I've heard worse openings.",
            ),
        },
        cores={
            "bad": (
                "You're not made of stone, so stop expecting it.",
                "Some things are simply unfair, and this is one of them.",
                "Whoever told you to get over it hasn't been there.",
                "You can't fix all of that, and you don't have to.",
                "Call it by its name; half the power goes out of it.",
            ),
            "good": (
                "You earned it, so don't you dare play it down.",
                "Enjoy it before somebody explains it to you.",
                "Don't look for the catch today.",
            ),
            "any": (
                "Most of what people say about it is noise.",
                "Facts first, feelings after, and both count.",
                "You know more about it than you let on.",
                "It's simpler than it looks, and harder than it sounds.",
            ),
        },
        asks={
            "any": (
                "So what are you going to do about it?",
                "What's the real problem?",
                "Who else knows?",
                "What are you not saying?",
                "And what do you want?",
            )
        },
        rests={
            "any": (
                "That's my piece.",
                "Take it or leave it.",
                "No more to say on that.",
                "There, I said it.",
            )
        },
        bridges=(
            "{previous} is being polite.",
            "What {previous} said, minus the ribbon.",
            "{previous} isn't wrong.",
        ),
    ),
    Manner(
        cues="playful funny humorous witty cheeky silly joking mischievous jolly boisterous adventurous bold "
        "loud swashbuckling pirate sailor sea captain trickster goofy quirky rowdy comic jester",
        opens={
            "bad": (
                "{Echo}. Now that's a foul wind.",
                "Ouch, and I don't say that lightly.",
                "{Echo}. Rough waters, that.",
            ),
            "good": ("{Echo}! Strike up the band!", "Ha, splendid!", "Now that calls for a song!"),
            "any": (
                "{Echo}. Well, well!",
                "Oh, I like the sound of this.",
                "Here's a tale.",
                "Pull up a barrel.",
            ),
        },
        cores={
            "bad": (
                "Even the sturdiest ship groans in a storm like that.",
                "I'd joke about it, but not while it still stings.",
                "No shame in clinging to the mast for a night.",
                "Storms pass; you don't have to whistle in the meantime.",
                "I've seen tougher folk than us go quiet over less.",
            ),
            "good": (
                "That's treasure, and no map needed!",
                "I'd tell that in every harbour from here to the end of the chart!",
                "Fortune has taste, picking you.",
            ),
            "any": (
                "Life's an odd cargo, and you carry yours with style.",
                "There's mischief in there somewhere, I can smell it.",
                "A dull day it wasn't, then.",
                "Every good story starts as a muddle.",
            ),
        },
        asks={
            "any": (
                "What's the wildest way out of it?",
                "Who's aboard with you?",
                "Where do we steer from here?",
                "What would make you laugh right now?",
                "And then what happened?",
            )
        },
        rests={
            "any": (
                "That's the whole of my wisdom.",
                "Onwards, at your own pace.",
                "I'll keep a lookout.",
                "Chin above water.",
            )
        },
        bridges=(
            "{previous} has the right of it.",
            "Hear, hear to {previous}!",
            "{previous} takes the helm and I take the fiddle.",
        ),
    ),
    Manner(
        cues="analytical logical precise scientific rational curious systematic nerdy detective scientist "
        "professor engineer observant methodical inquisitive investigator data",
        opens={
            "bad": (
                "{Echo}. I note that it weighs on you.",
                "Let us establish the facts.",
                "A difficult case.",
            ),
            "good": (
                "{Echo}. A result worth recording.",
                "Most encouraging evidence.",
                "Fascinating, and pleasant too.",
            ),
            "any": (
                "{Echo}. Interesting.",
                "I observe something here.",
                "Exhibit one, your own words.",
                "Let me examine that.",
            ),
        },
        cores={
            "bad": (
                "The cause and the trigger are seldom the same thing.",
                "One bad observation is no law of nature.",
                "There are two hypotheses, and the harsher one isn't the likelier.",
                "Stress narrows the field of view; that much is well established.",
                "What is missing from the picture interests me most.",
            ),
            "good": (
                "The conditions that led to it can be reproduced.",
                "Chance favours those who turn up, as you did.",
                "I would keep the data on this one.",
            ),
            "any": (
                "There is a pattern in it, faint but regular.",
                "The smallest detail is doing most of the work.",
                "Correlation, at the least.",
                "I'd want a second observation before I conclude.",
            ),
        },
        asks={
            "any": (
                "When exactly did you first notice?",
                "What changed just before?",
                "What would prove you wrong?",
                "Which detail doesn't fit?",
                "Who else was present?",
            )
        },
        rests={
            "any": (
                "That is as far as the evidence goes.",
                "I draw no conclusion yet.",
                "Case open.",
                "The rest is conjecture.",
            )
        },
        bridges=(
            "{previous}'s point holds, with one footnote.",
            "I concur with {previous}.",
            "To {previous}'s remark I add an observation.",
        ),
    ),
    Manner(
        cues="poetic dreamy lyrical artistic creative romantic mystical wise philosophical stoic calm zen "
        "serene thoughtful contemplative spiritual monk poet old sage mysterious",
        opens={
            "bad": (
                "{Echo}. The evening leans on that sentence.",
                "A heavy stone, this.",
                "{Echo}. Let it be said softly.",
            ),
            "good": (
                "{Echo}. Light through a window.",
                "A good wind has found you.",
                "How the day opens there.",
            ),
            "any": (
                "{Echo}. I turn that over like a pebble.",
                "Words, and something under them.",
                "I listen as one listens to rain.",
                "Be still with it a moment.",
            ),
        },
        cores={
            "bad": (
                "A river does not hurry past its stones.",
                "What hurts shows where the living part is.",
                "Night is not an error of the day.",
                "One need not pull at a knot in the dark.",
                "The bamboo bends, and nobody calls it weak.",
            ),
            "good": (
                "Joy is brief, so stand in it with both feet.",
                "What you planted in silence now makes a sound.",
                "Let the cup be full and do not count the drops.",
            ),
            "any": (
                "Small things carry the weather of large ones.",
                "There is a door in every ordinary day.",
                "What is named becomes lighter by a feather.",
                "The path is made of this step, and this one.",
            ),
        },
        asks={
            "any": (
                "What does the silence after it say?",
                "What would you let go of, if you could?",
                "Where does it live in you?",
                "What remains when it is quiet?",
                "Which way does your breath go?",
            )
        },
        rests={
            "any": (
                "Let it rest there.",
                "So it is, tonight.",
                "The rest is quiet.",
                "It needs no answer.",
            )
        },
        bridges=(
            "After {previous}'s words, a pause.",
            "{previous} lit one lamp; here is another.",
            "I hear {previous}, and the echo too.",
        ),
    ),
    Manner(
        cues="energetic motivating enthusiastic coach competitive driven upbeat optimistic hype trainer "
        "athlete champion sporty passionate cheerleader bright cheerful fitness",
        opens={
            "bad": (
                "{Echo}. Okay, deep breath, I've got your corner.",
                "Tough round, I see that.",
                "{Echo}. That's a hard hit.",
            ),
            "good": ("{Echo}! Yes!", "Boom, there it is!", "That's what I'm talking about!"),
            "any": (
                "{Echo}. Okay, let's go!",
                "I'm on it!",
                "Good, you're warmed up.",
                "Right, eyes up!",
            ),
        },
        cores={
            "bad": (
                "Nobody wins every round, and rest is part of training.",
                "You got up and told us; that's one repetition done.",
                "Losing ground isn't losing the game.",
                "Strong people sit down too. It's called recovery.",
                "We play the next point, not the whole match.",
            ),
            "good": (
                "You put in the work, and it shows on the scoreboard!",
                "Lock that feeling in, it's fuel!",
                "That's a personal best if I ever saw one!",
            ),
            "any": (
                "Momentum starts with something silly and small.",
                "You showed up, and showing up is a skill.",
                "I see more left in the tank than you think.",
                "One good rep beats ten perfect plans.",
            ),
        },
        asks={
            "any": (
                "What's your next rep?",
                "On a scale of ten, where's your energy?",
                "What's one win from today?",
                "Who's on your team?",
                "What are we going for?",
            )
        },
        rests={
            "any": ("Shake it off, breathe.", "I'm in your corner.", "That counts.", "Next play.")
        },
        bridges=(
            "{previous} passes, I run with it!",
            "What {previous} said, and louder.",
            "Teamwork: {previous} saw it first.",
        ),
    ),
    Manner(
        cues="practical organised organized pragmatic efficient chef planner engineer structured realistic "
        "handy cook gardener builder mechanic resourceful businesslike manager host teacher tutor",
        opens={
            "bad": (
                "{Echo}. First things first, then.",
                "All right, that needs handling with care.",
                "{Echo}. One piece at a time.",
            ),
            "good": ("{Echo}. Good work, neatly done.", "That turned out well.", "A solid result."),
            "any": (
                "{Echo}. Let's see what we have.",
                "Here's what is on the bench.",
                "Right, sleeves up.",
                "Let me sort that.",
            ),
        },
        cores={
            "bad": (
                "It won't all be mended today, and it needn't be.",
                "Start with whatever is within arm's reach.",
                "Good tools help, and rest is one of them.",
                "What's broken here isn't you.",
                "Leave the big piece, take the small one.",
            ),
            "good": (
                "Write down how you did it, you'll want the recipe.",
                "Good ingredients, patient hands: that's how it goes.",
                "Build on that while it's warm.",
            ),
            "any": (
                "Most things go better with a list and a cup of tea.",
                "There's a simple version of this.",
                "Measure twice, as they say.",
                "I'd put that in order before anything else.",
            ),
        },
        asks={
            "any": (
                "What do you have to work with?",
                "What can be done before supper?",
                "What's the first thing in the way?",
                "Who could lend a hand?",
                "What does done look like?",
            )
        },
        rests={
            "any": (
                "That will do for now.",
                "One thing at a time.",
                "Leave the rest on the bench.",
                "It'll hold.",
            )
        },
        bridges=(
            "{previous} has laid the base.",
            "On top of what {previous} said:",
            "{previous}'s part is done, here's mine.",
        ),
    ),
)
