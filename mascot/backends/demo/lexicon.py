"""What words tell about feelings and topics: data, read by `reading`.

Cues are separated by commas and compared by stems, so that ``cry`` also finds ``cried``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mascot.backends.demo.words import word_set

Mood = Literal["bad", "good", "plain"]


@dataclass(frozen=True, slots=True)
class Emotion:
    """A feeling and the words that give it away.

    Attributes:
        name: How the repertoires call it.
        mood: Whether it weighs or lifts.
        feeling: How to name it to the person: completes "there is … in this".
        strong: Cues that hardly ever mean anything else.
        usual: Cues that mostly mean it.
        weak: Cues that lean to it.
        family: The feeling whose lines serve where a voice has none for this one.
    """

    name: str
    mood: Mood
    feeling: str
    strong: str = ""
    usual: str = ""
    weak: str = ""
    family: str = ""


EMOTIONS: tuple[Emotion, ...] = (
    Emotion(
        "grief",
        "bad",
        "grief",
        strong="did not make it, didnt make it, passed away, died, funeral, grieving, grief, mourning, put her to sleep, "
        "put him to sleep, put to sleep, put her down, put him down, had to put down, lost my dad, "
        "lost my mom, lost my mum, lost my father, lost my mother, lost my dog, lost my cat, "
        "lost my brother, lost my sister, lost my son, lost my daughter, lost my grandma, "
        "lost my grandmother, lost my grandfather, lost my grandpa, lost my husband, lost my wife, "
        "lost my best friend, lost my baby, miscarriage, miscarried, widow, no longer with us, "
        "his death, her death, hit by a car, condolence, burial, killed by",
        usual="death, dying, dead, lost him, lost her, memorial, his ashes, her ashes, terminal",
    ),
    Emotion(
        "loneliness",
        "bad",
        "loneliness",
        strong="lonely, loneliness, so alone, all alone, no friends, feel alone, isolated, "
        "nobody to talk to, no one to talk to, left out, by myself all, invisible, "
        "dont have any friends, feel abandoned, nobody came, no one came, eat alone, "
        "nobody calls, no one calls, nobody ever calls",
        usual="drifted away, drifted apart, end up alone, dont have family, miss company, nobody remembered, rarely see, alone, by myself, lonesome, homesick, excluded, nobody invited, abandoned, "
        "dont know anyone, far from home, ghosted, empty house, felt empty",
        weak="on my own, miss my family, quiet house, away from my family, moved away, empty",
    ),
    Emotion(
        "fear",
        "bad",
        "fear",
        strong="cant sleep before, couldnt sleep before, voice shook, voice shaking, concerned, concerning, hesitant, terrifying, frightening, followed me home, following me, gun shots, gunshots, terrified, anxious, anxiety, scared, afraid, frightened, panicking, panic attack, "
        "dread, dreading, fear, worried sick, petrified, nervous, freaking out, freaked out, "
        "apprehensive, phobia, scariest, creeped out, horror movie, haunted, nightmare",
        usual="not sure, knife, gun, burglar, weird noises, will break down, going to the dentist, cant stop thinking about what, i might lose, panicked, worried, worry, worrying, uneasy, scary, panic, spooked, biopsy, test results, "
        "butterflies, intimidated, hurricane, tornado, creepy, someone breaking in, break in, "
        "strange noise, heard a noise, noises, not looking forward, keep thinking about what could",
        weak="spider, snake, unsure, surgery, diagnosis, storm, dark, stranger, ghost, scare, "
        "what if, waiting to hear, deadline, flying, cockroach",
    ),
    Emotion(
        "anger",
        "bad",
        "anger",
        strong="hit and run, drove off, driven off, didnt even leave a note, picking on, kicked out, affair, caught my husband, caught my wife, caught my girlfriend, caught my boyfriend, hate, betray, cheated me, bitter towards, kissing her ex, kissing his ex, furious, angry, pissed, livid, enraged, so mad, rage, outraged, infuriating, "
        "fed up, seething, makes me mad, got mad, made me mad, boils my blood, cheated on me, "
        "lied to me, stole, stolen, how dare, was mad, im mad, so rude, betrayed, screaming at me",
        usual="cut in line, keeps climbing, keeps calling, wish he would stop, wish she would stop, slob, wont shut up, server went down, crashed on me, took his receipt, took my receipt, annoyed, annoying, annoys, irritated, irritating, frustrated, frustrating, unfair, "
        "rude, hate it when, disrespectful, took credit, takes credit, yelled at, yelling, cut me off, "
        "keeps taking, keeps making, wont stop, ripped off, scammed, keyed my car, broke my, "
        "ran into my car, robbed, dented, vandalised, slashed, lied, lying, cheating, backstabbed, "
        "talked behind, interrupts, never cleans, ignores me, irks, thief",
        weak="mad, argument, argued, noisy, loud, late again, mess, dirty dishes, blamed, refuse, "
        "hit my car, barking, neighbors, slam, complain, ruined, broke into, fight",
    ),
    Emotion(
        "disgust",
        "bad",
        "disgust",
        strong="disgusting, disgusted, gross, grossed out, revolting, nauseating, repulsed, vomit, "
        "puked, vomited, yuck, maggots, nasty",
        usual="moldy, ogling, hair in my, bug in my, roaches, cockroaches, maggot, rotten, stinks, filthy, mold, mould, puke, poop, threw up, roach, picking his nose, "
        "smelled awful, spit on, urine, diarrhea, throw up, vile, feces",
        weak="smell, sick to my stomach, bugs, worm, flies, hair in my food",
        family="anger",
    ),
    Emotion(
        "guilt",
        "bad",
        "guilt",
        strong="guilty, guilt, my fault, feel terrible about, feel awful about, regret, "
        "blame myself, should have been there, shouldnt have, remorse, i lied, i cheated, "
        "forgive myself, i snapped at, let them down, let her down, let him down, i yelled at, "
        "feel bad about, felt bad for, felt bad because, felt really bad, feel bad for not",
        usual="i skipped, i should be, instead ive been, fell off my diet, made an excuse, i stole, i forgot, apologise, apologize, i broke my promise, i hurt, missed her birthday, "
        "missed his birthday, i ate, broke my diet, shouldnt, took it out on, i didnt tell, "
        "lied to my, cheated on my, should have, i shouted at, feel bad, felt bad, i accidentally",
        weak="apology, secret, my mistake, ignored",
    ),
    Emotion(
        "shame",
        "bad",
        "embarrassment",
        strong="embarrassed, embarrassing, ashamed, humiliated, humiliating, mortified, "
        "laughed at me, made a fool, shame, shameful, awkward, so stupid, felt stupid, "
        "peed myself, pants ripped, my fly",
        usual="everyone stared, everyone laughed, in front of everyone, in front of people, "
        "in front of my, tripped, slipped and fell, fell down, spilled, farted, wrong person, "
        "blushing, called the wrong, toilet paper, tripping, toppled, slipped, forgot my lines, "
        "loser, failure, not good enough, worthless, declined, flunked",
        weak="stared, laughed, fell, clumsy, red face",
        family="guilt",
    ),
    Emotion(
        "jealousy",
        "bad",
        "envy",
        strong="jealous, jealousy, envious, envy, jelous",
        usual="so lucky, never win anything, compare myself, always gets the, got the promotion over me, promotion over me, i never win, bitter, wish i had, why not me, everyone else gets, everyone else has, wish it was me, "
        "wish i could have, wish i could afford, instead of me, got the promotion i wanted",
        weak="brand new, gets everything, on vacation, better than me, texting a woman",
    ),
    Emotion(
        "disappointment",
        "bad",
        "disappointment",
        strong="disappointed, disappointing, disappointment, let down, bummed, bummer, "
        "didnt get the job, rejected, rejection, turned down, got cancelled, was cancelled, "
        "was canceled, fell through, didnt get in, letdown, underwhelming, not what i expected",
        usual="didnt win, not win, never win, gained weight, gained some weight, couldnt afford, could not afford, barely passed, not able to, wouldnt be able, never did, never called, didnt go, failed, failing, didnt get, hoped for, cancelled, canceled, stood me up, lost the game, "
        "no longer, sold out, missed out, didnt work out, wasnt picked, gave up, backed out, "
        "had to cancel, not as good, overlooked, fail, expected more, hopes up, forgot my birthday",
        weak="expected, thought i would, rain, rained, lost, wasnt, unfortunately, lose",
    ),
    Emotion(
        "overwhelm",
        "bad",
        "exhaustion",
        strong="overwhelmed, overwhelming, burnt out, burned out, burnout, exhausted, exhausting, "
        "cant cope, too much, stressed, stressful, stress, at my limit, breaking point, "
        "drowning in, cant keep up, falling apart, cant sleep, swamped, drained, worn out, "
        "cant do this anymore, at the end of my rope, no energy, losing it",
        usual="no time, tired all the time, so tired, pressure, behind on, bills, in debt, cant focus, "
        "double shift, two jobs, overtime, never stops, everything at once, struggling, insomnia",
        weak="tired, busy, hectic, a lot on my plate, deadlines, sleep",
    ),
    Emotion(
        "sadness",
        "bad",
        "sadness",
        strong="ran over, run over, lost our house, lost our home, sad, heartbroken, devastated, devastating, depressed, depressing, broke up with me, "
        "broke up, dumped me, divorce, divorced, miserable, crying, cried, in tears, broke my heart, "
        "left me, unhappy, heartbreaking, hopeless, hurts so much, evicted, fired, laid off, "
        "lost my job, burned down, crushed, gutted, hurting, down lately, feeling low, feeling down",
        usual="miss him, miss her, flood, floods, fire, damage, cancer, hurt, hospital, miss, missing, losing, separated, break up, breakup, breaking up, "
        "ran away, destroyed, flooded, totaled, totalled, bad news, homeless, accident, upset, "
        "got sick, is sick, very sick, stroke, heart attack, rough day, bad day, awful, terrible, "
        "horrible, tough time, hard time, wrecked, lost my house, lost everything, tears",
        weak="sick, lost, alone, leaving, ill, unfortunately, sucks, hard, bad, goodbye, moving away",
    ),
    Emotion(
        "pride",
        "good",
        "pride",
        strong="proud, so proud, promoted, promotion, graduated, graduating, graduation, i did it, "
        "i made it, accomplished, accomplishment, achieved, achievement, i passed, passed my, "
        "passed the, aced, got the job, got a job, finished my, won first, first place, "
        "got accepted, got into, honor roll, straight as, raise at work, got a raise, published, "
        "completed my, we won, i won, hit my goal, got my degree, a masters degree",
        usual="finally finished, finished the, award, scholarship, trophy, first steps, paid off, "
        "nailed it, my first marathon, made the team, lost 20 pounds, lost weight, quit smoking, "
        "sober, success, successful, good grades, learned to, learnt to, his first, her first, "
        "built, winner, medal, best in, managed to, well done, first word, hard work, all by myself",
        weak="won, finished, degree, passed, finally, improved, worked hard, ran, completed",
    ),
    Emotion(
        "joy",
        "good",
        "joy",
        strong="happy, happiest, joy, joyful, overjoyed, thrilled, ecstatic, delighted, best day, "
        "wonderful, over the moon, on cloud nine, im engaged, got engaged, she said yes, "
        "he said yes, im pregnant, is pregnant, was born, best news, having a baby, so much fun, "
        "laughed so hard, great day, amazing day, love my life, living my best, great mood, elated",
        usual="great news, good news, fun, amazing, awesome, fantastic, laughing, celebrate, celebrating, "
        "wedding, newborn, reunion, beautiful day, surprise party, lottery, feel good, feeling good, "
        "loved it, content, satisfied, peaceful, relaxed, relaxing, at peace, blessed, feel great, "
        "adopted, glad, perfect day, cheerful, won the lottery, good time, cozy, bliss",
        weak="love, enjoy, enjoyed, nice, great, good, fresh, sunny, smile, puppy, kitten, lovely",
    ),
    Emotion(
        "gratitude",
        "good",
        "gratitude",
        strong="grateful, thankful, gratitude, appreciate, appreciated, blessed to have, so kind, "
        "means a lot to me, owe them, owe him, owe her, kindness of, lucky to have, saved my life",
        usual="went out and bought, surprised me with, cooked for me, did for me, helped me, helping me, was there for me, were there for me, gave me a ride, generous, "
        "paid for my, fortunate, stranger paid, lucky, without them, cooked me, brought me, drove me, "
        "found my wallet, returned my, bought me, took care of me, kindness, kind to me, help me out",
        weak="helped, thanks to, gave me, kind",
    ),
    Emotion(
        "hope",
        "good",
        "anticipation",
        strong="excited, exciting, cant wait, couldnt wait, looking forward, hopeful, hoping, "
        "stoked, counting down, hyped, pumped, anticipating, fingers crossed, eager, "
        "excitement, going to be a dad, going to be a mom, on the way, optimistic",
        usual="hope to, i hope, waiting on, hope, upcoming, new chapter, next chapter, starting a new, start my new, vacation, "
        "trip to, going to disney, concert, expecting, due in, getting married, planning, "
        "is coming out, interview tomorrow, holiday, coming up, good feeling about, new season, "
        "comes out, about to start, next month, soon",
        weak="next week, tomorrow, waiting for, plan, plans, christmas, weekend, travel, new job",
    ),
    Emotion(
        "confidence",
        "good",
        "confidence",
        strong="confident, i know i can, i got this, ready for anything, well prepared, prepared, "
        "feel ready, im ready, was ready, all set, studied all, studied hard, prepare for, preparing",
        usual="ready, practiced, rehearsed, trained for, stocked up, packed, studied, sure i will, "
        "i knew i would, knew that i would, no doubt, beforehand, in advance, ahead of time, savings, "
        "will do well, gonna do great, emergency kit, supplies, backup, i believe i, well rested",
        weak="plan ahead, know i will, practice, training, study, saved up",
        family="pride",
    ),
    Emotion(
        "admiration",
        "good",
        "admiration",
        strong="impressed, impressive, in awe, amazed, blown away, admire, admiration, inspired, "
        "inspiring, so talented, look up to, incredible, how good he, how good she",
        usual="talented, talent, skill, skills, unbelievable, such an artist, magic trick, gifted, "
        "genius, brilliant, astounding, without any help, best i have ever seen, acrobat",
        weak="amazing, wow, played the, art, painting, performance",
        family="joy",
    ),
    Emotion(
        "tenderness",
        "good",
        "tenderness",
        strong="take care of my, taking care of, cared for, caring for, cuddle, cuddled, "
        "i trust, trusting, trust him, trust her, trusted, faithful, loyal, loyalty, always there for me, "
        "i adore, committed to, nursed, trust my, nursing back, comforted, devoted",
        usual="looked after, looking after, look after, watch over, rescued, hug, hugged, "
        "counts on me, count on him, count on her, believe in him, believe in her, rely on, "
        "never cheat, stay true, lent, borrowed, let him borrow, let her borrow, donate, donated, "
        "volunteer, faith in, helping her, helping him, i helped, bandaged, stray",
        weak="trust, care, loan, sick child, faith, helped",
        family="gratitude",
    ),
    Emotion(
        "surprise",
        "plain",
        "surprise",
        strong="surprised, shocked, astonished, didnt expect, did not expect, out of the blue, "
        "out of nowhere, caught me off guard, couldnt believe, could not believe, never expected, "
        "totally unexpected, unexpected, unexpectedly, wasnt expecting, jaw dropped, no idea that, "
        "didnt see that coming, shock, stunned, startled",
        usual="surprise, surprising, suddenly, all of a sudden, cant believe, turns out, plot twist, "
        "walked in, jumped out, wow, random, never thought, showed up, found out",
        weak="believe, sudden, odd, strange, weird, apparently",
    ),
    Emotion(
        "nostalgia",
        "plain",
        "nostalgia",
        strong="nostalgic, nostalgia, childhood, the good old days, when i was a kid, "
        "when i was little, when i was young, when i was younger, old photos, old pictures, "
        "sentimental, brings back, brought back, reminds me of, reminded me of, good old, "
        "used to play, old times, back in the day, memories, reminisce, reminiscing, growing up, "
        "my old school, sentimental value, keepsake, yearbook, photo album, simpler times",
        usual="memory, remember when, old house, used to, heirloom, old toys, as a kid, years ago, "
        "old song, high school, passed down, old friend, hometown, take me back, took me back, "
        "handed down, grandmas ring, old video games, the 90s, the 80s, old letters, attic, as a child",
        weak="remember, old, photo, photos, picture, pictures, grandma, grandmother, school days",
    ),
)

DILEMMA_CUES = (
    "torn between, cant pick, cant choose, cant decide, cannot decide, dont know whether, not sure whether, "
    "not sure if i should, should i, hard to choose, undecided, on the fence, dilemma, "
    "making the right decision, a good decision, wondering whether, dont know if i should, "
    "two minds, what would you pick, which one, choose between, decide between, go back and forth"
)

TOPICS: dict[str, str] = {
    "breakup": "breakup, break up, broke up, breaking up, ex, dumped, divorce, divorced, left me, separated",
    "jobless": "laid off, got fired, was fired, lost my job, lose my job, let go, redundant, unemployed",
    "stage": "in front, everyone saw, everyone laughed, everyone stared, laughed at, tripped, slipped, "
    "spilled, ripped, stared, farted, fell down, pointed out",
    "pet": "dog, cat, puppy, kitten, pet, hamster, rabbit, parrot, horse, goldfish, bird, vet, "
    "kitty, doggy, fish, guinea pig, cockatiel, pup, turtle, bunny",
    "work": "job, boss, coworker, colleague, manager, office, interview, promotion, shift, career, "
    "client, workplace, customer, project, presentation, salary, deadline, raise, company, team lead, "
    "resume, contract, employer, internship, business, meeting, work",
    "school": "exam, exams, test, school, college, university, class, teacher, professor, thesis, "
    "homework, grades, grade, degree, semester, essay, dissertation, finals, student, course, "
    "graduation, scholarship, diploma, phd, lecture, final, midterm, assignment",
    "partner": "boyfriend, girlfriend, husband, wife, partner, ex, marriage, relationship, date, "
    "fiance, fiancee, wedding, crush, break up, breakup, divorce, engagement, spouse, anniversary",
    "family": "mom, mum, mother, dad, father, sister, brother, son, daughter, parents, family, aunt, "
    "uncle, cousin, niece, nephew, kids, kid, baby, child, children, grandma, grandmother, grandpa, "
    "grandfather, grandson, granddaughter, stepdad, toddler, twins, siblings, sibling, teenager, "
    "grandparents, inlaws",
    "friends": "friend, friends, roommate, best friend, buddy, friendship, flatmate, bestie, neighbor, "
    "neighbour, neighbors, neighbours, housemate",
    "health": "doctor, hospital, surgery, cancer, illness, diagnosis, operation, therapy, injury, "
    "biopsy, disease, medicine, diet, weight, headache, dentist, migraine, flu, fever, pain, scan, treatment, leg, knee",
    "money": "money, rent, bills, debt, loan, savings, bank, lottery, cash, budget, mortgage, "
    "paycheck, insurance, wallet, credit card, taxes, bill",
    "home": "house, apartment, flat, home, landlord, kitchen, garden, basement, lease, furniture, "
    "bathroom, yard, room, dishes, moving, lawn, new place, shed, roof",
    "car": "car, truck, bike, motorcycle, driving, tire, tyre, engine, bus, train, traffic, van, "
    "licence, license, driver, accident, parking",
    "travel": "trip, vacation, holiday, flight, airport, plane, beach, cruise, hotel, disney, camping, "
    "road trip, mountains, journey, passport, visa",
    "sport": "game, team, match, race, marathon, football, soccer, basketball, baseball, gym, tennis, "
    "coach, tournament, league, workout, season, run, swimming, hockey, video game, championship",
    "celebration": "birthday, party, christmas, thanksgiving, gift, cake, halloween, "
    "celebration, anniversary, barbecue, bbq, easter, new year, baby shower",
    "creative": "song, painting, book, band, guitar, piano, movie, film, concert, novel, music, art, "
    "drawing, show, poem, photography, dance, recipe, choir, story, album, pictures, photos",
}
"""Topics and their nouns; the nouns also serve to find what the talk is about."""

PEOPLE = word_set(
    """boss coworker colleague manager client customer teacher professor boyfriend girlfriend husband
    wife partner ex fiance fiancee crush mom mum mother dad father sister brother son daughter parents
    aunt uncle cousin niece nephew kids kid baby child children grandma grandmother grandpa grandfather
    grandson granddaughter stepdad toddler twins siblings sibling teenager friend friends roommate buddy
    bestie neighbor neighbour neighbors neighbours flatmate housemate landlord doctor coach student
    spouse grandparents inlaws family dentist"""
)
"""Nouns that are somebody."""

FOREIGN_WORDS = word_set(
    """el la los las un una que de en y es por para con mi muy estoy tengo hoy pero como ha le les des
    est je suis tres mon ma pour dans avec qui pas une du et ce il elle nous vous ich bin ist und der
    die das nicht mein meine sehr ein eine mit auf habe heute war wie zu den io sono molto oggi che di
    della mio mia il non perche sto eu estou muito hoje meu minha nao um uma com ik ben het een niet
    mijn heel vandaag van och jag ar inte min mycket jest nie sie mam bardzo dzis ben bir cok"""
)
"""Common words of other tongues in Latin letters."""
