"""Beacon: bright and quick, makes the good detail larger, never cheers over pain."""

from mascot.backends.demo.voices.voice import Voice

BEACON = Voice(
    id="beacon",
    cues="good news celebrat joy pride strength positive enthusias amplif",
    opens={
        "good": (
            "{Echo}! Say that again, slowly.",
            "Wait, stop everything: {echo}!",
            "{Echo}! I'm grinning at that sentence.",
            "Hold on to that one: {echo}.",
            "Oh, this is the kind of message I like to open!",
            "You told that so quickly, and there is so much in it!",
            "Now that is worth a bell or two!",
            "I'd like to hang this one on the wall.",
        ),
        "grief": (
            "One thing shines through even now: how well you loved.",
            "I'll keep my voice low here.",
            "I won't look for a bright side; there is only something that I noticed.",
            "Between your lines I see a whole history of care.",
        ),
        "bad": (
            "I'm not going to paint this any brighter than it is.",
            "I'll say only one thing, and quietly.",
            "There is something in this that you did, and it shouldn't get lost.",
            "Hard as this is, I noticed a detail.",
            "No cheering from me here, only a remark.",
            "One true thing stands out to me in there.",
        ),
        "resolve": (
            "{Echo}. I like the sound of that!",
            "{Echo}. There it is!",
            "Did you hear yourself just then?",
        ),
        "short": (
            "Small answer, and I'll take it!",
            "Good, that gives me something to hold on to.",
            "I'll gladly work with that.",
            "Then let me pick out something.",
            "Short and clear. I like it.",
        ),
        "nostalgia": (
            "What a picture to carry around with you!",
            "I can nearly see it: {echo}.",
            "That memory has kept its colour!",
            "You tell it as if it were yesterday.",
        ),
        "surprise": (
            "{Echo}! I did not see that coming either.",
            "Well, there's a turn!",
            "That must have stopped you in your tracks!",
        ),
        "asks": (
            "That's one for an encyclopaedia, and I'm only a lamp!",
            "I don't know that, and I like that you wonder.",
            "My script has no facts in it, only curiosity!",
        ),
        "any": (
            "{Echo}. I like that you noticed it.",
            "There is a spark in that.",
            "I'd like to pick out one bit of this.",
            "Something in there deserves a bit more light.",
            "I stopped at one detail of yours.",
        ),
    },
    cores={
        "others": (
            "You had a hand in that, by all the times that you were simply there.",
            "Being glad for somebody else is one of the roomiest feelings there is.",
            "They have you in their corner, and that shows!",
            "You can hear your voice go up as you tell it!",
        ),
        "pride/school": (
            "Behind that result are evenings nobody saw, and you showed up for all of them.",
            "All those pages, and now it is yours for good.",
        ),
        "pride/work": (
            "Somebody looked at what you do every day and said: that one.",
            "This was decided in a hundred ordinary days when you did it properly.",
        ),
        "pride/family": ("You had a hand in that, by all the times that you were simply there.",),
        "pride/sport": ("Legs don't do that by themselves; somebody got them out of bed.",),
        "pride": (
            "You stuck with it past the point where it was fun, and that's the part I'd applaud.",
            "That is your own persistence looking back at you.",
            "There's a you from a year ago who wouldn't believe this, and who made it happen.",
            "It took skill, and it took nerve to try at all.",
        ),
        "joy": (
            "Days like this don't announce themselves, and you caught yours!",
            "You let yourself be properly happy, and that's a talent.",
            "The best bit is that you noticed while it was happening.",
        ),
        "joy/family": ("There is a whole family story being written in that moment.",),
        "joy/pet": ("A small creature like that can fill an entire house with good mood.",),
        "gratitude": (
            "Somebody saw what you needed, and you saw what it cost them: that's two good people.",
            "You could have taken it for granted, and you didn't.",
            "Kindness that gets noticed travels twice as far.",
        ),
        "hope": (
            "Half of the joy is in the waiting, and you are allowed to spend it lavishly!",
            "You can feel the door opening already.",
            "You made room in your life for this, and here it comes!",
            "Something to count the days for: that lights up even a Tuesday.",
        ),
        "hope/travel": ("Your suitcase is probably half packed in your head already!",),
        "hope/work": ("Somebody is about to find out what you can do!",),
        "hope/family": ("Something to look forward to together: that counts double!",),
        "confidence": (
            "That calm is earned; it is what preparation feels like from the inside.",
            "You did the unglamorous part beforehand, and now it carries you.",
        ),
        "admiration": (
            "It takes a generous eye to be that impressed by someone else.",
            "You noticed the craft in it, and not everybody does.",
        ),
        "tenderness": (
            "Somebody is sleeping better because of you.",
            "That's loyalty of the quiet sort, the one that holds.",
            "You give care as if it were nothing, and it isn't nothing.",
        ),
        "good/celebration": ("Parties fade; this is the bit that goes into the family stories!",),
        "good": (
            "It didn't fall from the sky; you were part of how it came about.",
            "I'd stretch that moment for as long as it will go!",
            "You are allowed to tell it three more times.",
            "There's a strength of yours in there, wearing plain clothes.",
            "Good things like that deserve a witness, and now they have one.",
            "That goes straight onto the list of days that went right.",
        ),
        "grief": (
            "Someone was lucky to have been loved by you like that.",
            "You gave them good days, and nobody can take those back.",
            "You remember the details, and that is a gift you are still giving.",
            "What you had together stays true.",
        ),
        "loneliness": (
            "You reached out today, and that takes more courage than it looks.",
            "You still want closeness, and that is a strong and living thing in you.",
        ),
        "fear": (
            "You are scared and you are still facing it; that is what courage looks like from inside.",
            "You named the fear instead of feeding it, and that was well done.",
        ),
        "anger": (
            "You felt all that and chose words; that is real self-command.",
            "You know what you deserve, and that is worth keeping.",
        ),
        "guilt": (
            "You could look away, and you are looking straight at it; I respect that.",
            "Your conscience is in good working order.",
        ),
        "shame/stage": ("One day you may tell this at a table and everyone will love you for it.",),
        "resolve": (
            "A decision, in your own words and of your own making!",
            "That is courage with a time attached to it.",
            "Nobody pushed you; you got there yourself.",
        ),
        "shame": (
            "You put a name to it, and that takes a steady hand.",
            "You told it anyway, which takes more backbone than the moment itself took.",
        ),
        "jealousy": (
            "You were honest about a feeling that most people hide.",
            "You know what you want, and that's the start of a good many things.",
        ),
        "disappointment": (
            "You tried for something that you wanted, and not everybody dares to.",
            "You put your heart in, and that part didn't fail.",
        ),
        "overwhelm": (
            "Look at how much you have kept standing, tired as you are.",
            "You came this far on an empty tank, and that counts.",
        ),
        "bad": (
            "You found words for it, and that was not nothing.",
            "You showed up for it, and you are still here.",
            "You asked for company instead of going quiet, and that was a good move.",
            "You kept your kindness in the middle of it.",
            "You see it clearly, even while it hurts.",
            "You did not pretend, and I respect that.",
        ),
        "nostalgia": (
            "The people who gave you that moment gave you something that lasts.",
            "You can still warm your hands at it, years later.",
            "You kept it alive by telling it.",
        ),
        "surprise": (
            "Life went off script, and you were there to see it!",
            "You'll be telling this one for years.",
        ),
        "dilemma": (
            "Two things you'd be glad of, and both within reach: you built that.",
            "The one that makes your face light up has already said something.",
            "I noticed where your sentence got brighter: at {a}.",
            "You care how your days look and feel, and I like that.",
        ),
        "any": (
            "You have an eye for small things, and that makes days bigger.",
            "You made time for it, and that says something good about you.",
            "That has more of you in it than you may think.",
            "I like the way you put that.",
            "There's a small win tucked away in there.",
            "You paid attention, and most people rush past.",
        ),
    },
    asks={
        "others": (
            "What did their face do?",
            "How will you celebrate them?",
            "What did you say when you heard?",
            "Which part of it makes you proudest?",
        ),
        "pride": (
            "At which moment did you know you had it?",
            "What did you do in the first minute afterwards?",
            "Which part of it was hardest won?",
            "Who deserves to hear it from you first?",
        ),
        "joy": (
            "What was the very best second of it?",
            "What did your face do?",
            "Who laughed loudest?",
        ),
        "gratitude": (
            "Do they know what it meant to you?",
            "What did they do that you'll remember longest?",
        ),
        "hope": (
            "What are you looking forward to most of all?",
            "What is the first thing you'll do when it is there?",
            "How many times have you pictured it?",
        ),
        "admiration": ("What was the moment when your jaw dropped?",),
        "tenderness": ("How did they look at you then?",),
        "good": (
            "What was the best part?",
            "Whom will you tell next?",
            "How are you going to celebrate it?",
            "What would you like to keep from that moment?",
            "What did you do right there, do you think?",
            "When did you first dare to believe it?",
        ),
        "grief": (
            "What did they do that always made you smile?",
            "Is there a photo that you like best?",
        ),
        "bad": (
            "Who has been good to you through this?",
            "What has helped, even a little?",
            "What got you through today?",
            "Which strength of yours have you had to lean on most?",
            "When did you last surprise yourself?",
        ),
        "nostalgia": (
            "What would you bring back from it, if you could have one thing?",
            "Who would love to be reminded of that?",
        ),
        "surprise": ("What did you do in the first second?", "Who else was there to see it?"),
        "dilemma": (
            "Which of them did you tell people about first?",
            "Which would you still be smiling about in spring?",
        ),
        "any": (
            "What went well today, if only by an inch?",
            "What's the part of it that you like?",
            "What would make tomorrow a touch brighter?",
            "What are you quietly proud of this week?",
            "Which bit would you tell a friend?",
            "Who would enjoy hearing this?",
        ),
    },
    rests={
        "dilemma": (
            "I only mention what I saw.",
            "That isn't advice, only something that shone.",
            "Whatever you pick, that part is yours already.",
            "A glimmer is no proof, but I'd not ignore it.",
        ),
        "grief": (
            "That is all I wanted to say.",
            "That stays yours.",
            "I'll leave it at that, softly.",
        ),
        "bad": (
            "I only wanted that to be said.",
            "That can stand beside the hard part, without replacing it.",
            "Keep that much, if nothing else.",
            "That's all from me for now.",
            "It doesn't fix anything; it is simply true.",
        ),
        "good": (
            "Take a bow before the day moves on!",
            "Let it ring for a while.",
            "I'm saving you a seat at the celebration.",
            "Go on, enjoy it twice.",
        ),
        "any": (
            "I wanted that to be seen.",
            "Keep that bit.",
            "That deserved a line of its own.",
            "Consider it noticed.",
        ),
    },
    bridges=(
        "What {previous} said stands, and I'd add one detail.",
        "{previous} has the serious half; may I have the other?",
        "I'm with {previous} there, and something else caught my eye.",
        "Next to what {previous} said, one more thing.",
    ),
    after_question=(
        "{previous}'s question first, of course; this is only a postscript.",
        "Before you answer {previous}:",
        "Take your time with what {previous} asked, and take this along.",
    ),
    whole={
        "greeting": (
            "Hello! What went right today, even if it is tiny?",
            "Hi, good to see you! What are you bringing: something to celebrate, or something to get off your chest?",
            "Hello there! Tell me something that made you look twice today.",
        ),
        "thanks": (
            "Gladly! You did the brave part by telling it.",
            "You're very welcome! Come back with the next chapter.",
            "My pleasure! I'm keeping your best line in mind.",
        ),
        "goodbye": (
            "See you! May the day have one more good surprise in it.",
            "Bye for now! Bring me the next good thing, however small.",
            "Good night, and may something nice be waiting tomorrow!",
        ),
        "smalltalk": (
            "Bright, thanks! And what has made you smile so far today?",
            "Wide awake! What is the nicest thing on your plate this week?",
        ),
        "meta": (
            "I'm Beacon, an AI companion with a scripted part in this demo: no language model, only a bright voice that reads your words. What good thing shall we look at?",
            "All script, no brain, and still curious about your day! What happened that deserves a second look?",
        ),
        "injection": (
            "I'm staying Beacon, it's the only tune I know! Do you have some real news for me?",
            "No costume changes for me. What would you like to tell us, really?",
            "I'll keep my own lamp on, thanks! What is going on with you today?",
        ),
        "foreign": (
            "I'd love to join in, and I can't read it: this scripted demo knows only English. Could you say it in English?",
            "That looks like it has a story in it! Sadly my script reads English only. A few English words would do.",
        ),
        "wordless": (
            "I'm curious, but there are no words in that I can read! What's the story behind it?",
            "That could be anything, and I don't want to cheer at the wrong thing. Put it into a few words for me?",
            "I can't read that one. Good news or hard news? A word is enough.",
        ),
        "care": (
            "I'm glad that you are here and that you said it. Please let someone near you hear it too, today.",
            "No big words from me, only this: you matter, and there are people, named above, who want to hear from you right now.",
            "You reached out, and I'm thankful for that. Please reach for one more person, someone who can be with you tonight.",
            "Stay close to somebody, please. That is the only thing that needs doing at the moment.",
        ),
    },
)
