//! The units of extra numbers, as a mapping names them: kronor, days. What has another unit is
//! another number.

/// Words of one unit each, in lower case.
const UNITS: [&[&str]; 13] = [
    &["kr", "sek", "kronor", ":-"],
    &["eur", "euro", "euros", "€"],
    &["usd", "us$", "$"],
    &["gbp", "£"],
    &["dkk"],
    &["nok"],
    &["chf"],
    &["dag", "dagar", "dygn", "day", "days", "jour", "jours"],
    &[
        "timme", "timmar", "tim", "h", "hour", "hours", "heure", "heures",
    ],
    &["minut", "minuter", "min", "minute", "minutes"],
    &["vecka", "veckor", "week", "weeks"],
    &["månad", "månader", "month", "months"],
    &["st"],
];

/// The units that a mapping names: what may stand before or behind a number and does not change
/// it, in lower case. Any other unit makes another number of it, so that it is not read.
#[derive(Debug, Default)]
pub(super) struct Units(Vec<String>);

impl Units {
    /// The units of these names, each with the other words for it.
    pub(super) fn named(names: &[String]) -> Self {
        let words = names.iter().flat_map(|name| {
            let name = name.trim().to_lowercase();
            let known = UNITS.iter().find(|words| words.contains(&name.as_str()));
            match known {
                Some(words) => words.iter().map(|&word| word.to_owned()).collect(),
                None => vec![name],
            }
        });
        Self(words.filter(|word| !word.is_empty()).collect())
    }

    /// The unit that names of a number and of its columns tell, if they tell one: `Fine, SEK`.
    pub(super) fn told_by<'t>(texts: impl Iterator<Item = &'t str>) -> Self {
        let lower: Vec<String> = texts.map(str::to_lowercase).collect();
        let is_told = |words: &&[&str]| {
            let mut own = lower.iter().flat_map(|text| text.split(is_between));
            own.any(|word| words.contains(&word))
        };
        let mut told = UNITS.into_iter().filter(is_told);
        match (told.next(), told.next()) {
            (Some(words), None) => {
                Self::named(&words.iter().map(ToString::to_string).collect::<Vec<_>>())
            }
            _ => Self::default(),
        }
    }

    /// A text without the units before and behind the number in it.
    pub(super) fn without<'t>(&self, text: &'t str) -> &'t str {
        let mut rest = text.trim();
        loop {
            let lower = rest.to_lowercase();
            if lower.len() != rest.len() {
                return rest;
            }
            let is_end = |c: Option<char>| c.is_none_or(|c| !c.is_alphabetic());
            let stripped = self.0.iter().find_map(|unit| {
                let before = lower
                    .strip_prefix(unit)
                    .filter(|left| is_end(left.chars().next()))
                    .map(|left| &rest[rest.len() - left.len()..]);
                let behind = || {
                    let left = lower.strip_suffix('.').unwrap_or(&lower);
                    let left = left.strip_suffix(unit)?;
                    is_end(left.chars().next_back()).then(|| &rest[..left.len()])
                };
                before.or_else(behind)
            });
            match stripped {
                Some(left) => rest = left.trim(),
                None => return rest,
            }
        }
    }
}

/// Whether a character stands between words.
fn is_between(c: char) -> bool {
    !c.is_alphanumeric() && !"€$£".contains(c)
}

#[cfg(test)]
mod tests {
    use super::Units;

    #[test]
    fn one_unit_in_the_names_of_a_number_is_its_own() {
        let told = |texts: &[&str]| Units::told_by(texts.iter().copied());
        assert_eq!(
            told(&["fine", "Sanktionsavgift, kr"]).without("1 234,50 SEK"),
            "1 234,50"
        );
        assert_eq!(
            told(&["open-days", "Handläggningstid (dagar)"]).without("14 days"),
            "14"
        );
        assert_eq!(told(&["Fine [€]"]).without("€ 2.5"), "2.5");
        // Two units, and none.
        assert_eq!(told(&["Avgift per dag, kr"]).without("14 kr"), "14 kr");
        assert_eq!(told(&["Fine"]).without("14 kr"), "14 kr");
    }
}
