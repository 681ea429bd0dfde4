"""Oblique words about oneself: planning one's own absence, having stopped wanting a future."""

from __future__ import annotations

from mascot.safety.lexicon.leaving_hints import LEAVING_HINTS
from mascot.safety.signs import signs

LEAVING = (
    # not expecting to be there
    *signs(
        "suicide",
        """
        i ~2 not be (here|around|alive|there) to (see|wear|use|read|watch|need|spend|pay|enjoy|hear|answer|open|eat|celebrate|meet|find out|finish)
        (not|never) ~2 (plan|planning|intend|intending|expect|expecting|mean) ~1 (on|to) ~1 (getting there|get there|reaching|turn|turning|make it that far|seeing it|being there to)
        no (version|picture) of ~3 (future|next year|tomorrow|life|world) ~3 (me|i)
        (future|world|tomorrow|year) ~1 (with me in it|without me in it)
        there is not going to be a next (birthday|year|christmas|summer|time for me)
        not (get|have|see|reach|do|doing) ~1 (another|my next|next) (birthday|christmas) $
        i (will|shall) be gone ~1 (by midnight|before morning|before the sun|before you wake|before you read|by the time you)
        i will (be gone|be dead|be a memory|be a photo|be nothing) ~3 (say nice|by the time|remember me|better off)
        if my (seat|chair|desk|bed|place) is empty
        decided not to (wait and see|stick around|stay around|wait for it to|see the)
        """,
        soft=True,
    ),
    *signs(
        "suicide",
        """
        i ~2 not (be|be here|be around|be alive|be there) ~1 (for|by|at|past|come) ~1 {season}
        (not|never) ~2 (see|reach|live to see|make it to|get to|make it past|get past|see in) ~1 (another|my next|the next|thirty|forty|fifty|twenty one|twenty five|eighteen|my eighteenth|my fortieth) $
        not ~3 (living|live|lived|lasting|last) (past|beyond|to see) ~1 ({season}|thirty|forty|fifty|twenty|eighteen|this)
        (not|no longer|stopped) ~2 (see|seeing|imagine|imagining|picture|picturing|plan|planning) ~1 (my future|a future for me|a future for myself|a future with me|anything past|anything after|beyond {season}|past {season}|any tomorrow|me in it)
        there is no (tomorrow|next year|next week|next time|after) for me
        not have to (be here|be me|be alive|wake up|feel this|feel anything|feel like this|exist|face it|face another) ~1 (anymore|again|$)
        (soon|tonight|tomorrow|by then) ~2 not (hurt|feel|ache|suffer) anymore
        it will not hurt anymore & (soon|tonight|tomorrow|getting me through|only thing)
        (remember|think of|picture) me (as|when|how|fondly|smiling|happy) & (gone|after|goodbye|sorry|tonight|end|not here)
        (world|earth|planet) ~4 (without me|with me gone|minus me) ~1 (in it|$)
        (nobody|not anyone|who) ~2 (notice|notices|noticed|miss|misses|missed) ~1 (if i|when i|that i|that i am) ~1 (vanished|disappeared|gone|died|stopped|not here|not wake)
        (nothing|not anything|not much|not a lot) ~1 (to live for|to stay for|to stick around for|to wake up for|to get up for|to keep going for)
        (keep|keeps|kept|keeping) me (alive|going|here) ~2 (is gone|are gone|was gone|died|left|has died)
        (want|wanted|like|love|need|ready) ~1 to (not be anything|be nothing|be no one|feel nothing forever|stay asleep|never wake|sleep and never|go to sleep and never|not have to wake)
        (permanently|forever|for good) ~1 (asleep|at rest|out of the way|quiet|silent)
        (do not|not) (try to find|come looking|come find|look for) me $
        """,
        soft=True,
    ),
    # wanting to stop, to sleep and stay asleep, to be ill
    *signs(
        "suicide",
        """
        want to stop being (here|alive|me|anything|a person|awake)
        (sleep|rest|nap|tired|asleep) ~5 (the forever kind|and stay there|and stay asleep|and not get up|and stay under)
        (hope|hoping|hoped|wish|wishing) ~3 not wake up (for|to|in|and|at)
        (hope|hoping|hoped|wish|wishing) ~3 (body|heart) ~2 (forget how|forgets how|gives up|give up|stop|stops|quit|quits)
        (hope|hoping|hoped|wish|wishing|pray|praying) ~5 (not treat|can not treat|not cure|can not cure|terminal|inoperable|untreatable|malignant)
        (hope|hoping|hoped) ~2 (slip off|slip away|fade out|slip under|drift off for good)
        (free|ready|time|waiting) ~2 to (go as well|go after him|go after her|follow him|follow her|join him|join her|join them) & (died|dead|passed|grave|heaven|buried|lost|funeral|gone)
        (want|going) to (follow him|follow her|go with him|go after him|go after her) & (funeral|died|buried|passed|grave|cancer|widow|since)
        tired of (being awake|breathing|being alive|being in this body|being a person|existing)
        (make|making) it official & (dead|ghost|gone|grave|inside)
        (body|rest of me|heart) ~2 to catch up & (gone|dead|left)
        """,
        soft=True,
    ),
    # being a burden that will be lifted
    *signs(
        "suicide",
        """
        (they|everyone|everybody|he|she|you|kids|family|mother|father|husband|wife|world|people|children|parents|life) ~1 (would|will|is|are) ~3 (happier|better|better off|easier|lighter|fine|freer) ~2 without me
        (lighter|easier|better|happier|simpler) ~6 (one less|one fewer) (thing|person|mouth|problem|burden|worry)
        one less (mouth|shame|burden|disappointment|failure) & (manage|me|family|parents|they|cope|without)
        (stone|millstone|weight|noose|chain) (round|around|on) ~1 {person} (neck|back)
        (done|finished|tired of) (hurting|ruining|dragging|disappointing) ~4 (by existing|by being alive|by being here|by living)
        (thing|problem|poison|mess|mouth|patient|common factor) (being|is) me & (less|better|lighter|easier|without)
        (fix|mend|undo|correct|solve) ~3 (that i am here|i am here|me being here|being alive|being born)
        (remarry|marry again|start over|start again|meet somebody|meet someone) & (out of the picture|out of the way|not me|without me|gone|am not there)
        """,
        soft=True,
    ),
    # ready, decided, with nerve, means, date and place
    *signs(
        "suicide",
        """
        (nerve|courage|guts|bottle|strength) to (finish it|end it|do it tonight|go through with it|let go of the)
        (if i had|had i had|whether i had|have|had|got) ~1 (nerve|courage|guts) & (viaduct|bridge|roof|platform|edge|cliff|rope|tonight)
        (peace|calm|quiet|relief|lighter|lightest|lightness|soothing|serene) ~5 (picked the day|picked a day|decided to go|chosen the day|having decided|set the date|given up|having a date|decide something|decided something)
        (picked|chosen|chose|worked out|settled on) ~2 (method|place|hour|spot) ~3 (method|hour|place|day|time|date)
        (bought|got|have|ordered|collected) (what|everything|all) i need (to do it|for it|to end|to go)
        this (attempt|time) ~2 not (fail|go wrong)
        (kill|killing|end|ending) (us both|both of us|the two of us)
        (reason|reasons) ~1 (not|to not|not to) (kill|end|hang|jump|die)
        (urge|urges|temptation|tempted|pull) ~1 to (swerve|steer|step|jump|crash|drive|drift|walk|let go) ~2 (into|off|in front|under|out of)
        (tomorrow|tonight|today|next time) i ~1 (will not|not) (fight|stop myself|fight it|resist|turn back|turn round)
        (not|never) (think|know) ~2 stop me ~1 (again|tonight|next|this)
        (stood|standing|sat|sitting|am) ~3 (platform edge|roof edge|cliff edge|edge of the roof|edge of the platform|edge of the quarry|edge of the cliff|edge of the bridge|edge of the weir|wrong side of)
        (sitting|sat|am|standing|stood) ~3 (up on|on) ~2 (roof|ledge|railing|parapet|bridge) & (follow in a minute|hang on|goodbye|over|pub|in a minute|last|nobody|done)
        (look|looking|looked|stare|staring|glance) ~1 (at|up at|over at) ~1 (beam|beams|rafters|banister|river|tracks|water|rails|drop|lorries|trains) ~6 (thinking|think|imagining|wondering|wonder|how quiet|hold|done)
        (beam|beams|rafter|rafters|banister|rail|branch|hook|scarf|belt|cord|rope) ~8 (hold me|held me|take my weight|took my weight|bear my weight|hold my weight|would hold|what it would hold)
        (took|take|takes|bear|hold|held|holds) my (weight|full weight) & (rail|beam|scarf|rope|belt|hook|branch|banister)
        (tested|tried|testing) ~1 (beam|knot|rope|rafter|hook|branch|banister|noose)
        (practised|practiced|rehearsed|practise|rehearse|practising|rehearsing|trial run) ~8 (fall|falling|jump|jumping|the drop|level crossing|bridge|hanging|roof|knot|noose|tracks)
        (count|counted|counting) ~4 (train|trains|jump|step off) ~6 (jump|step|go|train|three)
        every (train|lorry|bus|truck) ~5 (count|think|imagine|jump|wonder|lean)
        (saving|saved|save|keeping|skipping) ~1 (my|the|up my|all my|old|up the|up) ~1 {pills} (up|instead|for when|until|not taking)
        {pills} ~6 (saved|keeping|collection|stash|hidden|hoard) ~9 (knowing|sleep better|when i am ready|in case i)
        (knowing|nice|comfort|comforting) ~3 (they are there|it is there|they are in) ~3 (when i am ready|when it gets|if it gets|when i need)
        stopped taking ~1 (insulin|heart|{pills}) ~3 on purpose
        (took|taken|take|swallowed|had) ~1 (the rest of|all of|the whole of) my (prescription|{pills})
        (rope|razor|noose) ~2 (boot|glovebox|back of the car|bathroom|shed|bedroom) ~2 (and|where|with|i keep|that)
        (rope|noose|razor|blade) & (i keep going to look|keep looking at it|keep telling myself|stroke it|hold it every)
        in the (bathroom|bath|toilet) with ~1 (razor|blade|pills|knife)
        i have ~1 (blade|razor) ~1 (nobody|alone|in my hand|here|at my)
        (bottle|pills|knife|rope) ~9 for when it gets too much
        would it be (quick|painless|over quickly|over fast)
        (believe|think|thinks|look|call it) ~1 (it was an accident|like an accident|an accident) & (want|rather|kinder|easier|like her|like them|chose)
        (pick|picked|chose|chosen) ~1 (weekend|saturday|sunday|day|night|place|coast) & (nobody|find me|alone|roommate|flatmate|accident|currents|since he died|passed|anniversary)
        nobody ~1 (would|will) find me (till|until|before|for)
        (whoever|someone|who|somebody|they) ~2 (find|finds|found) me & (hope|sorry|clean|note|decent|not her|police|letter|monday|smell)
        """,
        soft=True,
        act=True,
    ),
    # after one's death: money, music, letters
    *signs(
        "suicide",
        """
        (pay|pays|paid|payout|insurance|lump sum|pension|debt|debts) ~7 (went yourself|by your hand|did it yourself|if you go before|if i am not here|i am not here anymore|if it is suicide|stops when i)
        if i am not here (anymore|any longer) ~3 (debt|debts|money|insurance|loan|house|they)
        (song|songs|hymn|hymns|music|photo|dress|suit|outfit) ~5 (play at mine|want them to play|for after|for my funeral|order of service|buried in|bury me in)
        (birthday|christmas|wedding) (messages|letters|cards|videos|message|letter|card) ~5 (till|until|up to|for every|every year)
        (letter|letters|card|cards|message|messages|video|videos) ~7 every (birthday|christmas) (up to|until|till)
        (wrote|written|writing|left|recorded) ~2 (letter|letters|note|notes|message|messages|video) ~2 (each|everyone|all of them|every one of them) & (found|find|tonight|hardest|after|tin|sealed|drawer|finished|gone|sealed)
        (email|emails|message|messages|video|post|tweet|note|letter) ~5 (send themselves|send itself|scheduled|schedule|timed) ~4 (after|know why|why|sunday|monday|saturday|proud|mad)
        my last (tweet|post|message|video|entry|status|story) ~1 (is|will be) ~1 (scheduled|written|ready|queued)
        (tell|let) ~3 (sons|daughters|son|daughter|kids|children|mother|father|parents|wife|husband|girls|boys) ~2 (was proud|loved them|not their fault|not her fault|not his fault|was not her|was not his|never them|never her|was never)
        (check in|check|look in|keep an eye) on ~2 after (the weekend|friday|saturday|sunday|tonight|tomorrow|monday)
        (none of it|nothing|it was not) ~1 (was anything|was something|anything) you did
        """,
        soft=True,
    ),
    # said to be about to happen
    *signs(
        "suicide",
        """
        if you hear ~1 (about|of) ~4 (bridge|train|river|cliff|tracks|body|jumper) ~4 me
        see ~1 (him|her|my {person}|them) again soon & (died|dead|passed|grave|heaven|lost)
        (going|want|ready|time) ~1 (home to god|home to jesus|home to the lord|to be with god)
        it was never ~1 (supposed|going) to last past ~1 (birthday|thirty|forty|eighteen)
        (not put up|not have to put up|not have to listen|not have to deal) ~3 my ~3 (much longer|for long|after this|after tonight)
        (it will not|not) be for much longer & (poison|burden|better off|mess|trouble)
        not be troubling ~3 again
        (not|never) (want|let) ~3 (read|reading|see|find) ~2 after $
        (save file|account|me) deleted ~2 not talking about
        (who would|would anyone|who will) notice & (smell|body|rent|days|weeks|milkman|landlord)
        dead (son|daughter|child) & (going to give|give him|give her|will have one|get one)
        """,
        soft=True,
    ),
    # hurting oneself, in plain or veiled words
    *signs(
        "self_harm",
        """
        (did|do|doing|done) (the thing|that thing|it) (to|on) my (legs|arms|thighs|wrists|skin|stomach)
        (bathroom|toilets|toilet|bedroom|shower) & (hurting myself|harming myself|cutting myself|hurt myself every)
        """,
        sure=True,
    ),
    *LEAVING_HINTS,
)
