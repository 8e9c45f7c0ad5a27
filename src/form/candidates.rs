//! Which edition a copy is of. Copies do not name it, but their wording tells: each
//! label, option or number that some editions have and others do not speaks for those
//! that have it. A draft is never among the candidates unless it is named.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::form::printed::before_option;
use crate::form::{Edition, Follow, Initials, follow, initial, squash};

/// The most lines over which a label is wrapped.
const MOST_LINES: usize = 4;

/// The editions that copies may be of, the one that is taken in doubt first.
#[derive(Debug, Clone)]
pub struct Candidates {
    editions: Vec<&'static Edition>,
    telling: Vec<Telling>,
    /// What the telling texts begin with.
    initials: Initials,
}

/// A text of the form that only some of the editions have.
#[derive(Debug, Clone)]
struct Telling {
    /// The text, squashed.
    text: String,
    /// The editions that have it, bit n for the edition at position n.
    of: u64,
}

impl Candidates {
    /// The editions of the program that are in use: no drafts.
    pub fn in_use() -> &'static Self {
        static IN_USE: OnceLock<Candidates> = OnceLock::new();
        IN_USE.get_or_init(|| {
            Self::new(
                Edition::all()
                    .iter()
                    .filter(|edition| !edition.draft)
                    .collect(),
            )
        })
    }

    /// These editions, of which the first is taken in doubt.
    pub fn new(editions: Vec<&'static Edition>) -> Self {
        let mut of: BTreeMap<String, u64> = BTreeMap::new();
        for (at, edition) in editions.iter().enumerate().take(64) {
            for text in texts(edition) {
                *of.entry(text).or_default() |= 1 << at;
            }
        }
        let all = of.values().fold(0, |all, of| all | of);
        let telling: Vec<Telling> = of
            .into_iter()
            .filter(|(text, of)| *of != all && !text.is_empty())
            .map(|(text, of)| Telling { text, of })
            .collect();
        let mut initials = Initials::default();
        for telling in &telling {
            initials.insert(&telling.text);
        }
        Self {
            editions,
            telling,
            initials,
        }
    }

    /// The edition whose own texts a copy has most of; in doubt the first. The text is
    /// not looked at where nothing tells the candidates apart.
    pub(crate) fn of(&self, text: &str) -> &'static Edition {
        if self.telling.is_empty() {
            return self.editions[0];
        }
        let mut has = vec![false; self.telling.len()];
        let lines = text.split(['\n', '\r', '\u{c}']).map(str::trim);
        let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
        for at in 0..lines.len() {
            self.note(&lines[at..], &mut has);
        }
        let count = |at: usize| {
            let own = self.telling.iter().zip(&has);
            own.filter(|(telling, has)| **has && telling.of >> at & 1 == 1)
                .count()
        };
        // Of equals the first: a maximum would be the last.
        let best = (1..self.editions.len().min(64)).fold(0, |best, at| {
            if count(at) > count(best) { at } else { best }
        });
        self.editions[best]
    }

    /// Takes note of the telling texts that lines begin with.
    fn note(&self, lines: &[&str], has: &mut [bool]) {
        let first = &lines[0][before_option(lines[0].as_bytes())..];
        if !self.initials.has(initial(first)) {
            return;
        }
        for (telling, has) in self.telling.iter().zip(has) {
            *has = *has || begins_with(first, lines, &telling.text);
        }
    }
}

/// Whether lines begin with a label, which may be wrapped. An answer may follow it on its
/// own line.
fn begins_with(first: &str, lines: &[&str], label: &str) -> bool {
    let mut wanted = label;
    for line in std::iter::once(first)
        .chain(lines[1..].iter().copied())
        .take(MOST_LINES)
    {
        match follow(line, wanted) {
            Follow::Rest("") => return true,
            Follow::Beyond(at) => return is_set_off(&line[..at]),
            Follow::Rest(rest) if rest.len() < wanted.len() => wanted = rest,
            Follow::Rest(_) | Follow::Mismatch => return false,
        }
    }
    false
}

/// Whether what follows a label on its line is set off from it: the label may be the
/// beginning of another.
fn is_set_off(label: &str) -> bool {
    label.ends_with('\t')
        || label.ends_with("  ")
        || label.trim_end().ends_with(['?', ':', '*', '.'])
}

/// All that copies of an edition print, squashed: headings with their numbers, labels of
/// parts, options.
fn texts(edition: &Edition) -> impl Iterator<Item = String> {
    edition.questions.iter().flat_map(|question| {
        let headings = std::iter::once(&question.label.sv).chain(&question.also);
        let headings = headings.map(|label| squash(&format!("{}. {label}", question.number)));
        let parts = question.parts.iter().filter_map(|part| part.label.as_ref());
        let parts = parts.map(|label| squash(&label.sv));
        let options = question.options.iter().map(|option| squash(&option.sv));
        headings.chain(parts).chain(options).collect::<Vec<_>>()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bind::bind;
    use crate::form::Key;
    use crate::notification::State;
    use crate::read::text;

    /// A trial edition: two labels and an option of another wording.
    const TRIAL: &str = r#"
name = "trial-2027"
base = "imy-2021"
valid_from = "2027-01-01"

[[question]]
field = "incident.discovered.date"
label = { sv = "När fick ni vetskap om incidenten?", en = "When did you become aware of the breach?" }

[[question]]
field = "incident.ongoing"
label = { sv = "Pågår personuppgiftsincidenten alltjämt?", en = "Is the breach still going on?" }

[[question]]
field = "incident.sector"
options = [
  { code = "public", sv = "Offentlig verksamhet", en = "Public sector" },
  { code = "private", sv = "Privat sektor", en = "Private sector" },
]
"#;

    const COPY: &str = include_str!("../../fixtures/notifications/imy-2021-text-copy.txt");

    fn trial() -> &'static Edition {
        static TRIED: OnceLock<Edition> = OnceLock::new();
        TRIED.get_or_init(|| Edition::load(TRIAL).unwrap())
    }

    /// The copy as the trial edition would have it.
    fn copy_of_trial() -> String {
        COPY.replace(
            "När upptäckte ni incidenten?",
            "När fick ni vetskap om incidenten?",
        )
        .replace(
            "Pågår incidenten fortfarande?",
            "Pågår personuppgiftsincidenten\nalltjämt?",
        )
        .replace("Offentlig sektor", "Offentlig verksamhet")
    }

    #[test]
    fn a_copy_is_read_by_the_edition_whose_wording_it_has() {
        let candidates = Candidates::new(vec![Edition::default_edition(), trial()]);
        let trial_copy = copy_of_trial();
        assert_ne!(trial_copy, COPY);
        let records = text::read_any(&trial_copy, &candidates).unwrap();
        assert_eq!(records[0].edition.name, "trial-2027");
        let of_base = text::read_any(COPY, &candidates).unwrap();
        assert_eq!(of_base[0].edition.name, "imy-2021");
        let (own, base) = (
            bind(records.into_iter().next().unwrap()),
            bind(of_base.into_iter().next().unwrap()),
        );
        let codes = |findings: &[crate::finding::Finding]| {
            let codes = findings.iter().map(|finding| finding.code.to_string());
            codes.collect::<Vec<_>>()
        };
        assert_eq!(codes(&own.findings), codes(&base.findings));
        assert!(matches!(
            own.notification.discovered.moment.state,
            State::Given(_)
        ));
        assert_eq!(
            own.notification.discovered.moment.state,
            base.notification.discovered.moment.state
        );
        let sector = |notification: &crate::notification::Notification| {
            let chosen = notification[Key::IncidentSector].given().unwrap();
            (chosen.listed, chosen.unlisted.len())
        };
        assert_eq!(sector(&own.notification), (1, 0));
        assert_eq!(sector(&base.notification), (1, 0));
    }

    #[test]
    fn each_of_several_copies_in_one_text_has_its_own_edition() {
        let candidates = Candidates::new(vec![Edition::default_edition(), trial()]);
        let several = format!("{COPY}\n\u{c}{}\n\u{c}{COPY}", copy_of_trial());
        let records = text::read_any(&several, &candidates).unwrap();
        let names: Vec<&str> = records
            .iter()
            .map(|record| record.edition.name.as_str())
            .collect();
        assert_eq!(names, ["imy-2021", "trial-2027", "imy-2021"]);
    }

    #[test]
    fn what_tells_nothing_is_of_the_first() {
        let candidates = Candidates::new(vec![trial(), Edition::default_edition()]);
        assert_eq!(
            candidates.of("1. Organisationens namn\nBokskog").name,
            "trial-2027"
        );
        assert_eq!(Candidates::in_use().of(COPY).name, "imy-2021");
        assert!(
            Candidates::in_use()
                .editions
                .iter()
                .all(|edition| !edition.draft)
        );
    }
}
