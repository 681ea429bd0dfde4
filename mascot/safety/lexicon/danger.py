"""Being hurt or threatened, seeing it happen, and being about to do it."""

from __future__ import annotations

from mascot.safety.signs import signs

DANGER = (
    *signs(
        "danger",
        """
        {intimate} ~3 {beat} (me|us) ($|every|again|when|last|up|with|until|till|so hard|in front|tonight|this|because|today|daily|almost|for|and|if|badly|all)
        {intimate} (is|has been|keeps|was|started|has) ~1 {beat} (me|us)
        {intimate} ~1 (choked|strangled|strangles|chokes|choking|suffocated|beats|abuses|molests) (me|us)
        {intimate} ~1 beats ~1 (kids|children|mother|her|him|me|us)
        {intimate} ~2 (pushed|threw|shoved|dragged|kicked) (me|us|her) ~2 (stairs|wall|floor|hair|window|car|door)
        {intimate} ~1 (tried|trying|tries|wants) to (kill|strangle|stab|shoot|choke|suffocate|drown|rape|poison|murder|smother) (me|us|her|my|him)
        {intimate} ~1 (burns|burned|burnt|burning|cuts|cutting|poisoning|drugging|starving|locks|whips|whipped|drugged) me ~3 (cigarette|cigarettes|iron|knife|belt|water|in|with|$)
        (not let|not allow|never let|never lets|will not let|not letting) (me|us) ~1 (leave|out|go out) ~3 (house|flat|room|apartment|home|phone|takes|hits)
        against my will
        {intimate} ~1 (is|are) going to kill (me|us) (if|tonight|unless|help|one of these|in my sleep|and then)
        {intimate} ~1 (is|are) going to kill (her|him|them|my mother|my sister|my brother|my kids|my child|my father|my son|my daughter|the kids|his wife) ($|and|if|tonight|one|he|she|for leaving|unless|help)
        {intimate} ~1 (killing|murdering) (me|her|him|them) $
        (someone|man|stranger|guy|he|they|people|ex|husband|boyfriend|father) (is|are) ~1 (trying|try) to (get|break|come) (in|into|inside) ~2 (house|flat|room|apartment|home|door|window|$)
        (someone|man|guy|he|stranger|people|they) ~2 (outside|downstairs|upstairs|inside|here) ~2 (with|has) ~2 (gun|knife|guns|machete|bat|axe)
        (people|someone|man|they|guy|gunman) ~1 (is|are) (shooting|stabbing) ~2 (people|outside|inside|at|everyone|up|here)
        {intimate} ~3 (beating|hitting|strangling|choking|stabbing|kicking|attacking|abusing|hurting|punching|beats|abuses|molesting) {victim}
        (threatens|threatened|threatening|threat|threats) ~3 (kill|hurt|shoot|stab|murder|harm|burn|bury) ~1 {victim}
        (said|says|saying|swore|swears|told|tells|vowed|promised) ~2 (will|would|going to|to|might|want to|wants to) ~2 (kill|shoot|stab|murder|bury|strangle) (me|us|the kids|my kids|her)
        (scared|afraid|terrified|frightened) ~3 go home ~1 (because|he|to him|father|my father|tonight|she)
        (scared|afraid|terrified|worried|frightened|fear|fears|convinced|know|believe) ~5 (kill|kills|murder|shoot|stab|hurt|beat|kills) (me|us)
        (scared|fear|fearing|afraid|terrified|frightened|fears) for (my|our|her|his|their) (life|lives|safety)
        {intimate} ~1 (has|have|holding|pulled|pointed|pulling|pointing|pulls|grabbed|waving|came at me with|coming at me with) ~1 (a|the|his|her) (gun|knife|bat|machete|pistol|hammer|rifle|shotgun|weapon|axe)
        (pulled|pointed|pointing|held|holding|pulls|points) ~1 (gun|knife) ~1 (at|on|to) (me|us|her|my)
        (gun|knife|bat|axe|machete) ~5 (kill me|kill us|going to kill)
        {intimate} ~3 outside ~3 (with a|door) ~3 (gun|knife|bat|kill|weapon|axe)
        hiding (in|from|under) ~6 (knife|gun|kill|hurt|find me|hit|him|her)
        (locked|hiding|hid) ~1 (myself|me|us|ourselves) in ~6 (he|she|knife|scared|kill|breaking|hit|hurt)
        (hand|hands|fingers|belt|arm) ~2 (around|round|on) my (throat|neck)
        (said|says|saying|swears|threatened|messages|texts|promised|told) ~8 (he|she|they) ~1 (will|would|going to) (kill|shoot|stab|murder|slit|finish|strangle|bury|end) (me|us|my)
        (says|said|threatens) ~4 (finish|end) (me|us)
        man with a (gun|knife|machete|rifle) (in|at|outside) (my|our|the|this) (school|house|building|work|store|mall|door|campus|class|church|office|street|flat|garden|yard|room)
        active shooter
        hear (someone|somebody|people|them|him|footsteps) ~2 (breaking in|breaking|inside|downstairs)
        (shooter|gunman|bomb) (at|in|outside|near|on) ~1 (school|work|campus|mall|building|house|office|street|church)
        (someone|he|she|friend|brother|people) [has|have] been (shot|stabbed) $
        {intimate} ~1 (is|gets|getting) ~1 violent ~5 (scared|afraid|knife|gun|hit|hits|hurt|help|hide|hiding)
        {intimate} (touches|touched) (me|us) $
        {intimate} (is|has been|was|keeps) (abusing|molesting|raping|grooming|stalking|strangling) me
        forced (me|her) to have sex
        (forces|forced|forcing|makes) (me|her) ~1 (sex|to have sex|to sleep with|into sex)
        beaten up by my
        (beaten|hit|abused|punched|strangled|choked|attacked|threatened|assaulted) by my (father|mother|husband|boyfriend|wife|partner|ex|stepfather|brother|uncle|girlfriend|own father|stepmother)
        {intimate} ~2 (chasing|chased) me ~2 (with|$)
        with a (knife|gun|machete|bat|axe) (chasing|following|after|outside|in my)
        {intimate} ~5 (house|door|work|flat|school|window|place) with ~1 (gun|knife|bat|machete)
        (threatened|threatens|threatening|going) to (set|light) (me|us|her|the house|my house) on fire
        {intimate} will (kill|murder) me (if they find|if he finds|if she finds|if they ever|if he ever|for being|when they find|when he finds)
        {intimate} (hits|beats|shakes|hurts|slaps|kicks) ~1 (baby|kids|child|children|son|daughter)
        {intimate} ~3 (here|kitchen|outside|door|house|room|hall|stairs|downstairs|upstairs|garden) ~1 with ~1 (knife|gun|bat|machete|axe|hammer)
        {intimate} ~1 (stabbed|shot|poisoned|strangled) me
        burn ~3 (house|flat|place|home|car) ~2 (with|while) (us|me|the kids|we|i)
        (trapped|stuck|locked|cornered) ~9 (not let me|with him|with her|hurt me|kill me|hits)
        (touches|touched|touching|gropes|molests) me (when|while|every|in)
        (threatening|threatens|threatened|threaten) (me|us|her) ~1 with
        (kidnapped|kidnapping|abducted|held down|tied me|pinned me|drugged me) ~3 (me|help|him|he|and|by|$)
        {intimate} ~2 (broke|broken|fractured|dislocated) my (arm|nose|jaw|ribs|rib|wrist|teeth|finger|fingers|leg)
        {intimate} ~3 (gave me|given me) ~2 (black eye|bruises|concussion)
        (bruises|bruised|black eye|burns) ~5 (he|husband|boyfriend|father|mother|partner|stepfather|wife) (did|does|hit|hits|gave|beat|beats)
        knocked me (out|unconscious)
        {intimate} ~2 forces me to
        {intimate} ~2 (raping|rapes|molesting|touching|abusing) (me|my|her|him)
        not ~2 safe (at home|in my house|in my own home|with him|with her|with my husband|with my boyfriend|with my father|around him|around my father)
        (will|would|going to) ~1 (find|hunt) me ~3 (kill|hurt|down)
        (afraid|scared|terrified) of ~2 (husband|boyfriend|father|partner|stepfather|ex|wife|mother|him) ~5 (hit|hits|hurt|hurts|beat|beats|kill|violent|drunk|drinks|angry and)
        (for|at|after|on|near|toward|towards) me ~2 with ~2 (knife|gun|bat|hammer|machete|axe|belt|bottle|weapon)
        me by (the|my) (throat|neck|hair)
        (someone|man|stranger|intruder|burglar) (is in|is inside|are in) (my|our) (house|flat|apartment|home|room|bedroom|kitchen)
        (has been|been|got|just been) (stabbed|shot) ~6 (blood|bleeding|help|ambulance)
        (locked|locks) (me|us) (in|up)
        (took|taken|takes|keeps|has) ~1 my passport
        (kicking|breaking|banging|bashing|smashing) ~1 (door|window) (down|in)
        (being|getting|am being|been) (abused|beaten|molested|trafficked|stalked|tortured|held captive|held hostage|strangled)
        (held|keeps|keeping|kept|holding) ~2 (captive|hostage|prisoner)
        will not let (me|us) (leave the house|leave|out|out of|go home) $
        (is|are|am) ~1 (breaking in|breaking into my|breaking into our|breaking into the|breaking the door|trying to break|trying to get in|kicking my door|kicking the door|banging on my door)
        (someone|man|guy|stranger|car|ex|they|he|woman|people|somebody) ~1 (is|are) following me ($|home|and|for|down|from|since|everywhere i)
        {assault} (me|her|him|my|us) (last night|yesterday|today|tonight|again|$)
        (was|been|being|got|getting|am) {assault}
        (he|she|uncle|father|stepfather|brother|grandfather|cousin|teacher|coach|priest|man|mother|him) ~9 touching me
        (touches|touched|touching) me ~3 (at night|private|sleep|down there|inappropriately|not want|secret)
        (coming|comes|came|come) into my (room|bed) ~3 (night|touch|touches|touching)
        (kill|hurt|beat) (me|us|her) if {who} (leave|leaves|tell|tells|go|goes|call|report|leaving)
        (death) threats ~3 (me|my|us|from)
        (he|she|they|husband|boyfriend|ex|partner|wife|father|stepfather) ~1 (going to|will|would) (kill|shoot|murder|stab) me (if i leave|if i tell|tonight|in my sleep|one day)
        """,
        act=True,
    ),
)

VIOLENCE = (
    *signs(
        "violence",
        """
        (shoot|shooting|blow|bomb|burn|shooting) ~1 (up|down) ~2 (school|office|church|mosque|synagogue|workplace|mall|place|everyone|hospital|mosque)
        (gun|knife|rifle|pistol|bomb|guns|weapon) ~3 to (school|work|the office|church) ~4 (pay|shoot|kill|sorry|regret|revenge|everyone|them)
        (bring|take|bringing|taking) ~4 (gun|rifle|pistol|bomb) to (school|work)
        (thoughts|urge|urges|voices|voice|impulse|afraid i|scared i|worried i|thinking of|thinking about|fantasies|fantasise|fantasize) ~4 {slay} ~1 ({target}|{child}|him|her)
        (voices|voice) ~3 (tell|telling|tells|say|saying) ~3 {slay}
        (hurt|hurting|smothering|smother|shaking|shake|drowning|drown|kill|killing|harm|harming|suffocate|suffocating) my {child}
        (bought|have|got|getting|with) ~1 (gun|knife|rifle|pistol) ~6 {slay} ~1 {target}
        (want|going|will|plan|planning) ~2 {slay} ~2 {target} ~9 (gun|knife|rifle|not joking|for real|mean it|i mean it|bought|no joke|planned)
        (plan|planning|planned|plans|plotting|decided) ~3 (kill|shoot|murder|stab|poison|bomb|massacre) ~2 {target}
        (going to|will) (kill|shoot|stab|murder) ~1 {target} (tonight|tomorrow|today|after school|in his sleep|in her sleep|at school|at work)
        (going to|will) (kill|shoot|stab|murder) my {target} (tonight|tomorrow|today|in his sleep|in her sleep)
        going to (murder|strangle|shoot|stab|poison) my {kin}
        i am going to kill (him|her|them) $
        i have ~1 (bomb|explosives)
        feel like (stabbing|killing|shooting|hurting) ~1 (people|someone|everyone|him|her|them)
        (fantasising|fantasizing|dreaming|obsessing|thinking) ~1 (about) ~1 {slay} ~2 {target} ~5 (bought|knife|gun|plan|urge|seriously|stop)
        make them ~1 (pay|suffer|bleed|regret) ~5 (gun|knife|bomb|rifle)
        (going to|gonna|might|will) (hurt|kill|stab|shoot|murder) (someone|everyone|people|them all) $
        going to (run him over|run her over|run them over|stab him|stab her|shoot him|shoot her)
        want to (kill|hurt|stab|shoot|murder) (people|everyone|someone|him so|random|strangers)
        (getting|get|bring|bringing|taking|take|buying|buy|grab|grabbing) ~1 (gun|rifle|pistol|knife) ~3 (going|go|to) ~4 (office|school|work|church|house|mall|him|them)
        (afraid|scared|worried|want|going|might|could|urge) ~2 (throw|shake|drop|drown|smother|hit|hurt|strangle|crush) my {child}
        make them (pay|bleed) ~6 (gun|rifle|knife|bomb)
        """,
        act=True,
        soft=True,
    ),
)
