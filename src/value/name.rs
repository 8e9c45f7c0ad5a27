//! Names of files as they may be shown: without identity numbers, e-mail addresses and telephone
//! numbers. What kind of file it is stays to be seen.

use std::borrow::Cow;
use std::ops::Range;

use super::masking::{MASK, mask};
use super::replace_at;
use super::scan::{ContactData, ContactKind, Glance, contact_data};

/// A name with every identity number, e-mail address and telephone number masked.
pub(crate) fn mask_name(name: &str) -> Cow<'_, str> {
    if !Glance::at(name).may_have_contact_data() {
        return mask(name);
    }
    let mut found: Vec<Range<usize>> = contact_data(name)
        .map(|own| own.start..end(name, own))
        .collect();
    // Digits before an `@` may be a number and the start of an address at once.
    found.sort_by_key(|range| range.start);
    match replace_at(name, found, MASK) {
        Cow::Borrowed(name) => mask(name),
        Cow::Owned(name) => Cow::Owned(mask(&name).into_owned()),
    }
}

/// A path within a source, with each component masked by itself. Folders by year, month
/// and day with numbered files in them are no person's number.
pub(crate) fn mask_path(path: &str) -> Cow<'_, str> {
    if !Glance::at(path).may_have_contact_data() {
        return Cow::Borrowed(path);
    }
    let components: Vec<Cow<str>> = path.split('/').map(mask_name).collect();
    if components.iter().all(|own| matches!(own, Cow::Borrowed(_))) {
        return Cow::Borrowed(path);
    }
    Cow::Owned(components.join("/"))
}

/// Where what is masked ends. What looks like the end of an address may say what kind of file
/// it is, as in `a.b@kommun.se.pdf`.
fn end(name: &str, own: ContactData) -> usize {
    let address = &name[own.start..own.end];
    let domain = address.split_once('@').map_or("", |(_, domain)| domain);
    let is_longer = domain.matches('.').count() > 1;
    match domain.rfind('.') {
        Some(stop) if own.kind == ContactKind::Email && is_longer && own.end == name.len() => {
            own.end - (domain.len() - stop)
        }
        _ => own.end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_tell_no_person_and_still_their_kind() {
        for (name, masked) in [
            ("anna.berg@kommun.se.pdf", "******-****.pdf"),
            (
                "Anmälan anna.berg@kommun.se 2024.txt",
                "Anmälan ******-**** 2024.txt",
            ),
            ("brev/anna@kommun.se/1.json", "brev/******-****/1.json"),
            ("070-123 45 67.docx", "******-****.docx"),
            ("samtal_0701234567.txt", "samtal_******-****.txt"),
            ("in.zip!+46 70 123 45 67.eml", "in.zip!******-****.eml"),
            (
                "a/811218-9876/811218_9876.txt",
                "a/******-****/******-****.txt",
            ),
        ] {
            assert_eq!(mask_path(name), masked);
        }
    }

    #[test]
    fn dates_running_numbers_and_case_numbers_in_names_stay() {
        for name in [
            "2024/01/15/0001.json",
            "2024-01-15 10.30 anmälan.pdf",
            "2024-01-15T103000.txt",
            "20240115_103000.txt",
            "anmalan-000012345.json",
            "00000012.txt",
            "IMY-2024-012345.txt",
            "PUI-2021-08123456.pdf",
            "a/1981/12/18/9876.txt",
            "notifications.ndjson",
            "@home/list.csv",
        ] {
            assert_eq!(mask_path(name), name);
        }
    }
}
