//! What findings.csv says otherwise once filings of several reports are tied: to which notification
//! a filing belongs (M001 to M004), what a supplement completes (family C), and what became of
//! promises (T014, M005, M006, M014), which is found anew in all notifications.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::across::{Basis, Facts, PROMISE_RULES, Supplemented};
use crate::check::{COPY, PROMISE_OVERDUE, position, rules};
use crate::config::Copies;
use crate::finding::{Code, Severity};
use crate::form::{Edition, Key};
use crate::moment::{Instant, Truth};
use crate::notification::State;
use crate::records::beside::{OfFolder, TELL_OF_CASES};
use crate::records::places::Places;
use crate::records::stitched::{Stitched, Twin};
use crate::records::{Cells, Earlier, Ids, Numbers, Records, RecordsError, in_order};
use crate::row::PromiseState;

/// What is found otherwise than the files beside the records say.
#[derive(Debug, Default)]
pub(crate) struct Amended {
    /// By folder.
    pub(crate) folders: Vec<OfFolder>,
    /// Of the rules that are found anew, by their place: in how many notifications they could not
    /// be run.
    pub(crate) not_runnable: Vec<(usize, u64)>,
    /// By folder, whether it has notifications that count otherwise than in its report.
    pub(crate) moved: Vec<bool>,
}

impl Amended {
    /// Whether a rule is found anew.
    pub(crate) fn is_anew(&self, code: Code) -> bool {
        let place = position(code);
        self.not_runnable.iter().any(|(at, _)| place == Some(*at))
    }
}

/// The columns of texts that the rules of promises ask for, and those of numbers.
pub(super) const ASKED: [&str; 9] = [
    "kind",
    "copy_of",
    "withdrawn",
    "supplement_state",
    "supplement_intended",
    "ongoing",
    "case_number",
    "states",
    "form",
];
pub(super) const TIMES: [&str; 7] = [
    "supplements_received",
    "supplement_received_earliest",
    "supplement_due_earliest",
    "planned_latest",
    "received_latest",
    "discovered_latest",
    "aware_latest",
];

impl Records {
    /// What is found in them now, if filings of several reports were tied. `kept` are the rows
    /// that count, if not all do.
    ///
    /// # Errors
    /// What cannot be read.
    pub(crate) fn amended(
        &self,
        (earlier, editions): (&[Earlier], &[&'static Edition]),
        kept: Option<&[bool]>,
        copies: Copies,
    ) -> Result<Option<Amended>, RecordsError> {
        let stitched = self.stitched.as_deref();
        // Without all findings there is no table of rules.
        let stitched = stitched.filter(|_| earlier.iter().all(Earlier::has_findings));
        let Some(stitched) = stitched else {
            return Ok(None);
        };
        let folders: Vec<usize> = {
            let folders = self.folders().into_iter();
            let each = folders.flat_map(|(folder, rows)| std::iter::repeat_n(folder, rows));
            each.collect()
        };
        let moved = self.moved(stitched, (&folders, earlier.len()), copies)?;
        let mut making = Making {
            folders: earlier.iter().map(|_| OfFolder::default()).collect(),
            folder_of: &folders,
            places: self.places()?,
            earlier,
            ran: HashMap::new(),
        };
        making.tell_of_cases(stitched);
        let days = earlier.iter().find_map(Earlier::overdue_days).unwrap_or(0);
        let fires = self.promises((stitched.as_of, days), editions)?;
        Ok(Some(Amended {
            not_runnable: making.tell_of_promises(&fires, kept),
            folders: making.folders,
            moved,
        }))
    }

    /// By folder, whether it has filings that are aside now and were not, or the reverse.
    fn moved(
        &self,
        stitched: &Stitched,
        (folders, many): (&[usize], usize),
        copies: Copies,
    ) -> Result<Vec<bool>, RecordsError> {
        let mut moved = vec![false; many];
        for (name, stays) in [("withdrawn", "no"), ("copy_of", "none")] {
            if name == "copy_of" && copies == Copies::Counted {
                continue;
            }
            let (Cells::Text(before), Cells::Text(after)) = (self.read(name)?, self.cells(name)?)
            else {
                return Err(self.mistyped(name));
            };
            let (old, new) = (before.texts(), after.texts());
            let twins = stitched.twins.iter().flat_map(Twin::own_rows);
            for row in stitched.rows.iter().copied().chain(twins) {
                let was = old[before.cells.get(row) as usize] == stays;
                let is = new[after.cells.get(row) as usize] == stays;
                moved[folders[row]] |= was != is;
            }
        }
        Ok(moved)
    }

    /// For each row whether each of the rules of promises fires; none does of a filing that is no
    /// notification that counts.
    fn promises(
        &self,
        clock: (Instant, u32),
        editions: &[&'static Edition],
    ) -> Result<Vec<Fires>, RecordsError> {
        let cells = in_order(ASKED.par_iter().chain(&TIMES).map(|name| self.cells(name)))?;
        let mut texts: Vec<(Vec<&str>, &Ids)> = Vec::new();
        let mut times: Vec<&Numbers> = Vec::new();
        for cells in &cells {
            match cells {
                Cells::Text(own) => texts.push((own.texts(), &own.cells)),
                Cells::Number(own) => times.push(own),
            }
        }
        if (texts.len(), times.len()) != (ASKED.len(), TIMES.len()) {
            return Err(self.mistyped("states"));
        }
        let text = |at: usize, row: usize| {
            let (distinct, cells) = &texts[at];
            distinct[cells.get(row) as usize]
        };
        let basis = Basis::new(clock, self.supplemented()?, None);
        let forms: Vec<Option<&Edition>> = {
            let named = |form: &&str| editions.iter().find(|own| own.name == **form).copied();
            texts[8].0.iter().map(named).collect()
        };
        let rows = (0..self.len()).into_par_iter();
        let each = rows.map(|row| {
            let is_counted =
                text(0, row) == "initial" && text(1, row) == "none" && text(2, row) == "no";
            let Some(edition) = forms[texts[8].1.get(row) as usize].filter(|_| is_counted) else {
                return [Truth::No; PROMISE_RULES.len()];
            };
            let unless_lost = |key: Key| {
                let at = edition.position(key);
                let letter = at.and_then(|at| text(7, row).as_bytes().get(at).copied());
                let state = letter.and_then(State::of_letter).unwrap_or(State::NotAsked);
                if state.is_open() {
                    Truth::Unclear
                } else {
                    Truth::No
                }
            };
            let holds = |at: usize, key: Key| {
                let is_yes = text(at, row).split('|').any(|own| own == "yes");
                if is_yes { Truth::Yes } else { unless_lost(key) }
            };
            let instant = |at: usize| times[at].get(row).map(|minutes| Instant(minutes as i32));
            let state = text(3, row);
            let known = PromiseState::ALL
                .into_iter()
                .find(|own| own.as_str() == state);
            let is_aware = edition.start() == Key::IncidentAwareDate;
            let number = text(6, row);
            basis.fires(&Facts {
                outcome: known
                    .ok_or_else(|| State::of_word(state).is_none_or(|state| state.is_open())),
                supplements: times[0].get(row).map_or(0, i64::unsigned_abs),
                is_timed: times[1].get(row).is_some() && times[2].get(row).is_some(),
                promised: holds(4, Key::SupplementIntended),
                planned: instant(3).ok_or_else(|| unless_lost(Key::CommunicationPlannedAtDate)),
                case_number: Some(number).filter(|number| is_text(number)),
                ongoing: holds(5, Key::IncidentOngoing),
                since: instant(4).or(instant(if is_aware { 6 } else { 5 })),
            })
        });
        Ok(each.collect())
    }

    /// The supplements and what they name.
    fn supplemented(&self) -> Result<Supplemented, RecordsError> {
        let mut supplements = Supplemented::default();
        let (Cells::Text(kinds), Cells::Text(named)) =
            (self.read("kind")?, self.read("supplements")?)
        else {
            return Err(self.mistyped("kind"));
        };
        let (words, names) = (kinds.texts(), named.texts());
        for (kind, name) in kinds.cells.iter().zip(named.cells.iter()) {
            if words[kind as usize] == "supplement" {
                let name = names[name as usize];
                supplements.add(Some(name).filter(|name| is_text(name)));
            }
        }
        Ok(supplements)
    }
}

/// For each of the rules of promises whether it fires.
type Fires = [Truth; PROMISE_RULES.len()];

/// What is found, in the making.
struct Making<'m> {
    folders: Vec<OfFolder>,
    /// The folder of each row.
    folder_of: &'m [usize],
    places: Places,
    earlier: &'m [Earlier],
    /// By folder, whether its run ran a rule.
    ran: HashMap<Code, Vec<bool>>,
}

impl Making<'_> {
    /// The findings of some rules in a row are found anew.
    fn drop(&mut self, row: usize, rules: u128) {
        let own = &mut self.folders[self.folder_of[row]].dropped;
        *own.entry(self.places.key(row)).or_default() |= rules;
    }

    /// A rule finds something in a row, if the run ran it.
    fn add(&mut self, row: usize, code: Code, level: Severity) {
        if self.ran(row, code) {
            let (source, record) = self.places.key(row);
            let own = &mut self.folders[self.folder_of[row]].added;
            own.push((source, record, code, level));
        }
    }

    fn ran(&mut self, row: usize, code: Code) -> bool {
        let earlier = self.earlier;
        let ran = || earlier.iter().map(|own| own.ran(code)).collect();
        self.ran.entry(code).or_insert_with(ran)[self.folder_of[row]]
    }

    /// To which notification filings belong, and what supplements complete.
    fn tell_of_cases(&mut self, stitched: &Stitched) {
        let places = TELL_OF_CASES.into_iter().filter_map(position);
        let of_cases = places.fold(0_u128, |all, at| all | 1 << at);
        for row in &stitched.rows {
            self.drop(*row, of_cases);
        }
        for (row, finding) in &stitched.told {
            self.add(*row, finding.code, finding.severity);
        }
        for (row, heads) in &stitched.completed {
            self.drop(*row, content());
            for head in heads {
                self.add(*row, head.code, head.level);
            }
        }
        for row in stitched.twins.iter().flat_map(Twin::own_rows) {
            self.drop(row, of_cases);
            self.add(row, COPY.code, COPY.severity);
        }
    }

    /// What became of promises, in all rows. Gives in how many each rule could not be run.
    fn tell_of_promises(&mut self, fires: &[Fires], kept: Option<&[bool]>) -> Vec<(usize, u64)> {
        // A register tells of supplements that stand in no record.
        let has_register = self.earlier.iter().any(Earlier::has_register);
        let is_known = |code: Code| code != PROMISE_OVERDUE.code || !has_register;
        let mut not_runnable = Vec::new();
        for (at, rule) in PROMISE_RULES.iter().enumerate() {
            let Some(place) = position(rule.code).filter(|_| is_known(rule.code)) else {
                continue;
            };
            for folder in &mut self.folders {
                folder.anew |= 1 << place;
            }
            let mut unclear = 0;
            for (row, fires) in fires.iter().enumerate() {
                match fires[at] {
                    Truth::Yes => self.add(row, rule.code, rule.severity),
                    Truth::Unclear if self.ran(row, rule.code) => {
                        unclear += u64::from(kept.is_none_or(|kept| kept[row]));
                    }
                    _ => {}
                }
            }
            not_runnable.push((place, unclear));
        }
        not_runnable
    }
}

/// Whether a cell is no word in brackets.
fn is_text(cell: &str) -> bool {
    !cell.is_empty() && !cell.starts_with('(')
}

/// The rules about what a notification must contain, by their places.
fn content() -> u128 {
    let places = rules().iter().enumerate();
    let own = places.filter(|(_, rule)| rule.code.family() == b'C');
    own.fold(0, |all, (at, _)| all | 1 << at)
}
