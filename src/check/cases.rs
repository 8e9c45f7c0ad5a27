//! Family M as far as later filings are concerned: supplements and withdrawals tied to their
//! notification, and promised supplements. Found over the whole set, by `across`.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Across;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::{Info, Warning};

const PRACTICE: Words = Words::new(
    "IMY väntar på kompletteringen i fyra veckor från den dag då anmälan kom in och beslutar sedan på det underlag som finns, vilket kan leda till tillsyn. Det är praxis, inte lag.",
    "IMY waits for the supplement for four weeks from the day on which it received the notification, then decides on what it has, which may lead to supervision. That is practice, not law.",
);
const FOUR_WEEKS: Words = Words::new(
    "Artikel 33.4 dataskyddsförordningen; IMY:s praxis (fyra veckor)",
    "Article 33(4) GDPR; IMY's practice (four weeks)",
);
const IN_PHASES: Words = Words::new(
    "Artikel 33.4: uppgifter får lämnas i omgångar; programmets regel: ett ärende räknas en gång",
    "Art. 33(4): information may be given in phases; the program's rule: a case is counted once",
);

pub(crate) const SUPPLEMENT_OF: Rule = Rule {
    code: Code::new(*b"M003"),
    name: "supplement-of",
    title: Words::new(
        "Hör till en annan anmälan",
        "Belongs to another notification",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Hör till anmälan {notification}, enligt {by}, och räknas inte för sig.",
        "Belongs to the notification {notification}, by {by}, and is not counted by itself.",
    ),
    why: Words::new(
        "En komplettering eller återkallelse är en del av ett ärende och räknas inte för sig. Den knyts till sin anmälan med diarienumret, annars med referensnumret och den personuppgiftsansvarige, annars med den personuppgiftsansvarige och dagen för upptäckten. En återkallad anmälan lämnar tabellerna. Anger återkallelsen en komplettering, eller en annan återkallelse, är det bara den som utgår. Det som säkert kom in före anmälan varken kompletterar eller återkallar den.",
        "A supplement or a withdrawal is a part of a case and not counted by itself. It is tied to its notification by the case number, else by the reference and the controller, else by the controller and the day of discovery. A notification that was withdrawn leaves the tables. If a withdrawal names a supplement, or another withdrawal, only that leaves. What was certainly received before the notification neither supplements nor withdraws it.",
    ),
    basis: Is(IN_PHASES),
    example: Words::new(
        "En komplettering som anger diarienumret PUI-2024-0006, och anmälan med det numret.",
        "A supplement that names the case number PUI-2024-0006, and the notification with that number.",
    ),
    run: Across,
};

pub(crate) const NOT_STITCHED: Rule = Rule {
    code: Code::new(*b"M004"),
    name: "supplement-without-notification",
    title: Words::new(
        "Komplettering utan anmälan",
        "Supplement without its notification",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "Anmälan som den hör till finns inte i materialet.",
        "The notification that it belongs to is not in the set.",
    ),
    why: Words::new(
        "Utan sin anmälan säger en komplettering bara en del av ärendet. Passar flera anmälningar gissas ingen, och ett diarienummer som ingen anmälan har knyts inte efter dagen. Ett diarienummer som är fel skrivet, eller en anmälan i en annan mapp, är vanliga skäl.",
        "Without its notification a supplement tells only a part of the case. Where several notifications fit, none is guessed, and a case number that no notification has is not tied by its day. A case number with a typing error, or a notification in another folder, are common reasons.",
    ),
    basis: Is(IN_PHASES),
    example: Words::new(
        "En komplettering till PUI-2024-0006, som inte finns bland filerna.",
        "A supplement to PUI-2024-0006, which is not among the files.",
    ),
    run: Across,
};

/// M004 where several notifications fit.
pub(crate) const SEVERAL_FIT: Words = Words::new(
    "Flera anmälningar passar, enligt {by}: {notifications}. Den knyts inte till någon av dem.",
    "Several notifications fit, by {by}: {notifications}. It is tied to none of them.",
);

/// M004 where case number and reference lead to different notifications.
pub(crate) const TWO_FIT: Words = Words::new(
    "Diarienumret passar {by_number} men referensnumret {by_reference}. Den knyts inte till någon av dem.",
    "The case number fits {by_number} but the reference fits {by_reference}. It is tied to neither.",
);

/// M004 where the notification with its case number has another organisation number.
pub(crate) const NUMBER_OF_ANOTHER: Words = Words::new(
    "Diarienumret passar {notification}, som har ett annat organisationsnummer. Den knyts inte till den.",
    "The case number fits {notification}, which has another organisation number. It is not tied to it.",
);

/// M004 where the notification with its reference has another organisation number.
pub(crate) const REFERENCE_OF_ANOTHER: Words = Words::new(
    "Referensnumret passar {notification}, som har ett annat organisationsnummer. Den knyts inte till den.",
    "The reference fits {notification}, which has another organisation number. It is not tied to it.",
);

/// M004 where the notification with its reference has another case number.
pub(crate) const OTHER_NUMBER: Words = Words::new(
    "Referensnumret passar {notification}, som har ett annat diarienummer. Den knyts inte till den.",
    "The reference fits {notification}, which has another case number. It is not tied to it.",
);

/// M004 where no notification has its case number, and one has nearly that.
pub(crate) const NEAR: Words = Words::new(
    "Ingen anmälan i materialet har det diarienummer som den anger. {notification} har ett där en siffra är en annan eller två har bytt plats. Den knyts inte till den; rätta numret om det är samma ärende.",
    "No notification in the set has the case number that it gives. {notification} has one in which a digit is another, or two have changed places. It is not tied to it; correct the number if it is the same case.",
);

/// M004 where no notification has its case number, and one fits otherwise.
pub(crate) const OTHERWISE_FITS: Words = Words::new(
    "Ingen anmälan i materialet har det diarienummer som den anger. {notification} har samma personuppgiftsansvarige och dag för upptäckten, men den knyts inte till den.",
    "No notification in the set has the case number that it gives. {notification} has the same controller and day of discovery, but it is not tied to it.",
);

/// M004 where a withdrawal names what several later filings have.
pub(crate) const ONE_OF: Words = Words::new(
    "Den återkallar en av flera handlingar som passar: {filings}. Ingen av dem räknas som återkallad.",
    "It withdraws one of several filings that fit: {filings}. None of them counts as withdrawn.",
);

/// M004 where what a withdrawal takes back is not in the set.
pub(crate) const ABSENT: Words = Words::new(
    "Den återkallar en handling som hör till {notification} men inte finns i materialet. Anmälan står kvar.",
    "It withdraws a filing that belongs to {notification} and is not in the set. The notification still stands.",
);

/// M003 where a withdrawal takes back a later filing.
pub(crate) const OF_FILING: Words = Words::new(
    "Återkallar {filing}, enligt {by}. Anmälan {notification} som den hör till står kvar.",
    "Withdraws {filing}, by {by}. The notification {notification} that it belongs to still stands.",
);

/// M003 where a supplement was received before its notification.
pub(crate) const EARLY_SUPPLEMENT: Words = Words::new(
    "Hör till anmälan {notification}, enligt {by}, men kom in före den. Den räknas inte som komplettering av den.",
    "Belongs to the notification {notification}, by {by}, but was received before it. It does not count as a supplement of it.",
);

/// M003 where a withdrawal was received before what it takes back.
pub(crate) const EARLY_WITHDRAWAL: Words = Words::new(
    "Hör till anmälan {notification}, enligt {by}, men kom in före det som den skulle återkalla. Den återkallar ingenting.",
    "Belongs to the notification {notification}, by {by}, but was received before what it would withdraw. It withdraws nothing.",
);

/// M003 where the later filing was withdrawn itself.
pub(crate) const WITHDRAWN: Words = Words::new(
    "Hör till anmälan {notification}, enligt {by}, men är själv återkallad och räknas inte.",
    "Belongs to the notification {notification}, by {by}, but was itself withdrawn and does not count.",
);

pub(crate) const PROMISE_MISSING: Rule = Rule {
    code: Code::new(*b"M005"),
    name: "promised-supplement-missing",
    title: Words::new(
        "Utlovad komplettering har inte kommit",
        "Promised supplement has not come",
    ),
    severity: Warning,
    or: &[],
    message: Words::new(
        "En komplettering är utlovad och skulle ha kommit in senast {due}, men ingen finns i materialet.",
        "A supplement is promised and was due by {due}, but the set holds none.",
    ),
    why: PRACTICE,
    basis: Is(FOUR_WEEKS),
    example: Words::new(
        "Fråga {supplement.intended}: Ja. Anmälan kom in den 15 april. Den 14 maj finns ingen komplettering.",
        "Question {supplement.intended}: Yes. The notification was received on 15 April. On 14 May there is no supplement.",
    ),
    run: Across,
};

pub(crate) const PROMISE_LATE: Rule = Rule {
    code: Code::new(*b"M006"),
    name: "promised-supplement-late",
    title: Words::new(
        "Utlovad komplettering kom sent",
        "Promised supplement came late",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Den utlovade kompletteringen kom in tidigast {received}, efter {due}.",
        "The promised supplement was received at {received} at the earliest, after {due}.",
    ),
    why: PRACTICE,
    basis: Is(FOUR_WEEKS),
    example: Words::new(
        "Fråga {supplement.intended}: Ja. Anmälan kom in den 15 april, kompletteringen den 20 maj.",
        "Question {supplement.intended}: Yes. The notification was received on 15 April, the supplement on 20 May.",
    ),
    run: Across,
};

pub(crate) const NEVER_CLOSED: Rule = Rule {
    code: Code::new(*b"M014"),
    name: "ongoing-never-closed",
    title: Words::new(
        "Pågående incident som aldrig avslutats",
        "Ongoing breach never closed",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Incidenten pågick när den anmäldes ({since}). Mer än 90 dagar senare finns ingen komplettering.",
        "The breach was going on when it was notified ({since}). More than 90 days later there is no supplement.",
    ),
    why: Words::new(
        "En incident som pågår ska följas upp: när den upphörde och vad den ledde till hör till ärendet. Kompletteringen kan finnas utanför materialet.",
        "A breach that goes on must be followed up: when it ended and what came of it belong to the case. The supplement may exist outside the set.",
    ),
    basis: Is(Words::new(
        "Artikel 33.4 och 33.5 dataskyddsförordningen",
        "Articles 33(4) and 33(5) GDPR",
    )),
    example: Words::new(
        "Fråga {incident.ongoing}: Ja. Anmälan kom in i mars. I augusti finns ingen komplettering.",
        "Question {incident.ongoing}: Yes. The notification was received in March. In August there is no supplement.",
    ),
    run: Across,
};

pub(super) const RULES: &[Rule] = &[
    SUPPLEMENT_OF,
    NOT_STITCHED,
    PROMISE_MISSING,
    PROMISE_LATE,
    NEVER_CLOSED,
];
