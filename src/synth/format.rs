//! The formats of a corpus: their names, their files, and what a run calls what it reads there.

use crate::synth::csv;

/// How many files one folder holds.
const PER_FOLDER: usize = 1000;

/// The format of a corpus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Text copies, one file each.
    Text,
    /// PDF copies, one file each.
    Pdf,
    /// JSON, one file each.
    Json,
    /// One file of NDJSON.
    Ndjson,
    /// One file of CSV with our columns.
    Csv,
    /// One workbook with our columns.
    Xlsx,
    /// Pages of the web, one file each.
    Html,
    /// Pages as a browser saves them with all that belongs to them, one file each.
    Mhtml,
    /// Word documents, one file each.
    Docx,
    /// OpenDocument texts, one file each.
    Odt,
    /// Rich text, one file each.
    Rtf,
    /// Mails with the copy as their text, one file each.
    Eml,
    /// Messages of Outlook with the copy as their text, one file each.
    Msg,
    /// Twins: the same notifications in each of the other formats, one folder each.
    Mixed,
}

impl Format {
    /// All of them with their names, in the order in which they are listed.
    pub(crate) const ALL: [(&'static str, Self); 14] = [
        ("text", Self::Text),
        ("pdf", Self::Pdf),
        ("json", Self::Json),
        ("ndjson", Self::Ndjson),
        ("csv", Self::Csv),
        ("xlsx", Self::Xlsx),
        ("html", Self::Html),
        ("mhtml", Self::Mhtml),
        ("docx", Self::Docx),
        ("odt", Self::Odt),
        ("rtf", Self::Rtf),
        ("eml", Self::Eml),
        ("msg", Self::Msg),
        ("mixed", Self::Mixed),
    ];

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        let own = Self::ALL.iter().find(|(_, format)| *format == self);
        own.map_or("", |(name, _)| name)
    }

    /// The formats that a corpus is written in, with the folder of each.
    pub(super) fn parts(self) -> Vec<(Self, &'static str)> {
        match self {
            Self::Mixed => {
                let others = Self::ALL.iter().filter(|(_, format)| *format != self);
                others.map(|(name, format)| (*format, *name)).collect()
            }
            one => vec![(one, "")],
        }
    }

    /// Whether it is a copy with headings and labels.
    pub(super) fn is_copy(self) -> bool {
        !matches!(
            self,
            Self::Json | Self::Ndjson | Self::Csv | Self::Xlsx | Self::Mixed
        )
    }

    /// Whether it is a table.
    pub(crate) fn is_table(self) -> bool {
        matches!(self, Self::Csv | Self::Xlsx)
    }

    /// Whether all its notifications stand in one file.
    pub(super) fn is_one_file(self) -> bool {
        matches!(self, Self::Ndjson | Self::Csv | Self::Xlsx)
    }

    /// The file of a notification.
    pub(super) fn path(self, index: usize) -> String {
        let (folder, file) = (index / PER_FOLDER, index % PER_FOLDER);
        match self {
            one if one.is_one_file() => format!("notifications.{}", one.name()),
            Self::Text => format!("{folder:04}/{file:05}.txt"),
            other => format!("{folder:04}/{file:05}.{}", other.name()),
        }
    }

    /// The format that a run names: that of the text, for a mail.
    pub(super) fn read_as(self) -> &'static str {
        match self {
            Self::Eml | Self::Msg => Self::Text.name(),
            Self::Xlsx => "workbook",
            other => other.name(),
        }
    }

    /// What stands behind the name of its files in the source of a notification.
    pub(super) fn part(self) -> String {
        match self {
            Self::Eml | Self::Msg => "!body.txt".to_owned(),
            Self::Xlsx => format!("!{}", csv::SHEET),
            _ => String::new(),
        }
    }
}
