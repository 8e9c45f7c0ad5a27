//! The words for reasons of which there are several kinds: of binary files, of PDFs and of the
//! system.

use std::io::ErrorKind;

use crate::config::{Message, Words};
use crate::intake::Failure;
use crate::pdf;

/// What a binary file is that is not looked into.
pub(super) fn binary_words(kind: &str) -> Message {
    let words = match kind {
        "archive" => Words::new(
            "ett arkiv av ett slag som inte läses; packa upp det",
            "an archive of a kind that is not read; unpack it",
        ),
        "parquet" => Words::new("en tabell i Parquet", "a table in Parquet"),
        "program" => Words::new("ett program", "a program"),
        "media" => Words::new("ljud eller film", "sound or film"),
        "office document" => Words::new(
            "ett Office-dokument av okänt slag",
            "an office document of an unknown kind",
        ),
        kind if kind.starts_with("image/") => Words::new("en bild", "a picture"),
        _ => Words::new("binärt innehåll, ingen text", "binary content, not text"),
    };
    Words::same("{what} ({kind})")
        .within("what", words)
        .with("kind", kind)
}

/// Why a PDF cannot be read.
pub(super) fn pdf_words(reason: pdf::Unreadable) -> Words {
    match reason {
        pdf::Unreadable::Encrypted => Words::new(
            "PDF:en är krypterad; öppna den med lösenordet och spara den utan, eller be om en kopia utan lösenord",
            "the PDF is encrypted; open it with its password and save it without, or ask for a copy without one",
        ),
        pdf::Unreadable::Scanned => Words::new(
            "PDF:en har ingen läsbar text: den är inskannad, eller tecknen saknar kodning; kör textigenkänning (till exempel ocrmypdf -l swe) och försök igen",
            "the PDF has no readable text: it is scanned, or its characters have no encoding; run OCR (for example ocrmypdf -l swe) and try again",
        ),
        pdf::Unreadable::Truncated => Words::new(
            "PDF:en tar slut för tidigt; hämta den på nytt, den kom inte hel",
            "the PDF ends too early; fetch it again, since it did not come whole",
        ),
        pdf::Unreadable::Damaged => Words::new(
            "PDF:en är skadad; öppna den och spara den på nytt, eller hämta den igen",
            "the PDF is damaged; open it and save it again, or fetch it again",
        ),
        pdf::Unreadable::Columns => Words::new(
            "PDF:ens text står i spalter vars ordning inte kan avgöras; använd en kopia i en spalt",
            "the text of the PDF stands in columns whose order cannot be told; use a copy in one column",
        ),
        pdf::Unreadable::Xfa => Words::new(
            "PDF:en är ett dynamiskt formulär (XFA) som bara Adobe Reader kan visa; öppna originalet där och skriv ut det till PDF",
            "the PDF is a dynamic form (XFA) that only Adobe Reader can show; open the original there and print it to a PDF",
        ),
        pdf::Unreadable::Portfolio => Words::new(
            "PDF:en är en portfölj, men inga filer i den kunde tas ut; öppna originalet i Adobe Reader och spara filerna var för sig",
            "the PDF is a portfolio, but no file in it could be taken out; open the original in Adobe Reader and save the files one by one",
        ),
        pdf::Unreadable::Limits | pdf::Unreadable::Slow => Words::new(
            "PDF:en överskrider gränserna för storlek, sidor, nästling eller komprimering; skriv ut sidorna med anmälan till en ny PDF",
            "the PDF exceeds the limits of size, pages, nesting or compression; print the pages of the notification to a new PDF",
        ),
    }
}

/// What a failure of the system means for an input.
pub(super) fn failure_words(failure: Failure) -> Message {
    match failure.kind {
        ErrorKind::NotFound => Words::new(
            "försvann innan den kunde läsas; lägg tillbaka den och kör igen",
            "vanished before it could be read; put it back and run again",
        )
        .into(),
        ErrorKind::PermissionDenied => Words::new(
            "får inte öppnas; ge dig läsrätt till den, eller be någon som har det om en kopia",
            "may not be opened; get the right to read it, or ask someone who has it for a copy",
        )
        .into(),
        _ if failure.is_held() => Words::new("kan inte läsas: {why}", "cannot be read: {why}")
            .within("why", failure.wording()),
        _ => Words::new(
            "kan inte läsas: {why}; hämta filen på nytt och kör igen",
            "cannot be read: {why}; fetch the file again and run again",
        )
        .within("why", failure.wording()),
    }
}
