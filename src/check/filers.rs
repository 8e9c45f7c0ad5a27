//! Family M as far as one controller filed several notifications: names that do not go together,
//! and times that are always the same. Found over the whole set, by `across`.

use crate::check::rule::Basis::Is;
use crate::check::rule::Rule;
use crate::check::rule::Run::Across;
use crate::config::Words;
use crate::finding::Code;
use crate::finding::Severity::Info;

pub(crate) const SEVERAL_NAMES: Rule = Rule {
    code: Code::new(*b"M013"),
    name: "same-number-different-controller",
    title: Words::new(
        "Samma organisationsnummer men olika namn",
        "Same organisation number but different names",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Organisationsnumret {number} står i {notifications} anmälningar med {names} olika namn på den personuppgiftsansvarige. Ett annat namn än här står i {others}.",
        "The organisation number {number} stands in {notifications} notifications with {names} different names of the controller. A name other than the one here stands in {others}.",
    ),
    why: Words::new(
        "Ett organisationsnummer hör till en juridisk person. Står det med olika namn kan ett nummer vara fel, eller personuppgiftsbiträdets i stället för den ansvariges; det kan också vara ett namnbyte eller en avdelning. Skillnader i versaler, skiljetecken och bolagsform räknas inte. Kommuner, regioner och staten har ett nummer för många nämnder och myndigheter, så deras nummer prövas inte, och inte heller ett nummer som är fel skrivet eller en persons. Fyndet ges en gång per nummer, vid den första anmälan som räknas.",
        "An organisation number belongs to one legal person. Where it stands with different names, a number may be wrong, or that of the processor instead of the controller; it may also be a change of name or a department. Differences in case, signs and legal form do not count. Municipalities, regions and the state have one number for many boards and authorities, so their numbers are not looked at, nor is a number that is mistyped or a person's. The finding is given once for each number, at the first notification that counts.",
    ),
    basis: Is(Words::new(
        "Lagen (1974:174) om identitetsbeteckning för juridiska personer m.fl.; programmets regel: bara anmälningar som räknas jämförs",
        "The act (1974:174) on identity numbers of legal persons; the program's rule: only notifications that count are compared",
    )),
    example: Words::new(
        "556329-7133 står i en anmälan från Exempelbolaget AB och i en från Provföretaget AB.",
        "556329-7133 stands in a notification of Exempelbolaget AB and in one of Provföretaget AB.",
    ),
    run: Across,
};

pub(crate) const DEFAULT_TIME: Rule = Rule {
    code: Code::new(*b"M015"),
    name: "default-time-suspected",
    title: Words::new(
        "Klockslaget kan vara förifyllt",
        "The time of day may be a default",
    ),
    severity: Info,
    or: &[],
    message: Words::new(
        "Klockslaget {time} står i {same} av {given} svar där den personuppgiftsansvarige har angett klockslag för {asked}. Det kan vara förifyllt.",
        "The time {time} stands in {same} of {given} answers in which the controller gave a time of day for {asked}. It may be a default.",
    ),
    why: Words::new(
        "Ett klockslag som ett system fyller i, ofta 00:00, ser ut som en uppgift men är ingen. Tidsfristen räknas då från en tid som ingen har angett; ett datum utan klockslag hade räknats som hela dagen. Fyndet ges en gång per personuppgiftsansvarig och klockslag, vid den första anmälan med klockslaget, när det står i mer än hälften av minst tio svar på frågorna {incident.occurred.date} och {incident.discovered.date} tillsammans, annars på en av dem. Bara svar med klockslag räknas. Samma svar på samma fråga i flera anmälningar räknas en gång, eftersom de kan gälla samma händelse.",
        "A time that a system fills in, often 00:00, looks like an answer and is none. The time limit is then counted from a time that nobody gave; a date without a time would have counted as the whole day. The finding is given once for each controller and time, at the first notification with that time, where it stands in more than half of at least ten answers to questions {incident.occurred.date} and {incident.discovered.date} together, else to one of them. Only answers with a time of day count. The same answer to the same question in several notifications counts once, since they may tell of one event.",
    ),
    basis: Is(Words::new(
        "Programmets regel: tidsfristen räknas från det klockslag som anges",
        "The program's rule: the time limit is counted from the time that is given",
    )),
    example: Words::new(
        "Ett bolags system sätter 00:00 i varje anmälan där bara dagen är känd.",
        "The system of a company puts 00:00 into each notification of which only the day is known.",
    ),
    run: Across,
};

pub(super) const RULES: &[Rule] = &[SEVERAL_NAMES, DEFAULT_TIME];
