//! `rules` and `explain`: the catalogue in words.

use std::fmt::Write as _;

use clap::{Args, ValueEnum};
use serde_json::Value;

use crate::check::{Renamed, Rule, Selected, named, rules};
use crate::cli::complaint::{complaint, remark};
use crate::cli::print;
use crate::config::{Language, Message, Words};
use crate::finding::{numbered, unfilled};

/// What `rules` takes.
#[derive(Debug, Args)]
pub(super) struct RulesOptions {
    /// How to print the catalogue
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Md,
    Json,
    Csv,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub(super) struct ExplainOptions {
    /// The rule's code or name, such as C002
    code: String,
}

/// Prints the catalogue.
pub(super) fn list(options: &RulesOptions, language: Language) -> anyhow::Result<u8> {
    print(&match options.format {
        Format::Text => text(language),
        Format::Md => markdown(language),
        Format::Json => json(language)?,
        Format::Csv => csv(language)?,
    })
}

/// Prints one rule with its why, basis and example.
pub(super) fn explain(options: &ExplainOptions, language: Language) -> anyhow::Result<u8> {
    let given = options.code.trim();
    let Some(rule) = named(given) else {
        Selected::new(&[given.to_owned()], &[]).map_err(|unknown| {
            let words = Words::new(
                "{unknown}; `breach-audit rules` listar alla",
                "{unknown}; `breach-audit rules` lists all",
            );
            complaint(Message::from(words).within("unknown", unknown.wording()))
        })?;
        return Err(complaint(
            Words::new(
                "`{given}` står för flera regler; `breach-audit rules` listar dem",
                "`{given}` stands for several rules; `breach-audit rules` lists them",
            )
            .with("given", given),
        ));
    };
    if let Some(renamed) = Renamed::of(given) {
        remark(&renamed.wording().get(language));
    }
    print(&whole(rule, language))
}

const WHAT: Words = Words::new("Säger", "Says");
const WHY: Words = Words::new("Varför", "Why");
const BASIS: Words = Words::new("Grund", "Basis");
const EXAMPLE: Words = Words::new("Exempel", "Example");

/// One rule in full.
fn whole(rule: &Rule, language: Language) -> String {
    let title = rule.title.get(language);
    let mut out = format!(
        "{} {title} ({}) [{}]\n",
        rule.code,
        rule.name,
        level(rule, language)
    );
    for (head, text) in texts(rule, language) {
        let _ = write!(out, "\n{head}\n    {text}\n");
    }
    out
}

/// The texts of a rule with their heads.
fn texts(rule: &Rule, language: Language) -> [(&'static str, String); 4] {
    [
        (WHAT, unfilled(rule.message, language)),
        (WHY, numbered(rule.why, language)),
        (BASIS, numbered(rule.usual_basis(), language)),
        (EXAMPLE, numbered(rule.example, language)),
    ]
    .map(|(head, text)| (head.get(language), text))
}

/// The usual level, and the others with what decides them.
fn level(rule: &Rule, language: Language) -> String {
    let mut levels = rule.severity.words().get(language).to_owned();
    for (other, when) in rule.or {
        let _ = write!(
            levels,
            "; {} {}",
            other.words().get(language),
            numbered(*when, language)
        );
    }
    levels
}

/// A rule for programs, by the names of its fields; the message is as given. There are three
/// levels, so that two others are all.
fn fields(
    rule: &Rule,
    message: String,
    language: Language,
) -> [(&'static str, Option<String>); 12] {
    let other = |at: usize| rule.or.get(at);
    let severity = |at| other(at).map(|(severity, _)| severity.as_str().to_owned());
    let when = |at| other(at).map(|(_, when)| numbered(*when, language));
    [
        ("code", Some(rule.code.to_string())),
        ("name", Some(rule.name.to_owned())),
        ("title", Some(rule.title.get(language).to_owned())),
        ("severity", Some(rule.severity.as_str().to_owned())),
        ("message", Some(message)),
        ("why", Some(numbered(rule.why, language))),
        ("basis", Some(numbered(rule.usual_basis(), language))),
        ("example", Some(numbered(rule.example, language))),
        ("other_severity", severity(0)),
        ("other_severity_when", when(0)),
        ("third_severity", severity(1)),
        ("third_severity_when", when(1)),
    ]
}

fn text(language: Language) -> String {
    let width = rules()
        .iter()
        .map(|rule| rule.name.len())
        .max()
        .unwrap_or(0);
    let mut out = String::new();
    for rule in rules() {
        let _ = writeln!(
            out,
            "{}  {:width$}  {:11}  {}",
            rule.code,
            rule.name,
            rule.severity.words().get(language),
            unfilled(rule.message, language)
        );
    }
    out
}

/// The catalogue page, as `RULES.md` in the repository.
fn markdown(language: Language) -> String {
    let mut out = match language {
        Language::Sv => {
            "# Regler\n\nSkapad av `breach-audit rules --format md --lang sv`.\n".to_owned()
        }
        Language::En => "# Rules\n\nMade by `breach-audit rules --format md`.\n".to_owned(),
    };
    for rule in rules() {
        let title = rule.title.get(language);
        let _ = write!(
            out,
            "\n## {} {title}\n\n`{}`, *{}*\n\n",
            rule.code,
            rule.name,
            level(rule, language)
        );
        for (head, text) in texts(rule, language) {
            let _ = writeln!(out, "- **{head}**: {text}");
        }
    }
    out
}

/// The catalogue for programs: a message is the template whose `{name}` are
/// facts of the finding.
fn json(language: Language) -> anyhow::Result<String> {
    let one = |rule: &&Rule| -> serde_json::Map<String, Value> {
        let fields = fields(rule, numbered(rule.message, language), language);
        fields
            .into_iter()
            .map(|(name, text)| (name.to_owned(), text.into()))
            .collect()
    };
    let rules: Vec<_> = rules().iter().map(one).collect();
    Ok(serde_json::to_string_pretty(&rules)? + "\n")
}

/// The catalogue for spreadsheets, whose readers expect prose in every cell.
fn csv(language: Language) -> anyhow::Result<String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    for (at, rule) in rules().iter().enumerate() {
        let mut fields = fields(rule, unfilled(rule.message, language), language);
        // The title came to be a column when the others had their places.
        fields[2..].rotate_left(1);
        if at == 0 {
            writer.write_record(fields.each_ref().map(|(name, _)| *name))?;
        }
        writer.write_record(fields.map(|(_, text)| text.unwrap_or_default()))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_programs_are_shown_a_placeholder() {
        for language in [Language::Sv, Language::En] {
            for list in [text(language), markdown(language), csv(language).unwrap()] {
                assert!(!list.contains('{'), "{list}");
            }
        }
        assert!(
            json(Language::En)
                .unwrap()
                .contains("number {number}{at_question} is not valid")
        );
    }

    #[test]
    fn every_format_tells_the_other_levels() {
        let told = csv(Language::En).unwrap();
        assert!(
            told.contains(",warning,in question 22,info,\"in question 2 where the country"),
            "{told}"
        );
        let rules: Value = serde_json::from_str(&json(Language::En).unwrap()).unwrap();
        let all = rules.as_array().unwrap();
        let of = |code: &str| all.iter().find(|rule| rule["code"] == code).unwrap();
        assert_eq!(
            (&of("V001")["other_severity"], &of("V001")["third_severity"]),
            (&"warning".into(), &"info".into())
        );
        assert!(
            of("C004")["other_severity"].is_null() && of("C004")["third_severity_when"].is_null()
        );
    }
}
