//! Ties later filings to notifications: by the case number, else by the number of another later
//! filing that is tied, else by the reference and the controller, else by the controller and the
//! day of discovery. Whatever fits several is tied to none, and what names a number that
//! nothing has is not tied by its day.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::hash::BuildHasher as _;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::across::NAMED;
use crate::across::cases::is_before;
use crate::across::cases::named::{By, Differs, Key, Named};
use crate::across::cases::reports::Reports;
use crate::across::cases::tie::{About, Tie, counted};
use crate::notification::Filing;
use crate::row::Row;

mod untied;

use untied::tell_near;

/// Ties later filings. Only the notifications that have a key of a later filing are held against
/// it. What is settled of some stays.
pub(super) fn ties(rows: &[Box<Row>], later: &[usize], reports: &Reports) -> Vec<Tie> {
    if later.is_empty() {
        return Vec::new();
    }
    let named: Vec<Named> = later.iter().map(|at| Named::of(&rows[*at])).collect();
    let fitting = fitting(rows, &named, reports);
    let found: Vec<Named> = fitting
        .iter()
        .map(|(_, at)| Named::of(&rows[*at]))
        .collect();
    let set = Set::of(rows, &fitting, &found, &Asked::of(&named, Named::all_keys));
    let mut carried: HashMap<Key, usize> = HashMap::new();
    for key in named.iter().flat_map(Named::own_keys) {
        *carried.entry(key).or_default() += 1;
    }
    // What names the number of another later filing is about that one.
    let names_another = |named: &Named| {
        let number = Key::Case(&named.cases[0]);
        let own = usize::from(named.cases[0] == named.cases[1]);
        carried.get(&number).is_some_and(|many| *many > own)
    };
    let mut chains = Chains {
        set: &set,
        later,
        named: &named,
        ties: Vec::new(),
    };
    let each = named.par_iter().zip(later);
    chains.ties = each
        .map(|(named, at)| {
            let tie = set.by_number(&rows[*at], named);
            let tie = tie.unwrap_or_else(|| {
                if names_another(named) {
                    Tie::None
                } else {
                    set.by_reference(&rows[*at], named)
                }
            });
            reports.first(*at, tie)
        })
        .collect();
    chains.follow();
    chains.tie_open(|set, row, named| names_another(named).then(|| set.by_reference(row, named)));
    chains.follow();
    chains.tie_open(|set, row, named| named.case().is_none().then(|| set.by_day(row, named)));
    chains.follow();
    if !reports.is_empty() {
        let each = chains.ties.iter_mut().zip(later).zip(&named);
        each.for_each(|((tie, at), named)| reports.settle(*at, named, tie));
        chains.follow();
    }
    chains.narrow();
    let mut ties = chains.ties;
    tell_near(rows, &named, &set, &mut ties);
    ties
}

/// The notifications that later filings may be about: the one that counts, and the one that has a
/// key, in the order of those that count. Many are of the same controller and day, so those are
/// taken only for later filings that no number decides. What copies of the others know belongs to
/// them, too.
fn fitting(rows: &[Box<Row>], named: &[Named], reports: &Reports) -> Vec<(usize, usize)> {
    let numbers = Asked::of(named, Named::numbers);
    let initial = || {
        let rows = rows.par_iter().enumerate();
        rows.filter(|(_, row)| row.filing == Filing::Initial)
    };
    let numbered = initial().map_init(Named::default, |room, (at, row)| {
        room.fill(row);
        let is_asked = room.numbers().any(|key| numbers.has(key));
        is_asked.then(|| (counted(rows, at), at))
    });
    let mut fitting: Vec<(usize, usize)> = numbered.flatten().collect();
    fitting.sort_unstable();
    let open: Vec<bool> = {
        let found: Vec<Named> = fitting
            .iter()
            .map(|(_, at)| Named::of(&rows[*at]))
            .collect();
        let set = Set::of(rows, &fitting, &found, &numbers);
        let named = named.par_iter();
        named
            .map(|own| !reports.is_empty() || !set.decides(own))
            .collect()
    };
    let open = named.iter().zip(open).filter(|(_, is_open)| *is_open);
    let days = Asked::of(open.map(|(own, _)| own), |own| own.keys(By::Discovery));
    let known: HashSet<usize> = fitting.iter().map(|(counted, _)| *counted).collect();
    let further = initial().map_init(Named::default, |room, (at, row)| {
        room.fill_day(row);
        let is_found = room.keys(By::Discovery).any(|key| days.has(key));
        let is_copy = || row.copy_of().is_some() && known.contains(&counted(rows, at));
        (is_found || is_copy()).then(|| (counted(rows, at), at))
    });
    fitting.par_extend(further.flatten());
    fitting.sort_unstable();
    fitting.dedup();
    fitting
}

/// The keys that later filings have, as hashes: others are not looked up, but for very few.
struct Asked {
    hasher: FixedState,
    hashes: HashSet<u64>,
}

impl Asked {
    /// Those that `keys` gives of some filings.
    fn of<'n, 'r: 'n, K: Iterator<Item = Key<'n>>>(
        named: impl IntoIterator<Item = &'n Named<'r>>,
        keys: impl Fn(&'n Named<'r>) -> K,
    ) -> Self {
        let hasher = FixedState::with_seed(0);
        let keys = named.into_iter().flat_map(keys);
        let hashes = keys.map(|key| hasher.hash_one(key)).collect();
        Self { hasher, hashes }
    }

    fn has(&self, key: Key<'_>) -> bool {
        !self.hashes.is_empty() && self.hashes.contains(&self.hasher.hash_one(key))
    }
}

/// The notifications that a later filing may be about.
struct Set<'n> {
    rows: &'n [Box<Row>],
    /// By key those that count, in their order. Only keys of later filings are in it.
    known: HashMap<Key<'n>, Vec<usize>>,
    /// Those that count with those that have a key, sorted, and what each of the latter says.
    fitting: &'n [(usize, usize)],
    found: &'n [Named<'n>],
    /// What is known of those that count and have copies or versions, also from these.
    learned: HashMap<usize, Named<'n>>,
}

impl<'n> Set<'n> {
    fn of(
        rows: &'n [Box<Row>],
        fitting: &'n [(usize, usize)],
        found: &'n [Named<'n>],
        asked: &Asked,
    ) -> Self {
        let mut set = Self {
            rows,
            known: HashMap::new(),
            fitting,
            found,
            learned: HashMap::new(),
        };
        for ((counted, at), named) in fitting.iter().zip(found) {
            if counted != at {
                let learned = set.learned.entry(*counted);
                learned
                    .or_insert_with(|| Named::of(&rows[*counted]))
                    .learn(named);
            }
            for key in named.all_keys().filter(|key| asked.has(*key)) {
                let known = set.known.entry(key).or_default();
                if known.last() != Some(counted) {
                    known.push(*counted);
                }
            }
        }
        set
    }

    /// What is known of one that counts.
    fn identity(&self, at: usize) -> Option<&Named<'n>> {
        let own = || Some(&self.found[self.fitting.binary_search(&(at, at)).ok()?]);
        self.learned.get(&at).or_else(own)
    }

    /// All that share a key of this kind, in their order.
    fn all<'a>(&'a self, named: &'a Named<'_>, by: By) -> Cow<'a, [usize]> {
        let mut lists = named.keys(by).filter_map(|key| self.known.get(&key));
        let mut all = Cow::Borrowed(lists.next().map_or(&[][..], Vec::as_slice));
        for more in lists {
            if *more != *all {
                let all = all.to_mut();
                all.extend(more);
                all.sort_unstable();
                all.dedup();
            }
        }
        all
    }

    /// Whether a number decides what a later filing is about, or that nothing is: its case number,
    /// or a reference that one notification has alone.
    fn decides(&self, named: &Named) -> bool {
        let by = |by| self.all(named, by).len();
        by(By::CaseNumber) > 0 || by(By::Reference) == 1
    }

    fn contradicts(&self, named: &Named, at: usize, by: By) -> Option<Differs> {
        named.contradicts(self.identity(at)?, by)
    }

    /// Those of some that nothing contradicts.
    fn fits(&self, named: &Named, all: &[usize], by: By) -> Vec<usize> {
        let all = all.iter().copied();
        all.filter(|at| self.contradicts(named, *at, by).is_none())
            .collect()
    }

    /// By the case number; `None` if no notification has it.
    fn by_number(&self, own: &Row, named: &Named) -> Option<Tie> {
        let by = By::CaseNumber;
        let numbered = self.all(named, by);
        let first = *numbered.first()?;
        let referred = self.all(named, By::Reference);
        let fits = self.fits(named, &numbered, by);
        Some(match fits[..] {
            [one] => match referred.first() {
                Some(other) if referred.binary_search(&one).is_err() => {
                    Tie::Contradicts(one, *other)
                }
                _ => Tie::to(one, by),
            },
            [_, _, ..] => self.one_of(own, fits, &referred, by),
            [] => match self.fits(named, &referred, By::Reference).first() {
                Some(other) => Tie::Contradicts(first, *other),
                None => self.against(named, first, by),
            },
        })
    }

    fn against(&self, named: &Named, at: usize, by: By) -> Tie {
        let differs = self.contradicts(named, at, by);
        differs.map_or(Tie::None, |differs| Tie::Against(at, by, differs))
    }

    /// By the reference and the controller, of what names no number that a notification has.
    fn by_reference(&self, own: &Row, named: &Named) -> Tie {
        let by = By::Reference;
        let referred = self.all(named, by);
        let fits = self.fits(named, &referred, by);
        match (&fits[..], referred.first()) {
            ([one], _) => Tie::to(*one, by),
            ([_, _, ..], _) => {
                let by_day = self.all(named, By::Discovery);
                self.one_of(own, fits, &by_day, by)
            }
            ([], Some(other)) => self.against(named, *other, by),
            ([], None) => Tie::None,
        }
    }

    /// By the controller and the day of discovery.
    fn by_day(&self, own: &Row, named: &Named) -> Tie {
        let by = By::Discovery;
        let fits = self.fits(named, &self.all(named, by), by);
        match fits[..] {
            [] => Tie::None,
            [one] => Tie::to(one, by),
            _ => self.one_of(own, fits, &[], by),
        }
    }

    /// The only one of several that other evidence fits too, or that was not certainly received
    /// after it. `others` are in their order.
    fn one_of(&self, own: &Row, fits: Vec<usize>, others: &[usize], by: By) -> Tie {
        let is_both = |at: &usize| others.binary_search(at).is_ok();
        let mut narrowed: Vec<usize> = fits.iter().copied().filter(is_both).collect();
        if narrowed.is_empty() {
            narrowed.clone_from(&fits);
        }
        if narrowed.len() > 1 {
            narrowed.retain(|at| !is_before(own, &self.rows[*at]));
        }
        match narrowed[..] {
            [one] => Tie::to(one, by),
            _ => Tie::Several(fits, by),
        }
    }
}

/// Later filings that name each other.
struct Chains<'n, 's> {
    set: &'s Set<'n>,
    later: &'s [usize],
    named: &'s [Named<'n>],
    ties: Vec<Tie>,
}

/// What the later filings lead to that a key names: so many as tell one from several, and as are
/// named.
#[derive(Debug, Default, Clone)]
struct Reached {
    notifications: BTreeSet<usize>,
    /// The filings by their places among the later ones.
    filings: BTreeSet<usize>,
}

impl Reached {
    fn add(&mut self, filing: usize, notification: usize) {
        if self.notifications.len() <= NAMED {
            self.notifications.insert(notification);
        }
        if self.filings.len() <= NAMED {
            self.filings.insert(filing);
        }
    }

    fn join(&mut self, other: &Self) {
        self.notifications.extend(&other.notifications);
        self.filings.extend(&other.filings);
    }
}

impl Chains<'_, '_> {
    fn row(&self, at: usize) -> &Row {
        &self.set.rows[self.later[at]]
    }

    /// Gives those that are not tied what `tie` says.
    fn tie_open(&mut self, tie: impl Fn(&Set, &Row, &Named) -> Option<Tie>) {
        for (at, named) in self.named.iter().enumerate() {
            if self.ties[at] == Tie::None
                && let Some(tie) = tie(self.set, self.row(at), named)
            {
                self.ties[at] = tie;
            }
        }
    }

    /// Ties what names another later filing that is tied. What names each other in a circle is
    /// never reached.
    fn follow(&mut self) {
        let named = self.named;
        let mut open: HashMap<Key, Vec<usize>> = HashMap::new();
        for (at, own) in named.iter().enumerate() {
            if self.ties[at] == Tie::None {
                for key in own.naming_keys() {
                    open.entry(key).or_default().push(at);
                }
            }
        }
        let mut reached: Vec<usize> = (0..named.len()).collect();
        while !open.is_empty() && !reached.is_empty() {
            let mut order = Vec::new();
            let mut carried: HashMap<Key, Reached> = HashMap::new();
            for at in reached {
                let Tie::To(about, _) = self.ties[at] else {
                    continue;
                };
                for key in named[at].own_keys().filter(|key| open.contains_key(key)) {
                    let of = carried.entry(key).or_insert_with(|| {
                        order.push(key);
                        Reached::default()
                    });
                    of.add(at, about.notification);
                }
            }
            let mut found: BTreeMap<usize, Reached> = BTreeMap::new();
            for key in order {
                let asking = open.remove(&key).unwrap_or_default().into_iter();
                for at in asking.filter(|at| self.ties[*at] == Tie::None) {
                    found.entry(at).or_default().join(&carried[&key]);
                }
            }
            reached = Vec::new();
            for (at, of) in found {
                self.ties[at] = self.along(at, &of);
                reached.push(at);
            }
        }
    }

    /// What a filing is about that names these.
    fn along(&self, at: usize, of: &Reached) -> Tie {
        let (by, named) = (By::Supplement, &self.named[at]);
        let notifications: Vec<usize> = of.notifications.iter().copied().collect();
        let filings: Vec<usize> = of.filings.iter().map(|at| self.later[*at]).collect();
        match (&notifications[..], &filings[..]) {
            ([_, _, ..], _) => Tie::Several(notifications, by),
            (_, [_, _, ..]) if self.row(at).filing.is_withdrawal() => Tie::OneOf(filings),
            ([one], [first, ..]) => {
                let notification = *one;
                if let Some(differs) = self.set.contradicts(named, notification, By::CaseNumber) {
                    return Tie::Against(*first, by, differs);
                }
                let referred = self.set.all(named, By::Reference);
                match referred.first() {
                    Some(other) if referred.binary_search(one).is_err() => {
                        Tie::Contradicts(notification, *other)
                    }
                    _ => {
                        let filing = Some(*first);
                        let about = About {
                            notification,
                            filing,
                        };
                        Tie::To(about, by)
                    }
                }
            }
            _ => Tie::None,
        }
    }

    /// A withdrawal that names the case, and with its reference a supplement of it, takes back
    /// the supplement.
    fn narrow(&mut self) {
        let mut carried: HashMap<(usize, Key), BTreeSet<usize>> = HashMap::new();
        for (at, named) in self.named.iter().enumerate() {
            if let Tie::To(about, _) = self.ties[at]
                && self.row(at).filing == Filing::Supplement
            {
                for key in named
                    .own_keys()
                    .filter(|key| !self.set.known.contains_key(key))
                {
                    let filings = carried.entry((about.notification, key)).or_default();
                    if filings.len() <= NAMED {
                        filings.insert(self.later[at]);
                    }
                }
            }
        }
        for (at, named) in self.named.iter().enumerate() {
            let Tie::To(about, by) = self.ties[at] else {
                continue;
            };
            if about.filing.is_some() || !self.row(at).filing.is_withdrawal() {
                continue;
            }
            let keys = named.own_keys().chain(named.naming_keys());
            let filings = keys.filter_map(|key| carried.get(&(about.notification, key)));
            let filings: BTreeSet<usize> = filings.flatten().copied().collect();
            let first = filings.first().copied();
            match filings.len() {
                0 => {}
                1 => {
                    let filing = first;
                    self.ties[at] = Tie::To(About { filing, ..about }, by);
                }
                _ => self.ties[at] = Tie::OneOf(filings.into_iter().collect()),
            }
        }
    }
}
