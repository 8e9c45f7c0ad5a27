//! A wrong command line, explained in Swedish. The text is made from the kind and the
//! context of clap's error, with its tip and its line of usage. In English, and for
//! unusual mistakes, the text is clap's own.

use std::error::Error as _;
use std::fmt::Write as _;
use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::cli::complaint::{Voice, remark};
use crate::cli::groups::YEARS;
use crate::cli::size::NotASize;
use crate::config::{Language, Message, NotAShare, Words};
use crate::notification::MASKED;
use crate::statistics::thousands;
use crate::value::impersonal;

/// Says what is wrong, masked, and ends the program. Help and version end it too.
pub(super) fn exit(error: &Error, voice: Voice) -> ! {
    if let Some(text) = told(error).filter(|_| voice.language == Language::Sv) {
        voice.say(&text);
    } else {
        let rendered = error.render().to_string();
        match english(error, rendered.trim_end()) {
            ours if ours == rendered.trim_end() => error.exit(),
            ours => remark(&ours),
        }
    }
    std::process::exit(error.exit_code())
}

/// What clap says in English, masked, with our reason where its own is that of a program.
fn english(error: &Error, rendered: &str) -> String {
    let source = error
        .source()
        .filter(|_| error.kind() == ErrorKind::ValueValidation);
    let text = source.map_or_else(
        || rendered.to_owned(),
        |source| rendered.replace(&source.to_string(), &reason(source).get(Language::En)),
    );
    impersonal(&text, MASKED)
}

/// The error in Swedish. `None` if it is no mistake, or an unusual one.
fn told(error: &Error) -> Option<String> {
    let mut out = mistake(error)?;
    for tip in tips(error) {
        let _ = write!(out, "\n\n  tips: {tip}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let _ = write!(
            out,
            "\n\nAnvändning: {}",
            usage.strip_prefix("Usage: ").unwrap_or(&usage)
        );
    }
    out.push_str("\n\nMer hjälp ger '--help'.");
    Some(out)
}

/// What is wrong.
fn mistake(error: &Error) -> Option<String> {
    let one = |kind| texts(error, kind).into_iter().next();
    let argument = || one(ContextKind::InvalidArg);
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("okänt argument '{}'", argument()?),
        ErrorKind::InvalidSubcommand => {
            format!("okänt kommando '{}'", one(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => format!(
            "'{}' kräver ett kommando{}",
            one(ContextKind::InvalidSubcommand)?,
            list("kommandon", &texts(error, ContextKind::ValidSubcommand))
        ),
        ErrorKind::MissingRequiredArgument => {
            let missing = texts(error, ContextKind::InvalidArg);
            format!("dessa argument saknas:\n  {}", missing.join("\n  "))
        }
        ErrorKind::InvalidValue => {
            let value = one(ContextKind::InvalidValue)?;
            let possible = list("möjliga värden", &texts(error, ContextKind::ValidValue));
            match value.as_str() {
                "" => format!("'{}' kräver ett värde{possible}", argument()?),
                value => format!("ogiltigt värde '{value}' för '{}'{possible}", argument()?),
            }
        }
        ErrorKind::ValueValidation => {
            let value = one(ContextKind::InvalidValue)?;
            let why = error
                .source()
                .map(|source| format!(": {}", reason(source).get(Language::Sv)));
            format!(
                "ogiltigt värde '{value}' för '{}'{}",
                argument()?,
                why.unwrap_or_default()
            )
        }
        ErrorKind::ArgumentConflict => {
            let (argument, prior) = (argument()?, texts(error, ContextKind::PriorArg));
            if prior == [argument.as_str()] {
                format!("'{argument}' kan bara anges en gång")
            } else {
                format!(
                    "'{argument}' kan inte anges tillsammans med '{}'",
                    prior.join("', '")
                )
            }
        }
        _ => return None,
    })
}

/// The texts of a context. None if there is no such context.
fn texts(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::StyledStrs(texts)) => texts.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    }
}

/// What may stand there.
fn list(name: &str, values: &[String]) -> String {
    if values.is_empty() {
        String::new()
    } else {
        format!("\n  [{name}: {}]", values.join(", "))
    }
}

/// Why a value is not taken.
fn reason(source: &(dyn std::error::Error + 'static)) -> Message {
    if let Some(error) = source.downcast_ref::<ParseIntError>() {
        return match error.kind() {
            IntErrorKind::PosOverflow => {
                Words::new("talet är för stort", "the number is too large")
            }
            _ => Words::new("inget heltal", "not a whole number"),
        }
        .into();
    }
    if source.is::<NotASize>() {
        return NotASize::WORDS.into();
    }
    if source.is::<NotAShare>() {
        return NotAShare::WORDS.into();
    }
    let text = source.to_string();
    out_of_range(&text).unwrap_or(Message::Same(text))
}

/// That a number is out of range, as clap says it: `9000 is not in 1..=8760`.
fn out_of_range(text: &str) -> Option<Message> {
    let (value, range) = text.split_once(" is not in ")?;
    let (least, most) = range.split_once("..=")?;
    // Years are written together.
    let is_years = [YEARS.start(), YEARS.end()].map(i64::to_string) == [least, most];
    let number = |text: &str| {
        let number = text.parse().map(thousands)?;
        Ok::<_, ParseIntError>(if is_years { text.to_owned() } else { number })
    };
    Some(
        Words::new(
            "{value} ligger inte inom {least} till {most}",
            "{value} is not within {least} to {most}",
        )
        .with("value", value)
        .with("least", number(least).ok()?)
        .with("most", number(most).ok()?),
    )
}

/// What may have been meant.
fn tips(error: &Error) -> Vec<String> {
    let similar = [
        (ContextKind::SuggestedArg, "ett liknande argument finns"),
        (
            ContextKind::SuggestedSubcommand,
            "ett liknande kommando finns",
        ),
        (ContextKind::SuggestedValue, "ett liknande värde finns"),
    ];
    let similar = similar.into_iter().flat_map(|(kind, words)| {
        texts(error, kind)
            .into_iter()
            .map(move |text| format!("{words}: '{text}'"))
    });
    similar
        .chain(
            texts(error, ContextKind::Suggested)
                .iter()
                .map(|tip| free(tip)),
        )
        .collect()
}

/// A tip that clap gives as a sentence. An unknown one stays as it is.
fn free(tip: &str) -> String {
    let as_value = tip
        .strip_prefix("to pass ")
        .and_then(|rest| rest.split_once(" as a value, use "));
    match (as_value, tip.strip_suffix(" exists")) {
        (Some((given, instead)), _) => format!("skriv {instead} för att ge {given} som värde"),
        (None, Some(other)) => format!("{other} finns"),
        (None, None) => tip.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::cli::Arguments;

    fn swedish(arguments: &[&str]) -> Option<String> {
        told(&Arguments::try_parse_from([&["breach-audit"], arguments].concat()).unwrap_err())
    }

    #[test]
    fn usual_mistakes_are_told_with_tip_and_usage() {
        for (arguments, parts) in [
            (
                &["check"][..],
                &[
                    "dessa argument saknas:\n  <PATH>...",
                    "Användning: breach-audit check",
                ][..],
            ),
            (
                &["check", "a", "--polcy", "x"],
                &["okänt argument '--polcy'", "finns: '--policy'"],
            ),
            (&["chekc"], &["okänt kommando 'chekc'", "finns: 'check'"]),
            (
                &["check", "--fail-on", "warn", "a"],
                &["ogiltigt värde 'warn' för", "[möjliga värden: error, "],
            ),
            (
                &["audit", "--min-cell", "1", "a"],
                &["för '--min-cell <N>': 1 ligger inte inom 2 till 1\u{a0}000"],
            ),
            (
                &["audit", "--min-cell", "x", "a"],
                &["för '--min-cell <N>': inget heltal"],
            ),
            (
                &["audit", "--max-member-size", "x", "a"],
                &[": ingen storlek"],
            ),
            (
                &["audit", "--min-cell", "5", "--round-to", "5", "a"],
                &["kan inte anges tillsammans med"],
            ),
            (
                &["audit", "a", "--from", "x", "--from", "y"],
                &["kan bara anges en gång"],
            ),
            (
                &["audit", "a", "--from"],
                &["'--from <DATE>' kräver ett värde"],
            ),
        ] {
            let told = swedish(arguments).unwrap();
            for part in parts {
                assert!(told.contains(part), "{arguments:?}: {told}");
            }
        }
        assert_eq!(
            (swedish(&["--help"]), swedish(&["--version"])),
            (None, None)
        );
    }

    #[test]
    fn in_english_too_a_number_is_refused_in_words() {
        let told = |arguments: &[&str]| {
            let error =
                Arguments::try_parse_from([&["breach-audit", "audit", "a"], arguments].concat());
            let error = error.unwrap_err();
            english(&error, &error.render().to_string())
        };
        for (value, why) in [
            ("9000", "9000 is not within 1 to 8\u{a0}760"),
            ("x", "not a whole number"),
            ("99999999999999999999", "the number is too large"),
        ] {
            let told = told(&["--deadline-hours", value]);
            assert!(told.contains(why) && !told.contains("..="), "{told}");
        }
    }

    #[test]
    fn the_free_tips_of_clap_are_known() {
        let told = swedish(&["check", "a", "--zzz"]).unwrap();
        assert!(
            told.contains("tips: skriv '-- --zzz' för att ge '--zzz' som värde"),
            "{told}"
        );
    }
}
