"""Self-harm, and what has been taken or is failing."""

from __future__ import annotations

from mascot.safety.signs import signs

SELF_HARM = (
    *signs(
        "self_harm",
        """
        {hurt} (myself|ourselves)
        (will|would|might|could|may|to|of|is|been|keeps|keep|started|by|about|from|stop|tried|trying|kept|has been|if she|if he) ~1 {hurt} (himself|herself|themselves|themself)
        (cutting|cuts|harming|harms|starving|burning|punishing|mutilating) (himself|herself|themselves|themself)
        (do|done|doing|try|attempt) (something|anything|smth|harm) ~2 to (myself|himself|herself|themselves)
        (do|doing) (something stupid|anything stupid) ~1 tonight
        (danger|risk|threat) to (myself|himself|herself|themselves)
        """,
        act=True,
    ),
    *signs(
        "self_harm",
        """
        (been|started|keep|keeps|stop|back to|am|is|relapsed|resist|quit|began|again|resumed) ~1 cutting $
        (been|started|keep|keeps|stop|back to|relapsed) ~1 cutting (again|for|to cope|every|at night|deeper|more|when)
        (urge|urges|urges to|itching|need|want|craving|tempted|wanted) ~1 to (cut|burn|bleed) ($|again|is|so|tonight|tonight is|deeper|myself|came|are)
        (relapsed|relapse|relapsing) ~4 (cut|cutting|blade|razor|thighs|wrists|self harm)
        (cut|cuts|cutting|slice|slicing|sliced|scratch|scratching|scratched|carve|carving|burn|burning|clawing|claw|digging) ~3 (my|his|her|their) {body}
        (cuts|scars|burns|blood|marks) ~1 on ~3 (wrists|wrist|arms|thighs|sleeves|sleeve|forearm|legs)
        (blade|razor|lighter|scissors|razors|blades|glass) ~9 my (arm|arms|wrist|wrists|skin|leg|legs|thigh|thighs)
        (burn|burned|burnt|burning|cut) {my} (arm|skin|leg|hand|arms|legs) ~5 (on purpose|deserve|deliberately|cigarette|cigarettes|feel something)
        (hit|bang|hitting|banging|bash|bashing|slam) {my} head ~4 (until|till|so i|to feel)
        (hit|hitting|hits) {refl}
        (starve|starving|purging|purge|not eaten|not eating|not eat|stop eating|stopped eating) ~9 (waste away|nothing left of|until i die|till i die|heart gives|heart to give|heart just gives|heart stops|disappear|fade away|to death|until i collapse)
        (hope|hoping|until) i waste away
        {who} ~2 self harm
        (started|starting|been|urge|urges|urge to|want|want to|going to|need to|stop|relapsed into|back to|doing|do|again) ~1 self harm
        self harm (again|tonight)
        (clean|free) from (sh|self harm|cutting) ~6 (relapse|want|urge|hard|going to|tempted)
        (thinking|thoughts|urge|urges|want) ~2 sh (again|$)
        (want|wants|need|crave|miss|craving|missing) ~2 (feel|see|touch|use) ~1 (blade|razor|blood|bleed)
        (deserve|deserves) ~5 (i cut|i burn|i hurt|i hit)
        (covered|full) ~2 (cuts|burns|scars)
        (pictures|picture|photo|photos) ~2 {my} (cuts|wrists|scars)
        (blood|bleeding) ~2 not stop
        i [used to] cut ~6 (start again|want to start|starting again|urge)
        (throw up|throwing up|purge|starve|starving|not eat|not eating) ~9 (kills me|kill me|want to disappear|die|dead)
        make (myself|herself|himself) (bleed|throw up|vomit|sick|puke|hurt)
        (making|makes) (myself|herself|himself) (bleed|throw up|vomit|sick|puke|hurt)
        (cut|cutting) ~1 (deep|deeper)
        (slice|sliced|slicing|slash|slashed|slashing) my (arm|leg|belly|chest)
        i cut (again|to cope|to feel|to punish|because i hate|every night|every day|almost every)
        {my} (cutting|self harm|self harming) ~2 (is|has|gets|got|getting|again|worse)
        (relapsed|relapsing) (last night|tonight|today|again|yesterday|after)
        (pick|picking|picked|reach|reaching|reached|grab|grabbed|grabbing|hide|hiding) ~2 (razor|razors|blades)
        cuts i made
        (wrists|wrist) ~2 (bandaged|bandages|stitched|stitches)
        (bit|bite|pinch|pinched|slapped|punched|scratched|stabbed|whipped) (myself)
        (slam|slammed|smash|smashed|hit|punched|punch|burn|burned|burnt|hurt|cut|bang|banged|broke) my (hand|hands|head|arm|leg|fingers|face|thigh|foot|wrist) ~5 (on purpose|deliberately|intentionally)
        i deserve ~1 (pain|to hurt|to suffer|to be hurt|to bleed)
        (sleeves|arms|wrists|legs|bed|sheets) ~3 (covered|soaked|full) ~2 blood
        not eaten (in|for|since) ~3 (week|weeks|days|month) ~5 (not plan|never|disappear|hope|die|not want to)
        (hope|wish|want|hoping) ~2 (anorexia|bulimia|eating disorder|starvation|disease|illness|sickness) ~2 (kills|kill|takes|take|finishes)
        (burns|cuts|bites|scratches|starves|punches|hits|cutting|burning) (himself|herself|themselves)
        (stuck|stabbed|poked|jab|jabbed) ~1 (needle|needles|pin|scissors|knife|pencil) ~2 (in|into) my
        (scratch|scratching|pick|cut|claw|dig|digging|bite|biting|picking) ~5 (till|until) ~2 (bleed|bleeds|bleeding|blood)
        """,
        act=True,
    ),
    *signs(
        "self_harm",
        """
        (helps|help|cope|relief|release|calms) ~4 (razor|blade|cutting|bleeding)
        (razor|blade|cutting) ~4 (helps|relief|release|calms me|cope)
        cutting is ~2 (friend|control|escape|coping|outlet|thing)
        """,
        sure=True,
    ),
)

EMERGENCY = (
    *signs(
        "emergency",
        """
        (took|taken|swallowed|swallow|downed|eaten|ate|popped|drank|swallowing|taking) ~1 (all|every|bottle|bottles|handful|handfuls|bunch|lots|load|loads|packet|packets|pack|box|boxes|{many}) ~6 {pills}
        (took|taken|swallowed|downed|popped|ate|eaten) ~1 many ~2 {pills}
        (took|taken|swallowed|downed|popped) ~4 {many} ~2 {pills}
        (took|taken|swallowed) ~1 much ~2 {pills}
        (had|have had|swallow) ~1 {many} ~3 {pills}
        (lots of|much|lot of) blood
        blood everywhere ~3 (help|knife)
        (took|taken|swallowed|downed) (the|a) bottle ($|of pills)
        (took|taken|swallowed|downed) (everything|all of it|all of them) in the (cabinet|medicine|bathroom|drawer|cupboard)
        swallowed everything
        ^ overdosed
        (i|he|she|have|has|they|think i|may have) ~1 (overdosed|oded|od)
        {they} [has|have|is|was] (overdosed|overdosing|oding) (and she will not|and he will not|help|tonight|on|again|this morning|last night)
        (took|taken|taking|take|had|having|after) ~2 (overdose)
        (took|taken|swallowed) more {pills}
        (took|taken|swallowed) something ~6 (dizzy|scared|sick|sleepy|help|regret|drowsy|faint)
        (poisoned|drugged|overdosing|od'ing) (myself|himself|herself)
        (am|is|are) overdosing
        {they} ~2 (overdosed|oded) ~4 (not responding|not waking|unconscious|not wake|help|now|respond)
        (drunk|drank|had|drinking) ~4 (vodka|whisky|whiskey|gin|wine|alcohol|rum) ~3 (took|taken|with|and) ~3 {pills}
        (took|taken|swallowed) ~2 prescription (at once|in one go|together)
        {they} ~1 (took|has taken|taken|swallowed) [some|a lot of|lots of|a load of|the|his|her|their] (pills|tablets|meds|pills and)
        (mixed|mixing) ~3 {pills} ~3 (alcohol|vodka|wine|gin|whisky|whiskey|drink|beer|everything)
        (injected|inject|injecting) ~5 (insulin|heroin|fentanyl|on purpose)
        (drank|drunk|drinking|swallowed|drink) ~5 (bleach|antifreeze|pesticide|drain cleaner|weedkiller)
        (drank|drunk|drinking|swallowed|swallowing|drink) ~2 (bleach|poison|antifreeze|pesticide|drain cleaner|weedkiller|rat poison|acid)
        """,
        act=True,
        past=True,
    ),
    *signs(
        "emergency",
        """
        (is not|am not|not|stopped|barely|hardly) breathing
        {they} ~5 (turning|turned|going) blue
        lips ~2 blue
        chest (pain|pains) ~4 (breathe|not breathe|can not breathe|arm|collapse)
        (passed out|collapsed) ~5 (wake|breathing|respond|blue|responding|pulse)
        no pulse
        not (responding|waking up|respond) ~3 (help|breathing|unconscious|floor|cold|collapsed)
        (collapsed|overdosed|fell|floor) ~4 not (responding|waking|moving|breathing)
        (baby|child|son|daughter|toddler|he|she|husband|wife|mother|father) is choking $
        (house|flat|building|room) is on fire ~4 (trapped|stuck|inside|not get out|help)
        can not breathe ~4 (dying|going to die|collapse|passing out)
        {they} ~2 (unresponsive|unconscious)
        (he|she|{person}) ~1 will not wake up
        (am|is|are) having a (heart attack|stroke|seizure)
        (bleeding|bleed) (out|heavily|badly|a lot|to death|everywhere)
        (bleeding) will not stop
        (not stop|can not stop) ~1 bleeding
        """,
        act=True,
    ),
)
