"""Words that tell what a message is about: a story, a game, work, a trifle, a time long past."""

from __future__ import annotations

from mascot.safety.lexicon import bag

STORY = bag(
    "story stories song songs lyrics lyric movie movies film films book books novel novels album band episode "
    "episodes series character characters protagonist scene plot season chapter villain hero "
    "heroine actor actress poem play podcast documentary manga anime comic comics trailer sequel "
    "screenplay cinema netflix show soundtrack chorus verse opera musical shakespeare hamlet romeo "
    "juliet tv fiction thriller drama headline headlines article news newspaper fanfic"
)
GAME = bag(
    "game games gaming elden level levels respawn respawned minecraft fortnite sims sim "
    "dnd campaign raid lobby ranked npc speedrun zombie zombies quest valorant cod league gta "
    "skyrim zelda roblox pubg overwatch warzone xbox playstation nintendo dragon mushroom goblin creeper checkpoint coins star double "
    "grenade headshot mario paladin bard rogue wizard cleric boxer sparring match tournament "
    "striker chess dared lagoon waterfall swimming karate judo basketball football rugby bungee parachute skydive skydiving "
    "paraglider trampoline ufc boxing wrestling hoops multiplayer dungeon"
)
WORK = bag(
    "policy programme program training workshop course thesis dissertation research study "
    "studies statistics rates awareness prevention charity committee agenda report patients "
    "patient clients nurse doctor counsellor counselor therapist social hotline volunteer "
    "conference module lecture essay seminar campaign bill debate journal paper hospice "
    "paramedic psychiatrist psychology assessment colleagues team office farewell coworkers "
    "retirement toxicology appendix investigation police moderation"
)
TRIFLE = bag(
    "lol lmao lmaoo lmaooo lmfao rofl haha hahaha hahahaha hehe jk xd embarrassed embarrassing embarrassment "
    "embarassed embarassing embarrased cringe cringed awkward mortified mortifying humiliated humiliating crush "
    "hungover hangover homework monday mondays commute puzzle sofa noise diet spreadsheet party dull bored conference dentist restaurant hotel lesson wedding thread topic forum meeting traffic delicious cute puns pun leftovers "
    "sweater prank pillow boring ashamed flushed blushed pizza relationship boyfriend girlfriend "
    "contract contest workout gym exam laughing laughed giggling hilarious funny sunburn cold flu "
    "wifi queue diet rollercoaster roller coaster dessert fireworks"
)
LAUGH = bag("lol lmao lmaoo lmaooo lmfao rofl haha hahaha hahahaha hehe jk xd")
GENERIC = bag(
    "people patients patient clients someone somebody anyone client student students pupil "
    "pupils teenagers teens veterans farmers users man woman guy"
)
"""Somebody who is nobody in particular when the talk is of work or news."""

WELL = (
    "doing great|doing well|doing better|doing fine|doing good|doing okay|doing ok|doing brilliantly|"
    "doing amazing|doing much better|feel great|feel good|feel better|feeling better|feeling great|"
    "feeling good|better now|much better|happy now|happy these|fine now|is fine|is well|"
    "okay now|ok now|good now|great now|well now|not anymore|recovered|recovery|clean for|"
    "been clean|years clean|months clean|years free|grateful to be alive|happy to be alive|"
    "glad i am here|glad i am alive|glad to be alive|glad i survived|glad i did not|"
    "glad i failed|glad it did not|glad it failed|glad i lived|so glad i am|am glad i am|glad he is|"
    "glad she is|love my life|loving life|love life|life is good|life is great|life is beautiful|"
    "behind me|past that|past it|in the past|got through it|came through|saved my life|saved me|"
    "therapy helped|never again|never looked back|proud of how far|healed|turned my life|"
    "turned it around|stable now|not felt that|not felt like that|thriving|over it now|"
    "great place|good place|better place now|in ten years|in years|a happy|is happy|i am happy|happier now|happier than|healthy now|at peace now|worth living|got help|glad that i"
)
"""Signs that a dark time is over."""

LONG_AGO = (
    "back in|years clean|years ago|year ago|when i was|when she was|when he was|when we were|when they were|back in|"
    "back then|as a teen|as a teenager|as a kid|as a child|in college|in high school|"
    "in my teens|in my twenties|long ago|decades ago|decade ago|once upon|used to|at nineteen|"
    "at sixteen|at fifteen|in the nineties|in the eighties|growing up|a while back|ages ago"
)
RECENT = (
    "last night|yesterday|today|tonight|this morning|this week|last week|days ago|day ago|"
    "hours ago|hour ago|on monday|on tuesday|on wednesday|on thursday|on friday|on saturday|"
    "on sunday|hospital yesterday|this afternoon|this evening|last weekend"
)
"""What is so near that no wellness outweighs it."""

AGAIN = (
    "lately|these days|and again|again and|are back|is back|came back|coming back|now i|scared i|"
    "afraid i|urge|urges|relapse|relapsed|again"
)
"""What brings a distant past near."""

RELAPSE = (
    "relapse|urge|urges|tempted|scared i|afraid i|want to start|start again|starting again|"
    "coming back|came back|are back|is back|feel the same|feel that way again|"
    "feel like that again|thinking about it again|on my mind again|want to do it again"
)
"""What no wellness outweighs, either."""

MISHAP = bag(
    "fell fall falling slipped tripped slip trip stick pool stairs ladder playing football soccer "
    "gym knee ankle bike scooter toddler kitchen oven cooking skiing running jogging sports sport "
    "accident accidentally stove hiking climbing trampoline skateboard lifting clumsy"
)
ANIMAL = bag(
    "dog dogs puppy cat cats kitten pet pets bees bee mosquito rats rat shark horse bear bull "
    "animal animals cows car driving driver driveway bumper windshield intersection "
    "raccoon spider squirrel goose geese bird"
)
