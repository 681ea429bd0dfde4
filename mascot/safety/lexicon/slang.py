"""What the street and the net call dying, self-harm and pills."""

from __future__ import annotations

from mascot.safety.signs import Sign, signs

SLANG: tuple[Sign, ...] = (
    # life as a program, a game, a subscription
    *signs(
        "suicide",
        """
        (log|logging|sign|signing|clock|clocking|check|checking|tap|tapping|opt|opting|bow|bowing|cash|cashing|punch|punching|peace|drop|dropping) (off|out) ~3 (permanently|forever|for good|for real|of life|of existence|of this life|of living|called life|of being alive|irl|of the game called|like log off)
        (checking|check|clocking|clock|bowing|opting) out (sunday|monday|tuesday|wednesday|thursday|friday|saturday|tonight|tomorrow|this weekend|soon|early|permanently) & (i|life|goodbye|bye|deal|anymore|wont|sorry|tired|world|not have to|done)
        (alt f4|alt f 4|ctrl alt delete|altf4|rm rf|factory reset|force quit|uninstall|uninstalling|unsubscribe|unsubscribing|unsubscribed|ragequit|rage quit|rage quitting|despawn|despawning|deleting|delete|exit|exiting|quit|quitting|logging out|log out|logging off|log off|opting out|opt out) ~4 (myself|life|existence|existing|living|earth|being alive|being human|called life|this world|this life|irl|my existence) (tonight|$|for good|permanently|forever|at|before|tomorrow|soon|no cap|goodbye|no refunds|after|plans)
        alt f4 ~3 (before|tonight|tomorrow|irl|goodbye|at midnight|sunrise|for good|me|myself)
        (server|game|app|group chat|simulation|subscription|group|channel|lobby|job|party|show) called (life|living|existence)
        (uninstall|uninstalling|unsubscribe|unsubscribing|unsubscribed|unexist|unexisting|despawn|despawning|self destruct|unbirth|unborn myself) ~1 (from|me|myself|life|existence|existing|so bad|tonight|irl|permanently|$) & (i|me|myself|life|existence|tonight|existing|plan|wanna|want)
        (want|going|gonna|ready|plan|decided|wish|about) ~2 (unexist|uncome|despawn|not exist irl|stop breathing|not be breathing|go to the grave|be in the ground|be under the ground|be six feet under|ghost permanently|go grave)
        (no|not any) (respawn|respawns|resurrect|resurrection|extra lives|lives left|continues left|sequel|refunds) & (i|me|going|gone|tonight|permanently|bye|done|life|existence|myself)
        (ghost|ghosting|offline|dark|afk|mia|log off|poof) (permanently|forever|for good) & (i|me|going|im|tonight|yall|everyone|mother|bye|sorry)
        (account|acct|acc|page|blog|profile) goes (dark|quiet|silent) ~6 (so do i|me too|with me|and me|along with me)
        (final|last) (season|boss|episode|level|day on earth|day alive|week on earth|weekend on earth|night on earth|night alive|breakfast ever|birthday ever) & (not renewing|renewed|blade|beat me|giving|chill about|tonight|no more|weirdly|for real|myself|i am not|done|cancelled|goodbye)
        last (day|night|week|weekend|month|hours|hour|few days|few hours) (on earth|alive|on this planet|of my life|breathing|of being alive)
        (main character|villain|hero|character|redemption) ~2 (dies|corpse|death|grave|dead) ~1 arc
        (corpse|grave|coffin|casket|tombstone|forever box|box in the ground|dirt nap|long nap|eternal nap|forever nap|forever sleep|big sleep|long sleep|worm food) & (i|me|my|going|planned|arc|ready|tonight|picked) & (going|planned|arc|ready|tonight|picked|want|need|soon|taking|take|cant wait|time for|stuff|end up)
        (choosing|choose|picking|pick|chose|picked|choosing|picked) (death|dying|to die|the grave|oblivion)
        (dead|die) (soon|inside and outside|outside too|in real life|for real) & (i|date|got|inside|done|planned|going)
        (die|jump|do it|kill) (die|jump|do it|kill yourself) ~1 (die|jump|is all|on repeat|do it|every)
        (die|death|do it|rope) ~3 is all ~1 (my|the) (brain|head|mind|voice|voices) ~1 (says|say|says to me|screams|repeats)
        (goodbye|bye|final|farewell|suicide) (channel|playlist|tweet|vlog|post|stream|snap|tiktok|letter cooked|video|thread|voice note|tour of my) & (i|my|stage|making|recorded|tonight|scheduled|last|sending|wrote) & (stage|making|scheduled|tonight|vent|final|recorded|it is final|brother|goes up|cooked)
        (cooked|done|over) ~3 (goodbye letter|letter|picking death|permanently|note|alt f4|real life irl|for good)
        (done permanently|done with breathing|done being alive|done with being here|done being here|done with the whole living|done like permanently|done like for good|done with existing|done existing)
        been real & (permanently|done|bye|goodbye|existence|mother|last|gone|forever)
        (yall|you|you guys|you all|nobody|they|everyone) ~2 (not have to|not need to|will not have to) ~2 (deal|put up|worry|bother|cope|hear|suffer) ~3 (much longer|anymore|soon|after|longer|again|from tomorrow)
        gone (by morning|by tomorrow|by sunrise|by midnight|by monday|by friday|by sunday|by the morning|before sunrise|before morning|by the weekend) & (i|me|want|so|will|ill)
        (not|no) ~1 (be|make it) ~1 (alive|here|around) to (water|feed|see|watch|walk|pay|finish|graduate|open|celebrate|eat|use|collect)
        not (surviving|survive|making it past|make it past|make it to|see the end of|last|make it through|making it through) ~1 (this|the|next) (month|week|weekend|night|year|summer|winter|christmas) & (not let|no way|plan|sorry|goodbye)
        (note|letter|letters|goodbye) ~2 (in my drafts|scheduled|in drafts|on my desk|under my pillow|under the pillow|on the pillow|under my bed|in my drawer|in the tool box|in my bag|is ready|is written|already written|is done|are written)
        (written|wrote|writing|scheduled|typed) ~1 (the|my|all the|our) (note|letters|notes|goodbyes|goodbye) ~2 ($|already|now|under|on|and|in|to everyoneyone)
        (no|not any|anymore) ~1 (tomorrow|tomorrows|more tomorrows|monday for me|mondays for me|birthdays) for (me|us|this one)
        shopping for ~1 (way out|exit|rope|exits|means)
        (way out|exit) & (parcel|shopping|ordered|bought|delivered|arrived|package)
        (got|have|bought|ordered|found|collected|picked up) ~1 (the stuff|my ticket|my exit|exit bag|my way out|what i need|enough to do it|date set) & (bye|goodbye|tonight|bus|die|end|dead|reached the end|corpse|plan|soon|sorry|done|not be here)
        catching the bus ~1 (early|soon|tonight|tomorrow|for good|at last|too)
        (backflip|dive|swan dive|flying|fly|leap|belly flop|hop|step|yeet) ~2 off ~4 (floor|roof|bridge|balcony|building|ledge|cliff|multi storey|tower|overpass|car park)
        (am|me|being|sat|sitting|stood|standing|here) ~1 (on|at|by) ~1 (ledge|edge of the roof|edge of the bridge|balcony edge|edge of the platform|wrong side of the railing|roof edge|cliff edge|edge of the cliff)
        (on|at) ~1 (the|teh) (bridge|ledge|roof|tracks|platform edge|rooftop) ~2 (hands|cold|help|windy|looking down|typing|shaking|crying|lol)
        (rope|noose|train|trains|bridge|tracks|bleach|ledge|exit) ~1 (is|are|look|looks|looking|lookin|sounds|sounding|seems) ~2 (good|nice|comfy|inviting|tempting|better|friendly|sexy)
        (gun) (me|myself)
        i ~3 (about to|going to|might|gonna|want to|ready to|finna) end it ($|no cap|tonight|fr|for real|all|today|soon|now|ong|on god)
        (go|going|went) through with it ~1 (tonight|tomorrow|this time|today|this weekend|now|$) & (tell|brother|mother|blame|about him|sorry|note)
        (neck|top|off) (meself|myself|me self) ~1 (in|off|$|tonight|tomorrow)
        do (myself|meself|me self) in
        (neck|down|swallow|take|pop|chuck back) the (lot|bottle|packet|box|whole lot) & (done|see|tonight|skint|here|die|end|sleep|going|gonna|pills|life)
        (want|wanna|gonna|going to|ready to) ~1 (go|fly) (tonight|home to god|to heaven) & (pills|ready|gun|knife|rope|goodbye|bye|letter)
        pills ~1 pills
        (do|doing) something ~2 can not (take back|undo|be undone)
        it is (over|so over) ~1 for me & (irl|tonight|before|goodbye|bye|reply|for good|end|pls)
        """,
        sure=True,
    ),
    # self-harm by its nicknames
    *signs(
        "self_harm",
        """
        (hit|hitting|hits|doing|done|did|do|make|making|cut|cutting|want|went|past|reached|passed) ~2 (beans|styro|styros|barcode|barcodes|cat scratches|catscratches|babycuts|baby cuts|papercuts on) & (on my|thigh|thighs|arm|arms|sleeves|blood|deep|again|last night|feels|close|stop|further|lol|every night|it|tonight|wrist)
        (beans|styro|styros|barcodes|barcode|cat scratches) ~2 (again|on my|on his|on her|tonight|last night|every night|all over my|up my) & (thigh|thighs|arm|arms|sleeves|blood|deep|needed|cut|past it|more|close|wrist|stop|tonight|legs)
        long sleeves in (june|july|august|summer|this heat|the heat|the summer) & (cut|cuts|beans|again|scars|arms|barcodes|hide)
        (self harm|cutting|bl4de|blade) ~1 (relapse|relapsed|streak|urges|urge|again|time)
        (blade|blades|razor|razors) ~3 (off me|away from me|next to me|in my hand|in my sock|in my phone case|under my pillow|in my bag|here) & (check|not safe|someone|calms|take|me|promised|cut|help|tonight|alone)
        i have (a|my|the|one) ~1 (blade|razor|noose|rope) ~1 ($|left|here|and|in my)
        """,
        sure=True,
    ),
)
