//! An edition of the form, printed for people (text, Markdown) and as the JSON
//! Schema of the JSON input. It only shows; nothing is judged by what it prints.

use std::fmt::Write;

use crate::config::{Language, Words};

use super::{Choice, Edition, Kind, Label, Presence, Question, Source};

mod schema;

pub(crate) use schema::json_schema;

/// What is said of a draft wherever it shows.
pub(crate) const DRAFT: Words = Words::new(
    "UTKAST: ingen myndighet använder formulärversionen. Den väljs bara om den anges vid namn.",
    "DRAFT: no authority uses this form edition. It is chosen only where it is named.",
);

/// The edition as plain text: every question with its parts, options and
/// conditions, and how each text is known where it was not seen verbatim.
pub(crate) fn text(edition: &Edition, language: Language) -> String {
    let mut out = String::with_capacity(16 * 1024);
    for line in lines(edition, language) {
        let _ = match line {
            Line::Title(text) => writeln!(out, "{text}"),
            Line::Section(text) => {
                writeln!(out, "\n\n{text}\n{}", "=".repeat(text.chars().count()))
            }
            Line::Question(text) | Line::Note(text) => writeln!(out, "\n{text}"),
            Line::Detail(text) => writeln!(out, "    {text}"),
            Line::Part { key, text } => writeln!(out, "    {key}  {text}"),
            Line::Option { code, text } => writeln!(out, "      - {text}  {code}"),
        };
    }
    out
}

/// The edition as Markdown, with the same content as [`text`].
pub(crate) fn markdown(edition: &Edition, language: Language) -> String {
    let mut out = String::with_capacity(16 * 1024);
    // Markdown joins a list to the paragraph above it without an empty line.
    let mut in_list = false;
    for line in lines(edition, language) {
        let is_item = matches!(
            line,
            Line::Detail(_) | Line::Part { .. } | Line::Option { .. }
        );
        if is_item && !in_list || !is_item && !out.is_empty() {
            out.push('\n');
        }
        in_list = is_item;
        let _ = match line {
            Line::Title(text) => writeln!(out, "# {}", escaped(&text)),
            Line::Section(text) => writeln!(out, "## {}", escaped(&text)),
            Line::Question(text) => writeln!(out, "### {}", escaped(&text)),
            Line::Detail(text) => writeln!(out, "- {}", escaped(&text)),
            Line::Part { key, text } => writeln!(out, "- `{key}`: {}", escaped(&text)),
            Line::Option { code, text } => writeln!(out, "  - {} `{code}`", escaped(&text)),
            Line::Note(text) => writeln!(out, "{}", escaped(&text)),
        };
    }
    out
}

/// One line of a printed edition.
enum Line {
    Title(String),
    Section(String),
    Question(String),
    Detail(String),
    Part { key: &'static str, text: String },
    Option { code: String, text: String },
    Note(String),
}

/// Everything there is to print, in order.
fn lines(edition: &Edition, language: Language) -> Vec<Line> {
    let from = Words::new("i bruk från", "in use from").get(language);
    let mut lines = vec![
        Line::Title(format!("{}: {}", edition.name, edition.title.get(language))),
        Line::Note(format!(
            "{}, {from} {}",
            edition.authority, edition.valid_from
        )),
    ];
    if edition.draft {
        lines.push(Line::Note(DRAFT.get(language).to_owned()));
    }
    for question in &edition.questions {
        if let Some(section) = edition
            .sections
            .iter()
            .find(|section| section.first == question.number)
        {
            lines.push(Line::Section(shown(&section.label, language)));
        }
        add_question(&mut lines, edition, question, language);
    }
    lines.extend(legend(edition, language).into_iter().map(Line::Note));
    lines
}

fn add_question(lines: &mut Vec<Line>, edition: &Edition, question: &Question, language: Language) {
    let star = mark(&question.presence);
    lines.push(Line::Question(format!(
        "{}. {}{star}",
        question.number,
        shown(&question.label, language)
    )));
    if let Presence::When(condition) = &question.presence {
        let labels: Vec<&str> = condition
            .any_of
            .iter()
            .map(|code| {
                let decider = edition.question(condition.question);
                let option =
                    decider.and_then(|decider| Some(&decider.options[decider.option(code)?]));
                option.map_or(code.as_str(), |option| option.label(language))
            })
            .collect();
        let words = Words::new(
            "visas om svaret på fråga",
            "shown if the answer to question",
        )
        .get(language);
        let is = Words::new("är", "is").get(language);
        lines.push(Line::Detail(format!(
            "{words} {} {is}: {}",
            condition.question,
            labels.join(" / ")
        )));
    }
    if let Some(repeat) = question.repeat {
        let words =
            Words::new("kan upprepas, frågorna", "may be repeated, questions").get(language);
        lines.push(Line::Detail(format!(
            "{words} {}-{}",
            repeat.first, repeat.last
        )));
    }
    for part in &question.parts {
        let kind = kind_words(part.kind).get(language);
        let label = part
            .label
            .as_ref()
            .map(|label| format!("{}{} ", shown(label, language), mark(&part.presence)));
        lines.push(Line::Part {
            key: part.key.path(),
            text: format!("{}({kind})", label.unwrap_or_default()),
        });
    }
    if !question.bands.is_empty() {
        let words =
            Words::new("intervall för exakta antal", "bands of exact numbers").get(language);
        lines.push(Line::Detail(format!(
            "{words}: {}",
            question.bands.join(", ")
        )));
    }
    if question.is_choice() {
        let words = if question.closed {
            Words::new(
                "alternativ (fullständig lista):",
                "options (complete list):",
            )
        } else {
            Words::new(
                "kända alternativ (öppen lista):",
                "known options (open list):",
            )
        };
        lines.push(Line::Detail(words.get(language).to_owned()));
        lines.extend(
            question
                .options
                .iter()
                .map(|option| option_line(option, language)),
        );
    }
}

fn option_line(option: &Choice, language: Language) -> Line {
    let unknown = Words::new("(okänd)", "(unknown)").get(language);
    let code = if option.unknown {
        unknown
    } else {
        &option.code
    };
    Line::Option {
        code: code.to_owned(),
        text: known(option.label(language), option.source),
    }
}

/// The asterisk of what must be answered.
fn mark(presence: &Presence) -> &'static str {
    match presence {
        Presence::Required => " *",
        Presence::Optional | Presence::When(_) => "",
    }
}

/// A label with how it is known.
fn shown(label: &Label, language: Language) -> String {
    known(label.get(language), label.source)
}

fn known(text: &str, source: Source) -> String {
    match source {
        Source::Exact => text.to_owned(),
        other => format!("{text} [{}]", other.as_str()),
    }
}

const STAR: Words = Words::new("* måste besvaras", "* must be answered");

/// What the marks mean.
fn legend(edition: &Edition, language: Language) -> Vec<String> {
    if edition.draft {
        let own = Words::new(
            "[own] den svenska texten är vår egen översättning; den engelska är mallens",
            "[own] the Swedish text is our own translation; the English one is the template's",
        );
        return vec![STAR.get(language).to_owned(), own.get(language).to_owned()];
    }
    let known = [
        (
            Source::Mt,
            Words::new(
                "känd endast genom maskinöversättning",
                "known only through a machine translation",
            ),
        ),
        (
            Source::Para,
            Words::new(
                "nämnd i en rapport eller pressen",
                "named in a report or press text",
            ),
        ),
        (
            Source::Inf,
            Words::new(
                "följer av formulärets uppbyggnad",
                "follows from the structure of the form",
            ),
        ),
        (Source::Guess, Words::new("obekräftad", "unverified")),
    ];
    let marks =
        known.map(|(source, words)| format!("[{}] {}", source.as_str(), words.get(language)));
    let english = Words::new(
        "Märkena gäller den svenska texten; övriga svenska texter är ordagranna.",
        "The marks tell how the Swedish text is known; the English labels are working translations, not the authority's.",
    );
    std::iter::once(STAR.get(language).to_owned())
        .chain(marks)
        .chain(std::iter::once(english.get(language).to_owned()))
        .collect()
}

fn kind_words(kind: Kind) -> Words {
    match kind {
        Kind::Line => Words::new("en rad", "one line"),
        Kind::Prose => Words::new("fri text", "free text"),
        Kind::OrganisationNumber => Words::new("organisationsnummer", "organisation number"),
        Kind::PostalCode => Words::new("postnummer", "postal code"),
        Kind::Email => Words::new("e-postadress", "e-mail address"),
        Kind::Phone => Words::new("telefonnummer", "telephone number"),
        Kind::Date => Words::new("datum", "date"),
        Kind::Time => Words::new("klockslag", "time of day"),
        Kind::Count => Words::new("antal", "count"),
        Kind::Band => Words::new("intervall", "band"),
        Kind::Choice => Words::new("ett val", "one choice"),
        Kind::Choices => Words::new("flera val", "several choices"),
    }
}

/// `text` with the characters escaped that Markdown would take for its own.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '*' | '_' | '[' | ']' | '<' | '`' | '|' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_shows_questions_conditions_options_and_provenance() {
        let swedish = text(Edition::default_edition(), Language::Sv);
        for line in [
            "imy-2021: Anmälan av personuppgiftsincident",
            "1. Organisationens namn *",
            "    visas om svaret på fråga 12 är: Nej",
            "    incident.discovered.date  Datum (datum)",
            "      - Tekniskt fel [para]  technical-error",
            "      - Vet inte  (okänd)",
            "    intervall för exakta antal: 1-10, 11-100, 101-1000, 1001-10000, 10001-100000, 100001-1000000, 1000001-",
        ] {
            assert!(
                swedish.lines().any(|found| found == line),
                "{line}\n{swedish}"
            );
        }
        let english = text(Edition::default_edition(), Language::En);
        assert!(
            english.contains("13. When did the breach end?") && english.contains("12 is: No\n")
        );
    }

    #[test]
    fn every_question_and_option_is_printed() {
        for language in [Language::Sv, Language::En] {
            let markdown = markdown(Edition::default_edition(), language);
            for question in &Edition::default_edition().questions {
                assert!(markdown.contains(&format!("\n### {}. ", question.number)));
                for option in question.options.iter().filter(|option| !option.unknown) {
                    assert!(
                        markdown.contains(&format!("`{}`\n", option.code)),
                        "{}",
                        option.code
                    );
                }
            }
            assert!(markdown.starts_with("# imy-2021"));
        }
    }
}
