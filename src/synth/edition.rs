//! By which editions a corpus can be written. The truth is worked out from plans of answers to
//! imy-2021. So another edition may have its own words: titles, labels of questions and parts,
//! labels of options, further options. What it asks, and what each answer means, must be the same.

use crate::config::{Message, Words};
use crate::form::{Edition, Question};
use crate::synth::words::{self, Option as Choice};

/// What the edition calls an option of the question of this number; an option that it does not
/// have keeps its own label.
pub(super) fn label(
    edition: &'static Edition,
    number: u8,
    option: &'static Choice,
) -> &'static str {
    let question = edition.question(number);
    let own = question.and_then(|own| own.options.get(own.option(option.truth)?));
    own.map_or(option.label, |own| &own.sv)
}

/// Refuses an edition by which no corpus can be written, since its truth would not be known.
///
/// # Errors
/// What differs, with the question.
pub(crate) fn check(edition: &'static Edition) -> Result<(), Message> {
    let base = Edition::default_edition();
    let alike = base.questions.iter().zip(&edition.questions);
    let other = alike.clone().find(|(base, own)| !asks_alike(base, own));
    let number = other.map(|(base, _)| base.number).or_else(|| {
        let lengths = [base, edition].map(|edition| edition.questions.len());
        let [base_length, own_length] = lengths;
        (base_length != own_length).then(|| lengths.into_iter().min().unwrap_or(0) as u8 + 1)
    });
    if let Some(number) = number {
        return Err(Words::new(
            "`{form}` frågar något annat än imy-2021 i fråga {number}, så att facit inte är känt. En version kan ha egna ord, inte egna frågor",
            "`{form}` asks something else than imy-2021 in question {number}, so the truth is not known. An edition may have its own words, not its own questions",
        )
        .with("form", &edition.name)
        .with("number", number));
    }
    if !edition.extras.is_empty() || !edition.numbers.is_empty() {
        return Err(Words::new(
            "`{form}` har extra dimensioner eller tal, som den påhittade samlingen inte har svar på",
            "`{form}` has extra dimensions or numbers, to which the synthetic corpus has no answers",
        )
        .with("form", &edition.name));
    }
    for (number, option) in asked() {
        let said = label(edition, number, option);
        let meant = |edition: &'static Edition, said: &str| {
            let question = edition.question(number)?;
            let option = question.options.get(question.find_option(said)?)?;
            Some(option.code.as_str())
        };
        if meant(edition, said) != meant(base, option.label) {
            return Err(Words::new(
                "i `{form}` betyder svaret ”{said}” på fråga {number} något annat än i imy-2021, så att facit inte är känt",
                "in `{form}` the answer “{said}” to question {number} means something else than in imy-2021, so the truth is not known",
            )
            .with("form", &edition.name)
            .with("said", said)
            .with("number", number));
        }
    }
    Ok(())
}

/// Whether a question asks what that of the base does, in its own words.
fn asks_alike(base: &Question, own: &Question) -> bool {
    let parts = |question: &Question| {
        let parts = question.parts.iter();
        parts
            .map(|part| (part.key, part.kind, part.presence.clone()))
            .collect::<Vec<_>>()
    };
    own.number == base.number
        && own.presence == base.presence
        && own.repeat == base.repeat
        && own.closed == base.closed
        && own.unknown_beside == base.unknown_beside
        && own.bands == base.bands
        && parts(own) == parts(base)
}

/// The options that a plan may choose, by the number of the question.
fn asked() -> impl Iterator<Item = (u8, &'static Choice)> {
    fn drawn(options: &'static [(u32, Choice)]) -> Vec<&'static Choice> {
        options.iter().map(|(_, option)| option).collect()
    }
    const ANSWERS: [&Choice; 4] = [&words::YES, &words::NO, &words::PARTLY, &words::UNDECIDED];
    let several = |own: &'static [Choice]| own.iter().chain([&words::NEIGHBOURS]).collect();
    let yes_or_no = [12, 21, 27, 31, 33, 36].map(|number| (number, ANSWERS.to_vec()));
    let lists = [
        (15, drawn(&words::TYPES)),
        (17, drawn(&words::DISCOVERIES)),
        (18, drawn(&words::CAUSES)),
        (19, drawn(&words::SECTORS)),
        (20, words::AREAS.into_iter().flat_map(drawn).collect()),
        (25, several(&words::GROUPS)),
        (26, several(&words::CATEGORIES)),
        (28, several(&words::CONSEQUENCES)),
        (29, drawn(&words::SEVERITIES)),
    ];
    let all = yes_or_no.into_iter().chain(lists);
    all.flat_map(|(number, options)| options.into_iter().map(move |option| (number, option)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    fn edition(changes: &str) -> &'static Edition {
        let source = format!("name = \"trial\"\nbase = \"imy-2021\"\n{changes}");
        Box::leak(Box::new(Edition::load(&source).unwrap()))
    }

    #[test]
    fn what_is_worded_alike_is_known_and_what_is_asked_otherwise_is_not() {
        assert_eq!(check(Edition::default_edition()).map_err(|_| ()), Ok(()));
        let told = |edition| check(edition).unwrap_err().get(Language::En);
        let draft = Edition::named("edpb-2026-draft").unwrap();
        assert!(
            told(draft).contains("asks something else"),
            "{}",
            told(draft)
        );
        let further = "[[extra]]\nname = \"site\"\nlabel = { sv = \"Plats\", en = \"Site\" }\n\
                       options = [{ code = \"a\", sv = \"A\", en = \"A\" }]\n";
        assert!(told(edition(further)).contains("extra dimensions"));
        let question = "[[question]]\nfield = \"incident.sector\"\n";
        let listed = format!(
            "{question}options = [{{ code = \"public\", sv = \"Det offentliga\", en = \"Public\" }}, \
             {{ code = \"private\", sv = \"Företag\", en = \"Private\" }}]\n"
        );
        let listed = edition(&listed);
        assert_eq!(check(listed).map_err(|_| ()), Ok(()));
        let public = &words::SECTORS[0].1;
        assert_eq!(label(listed, 19, public), "Det offentliga");
        assert_eq!(label(listed, 19, &words::SECTORS[2].1), "Ideell sektor");
        let other = format!(
            "{question}options = [{{ code = \"public\", sv = \"Offentlig sektor\", en = \"Public\" }}, \
             {{ code = \"private\", sv = \"Privat sektor\", en = \"Private\" }}, \
             {{ code = \"idle\", sv = \"Ideell sektor\", en = \"Voluntary\" }}]\n"
        );
        assert!(told(edition(&other)).contains("“Ideell sektor” to question 19"));
    }
}
