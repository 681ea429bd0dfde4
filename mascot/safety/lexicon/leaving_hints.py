"""What people do and say who take their leave unseen; each counts only in company of another."""

from __future__ import annotations

from mascot.safety.signs import signs

LEAVING_HINTS = (
    # things, animals and tasks handed on
    *signs(
        "suicide",
        """
        (gave|given|giving|left|handed|signed|passed|took|donated|split) ~2 {keepsake} ~2 (to|away|next door|with|over to|on to|into)
        (gave|given|giving|left|leaving|split|want) ~2 my ~2 {keepsake}
        (found|finding|find|need|needs) ~3 home for ~1 (cat|cats|dog|dogs|rabbit|parrot|pets|hamster|horse|bird|snake|gecko)
        (rehome|rehoming|rehomed)
        (gets|getting|get|getting) ~1 (what|which|what when)
        if anyone wants (my|it|them|a bit of)
        list (of|taped|with) ~4 (who|stuff|wardrobe|gets)
        (labelled|labeled|tagged) ~4 (boxes|everything|names|whose|who)
        """,
        family="giving",
        weight=1,
    ),
    # papers put in order, accounts closed
    *signs(
        "suicide",
        """
        (passwords|my will|deeds|beneficiary|beneficiaries|direct debits|safe code|lump sum|life cover|log book)
        (nominated|next of kin|power of attorney|order of service|headstone|brass plate|the florist)
        (cancelled|cancelling|cancel|closed|unsubscribed|shredded|shredding|burned|burnt) ~2 (diaries|accounts|account|everything|lease|contract|appointments|dentist|physio|gym|milk|letters|subscriptions|journals|the lot)
        (money|savings) ~2 (to|into) my ~1 {person} ~1 account
        (written|wrote|left|leave) ~2 (instructions|the routine|a care sheet)
        """,
        family="papers",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (less|no|not any|save|spare|easier|easy|without) ~1 (bother|hassle|trouble|mess|paperwork|fuss|to find) ~2 (for|after|to|with)
        (everything|all|it) is (arranged|sorted|settled|in place|in order|taken care of|paid off|paid for)
        (paid off|settled|cleared) ~2 (debts|debt|bills|what i owe|rent|card)
        leave so little
        (easy|easier|less|simple|decent|tidy) ~3 for (whoever|whoever finds|them to deal|others to deal|those left)
        so ~3 (decent|tidy|clean|easy) for
        (changed|washed) ~1 (sheets|bedding)
        (defrosted|emptied) ~1 (freezer|fridge)
        (nobody|not anyone) ~2 (owe|left to let down|left waiting|waiting on me|needs me|left i)
        (last|only) ~1 (thing|one) ~2 (holding|responsible|needed me|need me|keeping|left to do|stopping)
        free to go
        (who is|nothing|nobody) left to (let down|stay|lose|promise|keep|do here)
        left ~1 (blank|the keys|empty)
        """,
        family="untied",
        weight=1,
    ),
    # letters and recordings for those who stay
    *signs(
        "suicide",
        """
        (wrote|written|writing|write|recorded|recording|drafted) ~3 (letters|cards|messages|a letter|a video|a note) ~2 (for|to|each|everyone)
        (wrote|written|writing) to (my kids|the kids|my girls|my boys|each of)
        (scheduled|schedule) ~4 (sunday|monday|tweet|post|email|emails|video|noon|morning)
        (envelope|sealed|envelopes) ~6 (name|names|for|tin|drawer|stool)
        """,
        family="letters",
        weight=1,
    ),
    # the last of everything, and thanks
    *signs(
        "suicide",
        """
        one last time
        (nice|lovely|good|proper) (last|goodbye) one
        (last|final) (round|meal|shift|tweet|supper|drink|visit|walk|look|swim)
        (for|is|was|be) the last time ~1 (i|we|she|he|they|you|$)
        (ate|had|cooked|made|played|watched|visited|saw|drove|walked) ~5 (one last|a last|last time|final time)
        as if it (was|were) (the|my) (last|final)
        (thanks|thank you) for (the memories|keeping me company|having me|being there)
        not be (mad|sad|angry|upset|cross)
        not ~1 (her|his|their|my mother|anyones) fault
        it was never (you|them|her|him|your fault)
        (told|tell) ~1 (her|him|them|{person}) ~1 i (loved|love) (her|him|them)
        (hugged|held) ~2 (long|hard|tight|tightly|for ages)
        look ~1 at (her|him|them) hard
        whispered sorry
        see the sea ~1 (first|again|one)
        not make a fuss
        a proper one
        tell (her|him|them|mother|my mother|my father|lads|the lads|the boys|the girls) it (was|is) (not|never)
        see you soon love
        be (so nice|nice|kind) to everyone
        """,
        family="farewell",
        weight=1,
    ),
    # no use for what comes
    *signs(
        "suicide",
        """
        (no|not any|not much|little) (point|sense|use) ~1 (renewing|replacing|charging|planting|planning|in the next|in next|in another)
        no (use|good) to me
        not ~1 (be needing|be wanting|need) (it|them|any|the|skins) ~3 (next|where|after|by then|anymore|then)
        not that it (will|would|is going to) matter
        not going to (charge|renew|resit|bother with|open|need) ~2 (it|anything|one|any)
        not ~1 be opening ~1 (envelope|letter|results)
        not ~1 see (them|it|her|him) (come up|grow|bloom|flower|finished|open)
        without having to think about (september|next|monday|the summer|after)
        there is not going to be (one|another|any|a next)
        not (doing|having|planning) (next year|anything in|a next|another year)
        (nothing|not anything) (booked|planned) (for|after)
        (only|just) ~2 (be round|be around|be here|need to do|needed to do) (for one|for two|two of|one of|a few)
        like a person who would be there
        """,
        family="no_need",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (once|when|after|until) it is (done|over|finished)
        (my|our) last (christmas|birthday|summer|weekend|sunday|week|night|sunrise|sunset|spring|evening|message|morning)
        (ready|want|time|allowed) to (rest|let go|be done|go home|stop|lie down)
        (see|look|think) ~1 past ~1 {season}
        (this|it) is (where|how) (it|i) (ends|end|stop|stops|get off)
        my (time|part|job|work|story|turn) is (done|over|finished|nearly over)
        (nothing|not anything) ~1 left (for me|for me here|that i want)
        """,
        family="ending",
        weight=1,
    ),
    # absence to come
    *signs(
        "suicide",
        """
        (when|once|after|if) i am (not here|not around|no longer here|not there|off|finished)
        i (will|shall|would) be gone (in|by|before|after|then|too|$)
        i will (not|never) ~2 (there|be there|be here|be around|be back)
        (it|that) can not be me
        not get the chance
        after me $
        after that i ~1 (go|gone|will not|be gone)
        (going|off|headed) (somewhere|to a place) ~2 (nobody|no one|better|not come back|never)
        nobody comes back from
        not ~1 hear from me
        when i can not $
        when they come $
        not (here|around) (to see|for|by|when|after) ~1 (it|them|that|{season})
        (without|instead of) me (there|around|here|in it|after|next)
        i (will|shall|would) not ~1 (be|need|have|see|get|come) ~2 (after|by|past|next|anymore|then)
        i am next
        (out|done|finished) ~1 (thanks for|sorry to)
        the body
        (has|have) to last (me|her|him|them)
        (already|am|was) ~1 (half gone|mostly gone|a ghost|folded up|out there)
        like a ghost
        my (wake|ghost|funeral)
        (someone|somebody|she|he|they) should have it after
        """,
        family="leaving",
        weight=1,
    ),
    # being found
    *signs(
        "suicide",
        """
        (they|whoever|someone|somebody|who|nobody|she|he|{person}) ~2 (will|would|to|could|might|has to|have to) ~1 find (me|it)
        (where|so) they will be found
        be found (by|till|until|of|before)
        (not go|not come|not look) (upstairs|in the|up)
        (door will be|leave the door|left the door) ~2 (latch|unlocked|open)
        if i do not (answer|come down|come out|pick up)
        (police|ambulance) ~2 (could|can|will|would) (tell|find|come)
        whoever ~2 (come|comes|has|finds|open|opens)
        """,
        family="found",
        weight=1,
    ),
    # a day, an hour, a bargain with oneself
    *signs(
        "suicide",
        """
        there is a (plan|date|deadline)
        (set|fixed) a date
        (picked|chosen|chose|decided on|settled on) ~1 (saturday|sunday|monday|friday|thursday|wednesday|tuesday|day|date|place|weekend|spot|bench|hour|quarter|song|places|coast|night)
        i (chose|choose|have chosen) this
        it is what i wanted
        (given|gave|give) myself (until|till|one more|a year|this)
        promised myself ~2 (that|until|till|one more)
        (hang|hold|hung|held|last|hanging|holding) on until
        that was the (deal|list|end of|plan)
        (have|on) a (deadline|timetable|list)
        (it is|is) tonight $
        (before i go|bucket list|before i leave)
        (by|till) midnight
        not long (now|$|to go|to wait)
        (over|done|gone|finished) by ~1 (midnight|morning|dinner|monday|tomorrow|sunday|friday|weekend)
        time left
        not after ~1 (weekend|friday|sunday|tonight)
        (another|one) way (of|to) ~2 (settle|settling|sort|sorting|pay|paying)
        (see to|do) (it|that) myself
        (that|it) planned for when
        """,
        family="plan",
        weight=1,
    ),
    # the pull of a place or a thing
    *signs(
        "suicide",
        """
        (look|looked|looking|leant|leaned|leaning) (over the edge|over the side|down at the water|down at the tracks|down and)
        (stay|stayed|stand|stood|go|going|lean) ~4 (bit longer|little longer|bit further|bit closer|good while|little further|little closer|a while)
        (stop|stopped|stopping) halfway
        (every|each|most) (night|evening|shift|day|time|lunch|morning|lunchtime) ~9 (bridge|roof|river|tracks|cliff|edge|top floor|platform|quarry|water|train|rope|pills)
        (bridge|roof|river|tracks|cliff|edge|top floor|platform|quarry|rope|pills|beam) ~9 (every|each|most) (night|evening|shift|day|time|lunch|morning)
        one step (closer|further|forward|more|and)
        (let|letting) go of the (wheel|rail|railing|rope|edge)
        working out (if|whether|how)
        (how|so) (quiet|peaceful|calm|flat|cold|deep) ~1 (it|water|the water) ~1 (would|is|was|be)
        (trial run|dry run|practised it|test run)
        i keep going (back|to look|there|up)
        keep (driving|walking|going) ~1 (up to|past|out to|back to)
        (been going|go) there a lot
        in my lap
        (nobody comes|nobody goes|nobody would see|nobody about|not anyone about)
        took my (backpack|shoes|coat) off
        go through (fast|without stopping|straight|non stop)
        straight through
        face ~1 (go|slip) under
        """,
        family="pull",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (on|over|to|at|up to|up at|from) ~2 (viaduct|quarry|weir|multi storey|top floor|level crossing|platform|harbour wall|beam|rafters|railings)
        (a rope|the rope|noose)
        bought what i need
        (tide|tides|currents|undertow)
        swim at (dusk|night|dawn)
        (window) ~3 (opened|opens) all the way
        (something|anything) stronger to sleep
        (strong ones) ~6 (keeping|kept|saved|not taken)
        the other pain
        """,
        family="means",
        weight=1,
    ),
    # the dead who wait, and dying that has lost its terror
    *signs(
        "suicide",
        """
        (going to|will|want to|soon|am) ~1 (follow|join|joining|see|be with) ~1 (him|her|them|my husband|my wife|my sister|my brother|my mother|my father|my son|my daughter|my nan|my mate|my friend) ~1 ($|soon|again)
        (brothers|sisters|parents|friends|boys|husband|wife|mother|lads|mates) ~3 (waiting for me|waiting under|is waiting|are waiting|going one by one)
        (put|putting) ~4 self down
        """,
        family="joining",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (not|no longer|stopped being|used to be|was) ~2 (scared|afraid|frightened|dreading) of it
        i do not mind $
        like going home
        (day before|before|when) ~1 (holiday|holidays) (when i was|start|starts)
        what ~3 happens after $
        stopped minding
        """,
        family="unafraid",
        weight=1,
    ),
    # calm, lightness, and those who will manage
    *signs(
        "suicide",
        """
        (feel|feels|feeling|felt) ~2 (light|lighter|lightest|peaceful|calm|calmer|soothing|at peace|in order)
        (oddly|strangely|weirdly|surprisingly|so much) (light|lighter|calm|peaceful|soothing)
        at peace with (it|everything|myself|that)
        (calmest|happiest|lightest|best|freest) i ~1 (felt|been|slept)
        (weight|load) ~1 (lifted|lifting|gone|off me|off my)
        not (scared|sad|afraid|upset|frightened|angry) (anymore|about it|at all|if you)
        had a lovely day
        slept ~2 better
        """,
        family="calm",
        weight=1,
    ),
    *signs(
        "suicide",
        """
        (they|she|he|kids|you|everyone|mother|wife|husband) will (manage|cope|be alright|be fine|be okay|be sad|get over it|understand|have each other)
        kids have (their father|their mother|each other)
        (they|she|he) ~1 (not need|no longer need|not needs) me
        needed me for
        (she|he) is safe
        find somebody else
        """,
        family="manage",
        weight=1,
    ),
    # hiding it
    *signs(
        "suicide",
        """
        (told|tell|let|thinks|think|thought) ~2 (i am moving|i am travelling|going travelling|moving abroad|i am asleep|it was for the weekend|i would follow|i would see them)
        not (exactly a lie|a lie exactly|for the weekend)
        so ~1 (she|he|they|nobody) ~1 not (be suspicious|suspect|notice|worry)
        (it is|because that is) what you say
        (think|thinks|thought|believe|believes) i am ~1 (fine|better|happy|happier|doing|getting better|asleep|away|moving|travelling|over it)
        (not|never) ~1 (told|telling|tell) (anyone|anybody|a soul|her|him|them) (why|what|that|the real)
        (nobody|not anyone) ~1 (knows|suspects|guessed|noticed|has any idea)
        (lied|lie|pretended|pretending) ~1 (and|that|so) ~1 (said|i|she|he|they)
        (nod|nodded|smile|smiled|react|reacted) & (easier|easy|along|monthly|looking|next|decade|future)
        so ~2 (sees|see) me trying
        (nobody|no one|not anyone) ~1 (looking|can hear|notices|watching)
        asked (if i was ill|if i am ill|are you sure)
        (she|he|they) was like why
        you will (see|know|know why)
        """,
        family="deceit",
        weight=1,
    ),
)
