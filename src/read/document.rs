//! The kinds of files of other programs, and the words for each: what it is and what to do
//! so that it is read.

use crate::config::{Message, Words};

/// The kinds of files of other programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Document {
    /// Of Word, since 2007.
    Word,
    /// Of Word before that.
    OldWord,
    /// Of LibreOffice and others.
    OpenText,
    /// Rich text.
    Rtf,
    /// Of Excel.
    Workbook,
    /// A table of LibreOffice and others.
    OpenTable,
    /// A presentation.
    Slides,
    /// Of an office program, protected by a password.
    Locked,
    /// Of an office program before 2007, of no kind that is known.
    Office,
    /// A message of Outlook.
    Message,
    /// A mail, or many.
    Mail,
    /// A page with its tags.
    Page,
    /// A page with its pictures.
    PageArchive,
}

impl Document {
    fn name(self) -> Words {
        match self {
            Self::Word => Words::new("Word-dokument", "a Word document"),
            Self::OldWord => Words::new(
                "Word-dokument i äldre format (.doc)",
                "a Word document of the old format (.doc)",
            ),
            Self::OpenText => Words::new("OpenDocument-text (.odt)", "an OpenDocument text (.odt)"),
            Self::Rtf => Words::new("RTF-dokument", "an RTF document"),
            Self::Workbook => Words::new("Excelarbetsbok", "an Excel workbook"),
            Self::OpenTable => Words::new(
                "OpenDocument-kalkylark (.ods)",
                "an OpenDocument spreadsheet (.ods)",
            ),
            Self::Slides => Words::new("presentation", "a presentation"),
            Self::Locked => Words::new(
                "lösenordsskyddat Office-dokument",
                "an office document protected by a password",
            ),
            Self::Office => Words::new(
                "Office-dokument i äldre format",
                "an office document of the old format",
            ),
            Self::Message => Words::new("Outlook-meddelande (.msg)", "an Outlook message (.msg)"),
            Self::Mail => Words::new("e-post i källformat", "the source of a mail"),
            Self::Page => Words::new("webbsida (HTML)", "a web page (HTML)"),
            Self::PageArchive => Words::new("sparad webbsida (MHTML)", "a saved web page (MHTML)"),
        }
    }

    /// What to do so that it is read.
    fn advice(self) -> Words {
        match self {
            Self::Word
            | Self::OldWord
            | Self::OpenText
            | Self::Rtf
            | Self::Slides
            | Self::Office => Words::new(
                "öppna det och spara det som PDF eller oformaterad text",
                "open it and save it as PDF or plain text",
            ),
            Self::Workbook | Self::OpenTable => Words::new(
                "spara varje blad som CSV och beskriv kolumnerna med --mapping",
                "save each sheet as CSV and describe its columns with --mapping",
            ),
            Self::Locked => Words::new(
                "öppna det med lösenordet och spara det som PDF, oformaterad text eller CSV",
                "open it with its password and save it as PDF, plain text or CSV",
            ),
            Self::Message | Self::Mail => Words::new(
                "öppna det i ett e-postprogram och spara kopian av anmälan för sig",
                "open it in a mail program and save the copy of the notification by itself",
            ),
            Self::Page | Self::PageArchive => Words::new(
                "öppna den i en webbläsare och skriv ut den till PDF",
                "open it in a browser and print it to a PDF",
            ),
        }
    }

    /// What is said of one that holds a notification, or may.
    pub(super) fn unread(self) -> Message {
        Words::new(
            "{name}, som inte läses; {advice}",
            "{name}, which is not read; {advice}",
        )
        .within("name", self.name())
        .within("advice", self.advice())
    }

    /// What is said of one that is larger than any copy.
    pub(super) fn oversized(self) -> Message {
        Words::new(
            "{name} som är större eller djupare än någon kopia av en anmälan; {advice}",
            "{name} that is larger or deeper than any copy of a notification; {advice}",
        )
        .within("name", self.name())
        .within("advice", self.advice())
    }

    /// What is said of one that does not.
    pub(super) fn other(self) -> Message {
        let words = match self {
            Self::Workbook | Self::OpenTable => Words::new(
                "{name}; håller den anmälningar, spara bladet som CSV och ange --mapping",
                "{name}; if it holds notifications, save the sheet as CSV and name --mapping",
            ),
            Self::Mail | Self::Message => Words::new(
                "{name} utan kopia av en anmälan",
                "{name} without a copy of a notification",
            ),
            _ => Words::new(
                "{name} utan formulärets rubriker",
                "{name} without the form's headings",
            ),
        };
        words.within("name", self.name())
    }
}
