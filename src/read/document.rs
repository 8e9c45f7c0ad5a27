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
    /// Of Excel, LibreOffice and others.
    Workbook,
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
    /// A message that is encrypted or sealed by a signature.
    Sealed,
    /// What Outlook packs for Outlook alone.
    OutlookPacked,
}

/// What is to be known of a kind.
struct About {
    #[cfg_attr(not(test), expect(dead_code, reason = "a test holds the order by it"))]
    document: Document,
    /// What it is.
    name: Words,
    /// What to do so that it is read.
    advice: Words,
    /// What is said of one that holds no notification, after or around its name.
    without: Words,
}

const PRINT: Words = Words::new(
    "öppna det och spara det som PDF eller oformaterad text",
    "open it and save it as PDF or plain text",
);
const SHEETS: Words = Words::new(
    "öppna den och spara den igen som .xlsx",
    "open it and save it again as .xlsx",
);
const UNLOCK: Words = Words::new(
    "öppna det med lösenordet och spara det utan lösenord",
    "open it with its password and save it without the password",
);
const DETACH: Words = Words::new(
    "öppna det i ett e-postprogram och spara kopian av anmälan för sig",
    "open it in a mail program and save the copy of the notification by itself",
);
const UNSEAL: Words = Words::new(
    "öppna det i e-postprogrammet och spara kopian av anmälan för sig, utan kryptering",
    "open it in the mail program and save the copy of the notification by itself, not encrypted",
);
const UNPACK: Words = Words::new(
    "öppna mejlet i Outlook och spara bilagan därifrån, eller be avsändaren att skicka det som HTML eller oformaterad text",
    "open the mail in Outlook and save the attachment from there, or ask the sender to send it as HTML or plain text",
);
const BROWSE: Words = Words::new(
    "öppna den i en webbläsare och skriv ut den till PDF",
    "open it in a browser and print it to a PDF",
);

const NO_HEADINGS: Words = Words::new(
    "{name} utan formulärets rubriker",
    "{name} without the form's headings",
);
const NO_COPY: Words = Words::new(
    "{name} utan kopia av en anmälan",
    "{name} without a copy of a notification",
);
const NO_MAPPING: Words = Words::new(
    "{name} utan tabell på detta blad",
    "{name} without a table on this sheet",
);

const fn about(
    document: Document,
    sv: &'static str,
    en: &'static str,
    advice: Words,
    without: Words,
) -> About {
    About {
        document,
        name: Words::new(sv, en),
        advice,
        without,
    }
}

/// All kinds, in the order of [`Document`].
const DOCUMENTS: [About; 14] = [
    about(
        Document::Word,
        "Word-dokument",
        "a Word document",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::OldWord,
        "Word-dokument i äldre format (.doc)",
        "a Word document of the old format (.doc)",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::OpenText,
        "OpenDocument-text (.odt)",
        "an OpenDocument text (.odt)",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::Rtf,
        "RTF-dokument",
        "an RTF document",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::Workbook,
        "arbetsbok",
        "a workbook",
        SHEETS,
        NO_MAPPING,
    ),
    about(
        Document::Slides,
        "presentation",
        "a presentation",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::Locked,
        "lösenordsskyddat Office-dokument",
        "an office document protected by a password",
        UNLOCK,
        NO_HEADINGS,
    ),
    about(
        Document::Office,
        "Office-dokument i äldre format",
        "an office document of the old format",
        PRINT,
        NO_HEADINGS,
    ),
    about(
        Document::Message,
        "Outlook-meddelande (.msg)",
        "an Outlook message (.msg)",
        DETACH,
        NO_COPY,
    ),
    about(
        Document::Mail,
        "e-post i källformat",
        "the source of a mail",
        DETACH,
        NO_COPY,
    ),
    about(
        Document::Page,
        "webbsida (HTML)",
        "a web page (HTML)",
        BROWSE,
        NO_HEADINGS,
    ),
    about(
        Document::PageArchive,
        "sparad webbsida (MHTML)",
        "a saved web page (MHTML)",
        BROWSE,
        NO_HEADINGS,
    ),
    about(
        Document::Sealed,
        "krypterat eller förseglat meddelande (S/MIME eller PGP)",
        "an encrypted or sealed message (S/MIME or PGP)",
        UNSEAL,
        NO_COPY,
    ),
    about(
        Document::OutlookPacked,
        "bilagor som bara Outlook packar upp (winmail.dat)",
        "attachments that Outlook alone unpacks (winmail.dat)",
        UNPACK,
        NO_COPY,
    ),
];

impl Document {
    fn about(self) -> &'static About {
        &DOCUMENTS[self as usize]
    }

    /// What is said of one that holds a notification, or may.
    pub(super) fn unread(self) -> Message {
        let About { name, advice, .. } = self.about();
        Words::new(
            "{name}, som inte kan läsas; {advice}",
            "{name}, which cannot be read; {advice}",
        )
        .within("name", name)
        .within("advice", advice)
    }

    /// What is said of one that is larger than any copy.
    pub(super) fn oversized(self) -> Message {
        let About { name, advice, .. } = self.about();
        Words::new(
            "{name} som är större eller djupare än någon kopia av en anmälan; {advice}",
            "{name} that is larger or deeper than any copy of a notification; {advice}",
        )
        .within("name", name)
        .within("advice", advice)
    }

    /// What is said of one that does not.
    pub(super) fn other(self) -> Message {
        self.about().without.within("name", self.about().name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_row() {
        for (at, about) in DOCUMENTS.iter().enumerate() {
            assert_eq!(about.document as usize, at);
        }
    }
}
