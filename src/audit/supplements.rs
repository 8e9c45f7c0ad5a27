//! Supplements in free form: a letter or mail that names exactly one notification of the set
//! becomes a record about it. Any other stays what it was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::across::Place;
use crate::audit::{Input, Receipts, Settings, judge};
use crate::check::{COPY, position};
use crate::finding::Fact;
use crate::notification::Filing;
use crate::read::supplement::{Letter, hash_of};
use crate::row::{Row, Rows, TextCell};

/// Letters by the position of their source.
pub(super) type Letters = BTreeMap<u32, Box<Letter>>;

/// Adds the records of letters that name exactly one notification, and gives for each the
/// notification. Copies are marked already. The same letter a second time is a copy of the
/// first. `place` gives the place of a source among the inputs.
pub(super) fn add(
    letters: &Letters,
    rows: &mut Rows,
    (inputs, place): (&mut [Input], impl Fn(u32) -> usize),
    settings: &Settings,
) -> BTreeMap<Place, Place> {
    let mut tied = BTreeMap::new();
    let none = Receipts::tentative(&[]);
    let mut known: HashMap<([u8; 32], Place), Place> = HashMap::new();
    for (source, (notification, about)) in notifications(letters, rows) {
        let (input, letter) = (&inputs[place(source)], &letters[&source]);
        let record = letter.record(settings.edition, about);
        let texts = judge::Texts::Left;
        let (mut row, _) = judge::row(
            record,
            letter.format,
            &input.name,
            1,
            &none,
            settings,
            texts,
        );
        row.source = source;
        tied.insert((source, row.record), notification);
        if let Some(digest) = &input.digest {
            let first = *known
                .entry((*digest.as_bytes(), notification))
                .or_insert((source, 1));
            if first != (source, 1) {
                row.copy_of = Some(first);
                let counted = format!("{}#{}", inputs[place(first.0)].name, first.1);
                if position(COPY.code).is_some_and(|at| settings.selected.has(at)) {
                    row.add(
                        COPY.finding(0, 1)
                            .with("counted", Fact::Value(counted.into())),
                    );
                }
            }
        }
        let input = &mut inputs[place(source)];
        input.refusal = None;
        input.format = Some(letter.format);
        input.notifications = 1;
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.source, row.record));
    tied
}

/// By letter, the notification that counts of those that it names, if it is one, and its name.
fn notifications(letters: &Letters, rows: &[Box<Row>]) -> BTreeMap<u32, (Place, String)> {
    let mut asked: HashMap<u64, Vec<u32>> = HashMap::new();
    for (source, letter) in letters {
        for name in &letter.names {
            asked.entry(*name).or_default().push(*source);
        }
    }
    let mut found: BTreeMap<u32, BTreeSet<Place>> = BTreeMap::new();
    let mut names: HashMap<(u32, Place), String> = HashMap::new();
    for row in rows.iter().filter(|row| row.filing == Filing::Initial) {
        let place = row.copy_of.unwrap_or((row.source, row.record));
        let texts = [row.case_number(), row.reference()];
        for text in texts.into_iter().filter_map(TextCell::text) {
            let letters = hash_of(text).and_then(|name| asked.get(&name));
            for letter in letters.into_iter().flatten() {
                found.entry(*letter).or_default().insert(place);
                let name = names.entry((*letter, place));
                name.or_insert_with(|| text.to_owned());
            }
        }
    }
    let only = |(letter, places): (u32, BTreeSet<Place>)| {
        let place = *places.first().filter(|_| places.len() == 1)?;
        Some((letter, (place, names.remove(&(letter, place))?)))
    };
    found.into_iter().filter_map(only).collect()
}
