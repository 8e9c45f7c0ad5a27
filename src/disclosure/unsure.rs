//! What verdicts and classes of the time to report say of each other. Whoever was on time is in no
//! class beyond the limit, whoever was late is in none within it, and of whom neither can be said
//! is in no class for certain. So a verdict less its classes is a count, too: of those whose
//! class is not certain.

use crate::disclosure::shape::{Counts, are_same};
use crate::statistics::{Dimension, Structure};
use crate::table::{Key, Table};

/// The classes on each side of the limit, with the verdict that they tell.
pub(super) const SIDES: [(&str, &str); 2] = [("within", "on-time"), ("beyond", "late")];

/// The dimensions whose values are verdicts. Those of the second are readings of one.
const VERDICTS: [&str; 2] = ["verdict", "reading"];

/// The value of a dimension.
type Value<'v> = (&'v Dimension, &'v Key);

/// Whether no notification can have both values: a verdict, and a class that tells another one.
pub(super) fn excludes([one, other]: [Value; 2]) -> bool {
    let excludes = |(dimension, verdict): Value, (time, class): Value| {
        let told = time.class(class);
        let told = SIDES
            .iter()
            .find(|(side, _)| told.as_ref().is_some_and(|told| told.id() == *side));
        VERDICTS.contains(&dimension.id)
            && verdict.is_value()
            && told.is_some_and(|(_, told)| !verdict.id().starts_with(told))
    };
    excludes(one, other) || excludes(other, one)
}

/// The ids of the tables of times by something else that would tell, with the verdicts by the
/// same, a small count of those whose class is not certain. `differences` are the tables less those
/// of the release before, if there is one.
pub(super) fn telling(
    tables: &[Table],
    differences: Option<&[Table]>,
    least: u64,
    structure: &Structure,
) -> Vec<String> {
    let is_small = |rests: Vec<u64>| rests.iter().any(|rest| (1..least).contains(rest));
    let mut found = Vec::new();
    for table in tables {
        let Some(rests_now) = rests(table, tables, structure) else {
            continue;
        };
        let differs = differences.is_some_and(|differences| {
            let own = differences.iter().find(|own| own.id == table.id);
            let rests = own.and_then(|own| rests(own, differences, structure));
            rests.is_none_or(is_small)
        });
        if is_small(rests_now) || differs {
            found.push(table.id.clone());
        }
    }
    found
}

/// For a table of times by something else, and each verdict by the same: how many are in none of
/// the classes that tell the verdict. `None` if it is no such table, or there are no verdicts.
fn rests(table: &Table, tables: &[Table], structure: &Structure) -> Option<Vec<u64>> {
    let (time, other) = match structure.dimensions(table)[..] {
        [a, b] if a.is_time() => (0, b),
        [a, b] if b.is_time() => (1, a),
        _ => return None,
    };
    let by_same = ["verdict", other.id];
    let is_it = |own: &&Table| are_same(&own.dimensions(), &by_same);
    let verdicts = tables.iter().find(is_it)?;
    let [times, verdicts] = [table, verdicts].map(|own| Counts::of(own, structure));
    let (times, verdicts) = (times?, verdicts?);
    let verdict = usize::from(verdicts.dimensions[0].id != "verdict");
    let mut rests = Vec::new();
    for (keys, count) in &verdicts.rows {
        let side = SIDES
            .iter()
            .find(|(_, told)| *keys[verdict] == Key::value(*told));
        let Some((side, _)) = side else { continue };
        let is_part = |own: &Vec<&Key>| {
            let class = times.dimensions[time].class(own[time]);
            own[1 - time] == keys[1 - verdict] && class == Some(Key::value(*side))
        };
        let parts = times.rows.iter().filter(|(own, _)| is_part(own));
        let parts: u64 = parts.map(|(_, count)| count).sum();
        rests.push(count.saturating_sub(parts));
    }
    Some(rests)
}
