//! Family N: numbers of data subjects and data items against each other.

use crate::check::law::NATURE;
use crate::check::rule::Basis::{self, Is};
use crate::check::rule::Rule;
use crate::check::rule::Run::Each;
use crate::check::several::each;
use crate::config::Words;
use crate::finding::Severity::{Error, Info, Warning};
use crate::finding::{Code, Fact, Found, Silent};
use crate::form::Key;
use crate::moment::Truth;
use crate::notification::{Amount, Notification, State};

const LOGIC: Basis = Is(Words::new(
    "Rimlighet (antalens förhållande)",
    "Plausibility (the numbers' relation)",
));

pub(super) const RULES: &[Rule] = &[
    Rule {
        code: Code::new(*b"N001"),
        name: "exact-outside-band",
        title: Words::new(
            "Exakt antal utanför intervallet",
            "Exact number outside the band",
        ),
        severity: Error,
        or: &[],
        message: Words::new(
            "Det exakta antalet {exact}{at_question} ligger utanför det angivna intervallet {band}; det exakta antalet används.",
            "The exact number {exact}{at_question} lies outside the band {band} given; the exact one counts.",
        ),
        why: Words::new("Båda kan inte stämma.", "Both cannot be right."),
        basis: NATURE,
        example: Words::new(
            "Exakt 17, intervall 101–1 000.",
            "Exact 17, band 101-1 000.",
        ),
        run: Each(|n, _, out| {
            both(n, |amount| {
                let (exact, band) = (*amount.exact.known()?, *amount.band.known()?);
                if !band.contains(exact) {
                    let band = Fact::Value(band.code().into());
                    out.at(&amount.exact, [("exact", count(exact)), ("band", band)])?;
                }
                Ok(())
            })
        }),
    },
    Rule {
        code: Code::new(*b"N002"),
        name: "more-subjects-than-items",
        title: Words::new(
            "Fler registrerade än uppgifter",
            "More data subjects than data items",
        ),
        severity: Warning,
        or: &[],
        message: Words::new(
            "Antalet registrerade (minst {subjects}) är större än antalet uppgifter (högst {items}).",
            "There are more data subjects (at least {subjects}) than data items (at most {items}).",
        ),
        why: Words::new(
            "Det finns minst en uppgift om varje berörd person. Troligen har frågorna förväxlats.",
            "There is at least one item about every person concerned. Probably the questions were confused.",
        ),
        basis: LOGIC,
        example: Words::new(
            "1 200 registrerade, 100 uppgifter.",
            "1 200 data subjects, 100 items.",
        ),
        run: Each(|n, _, out| {
            let (fewest, _) = bounds(n.amount(Key::AffectedDataSubjectsExact))?;
            match bounds(n.amount(Key::AffectedDataItemsExact))? {
                (_, Some(most)) if fewest > most => {
                    let facts = [("subjects", count(fewest)), ("items", count(most))];
                    out.at(&n.amount(Key::AffectedDataSubjectsExact).exact, facts)
                }
                _ => Ok(()),
            }
        }),
    },
    Rule {
        code: Code::new(*b"N003"),
        name: "exact-and-band",
        title: Words::new(
            "Både exakt antal och intervall",
            "Both exact number and band",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Både ett exakt antal och ett intervall är angivna{at_question}; de stämmer överens.",
            "Both an exact number and a band are given{at_question}; they agree.",
        ),
        why: Words::new(
            "Formuläret ber om det ena eller det andra. Det exakta antalet används.",
            "The form asks for one or the other. The exact one counts.",
        ),
        basis: NATURE,
        example: Words::new(
            "Exakt 170, intervall 101–1 000.",
            "Exact 170, band 101-1 000.",
        ),
        run: Each(|n, _, out| {
            both(n, |amount| {
                if amount.band.known()?.contains(*amount.exact.known()?) {
                    out.at(&amount.exact, [])?;
                }
                Ok(())
            })
        }),
    },
    Rule {
        code: Code::new(*b"N004"),
        name: "heaped-number",
        title: Words::new(
            "Antalet kan vara en platshållare",
            "Number may be a placeholder",
        ),
        severity: Info,
        or: &[],
        message: Words::new(
            "Det exakta antalet {exact}{at_question} kan vara en platshållare i stället för ett verkligt antal.",
            "The exact number {exact}{at_question} may be a placeholder.",
        ),
        why: Words::new(
            "Jämna tal och tal alldeles intill en intervallgräns anges oftare än de borde förekomma. En summa av sådana antal ser mer exakt ut än den är.",
            "Round numbers and numbers beside a limit are given more often than they occur. Sums of exact numbers then only look exact.",
        ),
        basis: LOGIC,
        example: Words::new("Exakt 9 999 registrerade.", "Exactly 9 999 data subjects."),
        run: Each(|n, context, out| {
            both(n, |amount| {
                let exact = *amount.exact.known()?;
                if is_heaped(exact) || context.thresholds.heaps.contains(&exact) {
                    out.at(&amount.exact, [("exact", count(exact))])?;
                }
                Ok(())
            })
        }),
    },
];

/// A number that may be larger than those of other facts.
fn count(number: u64) -> Fact {
    Fact::Value(number.to_string().into())
}

/// Looks at all numbers of persons and things.
fn both(n: &Notification, look: impl FnMut(&Amount) -> Found) -> Found {
    each(&n.amounts, look)
}

/// Fewest and most, the exact number before the band.
fn bounds(amount: &Amount) -> Result<(u64, Option<u64>), Silent> {
    match (&amount.exact.state, &amount.band.state) {
        (State::Given(exact), _) => Ok((*exact, Some(*exact))),
        (State::Undeterminable, _) => Err(Silent::NotRunnable),
        (_, State::Given(band)) => Ok((band.min, band.max)),
        _ => amount.band.known().map(|band| (band.min, band.max)),
    }
}

/// 500, 501, 999, 1000, 5000, 9999, 10000 and so on: powers of ten from a
/// thousand, their halves, and the numbers just below and above.
fn is_heaped(count: u64) -> bool {
    let is_power = |count: u64| count >= 1000 && 10u64.checked_pow(count.ilog10()) == Some(count);
    matches!(count, 500 | 501)
        || is_power(count)
        || is_power(count.saturating_add(1))
        || is_power(count.saturating_mul(2))
}

/// Whether there are certainly more than `limit` data subjects.
pub(super) fn more_than(n: &Notification, limit: u64) -> Truth {
    match bounds(n.amount(Key::AffectedDataSubjectsExact)) {
        Ok((fewest, _)) if fewest > limit => Truth::Yes,
        Ok((_, Some(most))) if most <= limit => Truth::No,
        Ok(_) | Err(Silent::NotRunnable | Silent::NotAsked) => Truth::Unclear,
        Err(Silent::DoesNotApply) => Truth::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::found;
    use serde_json::{Value, json};

    fn subjects(exact: u64, range: &str) -> Vec<String> {
        found(&json!({"affected": {"data_subjects": {"exact": exact, "range": range}}}))
    }

    #[test]
    fn exact_numbers_and_bands() {
        assert_eq!(subjects(17, "11-100"), ["N003 I"]);
        assert_eq!(subjects(17, "1-10"), ["N001 E"]);
    }

    #[test]
    fn persons_and_their_data() {
        let amounts = |subjects: Value, items: Value| {
            found(&json!({"affected": {"data_subjects": subjects, "data_items": items}}))
        };
        assert_eq!(
            amounts(json!({"range": "1001-10000"}), json!({"range": "101-1000"})),
            ["N002 W"]
        );
        assert_eq!(
            amounts(json!({"range": "101-1000"}), json!({"range": "101-1000"})),
            [""; 0]
        );
        assert_eq!(
            amounts(json!({"range": "101-1000"}), json!({"range": "1000001-"})),
            [""; 0]
        );
    }

    #[test]
    fn placeholders() {
        for count in [500, 501, 999, 1000, 5000, 9999, 10_000, 50_000, 999_999] {
            assert!(is_heaped(count), "{count}");
        }
        for count in [0, 1, 10, 99, 100, 502, 998, 1200, 20_000, u64::MAX] {
            assert!(!is_heaped(count), "{count}");
        }
    }
}
