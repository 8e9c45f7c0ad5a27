//! The findings by rule: what each rule means, and where it found something.

use std::cmp::Reverse;

use crate::check::{position, rules};
use crate::config::{Language, Words};
use crate::finding::{Code, Severity, numbered};
use crate::report::Report;
use crate::report::cells;
use crate::report::counted::{FINDINGS, Forms};
use crate::report::html::Ground;
use crate::report::html::filings::{FILE, file};
use crate::report::html::view::{Head, Line, Part, Sheet};
use crate::report::messages::{About, by_row, place, write_message};
use crate::statistics::thousands;

/// How many findings the page shows.
const MOST_FINDINGS: usize = 5000;
/// How many odd numbers it lists.
const MOST_ODD: usize = 200;

const RULES: Forms = Forms::new(Words::new("regel", "rule"), Words::new("regler", "rules"));

/// The findings by rule: what the rule means, and where it found something.
pub(super) fn by_rule(ground: &Ground) -> Vec<Part> {
    let Some(report) = ground.report else {
        return Vec::new();
    };
    let language = ground.language();
    // A finding may have another level than its rule has in the catalogue.
    let mut levels: Vec<Levels> = vec![[0; 3]; rules().len()];
    for (code, level) in report.findings() {
        if let Some(at) = position(code) {
            levels[at][level.rank()] += 1;
        }
    }
    let counts: Vec<usize> = levels.iter().map(|own| own.iter().sum()).collect();
    let all: usize = counts.iter().sum();
    if all == 0 {
        return Vec::new();
    }
    let most = share(&counts, MOST_FINDINGS);
    let mut rows: Vec<Vec<Line>> = counts.iter().map(|_| Vec::new()).collect();
    let scope = &report.audit.scope;
    for about in by_row(report) {
        // Most findings of a large run are of rules that have enough rows already.
        if let About::Row(row) = about
            && !row
                .findings
                .heads()
                .any(|(code, _)| position(code).is_some_and(|at| rows[at].len() < most))
        {
            continue;
        }
        let row = about.row();
        let record = row.map_or(0, |row| row.record).to_string();
        for finding in about.findings() {
            let Some(at) = position(finding.code).filter(|at| rows[*at].len() < most) else {
                continue;
            };
            let mut message = String::new();
            write_message(row, &finding, language, &mut message);
            let place = place(row, &finding, language);
            let line = if finding.line > 0 {
                thousands(finding.line.into())
            } else {
                String::new()
            };
            rows[at].push(Line::of(vec![
                file(about.source(scope), &record),
                if place.is_empty() { line } else { place },
                cells::clean(&message).into_owned(),
            ]));
        }
    }
    let shown: usize = rows.iter().map(Vec::len).sum();
    let kinds = counts.iter().filter(|count| **count > 0).count();
    let total = Words::new("{findings}, av {rules}.", "{findings}, of {rules}.")
        .with("findings", FINDINGS.told(all, language))
        .with("rules", RULES.told(kinds, language));
    let capped = if ground.summary.view.has_files {
        Words::new(
            " Sidan visar {shown} av dem, högst {most} för varje regel; alla står i findings.csv.",
            " The page shows {shown} of them, at most {most} for each rule; all stand in findings.csv.",
        )
    } else {
        Words::new(
            " Sidan visar {shown} av dem, högst {most} för varje regel.",
            " The page shows {shown} of them, at most {most} for each rule.",
        )
    };
    let capped = capped
        .with("shown", thousands(shown as u64))
        .with("most", thousands(most as u64));
    let capped = if shown < all {
        capped.get(language)
    } else {
        String::new()
    };
    let mut parts = vec![Part::text(total.get(language) + &capped)];
    let mut found: Vec<usize> = (0..counts.len()).filter(|at| counts[*at] > 0).collect();
    let gravest = |at: usize| levels[at].iter().position(|count| *count > 0);
    found.sort_by_key(|at| (gravest(*at), Reverse(counts[*at])));
    for at in found {
        parts.push(rule(
            ground,
            report,
            at,
            levels[at],
            std::mem::take(&mut rows[at]),
        ));
    }
    parts
}

/// The rules that find a number which is hardly true.
const ODD: [&str; 3] = ["N001", "N004", "V008"];

/// The notifications with such a number.
pub(super) fn odd_numbers(ground: &Ground) -> Vec<Part> {
    let Some(report) = ground.report else {
        return Vec::new();
    };
    let (language, scope) = (ground.language(), &report.audit.scope);
    let mut rows = Vec::new();
    for about in by_row(report) {
        let is_odd = |(code, _): (Code, Severity)| ODD.contains(&code.as_str());
        let Some(row) = about.row().filter(|row| row.findings.heads().any(is_odd)) else {
            continue;
        };
        for finding in about.findings() {
            if ODD.contains(&finding.code.as_str()) {
                let mut message = String::new();
                write_message(Some(row), &finding, language, &mut message);
                let file = file(about.source(scope), &row.record.to_string());
                let message = cells::clean(&message).into_owned();
                rows.push(Line::of(vec![
                    finding.code.as_str().to_owned(),
                    message,
                    file,
                ]));
            }
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    let (all, caption) = (
        rows.len(),
        Words::new("Antal som knappast stämmer", "Numbers that are hardly true"),
    );
    rows.truncate(MOST_ODD);
    let heads = [
        Words::new("regel", "rule"),
        Words::new("fynd", "finding"),
        FILE,
    ];
    vec![Part::Sheet(Sheet {
        id: "odd-numbers".to_owned(),
        caption: ground.say(caption).to_owned(),
        heads: heads.map(|head| Head::words(ground.say(head))).into(),
        rows,
        note: ground.more(all, MOST_ODD, "findings.csv"),
    })]
}

/// How many findings a rule has of each level, the gravest first.
type Levels = [usize; 3];

/// The findings of a rule by their levels.
fn by_level(levels: Levels, language: Language) -> String {
    let all = Severity::GRAVEST_FIRST.into_iter().zip(levels);
    let all = all.filter(|(_, count)| *count > 0).map(|(level, count)| {
        let words = level.words().get(language);
        format!("{words}, {}", thousands(count as u64))
    });
    all.collect::<Vec<_>>().join("; ")
}

/// One rule with its findings.
fn rule(ground: &Ground, report: &Report, at: usize, levels: Levels, rows: Vec<Line>) -> Part {
    let language = ground.language();
    let rule = rules()[at];
    let count = levels.iter().sum();
    let head = format!(
        "{} {} – {}",
        rule.code.as_str(),
        rule.title.get(language),
        by_level(levels, language)
    );
    let basis = Words::new("Grund: {basis}", "Basis: {basis}")
        .with("basis", rule.basis.under(report.policy()).get(language));
    let heads = [
        FILE,
        Words::new("rad eller plats", "line or place"),
        Words::new("fynd", "finding"),
    ];
    let shown = rows.len();
    Part::Folded {
        head,
        parts: vec![
            Part::text(numbered(rule.why, language)),
            Part::text(basis.get(language)),
            Part::Sheet(Sheet {
                id: format!("findings-{}", rule.code.as_str()),
                caption: rule.title.get(language).to_owned(),
                heads: heads.map(|head| Head::words(ground.say(head))).into(),
                rows,
                note: ground.more(count, shown, "findings.csv"),
            }),
        ],
    }
}

/// How many rows each may have, so that all together have at most so many.
fn share(counts: &[usize], most: usize) -> usize {
    let of = |each: usize| counts.iter().map(|count| (*count).min(each)).sum::<usize>();
    let mut each = counts.iter().copied().max().unwrap_or(0);
    let mut low = 0;
    while low < each {
        let middle = (low + each).div_ceil(2);
        if of(middle) <= most {
            low = middle;
        } else {
            each = middle - 1;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_told_by_their_own_levels() {
        let told = |levels| by_level(levels, Language::Sv);
        assert_eq!(told([0, 1, 0]), "varning, 1");
        assert_eq!(told([2, 0, 1_000]), "fel, 2; upplysning, 1\u{a0}000");
    }

    #[test]
    fn findings_are_shared_out_evenly() {
        assert_eq!(share(&[3, 10, 100], 1000), 100);
        assert_eq!(share(&[3, 10, 100], 50), 37);
        assert_eq!(share(&[100, 100, 0], 50), 25);
        assert_eq!(share(&[], 50), 0);
    }
}
