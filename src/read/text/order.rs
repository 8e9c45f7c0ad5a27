//! Which of the lines that read as headings are the copy's own. Free text may
//! quote the form, and pages may be swapped: of all readings the one is taken
//! that leaves the least to explain.

use crate::form::{Edition, Kind, Presence, Question};
use crate::read::text::heading::{Heading, Plan};

/// What a reading of the candidates leaves to explain, in weights of which only
/// the order of their sums matters.
mod weight {
    /// A free text that quotes headings one after another.
    pub(super) const QUOTATION: u32 = 100;
    /// Each heading of a quotation.
    pub(super) const QUOTED: u32 = 1;
    /// A heading of a quotation that cannot follow the one before it.
    pub(super) const BROKEN: u32 = 3;
    /// A heading that every copy has, quoted though it is the only one of its number.
    pub(super) const LOST: u32 = 200;
    /// A heading that every copy has, passed over though there are several of it.
    pub(super) const MISSED: u32 = 200;
    /// The only heading of a number that every copy has, after a higher one.
    pub(super) const SWAPPED: u32 = 110;
    /// Any other heading that is the copy's own after a higher one.
    pub(super) const DISPLACED: u32 = 150;
    /// One of the copy's own headings without what the form prints below it.
    pub(super) const BARE: u32 = 120;
}

/// More candidates than this no notification has; the rest of them is text.
const MOST: usize = 2000;

/// Chooses among the candidates those that are the copy's own headings.
pub(super) fn in_order<'a>(
    candidates: &[Heading<'a>],
    edition: &Edition,
    is_bare: impl Fn(&Heading<'a>) -> bool,
) -> Plan<'a> {
    // Most copies have each heading once and in order: nothing to choose.
    let plainly_follows = |before: &Heading<'a>, after: &Heading<'a>| {
        after.number > before.number
            || (follows(before.number, after.number, edition) && !is_bare(after))
    };
    if candidates
        .array_windows()
        .all(|[before, after]| plainly_follows(before, after))
    {
        return Plan {
            headings: candidates.to_vec(),
            ..Plan::default()
        };
    }
    let candidates = &candidates[..candidates.len().min(MOST)];
    let readings = Readings::new(candidates, edition, is_bare);
    let mut plan = Plan {
        headings: Vec::with_capacity(candidates.len()),
        ..Plan::default()
    };
    let mut place = Place::START;
    for (position, heading) in candidates.iter().copied().enumerate() {
        let Some((role, _, next)) = readings.best(position, place) else {
            continue;
        };
        place = next;
        match role {
            Role::Quoted => {}
            Role::Own => plan.headings.push(heading),
            Role::Displaced => {
                let is_taken = plan
                    .headings
                    .iter()
                    .any(|taken| taken.number == heading.number);
                let number = if is_taken { 0 } else { heading.number };
                plan.headings.push(Heading { number, ..heading });
                plan.out_of_order.push(heading);
            }
        }
    }
    plan
}

/// What a candidate is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// A line of a free text.
    Quoted,
    /// A heading of the copy, in order.
    Own,
    /// A heading of the copy after a higher one.
    Displaced,
}

impl Role {
    const ALL: [Self; 3] = [Self::Quoted, Self::Own, Self::Displaced];
}

/// How far a reading has come: all that what follows depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    /// The number of the last heading in order, 0 before the first.
    current: u8,
    /// Whether the copy's last heading ends in free text.
    in_prose: bool,
    /// Whether a quotation is going on.
    quoting: bool,
}

impl Place {
    const START: Self = Self {
        current: 0,
        in_prose: false,
        quoting: false,
    };
}

/// All readings of the candidates, by what each leaves to explain.
struct Readings<'e> {
    edition: &'e Edition,
    candidates: Vec<Candidate>,
    /// For each number, how many up to it stand several times among the candidates
    /// and once in every copy.
    several: [u32; 100],
    /// For each candidate, the places at which a reading can have come to it, each
    /// with the least that is left to explain from there on.
    reached: Vec<Vec<(Place, u32)>>,
}

/// What a reading needs to know of a candidate.
struct Candidate {
    number: u8,
    ends_in_prose: bool,
    /// Whether it is the only one of its number, which every copy has.
    is_alone: bool,
    /// Whether it cannot follow the candidate before it.
    is_broken: bool,
    /// Whether what the form prints below it is not there.
    is_bare: bool,
}

impl<'e> Readings<'e> {
    fn new<'a>(
        headings: &[Heading<'a>],
        edition: &'e Edition,
        is_bare: impl Fn(&Heading<'a>) -> bool,
    ) -> Self {
        let mut counts = [0_u32; 100];
        for heading in headings {
            counts[usize::from(heading.number)] += 1;
        }
        let is_in_every_copy =
            |question: &Question| !matches!(question.presence, Presence::When(_));
        let mut several = [0; 100];
        for question in &edition.questions {
            let number = usize::from(question.number);
            let is_several = is_in_every_copy(question) && counts[number] > 1;
            several[number] = several[number - 1] + u32::from(is_several);
        }
        let mut before = 0;
        let candidates = headings.iter().map(|heading| {
            let question = edition.question(heading.number);
            let before = std::mem::replace(&mut before, heading.number);
            Candidate {
                number: heading.number,
                ends_in_prose: question.is_some_and(ends_in_prose),
                is_alone: question.is_some_and(is_in_every_copy)
                    && counts[usize::from(heading.number)] == 1,
                is_broken: !follows(before, heading.number, edition),
                is_bare: is_bare(heading),
            }
        });
        let mut readings = Self {
            edition,
            candidates: candidates.collect(),
            several,
            reached: Vec::new(),
        };
        readings.reach();
        readings.weigh();
        readings
    }

    /// Finds the places at which a reading can have come to each candidate.
    fn reach(&mut self) {
        self.reached.push(vec![(Place::START, 0)]);
        for candidate in &self.candidates {
            let mut next: Vec<(Place, u32)> = Vec::new();
            for (place, _) in self.reached.last().into_iter().flatten() {
                let roles = Role::ALL
                    .into_iter()
                    .filter_map(|role| self.step(candidate, *place, role));
                for (_, after) in roles {
                    if next.iter().all(|(known, _)| *known != after) {
                        next.push((after, 0));
                    }
                }
            }
            self.reached.push(next);
        }
    }

    /// Finds the least that is left to explain from each place on, from the end.
    fn weigh(&mut self) {
        let last = self.edition.last();
        for position in (0..self.reached.len()).rev() {
            for index in 0..self.reached[position].len() {
                let place = self.reached[position][index].0;
                let best = self.best(position, place).map(|(_, least, _)| least);
                self.reached[position][index].1 =
                    best.unwrap_or_else(|| self.missed(place.current, last + 1));
            }
        }
    }

    /// What the candidate at a position is best taken for, the least that is left
    /// to explain from there on, and the place after it. A quotation before the
    /// copy's own heading is rather believed than one after it. `None` at the end.
    fn best(&self, position: usize, place: Place) -> Option<(Role, u32, Place)> {
        let candidate = self.candidates.get(position)?;
        let least = |after: Place| {
            self.reached[position + 1]
                .iter()
                .find(|(known, _)| *known == after)
                .map_or(0, |(_, least)| *least)
        };
        Role::ALL
            .into_iter()
            .filter_map(|role| {
                let (weight, after) = self.step(candidate, place, role)?;
                Some((role, weight + least(after), after))
            })
            .min_by_key(|(_, least, _)| *least)
    }

    /// The weight of taking a candidate for something, and the place after it.
    fn step(&self, candidate: &Candidate, place: Place, role: Role) -> Option<(u32, Place)> {
        let (number, in_prose) = (candidate.number, candidate.ends_in_prose);
        let in_order = follows(place.current, number, self.edition);
        let or_nothing = |is_so: bool, weight: u32| if is_so { weight } else { 0 };
        match role {
            Role::Quoted if place.in_prose => {
                let weight = weight::QUOTED
                    + or_nothing(!place.quoting, weight::QUOTATION)
                    + or_nothing(place.quoting && candidate.is_broken, weight::BROKEN)
                    + or_nothing(candidate.is_alone, weight::LOST);
                Some((
                    weight,
                    Place {
                        quoting: true,
                        ..place
                    },
                ))
            }
            Role::Own if in_order => {
                let weight = self.missed(place.current, number)
                    + or_nothing(candidate.is_bare, weight::BARE);
                Some((
                    weight,
                    Place {
                        current: number,
                        in_prose,
                        quoting: false,
                    },
                ))
            }
            Role::Displaced if !in_order => {
                let weight = if candidate.is_alone {
                    weight::SWAPPED
                } else {
                    weight::DISPLACED
                };
                Some((
                    weight,
                    Place {
                        in_prose,
                        quoting: false,
                        ..place
                    },
                ))
            }
            _ => None,
        }
    }

    /// The weight of the numbers passed over between two.
    fn missed(&self, after: u8, before: u8) -> u32 {
        let upto = |number: u8| self.several[usize::from(number)];
        upto(before.saturating_sub(1)).saturating_sub(upto(after)) * weight::MISSED
    }
}

/// Whether a heading may come after another: a higher number, or the start of
/// a further repetition of a block.
pub(super) fn follows(current: u8, number: u8, edition: &Edition) -> bool {
    number > current
        || edition
            .question(number)
            .and_then(|question| question.repeat)
            .is_some_and(|repeat| {
                number == repeat.first && (repeat.first..=repeat.last).contains(&current)
            })
}

/// Whether headings rise, or begin a block again: nothing else than one copy.
pub(super) fn rises(candidates: &[Heading], edition: &Edition) -> bool {
    candidates
        .array_windows()
        .all(|[before, after]| follows(before.number, after.number, edition))
}

/// Whether the last part of a question is free text, so that anything may stand in it.
pub(super) fn ends_in_prose(question: &Question) -> bool {
    question
        .parts
        .last()
        .is_some_and(|part| part.kind == Kind::Prose)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(sequence: &[u8]) -> (Vec<u8>, Vec<usize>, Vec<u8>) {
        let candidates: Vec<Heading> = sequence
            .iter()
            .enumerate()
            .map(|(line, number)| Heading {
                line,
                next: line + 1,
                inline: None,
                number: *number,
            })
            .collect();
        let plan = in_order(&candidates, Edition::default_edition(), |_| false);
        (
            plan.headings.iter().map(|heading| heading.number).collect(),
            plan.headings.iter().map(|heading| heading.line).collect(),
            plan.out_of_order
                .iter()
                .map(|heading| heading.number)
                .collect(),
        )
    }

    #[test]
    fn blocks_repeat() {
        let sequence = [1, 2, 5, 6, 7, 8, 5, 6, 7, 8, 9, 21, 22, 22, 22, 30, 30, 31];
        assert_eq!(numbers(&sequence).0, sequence);
        assert!(numbers(&sequence).2.is_empty());
    }

    #[test]
    fn the_whole_form_quoted_in_a_free_text_is_text() {
        let before: Vec<u8> = (1..=16).collect();
        let quoted: Vec<u8> = (1..=37).collect();
        // Conditional questions are absent in the copy itself.
        let after: Vec<u8> = (17..=37)
            .filter(|number| ![22, 32, 34, 35].contains(number))
            .collect();
        let sequence = [&before[..], &quoted, &after].concat();
        let (found, places, odd) = numbers(&sequence);
        assert_eq!(found, [&before[..], &after].concat());
        assert_eq!(places[16], 16 + 37);
        assert!(odd.is_empty());
        let at_the_end = [&quoted[..], &quoted].concat();
        assert_eq!(numbers(&at_the_end).0, quoted);
    }

    #[test]
    fn headings_quoted_in_two_free_texts_are_text() {
        let edition = Edition::default_edition();
        let own: Vec<u8> = (1..=37)
            .filter(|number| ![13, 22, 32, 34, 35].contains(number))
            .collect();
        let spots = [14, 16, 30];
        for (one, other) in (1..=37).flat_map(|one| (0..=37).map(move |other| (one, other))) {
            for (spot, later) in [(14, 16), (14, 30), (16, 30), (16, 16)] {
                let mut sequence = Vec::new();
                for number in own.iter().copied() {
                    sequence.push((number, false));
                    sequence.extend((number == spot).then_some((one, true)));
                    sequence.extend((number == later && other > 0).then_some((other, true)));
                }
                let candidates: Vec<Heading> = (0..sequence.len())
                    .map(|line| Heading {
                        line,
                        next: line + 1,
                        inline: None,
                        number: sequence[line].0,
                    })
                    .collect();
                let is_bare = |heading: &Heading| {
                    let question = edition.question(heading.number).unwrap();
                    sequence[heading.line].1
                        && (question.is_choice() || question.parts[0].label.is_some())
                };
                let plan = in_order(&candidates, edition, is_bare);
                let found: Vec<u8> = plan.headings.iter().map(|heading| heading.number).collect();
                let quoted = plan
                    .headings
                    .iter()
                    .filter(|heading| sequence[heading.line].1)
                    .count();
                assert_eq!(
                    (found, quoted),
                    (own.clone(), 0),
                    "{one} in {spot}, {other} in {later}"
                );
                assert!(plan.out_of_order.is_empty());
            }
        }
        assert!(
            spots
                .iter()
                .all(|spot| edition.question(*spot).is_some_and(ends_in_prose))
        );
    }

    #[test]
    fn headings_quoted_before_their_time_are_text() {
        let before: Vec<u8> = (1..=16).collect();
        let after = [17, 18, 19, 20, 21, 22, 22, 23, 30, 31, 33, 36, 37];
        for quoted in [
            &[17][..],
            &[20],
            &[22],
            &[17, 18],
            &[17, 17],
            &[20, 18],
            &[12, 17],
            &[30, 31],
        ] {
            let (found, places, odd) = numbers(&[&before[..], quoted, &after].concat());
            assert_eq!(found, [&before[..], &after].concat(), "{quoted:?}");
            assert_eq!(places[16], 16 + quoted.len(), "{quoted:?}");
            assert!(odd.is_empty(), "{quoted:?}");
        }
    }

    #[test]
    fn the_later_of_two_is_the_heading_after_a_free_text() {
        for (sequence, own) in [
            (&[10, 11, 11, 12][..], &[0, 2, 3][..]),
            (&[14, 15, 15], &[0, 2]),
            (&[14, 17, 15, 16, 17, 17, 18], &[0, 2, 3, 5, 6]),
            (&[30, 31, 31, 33], &[0, 2, 3]),
            (&[30, 31, 30, 31, 33], &[0, 2, 3, 4]),
            // A quotation long after its heading does not unmake it.
            (&[16, 17, 18, 19, 30, 17, 31], &[0, 1, 2, 3, 4, 6]),
        ] {
            let (_, places, odd) = numbers(sequence);
            assert_eq!((&places[..], &odd[..]), (own, &[][..]), "{sequence:?}");
        }
    }

    #[test]
    fn a_swapped_heading_is_read_and_told() {
        let edition = Edition::default_edition();
        for sequence in [[17, 19, 18, 20], [18, 20, 19, 21], [16, 18, 17, 19]] {
            let (found, _, odd) = numbers(&sequence);
            assert_eq!((found, odd), (sequence.to_vec(), vec![sequence[2]]));
            // Also where the answer is on no list.
            let bare = sequence.map(|number| Heading {
                line: 0,
                next: 1,
                inline: None,
                number,
            });
            assert_eq!(
                in_order(&bare, edition, |_| true).headings.len(),
                4,
                "{sequence:?}"
            );
        }
    }
}
