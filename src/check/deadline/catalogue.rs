//! The texts of family D, in both languages.

use super::{
    DEADLINE_INDETERMINATE, LATE_INFERRED, LATE_ONLY_BY_THE_CLOCK, LATE_THIN_REASON, LATE_WITH_REASON,
    LATE_WITHOUT_REASON, LOCAL_TIME, NO_DISCOVERY_TIME_OF_DAY, NO_RECEIPT_TIME, POSTAL_ALLOWANCE,
    REASON_CLAIMS_ON_TIME, REASON_THOUGH_ON_TIME, deadline_indeterminate, late_inferred,
    late_only_by_the_clock, late_thin_reason, late_with_reason, late_without_reason, local_time,
    no_discovery_time_of_day, no_receipt_time, postal_allowance, reason_claims_on_time,
    reason_though_on_time,
};
use crate::check::{Rule, Run};
use crate::config::Words;
use crate::deadline::POLICIES;
use crate::finding::Severity;

// The catalogue shows the default policy's provisions; `basis` has the others'.
const DEADLINE: Words = POLICIES[0].notification;
const REASONS: Words = POLICIES[0].reasons;

pub(in crate::check) const RULES: &[Rule] = &[
    Rule {
        code: LATE_WITHOUT_REASON,
        name: "late-without-reason",
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Anmälan inkom {hours} timmar efter den uppgivna upptäckten, mer än {limit}, och inga skäl för förseningen är angivna.",
            "Received {hours} hours after the declared discovery, more than {limit}, and no reasons for the delay are given.",
        ),
        why: Words::new(
            "En anmälan som inte görs inom 72 timmar ska åtföljas av en motivering till förseningen.",
            "A notification not made within 72 hours shall be accompanied by reasons for the delay.",
        ),
        basis: REASONS,
        example: Words::new(
            "Upptäckt 4 mars 09:00, inkommen 8 mars 10:00, fråga 14 tom.",
            "Discovered 4 March 09:00, received 8 March 10:00, question 14 blank.",
        ),
        run: Run::Each(late_without_reason),
    },
    Rule {
        code: LATE_WITH_REASON,
        name: "late-with-reason",
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Anmälan inkom {hours} timmar efter den uppgivna upptäckten, mer än {limit}; skäl för förseningen är angivna.",
            "Received {hours} hours after the declared discovery, more than {limit}; reasons for the delay are given.",
        ),
        why: Words::new(
            "Försening är möjlig när skäl anges. Om skälen räcker avgör myndigheten, inte programmet.",
            "A delay is possible where reasons are given. Whether they suffice is for the authority, not the program.",
        ),
        basis: REASONS,
        example: Words::new(
            "Upptäckt 4 mars 09:00, inkommen 8 mars 10:00, fråga 14 besvarad.",
            "Discovered 4 March 09:00, received 8 March 10:00, question 14 answered.",
        ),
        run: Run::Each(late_with_reason),
    },
    Rule {
        code: LATE_THIN_REASON,
        name: "late-thin-reason",
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Anmälan inkom {hours} timmar efter den uppgivna upptäckten, mer än {limit}; som skäl anges inget eller bara helg, ledighet eller arbetsbelastning.",
            "Received {hours} hours after the declared discovery, more than {limit}; the reasons say nothing, or only name a weekend, holidays or workload.",
        ),
        why: Words::new(
            "Fristen räknas i timmar, helger inräknade. Sådana skäl förklarar sällan förseningen.",
            "The period is counted in hours, weekends included. Such reasons seldom explain the delay.",
        ),
        basis: REASONS,
        example: Words::new(
            "”Helg och hög arbetsbelastning.”",
            "\"Helg och hög arbetsbelastning.\" (Weekend and high workload.)",
        ),
        run: Run::Each(late_thin_reason),
    },
    Rule {
        code: DEADLINE_INDETERMINATE,
        name: "deadline-indeterminate",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Mellan den uppgivna upptäckten och inkomsten gick mellan {from} och {to} timmar; om gränsen {limit} hölls avgörs av {decider}.",
            "Between {from} and {to} hours passed from the declared discovery to receipt; whether the limit of {limit} was kept is decided by {decider}.",
        ),
        why: Words::new(
            "Uppgifterna tillåter båda svaren. Programmet gissar inte; anmälan räknas i ett eget fack.",
            "What is known allows both answers. The program does not guess; the notification is counted apart.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 4 mars, inkommen 7 mars, båda utan klockslag.",
            "Discovered 4 March, received 7 March, both without a time.",
        ),
        run: Run::Each(deadline_indeterminate),
    },
    Rule {
        code: NO_RECEIPT_TIME,
        name: "no-receipt-time",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "När anmälan inkom framgår inte; tidsfristen kan inte bedömas.",
            "When the notification was received is not known; the deadline cannot be judged.",
        ),
        why: Words::new(
            "Kopian av en anmälan har ingen inkomsttid. Lämna den med `--receipts`.",
            "The copy of a notification has no time of receipt. Give it with `--receipts`.",
        ),
        basis: DEADLINE,
        example: Words::new("En textkopia utan inkomstuppgifter.", "A text copy without receipts."),
        run: Run::Each(no_receipt_time),
    },
    Rule {
        code: LATE_INFERRED,
        name: "late-inferred",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Inkomsttid saknas, men anmälan berättar om något som hände minst {hours} timmar efter den uppgivna upptäckten, mer än {limit}. Härlett; gäller inte om det bara var planerat.",
            "No time of receipt, but the notification tells of something at least {hours} hours after the declared discovery, more than {limit}. Inferred; does not hold if that was only planned.",
        ),
        why: Words::new(
            "Den som berättar om en händelse kan inte ha anmält före den. Slutsatsen är härledd och räknas aldrig som försening.",
            "Who tells of an event cannot have notified before it. The conclusion is inferred and never counted as late.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 12 februari; en åtgärd 8 april kl. 11.",
            "Discovered 12 February; an action on 8 April at 11.",
        ),
        run: Run::Each(late_inferred),
    },
    Rule {
        code: REASON_CLAIMS_ON_TIME,
        name: "reason-claims-on-time",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Skälen säger att anmälan gjordes inom 72 timmar, medan datumen säger något annat: en annan tidpunkt för vetskapen hävdas.",
            "The reasons say that it was notified within 72 hours while the dates say otherwise: another moment of awareness is claimed.",
        ),
        why: Words::new(
            "Upptäckten i fråga 11 står för vetskapen. Den anmälande kan mena att vetskapen kom senare; det ska prövas, inte förbises.",
            "The discovery in question 11 stands for awareness. The filer may hold that awareness came later; that is to be looked at, not overlooked.",
        ),
        basis: POLICIES[0].awareness,
        example: Words::new(
            "”Ombudet fick veta det i går, så anmälan görs inom 72 timmar.”",
            "\"Ombudet fick veta det i går, så anmälan görs inom 72 timmar.\" (The officer heard of it yesterday, so this is within 72 hours.)",
        ),
        run: Run::Each(reason_claims_on_time),
    },
    Rule {
        code: REASON_THOUGH_ON_TIME,
        name: "reason-though-on-time",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Skäl för försening är angivna, fast anmälan inkom i tid.",
            "Reasons for a delay are given although the notification was received in time.",
        ),
        why: Words::new(
            "Den anmälande kan ha räknat fristen från en annan tidpunkt än den uppgivna upptäckten.",
            "The filer may have counted from another moment than the declared discovery.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Inkommen efter 20 timmar, fråga 14 besvarad.",
            "Received after 20 hours, question 14 answered.",
        ),
        run: Run::Each(reason_though_on_time),
    },
    Rule {
        code: LATE_ONLY_BY_THE_CLOCK,
        name: "late-only-by-the-clock",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Sen enligt klockan, men inte säkert enligt en annan läsning: {readings}.",
            "Late by the clock, but not surely under another reading: {readings}.",
        ),
        why: Words::new(
            "Förordning 1182/71 räknar inte händelsens timme; läsningar med arbetsdagar är omtvistade för frister i timmar. Klockan gäller här, men den som ifrågasätter bedömningen kan hänvisa dit.",
            "Regulation 1182/71 does not count the hour of the event; readings by working days are disputed for periods in hours. The clock decides here, but whoever contests the verdict may point there.",
        ),
        basis: Words::new(
            "Artikel 3.1 och 3.5 förordning (EEG, Euratom) nr 1182/71; 2 § lagen (1930:173)",
            "Article 3(1) and (5) Regulation (EEC, Euratom) No 1182/71; section 2 of the Act (1930:173)",
        ),
        example: Words::new(
            "Upptäckt 09:30, inkommen 72 timmar och 20 minuter senare.",
            "Discovered 09:30, received 72 hours and 20 minutes later.",
        ),
        run: Run::Each(late_only_by_the_clock),
    },
    Rule {
        code: NO_DISCOVERY_TIME_OF_DAY,
        name: "no-discovery-time-of-day",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Mellan {from} och {to} timmar gick; om gränsen {limit} hölls hänger bara på klockslaget för upptäckten (fråga 11), som inte är känt.",
            "Between {from} and {to} hours passed; whether the limit of {limit} was kept depends only on the time of day of the discovery (question 11), which is not known.",
        ),
        why: Words::new(
            "Ett datum utan klockslag är ett helt dygn. Ett enda svar från den anmälande skulle avgöra saken.",
            "A date without a time is a whole day. One answer from the filer would decide.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 4 mars utan klockslag, inkommen 7 mars 12:00.",
            "Discovered 4 March without a time, received 7 March 12:00.",
        ),
        run: Run::Each(no_discovery_time_of_day),
    },
    Rule {
        code: LOCAL_TIME,
        name: "nonexistent-or-ambiguous-local-time",
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Klockslaget{at_question} {kind} vid omställningen till eller från sommartid; båda möjligheterna räknas.",
            "The time of day{at_question} {kind} at the change to or from summer time; both possibilities count.",
        ),
        why: Words::new(
            "En timme om våren finns inte, en om hösten finns två gånger. En bedömning på timmen när kan bero på vilken.",
            "One hour in spring does not exist, one in autumn exists twice. A verdict to the hour may depend on which.",
        ),
        basis: Words::new("Förordningen (2001:127) om sommartid", "Ordinance (2001:127) on summer time"),
        example: Words::new("2025-03-30 02:30.", "2025-03-30 02:30."),
        run: Run::Each(local_time),
    },
    Rule {
        code: POSTAL_ALLOWANCE,
        name: "postal-allowance-possible",
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Sen, men kommen med post: tid för postgången kan ha medgetts.",
            "Late, but sent by post: an allowance for postal time is possible.",
        ),
        why: Words::new(
            "Datainspektionen godtog postgångens tid. När brevet avsändes framgår inte.",
            "The authority's predecessor allowed for postal time. When the letter was sent is not told.",
        ),
        basis: Words::new("Praxis (Datainspektionen)", "Practice (Datainspektionen)"),
        example: Words::new("Inkommen med brev efter 80 timmar.", "Received by letter after 80 hours."),
        run: Run::Each(postal_allowance),
    },
];
