"""Threats, violence at home, stalking, captivity, poisoning, and meaning to hurt somebody."""

from __future__ import annotations

from mascot.safety.signs import Sign, signs

THREATS: tuple[Sign, ...] = (
    # a weapon in somebody's hand
    *signs(
        "danger",
        """
        {foe} ~1 (has|have|got|holding|held|holds|waving|waves|showed|shows|pulled|carrying|swinging) ~3 {weapon} & (hiding|hide|following|room|bedroom|bathroom|closet|wardrobe|kitchen|blocking|door|not let|not leave|help|hurry|threatening|screaming|send|me|us|leave|drunk)
        {foe} ~1 (waving|waves|swinging|pointing|pointed|points|aimed|aiming) ~2 {weapon}
        {foe} ~5 outside ~3 {weapon}
        {foe} ~4 (turned up|rolled up|showed up|came back|come back|standing|stood|waiting|outside|here|coming) ~4 {weapon}
        {weapon} & (blocking the door|blocking|barricaded|not let me|not let us|hiding in|hiding under|at the door|screaming at|locked myself)
        (poured|pouring|threw|splashed|soaked) ~4 (petrol|gasoline|gas|kerosene|acid|boiling water|hot water|lighter fluid) ~2 (on|in|over|at|round|around|through|everywhere|$) & (me|us|he|she|they|lighter|match|house|door|hallway)
        (petrol|gasoline|kerosene) & (lighter|match|matches|set me|set us|burn us|burn me)
        (held|hold|holds|dangled|dangling|hung) (me|her|him|my {kin}) ~2 (over|off|out) ~3 (balcony|bridge|edge|window|stairs|railing)
        (laid out|left|put|keeps|sleeps with|polishing|cleaning|loading|loaded|sharpening) ~2 {weapon} ~6 (look at me|looks at me|watches me|staring at me|next to me|under his pillow|behave|listen|remember)
        only ~2 (held|holds|hold|points|pointed|showed) ~1 {weapon} & (so i|listen|scare me|never hurt|loves me|not mean)
        """,
        act=True,
    ),
    # what somebody has said they will do
    *signs(
        "danger",
        """
        {foe} ~1 (said|says|saying|told|telling|tells|texted|messaged|swore|wrote|promised|promises|warned|threatened) ~9 {slaying} ~1 (me|us|him|her|them|{my} {kin}|{my} little {kin}|{my} face|{my} throat|{my} fingers|{my} neck)
        {foe} ~1 (said|says|saying|told|telling|tells|texted|messaged|swore|wrote|promised|promises|warned) ~9 (dead|alive|coffin|grave|finish|bury|body bag|do me in|do us in|do her in|last breath|not get out alive) & (me|us|her|i)
        (if|unless|once|when|before|next time) ~7 {he} (will|would|is going to|going to|are going to) ~2 {harming} ~2 (me|us|him|her|them|{my} {kin}|{my} little {kin}|{my} face|{my} throat|{my} fingers)
        {he} (will|would|is going to|going to|are going to) ~1 {harming} ~2 (me|us|him|her|them|{my} {kin}|{my} little {kin}|{my} face|{my} throat|{my} fingers) (if|unless|once|when|before|next time)
        (if i|unless i|till i|until i) ~2 (tell|told|leave|left|say no|refuse|go|speak|scream|talk|report|pay|sign|get in|come|do not) ~5 (hurt|hurts|drown|drowns|burn|cut|poison|shoot|shoots|beat|kill|kills|stab|post|posts|send)
        (hurt|hurts|drown|drowns|cut|poison|shoot|shoots|kill|kills|stab|behead|post it|post them|posts it|posts them|posts everything|post everything|send them to everyone) ~6 (if i|unless i|till i|until i) ~2 (tell|told|leave|left|say no|refuse|do not|talk|report|pay|sign|get in|come|meet)
        (going to|will|would) (set|light) (me|us|her|him|the house|our house|it) (on fire|alight|ablaze)
        (throw|throwing|threw|pour|spray) ~1 acid ~2 (on|in|at|over) ~1 ({my}|me|her|him)
        (getting|get|gonna get|be) (shanked|stabbed|shot|jumped|murdered|beheaded|lynched) (on sight|tomorrow|tonight|after school|if i)
        (am|are|is) dead (by|before|on) (friday|monday|tuesday|wednesday|thursday|saturday|sunday|tomorrow|morning|midnight|sight|the weekend)
        never (see|seeing|get|getting|have) ~2 (her|him|them|the kids|my kids|my {kin}|the {kin}) ~2 (alive|again alive)
        nobody ~3 (getting|get|gets|see|have|has|find|finds) ~2 (him|her|them|me|us|my body) ~1 (back|alive|body)
        (want|wants|wanted|demand|demanding|asking) ~2 (money|cash|ransom|{many} grand) ~6 (or|hurt|kill|video|midnight|tonight|else) & (brother|sister|son|daughter|cousin|husband|wife|father|mother|me|him|her)
        (they|he|men|gang) (have|has|took|taken|got|kidnapped|grabbed) ~1 my {kin} ~2 (and|they|$) & (money|hurt|kill|video|gone|alive|ransom|back)
        (they|people|parents|family|brother|brothers|uncles|cousins|gang|men|lads|boys) ~1 (will|are going to|want to|going to|coming to) (kill|hurt|find|murder|behead) me (because i have|because i love|because i left|because i am|because i talked|because i refused|for leaving|for the honour|for honour|if they find|when they find)
        (bullet|dead animal|funeral|noose|threat|threats|cut out words) ~5 (letter|envelope|letterbox|post|through my door|doorstep|on my car|package) & (me|my|i|us|we)
        {he} ~1 going to kill me {when_he}
        (photos|pics|pictures|nudes|videos|video|it|everything) ~4 (or he|or they|or she|if i do not|unless i) & (post|send|share|leak|spread|tell|everyone|family|school|parents|hurt|kill)
        """,
        act=True,
    ),
    # being beaten, strangled, thrown, burnt
    *signs(
        "danger",
        """
        (hand|hands|fingers|belt|arm|pillow) ~2 (around|round|on|over|at|across) ~1 ({my}|the|{my} {kin}) (throat|neck|face|mouth|windpipe)
        {foe} ~1 (choked|choke|chokes|strangled|strangles|throttled|suffocated|smothered|drugged|burnt|scalded|whipped|raped|rape|stabbed|belted) (me|us|her|my {kin}|my little {kin})
        {foe} ~4 (by|round|around) (the|my|her|his|their) (throat|neck|hair)
        {foe} ~3 (threw|throws|thrown|pushed|pushes|kicked|dragged|slammed|shoved|hurled) ~1 (me|us|her|him|my {kin}|my little {kin}) ~2 (down|against|into|across|through|out) ~2 (stairs|wall|floor|window|road|car|door|room|furniture|table|glass)
        (father|mother|husband|boyfriend|stepfather|stepmother|brother|uncle|ex|carer|man|partner) ~1 (hits|hit|hitting|beats|beat|beating|punches|punched|batters|battering|battered|thumps|kicks) ~1 (mother|father|mum|my {kin}|my little {kin}|gran|nan|grandma|grandmother|nana|the kids|the baby) ($|again|and|in|real|so|badly|when|every|tonight|up|till|until|with|downstairs)
        (carer|nurse|staff|he|she|husband|son) is ~1 hitting (gran|nan|grandma|grandmother|grandfather|mother|father|him|her|my {kin}|me|us)
        {foe} ~2 (broke|broken|breaks|cracked|fractured|bust|busted|knocked out) ~2 (rib|ribs|jaw|nose|arm|wrist|teeth|tooth|eye socket|finger|fingers|collarbone) & (this time|again|he|she|husband|tonight|last night|me)
        (battered|black and blue|belted|thrashed|whipped|marks on|bruises on|burns on) & (he did|she did|he hit|she hit|carer|husband|boyfriend|father|stepfather|mother|wife|again|she says|he says)
        (hear|heard|hearing) ~6 (screaming|screams|scream|begging|thuds|hitting|beating|smacks|slaps) & (downstairs|wall|mother|she stopped|he stopped|went quiet|next door|neighbours|neighbour|neighbors|neighbor|upstairs|floor|kitchen)
        (screaming|screams|shouting) ~2 (stopped|has stopped|went quiet) & (she|her|he|they|bang|thud|neighbours|neighbour|upstairs|next door|silence)
        {he} ~3 (choke|chokes|choked|strangle|strangles|beat|beats|hit|hits) me ~2 (till|until|unconscious|pass out|black out|blood)
        {my} (inhaler|insulin|epipen|oxygen|heart tablets|medication|meds|tablets) ~5 (he|she|they|carer) & (withhold|withholds|hid|took|has|not give|not giving|not let|laughing|till i|until i|throws)
        {foe} ~2 (not giving|not give|withholds|withholding|hides|hid|took|got|has) ~1 my (inhaler|insulin|epipen|oxygen|heart tablets|medication|food and|tablets and|medicine)
        (hit|hits|beat|beats|slap|slaps|hurt|hurts|punch|punches|choke|chokes) (me|us) ~4 (because|when i|if i|every time|whenever) ~6 (burnt|dinner|drunk|drinks|talk|cry|answer|late|spoke|looked|say no|refuse)
        {foe} ~1 (dig|digs|digging|dug) ~1 (a|the) (hole|grave) & (me|yard|garden|looking|woods|said)
        """,
        act=True,
    ),
    # being held, sold, made to do things
    *signs(
        "danger",
        """
        (not let|will not let|never lets|never let|not letting|will not allow|not allow|refuse to let|refuses to let) ~6 (leave|out|go|outside|home) & (knife|gun|locked|lock|door|bedroom|house|flat|room|keys|key|phone|passport|scared|days|weeks|hits|hit|men|man)
        (locked|lock|locks|locking|kept|keeping|chained|tied|shut|trapped) ~4 (in|inside|up) ~5 (room|store|flat|house|cellar|basement|bedroom|shed|cage|garage|bathroom|cupboard|closet|loft|yard|here) ~3 (since|for days|for weeks|no food|without food|days|weeks|by|he|she|they|they will not|and he|and she)
        (chained|caged|tied up|locked outside|locked out) & (kid|child|boy|girl|baby|neighbours|neighbour|neighbor|neighbors|cold|freezing|winter|starving)
        (took|taken|takes|keep|keeps|kept|hold|holds|holding|has|have|hid) ~2 (phone|papers|id|documents|visa) ~1 (and|plus) ~1 (passport|phone|papers|visa|wages|money)
        (keep|keeps|kept|hold|holds|holding|took|takes|hid|burned) ~1 (my|our|her|his|their) ~2 (passport|passports)
        (makes|make|making|forces|forcing|made) me ~1 (carry|sell|sleep with|deal|deliver|swallow|send|strip|beg|dance) ~5 (or|again|if|not|pay|scared|hurt|kill|cut|post|them|for him|men)
        (he says|she says|they say|says) i can ~1 (leave|go|have food|eat|come out) (when|if|once) i ~2 (love|behave|sign|pay|learn|obey|earn)
        (me|her|him|girl|boy|us) ~2 (into|in) (a|the|his|their|that) (van|car|boot|trunk) & (grabbed|dragged|forced|pulled|shoot|screaming|or they|or he|help me|pushed|made|not let|threw|made me)
        (mouthed|mouthing|whispered|note saying|holding a sign) ~1 (help me|help|save me|call police)
        (not know|no idea|not sure) ~1 (where i am|which city|what city|where they took|whose house|where this is|where he took) & (locked|he|they|she|drink|room|man|took|drugged|men|let)
        (put|slipped|dropped) ~1 something ~1 (in|into) ~1 (my|her|his|our) (drink|glass|cup|food|beer)
        (been|got|was|were|am|think i was) (spiked|drugged|roofied|roofie|trafficked|sold to)
        """,
        act=True,
    ),
    # being followed, watched, found
    *signs(
        "danger",
        """
        (photo|photos|picture|pictures|video|videos|pic|pics) of (me|us|my house|my front door|my door|my kids|my daughter|my son|my window|my car) ~1 (asleep|sleeping|through|leaving|walking|outside|in bed|undressing|front) & (sent|left|doorstep|ex|stalker|he|they|she|someone|message|messaged|texted|letter|van|under)
        (found|find|knows|know|got|has|worked out) (my|our) ~1 (address|route|refuge|school|new flat|new house|new place) & (scared|threatened|kill|hurt|shoot|ex|he said|stalker|server|online|photo|come|coming|outside|him|waiting)
        (knows|know|found out) where (i|we) (live|work|sleep|walk) & (scared|threatened|kill|hurt|shoot|ex|stalker|police|coming|comes|come|photo|knife|gun|tonight|outside)
        (found|finding|traced) ~1 (the|this|our|my) (refuge|shelter|safe house|hiding place)
        stalker ~2 (back|again|outside|here|found|left|broke|sent|knows|keeps)
        (my|being|is|he|she|ex|man|someone|been) ~2 (stalking|stalked|stalks)
        {foe} ~2 (outside|parked outside|parked out|sitting outside|waiting outside|standing outside|across the road|across the street|in the garden|in my garden|at the window|at my window|outside my window|in the yard) & (scared|again|bail|restraining|every night|every day|police|ex|knocking|watching|not meant|not supposed|smiling|staring|not leave|kill|right now|hiding|photo|refuge|help)
        (restraining order|injunction|on bail|out of prison|non molestation|protection order) & (outside|garden|door|came|here|back|found|texted|turned|broke|house|violated|window|again)
        (same|a|this|that) ~2 (van|car|man|guy) ~1 (outside|following|behind|parked) ~4 (work|school|house|home|gym|nursery|flat) & (again|every|same|photo|days|week|me)
        (man|men|guy|guys|lads|people|someone|stranger|burglar|intruder) (in|inside|at|outside|trying|upstairs|downstairs) ~1 (my|our|the) (house|door|flat|kitchen|home|garden|window|landing|hall|stairs|back door|front door) & (bats|knife|hide|hiding|ring|hear|upstairs|downstairs|scared|alone|sofa|debt|banging|shouting|break|breaking|not know|get in|hurt|upstairs|help)
        (there is|there are) ~1 (man|men|guy|stranger|someone|intruder|burglar|burglars) ~1 (in|inside) (my|our|the) (house|flat|garden|kitchen|home|hall|attic)
        (hear|heard) (someone|him|footsteps|them|a man|glass) ~2 (on the stairs|downstairs|in the house|moving about|breaking|trying)
        (older|grown|adult|online|internet|strange) ~1 (man|guy|boyfriend) & (meet him|meet me|drove|hotel|photos|pics|outside my school|not tell|get in|his house|picked me up|nudes)
        {foe} ~4 (comes|come|came|gets|climbs|creeps|sneaks) ~1 (in|into|to) ~1 (my|her|our|my sister) (room|bed|bedroom) (at night|when|and|after|while|every|again|to|if|in the night|$)
        (touched|touches|touching|groped|gropes|fingered|interfered with) (me|my {kin}|my little {kin}|her) ~5 (secret|not tell|tell|night|bed|bath|uncle|stepfather|grandad|teacher|coach|again)
        """,
        act=True,
    ),
    # a child, an old or a helpless person in danger
    *signs(
        "danger",
        """
        (shook|shaking|shaken|shakes|dropped|threw) ~2 (baby|newborn|toddler|infant|her|him) & (floppy|baby|limp|crying|cry|stop crying|not moving|screams|screaming|hard|not ring|scared)
        (baby|toddler|child|kid|son|daughter|newborn|she|he|girl|boy|sister|brother) ~3 (floppy|limp|lifeless|stopped moving|gone blue|turned blue)
        not fed ~2 (kid|kids|child|children|baby|sisters|brothers|sister|brother|me|us|him|her|toddler) & (since|days|demons|week|mother|mum|father|he|she|they)
        (no|not any) food since ~2 (monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|days|morning|the weekend) & (lock|locked|madam|he|she|they|nobody|room|store)
        (demon|demons|devil|possessed|evil) ~3 (in|inside) ~1 (baby|child|kids|children|my sister|my brother|him|her) & (mother|bath|knife|kill|she|he|drown|water|burn|save)
        pillow ~3 (over|on|near) ~1 (her|him|his|baby|mother|father) ~1 (face|head|mouth|$)
        (poison|poisoning|poisoned) ~2 (me|my {kin}|the children|the kids|us|her|him|milk|our food|my food|my tea)
        (driving|speeding|drives) ~4 (drunk|fast|lights off) ~5 (kids|children|baby|us|me) ~3 (back|car|in it|with him|with her)
        (stuck|left|been|sitting|lying) ~3 (chair|floor|bed) ~2 (since|for) ~2 (days|yesterday|night) & (can not get up|carer|help|fell|not get up|nobody|alone|withholds)
        {they} ~2 (passed out|unconscious|unresponsive|fainted|blacked out) & (cold|not call|drank|drink|drinking|pledge|pills|alone|not wake|barely|blue|sick|breathing|hazing|expelled)
        """,
        act=True,
    ),
    # what was eaten, drunk or taken, and a body that fails
    *signs(
        "emergency",
        """
        (drank|drunk|drink|swallowed|ate|eaten|licked|got into|necked|downed|drinks) ~5 (from under the sink|under the sink|detergent|bleach|antifreeze|paint thinner|thinner|white spirit|battery acid|button battery|drain cleaner|oven cleaner|pesticide|weedkiller|slug pellets|methylated|meths|hand sanitizer|hand sanitiser|disinfectant|cleaning fluid|turps|petrol|rat poison)
        (throat|mouth|stomach|it) ~1 (burning|burns) & (drank|drunk|swallowed|sink|bottle|drink|bleach)
        (mushroom|mushrooms|berries|berry|foxglove|yew|leaves|gummies|edibles|plant|plants) & (vomiting|vomit|eyes are yellow|yellow|throwing up|being sick|not wake up|blurry|floppy|hallucinating|shaking and)
        (eyes|skin) ~1 (yellow|gone yellow|turned yellow|going yellow)
        (throwing up|vomiting|vomited|puking) ~1 blood
        (took|taken|swallowed|downed|popped|necked) ~3 {many} (of them|of those|of these|of it|of his|of her|of my|more) ~9 ($|sleepy|scared|dizzy|sick|not know|help|feel|feeling|tired|regret|drowsy|before i got)
        (took|taken|had|swallowed|done|drank) ~2 much & (blurry|heart|dizzy|shaking|fast|floaty|vision|help|scared|spinning|not feel|breathing|numb|numbness|funny|sleepy|can not stand|drowsy)
        (took|taken|swallowed|necked|downed|popped) ~2 (bottle|packet|pack|strip|box|tub|lot|blister) ~1 (no cap|feel|feeling|and|now|night|sorry|tonight|of them|of it|i|lol|of pills|of my|of mum|of paracetamol) & (floaty|feel|feeling|dizzy|pills|sleepy|sorry|bye|scared|packet|sick|paracetamol|tablets|numb|warm|night chat|love|goodbye|goodnight|help|cap)
        (swallowed|took|taken) all ~2 {my} ~1 (mother|father|nan|gran|grandma|sister|brother|mum) {pills}
        (pills|tablets|meds|overdose) ~2 (down|inside me|in me|gone down|gone|swallowed|taken|in my stomach) ~1 ($|i only|now|and)
        (only|just) ~1 (took|taken) ~1 (some|few|half|most) of (them|it|the pills|the box|the bottle)
        (small|little|tiny|minor|another|accidental|deliberate|intentional) (overdose)
        i ~1 (od|odd|od'd|oded|odded) ~2 (on|from) ~1 (something|pills|meds|tablets|it)
        (going|about|gonna|going to|might|want) ~1 od ($|on|tonight)
        (can not|not|will not) ~1 wake (my|him|her|them) ~1 (friend|mate|sister|brother|mother|father|girlfriend|boyfriend|flatmate|roommate|up) & (took|drank|breathing|party|pills|stuff|drunk|cold|blue|help|gummies|overdose)
        (baby|child|toddler|kid|he|she|friend|mate|brother|sister) ~4 (not wake up|will not wake|not waking up)
        breathing ~1 (funny|weird|strange|strangely|shallow|gone weird|gone funny|slow|slowly|stopped|all weird|has gone|is gone|like snoring|gurgling)
        (heart|chest|vision|hands|lips|legs) ~5 (going fast|racing|blurry|going funny|numb|blue|hurts|hurt|tingling|pounding) & (took|pills|swallowed|overdose|tablets|od|something|meds)
        (skipping|skipped|stopped taking|stopped|not taken|not taking|missing|missed) ~1 (my|his|her) ~1 (insulin|dialysis|heart meds|chemo|transplant meds|antirejection) & (purpose|deliberately|die|breakup|over|nobody|on purpose|want|sick|throwing|funny|point|end)
        (blood) ~1 (all over|on|everywhere|through|in) ~5 (mat|floor|bath|bed|sheets|sink|towel|towels|tiles) & (mine|i did it|calm|my arm|cut|my wrist|will not stop|she|he|help)
        (seeing|that|this|so|losing) ~1 much blood
        can not (breathe|breath) & (inhaler|allergic|throat|pills|took|swelling|peanut|laughing|choking|he|she)
        """,
        act=True,
        past=True,
    ),
    # meaning to hurt or kill somebody
    *signs(
        "violence",
        """
        i ~2 (will|going to|gonna) ~2 (kill|stab|shoot|murder|hurt|burn|do|end|smash|batter|cut|get|finish|slit) & (not joking|mean it|not kidding|i swear|bought|hammer|blade|knife|machete|gun|outside his|outside her|know where he|what time he|taxi|booked|waiting for him|tonight and|petrol|his throat|raped|touched my|done to my|did to my|did that to|ruined my|pay for what|with him in it|with her in it|while he sleeps|while she sleeps)
        (do|doing) (him|her|them) in ($|proper|properly|tonight|tomorrow)
        (outside|outside his|waiting|parked|sat|sitting) ~5 (with|got|holding) ~1 (hammer|knife|blade|machete|bat|gun|petrol|axe|crowbar) & (his|her|he|him|man|them|lives)
        (shoot|shooting|blow|bomb|burn|torch) ~1 (up|down) ~2 (place|school|office|church|mosque|synagogue|mall|college|campus|factory|warehouse|house)
        (stood|standing|stand|stands|sat) (over|above|by) (her|him|them|my {kin}|my baby|the bed) ~5 (knife|hammer|pillow|gun|scissors|axe|blade|cushion)
        (feel|felt|feeling) ~1 (as though|like|as if) i (could|might|will|would) (kill|stab|strangle|smother|drown|hurt|harm) ~1 (my|her|him|them|the|someone)
        (scared|afraid|terrified|frightened|worried) ~2 i ~1 (will|might|going to|could|would|may) ~2 (hurt|kill|shake|smother|stab|hit|harm|do something to|snap and hurt|strangle|drown|stop) ~2 (baby|{child}|my {kin}|him|her|someone|them|tonight)
        (picturing|picture|imagining|imagine|images of|thoughts of|thinking of|thinking about|urge to|urges to|dream of|daydream about|visions of) ~2 (hurt|hurting|harm|harming|smother|smothering|drown|drowning|stab|stabbing|shake|shaking|kill|killing) ~2 (baby|{child}|my {kin}|him|her|them|someone|people|everyone)
        (i|just|today i|and i|i just) (shook|smothered|slapped|choked|hit|threw) (the|my) (baby|newborn|infant|toddler)
        (voices|voice|god|demon|demons|it|devil) ~1 (keep|keeps|is|are|tell|tells|telling|say|says|saying|wants|want) ~3 (kill|stab|hurt|do it|burn) & (knife|gun|hear|hearing|them|him|her|family|hand|kitchen)
        """,
        act=True,
    ),
)
