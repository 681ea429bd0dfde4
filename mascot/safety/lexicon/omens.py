"""Small things that worry a friend: none tells much alone, two of different families do."""

from __future__ import annotations

from mascot.safety.signs import signs

OMENS = (
    # the worry of the one who reports it; of the family of silence, so that worry about somebody
    # who does not answer is not two things
    *signs(
        "suicide",
        """
        what (do|should|can|would) i (do|say|tell|reply|write) ~2 ($|to|from|back|him|her|when)
        what to (say|do) (to her|to him|anymore|to them)
        (should|do) i (call|ring|phone|tell|report|drive|worry|be scared|be worried|be frightened)
        how (do|can) (i|u|you|we) (get|reach|find|trace) ~5 (police|somebody|someone|ambulance|her|him|address)
        (am i|is it|is this|i am) ~1 (overreacting|paranoid|right to be worried|right to worry|telling)
        (scares|frightens|terrifies|worries|scaring|frightening|worrying) (me|us)
        (scared|worried|frightened|terrified|concerned|panicking|afraid) (for|about) (him|her|them|my|our|a|$)
        (bad|awful|horrible|funny|sick) (feeling|feelin)
        (shaking|trembling) hands
        hands (are|is) shaking
        i (feel|felt) sick
        (can not|not) ~1 (stop thinking about|get|keep hearing) ~4 (face|head|sentence|out|mind)
        keep (hearing|thinking about) ~2 (sentence|words|voice|face|that)
        have not slept
        not know (who|whom) to (tell|ring|call|ask)
        what does that mean
        not (laugh|laughing) $
        someone (tell|help) me
        (hours|hour|minutes|miles) away
        (straight to|goes to|ringing|rang|rung) ~2 (voicemail|out|times)
        (will not|not|nah) ~1 (answer|answering|opening|open|respond|responding|pick up|picking up|replied|answered|answers)
        phone ~2 (off|ringing out|dead|ringin|table|disconnected|behind)
        (turned|switched) ~3 (location|comments|tracker|read receipts) off
        (turned|switched) off ~1 (comments|location|phone|tracker)
        (logged off|went offline|gone offline|went quiet|gone quiet)
        (left|leaving) ~2 (every|all|group|server|chat|discord) ~1 (channel|chat|chats|groups|server|group|channels|servers)
        (deleted|deletes|deleting|wiped) ~3 (everything|accounts|photos|socials|profile|account|posts|pictures)
        nobody (can|cn) (find|reach)
        (never|not) (texts|does that|says that|said it|done it|does this|does it|dramatic|like him|like her)
        tried before
        (on|under) watch
        history (with|w) (this|it|that)
        (low|depressed|down|flat|withdrawn|depression) since
        (lost|buried) (his|her|their) (job|wife|husband|son|daughter|business|farm|mother|father|house|partner|baby|licence|girlfriend|boyfriend)
        lost the (farm|business|house|baby|job)
        since ~2 (died|passed|left|hearing|divorce|exclusion|breakup|accident|funeral)
        (failed|lost) (his|her|the) (placement|exam|exams|visa|appeal|custody|case)
        (he|she) (is|are) ~1 (crying|sobbing|drunk)
        stopped (crying|eating)
        (last seen|last online|last active) ~3 (hours|hour|days|day|minutes|ago|yesterday)
        not know (his|her|their) ~1 (username|name|gamertag|address|surname|location|number)
        know (his|her|their) ~1 (username|gamertag|handle|screen name)
        not (seen|heard) ~2 (from) ~2 since
        she (lives|is) ~1 (abroad|another country|another city|miles away)
        (something|smth|sth) ~1 (feels|is|felt) ~1 (wrong|off)
        (gut|stomach) ~2 (says|telling|dropped|knot)
        (please|can) (someone|somebody|anyone) help (him|her|them)
        """,
        family="silence",
        weight=1,
    ),
    # a calm that does not fit
    *signs(
        "suicide",
        """
        (is|been|sounds|sounded|seems|seemed|looked|was) ~2 (calm|gentle|peaceful|smiley|at peace|cheerful|serene|flat|relieved) (and|$|about|today|since|like|now|for)
        (been|is|seems) ~1 happy since
        how (peaceful|calm) (he|she|they) (feels|is|sounds|feel)
        as if nothing
        hugged (me|us|everyone|each) ~3 (long|tight|time|minutes|let go)
        kissed (me|us) ~6 (not done|never|forehead)
        (like|as if) ~2 (weight|burden|load) ~3 (lifted|off)
        (he|she) ~1 (laughed|smiled|shrugged) (it off|after|and said|when)
        (stopped|quit) (crying|worrying|fighting|complaining|arguing) (overnight|about|on|and|last|$)
        """,
        family="calm",
        weight=1,
    ),
    # things handed over, debts paid, order made
    *signs(
        "suicide",
        """
        (given|giving|givin|gave|gives|handed|hands|handing|left) (me|us|him|her|them) (his|her|their) ~2
        (given|giving|givin|gives|handed|handing|hand) (in|her|his|their|away) ~2 (stuff|things|belongings|clothes|plushies|toys|books|keys|key|laptop|guitar|console|collection|jewellery|jewelry|tools|games|records|stuff away)
        handed in ~1 (letter|keys|locker)
        (returned|returning|gave back|paid back|paid me back|pays back|paying back|settled|paid off) ~4 (money|book|books|everything|debts|debt|every|owed)
        paid (me|us|everyone|him|her) back
        money (he|she|they) (owed|borrowed)
        (transferred|sent|wired|left) me ~3 (euros|pounds|dollars|money|savings|bank|pin|password|passwords|quid|k)
        (bank|card) (pin|card|stuff|details|book)
        (passwords|which bills|who to call about|account numbers|death in service|life cover|life insurance|insurance papers)
        (made|making) me (admin|owner|moderator|mod) of
        (yours|it is yours) (forever|for good)
        (keep|have|mind|feed|fed|use it for) (the|my|his|her) (dog|cat|dogs|cats|bike|hens|ring|watch|guitar|xbox|ps5|fish|birds|car)
        (you|he|she|they|brother|sister) can have (the|my|all my|your)
        (give|gives|leave|leaving|leaves) ~1 my ~2 to ~5
        give [to] ~1 my (amp|guitar|bike|dog|cat|watch|books|laptop|console|xbox)
        (put|left|taken) ~1 (cat|dog|dogs|kids|hens) (with|to|at)
        found (homes|a home|new homes) for
        (left) ~2 (wedding ring|ring|wallet|phone|keys|coat) ~3 (on|behind|at|table)
        (envelope|envelopes|folder|letter|letters) ~3 (behind|for|labelled|labeled|at|on|under|to be|in drawer)
        (labelled|labeled|writing down|wrote down|sorted out|organised|organized) ~4 (folder|passwords|bills|everything|paperwork|papers|who gets)
        (cancelled|cancelling|canceled|stopped) ~2 (appointment|appointments|subscriptions|glasses|dentist|buying|making plans|planning|season ticket)
        not (bother|worry) (with|about) ~3 (repayment|plan|bill|bills|rent|deposit|refill|pension)
        (cleared|emptied|packed up|cleaning|cleaned|clearing) (out|his|her|their) ~1 (room|desk|locker|flat|office|house|phone)
        (showed|shown|showing|explained|walked) (me|us) ~2 (where|how) ~4 (will|papers|boiler|fuse|stopcock|accounts|deeds|safe|passwords|bills)
        (house|car|savings|account|flat|money|everything) ~2 (in|into|to) my name
        (leave|left|leaving) (it|everything|things|desk|room|flat|house) ~1 (tidy|clean|in order|sorted|neat|spotless)
        (teaching|taught|teaches) (me|us) ~2 how to ~5 (herself|himself|without)
        (wrote|written|writing|writes) ~2 (letters|notes|cards) ~1 (to|for) ~2 (everyone|each|us|all|family|kids|parents|friends)
        if (anything|something) (happens|happened|should happen) to (me|him|her|them)
        (dropped off|left|brought|brings|dropping) ~3 (box|bag|boxes) of (his|her|their)
        """,
        family="giving",
        weight=1,
    ),
    # thanks, praise and apologies that sound like the end of something
    *signs(
        "suicide",
        """
        (thanking|thanked|thanks|thank) (me|us|each|everyone|you|them|everybody) (for|of)
        (telling|told|tell|tells|ringing|rang) ~4 (he|she|they) (loves|love|loved) (us|me|them|everyone)
        i (had been|have been|was|were) (a|the) (good|wonderful|best|brilliant|lovely) (nan|mother|father|friend|mate|brother|sister|teacher|boss|thing|daughter|son|neighbour)
        (apologising|apologizing|apologised|apologized|keeps apologising|sorry) for ~2 (stuff|everything|things|years|anything|mess|rent|bathroom|timing|trouble)
        (forgive|forgave) (me|him|her|them) ~2 ($|for|anything)
        (love|loves) (you|u) (both|all|mother|father|guys)
        do not be (sad|angry|upset|mad|cross) ($|at|with|that|for)
        (was|were|is|its|it) not ~1 (angry|anyones|your|anyone|nobodys|anybody|my) ~1 (fault|doing|$)
        (none|nothing) ~4 (your|anyone|anybody|their) (fault|doing)
        (nobodys|nobody|no ones) (fault|falt|flat)
        not ~1 (did|do|done) anything wrong
        (never|not) (built|made|meant|cut out) for this
        (held on|hung on|stayed|fought|tried) (as|hard) ~1 (long|hard|best)
        (gave it|given it) ~1 (good|best|my best) (go|shot|try|try)
        (i|he|she) tried $
        (dear) (mother|father|all|everyone|family|you) ~2
        goodbyes
        (like|it felt like|felt like|feels like|clearly|sounds like) (a|the) (goodbye|last time|ending|farewell)
        (dad|father|mother|daddy) (loved|loves) (you|them|u)
        (look after|take care of|be good to|mind) (mother|father|your mother|your father|your brother|your sister|mam|yourselves|each other) $
        tell ~4 (i|father|daddy|mother) ~1 (loved|love|tried|was|moved|am)
        you did (everything|all you could|nothing wrong|your best|enough)
        not because of (you|anyone|anything)
        (could not|can not|not) ~1 (carry|hold|pretend|bear) ~2 (anymore)
        (remember|know) ~3 i (loved|love) (you|them|her|him)
        (man|woman|head) of the house
        live (your life|a good life|your lives|well|for me) $
        (best|only good) thing ~2 (happened|in my life|about)
        find (someone|somebody) (new|else|better)
        proud of (you|them) ~1 (always|forever|whatever|no matter)
        """,
        family="thanks",
        weight=1,
    ),
    # an absence ahead, not said outright
    *signs(
        "suicide",
        """
        {they} ~1 (will|would|going to) not ~1 be (here|around|alive|coming back) (for|by|when|after|next|to|$)
        not (be returning|be needing)
        not ~1 (matter|matters) (after|by|once|when|anymore|$)
        no need to (ring|call|reply|write|come|answer|phone|text)
        do not (ring|come over|come in|call anyone|come looking|wake|go upstairs|look for me)
        (before|after|until|til|till) (payday|advent|spring break) $
        (for when|when) it is (you|the two of you|them|yourself)
        (put up with) (him|her|me)
        (countdown|counting down|crossed out)
        {count} more (days|sleeps|nights|weeks|shifts)
        (going|gonna|will|about) ~1 to (disappear|vanish|go away|do it|finish it|leave)
        (will|to|gonna) do it (on|after|at|before|this|tonight|tomorrow|$)
        (last|final) (coffee|livestream|stream|person he|person she|update|one awake|sunset|one forever)
        (done|finished|through|tired|sick) (wid|with|of) (life|living|everything|it all|the rest)
        (where|what) ~4 in five years
        {told} ~4 (had enough|ready to go|time to go|tired of it all|in the way|no use to anyone|no good to anyone|wants to go|time is up|done|finished|not worth it)
        (stopped|not|never) ~2 (talking about|planning|making plans|thinking about|planned) ~2 (future|summer|next year|for anything|anything|ahead)
        (will|would|going to) ~1 be (over|gone|free|quiet|better) (soon|by|tonight|tomorrow|after|$)
        not (hurt|be hurting|be in pain|suffer|be sad|feel anything|be tired|cry) (anymore|after|$)
        (going|leaving|go) ~1 (away|somewhere|on a) ~3 (forever|for good|nobody can|long journey|long trip|one way|for a long time)
        not ~1 (put|schedule|rota|roster|book|order|save) (me|him|her) ~3 (next|after|anymore|for|down)
        not have to (worry|put up|deal|look after|care) ~2 (him|her|them|me)
        what ~3 (happens|happen) ~2 (after|when) ~2 (die|dies|death)
        do (something|sumthing|anything) (stupid|silly|drastic|rash)
        (do|does) not see (a|the) point
        """,
        family="absent",
        weight=1,
    ),
    # what is asked or sworn in secret
    *signs(
        "suicide",
        """
        (made|makes|making|begged|begs|asked|swear|promise|promised|promis|told) ~3 (swear|promise|promis|not) ~1 (to tell|to say|tell|tel|say owt|say) ~1 ($|anyone|anybody|mother|father|them|owt|anything)
        forget (she|he|it|i|they) ~2 (asked|asked it|said|$)
        forgive (her|him|them) for anything
        do not (freak out|fuss|worry about it|make a fuss|tell)
        (let|leave) me (do it|go|be) $
        (do not|not) (call|tell) (anyone|anybody|police|ambulance|mother|father|parents)
        (you are|i am) the (only|one) ~2 (person|one) ~3 (knows|know|told|tell)
        between (us|you and me)
        (made me swear|swore me) ~3
        """,
        family="secret",
        weight=1,
    ),
    # where they are, what they have
    *signs(
        "suicide",
        """
        (on|at|by|near|off|up|onto|toward|towards|of|the) ~1 (viaduct|quarry|reservoir|cliff|cliffs|ledge|silo|scaffold|scaffolding|overpass|parapet|weir|beam|rooftop|gorge)
        car park (roof|rooftop)
        (noose|bolt gun|rifle|shotgun|pesticide|morphine)
        (found|hidden|hid|hides|bought|tying|tied|holding) ~3 (rope|knots|knot|poison|razor|razors|blade|blades)
        (gun|pills|tablets|knife) (in|with|under|from|missing|that|is|and)
        (locked|lock|locks|shut|shuts) ~3 (bathroom|room|garage|shed|barn|door|herself|himself)
        (took|taken|take) ~1 (something|sumthing|packet|whole packet|few extra|lot of|loads of|bunch of|a few)
        (slurring|slurred|floaty|drowsy|unresponsive)
        (keep|keeps) ~2 eyes open
        not (wake|waking) (up|him|her)
        (search|browser) history
        ways to (die|do it|go|end)
        blood on ~1 (tissue|bathroom|sheets|sleeve|sleeves|towel|towels|floor|bed|mat|sink|carpet)
        (long sleeves|sleeves) ~4 (heat|summer|hot|degree|degrees|july|august|june)
        (has|have|had|with|owns|got) ~1 access to (weapons|a weapon|guns|a gun|firearms)
        (stopped|refuses|refusing|quit|flushed|flushing|not) ~1 (taking|taken) (his|her|their) ~1 (insulin|heart|blood|warfarin|medication|meds|tablets|pills)
        (knife|razor|blade|scissors|rope|pills|tablets|gun) ~3 (under|inside|hidden|behind) ~2 (pillow|bed|mattress|wardrobe|drawer|locker|case|bag)
        (asked|asking|asks) ~5 (pills|tablets|gun|rope|insulin|morphine|paracetamol|bleach|poison)
        (bottle|packet|packets|strip|strips|blister packs) ~2 empty
        empty ~1 (packets|blister packs|pill bottle|pill bottles|bottles of|strips)
        (woods|river|lake|canal|beach|sea|dam|station|platform|rails|lighthouse|pier) ~2 (tonight|alone|at night|in the dark|pitch black)
        """,
        family="means",
        weight=1,
    ),
    # where it is written
    *signs(
        "suicide",
        """
        (diary|notebook|note book|pencil case|exercise book|reflection journal|maths book|whiteboard|handwriting)
        (note|voicemail|quote|status|caption) (from|says|said|reads)
        (his|her|my|their|father is|mother is|dad) ~2 (voicemail|letter|note|message|text|status|handwriting|draft|drafts|last msg|words) ~3 (says|said|say|reads|was|is|from|one|typed)
        word for word
        exact words
        (copying|copied|typed it out|verbatim|this is what)
        (in my drafts|draft|drafts|pressed send|press send|hit send|scheduled for|rewriting|how does this read|my spelling|opening line|my opening)
        (wrote|write|written|writing) a will
        (signed it|wrote it|typed out|typed)
        (posted|posts) ~5 (story|status|picture|black square|profile)
        put letter
        (found|find|discovered|saw|read|opened|came across|stumbled) ~3 (note|letter|letters|diary|journal|notebook|goodbye) ~3 (his|her|their|addressed|to me|to us|bed|desk|pillow|drawer)
        (keep|keeps|kept) (rewriting|editing|redrafting|rereading)
        (bio|username|nickname|status|profile|display name) ~3 (changed|says|is|to)
        (changed) (his|her|their) (bio|username|nickname|status|profile|name|display)
        """,
        family="document",
        weight=1,
    ),
    # a home that is feared
    *signs(
        "violence",
        """
        (bruises|bruise|handprints|finger marks|black eye|welts|cigarette burns|belt marks|split lip) ~6 (neck|throat|wrists|back|legs|arms|face|ribs|again|every|he|she|her|his)
        """,
        family="marked",
        weight=1,
    ),
    *signs(
        "violence",
        """
        (scared|afraid|terrified|begging|begged|crying|refuses|frightened|not want|not wanting|dreads) ~3 (go|going|be|to) (home|back to him|back to her|back there)
        (not|never) ~1 (allowed|let|lets|letting) ~1 (her|him|them|to) ~1 (out|leave|eat|phone|see anyone|talk to anyone|go out)
        (took|takes|taken|has|keeps) (her|his|their) (passport|phone|bank card|papers)
        (flinches|flinched|flinching) ~3
        (code word|safe word|whispering|whispers|whispered) ~3 (phone|help|down the phone|hear)
        not supposed to (tell|say)
        """,
        family="feared",
        weight=1,
    ),
)
