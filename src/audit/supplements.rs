//! Supplements in free form: a letter or mail that names exactly one notification of the set
//! becomes a record about it. One that names the number of a case, or several notifications,
//! becomes a record that is tied to none; one that names none is told among the inputs.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::across::{Mentioned, Place};
use crate::audit::{Input, Receipts, Settings, judge};
use crate::check::{COPY, position};
use crate::finding::Fact;
use crate::notification::Filing;
use crate::read::supplement::{Letter, keys};
use crate::read::{Reason, Refusal};
use crate::row::{Row, Rows, TextCell};
use crate::value::case_numbers;

/// Letters by the position of their source.
pub(super) type Letters = BTreeMap<u32, Box<Letter>>;

/// Adds the records of letters, and gives for each what it names where that is a notification
/// of the set. Copies are marked already. The same letter a second time is a copy of the
/// first. `place` gives the place of a source among the inputs.
pub(super) fn add(
    letters: &Letters,
    rows: &mut Rows,
    (inputs, place): (&mut [Input], impl Fn(u32) -> usize),
    (receipts, settings): (&Receipts, &Settings),
) -> BTreeMap<Place, Mentioned> {
    let mut known: HashMap<(u64, Place), Place> = HashMap::new();
    let mut named = BTreeMap::new();
    let asked = Asked::of(letters, |source| &inputs[place(source)].name, receipts);
    let found = asked.found(rows);
    drop(asked);
    for (source, letter) in letters {
        let input = &mut inputs[place(*source)];
        let cases = cases(letter, &input.name, receipts);
        let found = found.get(source).and_then(Found::named);
        if found.is_none() && cases.is_empty() {
            input.refusal = Some(Box::new(Refusal::skipped(Reason::LooseSupplement)));
            continue;
        }
        let own = |tied: &Mentioned| match tied {
            Mentioned::One(_, number) => number.clone(),
            _ => None,
        };
        let only = || cases.first().filter(|_| cases.len() == 1).cloned();
        let about = found.as_ref().and_then(own).or_else(only);
        let record = letter.record(settings.edition, about);
        let texts = judge::Texts::Left;
        let (mut row, _) = judge::row(
            record,
            letter.format,
            &input.name,
            1,
            receipts,
            settings,
            texts,
        );
        row.source = *source;
        let own = (*source, row.record);
        input.refusal = None;
        input.format = Some(letter.format);
        input.notifications = 1;
        if let Some(Mentioned::One(notification, _)) = &found {
            let first = *known.entry((letter.says, *notification)).or_insert(own);
            if first != own {
                row.set_copy_of(Some(first));
                let counted = format!("{}#{}", inputs[place(first.0)].name, first.1);
                if position(COPY.code).is_some_and(|at| settings.selected.has(at)) {
                    let counted = Fact::Value(counted.into());
                    row.add(COPY.finding(0, 1).with("counted", counted));
                }
            }
        }
        named.extend(found.map(|found| (own, found)));
        rows.push(row);
    }
    rows.sort_by_key(|row| (row.source, row.record));
    named
}

/// The case numbers that a letter names: in its text, else in the list of receipt times, else
/// in the name of its file.
pub(super) fn cases(letter: &Letter, name: &Arc<str>, receipts: &Receipts) -> Vec<String> {
    if !letter.names.cases.is_empty() {
        return letter.names.cases.clone();
    }
    let listed = receipts
        .number_of(name)
        .map(case_numbers)
        .unwrap_or_default();
    if !listed.is_empty() {
        return listed;
    }
    case_numbers(name.rsplit(['/', '!']).next().unwrap_or(name))
}

/// What letters ask for.
struct Asked {
    cases: HashMap<String, Vec<u32>>,
    references: HashMap<u64, Vec<u32>>,
    /// The letters that name some case.
    numbered: BTreeSet<u32>,
}

impl Asked {
    fn of<'n>(letters: &Letters, name: impl Fn(u32) -> &'n Arc<str>, receipts: &Receipts) -> Self {
        let mut asked = Self {
            cases: HashMap::new(),
            references: HashMap::new(),
            numbered: BTreeSet::new(),
        };
        for (source, letter) in letters {
            for case in cases(letter, name(*source), receipts) {
                asked.numbered.insert(*source);
                asked.cases.entry(case).or_default().push(*source);
            }
            for reference in &letter.names.references {
                let letters = asked.references.entry(*reference).or_default();
                letters.push(*source);
            }
        }
        asked
    }

    /// By letter, the notifications that it names.
    fn found(&self, rows: &[Box<Row>]) -> BTreeMap<u32, Found> {
        let mut all: BTreeMap<u32, Found> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.filing == Filing::Initial) {
            let place = row.copy_of().unwrap_or((row.source, row.record));
            let text = |cell: TextCell<&str>| cell.text().map(str::to_owned);
            let number = text(row.case_number());
            let case = number.as_deref().and_then(only_case);
            let by_case = case.as_ref().and_then(|case| self.cases.get(case));
            for letter in by_case.into_iter().flatten() {
                let found = all.entry(*letter).or_default();
                found.by_case.insert(place, case.clone());
            }
            let controller = [row.controller().text(), row.organisation_number().text()];
            // A case number of another form is no more than a reference.
            let number = number.filter(|_| case.is_none());
            for name in [number, text(row.reference())].into_iter().flatten() {
                for key in keys(&name, controller) {
                    for letter in self.references.get(&key).into_iter().flatten() {
                        let found = all.entry(*letter).or_default();
                        found.is_numbered = self.numbered.contains(letter);
                        found.by_reference.push((place, name.clone(), case.clone()));
                    }
                }
            }
        }
        all
    }
}

/// The case number that a text is.
fn only_case(text: &str) -> Option<String> {
    let mut cases = case_numbers(text);
    cases
        .pop()
        .filter(|case| cases.is_empty() && case.len() == text.trim().chars().count())
}

/// The notifications that a letter names.
#[derive(Debug, Default)]
struct Found {
    by_case: BTreeMap<Place, Option<String>>,
    /// Each with the name and its own case number.
    by_reference: Vec<(Place, String, Option<String>)>,
    /// Whether the letter names the number of a case.
    is_numbered: bool,
}

impl Found {
    /// What the letter is about: one notification, or what speaks against it.
    fn named(&self) -> Option<Mentioned> {
        // A longer reference explains a shorter one within it.
        let is_within = |name: &str| {
            let longer = |other: &str| other.len() > name.len() && other.ends_with(name);
            self.by_reference.iter().any(|(_, other, _)| longer(other))
        };
        let referred = self
            .by_reference
            .iter()
            .filter(|(_, name, _)| !is_within(name));
        let referred: BTreeMap<Place, &Option<String>> =
            referred.map(|(place, _, case)| (*place, case)).collect();
        let mut both = self
            .by_case
            .keys()
            .filter(|place| referred.contains_key(place));
        let other = |one: &Place| referred.keys().find(|place| *place != one).copied();
        match (self.by_case.len(), referred.len()) {
            (0, 0) => None,
            (1, _) => {
                let (one, number) = self.by_case.first_key_value()?;
                match other(one).filter(|_| !referred.contains_key(one)) {
                    Some(other) => Some(Mentioned::Contradicts(*one, other)),
                    None => Some(Mentioned::One(*one, number.clone())),
                }
            }
            (0, 1) => {
                let (one, number) = referred.first_key_value()?;
                if self.is_numbered && number.is_some() {
                    Some(Mentioned::OtherNumber(*one))
                } else {
                    Some(Mentioned::One(*one, (*number).clone()))
                }
            }
            (0, _) => Some(Mentioned::SeveralReferences(referred.into_keys().collect())),
            (_, _) => match (both.next(), both.next()) {
                // The same number stands in several, which the reference tells apart.
                (Some(one), None) if self.is_one_case() => {
                    Some(Mentioned::One(*one, self.by_case[one].clone()))
                }
                _ => Some(Mentioned::SeveralCases(
                    self.by_case.keys().copied().collect(),
                )),
            },
        }
    }

    /// Whether all that were found by number have the same.
    fn is_one_case(&self) -> bool {
        let cases: BTreeSet<&Option<String>> = self.by_case.values().collect();
        cases.len() == 1
    }
}
