//! Names of months and of days of the week in the languages of sources, for the formats
//! that have words for them.

use std::borrow::Cow;

/// The names of one language, without accents.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Names {
    /// Its code.
    pub(super) code: &'static str,
    months: [&'static str; 12],
    days: [&'static str; 7],
}

/// The languages that are known.
pub(super) const LANGUAGES: [Names; 11] = [
    names(
        "da",
        "januar februar marts april maj juni juli august september oktober november december",
        "mandag tirsdag onsdag torsdag fredag lordag sondag",
    ),
    names(
        "de",
        "januar februar marz april mai juni juli august september oktober november dezember",
        "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    ),
    names(
        "en",
        "january february march april may june july august september october november december",
        "monday tuesday wednesday thursday friday saturday sunday",
    ),
    names(
        "es",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "lunes martes miercoles jueves viernes sabado domingo",
    ),
    names(
        "fi",
        "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu",
        "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
    ),
    names(
        "fr",
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
    ),
    names(
        "it",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    ),
    names(
        "nl",
        "januari februari maart april mei juni juli augustus september oktober november december",
        "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    ),
    names(
        "no",
        "januar februar mars april mai juni juli august september oktober november desember",
        "mandag tirsdag onsdag torsdag fredag lordag sondag",
    ),
    names(
        "pl",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
        "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
    ),
    names(
        "sv",
        "januari februari mars april maj juni juli augusti september oktober november december",
        "mandag tisdag onsdag torsdag fredag lordag sondag",
    ),
];

/// Those that are named with blanks between them.
const fn names(code: &'static str, months: &'static str, days: &'static str) -> Names {
    Names {
        code,
        months: words(months),
        days: words(days),
    }
}

/// The words of a text, which has so many.
const fn words<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut words = [""; N];
    let (mut rest, mut at) = (text, 0);
    while at < N {
        let mut end = 0;
        while end < rest.len() && rest.as_bytes()[end] != b' ' {
            end += 1;
        }
        let (word, after) = rest.split_at(end);
        words[at] = word;
        rest = if after.is_empty() {
            after
        } else {
            after.split_at(1).1
        };
        at += 1;
    }
    words
}

/// The language of a code.
pub(super) fn of(code: &str) -> Option<&'static Names> {
    LANGUAGES.iter().find(|names| names.code == code)
}

/// A format with words as the library reads them, which knows English ones in full.
pub(super) fn format(format: &str) -> String {
    format
        .replace("%b", "%B")
        .replace("%h", "%B")
        .replace("%a", "%A")
}

impl Names {
    /// A text with its month, and its day of the week, in English.
    pub(super) fn in_english<'t>(&self, text: &'t str, format: &str) -> Cow<'t, str> {
        let english = of("en").unwrap_or(self);
        let mut out = String::new();
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphabetic) {
            let end = rest[start..].find(|c: char| !c.is_alphabetic());
            let end = end.map_or(rest.len(), |end| start + end);
            let word = fold(&rest[start..end]);
            let month = named(&self.months, &word).filter(|_| format.contains("%B"));
            let day = named(&self.days, &word).filter(|_| format.contains("%A"));
            out.push_str(&rest[..start]);
            let name = month
                .map(|at| english.months[at])
                .or(day.map(|at| english.days[at]));
            out.push_str(name.unwrap_or(&rest[start..end]));
            rest = &rest[end..];
            // The point of an abbreviation.
            if name.is_some() && !self.is_whole(&word) {
                rest = rest.strip_prefix('.').unwrap_or(rest);
            }
        }
        out.push_str(rest);
        if out == text {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(out)
        }
    }

    fn is_whole(&self, word: &str) -> bool {
        self.months.contains(&word) || self.days.contains(&word)
    }
}

/// Which of the names a word is, or the beginning of.
fn named(names: &[&str], word: &str) -> Option<usize> {
    let whole = names.iter().position(|name| *name == word);
    let begins = || {
        let mut fitting = (0..names.len()).filter(|at| names[*at].starts_with(word));
        fitting
            .next()
            .filter(|_| word.len() > 2 && fitting.next().is_none())
    };
    whole.or_else(begins)
}

/// A word in small letters without accents.
fn fold(word: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'å' | 'ą' => 'a',
        'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' | 'ø' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        'ł' => 'l',
        'ć' | 'ç' => 'c',
        'ń' | 'ñ' => 'n',
        other => other,
    };
    word.to_lowercase().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days_become_english() {
        for (code, text, told) in [
            ("fr", "lundi 12 février 2024", "monday 12 february 2024"),
            ("fr", "12 févr. 2024", "12 february 2024"),
            ("fr", "12 juil. 2024", "12 july 2024"),
            ("fr", "12 jui 2024", "12 jui 2024"),
            ("sv", "3 Okt 2024", "3 october 2024"),
            ("de", "3. März 2024", "3. march 2024"),
            ("fi", "3. kesäkuuta 2024", "3. kesäkuuta 2024"),
        ] {
            let told_text = of(code).unwrap().in_english(text, "%A %d %B %Y");
            assert_eq!(told_text, told, "{text}");
        }
        assert_eq!(
            of("fr").unwrap().in_english("lundi 1 mai", "%B"),
            "lundi 1 may"
        );
    }

    #[test]
    fn every_language_has_different_names() {
        for names in &LANGUAGES {
            for (at, month) in names.months.iter().enumerate() {
                assert_eq!(
                    named(&names.months, month),
                    Some(at),
                    "{} {month}",
                    names.code
                );
            }
            assert!(names.days.iter().all(|day| day.len() > 3), "{}", names.code);
        }
    }
}
