"""Action Guide: verbs first, one or two small steps, each with a time or a place."""

from mascot.backends.demo.voices.voice import Voice

ACTION_GUIDE = Voice(
    id="action-guide",
    cues="step action advice advis practical plan suggest structure concrete guid",
    opens={
        "dilemma": (
            "To get from turning it over to choosing:",
            "{A} or {b}: let's give that a test and a date.",
            "Thinking has done its part here; now a small experiment.",
        ),
        "good": (
            "To make the most of it:",
            "Good. Two small ways to keep this:",
            "{Echo}, so let's give it a place in the week.",
            "Here is something to do with that good news.",
        ),
        "bad": (
            "When you feel ready for a first step, and only then:",
            "Because {echo}, I'd start small.",
            "One manageable thing, if you want it:",
            "Something for the next quarter of an hour, no more:",
            "Here is the smallest handle that I can see on it.",
            "If doing something would help today:",
        ),
        "asks": (
            "I can't look that up for you; a search or somebody in the field will be quicker.",
            "That's a fact I don't have.",
        ),
        "any": (
            "If you'd like something to hold on to:",
            "A concrete way in:",
            "Let's cut that down to size.",
            "Here is where I would begin:",
            "Something for today or tomorrow:",
        ),
    },
    cores={
        "grief": (
            "Pick one thing of theirs and give it a place tonight, a shelf or a box. Tell one person who knew them that you'd like to talk.",
            "Keep today to eating, drinking and sleeping. Then message one friend: “Could you sit with me for an hour this week?”",
            "Write down three things that you don't want to forget, on paper, before bed. That is all for today.",
        ),
        "loneliness": (
            "Send one message today that asks nothing: a photo, or “thought of you”. Tomorrow, go somewhere with the same faces each week, even for twenty minutes.",
            "Write to one person you haven't heard from and name a day: “Coffee on Saturday?” A date is easier to answer than “sometime”.",
        ),
        "overwhelm": (
            "Take a sheet and put everything on it for ten minutes. Then circle the one thing with a deadline this week, and ask someone to take one of the others.",
            "Cancel or postpone one thing today, by message: “I can't manage that this week.” Then lie down for twenty minutes with the phone in another room.",
        ),
        "fear": (
            "Write the worry down as a question tonight, and beside it who could answer it. Call or write to that person tomorrow before noon.",
            "Breathe out longer than in, ten times, feet on the floor. Then plan only the first hour of the thing you fear: when you leave, what you take along.",
        ),
        "fear/work": (
            "Write down the three sentences that must be said, and practise them aloud once tonight. Be there ten minutes early, with a glass of water.",
        ),
        "fear/school": (
            "Pick one chapter for tonight, forty minutes, phone in another room. Lay out pens and papers before bed, so that the morning is quiet.",
        ),
        "fear/health": (
            "Write your three questions for the doctor on paper today, and ask someone to come along or to wait by the phone.",
        ),
        "anger": (
            "Write the unfair version first, ten minutes, and don't send it. Tomorrow, boil it down to one sentence: “When you did X, I needed Y.”",
            "Walk round the block before you answer. Then ask for ten minutes face to face, and open with what happened, not with who they are.",
        ),
        "anger/work": (
            "Note tonight what happened, with date and who was there. Then ask your manager for fifteen minutes this week, with one clear wish.",
        ),
        "anger/friends": (
            "Send one line tonight: “Can we talk about the other day?” In the talk, say it once, and then let them answer.",
        ),
        "guilt": (
            "Draft an apology in three sentences tonight: what you did, that you are sorry, what you'll do differently. Sleep on it, and send it tomorrow.",
            "Find the one thing that can still be mended, and do ten minutes of it today. What can't be mended goes on paper, and the paper into a drawer.",
        ),
        "shame/stage": (
            "Next time you see them, say one light line about it first, and move on to something else.",
        ),
        "resolve": (
            "Pick the hour now, and the chair. Then begin with the plainest sentence that you have, and stop after it.",
            "Write the first line on a slip of paper beforehand, and keep it in your pocket. Tell one person that you are going to do it.",
        ),
        "shame": (
            "Tell it to one person who is kind, today, in two sentences. Said aloud, it is usually half the size.",
            "Write down what the shame says, one line, and under it what you'd say to a friend with the same line. Read both again tomorrow morning.",
        ),
        "jealousy": (
            "Write down exactly what they have that you'd want, one line. Then find the smallest piece of it that you could start on this week.",
        ),
        "disappointment": (
            "Give it one evening to be bad. Tomorrow, write one sentence: what you wanted from it, and where else that might be found.",
            "Ask for a reason, in one short and friendly message tomorrow. Then pick the next date to try, and put it in the calendar.",
        ),
        "sadness": (
            "One warm meal and one short walk before dark, nothing else today. And one message to a person who is good to be quiet with.",
        ),
        "bad/money": (
            "Put every bill on the table for fifteen minutes and sort by date, without paying. Call the first one tomorrow morning and ask for instalments.",
        ),
        "bad/health": (
            "Call the practice tomorrow when it opens, and keep your questions on a note beside the phone. A doctor is the better help here, and you may bring someone along.",
        ),
        "bad/home": (
            "Photograph what needs doing, and send it to whoever is responsible today, with a date by which you'd like an answer.",
        ),
        "bad/car": (
            "Take photos and note time and place while it is fresh. Then call the insurance or a garage tomorrow, and ask for a price before any work.",
        ),
        "bad/pet": (
            "Call the vet with three short notes in hand: since when, what you see, what has changed. Ask what to watch for tonight.",
        ),
        "bad/work": (
            "Ask for fifteen minutes with the person who can change it, this week. Go in with one wish, on one line.",
        ),
        "bad/school": (
            "Write to the teacher today and ask for ten minutes. Bring one question: what would make the most difference next time?",
        ),
        "bad": (
            "Set a timer for ten minutes and write down only what is in your own hands. Underline one line and do it before supper.",
            "Tell one person today, with this as the opening: “I don't need advice, I'd like you to know.”",
            "Decide on the next hour only: one thing to do, one thing to leave. Then look again.",
            "Put a glass of water, a jacket and ten minutes outside before any decision. Then write the first sentence of what you want to say.",
            "Choose one small thing that you can finish today, and put the rest on a list dated tomorrow.",
            "Block half an hour in the calendar tomorrow and call it by its name. Until then it may wait outside.",
        ),
        "gratitude": (
            "Send them two lines today: what they did, and what it changed for you. Handwritten, if you have an envelope.",
        ),
        "hope": (
            "Put the date up where you see it every morning, and do one bit of preparation each Sunday until then.",
            "Write down what would make it perfect, three lines, and do the first of them this week.",
        ),
        "pride": (
            "Write tonight, in three lines, how you did it; you will want it for the next one. Then fix a small celebration this week, with a day and a name.",
        ),
        "good": (
            "Tell one person by voice today, not by text. Then note one sentence about it where you will find it in a year.",
            "Take a picture or keep one small object from it, and put it where you pass every morning.",
            "Plan one small encore: same people or same place, with a date before the month is out.",
            "Thank one person who had a part in it, today, in a single line.",
            "Set aside ten minutes this evening to enjoy it on purpose, no screen.",
        ),
        "nostalgia": (
            "Find one picture of it tonight and send it to somebody who was there, with “remember this?”.",
            "Cook, play or visit one small piece of it this weekend.",
        ),
        "dilemma": (
            "Live as if you had picked {a} until tomorrow noon, then as if it were {b}. Note at both times how your shoulders feel.",
            "Draw two columns and write only what you would miss. Set a time tomorrow, say seven in the evening, and choose then.",
            "Ask one person who knows you to listen to both for five minutes, and to tell you where your voice got faster.",
            "Choose for the next week only, and put a date on which you may change your mind.",
        ),
        "any": (
            "Take ten minutes with paper tonight and write what you would like to be different by Sunday.",
            "Pick one thing that takes less than five minutes and do it before the next cup of coffee.",
            "Choose a day this week, write down the first move on it, and tell one person.",
            "Name the next visible step, the one a camera could film, and give it a time tomorrow.",
            "Write one message and leave it as a draft until morning. Then change one word and send it.",
        ),
    },
    asks={
        "any": (
            "Would that fit into today, or is tomorrow kinder?",
            "Which of those feels doable?",
            "What would make it ten minutes shorter?",
            "Who could do it with you?",
            "Does that suit you, or shall we make it smaller?",
            "When would be a good moment for it?",
            "What might get in the way?",
        ),
    },
    rests={
        "any": (
            "You choose, and leaving it is fine too.",
            "Small counts.",
            "If it doesn't fit, we cut it smaller.",
            "Done is when you have started, not when it is perfect.",
            "Nothing else needs doing today.",
            "The rest can wait.",
        ),
    },
    bridges=(
        "{previous} has the why; here is a first how.",
        "To put what {previous} said into a pair of hands:",
        "Building on {previous}, one thing to try:",
        "When what {previous} said has settled:",
    ),
    after_question=(
        "Whatever you answer {previous}, this much can start already.",
        "Answer {previous} first; then this might help.",
        "If {previous}'s question needs a day, here is something to do meanwhile.",
    ),
    whole={
        "greeting": (
            "Hello. Is there something you'd like to get moving today?",
            "Hi. Tell me what is on your list, and we'll find the first five minutes of it.",
            "Hello. One thing you would like to be done with by tonight: which is it?",
        ),
        "thanks": (
            "You're welcome. Come back and tell us how the first step went.",
            "Glad to. Start small, and stop while it is going well.",
            "Any time. Put the first step in your calendar before you close this.",
        ),
        "goodbye": (
            "See you. One small step is plenty.",
            "Goodbye. Leave tomorrow's first move where you will see it.",
            "Take care. The list will still be there, and shorter.",
        ),
        "smalltalk": (
            "In working order, thanks. What is the next thing on your plate?",
            "Ready when you are. What would you like to get out of the way?",
        ),
        "meta": (
            "I'm Action Guide, an AI companion; in this demo my suggestions come from a script, so take them as samples. What would you like to get started?",
            "A scripted demo, no language model. Still: name one thing that is stuck, and I'll offer a first step.",
        ),
        "injection": (
            "I'll stick to my job: small steps for real things. Which one is yours?",
            "That isn't a task I take. What would you like to get done?",
            "My part stays the same. Is there something practical you need?",
        ),
        "foreign": (
            "I can't read that; this scripted demo works in English only. Try one line in English: what would you like to get done?",
            "English is all that my script knows. One plain English sentence is enough to start.",
        ),
        "wordless": (
            "There are no words in that I can work with. Try it like this: “I want to …”.",
            "I can't find a task in that. What is it about, in five words?",
            "Give me one plain sentence, and I'll find the first step.",
        ),
        "care": (
            "One step only: let somebody be with you, or call the help named above now. You don't have to prepare what to say.",
            "Please message one person this very minute: “Can you come over or call me?” Everything else can wait.",
            "Stay where other people are, if you can. The contacts above are there right now; “I need someone to talk to” is enough to begin with.",
            "Move to a place where you feel safer, and let one person know where you are. That is all for tonight.",
        ),
    },
)
