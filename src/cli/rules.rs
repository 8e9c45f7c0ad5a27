//! `rules` and `explain`: the catalogue in words.

use std::fmt::Write as _;

use anyhow::bail;
use clap::{Args, ValueEnum};

use crate::check::{Rule, rules};
use crate::cli::print;
use crate::config::{Language, Words};
use crate::finding::unfilled;

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
    let found = rules()
        .iter()
        .find(|rule| rule.code.as_str().eq_ignore_ascii_case(given) || rule.name.eq_ignore_ascii_case(given));
    let Some(rule) = found else {
        match crate::check::Selected::new(&[given.to_owned()], &[]) {
            Err(unknown) => bail!("{unknown}"),
            Ok(_) => bail!("`{given}` stands for several rules; `breach-audit rules` lists them"),
        }
    };
    print(&whole(rule, language))
}

const WHAT: Words = Words::new("Säger", "Says");
const WHY: Words = Words::new("Varför", "Why");
const BASIS: Words = Words::new("Grund", "Basis");
const EXAMPLE: Words = Words::new("Exempel", "Example");

/// One rule in full.
fn whole(rule: &Rule, language: Language) -> String {
    let mut out = format!("{} {} [{}]\n", rule.code, rule.name, level(rule, language));
    for (head, text) in texts(rule, language) {
        let _ = write!(out, "\n{head}\n    {text}\n");
    }
    out
}

/// The texts of a rule with their heads.
fn texts(rule: &Rule, language: Language) -> [(&'static str, String); 4] {
    let says = unfilled(rule.message.get(language));
    let plain = |head: Words, words: Words| (head.get(language), words.get(language).to_owned());
    [(WHAT.get(language), says), plain(WHY, rule.why), plain(BASIS, rule.basis), plain(EXAMPLE, rule.example)]
}

/// The level, and the other level with what decides it.
fn level(rule: &Rule, language: Language) -> String {
    let usual = rule.severity.words().get(language);
    match rule.or {
        Some((other, when)) => format!("{usual}; {} {}", other.words().get(language), when.get(language)),
        None => usual.to_owned(),
    }
}

fn text(language: Language) -> String {
    let width = rules().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for rule in rules() {
        let _ = writeln!(
            out,
            "{}  {:width$}  {:11}  {}",
            rule.code,
            rule.name,
            rule.severity.words().get(language),
            unfilled(rule.message.get(language))
        );
    }
    out
}

/// The catalogue page, as `RULES.md` in the repository.
fn markdown(language: Language) -> String {
    let mut out = match language {
        Language::Sv => "# Regler\n\nSkapad av `breach-audit rules --format md --lang sv`.\n".to_owned(),
        Language::En => "# Rules\n\nMade by `breach-audit rules --format md`.\n".to_owned(),
    };
    for rule in rules() {
        let _ = write!(out, "\n## {} {}\n\n*{}*\n\n", rule.code, rule.name, level(rule, language));
        for (head, text) in texts(rule, language) {
            let _ = writeln!(out, "- **{head}**: {text}");
        }
    }
    out
}

fn json(language: Language) -> anyhow::Result<String> {
    let rules: Vec<_> = rules()
        .iter()
        .map(|rule| {
            serde_json::json!({
                "code": rule.code.to_string(),
                "name": rule.name,
                "severity": rule.severity.as_str(),
                "other_severity": rule.or.map(|(severity, _)| severity.as_str()),
                "other_severity_when": rule.or.map(|(_, when)| when.get(language)),
                "message": rule.message.get(language),
                "why": rule.why.get(language),
                "basis": rule.basis.get(language),
                "example": rule.example.get(language),
            })
        })
        .collect();
    Ok(serde_json::to_string_pretty(&rules)? + "\n")
}

fn csv(language: Language) -> anyhow::Result<String> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record([
        "code",
        "name",
        "severity",
        "message",
        "why",
        "basis",
        "example",
        "other_severity",
        "other_severity_when",
    ])?;
    for rule in rules() {
        let (other, when) =
            rule.or.map_or(("", ""), |(severity, when)| (severity.as_str(), when.get(language)));
        writer.write_record([
            rule.code.as_str(),
            rule.name,
            rule.severity.as_str(),
            rule.message.get(language),
            rule.why.get(language),
            rule.basis.get(language),
            rule.example.get(language),
            other,
            when,
        ])?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_shows_a_placeholder() {
        for language in [Language::Sv, Language::En] {
            assert!(!text(language).contains('{') && !markdown(language).contains('{'));
        }
    }

    #[test]
    fn every_format_tells_the_other_level() {
        let told = csv(Language::En).unwrap();
        assert!(told.contains(",warning,\"in question 22; information in question 2"), "{told}");
        assert!(json(Language::En).unwrap().contains("information in question 2 where"));
    }
}
