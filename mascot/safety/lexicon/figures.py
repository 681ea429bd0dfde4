"""What looks like a sign and is not one: figures of speech, titles, institutions, mishaps."""

from __future__ import annotations

FIGURES = """
    (kill|killing|kills) {refl} (laughing|with laughter|with work|to get|to finish|to meet|to make|over this|over a|studying|working|training|trying)
    (am|is|are|been) (killing) {refl} (to|trying|over|for|with|at|by|doing|working|studying|here)
    (almost|nearly) killed {refl} (laughing|tripping|slipping|on|falling|trying|running|with that|getting|carrying)
    (shoot|shooting|shot) {refl} in the foot
    (drown|drowning|drowned) {refl} in (work|ice cream|books|chocolate|wine|coffee|tea|study|studies|homework|music|paperwork)
    (hang|hanging) {refl} out to dry
    (throw|throwing|threw) {refl} (into|at|in|in the) ~1 (business|structure|deep end|middle|work|project|new|job|studies|study|training|books|hobby|task|it|him|her|dating|cooking|music|gym)
    (throw|throwing) {refl} a
    (delete|deleting|kill|remove|throw) {refl} (from|off) ~2 (group|chat|call|thread|list|server|account|team|facebook|instagram|meeting|channel|project)
    (off|end|ending|ends) {refl} (up|on|with)
    (end|ending|top|topping|neck|finish|off|get rid of) {refl} (up|off)
    (finish|finishing) {refl}
    (cut|cutting|cuts) {refl} (shaving|some slack|slack|a slice|off|short|a piece|some|a break|by accident|accidentally|cooking|chopping|slicing|peeling|on|while|opening|making|with a knife while|with the knife while|again shaving|a deal|loose|out of|while shaving|today shaving|a bit of|another|doing|gardening|in the kitchen|at work|down to)
    (hurt|hurts|hurting|injure|injuring|harm) {refl} (at|playing|in the|in a|on the|on my|on a|on that|on some|lifting|falling|doing|running|working|skiing|during|trying|by accident|accidentally|jumping|exercising|moving|badly at|badly playing|skating|laughing|financially|more than|a bit|slightly|today playing|yesterday playing|again playing|skateboarding|climbing|dancing|cooking|carrying|slipping)
    not (hurt|injure|burn|cut) {refl} (when|in the|falling|too|at|on|at all|badly|playing)
    (burn|burning|burnt|burned) {refl} (out|on the|on a|on my|on hot|on while|with hot|with a|while|cooking|making|when|in the sun|with the|at|by)
    (choke|choking) {refl} (up|on)
    (hit|hitting|hits) {refl} (up|with|on|in the|for)
    (punish|punishing) {refl} (at the gym|with spin|with cardio|in the gym|for a marathon)
    starving {refl} (for|before) ~3 (dinner|buffet|meal|wedding|thanksgiving|feast)
    (beat|beating|beats) {refl} up
    (kick|kicking) {refl}
    to die for
    blood sweat
    (the|that) cut (was|is|went) ~1 deep
    died (my|her|his|the|it) ~1 (hair|shirt|eggs|jeans|wool|fabric)
    {who} died (my|it|the)
    not (wake up|waking up) (until|till|before|early|at|for|on time|in time)
    (was|were) ~1 (scared|afraid|terrified|frightened) for (my|our) (life|lives)
    (would|could) have (hit|killed)
    {who} (am|is|are|was|were) dying (to|for|of|from|over|here|inside|laughing|in|slowly|soon|now)
    like dying my
    (hurt|hurting|hurts) (his|her|their|your|my|the) ~1 (feelings|heart|pride|ego|chances|career|team|business)
    (almost|nearly|close to|came close to) (hitting|hit|killed|kill) (me|us|him|her|them)
    (with|on) a switch blade
    (drown|drowning) {refl} in ~3 water
    ({many}|1|2|3|4|5|6|7|few|km|k) kms
    (die|dying|died) (laughing|of laughter|from laughter|of boredom|of embarrassment|of shame|of heat|of thirst|of hunger|for|to|from embarrassment|from boredom|from laughing|in a fire|inside|hard|down|off|out|of cuteness|of happiness|of curiosity|of excitement|of joy|of cringe|in game|in the game|a virgin|of old age|old|peacefully|before you|happy|young rich)
    hope to die
    rather die than
    (rather|prefer) die than
    (want|wants|need|needs) to die (laughing|happy|peacefully|old|in my sleep at)
    dead (tired|serious|line|lines|code|end|ringer|last|weight)
    {wish} [to] (jump) (off|on) [the|this|a] (call|plane|meeting|zoom|trampoline|diving board|bandwagon)
    (jump|jumping|jumped) ~1 (off|from|out of) ~2 (plane|call|pier|diving board|trampoline|deep end|bed|sofa|couch|boat|swing|dock|helicopter|meeting|ship|rock|waterfall|ladder)
    (jump|jumping) ~1 (on|onto|in|into) [the|a|this] (bandwagon|car and|shower|pool|water|bus to|bus and|train to|train and|conclusion|conclusions|traffic jam|queue)
    (step|walk|run|drive) (into|off) [the|a] (bus to|train to)
    (walk|walking|run|running|drive|driving|swim|swimming) ~1 (on|over|along|across|by|to|through) ~1 (bridge|sea|ocean|beach|lake|river|tree)
    catch the bus (to|home|into|at|from|back|for|in|every|after|before|or|with|there|on)
    (catching the bus|catch the bus) (to|home|into|at|from|back|for)
    end it all ~2 (with a bang|neatly|with dessert|with a|on a|in style|by)
    end it all (neatly|with|on)
    (end|ending) it (with|between|here|by|there|on a|at|like)
    (end|ending) it ~4 (boyfriend|girlfriend|husband|wife|marriage|relationship|contract|engagement|date)
    (want|wants|going|need) to end (things|it) (with|between)
    (take|taking) {my} (life|lives) (back|seriously|into|for granted|to|in hand|in my|forward|in a|one day)
    (end|ending) {my} (life|lives) (as a|as an|in|long|partner)
    live (with|from) (myself if|myself knowing|paycheck)
    (live|exist) (from|forever|in|at|with my|with our|with the|with your|with {my} parents|with roommates|near|there|there anymore|alone|by|so far|far|on campus|on {my} street|up to|out of)
    (live) (with|in) ~2 (parents|house|flat|apartment|town|city|country|roommate|dorm|village|place|neighborhood)
    not want to (wake up) (early|at|for|before|so early|the|my|him|her|them|anyone|that early|to)
    (want|wants) to live (in|forever|with|at|near|abroad|on|alone|here|there|like a|somewhere)
    not want to be (here|around) (at|for|when|on|alone with|during|until|this late|all)
    sleep forever (after|in this|on this)
    (disappear|vanish|escape|run away) (to|into|on) (a|an|the|my)
    {who} (could|can|would) sleep
    i am sorry (to hear|you|for your|for the|about|that you|he|she|but|i am late|if|your)
    i am sorry for the
    (reason|reasons|point) ~2 (stay|staying|going on|sticking around|stick around|living|being here|being around|carrying on|keep going|continue) (at|with|in|for) ~2 (company|job|meeting|team|class|course|city|country|project|office|town|party|game|relationship|flat|house|ohio)
    (tired|sick) of living (in|with|at|near|out|on|alone|paycheck|here|far|next|like)
    (sick|tired) of (life|my life|this life) (in|as|admin)
    (done|finished) with (life|this life) drawing
    not worth living in
    (suicide|self harm|selfharm) (prevention|awareness|rate|rates|hotline|hotlines|line|lifeline|squad|bomber|bombers|bombing|bombings|burn|burns|door|doors|mission|missions|watch|statistics|research|risk|risks|policy|policies|training|month|week|charity|charities|charter|screening|programme|program|protocol|protocols|run|runs|sprints|silence|boys|machines|girls|king|hill|content|knob|defending|posts|ward|unit|cases|numbers|bill|law|by cop documentary|stats|assessment|intervention|dilemma|moderation|guidelines|club|gene|pass|chess|pawn|by goblin)
    suicide is (not|never|painless)
    not let (me|us) ~4 (until i|till i|until we|without a coat|because i have homework)
    suicidal tendencies (are|play|playing|concert|album|gig|shirt)
    (better|happier|easier|fine) without me (there|at|in the|on the|micromanaging|helping|cooking|singing|driving|tagging)
    (by|to|of|after|since) suicide
    (his|her|their|the|{person}) suicide ($|was|has|in|last|when|affected|still|on|happened|left|hit|years|might|could|would|because|anniversary|we|i|changed|broke|devastated|shook)
    (scars|cuts|burns) ~4 (surgery|operation|accident|childhood|crash|transplant|chickenpox|acne)
    suicide (of|by|as|in the|among|victim|survivor|survivors|loss|cable|grief)
    (committed|commits) suicide
    (living|live|another day) without my ~1 (phone|coffee|car|cat|dog|air|dishwasher|tv|internet)
    (song|book|film|movie) ~9 suicide
    (suicide) (squeeze|play) bunt
    murder suicide
    assisted (suicide|dying)
    doctor assisted
    (running|ran|run|did|do|doing) suicides
    (running|ran|run|us running) suicide (at|until|drills|in practice|on the|for)
    loaded gun (law|joke)
    gun (range|license|show|control|shop)
    (lethal|fatal|deadly) (dose|amount|dosage) ~2 (in|for|of) ~2 (mice|rats|animals|rodents|dogs|cats|caffeine|chocolate|water)
    how many ~5 {pills} ~5 (a day|per day|daily|headache|twice|per week|at a time|dog|cat)
    how many tablets ~3 (sold|sell|sales|quarter|ipad)
    overdose (of|on) (cuteness|sugar|caffeine|chocolate|cheese|coffee|turkey|christmas|vitamin|news|netflix|cute|glitter|nostalgia|kittens|puppies|carbs|love)
    (overdosed|od|overdosing) on (cuteness|sugar|caffeine|chocolate|cheese|coffee|turkey|christmas|news|netflix|cake|pizza|candy|tv|carbs|food)
    took an overdose in
    (bleeding|bleed) (edge|heart|love|hearts)
    (bleeding) a (little|bit|tiny)
    (take|takes|taking) {my} breath away
    not breathing a word
    (hold|holding) {my} breath
    (heart attack|stroke) (when|from the|looking)
    (kill|kills|killing|murder|murders|strangle) (me|him|her|them) (laughing|softly|with laughter|with kindness|with these|with this|with that)
    (beat|beats|beating|hits|hit|killed|kills|kill|choked|punched|attacked|stabbed|shot) (me|him|her|us|them) (at|to it|to the|in the|up with|like a|3|2|1|in round|with a pillow|with a fireball|in sparring|with a question|with the news|with that|with a bill|for three|on the court|with snowballs|with a snowball|with a water)
    (hits|hit|hitting) (me|us) (like|up|that|how|hard that|when i realised|when i realized|right in the feels|with|for|in the feels|harder|hard|differently|different|as)
    (kicks|kicking|kicked|kick|beating|beats) (me|us) (out|off|under|in the final)
    (slap|slapped|slapping) me with
    (scared|afraid|worried|fear) ~2 (kill|hurt) me (with|if i am late|if i forget|for being late|when)
    (shoot|shooting) ~1 (me an|me a|the wedding|video|hoops|the breeze|photos|film|a film|footage|the commercial|an email|scene)
    shoot (up|down) ~1 (video|wedding|hoops|idea|ideas|proposal|in price|in value)
    (blow|blew|blowing) ~1 up (my phone|on social|on twitter|balloons)
    {intimate} ~2 (is|has|had|got|with) ~1 (gun|knife|bat) (license|collection|set|rack|block|range)
    following me (on|back|to the|around the house|around like)
    (breaking|break) (into|in) ~2 (industry|tech|market|field|shoes|boots|laughter|business|new)
    (said|say|saying) (goodbye|our goodbyes) (to him|to her|at the|in the)
    goodbye [and] (talk|see you|till|until) (tomorrow|monday|later|soon|next)
    goodbye everyone see you
    (this is) (goodbye|farewell) (party|tour|cake|lunch|season|drinks)
    (goodbye|farewell) (letter|note|email|party|card|message|gift|lunch|drinks|speech|present) ~2 (to|for) ~2 (colleagues|team|colleague|coworkers|class|boss|teacher|students|office|company|clients|job)
    {wish} ~4 never ~1 (born|been born) in
    (never|not) been born (in|rich|yesterday|to a)
    (was not|not) born yesterday
    think about (dying) my hair
    (dying) (my|her|his|the|some|it) (hair|eggs|shirts|shirt|fabric|wool|clothes|cloth)
    dye (my|her|his|the|it)
    (worked|working|work|scared|bored|tickled|sick|freezing|frozen|frightened|talked|loved|love you|loves me|starving|bleed it) {refl} to death
    (kill|killing) (time|two birds|the mood|the vibe|it|the process|the lights|the engine|the messenger|some time)
    die another day
    (no time|live and let|i want|born|too young|a good day|where eagles|ready|a million ways|how) to die (was|in new orleans|in the west|another|hard)
    no time to die
    born to die
    die hard
    suicide squad
    killing me softly
    thirteen reasons why
    13 reasons why
    dead poets society
    kill bill
    to kill a mockingbird
    virgin suicide
    want to die in new orleans
    to live forever
    who wants to live
    want to be (dead|die) (last|first|next round)
    thoughts and prayers
    (how to talk|talk to someone|talking to someone|speak to someone|support someone|supporting someone|help someone|helping someone) ~4 suicidal
"""
"""Patterns, one a line. What overlaps one of them tells nothing."""
