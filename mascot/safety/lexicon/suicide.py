"""Wishing to die, planning to, and the many ways round saying so."""

from __future__ import annotations

from mascot.safety.signs import signs

SUICIDE = (
    # the deed itself
    *signs(
        "suicide",
        """
        {kill} {refl}
        (kill|unalive) {refl_any} ~3 (without pain|painlessly|quick|quickly)
        (end|ending|ends|terminate) {my} [miserable|stupid|sad|sorry] (life|lives|existence)
        (take|taking|takes) {my} (life|lives)
        (commit|committing|commiting) suicide
        {aim} ~2 suicide
        (self delete|unalive) {refl}
        {aim} [to|be|of] (kms|kys|unalive|unaliving|ctb|self delete|sewerslide)
        {aim} [to] (check out permanently|check out for good|check out of life)
        checking out (permanently|for good|of life)
        (jump|jumping) ~1 (off|from) ~3 {height}
        (jump|jumping) ~1 (in front of|under|into) ~2 {traffic}
        {aim} ~5 (step|stepping|walk|walking|run|crash|crashing|drive|driving|steer|swerve|wander|lie down|lying down) ~4 (in front of|into|off|on) ~2 (wall|tree|pole|barrier|oncoming|river|sea|ocean|lake|traffic|bridge|cliff|train|bus|canal|truck|lorry|divider|tracks)
        (driving|drive|walking|walk|going|go) ~2 past ~2 (bridge|cliff|cliffs|tracks) ~3 (wondering|thinking|imagining|wonder|think|imagine|want)
        high enough ~3 (die|kill|jump|end|it)
        (wondering|wonder|thinking) if ~2 high enough
        {think} ~4 (step|stepping|walking|crashing|driving|steering|swerving|jumping|hanging|drowning|shooting) ~4 (in front of|into|off|on) ~2 (wall|tree|pole|barrier|oncoming|river|sea|ocean|lake|traffic|bridge|cliff|train|bus|truck|lorry|tracks)
        (slit|slitting|slash|slashing|slashed|sliced|slicing) {my} (wrists|wrist|throat|veins)
        (open|opening) {my} (veins|wrists)
        (bullet|gun) ~1 (in|through|into|to|against) {my} (head|brain|skull|mouth|temple)
        (blow|blowing) {my} (brains|head) out
        (throw|throwing|threw|chuck|chucking|fling) {refl} ~1 (off|under|from|down|out of|in front of|in front|onto)
        """,
        act=True,
    ),
    *signs(
        "suicide",
        """
        {aim} to (jump) ($|this morning|this afternoon|this week|for real|from there|from here)
        not (need|needing|be needing) ~4 after (tomorrow|tonight|this weekend|next week|friday|saturday|sunday)
        (almost|nearly) (killed|hanged|shot|drowned) {refl}
        """,
        soft=True,
        act=True,
    ),
    # what has been tried
    *signs(
        "suicide",
        """
        i [have] attempted (when|at|twice|once|before|in|last|again|three|multiple|several)
        (attempted|attempting) (suicide|to end my|to end her|to end his|to kill myself|to kill herself|to kill himself|to die|to take my|to take her|to take his)
        (tried|tries|trying) ~2 (end it|to die|commit suicide)
        (my|her|his|their|a|another|an|second|third|failed) suicide attempt
        (survived|survive) ~2 (attempt|suicide)
        after (my|her|his) attempt
        {they} ~3 tried to (die|end it)
        """,
        act=True,
        past=True,
    ),
    # what only somebody says who speaks of nobody else
    *signs(
        "suicide",
        """
        (be dead|being dead|to die|die|death|dying|not exist|not existing|not wake up|not waking up|not be alive|end my life|ending my life|suicide|never wake up|end everything|my grave|the grave) & (wish|wished|hope|hoping|pray|praying|long|longing|crave|relief|peace|peaceful|forward|glad|happy|option|solution|answer|comfort|comforting|beautiful|calm|courage|brave|decided|deserve|tempting|appealing|escape|freedom|free|rest|welcome|prefer|rather|sooner|easier|better|attractive|choice|ready|waiting|want|wanted to|plan|planning|can not wait|best thing|kindest)
        (die|dead|death|dying) & (nobody cares|no reason|hate my life|hate myself|tired of|worthless|burden|hopeless|alone in|no point|nothing left|can not cope|can not go on)
        (end|ending|finish|finishing) ~1 (it|everything|things) & (can not cope|so tired|no point|pills|rope|bridge|tonight|my life|hopeless|no hope|hate|suffering|pain|coward|courage|guts|strength to|plan|ways|how to|thinking of|thinking about)
        (not be|not being|not to be) ~1 (here|alive|around|anyone|anybody) & (wish|want|easier|peace|peaceful|better|relief|quiet|rest|anymore|hope|tired|forever|problem)
        i ~1 (vanished|disappeared|ceased|was gone|were gone|am gone|was dead|were dead|died|was not here|were not here) & (notice|care|miss|relieved|better|easier|happier|quiet|peace|peaceful|soul|free|relief|nobody|fine|cope|cry|grateful)
        (had enough|finished|done|through) ~1 (with|of) (it|it all|everything|this) & (life|living|alive|world)
        life insurance & (option|worth|better|only|best|dead|gone|die|answer|debt|debts)
        (jump|jumping) ~1 off ~1 (it|there|here|that|one) & (bridge|roof|building|cliff|balcony|height|overpass|tower)
        not ~2 (intend|plan|planning|going|expect) ~2 (come|coming|be coming) (home|back) & (gun|rope|goodbye|pills|bridge|never|tonight)
        (want|wnat|wanna) ~1 die
        not ~1 be ~2 (problem|burden|bother|disappointment|worry|weight) & (soon|anymore|gone|longer|again|tomorrow)
        (relief|rest|peace|silence|quiet|darkness|nothingness|oblivion) ~3 (forever|eternal|at last|for good) & (want|wish|need|ready|long|crave|waiting)
        (voice|voices|something|part of me|brain|mind|head) ~4 (jump|end it|do it|die|kill) & (tells|telling|says|saying|whispers|whispering|wants|keeps|screaming)
        (ways|way|method|methods|how) to (die|end it|end my life|disappear for good|stop existing|kill)
        """,
        lone=True,
    ),
    *signs(
        "suicide",
        """
        (run|ran|running) out of reasons
        (exhausting|exhausted|tiring|painful|pointless|hate|tired|sick|torture|unbearable|agony) ~4 (exist|existing|be alive|being alive|staying alive|stay alive|breathing)
        (go|goes|going|be|went) (quiet|black|dark|silent|blank) & (forever|stay|want|step|stepped|jump|jumped|wish|rope|permanently)
        (step|stepped|stepping) off ~2 (platform|kerb|curb|ledge|roof|edge|bridge|chair|balcony)
        ready to (let go|be done|stop trying|stop fighting|stop breathing|close my eyes)
        (said|saying|say) ~1 goodbye to (everyone|people|my family|all|the world|life|my life|my friends|myself)
        (want|need|wish|deserve) ~2 to be (erased|forgotten|buried|nothing|nothingness|in the ground|in a coffin|in a grave|six feet under|ashes|dust|with the stars|free of this body|free of this life|free from this life|a memory|put down)
        (erase|erasing|remove|removing|delete) {refl} from (this world|this earth|existence|the world|life|the planet|everything)
        (stop|not|no longer|quit) ~1 (being|be) ~1 burden
        (stay|staying|keep|keeping|kept) ~1 alive & (hard|tired|exhausting|effort|pointless|struggle|why|reason|forced|forcing|pretending|only|point|fight|sake)
        (it ends tonight|it ends today|this ends tonight|everything ends tonight)
        my life ~1 (needs|has|should|must|deserves) to (end|be over|stop)
        (choose|chose|choosing|chosen|prefer) death
        (all|nothing) ~4 (think about|think of) ~2 (death|dying|ending|die|suicide)
        (can not|not) ~1 (hold on|hang on|hold out) ~1 (any|anymore|much|longer)
        (losing|lost|lose) ~1 (fight|battle|will) & (myself|stay|live|depression|alive|my head|demons)
        (permanent|final) (solution|way out|exit|escape|sleep|rest)
        (pull|pulling) the plug on (me|myself|my life|it all)
        (drive|driving) off ~1 (cliff|edge|bridge|pier)
        on my own terms & (die|go|leave|end|death)
        (ready|time|want|deserve) ~2 (rest in peace|meet death|see death|go to the grave)
        """,
        lone=True,
        soft=True,
    ),
    # the wish
    *signs(
        "suicide",
        """
        {wish} [to] {die}
        {wish} to dye
        i ~3 be dead
        (ctb|unalive|unaliving)
        to self delete $
        would (jump|end it|do it|kill myself) & (coward|brave|courage|guts|scared|chicken)
        not ~2 reason to ~3 (another day|another year|another week|tomorrow|next year)
        (trade|swap|give|switch) ~1 (my life|places) ~3 (someone|somebody|person|anyone) ~2 (want|wants)
        (close|shut) my eyes ~3 (never|not) (open|wake)
        (close|shut) my eyes (forever|for good|for the last time)
        (leave|leaving) (this world|this earth|this planet|the world|this life|this life behind)
        (not|never) (meant|supposed|made|cut out|fit|built|worthy) ~2 (be alive|live|exist|be here anymore|for this world|for this life|of life|to live)
        (easier|better|best|nicer|nice|lovely|wonderful|great|simpler|kinder|preferable|amazing|beautiful) ~3 (not be here|not exist|not be alive|not wake up|die|be dead|be gone|never wake up|not being here|not existing|not being alive)
        (if|when) i got ~1 (hit|run over|cancer|killed|shot|struck|sick and) ~9 (grateful|glad|relieved|happy|fine|ok|okay|mind|care|relief|thankful|good)
        not want ~2 (saved|rescued|revived|resuscitated|to be found|to recover|to get better)
        (nothing|nobody|not anything|not much|little|anything|what) ~3 (keeping|keeps|holding|holds|tying|tethering|ties|kept) me (here|alive|in this world|on this earth)
        (only thing|reason) ~3 (keeping|keeps|holding|stopping|stops) me (alive|here|from ending|from killing|from doing it|from jumping|from dying)
        reason i am ~1 alive
        pretending ~5 (alive|want to live)
        (peaceful|calm|at peace|relieved|lighter) ~4 decided
        (swap|trade|switch) places ~4 (dying|dead|died|cancer|terminal)
        (end|ending) (things|everything|it all) (for good|forever)
        (nothing|nobody) [left] for me (here|anymore|in this|in life)
        not (feel|feeling) like (living|existing|being alive|being here anymore|being a person)
        nobody (needs|wants) me (alive|here|around)
        (not|no longer|stopped being) (scared|afraid|frightened|fear|fearing) ~2 (die|dying|death)
        (imagine|imagining|thinking|think|wonder|wondering|picture|picturing|fantasise|fantasize|dream) ~7 (i was not here|i were not here|i was gone|i were gone|i was dead|i were dead|i disappeared|i did not exist|i never existed|i was never born)
        (yeet|yeeting|toss|launch|launching|hurl|hurling|fling|chuck|throw|throwing) ~2 (off|from) ~2 {height}
        without (a|an) ~4 like me
        (rid|free) of ~2 (burden|mess|disappointment|failure) like me
        (leave|leaving) ~3 behind for good
        (want|wants|wish|ready|like|love|need) ~2 (cease|fade away|perish|vanish|not be a person|be no more|rest in peace|be at rest|be at peace forever|go to sleep for good|slip away|stop breathing|be buried|go to the other side|cross over|be an angel)
        (heart|lungs|brain|body) ~2 (stop beating|stopped beating|give out|shut down|stop working) ~6 (hope|wish|want|pray|glad)
        (hope|wish|want|pray|praying|hoping|waiting) ~6 (stop beating|stopped beating|give out|gave out|flatline)
        (hope|hoping|wish|pray|praying) ~3 (tonight|today|this|tomorrow) is ~1 my last
        (tonight|today|tomorrow|this) is ~1 my last (night|sunset|birthday|christmas|breath|meal|sunrise|evening|day on|day alive)
        (last|final) (birthday|christmas|sunset|breath|meal|sunrise|summer) ~3 (ever|alive|i will|i see|for me|on earth)
        (be|is) my (last|final) (birthday|christmas|sunset|breath|meal|summer|winter)
        (count|counting) ~2 days ~3 (die|gone|end it|am dead)
        (not|never) ~3 (make it|live|see|get|reach) ~2 (thirty|forty|twenty|old age|graduation|adulthood|eighteen|my next birthday|another birthday|to be old)
        (gave|given|giving) up (completely|living|on being alive|on everything and)
        (ending|end|finish|finishing) (everything|it all|this life|this misery|my story|my misery|my existence|my pain for good) ($|tonight|forever|soon|for good)
        (put|putting) (myself|me) out of ~1 misery
        (no|not) ~3 (cure|fix|hope) for me ~3 (death|dying|end)
        (can not|not) ~2 (live|be alive) (with|in) (this pain|myself|my head|this body|this guilt|my own head|what i did|this shame|my skin)
        (too|just) (tired|exhausted|broken|weak) to (live|be alive|exist|keep living|go on living|keep existing)
        (tired|exhausted) ~2 (being alive|living|existing|breathing)
        (life|living|existence) ~2 (is|feels|has become|seems) ~2 (pointless|meaningless|unbearable|torture|hell|unlivable|prison|curse|punishment|agony)
        (born|birth) was ~1 mistake
        i was ~1 mistake ~3 (born|never|exist)
        (universe|god|life) ~2 (want|wants|wanted) me dead
        (people|everyone|they|family|parents|mother|father|he|she|you) ~2 (want|wants|wanted|wish|wishes) (me|i was|i were|i would be) (dead|to die|gone for good)
        (told|tells|telling|tell|says|said) ~3 (kill|hang|unalive|off) (myself|yourself|urself)
        (told|tells|telling|tell|said|says) me to (kms|kys|die)
        {wish} to not (exist|live|wake up|be alive|be here anymore)
        should (die|be dead|not exist|not be alive)
        {who} {is} suicidal
        (feel|feels|feeling|felt|getting|become|becoming|being|been|sounds|seems) ~1 suicidal
        {who} ~2 suicidal
        i ~9 suicide
        suicide ~9 (i|me|my mind|my head)
        (thought|thoughts) of suicide
        end my live
        ^ suicidal
        ^ (suicide|suicidal) $
        (have|having|has|had|got|get|getting|my|these|those|his|her) ~2 suicidal (thoughts|ideation|feelings|urges|tendencies|episode|ideas|plans)
        {think} ~4 {dying}
        {think} ~2 (die|killing|hanging|drowning|shooting) {refl}
        (mind|brain|head) ~4 (suicide|kill myself)
        suicide ~2 (is|seems|feels|looks|looking|sounds) ~4 (option|answer|way out|way|solution|good|great|nice|tempting|easy|easier|choice|think about|mind|appealing|exit)
        (death|dying|being dead) ~1 (is|seems|feels|sounds|looks|would be|might be|could be|must be|will be) ~3 (way out|option|answer|relief|escape|better|easier|good|release|only|nice|peaceful|solution|great|comforting|mercy)
        (no|not|only|any) ~4 (way|out|option|escape|choice|end|solution|answer) ~3 (except|but|besides|than) ~1 (dying|death|die|suicide|kill)
        (wish|wishes|wished) ~1 i (was|were|would|had|could) ~2 (dead|died|die|dying|never born|not alive|never existed|not exist|not wake up|unalive)
        (wish|wishes|wished|better if) ~1 {who} (had|was|were|would) never ~1 (born|existed|been born)
        wish ~1 {who} (did not|do not|does not|would not|had not|was not|were not|never) ~1 (exist|existed|wake up|born|been born|alive|woken up|woke up|survived)
        (better|easier|best|happier|rather|relieved|fine|fine if) if {who} ~3 (never existed|not exist|not here|dead|gone|died|not around|not wake up|not alive|disappeared|never been born|never born)
        (rather|prefer) [to] (be dead)
        (wish|guts|courage|brave enough) ~4 to (do it|end it|jump|die)
        not [ever] (want|wanted|wants|wish|like|care|plan|intend|deserve|need) ~1 to (live|be alive|exist|keep living|go on living|carry on living|continue living|be living) (anymore|$|like this|another|through|on|this|in this world|either|without|with this pain|if|past|long|with myself)
        not (want|wanted|wants|wish|like|need|care|deserve) ~1 to ~1 (be alive|exist|be living|be in this world|be on this earth|be on this planet|be in the world|keep living|go on living|continue living)
        (never|not) (wanted|asked|want) to (live|be alive|be born|exist) ~2 [this long|in the first place|at all]
        not (want|wanted|wants|wish|care) to [be] (stay alive|remain alive|wake up) (tomorrow|$|again|anymore|in the morning|at all|ever|from|one day)
        not (want|wanted|wants) to be [on this] (here|around) anymore
        not (want|wants|wanted|wish) to (be here|live|stay on|go on|stay|be around|exist|live on) without (him|her|them|my)
        not (know if|sure|care if|know whether|care whether|know) ~4 (be alive|am alive|live or die)
        not know if {who} (want|wants) to (be alive|live|be here|exist|keep going)
        (no longer|anymore) (want|wants|wish) to (live|be alive|exist|be here)
        not deserve to (live|be alive|exist)
        not afraid of (dying|death)
        (want|wants|wanting) (it|this|everything|the pain|all|all of it|it all|my life|life|the suffering) ~2 to ~2 (stop|end|be over) (forever|for good)
        (want|wants) (my life|life|it all) to be over
        {who} (want|wants) out of (this life|this world|it all)
        """,
    ),
    *signs(
        "suicide",
        """
        (says|saying|said|told|keeps) ~5 (want|wants) ~1 (it|everything|all) ~1 to (be over|end|stop)
        my life ~1 over
        not (want|wants) to be (here|around) $
        (this is|consider this) ~1 (last message|last post|final message|final goodbye|last goodbye|last note)
        (holding|gripping|clutching) ~1 (razor|blade|gun|noose)
        (what would happen|what will happen) ~5 (i was not here|i were not here|i was gone|i were gone|i disappeared|i was dead|i died)
        wanted to (die|be dead|disappear forever)
        {aim} [to|of|about] (end|ending) it $
        {think} ~1 (end|ending) it $
        (end|ending) it (tonight|today|this weekend|this week|tomorrow|once and)
        (end|ending) it all
        (feel|feeling|felt) like dying
        (rather|prefer) [to] die
        kms
        kms (tonight|fr|for real|$|not joking|no joke)
        """,
        soft=True,
    ),
    # life as not worth it
    *signs(
        "suicide",
        """
        (tired|sick|done|exhausted|weary|fed up) (of|with) (living|life|being alive|existing|this life|breathing|this world|my life|existence|all of life)
        (tired|exhausted) from (living|existing|being alive)
        (had enough|have enough|enough) of (life|this life|living|this world|being alive|existing)
        (no|any|what|see|find|much|little) ~2 (point|reason|purpose|sense|motivation) ~4 (living|being here|being alive|existing|going on|carrying on|carry on|breathing|live|staying alive|stay alive|stick around|sticking around|keep living|keep breathing|be alive|exist|to be here|wake up anymore|in being around|keep going)
        (nothing|nobody|not anything|no reason|little) ~1 to live for
        (nothing|not anything|not much) [left] to (live for|stay alive for|keep me here)
        (not|barely|hardly) worth (living|it anymore living|being alive)
        (life|existence) ~2 (is|has|feels) ~1 (not|no) worth (living|it|it anymore)
        life has no (point|purpose|meaning)
        (given up|give up|giving up|gave up|checked out) ~1 (on|of) (life|living|being alive)
        lost ~3 will to (live|go on)
        no will to live
        no reason to ~3 (tomorrow|get through)
        worth more (dead|gone)
        (am|was|is|just) (taking up|wasting) ~1 (space|air|oxygen)
        (am|is|such|feel like) ~1 waste of (space|air|oxygen|skin|life)
        better off (dead|not alive|not existing|six feet under)
        (better off|better|happier|fine|easier|deserves|okay|cope|good) ~3 without me ($|anyway|around|here|alive)
        (better off|happier|better) ~2 without me (here|around|in it|in their lives|in her life|in his life|alive|in the world|in this world)
        (says|said|saying|thinks|feels|believes|told|convinced|posted|wrote|texted) ~6 (better off|happier|better) ~2 without (him|her|them)
        (better|easier|happier|better off) ~3 if {who} (was|were|is|am|would|died|disappeared|had|just) ~2 (not here|gone|dead|not around|never existed|not exist|not there|not alive)
        (if|once|after|when) i (was|were|am) (gone|dead) ~3 (better|happier|easier|relieved)
        (deserve|deserves|need|needs|better) ~6 if i (was|were|am) (gone|dead|not here)
        world ~4 better ~4 without (me|him|her)
        (nobody|not anyone|anyone|who|everyone) would ~2 (miss|notice|care|cry|mind|be sad|mourn) ~1 (if|when|that) {who} ~2 (died|die|dead|gone|disappeared|disappear|exist|existing|not here|not around|killed|not wake up|vanished|ended)
        not (want|wants|wanted|wish) to (go on|carry on|continue) (anymore|$|like this|living|without|with this|with life)
        not (want|wants|wish|need) to (see|face|meet|make it to) (tomorrow|another day|morning|next year|the morning|my next birthday|christmas|sunrise)
        tomorrow never (comes|came)
        not (think|believe|expect) ~1 i ~2 (make it|survive|live|last) (through|tonight|until|till|past|the night|much longer)
        not ~2 (make it|survive|last) through (tonight|the night|this night)
        (it|life|everything) ~1 (hurts|painful) ~2 to (be alive|live|exist|breathe)
        (being alive|existing|living) ~1 (is|feels) ~2 (exhausting|torture|painful|unbearable|hell|agony|pointless|misery|burden|killing me|hard)
        not (deserve|deserves) to be (here|alive)
        should [have] never ~1 been born
        should not have ~1 (been born|existed|survived|woken up)
        (regret|sorry|hate) ~3 (being born|ever being born|i was born|existing)
        what if i ~1 (ended it|not wake up|did not wake up|killed|died|never woke up|disappeared)
        might ~1 as well (die|be dead|end it|not exist|kill|jump|give up on life|give up on living)
        day i (die|will die|am going to die)
        (chosen|picked|chose|set|know|decided) ~4 i am going to (die|end|go)
        dying (tonight|tomorrow|today) and it is my
        (my|his|her) (final|last) goodbye
        not look for me
        tell ~1 (family|mother|father|kids|children|husband|wife|parents|everyone|sister|brother) i (love|loved) them
        (no hope|hopeless) for me
        i am beyond (help|saving|hope|repair)
        i want to be gone
        not want (a|any) (future|tomorrow)
        (rather|prefer) not (exist|be alive|be here anymore|wake up|live|have been born|exist anymore|be living)
        (who|whoever|someone|they|somebody|when she|when he) ~2 (find|finds) (me dead|my body|me can|me hanging|me in the morning|me will|me should)
        (once|when|after|until) i am dead
        (rope|noose|belt|cord) ~2 (tied|knotted|hung|set up|ready)
        (combination|mix|cocktail|mixture) ~4 (kill me|kill you|not wake up|die|lethal)
        how long ~6 die ~1 (from|if|without)
        (parked|sitting|sat|standing|stood|waiting|walked) ~3 (cliff|bridge|tracks|ledge|edge) ~6 (drive|jump|off|wait|train|end|over)
        not have ~1 future ~1 (want|left)
        can not (face|do|stand|bear|manage|handle) (living|being alive|life|existing|existence) [anymore]
        (giving|give|gave) up on (everything|it all) ~2 life
        ready to be done (with|living|$)
        death ~1 (calls|calling|waiting for|coming for|wants) me
        think about death ~1 (all|every|constantly|a lot|day)
        join my (son|daughter|husband|wife|mother|father|brother|sister|baby|twin|friend|boyfriend|girlfriend|child|late) $
        life after ~3 (not worth|is not worth|pointless|meaningless|no point)
        (he|she) said ~2 (his|her|the) last day
        i will be dead
        (said|says|thinks|told) ~3 his last day
        want to go home to (heaven|god|jesus|the lord)
        (want|wants|wish|ready|need|going|long) ~1 to (be with|join|follow|see) ~5 (died|passed|heaven|dead|deceased|the grave|passed away|late husband|late wife)
        (died|passed|passed away|dead|gone) ~6 (want|wants|wish|need|going) to (go too|follow|join|be with|go with)
        can not (live|go on|be here|survive|exist) without (him|her|them) ~2 (passed|died|is gone|gone|anymore)
        if i (not wake up|never wake up|do not wake up|did not wake up|not make it)
        (people|those|anyone|everyone) who (get|gets|got) to die
        (stopped|quit|stopping|refusing|refuse|skipping|off) ~2 (insulin|dialysis|heart medication|heart meds|chemo|eating and drinking|medication let|oxygen) ~8 (over|die|nature|dead|go|end|kill|care|want)
        (stopped|quit) eating and drinking
        (nearly|almost|close to|about to|came close to) ~2 (stepped|stepping|jumped|jumping|drove|driving|walked|walking|swerved|swerving|crashed|crashing|threw|steering|steered) ~2 (in front of|off|into|under|from) ~3 (train|bus|traffic|truck|bridge|road|wall|tree|river|roof|lorry|tracks|car|balcony|cliff|platform|building|tube|water)
        (rope|noose|belt) ~1 (around|round|over) {my} (neck|head)
        (gun|knife|blade|razor) ~1 (to|against|at|in|on) {my} (wrist|wrists|throat|neck|mouth|head|temple|arm|arms|chest)
        {is} ~2 (at|on|by|near|over) ~1 edge of ~1 (platform|roof|bridge|cliff|building|balcony|ledge|rooftop)
        (standing|sitting) ~1 on ~1 (ledge|railing|windowsill|parapet|tracks)
        {they} ~4 (bathroom|room|garage|shed|car|loft|attic) with ~1 (razor|blade|rope|noose|gun|knife|pills)
        (keeps|hides|hid|hiding|has|keep) ~1 (noose)
        (edge of) ~1 (platform|roof|rooftop)
        (walking|going|driving|heading|headed|off) to the (bridge|cliffs|tracks|train tracks|overpass|viaduct)
        i am ~1 on ~1 (roof|rooftop|ledge|bridge|tracks|train tracks) $
        (dies|goes|passes|leaves) ~4 (i am going with|i go with|i will go with|i am going too|so do i|i am done living|i will follow|i go next)
        {they} ~2 on ~1 (roof|rooftop|ledge|bridge|tracks|overpass) ~6 (jump|jumping|come down|goodbye|want|wants|threatening)
        (sitting|sat|in) ~3 car ~4 engine ~6 garage
        (want|wants|wish|ready|need|could|can) ~3 (end|finish|stop) ~1 (suffering|the pain forever|misery|things forever)
        want to end (tings|things|everything|myself|it all) [forever]
        (not|never) ~2 want ~1 (do|to do) life (anymore|$)
        i quit life
        (said|says) ~1 this is (his|her) last day
        (peace out|clock out|log off|check out|sign out|tap out|bow out|opt out|exit) ~1 (of|from) (life|this life|this world|existence|the world|living|this earth)
        (log off|clock out|tap out|check out|checking out|sign off) (permanently|forever|for good)
        (meet|meeting) my (maker|god|creator)
        {aim} ~3 (flip|dive|leap|nosedive|swan dive|backflip|header) off ~2 (bridge|roof|building|balcony|overpass|cliff|rooftop|car park)
        (pass|hand|give|fetch|get) me ~1 (noose|rope and)
        someone ~2 (end|kill|shoot) me ~3 (mean it|seriously|not joking|for real|actually)
        (wish|want|need|hope|pray|beg|begging) ~2 (someone|something|anyone|god|life|anything|him|her|they) ~2 (kill|killed|kills|shoot|murder|end|take|takes) me $
        (if nobody|if no one|unless someone) ~3 (answers|replies|cares|helps|comes) ~2 i am ~3 (do it|done|dead|gone|end it|jump|jumping)
        (if|when|once|after|day) ~9 i am ~1 (ending it|jumping|checking out|ending things|killing myself|done living|done with life)
        done living
        (swallow|swallowing|take|taking|down) ~1 bottle $
        (lied|lie|lying) ~6 not suicidal
        suicidal ~9 (lie|lied|lying)
        not suicidal but i (am|was lying|lied)
        told ~4 not suicidal ~1 but
        (my|her|his) [last|second|third|first|previous|failed|recent] attempt (was|failed|in|did not|had)
        (survived|survive) ~4 (wish|wished) i ~1 (not|had not|did not)
        idk if {who} (want|wants) to (live|be alive|be here|exist)
        want to sleep 4ever
        {relieved} ~6 {absent}
        {absent} ~8 {relieved}
        (nobody|not anyone|who|anyone|anybody) ~2 (notice|notices|noticed|miss|misses|missed|mourn|remember|care|cares|blink|cry) ~3 {absent}
        (nobody|not anyone|who|anyone) (would|will) (notice|miss|mourn) ~2 me
        (world|earth|universe|planet|society) ~3 not (need|want|miss) ~1 me
        (made sure|sorted|arranged|arrangements|asked) ~9 (i am gone|i am no longer|i am not around|i am not here|i am dead|i die)
        (no|not|never|stopped|stop|lost|without|losing|little|barely) ~3 (point|reason|purpose|meaning|sense|reasons) ~2 (my life|be alive|being alive|being here|live|living|my existence|existence|existing|exist|stay here|stay alive|breathe|breathing|go on|going on|keep going|carry on|carrying on)
        (one|single) way out
        end for me
        this is the end $
        end of the (road|line) for me
        not have (it|strength|energy|will|fight|courage) ~3 (keep going|go on|carry on|live|continue|keep living|keep fighting|stay alive)
        not have ~3 (fight|strength|energy|will to live) left
        (no|any) (fight|strength) left
        (you|they|she|he|someone|somebody|family|mother|police) (will|would) find (letter|letters|note|notes|body|the letter|the letters|the note|the notes|my letter|my note|my body|my letters|a letter|a note)
        (decided|chosen|choose|plan|planning|want|going|rather|prefer) ~1 not to be (here|around|alive)
        (decided|decide|choose|chosen) not to (live|go on|be alive|exist|continue|wake up)
        (ready|want|wants|time|longing|long) ~2 (big sleep|long sleep|eternal sleep|forever sleep|final sleep|endless sleep|rest forever|eternal rest|forever nap|dirt nap)
        (picture|picturing|imagine|imagining|see|seeing|vision|visions|images|dreams|dreaming|pictured) ~2 {refl} ~1 (hanging|jumping|falling|dead|dying|drowning|bleeding|gone|lying)
        (stop|stopping|keep|hold) {refl} from (doing it|jumping|ending it|acting|doing something|taking|cutting)
        (nothing|nobody|anyone|everyone|they|people|world|you|who) ~1 (would|will) ~6 (if|when|once|after) i (died|die|was dead|were dead|am dead|was gone|am gone|disappeared|killed|stopped existing|was not here|were not here|not exist|end it)
        (fine|ok|okay|relieved|relief|better|happier|cope|get over|looked after|taken care of|provided for|free|easier|peace|glad|celebrate|forget me|move on) ~8 (i am gone|i die|i am dead|i was gone|i was dead|i was not here|i go for good)
        (they|kids|family|everyone|he|she|you|people|children) ~2 (get|be) (over me|over it if|better without me)
        (can not|not|could not) ~1 (imagine|face|bear|stand|picture|take|survive|endure) ~1 (living another|another year|another month|another week|another day alive|living like|being alive|living any|waking up tomorrow|more days|being here any)
        not (strong|brave|tough) enough to (keep living|live|go on|carry on|keep going|stay|survive|continue|stay alive)
        (no place|not a place|no room) for me ~2 (planet|world|earth|life|here anymore)
        (world|planet|life) is not for me
        why ~3 (am|was) i ~1 (alive|not dead|even alive|breathing)
        (hate|sorry|regret|disappointed|angry|mad|gutted|disgusted) ~3 (am alive|being alive|still alive|that i woke up|i exist|i survived|existing)
        (look forward|looking forward|long|longing|craving|crave|welcome|embrace|dream|comfort|jealous|envy|eager|pray|praying|beg|begging|hoping|yearn|yearning|wait|waiting) ~4 (death|dying|the grave|being dead|the dead|dead people)
        {who} ~3 (long|longs|yearn|yearns) for (death|the end)
        (wish|should have|shame|sad|annoyed|gutted|pity) ~2 (had worked|would have worked|succeeded|finished the job|gone through with it|went through with it)
        not (survived|made it|woken up) ~3 (wish|better)
        (wish|wishes|should) ~3 not (survived|saved me|found me|stopped me|been found|been saved)
        (end up|ending up|wind up|be) dead ~6 (glad|happy|fine|relief|relieved|hope|good)
        not ~2 (guarantee|promise|sure|swear|know if) ~4 (am alive|be alive|here tomorrow|make it through|be here tomorrow|wake up tomorrow|survive tonight)
        not ~3 safe (with|around|from|alone with) (myself|me)
        (nobody|not anyone|who) would [even] miss (me|him|her)
        {who} [am|is|do|does] not (belong|meant|supposed|made|cut out) ~3 (this world|be alive|this life|this earth|exist|live)
        (can not|unable to|not think i can|not able to|not know how to|not know how much longer i can|how much longer i can|not sure i can|can barely|not know if i can) (go on|keep going|carry on|continue) (anymore|like this|living|$|with life|without|another|much longer|with this)
        (can not|could not|not think i can|not know if i can|not want to|not) ~2 (keep living|live like this|live with this|live anymore|live with myself|keep on living|stay alive|live this life)
        (can not|not|never) ~2 do this life
        (can not|not) ~2 (do|face|take|survive|handle|get through) another (day|night|year|morning) (of this|like this|$|of life|in this world|alive)
        not ~6 (keep|trust) {refl} (safe|alive|alone|from|not to|with)
        not ~3 (see|imagine|picture) {refl} ~1 (alive|living|being alive|making it|being here|growing old|surviving)
        not ~2 see ~2 (future) ~4 (not want|no future|for me)
        """,
    ),
    # sleeping, going, being gone
    *signs(
        "suicide",
        """
        (hope|hoping|hopes|pray|praying|prayed|wish|wishing|hoped|prays|want) ~3 not wake up
        (hope|hoping|hopes|pray|praying|prayed|wish|wishing|want|fantasise|fantasize|mind|care) ~4 never (wake up|woke up|wake)
        (sleep|asleep|bed) ~4 (never|not) (wake up|waking up|wake|woke up) $
        (sleep|asleep) ~4 (never|not) (wake up|waking up|woke up|wake) (again|anymore|tomorrow|from|that)
        (want|wants|wish|go|going|like|need) ~3 sleep (forever|permanently|for good|and never)
        (want|wish|going|like|could|need|love) ~2 (disappear|vanish) (forever|for good|permanently|and never come back|from this world|from this earth)
        (want|wish|like) ~2 (disappear|vanish) off the face of
        (stop|stopped|stopping) existing
        (hope|hoping|hopes|pray|praying|wish|wishing|mind|care|waiting) ~5 (hit|struck|killed|crushed|run over|taken|flattened|shot) ~1 (by|me|over) [a|the|me]
        (not mind|not care|not matter to me) if ~4 (hit me|killed me|died|die|dead|got killed|took me|not wake up|got cancer)
        (not mind|fine with|okay with|ok with|at peace with) (dying|being dead|death|not waking up)
        not care (if|whether) {who} (live|lives|die|dies|died|lived|wake up|am alive|is alive)
        (hope|hoping|pray|praying|wish) ~1 i (die|died|am dead|get cancer)
        (wishes|hopes|wish|hoping) (he|she) (was|were|would|could|had) ~2 (dead|die|died|never born)
        (hope|hoping|wish|pray|praying) ~2 heart ~2 (stops|stop|stopped|gives|give|gave|fails)
        (god|lord|jesus|universe) ~2 take me $
        (god|lord|jesus|death) ~2 take me (away|home|now|already|in my sleep|tonight)
        (if|when) i (died|die|was dead|were dead) ~2 (would|who|nobody|does|will) ~2 (anyone|anybody|nobody|care|notice|come|miss|would)
        (if i|when i) (kill|killed|end|ended|hang|hanged) {refl}
        who will ~4 when {who} (am|is|was) dead
        (not be|not being|will not) (around|here|alive|still here) (much longer|for long|for much longer|long|by christmas|to see|by then|by tomorrow|by the time)
        (not be|not being|not stay) alive (much|by|next|tomorrow|for|to see|after|anymore|long|at|when|in|$)
        (not|never) ~2 (make it|live|survive) (to|past|until|till|through) (my birthday|christmas|tomorrow|the weekend|tonight|the night|next year|thirty|the end of the year|morning|the week)
        by the time (you|anyone|someone|they|anybody) (read|reads|see this|sees this|find me|finds me|find this|get this|gets this|hear this)
        not be (problem|burden|bother|bothering) ~4 (anymore|after|longer|again|soon)
        (not be|never be) a (problem|burden|bother) ~4 (anymore|after|longer|again|soon)
        not (hurt|suffer|be in pain|feel pain|feel anything|hurt anyone) anymore ~3 (over|gone|peace|dead)
        (over|gone) ~4 not (hurt|suffer|be in pain|feel pain) anymore
        (want|wants|ready|wish|need|going|rather|long|hope) ~1 to ~2 (join|be with|see|be together with|reunite with) ~4 (in heaven|up there|on the other side|in the afterlife|wherever he is|wherever she is|beyond the grave|in the next life)
        ready to (go|leave) ~3 be with
        ready to (meet my maker|leave this world|leave this life|leave this earth|go home to god)
        (going to|soon i will|i will) join (him|her|my) ~2 (in heaven|soon|in the grave|tonight)
        tell ~1 (mother|father|kids|children|family|parents|brother|sister|wife|husband|him|her|them|everyone|son|daughter) ~1 i ~1 (sorry|loved|am sorry)
        (my|his|her) last (day|night|hours|moments) (on earth|alive|on this earth|in this world)
        (one|single|just) step ~4 (be over|all over|it is over|be done|be gone)
        (goodbye|farewell) (forever|world|cruel world|for good|for ever|to this world|to the world)
        (way out|escape|exit|solution|option|thing) (except|but|besides) (one|dying|death|that|to die)
        suicide (note|letter|notes|letters)
        (found|find|finding|received|got|read) ~3 (goodbye|farewell) (letter|note|letters)
        (suicide) (plan|date|pact|method|methods|kit|forum|forums)
        (wrote|writing|written|wrote the|write|finished) ~3 (letter|letters|note|notes) ~9 (for after|for when i am gone|when i am gone|after i am gone|once i am gone|after i am dead|when i am dead)
        (plan|planning|date|day) ~2 (picked|set|chosen) ~2 to (die|end|go)
        not have to (deal|put up|worry|bother|live|cope) ~1 (with|about) me (anymore|much longer|again|after|soon)
        not have to (see|hear|look at|carry|take care of|think about|worry about|look after) me (anymore|much longer|again|after)
        (rid|free) of me (forever|for good|soon|anymore)
        not worry about me (after|anymore|tomorrow)
        (not|never) ~5 (being|be|am) around (to see|by|next|past|much|at christmas|when|long) ~3 (grow|year|christmas|summer|longer|long|birthday)
        (not plan|not planning|not intend|not expecting|not think|not expect|not see) ~3 (being|be|making) (around|alive|here|it) (for|to|past|when|by|much|long|next)
        (wonder|wondering|imagine|imagining|think|thinking|come to|planned|planning|picture|picturing|who will be at) ~4 my funeral
        (wish|hope|rather|hoping) ~3 (cancer|accident|illness|disease|tumor|tumour|lightning|virus) ~2 (take|took|takes|kill|kills|killed|get|gets) me
        (pain|suffering|hurt|it|this|torture) ~3 (end|ends|stop|stops|over) ~1 (unless|until|when|if) i (end it|die|am dead|go|am gone)
        (way|thing) ~3 (stop|end|peace|free|escape|rest|quiet) ~6 (to die|end it|is death|is dying|is dead|is to end|is if i die|be dead|is suicide)
        {think} ~1 (forever sleep|forever nap|eternal sleep|permanent sleep|the big sleep|the long sleep|eternal rest)
        (k word|k wording|game end|unlive|self unalive) {refl}
        (self unalive|unlive myself|forever nap)
        {aim} [to] (rope|self unalive|unlive|forever sleep) $
        not get (to|past) (see|live) ~3 (tomorrow|morning)
        """,
    ),
    *signs(
        "suicide",
        """
        (this is|it is) ~1 (goodbye|farewell) [everyone|all|guys|forever|then|i|my]
        (wrote|write|writing|written|left|sent) ~3 (goodbye|farewell) (letter|letters|note|notes|text|texts|message|messages|video|videos|post|story)
        (posted|uploaded|recorded|made|sending|recording) ~3 (goodbye|farewell|final) (letter|note|text|message|messages|video|videos|post|story)
        (saying|said) my goodbyes
        """,
        soft=True,
    ),
    # questions about ways to die, whoever asks them about whom
    *signs(
        "suicide",
        """
        do you ~1 want to die
        (does|would|will|is|how much) ~3 (hurt|painful) ~3 (die|hang|hanging|overdose|drown|drowning|jump|bleed|dying)
        (does|would|is|will) ~2 (overdose|overdosing|hanging|drowning|dying|jumping|bleeding out) ~2 (hurt|painful|quick|fast|peaceful)
        garage ~4 (engine|exhaust) ~5 (door|running|hose|on|shut|closed)
        hose ~4 exhaust
        head in ~1 oven
        enough ~2 {pills} ~4 (saved|end|die|kill|do it|not wake up|never wake|go|finish)
        how many ~5 {pills} ~8 (would it take|does it take|will it take|it take|kill|to die|die|lethal|fatal|overdose|many|enough to|enough for|not wake up|enough)
        how much {pills} ~4 (kill|to die|die|lethal|fatal|overdose|not wake up)
        {pills} ~4 (lethal|fatal|deadly)
        (lethal|fatal|deadly) ~3 {pills}
        (way out|way|escape|answer|solution|option|exit|cure) is ~1 (death|dying|to die|suicide|through death)
        let me die
        (tonight|today|tomorrow|soon) i die
        die ~2 by my own hand
        by my own hand
        what is there to live for
        why (should|do|would|must) i ~1 (live|keep living|exist|go on living|stay alive|keep going on|be alive)
        ^ why live $
        see you ~1 (on the other side|in the next life|in heaven|in hell)
        (bleach|antifreeze|insulin|{pills}|carbon monoxide|helium|cyanide|poison|jump|drop|bullet|gas) ~4 (kill me|kill you|kill a person|kill someone|be fatal|enough to kill)
        how do ~1 (people|i|you) (hang|kill|drown|overdose|unalive) ~1 (themselves|myself|yourself)
        (lethal|fatal|deadly) (dose|dosage|amount|quantity|overdose)
        (painless|painlessly|easiest|quickest|fastest|best|peaceful|surest|quick|easy|painful|gentle) ~2 (way|ways|method|methods) ~1 to (die|end it|unalive|end my life|kill {refl_any}|end your life|end it all|take my life|suicide|end it for good)
        (painless|painlessly|peaceful|painful) ~1 (way|method) to (go|do it|go out|leave)
        (painless|peaceful|quick) (death|suicide|exit)
        how ~1 to (kill|hang|unalive|off|drown) {refl_any}
        how to (die|end my life|tie a noose|make a noose|commit suicide|od|overdose)
        how long ~6 (bleed out|bleed to death|suffocate|die from)
        how long ~6 to (drown|die|hang|starve) ($|from|if)
        (can|will|would|could|do|does|if) ~1 (i|you|someone|they|it|that|we) ~1 (die|kill me|dead) ~1 (from|of|by|if|with|after) ~3 {pills}
        {pills} ~4 (will|would|could|can) ~1 (i|it|they|that|you) ~1 (die|kill me|be dead|kill you|not wake up|never wake up)
        what happens if (i|you|someone|we) ~1 (take|takes|took|swallow|swallowed|mix|od|overdose) ~3 (all|many|bottle|pack|every|{many}|lot|handful)
        (hanging|jumping|drowning|pills|overdose|overdosing|gun|shooting|cutting|bleeding) or ~1 (hanging|jumping|drowning|pills|overdose|overdosing|gun|shooting|bleeding|bridge|rope)
        (take|took|taking|swallow|swallowing) ~2 bottle ~6 (not wake up|die|dead|fall asleep|never wake)
        (googling|google|looking up|searching|search|searched|looked up|look up|googled|reading about) ~3 how (high|many|long|much) ~3 (building|pills|tablets|bridge|fall|rope|drop|height|overdose)
        (looking up|searching|googling|researching|look up|search) ~2 (ways to|methods|how to) ~1 (die|suicide|kill|end|painless)
        """,
        sure=True,
    ),
    # means at hand
    *signs(
        "suicide",
        """
        (stockpiling|stockpiled|hoarding|hoarded|hoard|stockpile|collecting|saved up|saving up) ~5 {pills}
        {have} ~4 {gun} ~3 (next to|in front of|in my hand|in my lap|on my lap|beside|in his hand|in her hand|loaded|to my head|ready|on the bed|in my mouth|by my bed|under my pillow|on the table|waiting)
        {have} ~3 (pills|rope|gun|noose) ~2 (ready|lined up|laid out|counted)
        (bought|buying|got|found) ~1 (a|some|the) (rope|noose|gun) (yesterday|today|tonight|$|online last night)
        (tied|tying|tie|made|hang|hung|hanging) ~2 noose
        {is} ~2 (on|at|up on) the (ledge|railing|edge of the bridge|edge of the roof|wrong side)
        (standing|sitting|stood|sat|am) ~3 {height} ~2 (looking down|and i want|ready to|about to|thinking|wondering)
        (stones|rocks) in my pockets
        (loaded|loading) ~3 (gun|pistol|shotgun|rifle|revolver)
        (picked|chosen|chose|found|decided on) ~2 (bridge|rooftop|spot to do it|tree to|place to do it)
        (platform|bridge|tracks|roof|ledge|overpass|edge|cliff|rooftop|balcony) ~3 (thinking|wondering|looking down|looking at the water|tempted|ready to jump|want to jump|about to jump)
        {aim} [to] (take|swallow|down|taking|swallowing) ~1 (all|every|bottle|handful|bunch|many|lot) ~4 {pills}
        {aim} to (overdose|od)
        {think} overdosing
        {think} ~3 (using it on me|using it on myself|pulling the trigger)
        pull the trigger on (myself|me)
        """,
    ),
)
