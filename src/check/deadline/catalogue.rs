//! The texts of family D, in both languages.

use super::{
    DEADLINE_INDETERMINATE, LATE_INFERRED, LATE_ONLY_BY_THE_CLOCK, LATE_THIN_REASON,
    LATE_WITH_REASON, LATE_WITHOUT_REASON, LOCAL_TIME, NO_DISCOVERY_TIME_OF_DAY, NO_RECEIPT_TIME,
    POSTAL_ALLOWANCE, REASON_CLAIMS_ON_TIME, REASON_THOUGH_ON_TIME, REASONS_NOT_ASKED,
    deadline_indeterminate, late_inferred, late_only_by_the_clock, late_thin_reason,
    late_with_reason, late_without_reason, local_time, no_discovery_time_of_day, no_receipt_time,
    postal_allowance, reason_claims_on_time, reason_though_on_time, reasons_not_asked,
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
        title: Words::new("För sent, skäl saknas", "Late, no reasons given"),
        severity: Severity::Error,
        or: None,
        message: Words::new(
            "Anmälan kom in {passed} efter den uppgivna upptäckten, mer än {limit} timmar, och inga skäl för förseningen är angivna.",
            "Received {passed} after the declared discovery, more than {limit} hours, and no reasons for the delay are given.",
        ),
        why: Words::new(
            "En anmälan som inte görs inom tidsfristen (72 timmar) ska åtföljas av en motivering till förseningen.",
            "A notification not made within the period (72 hours) shall be accompanied by reasons for the delay.",
        ),
        basis: REASONS,
        example: Words::new(
            "Upptäckt 4 mars 09:00, anmälan kom in 8 mars 10:00, fråga 14 är tom.",
            "Discovered 4 March 09:00, received 8 March 10:00, question 14 blank.",
        ),
        run: Run::Each(late_without_reason),
    },
    Rule {
        code: LATE_WITH_REASON,
        name: "late-with-reason",
        title: Words::new("För sent, skäl angivna", "Late, reasons given"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Anmälan kom in {passed} efter den uppgivna upptäckten, mer än {limit} timmar; skäl för förseningen är angivna.",
            "Received {passed} after the declared discovery, more than {limit} hours; reasons for the delay are given.",
        ),
        why: Words::new(
            "En anmälan får göras senare om skälen anges. Om skälen räcker avgör myndigheten, inte programmet.",
            "A delay is possible where reasons are given. Whether they suffice is for the authority, not the program.",
        ),
        basis: REASONS,
        example: Words::new(
            "Upptäckt 4 mars 09:00, anmälan kom in 8 mars 10:00, fråga 14 är besvarad.",
            "Discovered 4 March 09:00, received 8 March 10:00, question 14 answered.",
        ),
        run: Run::Each(late_with_reason),
    },
    Rule {
        code: LATE_THIN_REASON,
        name: "late-thin-reason",
        title: Words::new("För sent, knapphändiga skäl", "Late, thin reasons"),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Anmälan kom in {passed} efter den uppgivna upptäckten, mer än {limit} timmar; skälen säger inget, eller nämner bara helg, ledighet eller arbetsbelastning.",
            "Received {passed} after the declared discovery, more than {limit} hours; the reasons say nothing, or only name a weekend, holidays or workload.",
        ),
        why: Words::new(
            "Fristen räknas i timmar, även under helger. Sådana skäl förklarar sällan förseningen.",
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
        title: Words::new("Tidsfristen går inte att avgöra", "Deadline indeterminate"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Från den uppgivna upptäckten till dess att anmälan kom in gick det {passed}; om gränsen på {limit} timmar hölls beror på {decider}.",
            "From the declared discovery to receipt {passed} passed; whether the limit of {limit} hours was kept depends on {decider}.",
        ),
        why: Words::new(
            "Uppgifterna är förenliga med båda svaren. Programmet gissar inte; anmälan räknas för sig.",
            "What is known allows both answers. The program does not guess; the notification is counted apart.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 4 mars, anmälan kom in 7 mars, båda utan klockslag.",
            "Discovered 4 March, received 7 March, both without a time.",
        ),
        run: Run::Each(deadline_indeterminate),
    },
    Rule {
        code: NO_RECEIPT_TIME,
        name: "no-receipt-time",
        title: Words::new("Mottagningstid saknas", "No receipt time"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "När anmälan kom in framgår inte; tidsfristen kan inte bedömas.",
            "When the notification was received is not known; the deadline cannot be judged.",
        ),
        why: Words::new(
            "Kopian av en anmälan säger inte när den kom in. Ange mottagningstiden med `--receipts`.",
            "The copy of a notification does not say when it was received. Give the receipt time with `--receipts`.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "En textkopia utan mottagningstid.",
            "A text copy without a receipt time.",
        ),
        run: Run::Each(no_receipt_time),
    },
    Rule {
        code: LATE_INFERRED,
        name: "late-inferred",
        title: Words::new(
            "För sent enligt anmälans egna datum (härlett)",
            "Late by its own dates (inferred)",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Mottagningstid saknas, men anmälan berättar om något som hände {passed} efter den uppgivna upptäckten, mer än {limit} timmar. Härlett; gäller inte om det bara var planerat.",
            "No receipt time, but the notification tells of something {passed} after the declared discovery, more than {limit} hours. Inferred; does not hold if that was only planned.",
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
        title: Words::new(
            "Skälen hävdar att anmälan kom i tid",
            "Reasons claim it was on time",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Skälen säger att anmälan gjordes inom 72 timmar, medan datumen säger något annat: den anmälande kan räkna från en annan tidpunkt för vetskapen.",
            "The reasons say that it was notified within 72 hours while the dates say otherwise: another moment of awareness may be claimed.",
        ),
        why: Words::new(
            "Programmet räknar från upptäckten i fråga 11, lagen från vetskapen. Den anmälande kan mena att vetskapen kom senare; det bör prövas.",
            "The program counts from the discovery in question 11, the law from awareness. The filer may hold that awareness came later; that should be looked at.",
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
        title: Words::new(
            "Skäl för försening fast anmälan kom i tid",
            "Reasons for a delay though on time",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Skäl för försening är angivna, fast anmälan kom in i tid.",
            "Reasons for a delay are given although the notification was received in time.",
        ),
        why: Words::new(
            "Den anmälande kan ha räknat fristen från en annan tidpunkt än den uppgivna upptäckten.",
            "The filer may have counted from another moment than the declared discovery.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Anmälan kom in efter 20 timmar, fråga 14 är besvarad.",
            "Received after 20 hours, question 14 answered.",
        ),
        run: Run::Each(reason_though_on_time),
    },
    Rule {
        code: LATE_ONLY_BY_THE_CLOCK,
        name: "late-only-by-the-clock",
        title: Words::new("För sent bara enligt klockan", "Late only by the clock"),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "För sent enligt klockan, men inte säkert enligt en annan tolkning: {readings}.",
            "Late by the clock, but not surely under another reading: {readings}.",
        ),
        why: Words::new(
            "Enligt förordning 1182/71 räknas inte den timme då händelsen inträffar; tolkningar med arbetsdagar är omtvistade för frister i timmar. Programmet går efter klockan, men den som ifrågasätter bedömningen kan hänvisa dit.",
            "Regulation 1182/71 does not count the hour of the event; readings by working days are disputed for periods in hours. The clock decides here, but whoever contests the verdict may point there.",
        ),
        basis: Words::new(
            "Artikel 3.1 och 3.5 förordning (EEG, Euratom) nr 1182/71; 2 § lagen (1930:173)",
            "Article 3(1) and (5) Regulation (EEC, Euratom) No 1182/71; section 2 of the Act (1930:173)",
        ),
        example: Words::new(
            "Upptäckt 09:30, anmälan kom in 72 timmar och 20 minuter senare.",
            "Discovered 09:30, received 72 hours and 20 minutes later.",
        ),
        run: Run::Each(late_only_by_the_clock),
    },
    Rule {
        code: NO_DISCOVERY_TIME_OF_DAY,
        name: "no-discovery-time-of-day",
        title: Words::new(
            "Klockslaget för upptäckten är inte känt",
            "Time of day of the discovery not known",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "Från upptäckten till dess att anmälan kom in gick det {passed}; om gränsen på {limit} timmar hölls beror bara på klockslaget för upptäckten{at_question}, som inte är känt.",
            "From the discovery to receipt {passed} passed; whether the limit of {limit} hours was kept depends only on the time of day of the discovery{at_question}, which is not known.",
        ),
        why: Words::new(
            "Ett datum utan klockslag kan avse vilken tid som helst på dygnet. Ett enda svar från den anmälande skulle avgöra saken.",
            "A date without a time is a whole day. One answer from the filer would decide.",
        ),
        basis: DEADLINE,
        example: Words::new(
            "Upptäckt 4 mars utan klockslag, anmälan kom in 7 mars 12:00.",
            "Discovered 4 March without a time, received 7 March 12:00.",
        ),
        run: Run::Each(no_discovery_time_of_day),
    },
    Rule {
        code: LOCAL_TIME,
        name: "nonexistent-or-ambiguous-local-time",
        title: Words::new(
            "Klockslag vid omställning av klockan",
            "Time of day at a clock change",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Klockslaget{at_question} {kind} vid omställningen till eller från sommartid; båda möjligheterna tas med.",
            "The time of day{at_question} {kind} at the change to or from summer time; both possibilities count.",
        ),
        why: Words::new(
            "En timme på våren finns inte, en på hösten finns två gånger. Är det nära gränsen kan bedömningen bero på vilken timme som avses.",
            "One hour in spring does not exist, one in autumn exists twice. Close to the limit the verdict may depend on which is meant.",
        ),
        basis: Words::new(
            "Förordningen (2001:127) om sommartid",
            "Ordinance (2001:127) on summer time",
        ),
        example: Words::new("2025-03-30 02:30.", "2025-03-30 02:30."),
        run: Run::Each(local_time),
    },
    Rule {
        code: POSTAL_ALLOWANCE,
        name: "postal-allowance-possible",
        title: Words::new(
            "Kom med post: posttid kan räknas av",
            "By post: an allowance is possible",
        ),
        severity: Severity::Info,
        or: None,
        message: Words::new(
            "För sent, men anmälan kom med post: tid för postgången kan räknas av.",
            "Late, but sent by post: an allowance for postal time is possible.",
        ),
        why: Words::new(
            "IMY tar hänsyn till postgången när en anmälan skickas med post, till exempel vid avbrott i e-tjänsten. När brevet skickades framgår inte.",
            "IMY allows for postal time where a notification is sent by post, as during an outage of its e-service. When the letter was sent is not told.",
        ),
        basis: Words::new(
            "IMY:s praxis vid avbrott i e-tjänsten",
            "IMY's practice during outages of its e-service",
        ),
        example: Words::new(
            "Anmälan kom in med brev efter 80 timmar.",
            "Received by letter after 80 hours.",
        ),
        run: Run::Each(postal_allowance),
    },
    Rule {
        code: REASONS_NOT_ASKED,
        name: "late-reasons-not-asked",
        title: Words::new(
            "För sent, skäl efterfrågades inte",
            "Late, reasons not asked for",
        ),
        severity: Severity::Warning,
        or: None,
        message: Words::new(
            "Anmälan kom in {passed} efter den uppgivna upptäckten, mer än {limit} timmar; källan har ingen uppgift om skäl för förseningen.",
            "Received {passed} after the declared discovery, more than {limit} hours; the source never asked for reasons for the delay.",
        ),
        why: Words::new(
            "En anmälan som inte görs inom tidsfristen ska åtföljas av en motivering till förseningen. Källan saknar frågan; om skäl lämnades får sökas i anmälan själv.",
            "A notification not made within the period shall be accompanied by reasons for the delay. The source lacks the question; whether they were given is to be looked up in the notification itself.",
        ),
        basis: REASONS,
        example: Words::new(
            "Ett register med upptäckt 1 mars och anmälan 20 mars, utan kolumn för skäl.",
            "A register with discovery on 1 March and receipt on 20 March, without a column for reasons.",
        ),
        run: Run::Each(reasons_not_asked),
    },
];
