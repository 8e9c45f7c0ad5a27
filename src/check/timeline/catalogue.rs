//! The texts of family T, in both languages.

#[allow(
    clippy::wildcard_imports,
    reason = "the texts of every rule of the family above"
)]
use super::*;

const ORDER: Words = Words::new(
    "Tidsordningen mellan formulärets uppgifter",
    "The order in time of the form's answers",
);
const DEADLINE: Words = POLICIES[0].notification;
const MEASURES: Words = Words::new(
    "Artikel 33.3 d dataskyddsförordningen",
    "Article 33(3)(d) GDPR",
);
const INFORMING: Words = Words::new("Artikel 34.1 dataskyddsförordningen", "Article 34(1) GDPR");

const CONTRADICTION: Words = Words::new(
    "En av tidpunkterna måste vara fel. Då är bedömningar som bygger på den också fel.",
    "One of the times must be wrong, and so is whatever is judged by it.",
);

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: DISCOVERED_BEFORE_OCCURRED,
        name: "discovered-before-occurred",
        title: Words::new("Upptäckt före händelsen", "Discovered before it occurred"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Incidenten upptäcktes (senast {earlier}) innan den inträffade (tidigast {later}).",
            "The breach was discovered ({earlier} at the latest) before it occurred ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Fråga 10: 5 mars. Fråga 11: 4 mars.",
            "Question 10: 5 March. Question 11: 4 March.",
        ),
        run: Run::Each(discovered_before_occurred),
    },
    Rule {
        code: RECEIVED_BEFORE_DISCOVERED,
        name: "received-before-discovered",
        title: Words::new("Mottagen före upptäckten", "Received before discovered"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Anmälan kom in (senast {earlier}) innan incidenten upptäcktes (tidigast {later}).",
            "The notification was received ({earlier} at the latest) before the breach was discovered ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 5 mars, anmälan kom in 4 mars.",
            "Discovered 5 March, received 4 March.",
        ),
        run: Run::Each(received_before_discovered),
    },
    Rule {
        code: OCCURRED_AFTER_RECEIVED,
        name: "occurred-after-received",
        title: Words::new(
            "Inträffad efter att anmälan kom in",
            "Occurred after receipt",
        ),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Incidenten inträffade (tidigast {later}) efter att anmälan kom in (senast {earlier}).",
            "The breach occurred ({later} at the earliest) after the notification was received ({earlier} at the latest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Anmälan kom in 4 mars, incidenten inträffade 6 mars.",
            "Received 4 March, occurred 6 March.",
        ),
        run: Run::Each(occurred_after_received),
    },
    Rule {
        code: ENDED_BEFORE_OCCURRED,
        name: "ended-before-occurred",
        title: Words::new("Upphörde före händelsen", "Ended before it occurred"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Incidenten upphörde (senast {earlier}) innan den inträffade (tidigast {later}).",
            "The breach ended ({earlier} at the latest) before it occurred ({later} at the earliest).",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Fråga 10: 4 mars. Fråga 13: 3 mars.",
            "Question 10: 4 March. Question 13: 3 March.",
        ),
        run: Run::Each(ended_before_occurred),
    },
    Rule {
        code: ENDED_AFTER_RECEIVED,
        name: "ended-after-received",
        title: Words::new("Upphörde efter att anmälan kom in", "Ended after receipt"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Incidenten upphörde (tidigast {later}) efter att anmälan kom in (senast {earlier}), fast den då anges ha upphört.",
            "The breach ended ({later} at the earliest) after the notification was received ({earlier} at the latest), though it is said to have ended.",
        ),
        why: CONTRADICTION,
        basis: ORDER,
        example: Words::new(
            "Anmälan kom in 4 mars, incidenten upphörde 6 mars.",
            "Received 4 March, ended 6 March.",
        ),
        run: Run::Each(ended_after_received),
    },
    Rule {
        code: BEFORE_THE_REGULATION,
        name: "before-the-regulation",
        title: Words::new("Före regelverkets tillämpning", "Before the rules applied"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Incidenten upptäcktes innan regelverket började tillämpas ({from}).",
            "The breach was discovered before the rules applied ({from}).",
        ),
        why: Words::new(
            "Före den dagen fanns ingen anmälningsskyldighet enligt det valda regelverket.",
            "Before that day there was no duty to notify under the policy chosen.",
        ),
        basis: POLICIES[0].start,
        example: Words::new("Upptäckt 24 maj 2018.", "Discovered 24 May 2018."),
        run: Run::Each(before_the_regulation),
    },
    Rule {
        code: IN_THE_FUTURE,
        name: "in-the-future",
        title: Words::new(
            "Tidpunkt i framtiden eller före 1990",
            "Moment in the future or before 1990",
        ),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Tidpunkten{at_question} ligger {when}.",
            "The moment{at_question} lies {when}.",
        ),
        why: Words::new(
            "Något som har hänt kan inte ligga i framtiden; ett årtal före 1990 är ett skrivfel.",
            "What has happened cannot lie in the future; a year before 1990 is a slip of the pen.",
        ),
        basis: ORDER,
        example: Words::new("Upptäckt 2042-03-04.", "Discovered 2042-03-04."),
        run: Run::Each(in_the_future),
    },
    Rule {
        code: LONG_EXPOSURE,
        name: "long-exposure",
        title: Words::new("Lång tid till upptäckt", "Long time to discovery"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Det gick mer än {days} dagar från att incidenten inträffade till att den upptäcktes (gräns: {most}).",
            "More than {days} days passed from occurrence to discovery (threshold: {most}).",
        ),
        why: Words::new(
            "Det kan stämma, och är då viktigt: uppgifterna var åtkomliga länge. Det kan också vara fel årtal.",
            "It may be right, and then matters: the data lay open for long. It may also be a wrong year.",
        ),
        basis: Words::new(
            "Artikel 32.1 d dataskyddsförordningen; rimlighet",
            "Article 32(1)(d) GDPR; plausibility",
        ),
        example: Words::new(
            "Inträffade 2021, upptäcktes 2024.",
            "Occurred in 2021, discovered in 2024.",
        ),
        run: Run::Each(long_exposure),
    },
    Rule {
        code: ACTION_BEFORE_OCCURRED,
        name: "action-before-occurred",
        title: Words::new("Åtgärd före händelsen", "Action before it occurred"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "En åtgärd ({action}) ligger före incidenten.",
            "An action ({action}) lies before the breach.",
        ),
        why: Words::new(
            "En åtgärd före händelsen är antingen feldaterad eller ingen åtgärd med anledning av den.",
            "An action before the event is misdated, or no action because of it.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Inträffade 4 mars, åtgärd 2 mars.",
            "Occurred 4 March, action 2 March.",
        ),
        run: Run::Each(action_before_occurred),
    },
    Rule {
        code: ACTION_BEFORE_DISCOVERED,
        name: "action-before-discovered",
        title: Words::new("Åtgärd före upptäckten", "Action before discovery"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "En åtgärd ({action}) ligger före den uppgivna upptäckten.",
            "An action ({action}) lies before the declared discovery.",
        ),
        why: Words::new(
            "Den som vidtar en åtgärd känner till incidenten. Åtgärden kan ha skett automatiskt; annars kan vetskapen ha kommit tidigare än uppgivet.",
            "Who acted knew. Automatic blocking is possible; otherwise awareness may have come earlier than declared.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 4 mars 09:00, åtgärd 4 mars 08:00.",
            "Discovered 4 March 09:00, action 4 March 08:00.",
        ),
        run: Run::Each(action_before_discovered),
    },
    Rule {
        code: PLANNED_ACTION,
        name: "planned-action",
        title: Words::new("Planerad åtgärd", "Planned action"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "En åtgärd ({action}) ligger efter att anmälan kom in: den var planerad.",
            "An action ({action}) lies after receipt: it was planned.",
        ),
        why: Words::new(
            "Föreslagna åtgärder får anges. Om de genomfördes framgår inte.",
            "Proposed measures may be given. Whether they were taken is not told.",
        ),
        basis: MEASURES,
        example: Words::new(
            "Anmälan kom in 5 mars, åtgärd 9 mars.",
            "Received 5 March, action 9 March.",
        ),
        run: Run::Each(planned_action),
    },
    Rule {
        code: INFORMED_BEFORE_DISCOVERED,
        name: "informed-before-discovered",
        title: Words::new("Information före upptäckten", "Informed before discovery"),
        severity: Severity::Warning,
        or: Some(&[(
            Severity::Error,
            Words::new(
                "när det ligger före incidenten själv",
                "where it lies before the breach itself",
            ),
        )]),
        message: Words::new(
            "De registrerade informerades innan incidenten {what}.",
            "The data subjects were informed before the breach {what}.",
        ),
        why: Words::new(
            "Den som informerar känner till incidenten. Vetskapen kan ha kommit tidigare än den uppgivna upptäckten.",
            "Who informs knew. Awareness may have come earlier than the declared discovery.",
        ),
        basis: INFORMING,
        example: Words::new(
            "Upptäckt 4 mars, informerade 3 mars.",
            "Discovered 4 March, informed 3 March.",
        ),
        run: Run::Each(informed_before_discovered),
    },
    Rule {
        code: PLANNED_INFORMATION_IN_THE_PAST,
        name: "planned-information-in-the-past",
        title: Words::new(
            "Planerad information i förfluten tid",
            "Planned information in the past",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "De registrerade ska informeras en dag (senast {earlier}) som ligger före den dag då anmälan kom in ({later}).",
            "The data subjects are to be informed on a day ({earlier} at the latest) before receipt ({later}).",
        ),
        why: Words::new(
            "En plan ligger i framtiden. Antingen är dagen fel eller informationen redan lämnad.",
            "A plan lies ahead. Either the day is wrong or the information has been given.",
        ),
        basis: INFORMING,
        example: Words::new(
            "Anmälan kom in 5 mars, planerat 4 mars.",
            "Received 5 March, planned 4 March.",
        ),
        run: Run::Each(planned_information_in_the_past),
    },
    Rule {
        code: PROMISE_OVERDUE,
        name: "promise-overdue",
        title: Words::new(
            "Utlovad komplettering saknas",
            "Promised supplement overdue",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "De registrerade skulle ha informerats senast {planned} och en komplettering är utlovad, men ingen finns i materialet.",
            "The data subjects were to be informed by {planned} and a supplement is promised, but the set holds none.",
        ),
        why: Words::new(
            "IMY väntar på kompletteringen i fyra veckor från den dag då anmälan kom in och beslutar sedan på det underlag som finns, vilket kan leda till tillsyn. Det är praxis, inte lag. Kompletteringen kan finnas utanför materialet.",
            "IMY waits for the supplement for four weeks from the day on which it received the notification, then decides on what it has, which may lead to supervision. That is practice, not law. The supplement may exist outside the set.",
        ),
        basis: Words::new(
            "Artikel 33.4 och 34.1 dataskyddsförordningen; IMY:s praxis (fyra veckor)",
            "Articles 33(4) and 34(1) GDPR; IMY's practice (four weeks)",
        ),
        example: Words::new(
            "Fråga 34: 10 mars. Fråga 36: Ja. Ingen komplettering i juni.",
            "Question 34: 10 March. Question 36: Yes. No supplement in June.",
        ),
        run: Run::Across,
    },
];
