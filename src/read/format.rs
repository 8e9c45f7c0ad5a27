//! The input formats: one row for each. What a run, a message or a table of the report has to
//! know of a format stands here; how its records are read stands in the module of its name.

use crate::config::Words;
use crate::decode::Content;
use crate::form::Key;
use crate::pdf;
use crate::read::{json, letters};
use crate::shown::page;

/// The format of an input, column `format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Format {
    /// The text copy of an e-service notification.
    Text,
    /// The PDF copy of one.
    Pdf,
    /// One notification, or an array of them.
    Json,
    /// One notification a line.
    Ndjson,
    /// One notification a row.
    Csv,
    /// A page of the web, as a browser saves it or shows its source.
    Html,
    /// A page of the web with what belongs to it, in one file.
    Mhtml,
    /// A document of Word.
    Docx,
    /// A text of OpenDocument.
    Odt,
    /// A document in rich text.
    Rtf,
    /// One notification a row of a sheet.
    Workbook,
}

/// What a record of a format is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A copy with the headings and labels of the form.
    Copy,
    /// An object with named fields.
    Object,
    /// A row of a table.
    Row,
}

/// How a file of a format begins.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Begins {
    /// As this kind of binary file.
    Binary(&'static str),
    /// As text of which this is true.
    As(fn(&[u8]) -> bool),
    /// As no other format: it is what any other text may be.
    AsNone,
    /// As others do: only its records tell it from them.
    LikeOthers,
}

/// How much it takes to read a source once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// As little as reading it once.
    Cheap,
    /// So much that all that may be asked of it later is kept.
    Dear,
}

/// What is to be known of a format.
#[derive(Debug)]
pub(crate) struct About {
    /// The format.
    pub format: Format,
    /// Its name in records.csv and files.csv.
    pub name: &'static str,
    /// How the names of its files end, for what the content alone does not tell.
    pub extensions: &'static [&'static str],
    /// How a file of it begins.
    pub begins: Begins,
    /// What a record of it is.
    pub shape: Shape,
    /// What reading it again takes.
    pub again: Again,
    /// What the number of a place counts.
    pub unit: Words,
    /// How a field is named in it; `None` where fields have no names.
    pub field: Option<fn(Key, u16) -> String>,
    /// How many bytes are held at once: of a file, or of a line where lines are read one by one.
    pub most_bytes: usize,
}

const LINE: Words = Words::new("rad", "line");
const ROW: Words = Words::new("rad", "row");
const SHOWN: Words = Words::new("textrad", "line of text");
const PAGE: Words = Words::new("sida", "page");

/// All formats, in the order of [`Format`].
pub(crate) const FORMATS: [About; 11] = [
    About {
        format: Format::Text,
        name: "text",
        extensions: &["txt"],
        begins: Begins::AsNone,
        shape: Shape::Copy,
        again: Again::Cheap,
        unit: LINE,
        field: None,
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Pdf,
        name: "pdf",
        extensions: &["pdf"],
        begins: Begins::Binary("pdf"),
        shape: Shape::Copy,
        again: Again::Dear,
        unit: PAGE,
        field: None,
        most_bytes: pdf::MOST_BYTES,
    },
    About {
        format: Format::Json,
        name: "json",
        extensions: &["json"],
        begins: Begins::As(json::begins),
        shape: Shape::Object,
        again: Again::Cheap,
        unit: LINE,
        field: Some(Key::pointer),
        most_bytes: 512 << 20,
    },
    About {
        format: Format::Ndjson,
        name: "ndjson",
        extensions: &["ndjson", "jsonl"],
        begins: Begins::LikeOthers,
        shape: Shape::Object,
        again: Again::Cheap,
        unit: LINE,
        field: Some(Key::pointer),
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Csv,
        name: "csv",
        extensions: &["csv"],
        begins: Begins::LikeOthers,
        shape: Shape::Row,
        again: Again::Cheap,
        unit: LINE,
        field: Some(Key::csv_column),
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Html,
        name: "html",
        extensions: &["html", "htm", "xhtml"],
        begins: Begins::As(page::begins),
        shape: Shape::Copy,
        again: Again::Dear,
        unit: SHOWN,
        field: None,
        most_bytes: page::MOST_BYTES,
    },
    About {
        format: Format::Mhtml,
        name: "mhtml",
        extensions: &["mhtml", "mht"],
        begins: Begins::As(letters::begins_page_archive),
        shape: Shape::Copy,
        again: Again::Dear,
        unit: SHOWN,
        field: None,
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Docx,
        name: "docx",
        extensions: &["docx", "docm", "dotx"],
        begins: Begins::LikeOthers,
        shape: Shape::Copy,
        again: Again::Dear,
        unit: SHOWN,
        field: None,
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Odt,
        name: "odt",
        extensions: &["odt", "ott"],
        begins: Begins::LikeOthers,
        shape: Shape::Copy,
        again: Again::Dear,
        unit: SHOWN,
        field: None,
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Rtf,
        name: "rtf",
        extensions: &["rtf"],
        begins: Begins::Binary("rtf"),
        shape: Shape::Copy,
        again: Again::Dear,
        unit: SHOWN,
        field: None,
        most_bytes: 64 << 20,
    },
    About {
        format: Format::Workbook,
        name: "workbook",
        extensions: &["xlsx", "xlsm", "xlsb", "xls", "ods"],
        begins: Begins::LikeOthers,
        shape: Shape::Row,
        again: Again::Dear,
        unit: ROW,
        field: Some(Key::csv_column),
        most_bytes: 512 << 20,
    },
];

impl Format {
    /// What is to be known of it.
    pub(crate) fn about(self) -> &'static About {
        &FORMATS[self as usize]
    }

    /// The format as which a file begins whose bytes are that; what begins as none may be text.
    pub(crate) fn of(content: Content, head: &[u8]) -> Self {
        let begins = |about: &&About| match about.begins {
            Begins::Binary(kind) => content == Content::Binary(kind),
            Begins::As(begins) => content == Content::Text && begins(head),
            Begins::AsNone | Begins::LikeOthers => false,
        };
        FORMATS
            .iter()
            .find(begins)
            .map_or(Self::REST, |about| about.format)
    }

    /// The format of all that begins as none.
    const REST: Self = Self::Text;

    /// Whether a source is known to be of it though none of its records could be read.
    pub(crate) fn is_certain(self) -> bool {
        !matches!(self.about().begins, Begins::AsNone)
    }

    /// The format of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        FORMATS
            .iter()
            .find(|about| about.name == name)
            .map(|about| about.format)
    }

    /// Whether it is a copy with headings and labels, as text or PDF.
    pub(crate) fn is_copy(self) -> bool {
        self.about().shape == Shape::Copy
    }

    /// Whether a file of this name is one, where the content does not tell.
    pub(crate) fn is_called(self, path: &std::path::Path) -> bool {
        let extension = path.extension().unwrap_or_default();
        self.about()
            .extensions
            .iter()
            .any(|name| extension.eq_ignore_ascii_case(name))
    }

    /// The name in records.csv and files.csv.
    pub(crate) fn as_str(self) -> &'static str {
        self.about().name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_its_row() {
        for (at, about) in FORMATS.iter().enumerate() {
            assert_eq!(about.format as usize, at);
            assert_eq!(Format::named(about.name), Some(about.format));
            let is_rest = matches!(about.begins, Begins::AsNone);
            assert_eq!(
                is_rest,
                about.format == Format::REST,
                "one format is the rest"
            );
        }
    }

    #[test]
    fn each_format_is_in_the_guide_and_has_a_fixture() {
        let guide = include_str!("../docs/inputs.md").to_lowercase();
        let fixtures = ["notifications", "pdf", "documents"].map(|folder| {
            let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
            std::fs::read_dir(root.join("fixtures").join(folder)).unwrap()
        });
        let fixtures: Vec<_> = fixtures.into_iter().flatten().collect();
        for about in &FORMATS {
            assert!(guide.contains(about.name), "the guide: {}", about.name);
            let mut paths = fixtures.iter().map(|entry| entry.as_ref().unwrap().path());
            let has = paths.any(|path| about.format.is_called(&path));
            assert!(has, "no fixture of {}", about.name);
        }
    }

    #[test]
    fn a_file_is_known_by_how_it_begins() {
        let of_head = |head: &[u8]| Format::of(crate::decode::sniff(head), head);
        assert_eq!(of_head(b"%PDF-1.7\n"), Format::Pdf);
        assert_eq!(of_head(b" {\"controller\": {}}"), Format::Json);
        assert_eq!(of_head(b"1. Organisationens namn"), Format::Text);
        assert!(Format::Ndjson.is_called(std::path::Path::new("a/b.JSONL")));
    }
}
