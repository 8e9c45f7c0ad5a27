//! Cases: supplements and withdrawals are tied to the notification that they are about. What
//! ties them is the case number, else the own reference and the controller, else the controller
//! and the day of discovery. What fits several notifications, or what contradicts them, is tied
//! to none.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::across::Place;
use crate::across::copies::{Controller, controllers, key_into};
use crate::check::{
    NOT_STITCHED, OTHER_CONTROLLER, OTHER_NUMBER, SEVERAL_FIT, SUPPLEMENT_OF, TWO_FIT,
};
use crate::config::Words;
use crate::finding::{Fact, Finding};
use crate::notification::Filing;
use crate::row::{Case, Promise, Row, Scope, Standing, Supplements};

/// At most so many notifications are kept in mind for one key: more fit no better than several.
const MOST: usize = 64;

/// By what a later filing was tied to its notification.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum By {
    CaseNumber,
    Reference,
    Discovery,
    /// Another supplement has the number that this one names.
    Supplement,
    /// It is a letter that names it, and no other.
    Letter,
    /// It is a letter that has its reference.
    Named,
}

/// What a letter names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    /// This notification, with its case number if it has one.
    One(Place, Option<String>),
    /// Several, by the numbers of their cases.
    SeveralCases(Vec<Place>),
    /// Several, by their references.
    SeveralReferences(Vec<Place>),
    /// The first by its case number, the second by its reference.
    Contradicts(Place, Place),
    /// This one by its reference, which has another case number.
    OtherNumber(Place),
}

impl Named {
    /// What becomes of the letter.
    fn tie(&self, rows: &[Box<Row>]) -> Option<Tie> {
        let at = |place: &Place| position(rows, *place);
        let all = |places: &[Place]| places.iter().filter_map(at).collect();
        Some(match self {
            Self::One(one, _) => Tie::To(at(one)?, By::Letter),
            Self::SeveralCases(places) => Tie::Several(all(places), By::CaseNumber),
            Self::SeveralReferences(places) => Tie::Several(all(places), By::Named),
            Self::Contradicts(one, other) => Tie::Contradicts(at(one)?, at(other)?),
            Self::OtherNumber(one) => Tie::OtherNumber(at(one)?),
        })
    }
}

/// What became of a supplement or a withdrawal. Positions are those of the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tie {
    /// It is about this notification.
    To(usize, By),
    /// Several fit, by this.
    Several(Vec<usize>, By),
    /// Its case number fits the first, its reference the second.
    Contradicts(usize, usize),
    /// By its case number it would be this one, which is of another controller.
    OtherController(usize),
    /// By its reference it would be this one, which has another case number.
    OtherNumber(usize),
    /// None fits.
    None,
}

/// Ties supplements and withdrawals to notifications, and gives the rows of each case with more
/// than one filing what they need to know of it. Copies are marked already. A later version of a
/// notification that promises a supplement is what came of the promise, though it has no mark.
pub(super) fn stitch(
    rows: &mut [Box<Row>],
    (versions, named): (&[Place], &BTreeMap<Place, Named>),
    scope: &Scope,
) -> Vec<(usize, Finding)> {
    let later: Vec<usize> = (0..rows.len())
        .filter(|at| is_later(&rows[*at]) && rows[*at].copy_of.is_none())
        .collect();
    let of_letter = |at: usize| named.get(&(rows[at].source, rows[at].record));
    let (letters, later): (Vec<usize>, Vec<usize>) =
        later.into_iter().partition(|at| of_letter(*at).is_some());
    let letters = letters
        .into_iter()
        .filter_map(|at| Some((at, of_letter(at)?.tie(rows)?)));
    let letters: Vec<(usize, Tie)> = letters.collect();
    let mut ties = ties(rows, later);
    ties.extend(letters);
    ties.sort_by_key(|(at, _)| *at);
    let mut cases: BTreeMap<usize, (Standing, Supplements)> = BTreeMap::new();
    for (at, tie) in &ties {
        if let Tie::To(notification, _) = tie {
            let (standing, supplements) = cases.entry(*notification).or_default();
            match rows[*at].filing {
                Filing::Withdrawal => *standing = Standing::Withdrawn,
                _ => supplements.add(rows[*at].received.ends()),
            }
        }
    }
    // Which filing each copy has its case from.
    let copies: Vec<(usize, usize)> = rows
        .iter()
        .enumerate()
        .filter_map(|(at, row)| Some((at, position(rows, row.copy_of?)?)))
        .collect();
    for (at, counted) in &copies {
        if rows[*counted].filing == Filing::Initial {
            let (_, supplements) = cases.entry(*counted).or_default();
            let place = (rows[*at].source, rows[*at].record);
            if versions.binary_search(&place).is_ok() && rows[*counted].promises_supplement() {
                supplements.add(rows[*at].received.ends());
            }
        }
    }
    for (at, (standing, supplements)) in cases {
        let row = &rows[at];
        let case = Case {
            notification: (row.source, row.record),
            standing,
            supplements,
            promise: Promise::new(row, supplements, scope.as_of),
        };
        rows[at].case = Some(Box::new(case));
    }
    let tied = ties.iter().filter_map(|(at, tie)| match tie {
        Tie::To(notification, _) => Some((*at, *notification)),
        _ => None,
    });
    for (at, from) in tied.chain(copies) {
        rows[at].case = rows[from]
            .case
            .clone()
            .or_else(|| Some(Box::new(own(&rows[from], scope))));
    }
    ties.iter()
        .map(|(at, tie)| (*at, tie.finding(&rows[*at], rows, scope)))
        .collect()
}

/// At most so many notifications that fit are named.
const NAMED: usize = 5;

impl Tie {
    /// What is said of the later filing.
    fn finding(&self, own: &Row, rows: &[Box<Row>], scope: &Scope) -> Finding {
        let name = |at: &usize| rows[*at].place(scope).into_boxed_str();
        let not_tied = || NOT_STITCHED.finding(0, own.line);
        match self {
            Self::To(notification, by) => SUPPLEMENT_OF
                .finding(0, own.line)
                .with("notification", Fact::Value(name(notification)))
                .with("by", by.words()),
            Self::Several(notifications, by) => {
                let more = (notifications.len() > NAMED).then(|| "…".into());
                let names = notifications.iter().take(NAMED).map(name).chain(more);
                not_tied()
                    .saying(SEVERAL_FIT)
                    .with("by", by.words())
                    .with("notifications", Fact::Names(names.collect()))
            }
            Self::Contradicts(by_number, by_reference) => not_tied()
                .saying(TWO_FIT)
                .with("by_number", Fact::Value(name(by_number)))
                .with("by_reference", Fact::Value(name(by_reference))),
            Self::OtherNumber(notification) => not_tied()
                .saying(OTHER_NUMBER)
                .with("notification", Fact::Value(name(notification))),
            Self::OtherController(notification) => not_tied()
                .saying(OTHER_CONTROLLER)
                .with("notification", Fact::Value(name(notification))),
            Self::None => not_tied(),
        }
    }
}

impl By {
    fn words(self) -> Words {
        match self {
            Self::CaseNumber => Words::new("diarienumret", "the case number"),
            Self::Reference => Words::new(
                "referensnumret och den personuppgiftsansvarige",
                "the reference and the controller",
            ),
            Self::Discovery => Words::new(
                "den personuppgiftsansvarige och dagen för upptäckten",
                "the controller and the day of discovery",
            ),
            Self::Supplement => Words::new(
                "diarienumret på en annan komplettering",
                "the case number of another supplement",
            ),
            Self::Named => Words::new("referensnumret", "the reference"),
            Self::Letter => Words::new(
                "det nummer eller den referens som brevet nämner",
                "the number or the reference that the letter names",
            ),
        }
    }
}

/// The case of a filing that is one by itself.
fn own(row: &Row, scope: &Scope) -> Case {
    Case {
        notification: (row.source, row.record),
        standing: Standing::Filed,
        supplements: Supplements::default(),
        promise: Promise::new(row, Supplements::default(), scope.as_of),
    }
}

fn is_later(row: &Row) -> bool {
    matches!(row.filing, Filing::Supplement | Filing::Withdrawal)
}

/// The position of a filing by its source and record, of rows in their order.
fn position(rows: &[Box<Row>], filing: (u32, u32)) -> Option<usize> {
    rows.binary_search_by_key(&filing, |row| (row.source, row.record))
        .ok()
}

/// What a filing is found by. Texts are folded, and empty where they tell nothing.
#[derive(Debug, Default)]
struct Told<'r> {
    /// The case number that it is about, then its own.
    cases: [String; 2],
    /// Its own reference. A later filing may name one where a case number is asked for.
    references: [String; 2],
    controllers: [Option<Controller<'r>>; 2],
    /// The day of discovery.
    day: Option<i32>,
}

/// One thing that a filing is found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'n> {
    Case(&'n str),
    Own(&'n str, Controller<'n>),
    Found(Controller<'n>, i32),
}

impl<'r> Told<'r> {
    fn of(row: &'r Row) -> Self {
        let mut named = Self::default();
        named.fill(row);
        named
    }

    /// The same in room that is used again.
    fn fill(&mut self, row: &'r Row) {
        let about = row.supplements().text().filter(|_| is_later(row));
        let texts = [
            about,
            row.case_number().text(),
            row.reference().text(),
            about,
        ];
        let into = self.cases.iter_mut().chain(&mut self.references);
        for (into, text) in into.zip(texts) {
            if text.is_none_or(|text| key_into(text, into).is_none()) {
                into.clear();
            }
        }
        self.controllers = controllers(row);
        let found = row.discovered.ends();
        let days = found.map(|(earliest, latest)| (earliest.day().0, latest.day().0));
        self.day = days
            .filter(|(first, last)| first == last)
            .map(|(first, _)| first);
    }

    /// Its case number: the one that it is about, else its own.
    fn case(&self) -> Option<&str> {
        self.cases
            .iter()
            .find(|text| !text.is_empty())
            .map(String::as_str)
    }

    fn reference(&self) -> Option<&str> {
        Some(self.references[0].as_str()).filter(|text| !text.is_empty())
    }

    /// Its keys of one kind.
    fn keys(&self, by: By) -> impl Iterator<Item = Key<'_>> {
        let (cases, references) = match by {
            By::CaseNumber => (&self.cases[..], &self.references[..0]),
            By::Reference => (&[][..], &self.references[..]),
            _ => (&[][..], &[][..]),
        };
        let given = |text: &&String| !text.is_empty();
        let own = self.controllers.iter().flatten().copied();
        let day = self.day.filter(|_| by == By::Discovery);
        let found = own.clone();
        let cases = cases.iter().filter(given).map(|text| Key::Case(text));
        let references = references.iter().filter(given);
        let references = references.flat_map(move |text| {
            own.clone()
                .map(move |controller| Key::Own(text, controller))
        });
        let found = found.filter_map(move |controller| Some(Key::Found(controller, day?)));
        cases.chain(references).chain(found)
    }

    fn all_keys(&self) -> impl Iterator<Item = Key<'_>> {
        TIERS.into_iter().flat_map(|by| self.keys(by))
    }

    /// Whether it certainly is about another notification than this one, whatever fits.
    fn contradicts(&self, other: &Self, by: By) -> bool {
        fn differ<T: PartialEq>(own: Option<T>, others: Option<T>) -> bool {
            own.zip(others).is_some_and(|(own, others)| own != others)
        }
        differ(self.controllers[0], other.controllers[0])
            || by != By::CaseNumber && differ(self.case(), other.case())
            || by == By::Discovery && differ(self.reference(), other.reference())
    }
}

/// What a later filing may be tied by, the best first.
const TIERS: [By; 3] = [By::CaseNumber, By::Reference, By::Discovery];

/// The notifications that have a key, at most [`MOST`].
type Known<'n> = HashMap<Key<'n>, Vec<usize>>;

/// Ties later filings. The notifications are gone through once, and only those that have a key
/// of a later filing are held against it.
fn ties(rows: &[Box<Row>], later: Vec<usize>) -> Vec<(usize, Tie)> {
    if later.is_empty() {
        return Vec::new();
    }
    let named: Vec<Told> = later.iter().map(|at| Told::of(&rows[*at])).collect();
    let hasher = FixedState::with_seed(0);
    let hash = |key: Key<'_>| hasher.hash_one(key);
    let asked: HashSet<u64> = named.iter().flat_map(Told::all_keys).map(hash).collect();
    let fitting = rows.par_iter().enumerate();
    let fitting = fitting.filter(|(_, row)| row.filing == Filing::Initial);
    let fitting = fitting.map_init(Told::default, |room, (at, row)| {
        room.fill(row);
        let is_asked = room.all_keys().any(|key| asked.contains(&hash(key)));
        is_asked.then_some(at)
    });
    let fitting: Vec<usize> = fitting.flatten().collect();
    let found: Vec<Told> = fitting.iter().map(|at| Told::of(&rows[*at])).collect();
    let mut known = Known::new();
    for (at, named) in fitting.iter().zip(&found) {
        let counted = rows[*at].copy_of.and_then(|filing| position(rows, filing));
        let counted = counted.unwrap_or(*at);
        for key in named.all_keys() {
            let known = known.entry(key).or_default();
            if known.len() < MOST && !known.contains(&counted) {
                known.push(counted);
            }
        }
    }
    let mut ties: Vec<Tie> = named.iter().map(|named| tie(named, &known, rows)).collect();
    follow(&named, &mut ties);
    later.into_iter().zip(ties).collect()
}

/// The notification that a later filing is about.
fn tie(named: &Told, known: &Known, rows: &[Box<Row>]) -> Tie {
    let all = |by: By| {
        let fitting = named.keys(by).filter_map(|key| known.get(&key)).flatten();
        let mut fitting: Vec<usize> = fitting.copied().collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    };
    let fits = |by: By, all: &[usize]| -> Vec<usize> {
        let all = all.iter().copied();
        all.filter(|at| !named.contradicts(&Told::of(&rows[*at]), by))
            .collect()
    };
    let only = |of: &[usize], also: &[usize]| {
        let mut both = of.iter().filter(|at| also.contains(at));
        both.next().copied().filter(|_| both.next().is_none())
    };
    let numbered = all(By::CaseNumber);
    let by_number = fits(By::CaseNumber, &numbered);
    let referred = all(By::Reference);
    let by_reference = fits(By::Reference, &referred);
    let by_day = fits(By::Discovery, &all(By::Discovery));
    match (&by_number[..], &referred[..], &by_reference[..]) {
        // A reference that very many have contradicts nothing.
        ([one], [other, ..], _) if referred.len() < MOST && !referred.contains(one) => {
            Tie::Contradicts(*one, *other)
        }
        ([one], ..) => Tie::To(*one, By::CaseNumber),
        ([_, _, ..], ..) => only(&by_number, &referred).map_or_else(
            || Tie::Several(by_number.clone(), By::CaseNumber),
            |one| Tie::To(one, By::CaseNumber),
        ),
        ([], _, [one]) => Tie::To(*one, By::Reference),
        ([], _, [_, _, ..]) => only(&by_reference, &by_day).map_or_else(
            || Tie::Several(by_reference.clone(), By::Reference),
            |one| Tie::To(one, By::Reference),
        ),
        ([], [other, ..], []) => Tie::OtherNumber(*other),
        ([], [], []) => match by_day[..] {
            [] => numbered
                .first()
                .map_or(Tie::None, |other| Tie::OtherController(*other)),
            [one] => Tie::To(one, By::Discovery),
            _ => Tie::Several(by_day, By::Discovery),
        },
    }
}

/// Ties what names the number of another later filing that is tied. What names each other in a
/// circle is never reached.
fn follow(named: &[Told], ties: &mut [Tie]) {
    let mut open: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, named) in named.iter().enumerate() {
        if ties[at] == Tie::None && !named.cases[0].is_empty() {
            open.entry(&named.cases[0]).or_default().push(at);
        }
    }
    let mut reached: Vec<usize> = (0..ties.len()).collect();
    while !open.is_empty() && !reached.is_empty() {
        let mut about: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in reached {
            if let Tie::To(notification, _) = ties[at]
                && open.contains_key(named[at].cases[1].as_str())
            {
                let about = about.entry(&named[at].cases[1]).or_default();
                if !about.contains(&notification) && about.len() < MOST {
                    about.push(notification);
                }
            }
        }
        reached = Vec::new();
        for (number, about) in about {
            for at in open.remove(number).unwrap_or_default() {
                ties[at] = match about[..] {
                    [one] => Tie::To(one, By::Supplement),
                    _ => Tie::Several(about.clone(), By::Supplement),
                };
                reached.push(at);
            }
        }
    }
}
