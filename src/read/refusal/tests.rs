//! The words of reasons: those of the system, and what to do about each.

use std::io::ErrorKind;

use super::*;

#[test]
fn errors_of_the_system_are_told_in_the_language() {
    let show = |kind, code| Reason::Io(Failure { kind, code }).show(Language::Sv);
    assert_eq!(
        show(ErrorKind::PermissionDenied, Some(13)),
        "får inte öppnas; ge dig läsrätt till den, eller be någon som har det om en kopia"
    );
    assert_eq!(
        show(ErrorKind::NotFound, None),
        "försvann innan den kunde läsas; lägg tillbaka den och kör igen"
    );
    assert_eq!(
        show(ErrorKind::IsADirectory, Some(21)),
        "kan inte läsas: är en mapp; hämta filen på nytt och kör igen"
    );
    assert_eq!(
        show(ErrorKind::Other, Some(5)),
        "kan inte läsas: systemfel 5; hämta filen på nytt och kör igen"
    );
}

/// What is unreadable says after a semicolon what to do, in both languages.
#[test]
fn whatever_cannot_be_read_says_what_to_do() {
    use pdf::Unreadable;
    let io = |kind| Reason::Io(Failure { kind, code: None });
    let mut all = vec![
        Reason::Oversized(Document::Word),
        Reason::Slow(1),
        Reason::Mail,
        Reason::Html,
        Reason::LooseSupplement,
        Reason::TitleOnly,
        Reason::Truncated(1, 1),
        Reason::Invalid(1, 1),
        Reason::TooDeep,
        Reason::TooLarge(1),
        Reason::Encoding,
        Reason::OtherColumns,
        Reason::LacksColumn(String::new(), 1),
        Reason::NoHeader(1),
        Reason::RepeatedColumn(String::new(), 2, 1),
        Reason::LacksPath(String::new(), 1),
        Reason::Mixed,
        Reason::Quoted,
        Reason::NoWeight(1),
        Reason::OpenQuote(1),
        Reason::DeepParts(1),
        Reason::Packed,
        Reason::Internal,
    ];
    let systems = [
        ErrorKind::NotFound,
        ErrorKind::PermissionDenied,
        ErrorKind::Other,
    ];
    all.extend(systems.map(io));
    let documents = [Document::OldWord, Document::Locked, Document::Message];
    all.extend(documents.map(Reason::Document));
    let faults = [
        Fault::Truncated,
        Fault::Damaged,
        Fault::Encrypted,
        Fault::Method,
        Fault::Split,
        Fault::EscapingName,
        Fault::TooDeep,
        Fault::Overlap,
        Fault::MemberTooLarge(1),
        Fault::ArchiveTooLarge(1),
        Fault::TooMany(1),
        Fault::Ratio(1),
    ];
    all.extend(faults.map(Reason::Archive));
    let pdfs = [
        Unreadable::Encrypted,
        Unreadable::Scanned,
        Unreadable::Truncated,
        Unreadable::Damaged,
        Unreadable::Columns,
        Unreadable::Xfa,
        Unreadable::Portfolio,
        Unreadable::Limits,
        Unreadable::Slow,
    ];
    all.extend(pdfs.map(Reason::Pdf));
    for reason in all {
        for language in [Language::Sv, Language::En] {
            let told = reason.show(language);
            let advice = told.split_once("; ").map(|(_, advice)| advice);
            assert!(advice.is_some_and(|advice| advice.len() > 10), "{told}");
        }
    }
}
