//! What a rule is: one value with its code, level, texts and condition. What a condition finds goes
//! into a sink that knows the rule, so that no condition repeats code or level.

use std::sync::OnceLock;

use crate::check::several::FreeTexts;
use crate::check::timings::Timings;
use crate::config::{Thresholds, Words};
use crate::deadline::{Inferred, Judgement, POLICIES, Policy, Reading};
use crate::finding::{Code, Fact, Finding, Found, Severity, Silent};
use crate::form::Key;
use crate::moment::{Instant, Truth};
use crate::notification::{Answer, Notification, State};

/// One rule of the catalogue.
///
/// Its texts speak of questions by their keys: `{incident.type}` becomes the number that the
/// question has in the edition at hand. In the message any other `{name}` is a fact of the finding.
#[derive(Debug)]
pub struct Rule {
    /// Its public code, never reused.
    pub code: Code,
    /// Its public name, kebab-case.
    pub name: &'static str,
    /// What people read instead of the name.
    pub title: Words,
    /// Its usual level.
    pub severity: Severity,
    /// The other levels that it may have, each with what decides it.
    pub or: &'static [(Severity, Words)],
    /// The message.
    pub message: Words,
    /// Why it matters, for `explain`.
    pub why: Words,
    /// Its basis: article, form or domain logic.
    pub(crate) basis: Basis,
    /// A small example of what fires it.
    pub example: Words,
    /// How it is run.
    pub(crate) run: Run,
}

/// What a rule rests on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Basis {
    /// The same under every policy.
    Is(Words),
    /// A provision of the policy.
    By(fn(&Policy) -> Words),
}

impl Basis {
    /// The basis under a policy.
    pub(crate) fn under(self, policy: &Policy) -> Words {
        match self {
            Self::Is(words) => words,
            Self::By(provision) => provision(policy),
        }
    }
}

/// How a rule is run.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Run {
    /// Found while reading, binding or matching receipts.
    Declared,
    /// Found over the whole set, by `across`.
    Across,
    /// Found by this function, once per notification.
    Each(fn(&Notification, &Context, &mut Sink) -> Found),
}

/// What a rule may look at besides the notification.
#[derive(Debug)]
pub struct Context<'c> {
    /// Numbers that some rules go by.
    pub thresholds: &'c Thresholds,
    /// The free texts of the notification.
    pub texts: FreeTexts<'c>,
    /// Where the time of each rule is added up, if asked for.
    pub timings: Option<&'c Timings>,
    /// The verdict by the clock.
    pub judgement: Judgement,
    /// What the other readings of the law make of it.
    pub reading: Reading,
    /// The inferred verdict.
    pub inferred: Inferred,
    /// Whether the reasons for a delay are thin, worked out when first asked.
    pub thin_reason: OnceLock<bool>,
    /// When the policy began to apply; `None` for a proposal.
    pub valid_from: Option<Instant>,
    /// Whether the policy lets the roll-over of the act 1930:173 be argued for.
    pub roll_over_arguable: bool,
    /// Whether the source is a copy, whose answers stand line by line as in it.
    pub is_copy: bool,
    /// The run's clock.
    pub as_of: Instant,
    /// The limit in hours.
    pub limit_hours: u32,
}

impl Rule {
    /// Its basis under the policy that is the default.
    pub fn usual_basis(&self) -> Words {
        self.basis.under(&POLICIES[0])
    }

    /// A finding of this rule at its usual level, for the rooms that raise rules themselves.
    /// Question 0 stands for none.
    pub(crate) fn finding(&self, question: u8, line: u32) -> Finding {
        Finding::new(self.code, self.severity, question, line)
    }
}

/// Takes what one rule finds in one notification.
#[derive(Debug)]
pub(crate) struct Sink<'s> {
    n: &'s Notification<'s>,
    code: Code,
    level: Severity,
    findings: &'s mut Vec<Finding>,
}

impl<'s> Sink<'s> {
    /// The sink of a rule.
    pub(super) fn of(rule: &Rule, n: &'s Notification<'s>, findings: &'s mut Vec<Finding>) -> Self {
        let Rule {
            code,
            severity: level,
            ..
        } = *rule;
        Self {
            n,
            code,
            level,
            findings,
        }
    }

    /// The same at another level than the rule's usual one.
    pub(super) fn level(&mut self, level: Severity) -> Sink<'_> {
        Sink {
            n: self.n,
            code: self.code,
            level,
            findings: self.findings,
        }
    }

    /// A finding at an answer.
    pub(super) fn at<T, const N: usize>(
        &mut self,
        answer: &Answer<T>,
        facts: [(&'static str, Fact); N],
    ) -> Found {
        self.below(answer, 0, facts)
    }

    /// A finding so many lines below the start of an answer.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "a condition ends with a finding, or with why there is none"
    )]
    pub(super) fn below<T, const N: usize>(
        &mut self,
        answer: &Answer<T>,
        lines: u32,
        facts: [(&'static str, Fact); N],
    ) -> Found {
        let number = self.n.edition.number(answer.key);
        let mut finding = Finding::new(self.code, self.level, number, answer.line + lines);
        finding.facts = facts.into();
        self.findings.push(finding.at(answer.key, answer.index));
        Ok(())
    }

    /// A finding at an answer if all holds. What cannot be told could not be run.
    pub(super) fn when<T, const N: usize>(
        &mut self,
        all: Truth,
        answer: &Answer<T>,
        facts: [(&'static str, Fact); N],
    ) -> Found {
        certain(all)?;
        self.at(answer, facts)
    }

    /// A finding at the question that holds a key, with the question's own words as `part`.
    #[expect(
        clippy::unnecessary_wraps,
        reason = "a condition ends with a finding, or with why there is none"
    )]
    pub(super) fn question(&mut self, key: Key) -> Found {
        let number = self.n.edition.number(key);
        let line = self.n.lines.get(usize::from(number).wrapping_sub(1));
        let line = line.copied().unwrap_or(self.n.line);
        let mut finding = Finding::new(self.code, self.level, number, line).at(key, 0);
        if let Some(question) = self.n.question(key) {
            let label = Words::new(&question.label.sv, &question.label.en);
            finding = finding.with("part", label);
        }
        self.findings.push(finding);
        Ok(())
    }

    /// A finding if the question that holds a key is shown and wholly blank.
    pub(super) fn blank(&mut self, key: Key) -> Found {
        certain(self.n.state(key).is(State::Blank))?;
        self.question(key)
    }
}

/// Goes on only where a condition certainly holds.
pub(super) fn certain(condition: Truth) -> Found {
    match condition {
        Truth::Yes => Ok(()),
        Truth::No => Err(Silent::DoesNotApply),
        Truth::Unclear => Err(Silent::NotRunnable),
    }
}
