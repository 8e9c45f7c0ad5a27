//! The headings by which the columns of a list of receipt times are known.

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Received,
    /// The time of day, where it has a column of its own.
    Clock,
    CaseNumber,
    Source,
    Reference,
    Channel,
}

/// How the headings of a column are known, beside its own.
pub(super) struct Heading {
    pub(super) column: Column,
    /// Our own heading: where it is there no other counts.
    pub(super) own: &'static str,
    /// Headings that people write, squashed.
    pub(super) names: &'static [&'static str],
    /// How headings begin that people write, squashed.
    pub(super) stems: &'static [&'static str],
}

/// The columns with their headings.
pub(super) const HEADINGS: [Heading; 6] = [
    Heading {
        column: Column::Received,
        own: "received",
        names: &["inkom", "inkommen", "mottagen", "mottaget"],
        stems: &[
            "inkom",
            "mottag",
            "mottog",
            "ankom",
            "datuminkom",
            "datummottag",
            "datumförinkom",
            "datumförmottag",
            "anmäld",
            "anmält",
            "anmälningsdatum",
            "anmälningsdag",
            "anmälningstid",
            "anmälandatum",
            "anmälanimy",
            "anmälantill",
            "anmälaninkom",
            "skickadtillimy",
            "inskickad",
            "insänd",
            "datumanmäl",
            "datumföranmäl",
            "datumförimyanmäl",
            "tidpunktanmäl",
            "tidpunktföranmäl",
            "imyanmäld",
            "received",
            "receipt",
            "datereceived",
            "dateofreceipt",
            "reported",
            "datereported",
            "dateofreport",
            "notified",
            "datenotified",
            "dateofnotification",
            "notificationdate",
        ],
    },
    Heading {
        column: Column::Clock,
        own: "received_time",
        names: &[],
        stems: &[
            "inkom",
            "mottag",
            "mottog",
            "ankom",
            "anmäld",
            "anmält",
            "anmälningstid",
            "anmälningkl",
            "anmälningskl",
            "klockslagför",
            "tidföranmäl",
            "tidförmottag",
            "tidförinkom",
            "tidanmäl",
            "tidinkom",
            "tidmottag",
            "received",
            "timereceived",
            "timeofreceipt",
            "reported",
            "notified",
        ],
    },
    Heading {
        column: Column::CaseNumber,
        own: "case_number",
        names: &["casenumber", "caseno"],
        stems: &[],
    },
    Heading {
        column: Column::Source,
        own: "source",
        names: &[
            "fil",
            "filnamn",
            "filensnamn",
            "namnpåfil",
            "namnpåfilen",
            "källa",
            "dokument",
            "kopia",
            "file",
            "filename",
            "document",
        ],
        stems: &[],
    },
    Heading {
        column: Column::Reference,
        own: "reference",
        names: &["ref"],
        stems: &[
            "referens",
            "refnr",
            "refnummer",
            "vårref",
            "vårtref",
            "erref",
            "egenref",
            "egetref",
            "internref",
            "interntref",
            "kommunensref",
            "ourref",
            "yourref",
            "internalref",
            "refno",
            "refnum",
            "reference",
            "egetdnr",
            "egetdiarie",
            "egetärende",
            "interntdnr",
            "interntdiarie",
            "interntärende",
            "internadnr",
            "vårtdnr",
            "vårtdiarie",
            "vårtärende",
            "kommunensdnr",
            "kommunensdiarie",
            "ertdnr",
            "ertdiarie",
        ],
    },
    Heading {
        column: Column::Channel,
        own: "channel",
        names: &["kanal", "sätt", "väg", "via"],
        stems: &[
            "anmälningssätt",
            "anmälningskanal",
            "anmälningsväg",
            "inkomsätt",
        ],
    },
];

/// Headings of case numbers and of references alike; the values tell.
pub(super) const EITHER: [&str; 12] = [
    "dnr",
    "diarienr",
    "diarienummer",
    "diarienummret",
    "ärendenr",
    "ärendenummer",
    "ärendeid",
    "ärende",
    "caseid",
    "case",
    "incidentid",
    "id",
];
/// What a heading of the receipt says somewhere, squashed, where none begins as one.
pub(super) const SOMEWHERE: [&str; 10] = [
    "anmäl",
    "inkom",
    "inskick",
    "inlämn",
    "ingiven",
    "insän",
    "mottag",
    "tillimy",
    "submitted",
    "filed",
];
/// Words for a number, one of which the heading of a case number has beside the authority's name.
pub(super) const NUMBERS: [&str; 6] = ["nr", "nummer", "ärende", "diarie", "number", "case"];
/// What a heading tells of others than the authority, or of other times, wherever it stands.
pub(super) const OF_OTHERS: [&str; 15] = [
    "dso",
    "ombud",
    "intern",
    "polis",
    "chef",
    "nämnd",
    "leverantör",
    "biträde",
    "komplett",
    "upptäck",
    "registrerade",
    "beslut",
    "svar",
    "police",
    "diarief",
];
/// Headings of a time of day that belong to the column before them.
pub(super) const CLOCKS: [&str; 6] = ["kl", "klockslag", "tid", "tidpunkt", "klocka", "time"];
/// What a heading has that tells of the receipt itself.
pub(super) const RECEIPT: [&str; 6] = ["inkom", "mottag", "mottog", "ankom", "receiv", "receipt"];
/// How case numbers of the authority begin.
pub(super) const CASES: [&str; 3] = ["IMY-", "PUI-", "DI-"];
