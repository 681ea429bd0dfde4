"""Worry about somebody else: what they said, wrote or did, as others report it."""

from __future__ import annotations

from mascot.safety.lexicon.omens import OMENS
from mascot.safety.signs import signs

OTHERS = (
    # an absence that somebody announces
    *signs(
        "suicide",
        """
        not ~1 be (here|around|alive|there) to (repay|pay|see|mark|collect|hear|read|find out|spend|use|enjoy|finish|open|celebrate|sell|eat|need|wear|meet)
        {told} ~9 not (be needing|need) (it|them|that|those|any of it|anything|the time|money) ~2 ($|where|after|anymore|much longer)
        {told} ~9 not (be here|be around|be alive|live|exist) (after|past|by|much longer|this time next|next|anymore|when she|when he)
        {told} ~9 not ~2 matter ~1 (after|by|once) ~3
        would be no ~3 for (her|him|them)
        (said|says|told|texted|wrote|posted|that) ~4 when (she|he|they) (is|are|am) (dead|gone) ~4 (sorry|regret|happy|miss|see|cry|notice|know)
        be dead (by|before|in the|when|after|at) ~2 (tonight|tomorrow|morning|time|monday|tuesday|wednesday|thursday|friday|saturday|sunday|weekend|christmas|midnight|then|noon)
        not ~2 (planning|plan|plans|intend|intends|going|expect|expects|want|wants) ~2 (see|seeing|turn|turning|reach|reaching|be|make|get to) ~1 {age} $
        (will not|would not|never) (see|turn|reach|make it to|live to|live to be|be) {age} $
        (alive|here|around|living|hanging on|holding on) (til|until|till|for) ~2 (prom|graduation|exams|exam|finals|the dog|the cat|the kids|her sister|his sister|her brother|his brother|christmas|her birthday|his birthday|summer|wedding)
        thing (i|he|she|they) (stayed|lived|was waiting|waited|held on|hung on) for
        (sooner or later|any day) ~3 (do it|kill)
        (past tense) ~4 (himself|herself|themselves|themself)
        (about|of) (himself|herself|themselves|themself) in past tense
        (asked|ask|asking) ~9 (next year|future|five years|ten years|after school|grow up|summer|christmas|next term) ~9 (would not be|will not be|not be here|not be around|dead|gone|no future|that far|not planning)
        {told} ~6 (will|would|to) ~1 be (over|gone|dead) (by|tonight|tomorrow|after|this time)
        {told} ~6 (not see|not have|not got|no|not a) ~2 (point|reason) ~1 (in living|going on|being here|being alive|carrying on|staying|to live|to stay|to go on|living)
        {told} ~6 (tired|sick|fed up) of (being here|being alive|living|existing|waking up|life|breathing)
        {told} ~6 (nothing to live for|waiting to die|had enough of life|had enough of living|better off dead|would be better dead|wants out of life)
        """,
    ),
    # a message meant to be found
    *signs(
        "suicide",
        """
        (if|when|once|by the time|time) (you|anyone|they|your|u|someone|ur) ~2 (read|reading|find|see|mark|hear|open|get|watch|reads|finds) ~1 (this|it|these) ~6 (gone|dead|not be here|not be alive|be over|have stopped|be free|be with|late|not here)
        whoever ~2 (finds me|find me|found me|has to find|finds us|finds body|finds my body)
        (dear|to) whoever (opens|reads|finds|gets) ~4 (sorry|police|not go|not come|first|me)
        not (come|go|walk|look) (in|inside|upstairs|downstairs|into|down|up) ~6 (call|ring|phone|dial|get) ~2 (police|ambulance|999|911|112|000|somebody|someone)
        (call|ring|phone|dial|get) ~2 (police|ambulance|999|911|112|000) ~6 (not) (come|go|walk|look) (in|inside|upstairs|downstairs|up|down|into)
        not (let|want) ~3 (come|go|walk|be) ~1 (in|first|upstairs|the one to) ~1 (first|find me|finds me|sees me|see me)
        (find|found|finds) me (in|at|by|under|on) ~1 (garage|barn|shed|woods|attic|loft|bath|bathtub|bathroom|bedroom|car|river|cellar|basement|quarry|field|tree)
        (where|how) ~3 want ~2 to be found
        not wake ~3 (when|after) you (find|found)
        (this|that|it) is my (suicide|last|final|goodbye|farewell) (note|letter|message|post)
        """,
    ),
    # the farewell itself
    *signs(
        "suicide",
        """
        (goodnight|bye|farewell) (forever|world|cruel world) $
        goodbye (forever|world|cruel world) & (posted|texted|sent|story|status|wrote|typed|offline)
        been (good|nice|great|an honour|a pleasure|fun|lovely) (knowing|to know) (you|yous|ya|u|y)
        (see) (yous|ya|u|yas|yall) ~1 (on the other side|in the next life|in heaven|in hell)
        {heard} ~9 tell (my|the|our|your|them|him|her|mother|father|mom|dad|everyone) ~3 (i|she|he|father|mother|daddy|mummy|daddys|dad) ~1 (loved|love|loves|tried|moved|was not|am sorry|did not|did my best)
        {told} ~6 tell (my|the|our|your|them|him|her|mother|father|mom|dad|everyone) ~3 (i|she|he|father|mother|daddy|mummy|daddys|dad) ~1 (loved|love|tried|moved|was not|am sorry|did not|did my best)
        if i (do not|am not|not) ~1 (come|make it|turn up|show up|get|wake) ~5 (tell|give|say|let|look after)
        remember (me|him|her|us) (on|as|by|like|for) ~2 (good day|good|happy|smiling|this|was|better|before)
        something to remember (me|him|her|them) by
        (last|final) (person|people|one) ~3 (talk|speak|text|tell|write|see) ~1 to
        when (i am|i have) gone ~3 (play|bury|scatter|tell|give|look|plant|burn|feed)
        (scatter|bury) (her|him|me|my ashes|his ashes|her ashes) (by|at|in|near|under|next) ~4 (son|lake|sea|tree|river|dog)
        tell my (story|side)
        """,
    ),
    # the dead to be joined
    *signs(
        "suicide",
        """
        ready to (join|go to|be with) (her|him|them|mother|father|my|his|god|jesus)
        (want|wants|wanted|wish|wishes|going|ready) to (go to|be in|go be in|live in|go up to) (heaven|the sky|the stars)
        (be|become|turn into|turning into) (a star|an angel|a ghost) ~6 (look|moon|sky|watch|watching|night|stars)
        look for me ~3 (moon|sky|stars|star|clouds|rainbow|wind)
        (have gone|am going|going|gone) to be with (my|her|his|their|your) & (died|dead|passed|lost|heaven|funeral|buried)
        """,
    ),
    # a burden to be lifted
    *signs(
        "suicide",
        """
        {told} ~9 (better off|happier|manage|easier|cope|better|fine|ok|lighter|safer) ~2 without (her|him|them)
        {told} ~9 better off (with a|with another|if she was|if he was|if she were|if he were|if they)
        (better off|fine|ok|rich|sorted|looked after|provided for) ~3 (on|with|from) ~2 (insurance|payout|pension|life cover)
        {told} ~9 nobody ~2 (miss|misses|notice|notices|cry for|come looking for|look for) (her|him|them|me)
        nobody ~2 miss (her|him|them) (after|when|if|once|$)
        (nobody|anyone|not) ~3 put up with (him|her|them|me) (anymore|longer|after|much)
        (stop|stopped|stopping) being ~1 (anyone|anybody|everyone|your|nobody) (problem|burden|worry|bother)
        (worth more|worthless|useless) (dead|alive than)
        tired to (stay alive|live|be alive|exist|keep living|go on living|be here)
        (hate|hates|hated) being alive
        (never|not) (built|made|meant|cut out) for (this life|this world|life|living|the world|being alive)
        """,
    ),
    # a deed that somebody plans, wishes for, or has begun
    *signs(
        "suicide",
        """
        (doing|do|done) away with (herself|himself|themselves|themself)
        (help|helping|helps) (her|him|them) (die|end it|go peacefully)
        (have|has|got|found) ~1 (means|method|pills|rope|tablets|gun) ~1 ready
        (hope|hopes|hoping|hoped|wish|wishes|wishing|praying|prays|prayed) ~6 (crash|finishes|not wake|hits|kills|takes) (him|her|me|them|$)
        (hope|hopes|hoping) ~3 (crash|get hit|be hit|not wake up|not make it|have an accident)
        (thought|thinks|thinking|thoughts|think|told|said) ~5 (stepping|stepped|stepping off|walking|step|going) (off|in front of) ~2 (scaffold|scaffolding|platform|kerb|curb|roof|train|bus|lorry|truck|traffic|edge|balcony|bridge|forklift)
        if (he|she|they|i) ~1 (stepped|walked|jumped|drove|slipped|fell) ~4 (second|moment|accident|nobody would)
        (unclipped|unhooked|climbed over|over railing|over the railing|the wrong side) ~9 (eyes shut|eyes closed|stood|sobbing|crying|let go|got him down|talked him)
        finish the job & (said|says|told|watch|ward|hospital|discharged|home|next time|when)
        (fast|express|next|through|freight) ~1 (train|trains) ~3 not stop
        which ~2 (train|trains|bridge|building) ~4 (fastest|not stop|highest|tallest)
        (waves|water|sea|river|tide) ~6 can not swim
        (stopped|stopping|stop|refusing|refuses|quit|skipping) (his|her|their|taking his|taking her|taking) (insulin|dialysis|heart tablets|chemo|transplant meds) & (purpose|die|way|respect|nobody|quiet|matter)
        (how many days|how long) ~6 (dead|die|starve) ~3 (eat|eating|drink|drinking|water|food)
        (how to|ways to|way to|how) (not be here|stop being here|be dead|end it|disappear forever)
        (how|tell|tells|asked|asks|asking|if|whether) (it|dying|death) (hurts|hurt|is painful|would hurt|feels) ~1 (to die|when you die|dying|being dead)
        watch me (go out|die|end it|jump|hang|bleed|go live)
        (bridge|roof|tracks|pills|river|rope|water|gun) ~9 (comfort|comforting|soft|peaceful|calls|calling|friendly|inviting|waiting for) (me|her|him|them|$)
        (if|when) i (leave|go|break up|left|dump|end it) ~6 (die|dies|dead|not live|not be here|not be alive|on my hands|be my fault|end up dead|jump|hang|overdose)
        (too late|it is done|i did it|done it|taken them all|took them all|swallowed them|nobody can stop) ~2 (me|him|her) ~1 (by the time|when you|goodbye|bye|sorry)
        (telling|egging|cheering|daring|encouraging|urging|goading|spamming|typing|telling) ~1 (her|him|them|on) ~3 (do it|jump|die|go through|end it|hang|kys|pull)
        (afraid|scared|worried|terrified|frightened|think|thinks|fear) ~2 (he|she|they) ~2 do (something|sumthing) (stupid|silly|drastic|rash|awful|terrible|to herself|to himself|final)
        (asked|asks|asking|wants to know|wanted to know) ~3 (how many|how much) ~3 {pills}
        (insurance|policy|payout|pension|death in service) ~7 (whatever reason|whatever the reason|suicide|own hand|how you die|how he dies|how she dies|if he dies|if she dies|if i die|if it was deliberate)
        (drew|draws|drawing|drawings|drawn|doodles|doodled|sketched|painted) ~5 (grave|gravestone|headstone|coffin|noose|gallows|herself dead|himself dead|underground|under the ground|hanging from|her funeral|his funeral|stick figure hanging)
        """,
    ),
    # where they are and what they have with them
    *signs(
        "suicide",
        """
        {they} ~5 (standing|stood|sitting|sat|sits|stands|climbed|climbing|up|perched|hanging) ~2 (on|off|onto|over|at the edge|edge|at top|top) ~2 (bridge|ledge|viaduct|silo|roof|rooftop|parapet|cliff|pylon|crane|scaffold|overpass|railings|tracks|rails|windowsill) ~9 (not come down|not move|what do i|sent|video|crying|call|talking|said|says|says|bye|help)
        {they} ~5 (roof|silo|bridge|crane|ledge|pylon|tower|scaffold|wall|tree) ~3 not come down
        (on|at) ~1 top of ~2 (car park|carpark|parking|multistorey|building|tower|stairwell|cliff) & (phone|call|friend|wind|crying|help|said|says|bye)
        (sitting|sat|sits|locked|holed|shut|alone|hiding|sittin) ~6 with ~2 (rifle|shotgun|gun|pistol|poison|pesticide|noose|rope|razor|blade|pills|tablets|kitchen knife|a knife|the knife|insulin)
        (locked|barricaded|lock|locks) ~2 (bathroom|room|toilet|garage|shed|barn|in) ~5 (knife|razor|blade|pills|tablets|rope|gun|rifle|scissors)
        (garage|shed|car) ~9 engine (is|was|on|running|still|going)
        (turned|turns|turning|switched|left) ~1 gas on ~4 (we|so|both|together|door|windows|locked|said|not)
        (morphine|insulin|pills|tablets|sleeping tablets|painkillers|meds|medication|rope|gun|rifle|shotgun|bullets|ammunition|razors|blades) ~2 (missing|vanished|disappeared|gone missing|not there) & (he|she|they|her|his|their|him|daughter|son|father|mother)
        (drawer|bag|box|tin|stash|case|jar|suitcase|sock|bottle|locker|shoebox) (full of|of|with) ~1 (pills|tablets|meds|morphine|sleeping pills|painkillers|razors|razor blades) & (he|she|they|her|his|their|him|daughter|son|father|mother)
        (hoarding|stockpiling|saving up|stashing|stashed|hoards|saves up|collecting|trading) ~5 (pills|tablets|meds|medication|insulin|painkillers) & (he|she|they|her|his|their|him|daughter|son|father|mother|boy|girl)
        (bought|buying|ordered|ordering) ~2 (poison|pesticide|noose|rope|helium|sodium nitrite|nitrite|razor blades) & (he|she|him|her|sitting|hid|hidden|hiding|crying|funeral)
        (take|taking|took|taken) ~1 (tablets|pills|meds|them) (all at once|at once|in one go|all in one go|together)
        (keeps|keep) (tying|making|practising|practicing) ~2 (knot|knots|noose|nooses|loop)
        {they} ~4 (standing|sitting|stood|sat|stands|sits|lying|climbed|perched|balancing) ~3 (ledge|windowsill|window sill|tracks|train tracks|railings|railing|wrong side|parapet|edge of roof|edge of the roof|edge of the platform|edge of a roof)
        (location|tracker|find my|gps|pin|phone|maps) ~3 (shows|says|pinged|pings|puts|stopped|has|is) ~4 (bridge|cliff|cliffs|river|tracks|reservoir|lake|viaduct|dam|quarry|railway|weir|woods|sea)
        (hose|pipe) ~3 exhaust
        (gas|fumes) ~4 (under|from|through) ~2 (door|flat|window|letterbox|garage)
        """,
    ),
    # what was searched for
    *signs(
        "suicide",
        """
        (search|browser|browsing|google|internet|youtube) (history|tabs|searches|bar) ~9 (die|dying|death|suicide|knots|noose|painless|lethal|overdose|pills|hanging|ways|end it|bridge|bridges|hook|kill)
        (searching|searched|googled|googling|googles|looked up|looking up|looks up|searches|asking siri|asks siri|asking google|asking alexa|asked chatgpt|asking chatgpt|typing|watching) ~4 (ways to die|how to die|ways to go|how to not be here|not be here|painless|lethal|how to tie a noose|noose|knots|suicide|how to hang|how to end|ways to end|how many pills|how high|to do it|overdose)
        """,
    ),
    # wounds on somebody's body, shown or seen
    *signs(
        "self_harm",
        """
        (cuts|cut marks|slashes|slits|fresh marks|bandages|new marks|lines|fresh cuts|gashes|burns|slices) ~3 (on|up|over|down|across|along|inside|under|covering) ~1 (her|his|their|{person}|both) ~2 ({body}|arm|leg|sleeve|sleeves|bracelets)
        {they} ~2 (has|have|with|had) ~2 (cuts|cut marks|slashes|fresh marks|bandages|fresh cuts|gashes) ~3 (on|up|over|down|across|along|inside|both|all over) ~2 ({body}|arm|leg)
        (pics|pictures|pictues|photos|photo|picture|video|videos|selfies|selfie|pic|snaps|images) of (her|his|their) ~1 (cuts|wrists|wrist|blood|bleeding|wounds|cut|slit|scars)
        (sent|sends|sending|posted|posting|posts|texting|texts|texted|snapped|txtin|texted me|shows|showed) ~3 (pics|pictures|photos|photo|picture|video|videos|selfies|selfie|pic|snaps|photograph|screenshot) ~5 (blood|pills|tablets|rope|noose|razor|blade|gun|bridge|cliff|cliffs|tracks|quarry|beam|viaduct|knife|reservoir|river|ledge|rooftop|edge|wrists)
        (showed|shows|shown) me (his|her|their) (arms|wrists|legs|cuts|thighs|scars|arm|wrist)
        {they} ~2 (cutting|cutin|cuttin) ~1 (on|over|in front|live|while|again|$) ~2 (facetime|camera|call|me|video|stream|phone|skype|zoom|tonight)
        (razor|blade|blades|razors|scalpel|box cutter|sharpener blade|razorblade) ~3 (in|under|hidden|behind|inside) ~1 (her|his|their|{person}) ~2 (bag|case|pillow|drawer|room|bed|mattress|backpack|school|phone|pencil|locker)
        (burning|scratching|carving|biting|hitting|banging|punching) (herself|himself|themselves|her arms|his arms|her skin|his head|her head|his skin)
        {they} ~3 (wears|wearing|wore) ~2 (long sleeves|hoodie|jumper) & (blood|cuts|heat|flinched|flinches)
        """,
    ),
    # somebody threatens, or is threatened by, somebody
    *signs(
        "violence",
        """
        (put|putting|puts) (you|me|her|him|us|them|both of them|both of us|both) in (ground|the ground|a grave|grave|the grave|a box|the river|a coffin|the hospital|morgue|the morgue)
        (prepare|plan|planning|buy|arrange|start planning) ~2 (two|your|her|his|my|both) (funeral|funerals|coffin|coffins|grave)
        (one|a|last) bullet ~4 (not for|is not|not) ~2 (rabbit|fox|target|deer|bird)
        (nobody|none of us|none of them|not anyone|nobody else) (leaves|leave|walks out|gets out|comes out) ~5 alive
        (said|says|told) ~3 next time ~1 (he|she|i) (will|would) (finish|not stop|not miss|kill|not be lucky|not let go|end)
        if (she|i|he|you|we) ~1 (leaves|leave|tells|tell|goes|go|left|told) ~6 (kill|ground|bury|burn|shoot|do to|did to|die|acid|grave|dead)
        price on (him|me|his|my|her) ~1
        (put|puts|putting|slipped|poured|stirred) (something|sumthing|stuff|poison|bleach|pills|tablets|antifreeze) in (his|her|my|their|the) (tea|food|drink|coffee|dinner|soup|bottle|water|pint)
        (bringing|bring|brings|brought|taking) ~3 (gun|rifle|pistol|shotgun|knife|machete) ~5 (not come|stay home|stay away|school|class|tuesday|monday|wednesday|thursday|friday|tomorrow|work|safe)
        not (see|watch) ~1 (kids|children|boys|girls|baby) grow up & (neither|nor|together|both|if i leave|if she leaves|safe|papers)
        (hurts|hurt|touches|touching|touched|chokes|choked|burns) (her|him|me|them) ~1 (at night|til|until|every night|when mother|when dad|when mum|in bed) ~6
        (says|said|threatened) ~3 (if|not to) ~1 (i|she|he|they) (tell|tells|tell anyone) ~6 (hurt|kill|die|dog|kitten|cat|hurts|to me|to her|to him|bad)
        not to (say|tell) or ~2 (hurt|kill|take|die|burn)
        (begged|begging|begs|pleaded|asked) ~2 (not to|do not) (drive|take|send|bring) (him|her|them) (back|home|there)
        (cellar|cupboard|basement|shed|attic|closet|loft) ~4 (where|when) ~3 (goes|sleeps|locked|put|sent|bad)
        (locked|lock|locks) ~2 (cousin|sister|her|me|him|niece|friend|daughter|us) (in|up|inside) ~3 (until|till|unless|agrees|wedding|marry)
        dead (bird|rat|cat|mouse|crow|animal) ~3 (letterbox|door|doorstep|car|porch|mailbox|bed)
        (because of|this is|did) ~2 you & (rope|noose|pills|blood|cuts|gun|knife)
        (comes|came|coming|climbs|gets) (in|into) (her|his|my|their) (room|bed) ~2 (at night|every night|when)
        (screams|screaming|thud|thuds|banging|shouting|pleading|begging|crying|smashing) ~9 (nothing|silent|silence|gone quiet|went quiet|dead quiet|stopped) & (neighbour|neighbours|neighbor|door|wall|upstairs|downstairs|flat|woman|her|child)
        (hear|heard|hearing) ~3 (him|her|them|them) (hitting|beating|kicking|throwing|hurting|choking|begging|screaming) ~4
        """,
    ),
    *OMENS,
)
