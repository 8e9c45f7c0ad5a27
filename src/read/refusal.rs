//! Why an input, or one notification in it, was not taken in, and the words for it
//! in both languages. Nothing is decided here.

use crate::archive::Fault;
use crate::config::{ArchiveLimits, Language, Message, Words};
use crate::discover::{SkipReason, Trouble};
use crate::intake::Failure;
use crate::pdf;
use crate::read::document::Document;
use words::{binary_words, failure_words, pdf_words};

mod words;

/// What to do where a file lacks what the mapping names.
const OPTIONAL: Words = Words::new(
    "rätta namnet där, eller skriv optional = true om filer får sakna det",
    "mend the name there, or say optional = true if files may lack it",
);

/// Why an input, or one notification in it, was not taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Skipped or unreadable.
    pub fate: Fate,
    /// Why.
    pub reason: Reason,
}

/// The two fates of an input that is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is no notification.
    Skipped,
    /// It is one, or may be, but could not be taken in.
    Unreadable,
}

/// The reasons, to be put into words by [`Reason::show`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// No bytes.
    Empty,
    /// Not text; the kind as a media type or word.
    Binary(&'static str),
    /// A document of another program that holds a notification, or may.
    Document(Document),
    /// One that holds none.
    Other(Document),
    /// One that asks for more than the limits against hostile files allow.
    Oversized(Document),
    /// A PDF or document that took longer than this many seconds.
    Slow(u64),
    /// The source of a mail that holds a notification, or may.
    Mail,
    /// The source of a page that holds a notification.
    Html,
    /// A mail in which the authority says that a notification came in.
    Confirmation,
    /// A mail in which the authority says that a notification did not come in.
    Denied,
    /// A confirmation that belongs to no single notification.
    Unused,
    /// Such a mail, whose time is that of this notification.
    Used(String),
    /// Such a mail about this notification, whose time another source gave.
    Kept(String, Holder),
    /// Such a mail about this notification, whose time another source contradicts.
    Contradicted(String),
    /// A letter or a mail that says that it is a supplement and names no notification of the set.
    LooseSupplement,
    /// What a system or an office program leaves behind.
    Litter,
    /// A link within a folder.
    Link,
    /// A device, socket or pipe.
    NotRegular,
    /// The configuration of this program.
    Configuration,
    /// The register that an option names.
    UsedAsRegister,
    /// A list of receipt times that an option names.
    UsedAsReceipts,
    /// A table whose headings are those of a register.
    Register,
    /// A sheet of a workbook that is hidden.
    HiddenSheet,
    /// Text without the form's headings.
    NoNotification,
    /// Text with the form's title but no heading.
    TitleOnly,
    /// JSON of another schema.
    OtherSchema,
    /// A table without rows, or an empty JSON array.
    NoEntries,
    /// JSON that ends too early, with the line and column.
    Truncated(usize, usize),
    /// Not valid JSON, with the line and column.
    Invalid(usize, usize),
    /// Nested deeper than 128 levels.
    TooDeep,
    /// Larger than the limit, in MiB.
    TooLarge(u64),
    /// It cannot be opened or read; the system's reason.
    Io(Failure),
    /// Bytes that are no text in any encoding known.
    Encoding,
    /// What is wrong with an archive, or with it as a member of one.
    Archive(Fault),
    /// The records.csv of an earlier run.
    EarlierRecords,
    /// CSV whose columns are not ours, and no mapping is given.
    OtherColumns,
    /// CSV that lacks a column of the mapping, with the line of the mapping.
    LacksColumn(String, usize),
    /// CSV whose first row, on this line, is no header.
    NoHeader(u32),
    /// CSV with several columns of a name whose answer has one value: how many, with the
    /// line of the mapping, 0 where the columns are ours.
    RepeatedColumn(String, u32, usize),
    /// JSON in which no object has a path of the mapping, with the line of the mapping.
    LacksPath(String, usize),
    /// JSON with none of the paths of the mapping: the first, with the line of the mapping.
    LacksPaths(String, usize),
    /// JSON though the mapping has a key that only tables take, with the line of the mapping.
    TableRules(&'static str, usize),
    /// JSON without a list where the mapping says it stands, with the line of the mapping.
    NoRecords(String, usize),
    /// JSON without names of columns where the mapping says they stand, with its line.
    NoColumnNames(usize),
    /// Several notifications whose headings are mixed.
    Mixed,
    /// A copy with headings whose letters are garbled.
    Garbled,
    /// A copy of which a mail quotes some lines and not others.
    Quoted,
    /// A row of a table that does not say how many notifications it stands for, with its line.
    NoWeight(u32),
    /// A quote in CSV that is never closed, with its line.
    OpenQuote(u32),
    /// A part of more mails and PDFs, one within the other, than this many.
    DeepParts(u8),
    /// A file that is attached to a PDF and cannot be unpacked.
    Packed,
    /// A PDF that cannot be read.
    Pdf(pdf::Unreadable),
    /// A fault of this program, kept from ending the run.
    Internal,
}

/// Where a receipt time stands that was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holder {
    /// In a list of receipt times.
    List,
    /// In the register.
    Register,
    /// In another confirmation.
    Mail,
}

impl Holder {
    const fn words(self) -> Words {
        match self {
            Self::List => Words::new("listan (--receipts)", "the list (--receipts)"),
            Self::Register => Words::new("registret", "the register"),
            Self::Mail => Words::new("en annan kvittens", "another confirmation"),
        }
    }
}

impl Refusal {
    /// What becomes of a document of another program.
    pub(crate) fn document(document: Document, fate: Fate) -> Self {
        match fate {
            Fate::Unreadable => Self::unreadable(Reason::Document(document)),
            Fate::Skipped => Self::skipped(Reason::Other(document)),
        }
    }

    /// What becomes of one that asks for more than any copy.
    pub(super) fn oversized(document: Document) -> Self {
        Self::unreadable(Reason::Oversized(document))
    }

    /// What becomes of one that takes longer than the run allows.
    pub(crate) fn slow(limits: &ArchiveLimits) -> Self {
        Self::unreadable(Reason::Slow(limits.seconds))
    }

    /// A refusal of something that is no notification.
    pub(crate) fn skipped(reason: Reason) -> Self {
        Self {
            fate: Fate::Skipped,
            reason,
        }
    }

    /// A refusal of something that could not be taken in.
    pub(crate) fn unreadable(reason: Reason) -> Self {
        Self {
            fate: Fate::Unreadable,
            reason,
        }
    }
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        let fate = if fault == Fault::Empty {
            Fate::Skipped
        } else {
            Fate::Unreadable
        };
        Self {
            fate,
            reason: Reason::Archive(fault),
        }
    }
}

impl From<&std::io::Error> for Refusal {
    /// What an error of reading means: a fault of an archive, or the system's word.
    fn from(error: &std::io::Error) -> Self {
        let fault = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<Fault>());
        fault.map_or_else(
            || Self::unreadable(Reason::Io(error.into())),
            |fault| Self::from(*fault),
        )
    }
}

impl From<&Trouble> for Refusal {
    fn from(trouble: &Trouble) -> Self {
        match trouble {
            Trouble::Skipped(SkipReason::Link) => Self::skipped(Reason::Link),
            Trouble::Skipped(SkipReason::NotRegular) => Self::skipped(Reason::NotRegular),
            Trouble::Skipped(SkipReason::Register) => Self::skipped(Reason::UsedAsRegister),
            Trouble::Skipped(SkipReason::Receipts) => Self::skipped(Reason::UsedAsReceipts),
            Trouble::Skipped(SkipReason::Configuration) => Self::skipped(Reason::Configuration),
            Trouble::Unreadable(error) => Self::from(error),
        }
    }
}

impl Reason {
    /// Whether it is JSON that neither we nor the mapping of the run know.
    pub(crate) fn is_foreign_json(&self) -> bool {
        matches!(
            self,
            Self::OtherSchema | Self::LacksPaths(..) | Self::NoRecords(..) | Self::TableRules(..)
        )
    }

    /// The reason in words that a person understands.
    pub fn show(&self, language: Language) -> String {
        self.message().get(language)
    }

    /// The reason as a message.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Empty => Words::new("filen är tom", "the file is empty").into(),
            Self::Unused => Words::new(
                "IMY:s kvittens, som inte hör till exakt en anmälan; den användes inte",
                "the authority's confirmation of receipt, which belongs to no single notification; it was not used",
            ).into(),
            Self::Used(place) => Words::new(
                "IMY:s kvittens, använd för {place}",
                "confirmation of receipt, used for {place}",
            ).with("place", place),
            Self::Kept(place, holder) => Words::new(
                "IMY:s kvittens för {place}; mottagningstiden i {holder} behölls",
                "confirmation of receipt for {place}; the receipt time in {holder} was kept",
            ).with("place", place).within("holder", holder.words()),
            Self::Contradicted(place) => Words::new(
                "IMY:s kvittens för {place}; en annan källa anger en annan mottagningstid, så ingen av dem användes",
                "confirmation of receipt for {place}; another source gives another receipt time, so neither was used",
            ).with("place", place),
            Self::LooseSupplement => Words::new(
                "en komplettering som inte nämner någon anmälan i materialet; skriv diarienumret i den, eller lägg anmälan bland filerna",
                "a supplement that names no notification of the set; write the case number in it, or add the notification to the files",
            ).into(),
            Self::HiddenSheet => Words::new(
                "dolt blad; visa det i arbetsboken om det ska läsas",
                "a hidden sheet; unhide it in the workbook if it is to be read",
            ).into(),
            Self::Binary(kind) => binary_words(kind),
            Self::Document(document) => document.unread(),
            Self::Other(document) => document.other(),
            Self::Oversized(document) => document.oversized(),
            Self::Slow(seconds) => Words::new(
                    "tog för lång tid: mer än {seconds} sekunder (--max-seconds); höj gränsen, eller spara bara anmälan på nytt",
                    "took too long: more than {seconds} seconds (--max-seconds); raise the limit, or save the notification alone",
                )
                .with("seconds", seconds),
            Self::Mail => Document::Mail.unread(),
            Self::Html => Document::Page.unread(),
            Self::Confirmation => Words::new(
                "e-post, troligen IMY:s kvittens; skriv mottagningstiden i listan till --receipts",
                "a mail, probably the authority's confirmation of receipt; put its time into the list for --receipts",
            ).into(),
            Self::Denied => Words::new(
                "e-post från IMY, enligt vilken anmälan inte har kommit in; läs den",
                "a mail of the authority, which says that the notification did not come in; read it",
            ).into(),
            Self::Litter => Words::new(
                "en hjälpfil som systemet eller ett kontorsprogram lämnat",
                "a file that the system or an office program left behind",
            ).into(),
            Self::Link => Words::new(
                "en länk; länkar i mappar följs inte",
                "a link; links within folders are not followed",
            ).into(),
            Self::NotRegular => Words::new(
                "ingen vanlig fil (enhet, rör eller uttag)",
                "no regular file (a device, pipe or socket)",
            ).into(),
            Self::Configuration => Words::new("programmets konfiguration", "the program's configuration").into(),
            Self::UsedAsRegister => Words::new(
                "används som register (--register)",
                "used as register (--register)",
            ).into(),
            Self::UsedAsReceipts => Words::new(
                "används som lista över mottagningstider (--receipts)",
                "used as list of receipt times (--receipts)",
            ).into(),
            Self::Register => Words::new(
                "ett register: ange det med --register",
                "a register: name it with --register",
            ).into(),
            Self::NoNotification => Words::new(
                "ingen anmälan: formulärets rubriker finns inte",
                "no notification: the form's headings are not there",
            ).into(),
            Self::TitleOnly => Words::new(
                "formulärets titel men ingen av dess numrerade rubriker; spara hela anmälan på nytt, med frågorna",
                "the form's title but none of its numbered headings; save the whole notification again, with its questions",
            ).into(),
            Self::OtherSchema => Words::new(
                "JSON av annat slag: varken controller eller incident är ett objekt",
                "JSON of another schema: neither controller nor incident is an object",
            ).into(),
            Self::NoEntries => Words::new(
                "inga anmälningar: bara en rubrikrad eller en tom lista",
                "no notifications: only a header row or an empty list",
            ).into(),
            Self::Truncated(line, column) => Words::new(
                    "JSON tar slut för tidigt, på rad {line}, kolumn {column}; hämta eller exportera filen på nytt",
                    "the JSON ends too early, at line {line}, column {column}; fetch or export the file again",
                )
                .with("line", line)
                .with("column", column),
            Self::Invalid(line, column) => Words::new(
                    "inte giltig JSON, rad {line}, kolumn {column}; rätta det där, eller exportera filen på nytt",
                    "not valid JSON, line {line}, column {column}; mend it there, or export the file again",
                )
                .with("line", line)
                .with("column", column),
            Self::TooDeep => Words::new(
                "nästlad djupare än 128 nivåer; exportera anmälan på nytt",
                "nested deeper than 128 levels; export the notification again",
            ).into(),
            Self::TooLarge(limit) => Words::new(
                    "större än gränsen på {limit} MiB; dela upp filen i mindre",
                    "larger than the limit of {limit} MiB; divide the file into smaller ones",
                )
                .with("limit", limit),
            Self::Io(failure) => failure_words(*failure),
            Self::Encoding => Words::new(
                "teckenkodningen går inte att läsa; spara filen på nytt som UTF-8",
                "the character encoding cannot be read; save the file again as UTF-8",
            ).into(),
            Self::Archive(fault) => fault.message(),
            Self::EarlierRecords => Words::new(
                "records.csv från en tidigare körning; räkna om den med breach-audit stats",
                "records.csv of an earlier run; count it again with breach-audit stats",
            ).into(),
            Self::OtherColumns => Words::new(
                "tabell med andra kolumner än våra; beskriv dem med --mapping (börja med breach-audit mapping suggest)",
                "a table with other columns than ours; describe them with --mapping (begin with breach-audit mapping suggest)",
            ).into(),
            Self::NoHeader(_) => Words::new(
                "tabell utan rubrikrad; skriv en rad överst med de kolumnnamn som mappningen nämner, eller nämn kolumnerna efter plats (\"[1]\") med header = 0 i [rows]",
                "a table without a header row; write a row at the top with the column names that the mapping has, or name the columns by place (\"[1]\") with header = 0 in [rows]",
            ).into(),
            Self::RepeatedColumn(column, count, 0) => Words::new("tabell med {count} kolumner \"{column}\", fast svaret har ett enda värde; ge dem olika namn", "a table with {count} columns \"{column}\", though the answer has one value; give them different names").with("count", count).with("column", column),
            Self::RepeatedColumn(column, count, line) => Words::new("tabell med {count} kolumner \"{column}\", som mappningen nämner på rad {line} för ett svar med ett enda värde; ge kolumnerna olika namn", "a table with {count} columns \"{column}\", which the mapping names on line {line} for an answer with one value; give the columns different names").with("count", count).with("column", column).with("line", line),
            Self::LacksColumn(column, line) => Words::new("tabell utan kolumnen \"{column}\" som mappningen nämner på rad {line}; {optional}", "a table without the column \"{column}\" that the mapping names on line {line}; {optional}").with("column", column).with("line", line).within("optional", OPTIONAL),
            Self::LacksPath(path, line) => Words::new("JSON där inget objekt har \"{path}\" som mappningen nämner på rad {line}; {optional}", "JSON in which no object has \"{path}\", which the mapping names on line {line}; {optional}").with("path", path).with("line", line).within("optional", OPTIONAL),
            Self::LacksPaths(path, line) => Words::new("JSON utan någon av mappningens sökvägar; den första är \"{path}\" på rad {line}; rätta namnen där, eller var listan står (records)", "JSON with none of the mapping's paths, the first of which is \"{path}\" on line {line}; mend the names there, or where the list stands (records)").with("path", path).with("line", line),
            Self::TableRules(key, line) => Words::new("JSON, men mappningen har på rad {line} {key}, som bara gäller tabeller; ta bort det, eller gör om filen till en tabell", "JSON, but the mapping has {key} on line {line}, which is for tables only; leave it out, or make the file a table").with("key", key).with("line", line),
            Self::NoRecords(path, line) => Words::new("JSON utan lista vid \"{path}\" som mappningen nämner under records på rad {line}; rätta sökvägen där", "JSON without a list at \"{path}\", which the mapping names as records on line {line}; mend the path there").with("path", path).with("line", line),
            Self::NoColumnNames(line) => Words::new("JSON utan kolumnnamn där mappningen på rad {line} säger att de står: names är sökvägen till en lista av namn, header antalet rader som är listor av namn", "JSON without names of columns where line {line} of the mapping says that they stand: names is the path of a list of names, header the number of rows that are lists of names").with("line", line),
            Self::OpenQuote(line) => Words::new(
                    "ett citattecken som öppnas på rad {line} stängs aldrig; rätta raden, eller exportera tabellen på nytt",
                    "a quote opened on line {line} is never closed; mend the line, or export the table again",
                )
                .with("line", line),
            Self::NoWeight(line) => Words::new(
                    "rad {line} säger inte med ett heltal hur många anmälningar den står för (weight; högst 100 000, i en fil 5 000 000); rätta raden, eller mappningens weight",
                    "line {line} does not say with a whole number how many notifications it stands for (weight; 100 000 at most, 5 000 000 in a file); mend the line, or weight in the mapping",
                )
                .with("line", line),
            Self::Mixed => Words::new(
                "flera anmälningar vars rubriker står om varandra; spara varje anmälan i en egen fil",
                "several notifications whose headings are mixed; save each in a file of its own",
            )
            .into(),
            Self::Garbled => Words::new(
                "formulärets rubriker har förvanskade bokstäver (å, ä, ö); spara kopian på nytt som UTF-8 eller PDF",
                "the form's headings have garbled letters (å, ä, ö); save the copy anew as UTF-8 or PDF",
            )
            .into(),
            Self::Quoted => Words::new(
                "kopian är citerad i ett e-postmeddelande, men alla rader börjar inte med >; spara anmälan utan citattecken",
                "the copy is quoted in a mail, but not every line begins with >; save the notification without the signs",
            )
            .into(),
            Self::DeepParts(most) => Words::new(
                    "fler än {most} brev eller PDF:er i varandra; spara den för sig",
                    "more than {most} mails or PDFs within one another; save it by itself",
                )
                .with("most", most),
            Self::Packed => Words::new(
                "filen är bifogad en PDF och går inte att packa upp; öppna PDF:en och spara bilagan för sig",
                "the file is attached to a PDF and cannot be unpacked; open the PDF and save the attachment by itself",
            ).into(),
            Self::Pdf(reason) => pdf_words(*reason).into(),
            Self::Internal => Words::new(
                "internt fel i programmet vid läsningen, övriga filer är opåverkade; spara anmälan i ett annat format, till exempel PDF eller text",
                "internal fault of the program while reading, other files are unaffected; save the notification in another format, such as PDF or text",
            ).into(),
        }
    }
}

#[cfg(test)]
mod tests;
