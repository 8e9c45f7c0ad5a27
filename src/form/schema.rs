//! The schema of questions: one row for each field of the form, and all that
//! follows from it. A row names the key, its path in JSON and CSV, and the kind of
//! value; where there are any, also the columns of the records, the dimension that
//! notifications are counted by, and the names that a mapping is guessed from.
//! The number of a question is no part of it: each edition has its own.

use crate::config::Words;
use crate::form::Kind;

/// One field of the form.
#[derive(Debug)]
pub(crate) struct Field {
    /// The key by which the program knows it.
    pub(crate) key: Key,
    /// The parts of its path, joined by dots.
    pub(crate) path: &'static str,
    /// The kind of value that it holds, unless an edition says otherwise.
    pub(crate) kind: Kind,
    /// Its columns in the records. A choice has one; a number has four, which hold the
    /// band, the exact number, and the lower and upper bound.
    pub(crate) columns: &'static [&'static str],
    /// The dimension that notifications are counted by.
    pub(crate) dimension: Option<Counted>,
    /// What exports call it, besides the words of the form.
    pub(crate) guessed: &'static [&'static str],
    /// What exports call it, though the name may mean something else.
    pub(crate) vague: &'static [&'static str],
    /// What it is called where no edition asks for it.
    pub(crate) called: Words,
    /// Whether records of earlier versions lack its columns: then it was not asked there.
    pub(crate) later: bool,
}

/// The dimension of a field.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Counted {
    /// Its id, as in the names of tables and `--cross`.
    pub(crate) id: &'static str,
    /// What it is, for titles.
    pub(crate) title: Words,
    /// Id and title of the dimension of the groups, where options are `group:detail`.
    pub(crate) groups: Option<(&'static str, Words)>,
}

const fn counted(id: &'static str, sv: &'static str, en: &'static str) -> Counted {
    Counted {
        id,
        title: Words::new(sv, en),
        groups: None,
    }
}

const fn grouped(
    [id, sv, en]: [&'static str; 3],
    [group, group_sv, group_en]: [&'static str; 3],
) -> Counted {
    Counted {
        id,
        title: Words::new(sv, en),
        groups: Some((group, Words::new(group_sv, group_en))),
    }
}

/// Makes [`Key`] and [`FIELDS`] of the rows.
macro_rules! schema {
    ($($key:ident $path:literal $kind:ident { $($name:ident: $value:expr),* $(,)? })*) => {
        /// The canonical name of one field of a notification.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Key {
            $(#[doc = $path] $key,)*
        }

        /// All fields, in the order of the form; a key is the position of its field.
        pub(crate) const FIELDS: &[Field] = &[$(Field {
            $($name: $value,)*
            ..Field::new(Key::$key, $path, Kind::$kind)
        },)*];

        impl Key {
            /// All keys, in the order of the form.
            pub const ALL: &'static [Key] = &[$(Key::$key,)*];
            /// Their paths.
            pub(super) const PATHS: &'static [&'static str] = &[$($path,)*];
        }
    };
}

impl Field {
    const fn new(key: Key, path: &'static str, kind: Kind) -> Self {
        Self {
            key,
            path,
            kind,
            columns: &[],
            dimension: None,
            guessed: &[],
            vague: &[],
            called: Words::new(path, path),
            later: false,
        }
    }
}

/// How many numbers of persons and things the form asks for.
pub(crate) const AMOUNTS: usize = amounts(&mut [[Key::Form; 2]; FIELDS.len()]);

/// The keys of these numbers: of the exact one, and of the band, which is the next row.
pub(crate) const NUMBERS: [[Key; 2]; AMOUNTS] = {
    let mut keys = [[Key::Form; 2]; AMOUNTS];
    amounts(&mut keys);
    keys
};

/// Fills in the keys of the numbers. Gives how many there are.
const fn amounts(keys: &mut [[Key; 2]]) -> usize {
    let (mut found, mut at) = (0, 0);
    while at < FIELDS.len() {
        if matches!(FIELDS[at].kind, Kind::Count) {
            keys[found] = [FIELDS[at].key, FIELDS[at + 1].key];
            found += 1;
        }
        at += 1;
    }
    found
}

schema! {
    Form "form" Line { called: Words::new("formulärversion", "form edition") }
    Kind "kind" Line { called: Words::new("slag av handling", "kind of filing") }
    CaseNumber "case_number" Line {
        called: Words::new("diarienummer", "case number"),
        guessed: &[
            "case number", "diarienummer", "dnr", "ärendenummer", "numéro de dossier", "case id",
            "ärendenr", "diarienr", "imy:s ärendenummer", "imy dnr", "case no",
        ],
        vague: &["case", "ärende", "dossier"],
    }
    Supplements "supplements" Line {
        called: Words::new("diarienummer som kompletteras", "case number supplemented"),
    }
    Received "received" Date {
        called: Words::new("mottagningstid", "received"),
        guessed: &[
            "received", "date received", "mottagen", "inkom", "anmäld till imy", "anmäld",
            "anmälningsdatum", "ankomstdatum", "registrerad",
            "date de réception de la notification", "reported on", "date of notification",
            "report date", "submission date", "date de notification", "date notified",
            "notification date", "inkommen", "mottagningsdatum", "anmäldes", "notifié le",
        ],
    }
    Channel "channel" Line {
        called: Words::new("kanal", "channel"),
        guessed: &["channel", "kanal", "inkomstsätt"],
    }
    FilingStatus "filing.status" Choice {
        columns: &["filing_status"],
        dimension: Some(counted("filing-status", "Undertyp av anmälan", "Sub-type of notification")),
    }
    FilingWithdrawalReason "filing.withdrawal_reason" Prose {}
    ControllerName "controller.name" Line {
        guessed: &[
            "organisation", "controller", "name of entity", "name of organisation",
            "personuppgiftsansvarig", "organisationens namn", "responsable de traitement",
            "organisme", "company", "myndighet", "företag", "organization", "name of organization",
            "entity", "nämnd", "styrelse",
        ],
    }
    ControllerOrganisationNumber "controller.organisation_number" OrganisationNumber {
        guessed: &[
            "organisation number", "organisationsnummer", "orgnr", "org nr",
            "corporate identity number", "siren",
        ],
    }
    ControllerReference "controller.reference" Line {
        guessed: &[
            "reference", "referensnummer", "vår referens", "internal reference", "référence",
            "incident-id", "incident id", "referens", "vår ref", "our reference",
            "reference number", "ref no", "notre référence", "incidentnummer", "incident number",
            "numéro d'incident",
            "dnr", "diarienummer",
        ],
        vague: &["id", "ref", "nr", "no", "löpnr", "löpnummer", "numéro"],
    }
    ControllerPostalAddressStreet "controller.postal_address.street" Line {}
    ControllerPostalAddressPostalCode "controller.postal_address.postal_code" PostalCode {}
    ControllerPostalAddressCity "controller.postal_address.city" Line {}
    ControllerPostalAddressCountry "controller.postal_address.country" Line {}
    ContactsName "contacts.name" Line {}
    ContactsRole "contacts.role" Line {}
    ContactsEmail "contacts.email" Email {}
    ContactsPhone "contacts.phone" Phone {}
    ContactAddressStreet "contact_address.street" Line {}
    ContactAddressPostalCode "contact_address.postal_code" PostalCode {}
    ContactAddressCity "contact_address.city" Line {}
    ContactAddressCountry "contact_address.country" Line {}
    IncidentOccurredDate "incident.occurred.date" Date {
        guessed: &[
            "occurred", "inträffade", "incidentdatum", "date of breach", "breach date",
            "date of incident", "date de la violation", "start of breach", "incident date",
            "inträffade datum", "date de l'incident",
        ],
    }
    IncidentOccurredTime "incident.occurred.time" Time {}
    IncidentOccurredComment "incident.occurred.comment" Prose {}
    IncidentDiscoveredDate "incident.discovered.date" Date {
        guessed: &[
            "discovered", "upptäckt", "upptäcktes", "upptäcktsdatum", "date discovered",
            "date of discovery", "date de découverte", "date aware", "discovery date",
            "date de constatation", "upptäckt datum",
        ],
    }
    IncidentDiscoveredTime "incident.discovered.time" Time {}
    IncidentDiscoveredComment "incident.discovered.comment" Prose {}
    IncidentAwareDate "incident.aware.date" Date {}
    IncidentAwareTime "incident.aware.time" Time {}
    IncidentAwareComment "incident.aware.comment" Prose {}
    IncidentOccurrence "incident.occurrence" Choice {
        columns: &["occurrence"],
        dimension: Some(counted("occurrence", "När incidenten inträffade", "When the breach occurred")),
    }
    IncidentOngoing "incident.ongoing" Choice {
        columns: &["ongoing"],
        dimension: Some(counted("ongoing", "Pågår fortfarande", "Still ongoing")),
        guessed: &["ongoing", "pågår", "en cours"],
    }
    IncidentEndedDate "incident.ended.date" Date {
        guessed: &["ended", "upphörde", "slutdatum", "end of breach", "date de fin"],
    }
    IncidentEndedTime "incident.ended.time" Time {}
    IncidentEndedComment "incident.ended.comment" Prose {}
    IncidentDelayReason "incident.delay_reason" Prose {
        guessed: &["reason for delay", "orsak till dröjsmål", "motif du retard"],
    }
    IncidentType "incident.type" Choice {
        columns: &["type"],
        dimension: Some(grouped(
            ["type", "Typ av incident", "Type of breach"],
            ["type-group", "Typ av incident, huvudgrupp", "Type of breach, group"],
        )),
        guessed: &[
            "type of breach", "typ av incident", "typ", "incidenttyp", "natures de la violation",
            "nature of breach", "breach type", "type", "incident type", "type of incident",
            "type d'incident", "typ av personuppgiftsincident",
        ],
    }
    IncidentNature "incident.nature" Choices {
        columns: &["nature"],
        dimension: Some(counted("nature", "Incidentens karaktär", "Nature of the breach")),
    }
    IncidentEvent "incident.event" Choice {
        columns: &["event"],
        dimension: Some(counted("event", "Vad som hände", "Nature of the incident")),
    }
    IncidentDescription "incident.description" Prose {
        guessed: &["description", "beskrivning", "vad har hänt", "summary", "sammanfattning"],
    }
    IncidentDiscovery "incident.discovery" Choice {
        columns: &["discovery"],
        dimension: Some(counted("discovery", "Hur incidenten upptäcktes", "How the breach was discovered")),
        guessed: &["how discovered", "hur upptäcktes", "comment découvert"],
    }
    IncidentCause "incident.cause" Choice {
        columns: &["cause"],
        dimension: Some(grouped(
            ["cause", "Orsak", "Cause"],
            ["cause-group", "Orsak, huvudgrupp", "Cause, group"],
        )),
        guessed: &["cause", "orsak", "causes de l'incident", "root cause", "cause of breach"],
    }
    IncidentCauseComment "incident.cause_comment" Prose {}
    IncidentOrigin "incident.origin" Choice {
        columns: &["origin"],
        dimension: Some(counted("origin", "Orsak, intern eller extern", "Cause, internal or external")),
    }
    IncidentSector "incident.sector" Choice {
        columns: &["sector"],
        dimension: Some(counted("sector", "Sektor", "Sector")),
        guessed: &[
            "sector", "sektor", "secteur d'activité", "secteur d'activité de l'organisme concerné",
            "industry",
        ],
    }
    IncidentArea "incident.area" Choice {
        columns: &["area"],
        dimension: Some(grouped(
            ["area", "Verksamhetsområde", "Area of activity"],
            ["area-group", "Verksamhetsområde, huvudgrupp", "Area of activity, group"],
        )),
        guessed: &[
            "area", "verksamhetsområde", "verksamhet", "förvaltning", "business area", "domaine",
        ],
    }
    IncidentAreaComment "incident.area_comment" Prose {}
    ProcessorsInvolved "processors.involved" Choice {
        columns: &["processor_involved"],
        dimension: Some(counted("processor-involved", "Personuppgiftsbiträde", "Processor involved")),
        guessed: &[
            "processor involved", "biträde", "personuppgiftsbiträde", "third party involved",
            "sous-traitant",
        ],
    }
    ProcessorsOrganisationsName "processors.organisations.name" Line {
        guessed: &[
            "processor", "processor name", "biträdets namn", "leverantör", "nom du sous-traitant",
        ],
    }
    ProcessorsOrganisationsOrganisationNumber "processors.organisations.organisation_number" OrganisationNumber {}
    AffectedDataSubjectsExact "affected.data_subjects.exact" Count {
        columns: &["data_subjects", "data_subjects_exact", "data_subjects_min", "data_subjects_max"],
        dimension: Some(counted("data-subjects", "Antal registrerade", "Data subjects")),
        guessed: &[
            "data subjects", "antal registrerade", "antal personer", "antal drabbade",
            "number of people affected", "individuals affected", "affected",
            "nombre de personnes impactées", "number of data subjects",
            "no. data subjects affected", "number of data subjects affected",
            "number of individuals affected", "people affected", "persons affected",
            "antal berörda", "antal berörda personer", "antal drabbade personer",
            "nombre de personnes", "nombre de personnes concernées",
        ],
        vague: &["people", "persons", "individuals", "personer", "antal", "berörda", "personnes", "nombre"],
    }
    AffectedDataSubjectsRange "affected.data_subjects.range" Band {}
    AffectedDataSubjectsStatus "affected.data_subjects.status" Choice {
        columns: &["data_subjects_status"],
        dimension: Some(counted("data-subjects-status", "Hur antalet registrerade är känt", "How the number of data subjects is known")),
    }
    AffectedDataItemsExact "affected.data_items.exact" Count {
        columns: &["data_items", "data_items_exact", "data_items_min", "data_items_max"],
        dimension: Some(counted("data-items", "Antal uppgifter om de registrerade", "Data items")),
        guessed: &[
            "data items", "antal uppgifter", "records affected", "number of records",
            "nombre d'enregistrements",
        ],
    }
    AffectedDataItemsRange "affected.data_items.range" Band {}
    AffectedDataItemsStatus "affected.data_items.status" Choice {
        columns: &["data_items_status"],
        dimension: Some(counted("data-items-status", "Hur antalet uppgifter är känt", "How the number of data items is known")),
    }
    AffectedSubjectGroups "affected.subject_groups" Choices {
        columns: &["subject_groups"],
        dimension: Some(counted("subject-groups", "Grupper av registrerade", "Groups of data subjects")),
        guessed: &[
            "groups of data subjects", "kategorier av registrerade", "categories of individuals",
            "catégories de personnes", "data subject type", "type of data subject",
            "categories of data subjects", "grupper av registrerade", "typ av registrerade",
            "catégories de personnes concernées",
        ],
    }
    AffectedSubjectGroupsComment "affected.subject_groups_comment" Prose {}
    AffectedDataCategories "affected.data_categories" Choices {
        columns: &["data_categories"],
        dimension: Some(counted("data-categories", "Slag av personuppgifter", "Categories of data")),
        guessed: &[
            "categories of data", "kategorier av personuppgifter", "typ av personuppgifter",
            "types of data", "typologie des données impactées", "information compromised",
            "type of information", "data type", "type of data", "data categories",
            "categories of personal data", "slag av personuppgifter", "typ av uppgifter",
            "catégories de données", "types de données",
        ],
    }
    AffectedDataCategoriesComment "affected.data_categories_comment" Prose {}
    AffectedEncrypted "affected.encrypted" Choice {
        columns: &["encrypted"],
        dimension: Some(counted("encrypted", "Krypterade uppgifter", "Encrypted data")),
        guessed: &["encrypted", "krypterade", "kryptering", "chiffrées"],
    }
    ConsequencesKinds "consequences.kinds" Choices {
        columns: &["consequences"],
        dimension: Some(counted("consequences", "Konsekvenser", "Consequences")),
        guessed: &["consequences", "konsekvenser", "conséquences"],
    }
    ConsequencesComment "consequences.comment" Prose {}
    ConsequencesSeverity "consequences.severity" Choice {
        columns: &["severity"],
        dimension: Some(counted("severity", "Allvarlighetsgrad", "Severity")),
        guessed: &[
            "severity", "allvarlighetsgrad", "allvarlighet", "gravité", "risk level", "risknivå",
        ],
    }
    ConsequencesImpact "consequences.impact" Choice {
        columns: &["impact"],
        dimension: Some(counted("impact", "Påverkans allvar, tre steg", "Severity of the impacts, three steps")),
    }
    ConsequencesRisk "consequences.risk" Choice {
        columns: &["risk"],
        dimension: Some(counted("risk", "Riskbedömningens resultat", "Outcome of the risk assessment")),
    }
    ConsequencesRiskReason "consequences.risk_reason" Prose {}
    ActionsDate "actions.date" Date {}
    ActionsTime "actions.time" Time {}
    ActionsAction "actions.action" Prose {
        guessed: &["action", "åtgärd", "åtgärder", "measures", "mesures"],
    }
    CommunicationDecision "communication.decision" Choice {
        columns: &["communication"],
        dimension: Some(counted("communication", "Information till de registrerade", "Communication to the data subjects")),
    }
    CommunicationInformed "communication.informed" Choice {
        columns: &["informed"],
        dimension: Some(counted("informed", "De registrerade informerade", "Data subjects informed")),
        guessed: &[
            "informed", "informerade", "registrerade informerade", "information des personnes",
            "individuals notified",
        ],
        vague: &["notified"],
    }
    CommunicationInformedAtDate "communication.informed_at.date" Date {
        guessed: &[
            "informed at", "informerades", "date individuals notified", "date d'information",
        ],
    }
    CommunicationInformedAtTime "communication.informed_at.time" Time {}
    CommunicationInformedAtComment "communication.informed_at.comment" Prose {}
    CommunicationWillInform "communication.will_inform" Choice {
        columns: &["will_inform"],
        dimension: Some(counted("will-inform", "Avser att informera", "Will inform")),
        guessed: &["will inform", "kommer att informeras"],
    }
    CommunicationPlannedAtDate "communication.planned_at.date" Date {}
    CommunicationPlannedAtTime "communication.planned_at.time" Time {}
    CommunicationPlannedAtComment "communication.planned_at.comment" Prose {}
    CommunicationReasonNot "communication.reason_not" Prose {}
    SupplementIntended "supplement.intended" Choice {
        columns: &["supplement_intended"],
        dimension: Some(counted("supplement-intended", "Avser att komplettera", "Supplement intended")),
    }
    Secrecy "secrecy" Prose {}
}
