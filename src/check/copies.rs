//! Family M as far as one notification is in the set more than once: found over the whole set,
//! by `across`.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Across;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Info, Warning};

pub(crate) const COPY: Rule = Rule {
    code: Code::new(*b"M001"),
    name: "copy",
    title: Words::new("Kopia av en annan anmälan", "Copy of another notification"),
    severity: Info,
    or: &[],
    message: Words::new(
        "Samma anmälan som {counted}, som räknas; den här räknas inte.",
        "The same notification as {counted}, which counts; this one does not.",
    ),
    why: Words::new(
        "En anmälan ligger ofta på flera ställen: som text bredvid PDF, hämtad två gånger, i ett arkiv bredvid dess innehåll. Den räknas en gång. Det är samma anmälan om filerna är lika byte för byte, eller om diarienumret, annars det egna referensnumret och den personuppgiftsansvarige, är desamma och inget svar som går att avgöra i båda skiljer sig. Nämner ingen av dem den personuppgiftsansvarige, måste de ha samma referensnummer och upptäckt och vara lika i allt, och stå i olika filer eller på olika flikar. Räknas gör den som har flest svar som går att avgöra.",
        "One notification often lies in several places: as text beside its PDF, downloaded twice, in an archive beside its content. It is counted once. It is the same if the files are equal byte by byte, or if the case number, else the own reference and the controller, are the same and no answer that can be determined in both differs. If neither names the controller, they must have the same reference and discovery and be equal in everything, and stand in different files or sheets. The one with the most answers that can be determined counts.",
    ),
    basis: Is(Words::new(
        "Programmets regel: en anmälan räknas en gång",
        "The program's rule: a notification is counted once",
    )),
    example: Words::new(
        "`anmalan (1).txt` bredvid `anmalan.txt`.",
        "`anmalan (1).txt` beside `anmalan.txt`.",
    ),
    run: Across,
};

/// M001 where the notification was withdrawn.
pub(crate) const COPY_OF_WITHDRAWN: Words = Words::new(
    "Samma anmälan som {counted}, som är återkallad; ingen av dem räknas.",
    "The same notification as {counted}, which was withdrawn; neither counts.",
);

pub(crate) const VERSIONS_DIFFER: Rule = Rule {
    code: Code::new(*b"M002"),
    name: "versions-differ",
    title: Words::new(
        "Senare version med andra svar",
        "Later version with other answers",
    ),
    severity: Warning,
    or: &[(
        Info,
        Words::new(
            "om den första är återkallad och den här har kommit in därefter och räknas",
            "where the first was withdrawn, and this one was received after that and counts",
        ),
    )],
    message: Words::new(
        "En annan version av anmälan {counted}, som räknas; den här räknas inte, och den är inte märkt som komplettering. Andra svar i fråga: {questions}. {order}",
        "Another version of the notification {counted}, which counts; this one does not, and it is not marked as a supplement. Other answers to question: {questions}. {order}",
    ),
    why: Words::new(
        "Uppgifter som lämnas i efterhand ska komma som en komplettering. En andra anmälan med samma diarienummer, eller samma referensnummer och personuppgiftsansvarig, är en senare version av den första; räknades båda skulle en incident bli två. Det kan också vara ett nummer som använts två gånger. Är den första återkallad och den andra säkert inkommen efter återkallelsen räknas den andra.",
        "What is told later belongs into a supplement. A second notification with the same case number, or with the same reference and controller, is a later version of the first; counting both would make one breach two. It may also be a number that was used twice. If the first was withdrawn and the second was certainly received after the withdrawal, the second counts.",
    ),
    basis: Is(Words::new(
        "Artikel 33.4: uppgifter får lämnas i omgångar; programmets regel: en anmälan räknas en gång",
        "Art. 33(4): information may be given in phases; the program's rule: a notification is counted once",
    )),
    example: Words::new(
        "Två anmälningar med diarienumret PUI-2024-0006; i den senare är antalet registrerade ett annat.",
        "Two notifications with the case number PUI-2024-0006; the later one has another number of data subjects.",
    ),
    run: Across,
};

/// M002 where the notification was withdrawn, and this version not certainly filed after that.
pub(crate) const VERSION_OF_WITHDRAWN: Words = Words::new(
    "En annan version av anmälan {counted}, som är återkallad; ingen av dem räknas. Andra svar i fråga: {questions}. Räknas gör bara en version som säkert kom in efter återkallelsen.",
    "Another version of the notification {counted}, which was withdrawn; neither counts. Other answers to question: {questions}. Only a version that was certainly received after the withdrawal counts.",
);

/// M002 of what was filed again after a withdrawal.
pub(crate) const FILED_AGAIN: Words = Words::new(
    "Anmälan {withdrawn} är återkallad och har lämnats in igen; den här räknas. Andra svar i fråga: {questions}.",
    "The notification {withdrawn} was withdrawn and filed again; this one counts. Other answers to question: {questions}.",
);

/// The same where no answer differs.
pub(crate) const FILED_AGAIN_UNCHANGED: Words = Words::new(
    "Anmälan {withdrawn} är återkallad och har lämnats in igen med samma svar; den här räknas.",
    "The notification {withdrawn} was withdrawn and filed again with the same answers; this one counts.",
);

pub(crate) const SAME_REFERENCE: Rule = Rule {
    code: Code::new(*b"M016"),
    name: "same-reference",
    title: Words::new(
        "Samma referens i flera anmälningar som räknas",
        "Same reference in several notifications that count",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Referensen står även i {others}, och den personuppgiftsansvarige saknas här eller där. Alla räknas, för referensen ensam visar inte att de är en anmälan. Låt mappningen ange den personuppgiftsansvarige, för en hel fil med [constants].",
        "The reference also stands in {others}, and the controller is missing here or there. All of them count, since the reference alone does not show that they are one notification. Let the mapping say who the controller is, for a whole file with [constants].",
    ),
    why: Words::new(
        "Rader i två register eller på två flikar räknas en gång bara om det framgår att de gäller samma anmälan: utan personuppgiftsansvarig om de är lika i allt (M001). Två personuppgiftsansvariga kan ha samma referens för olika anmälningar. Utan diarienummer och utan personuppgiftsansvarig går det inte att avgöra, och antalet kan vara för högt. Har en och samma personuppgiftsansvarig samma referens för händelser som upptäcktes med mer än en vecka emellan, är de inte versioner av varandra; då kan referensen vara fel, eller ett namn på nämnden eller året. Fyndet ges en gång per referens, vid den första anmälan som räknas. Anmälningar med olika diarienummer jämförs inte, och rader i en och samma tabell har F011.",
        "Rows in two registers or sheets are counted once only if it shows that they are of the same notification: without a controller if they are equal in everything (M001). Two controllers may have the same reference for different notifications. Without a case number and without a controller this cannot be decided, and the count may be too high. Where one controller has the same reference for events discovered more than a week apart, they are no versions of one another; the reference may then be wrong, or the name of the board or the year. The finding is given once for each reference, at the first notification that counts. Notifications with different case numbers are not compared, and rows of one table have F011.",
    ),
    basis: Is(Words::new(
        "Programmets regel: en anmälan räknas en gång",
        "The program's rule: a notification is counted once",
    )),
    example: Words::new(
        "KS 2024/11 står i två register, och inget av dem har en kolumn för den personuppgiftsansvarige.",
        "KS 2024/11 stands in two registers, and neither has a column for the controller.",
    ),
    run: Across,
};

/// M016 where one controller has the reference for several events.
pub(crate) const OTHER_EVENT: Words = Words::new(
    "Referensen står även i {others}, som gäller en annan händelse: den upptäcktes mer än en vecka tidigare eller senare. Alla räknas.",
    "The reference also stands in {others}, about another event: it was discovered more than a week earlier or later. All of them count.",
);

pub(super) const RULES: &[Rule] = &[COPY, VERSIONS_DIFFER, SAME_REFERENCE];
